"""Measuring the reader: on the repo's frozen messages, and on letters where someone has them."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt

from classifiers.learning.checks import finding_figures
from classifiers.learning.corpus import FROZEN, Example, read_examples
from classifiers.learning.drawing import curve, grid
from classifiers.learning.measures import (
    Figure,
    Ints,
    Numbers,
    bins,
    calibration_error,
    coverage,
    figure,
    macro_f1,
    precision,
    recall,
    share_right,
)
from classifiers.learning.training import fit, learn_vectors, matrix, see
from classifiers.reader import JiebaReader
from tickets.kinds import Kind, Matter, Topic, Urgency
from tickets.reading import Reading

LETTERS = "letters_dev.csv"
TOPICS = "topics7/train_dev.csv"
ASKED = 0.1


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of one set of messages, or why there are none."""

    name: str
    figures: tuple[Figure, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Guesses:
    """What the reader made of examples, beside what they are."""

    examples: Sequence[Example]
    readings: Sequence[Reading]

    def both(self, name: str, labels: type[StrEnum]) -> tuple[Ints, Ints]:
        """Truth and guess of one label, as indices into its enum."""
        order = {label: at for at, label in enumerate(labels)}
        truth = np.array([order[getattr(one, name)] for one in self.examples])
        return truth, np.array([order[getattr(one, name)] for one in self.readings])

    def sure(self) -> Numbers:
        """The confidence of each reading."""
        return np.array([one.confidence for one in self.readings])


def evaluate(reader: JiebaReader, letters: Path | None, out: Path) -> tuple[Measured, ...]:
    """Measure, and write the drawings into `out`."""
    out.mkdir(parents=True, exist_ok=True)
    return tuple(chain(_chat(reader, out), _found(reader), _letters(reader, letters), _topics(letters)))


def _found(reader: JiebaReader) -> Iterator[Measured]:
    yield Measured("what is found in texts, on hand-written checks", tuple(finding_figures(reader)))


def guesses(reader: JiebaReader, examples: Sequence[Example]) -> Guesses:
    """Read every example."""
    return Guesses(examples, [reader.read(example.text) for example in examples])


def chat_figures(read: Guesses) -> tuple[Figure, ...]:
    """All that is claimed of chat messages."""
    return tuple(chain(_labels(read, list(Matter)), _danger(read), _confidence(read)))


def _chat(reader: JiebaReader, out: Path) -> Iterator[Measured]:
    read = guesses(reader, read_examples(FROZEN))
    truth, guess = read.both("matter", Matter)
    right = truth == guess
    counts = [[int(np.sum((truth == row) & (guess == column))) for column in range(3)] for row in range(3)]
    drawings = {
        "confusion": grid("matter: truth in rows, guess in columns", list(Matter), counts),
        "reliability": curve("reliability", "confidence", "right", bins(read.sure(), right), diagonal=True),
        "coverage": curve("coverage against accuracy", "answered", "right", coverage(read.sure(), right)),
    }
    for name, drawing in drawings.items():
        (out / f"{name}.svg").write_text(drawing, encoding="utf-8")
    yield Measured("frozen chat messages", chat_figures(read))


def _labels(read: Guesses, matters: Sequence[Matter]) -> Iterator[Figure]:
    counted = [list(Matter).index(matter) for matter in matters]
    for name, labels, which in (
        ("matter", Matter, counted),
        ("topic", Topic, range(len(Topic))),
        ("kind", Kind, range(len(Kind))),
        ("urgency", Urgency, range(len(Urgency))),
    ):
        truth, guess = read.both(name, labels)
        yield _macro(f"{name} macro-F1", truth, guess, which)
        yield _share(f"{name} right", truth, guess)


def _macro(name: str, truth: Ints, guess: Ints, labels: Iterable[int]) -> Figure:
    counted = list(labels)
    return figure(name, len(truth), lambda cases: macro_f1(truth[cases], guess[cases], counted))


def _share(name: str, truth: Ints, guess: Ints) -> Figure:
    return figure(name, len(truth), lambda cases: share_right(truth[cases], guess[cases]))


def _danger(read: Guesses) -> Iterator[Figure]:
    truth = np.array([one.danger for one in read.examples])
    guess = np.array([one.danger for one in read.readings])
    yield figure("danger recall", len(truth), lambda cases: recall(truth[cases], guess[cases]))
    yield figure("danger precision", len(truth), lambda cases: precision(truth[cases], guess[cases]))


def _confidence(read: Guesses) -> Iterator[Figure]:
    truth, guess = read.both("matter", Matter)
    right, sure = truth == guess, read.sure()
    asked = np.array([one.ask for one in read.readings])
    surest = np.argsort(-sure, kind="stable")[: round(len(sure) * (1 - ASKED))]
    yield figure("matter calibration error", len(sure), lambda cases: calibration_error(sure[cases], right[cases]))
    yield figure("matter right, least sure tenth asked", len(surest), lambda cases: _mean(right[surest][cases]))
    yield figure("matter right, where not asked", int(np.sum(~asked)), lambda cases: _mean(right[~asked][cases]))
    yield figure("asked", len(asked), lambda cases: _mean(asked[cases]))


def _mean(flags: npt.NDArray[np.bool_]) -> float:
    return float(flags.mean())


def _letters(reader: JiebaReader, folder: Path | None) -> Iterator[Measured]:
    path = folder / LETTERS if folder else None
    if path is None or not path.exists():
        yield Measured("letters", (), "no letters given: see --letters")
        return
    read = guesses(reader, read_examples(path))
    yield Measured("letters (public and shared)", tuple(_labels(read, [Matter.PUBLIC, Matter.SHARED])))


def _topics(folder: Path | None) -> Iterator[Measured]:
    path = folder / TOPICS if folder else None
    if path is None or not path.exists():
        yield Measured("seven topics", (), "no letters given: see --letters")
        return
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    yield Measured("seven topics, the same pipeline trained on its train split", (_seven(rows, ("title", "detail")),))
    yield Measured("seven topics, titles only", (_seven(rows, ("title",)),))


def _seven(rows: Sequence[dict[str, str]], columns: Sequence[str]) -> Figure:
    labels = sorted({row["label"] for row in rows})
    known = [row for row in rows if row["split"] == "train"]
    unseen = [row for row in rows if row["split"] == "dev"]
    seen = see("\n".join(row[column] for column in columns) for row in known)
    vectors = learn_vectors(seen)
    weights, bias = fit(matrix(vectors, seen), np.array([row["label"] for row in known]), labels)
    asked = see("\n".join(row[column] for column in columns) for row in unseen)
    guess = (matrix(vectors, asked) @ weights + bias).argmax(axis=1)
    truth = np.array([labels.index(row["label"]) for row in unseen])
    return _macro("topic macro-F1", truth, guess, range(len(labels)))
