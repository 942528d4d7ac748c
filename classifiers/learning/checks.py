"""What is found in texts, measured on the hand-written checks that are never trained on."""

import csv
import re
from collections.abc import Iterator, Sequence

import numpy as np

from classifiers.learning.corpus import FOLDER
from classifiers.learning.measures import Figure, figure, precision, recall
from classifiers.reader import JiebaReader
from classifiers.words.plain import FILL, plain
from tickets.reading import Place

CHECKS = FOLDER / "checks"
MARK = re.compile(r"\{(\w+):([^}]*)\}")
NUMBERS = frozenset({"phone", "contact", "identity", "card", "plate"})
Found = tuple[int, int, str]


def read_checks(name: str) -> list[dict[str, str]]:
    """The rows of one file of checks."""
    with (CHECKS / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def unmarked(marked: str) -> tuple[str, frozenset[Found]]:
    """A text without its marks (`{phone:13800138000}`), and each marked stretch: start, end and what it is."""
    text, at = "", 0
    found = set()
    for hit in MARK.finditer(marked):
        text += marked[at : hit.start()]
        kind = "number" if hit[1] in NUMBERS else hit[1]
        found.add((len(text), len(text) + len(hit[2]), kind))
        text, at = text + hit[2], hit.end()
    return text + marked[at:], frozenset(found)


def told_places(told: str) -> tuple[Place, ...]:
    """Places as the checks write them: `building=3 unit=2;road=玉泉路`."""
    parts = (dict(part.split("=") for part in place.split(" ")) for place in told.split(";") if place)
    return tuple(Place(**one) for one in parts)


def finding_figures(reader: JiebaReader) -> Iterator[Figure]:
    """Danger (tuned on, set aside, of four other writers), places, personal data, spelling, talk."""
    for name in ("tuned", "aside", "second", "third", "fourth", "fifth", "denied"):
        yield from _danger(reader, name)
    reader.know(["幸福里", "玉泉路", "槐荫家园", "3号网格"])
    named = [(told_places(row["places"]), reader.read(row["text"]).places) for row in read_checks("places")]
    yield _share("places taken apart", [told == found for told, found in named if told])
    yield _share("what is no place left alone", [not found for told, found in named if not told])
    reader.know(())
    yield from _personal(reader)
    yield _share(
        "spelling", [plain(row["written"]).replace(FILL, " ") == row["plain"] for row in read_checks("spelling")]
    )
    talk = [(row["what"] == "talk", reader.read(row["text"]).small_talk) for row in read_checks("talk")]
    yield _share("small talk", [is_talk == taken for is_talk, taken in talk])


def _danger(reader: JiebaReader, name: str) -> Iterator[Figure]:
    rows = read_checks(f"danger_{name}")
    perils = [reader.read(row["text"]).peril for row in rows]
    truth = np.array([row["danger"] == "1" for row in rows])
    guess = np.array([peril is not None for peril in perils])
    yield figure(f"danger recall, {name}", len(rows), lambda cases: recall(truth[cases], guess[cases]))
    yield figure(f"danger precision, {name}", len(rows), lambda cases: precision(truth[cases], guess[cases]))
    if named := [row["peril"] == peril for row, peril in zip(rows, perils, strict=True) if peril and row["peril"]]:
        yield _share(f"which danger it is, {name}", named)


def _personal(reader: JiebaReader) -> Iterator[Figure]:
    marked, found = set(), set()
    for number, row in enumerate(read_checks("personal")):
        text, told = unmarked(row["text"])
        marked |= {(number, *one) for one in told}
        kinds = ((span, "number" if span.what in NUMBERS else span.what) for span in reader.spans(text))
        found |= {(number, span.start, span.end, kind) for span, kind in kinds}
    for kind in ("number", "door", "name"):
        told_of, found_of = ({one for one in some if one[3] == kind} for some in (marked, found))
        yield _share(f"{kind}s found", [one in found_of for one in sorted(told_of)])
        yield _share(f"{kind}s rightly found", [one in told_of for one in sorted(found_of)])


def _share(name: str, right: Sequence[bool]) -> Figure:
    cases = np.array(right)
    return figure(name, len(cases), lambda chosen: float(np.mean(cases[chosen])))
