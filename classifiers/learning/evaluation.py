"""Measuring the reader: on the repo's frozen messages and checks, and on letters where someone has them."""

import csv
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from pathlib import Path
from statistics import median

import numpy as np

from classifiers.learning.checks import finding_figures
from classifiers.learning.corpus import FROZEN, Example, read_examples
from classifiers.learning.judged import Judged, draw, scored, trusted
from classifiers.learning.measures import Figure, Numbers, figure, precision, recall
from classifiers.learning.topics import seven
from classifiers.reader import JiebaReader
from tickets.kinds import Kind, Matter, Topic, Urgency
from tickets.reading import Reading

LETTERS = "letters_dev.csv"
TOPICS = "topics7/train_dev.csv"
ABSENT = "没有信件，未测 · no letters here, so not measured: give --letters a folder with {}"


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

    def judged(self, name: str, labels: type[StrEnum]) -> Judged:
        """Truth and guess of one label."""
        order = {label: at for at, label in enumerate(labels)}
        truth = np.array([order[getattr(one, name)] for one in self.examples])
        guess = np.array([order[getattr(one, name)] for one in self.readings])
        return Judged(name, tuple(labels), truth, guess, self.sure())

    def sure(self) -> Numbers:
        """The confidence of each reading in its matter."""
        return np.array([one.confidence for one in self.readings])


def evaluate(reader: JiebaReader, letters: Path | None, out: Path) -> Iterator[Measured]:
    """Measure set after set, and write the drawings into `out`."""
    out.mkdir(parents=True, exist_ok=True)
    yield _chat(reader, out)
    yield Measured("找到的 · what is found in texts, on hand-written checks", tuple(finding_figures(reader)))
    yield _speed(reader)
    yield _letters(reader, letters, out)
    yield from _topics(letters, out)


def guesses(reader: JiebaReader, examples: Sequence[Example]) -> Guesses:
    """Read every example."""
    return Guesses(examples, [reader.read(example.text) for example in examples])


def chat_figures(read: Guesses) -> tuple[Figure, ...]:
    """All that is claimed of chat messages."""
    return tuple(
        chain(_labels(read, range(len(Matter))), _danger(read), trusted(read.judged("matter", Matter)), _asked(read))
    )


def _chat(reader: JiebaReader, out: Path) -> Measured:
    read = guesses(reader, read_examples(FROZEN))
    draw(read.judged("matter", Matter), "chat", out)
    return Measured("聊天留出集 · frozen chat messages", chat_figures(read))


def _labels(read: Guesses, matters: Sequence[int]) -> Iterator[Figure]:
    yield from scored(read.judged("matter", Matter), matters)
    for name, labels in (("topic", Topic), ("kind", Kind), ("urgency", Urgency)):
        yield from scored(read.judged(name, labels))


def _danger(read: Guesses) -> Iterator[Figure]:
    truth = np.array([one.danger for one in read.examples])
    guess = np.array([one.danger for one in read.readings])
    within = np.flatnonzero(truth)
    yield figure("danger recall", len(within), lambda some: recall(truth[within][some], guess[within][some]))
    called = np.flatnonzero(guess)
    yield figure("danger precision", len(called), lambda some: precision(truth[called][some], guess[called][some]))


def _asked(read: Guesses) -> Iterator[Figure]:
    right, asked = read.judged("matter", Matter).right(), np.array([one.ask for one in read.readings])
    yield figure("matter right, where not asked", int(np.sum(~asked)), lambda some: float(right[~asked][some].mean()))
    yield figure("asked", len(asked), lambda some: float(asked[some].mean()))


def _speed(reader: JiebaReader) -> Measured:
    texts = [example.text for example in read_examples(FROZEN)]
    alone = [_milliseconds(reader, text) for _ in range(5) for text in texts]
    long = median(_milliseconds(reader, str(turn) + "".join(texts * 3)[:4999]) for turn in range(9))
    figures = (
        Figure("ms a message, mean", float(np.mean(alone)), min(alone), float(np.quantile(alone, 0.99)), len(alone)),
        Figure("ms for 5,000 characters", long, long, long, 9),
    )
    return Measured("速度，此机此刻 · speed, here and now (least to 99 %)", figures)


def _milliseconds(reader: JiebaReader, text: str) -> float:
    began = time.perf_counter()
    reader.read(text)
    return (time.perf_counter() - began) * 1000


def _letters(reader: JiebaReader, folder: Path | None, out: Path) -> Measured:
    name, path = "信件 · letters (matter over public and shared)", folder / LETTERS if folder else None
    if path is None or not path.exists():
        return Measured(name, (), ABSENT.format(LETTERS))
    read = guesses(reader, read_examples(path))
    matter = read.judged("matter", Matter)
    draw(matter, "letters", out)
    draw(read.judged("topic", Topic), "letters", out)
    counted = [list(Matter).index(one) for one in (Matter.PUBLIC, Matter.SHARED)]
    return Measured(name, (*_labels(read, counted), *trusted(matter)))


def _topics(folder: Path | None, out: Path) -> Iterator[Measured]:
    path = folder / TOPICS if folder else None
    for title, columns in (("whole", ("title", "detail")), ("titles", ("title",))):
        name = f"七类信件，同法另训 · seven topics, same pipeline on its train split: {title}"
        if path is None or not path.exists():
            yield Measured(name, (), ABSENT.format(TOPICS))
            continue
        with path.open(encoding="utf-8", newline="") as lines:
            judged = seven(list(csv.DictReader(lines)), columns)
        draw(judged, f"seven-{title}", out)
        yield Measured(name, (*scored(judged), *trusted(judged)))
