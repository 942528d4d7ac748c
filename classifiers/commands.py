"""What the command line does with the reader: classify, explain, train, evaluate."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from classifiers.finding.danger import alarms
from classifiers.model.linear import MODEL, Linear, load, save
from classifiers.reader import JiebaReader
from classifiers.words.plain import plain
from tickets.reading import Reading

if TYPE_CHECKING:
    from classifiers.learning.evaluation import Measured
    from classifiers.learning.measures import Figure


CORPUS = Path(__file__).with_name("corpus")
KEPT = frozenset({"matter macro-F1", "danger recall"})
TOLERANCE = 0.01
"""How far a new model may fall behind in what must be kept: two messages of the frozen two hundred."""
AHEAD = 256
"""Lines that are read before the first is answered: many texts together cost much less than each alone."""


@dataclass(frozen=True, slots=True)
class Trained:
    """What a training gave: the frozen set before and after, and whether the new model was kept."""

    messages: int
    corrections: int
    before: "tuple[Figure, ...]"
    after: "tuple[Figure, ...]"
    kept: bool


def classify(lines_in: Iterable[str], reader: JiebaReader | None = None, *, ahead: int = AHEAD) -> Iterator[str]:
    """A JSON line for each JSON line: the guesses, or an `error` where a line could not be read."""
    reads = reader or JiebaReader()
    told = (line for line in lines_in if line.strip())
    while lines := list(islice(told, ahead)):
        asked = [_asked(line) for line in lines]
        read = reads.guess_all(one["text"] for one in asked if "error" not in one)
        for one in asked:
            yield json.dumps(one if "error" in one else one | _told(next(read)), ensure_ascii=False)


def explain(text: str, reader: JiebaReader | None = None) -> dict[str, Any]:
    """Every score behind a reading of one text."""
    reads = reader or JiebaReader()
    reading = reads.read(text)
    return {
        **_told(reading),
        "peril": reading.peril,
        "small_talk": reading.small_talk,
        "place": reading.place,
        "spans": [{"what": span.what, "text": text[span.start : span.end]} for span in reading.spans],
        "alarms": [{"peril": one.peril, "words": one.words, "now": one.now} for one in alarms(plain(text))],
        "scores": {
            task: {label: round(score, 3) for label, score in scores.items()}
            for task, scores in reads.scores(text).items()
        },
    }


def train(corrections: Path | None = None, *, folder: Path = CORPUS, out: Path = MODEL) -> Trained:
    """Train on the corpus, with workers' corrections if given (columns as in the corpus); a worse one is not kept."""
    from classifiers.learning.corpus import FROZEN, read_examples, training_examples  # noqa: PLC0415 (scikit-learn costs a second and 120 MB)
    from classifiers.learning.evaluation import chat_figures, guesses  # noqa: PLC0415 (scikit-learn costs a second and 120 MB)
    from classifiers.learning.training import train as fit_all  # noqa: PLC0415 (scikit-learn costs a second and 120 MB)

    told = read_examples(corrections) if corrections else []
    examples = training_examples(folder, told)
    fresh, frozen = fit_all(examples), read_examples(folder / FROZEN.name)
    after = chat_figures(guesses(JiebaReader(model=fresh), frozen))
    before = chat_figures(guesses(JiebaReader(model=old), frozen)) if (old := _stored(out)) else ()
    kept = all(new.value >= old.value - TOLERANCE for old, new in zip(before, after, strict=False) if old.name in KEPT)
    if kept:
        save(fresh, out)
    return Trained(len(examples), len(told), before, after, kept)


def evaluate(letters: Path | None, out: Path) -> "Iterator[Measured]":
    """Measure the model in use, set after set; `letters` is a folder with letters, `out` takes the drawings."""
    from classifiers.learning.evaluation import evaluate as measure  # noqa: PLC0415 (scikit-learn costs a second and 120 MB)

    return measure(JiebaReader(), letters, out)


def _stored(path: Path) -> Linear | None:
    """The model of a file; None where there is none, or one that an earlier release wrote."""
    try:
        return load(path) if path.exists() else None
    except ValueError:
        return None


def _asked(line: str) -> dict[str, Any]:
    """The id and the text of a line, or the id and what is wrong."""
    try:
        asked = json.loads(line)
    except ValueError as error:
        return {"id": None, "error": f"not JSON: {error}"}
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        return {
            "id": asked.get("id") if isinstance(asked, dict) else None,
            "error": "no text: give an object with id and text",
        }
    return {"id": asked.get("id"), "text": asked["text"]}


def _told(reading: Reading) -> dict[str, Any]:
    return {
        "matter": reading.matter,
        "topic": reading.topic,
        "kind": reading.kind,
        "urgency": reading.urgency,
        "danger": reading.danger,
        "confidence": round(reading.confidence, 4),
        "ask": reading.ask,
        "why": list(reading.why),
    }
