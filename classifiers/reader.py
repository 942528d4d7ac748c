"""The reader of residents' words: jieba for the words, a linear model for the guesses, rules for the rest."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from classifiers.finding.danger import Alarm, alarms
from classifiers.finding.personal import spans
from classifiers.finding.places import find_place
from classifiers.finding.talk import is_small_talk, says_nothing
from classifiers.likeness import questions
from classifiers.model.features import Features
from classifiers.model.linear import LABELS, MODEL, Floats, Task, Weighed, load
from classifiers.words.cutter import place_cutter
from classifiers.words.plain import plain
from tickets.kinds import Kind, Matter, Peril, Topic, Urgency
from tickets.reading import Reading, Span

LONGEST = 6000
"""Characters that are read; what follows them has never changed a reading, and may not cost time."""
WHY = 3


class JiebaReader:
    """Implements `tickets.reading.Reader`. Loading takes most of a second; build it once, at start."""

    def __init__(self, places: Sequence[str] = (), model: Path = MODEL) -> None:
        self._features = Features()
        self._model = load(model)
        self._places = place_cutter(places)
        self.read("楼道的灯坏了，电话没人接")

    def read(self, text: str) -> Reading:
        """Read any text, also an empty or a very long one; never raises."""
        text = text[:LONGEST]
        dangers = alarms(text)
        weighed = self._model.vectors.weigh(self._features.see(text, dangers))
        scores = self._model.scores(weighed)
        sure = self._model.sure(scores[Task.MATTER])
        peril = self._peril(float(scores[Task.DANGER][0]), dangers)
        polite = peril is None and is_small_talk(text)
        personal = spans(text)
        start, end = find_place(plain(text), self._places)
        best = int(sure.argmax())
        return Reading(
            matter=tuple(Matter)[best],
            topic=tuple(Topic)[int(scores[Task.TOPIC].argmax())],
            kind=tuple(Kind)[int(scores[Task.KIND].argmax())],
            urgency=_urgency(scores[Task.URGENCY], peril),
            danger=peril is not None,
            confidence=float(sure[best]),
            ask=not polite and (says_nothing(text) or float(sure[best]) < self._model.calibration.ask_below),
            why=tuple(self._why(text, weighed, best, personal)),
            peril=peril,
            small_talk=polite,
            place=text[start:end],
            spans=personal,
        )

    def spans(self, text: str) -> tuple[Span, ...]:
        """Only the personal data of a text."""
        return spans(text)

    def answer(self, question: str, known: tuple[str, ...]) -> int | None:
        """Which of the `known` questions asks the same as `question`: its index, or None where none is near."""
        return questions(known).nearest(question)

    def scores(self, text: str) -> dict[Task, dict[str, float]]:
        """Every score of every task, for those who want to know why."""
        scores = self._model.scores(self._model.vectors.weigh(self._features.see(text[:LONGEST])))
        return {task: dict(zip(LABELS[task], map(float, column), strict=True)) for task, column in scores.items()}

    def _peril(self, score: float, dangers: Sequence[Alarm]) -> Peril | None:
        now = [alarm.peril for alarm in dangers if alarm.now]
        if now and score > self._model.calibration.alarm_above:
            return now[0]
        return Peril.OTHER if not dangers and score > self._model.calibration.danger_above else None

    def _why(self, text: str, weighed: Weighed, matter: int, personal: Sequence[Span]) -> Iterator[str]:
        even = plain(text)
        names = self._model.vectors.names
        gains = self._model.gains(weighed, matter)
        found: list[str] = []
        for at in np.argsort(-gains):
            word = names[weighed.index[at]]
            start = even.find(word)
            if gains[at] <= 0 or len(found) == WHY:
                break
            if len(word) > 1 and start >= 0 and word.isalpha() and not any(word in one or one in word for one in found):
                found.append(word)
                yield text[start : start + len(word)]


def _urgency(scores: Floats, peril: Peril | None) -> Urgency:
    if peril:
        return Urgency.EMERGENCY
    return tuple(Urgency)[int(scores.argmax())]
