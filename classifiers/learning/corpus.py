"""The corpus: messages with their labels, in CSV files beside their guide."""

import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from classifiers.words.plain import plain
from tickets.kinds import Kind, Matter, Peril, Topic, Urgency

FOLDER = Path(__file__).parent.parent / "corpus"
FROZEN = FOLDER / "frozen.csv"
LETTERS, PERILS = "letters", "perils"
"""Stand in the names of the files that hold letters, and messages chosen to teach danger."""
TOO_ALIKE = 0.6
"""Share of common character pairs above which two messages count as one (Jaccard)."""


@dataclass(frozen=True, slots=True)
class Example:
    """One message and what a reader should make of it."""

    text: str
    matter: Matter
    topic: Topic
    kind: Kind
    urgency: Urgency
    danger: bool
    peril: Peril | None = None
    """Which danger it is, where somebody has said so."""
    letter: bool = False
    """Whether it was written as a letter to officials rather than as a chat message."""
    chosen: bool = False
    """Whether it was chosen to teach danger, so that its other labels are no usual mixture."""


def read_examples(path: Path) -> list[Example]:
    """The rows of one file. Rows with a label that the guide doesn't know are left out, and named on stderr."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(_valid(path.name, csv.DictReader(lines)))


def training_examples(folder: Path = FOLDER, told: Iterable[Example] = ()) -> list[Example]:
    """What was `told`, then all of the folder but the frozen rows, without doubles and what resembles a frozen row."""
    frozen = folder / FROZEN.name
    paths = [path for path in sorted(folder.glob("*.csv")) if path != frozen]
    every = [*told, *(one for path in paths for one in read_examples(path))]
    kept = list(_unseen(every, read_examples(frozen)))
    if len(kept) < len(every):
        _tell(f"{len(every) - len(kept)} of {len(every)} messages repeat others and are left out")
    return kept


def _valid(name: str, rows: Iterable[dict[str, str]]) -> Iterator[Example]:
    for number, row in enumerate(rows, start=2):
        try:
            yield _example(row, letter=LETTERS in name, chosen=PERILS in name)
        except (KeyError, TypeError, ValueError) as error:
            _tell(f"{name}:{number}: {error}")


def _example(row: dict[str, str], *, letter: bool, chosen: bool) -> Example:
    if row["danger"] not in {"0", "1"} or not row["text"].strip():
        raise ValueError("danger is 0 or 1, and a text is not empty")
    return Example(
        row["text"],
        Matter(row["matter"]),
        Topic(row["topic"]),
        Kind(row["kind"]),
        Urgency(row["urgency"]),
        row["danger"] == "1",
        Peril(row["peril"]) if row.get("peril") else None,
        letter,
        chosen,
    )


def _unseen(examples: Iterable[Example], frozen: Sequence[Example]) -> Iterator[Example]:
    seen: set[str] = set()
    away = [_pairs(one.text) for one in frozen]
    for example in examples:
        bare = plain(example.text).strip()
        pairs = _pairs(bare)
        if bare not in seen and not any(_alike(pairs, other) for other in away):
            seen.add(bare)
            yield example


def _pairs(text: str) -> frozenset[str]:
    even = plain(text)
    return frozenset(even[at : at + 2] for at in range(len(even) - 1))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    fewer, more = sorted((len(one), len(other)))
    if fewer <= TOO_ALIKE * more:
        return False
    common = len(one & other)
    return common > TOO_ALIKE * (fewer + more - common)


def _tell(line: str) -> None:
    sys.stderr.write(line + "\n")
