"""The reader of residents' words: jieba for the words, a linear model for the guesses, rules for the rest."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import inf

import numpy as np

from classifiers.alike import compare, marks
from classifiers.finding.danger import Alarm, alarms
from classifiers.finding.personal import spans
from classifiers.finding.talk import is_small_talk, names_one_thing, says_nothing
from classifiers.finding.where.addresses import places
from classifiers.finding.where.places import find_place
from classifiers.finding.writer import subject
from classifiers.likeness import questions
from classifiers.matters import Glance, second
from classifiers.model.features import Features
from classifiers.model.hashes import LONGEST_TEXT
from classifiers.model.linear import Linear, load
from classifiers.model.together import COLUMNS, LABELS, Task
from classifiers.model.vectors import Weighed
from classifiers.words.cutter import Names
from classifiers.words.plain import plain, whole
from tickets.kinds import Kind, Matter, Peril, Topic, Urgency
from tickets.reading import Likeness, Marks, Reading, Span

Stretch = tuple[int, int]
REACH = 8192
"""More than any text is long, so that a start and an end make one number."""
MATTERS, TOPICS, KINDS, URGENCIES, PERILS = tuple(Matter), tuple(Topic), tuple(Kind), tuple(Urgency), tuple(Peril)
GUESSED = (Task.MATTER, Task.TOPIC, Task.KIND, Task.URGENCY, Task.PERIL)
WHY = 3
CONSIDERED = 40
LONGEST_GROUND = 6
LITTLE = re.compile(
    "[着们到很太的了吗呢吧他她它我你您说把又就也要能会谁那这哪想被得都咱]|没有|还在|旁边|看看|不$|个$|^不|^在|是"
)
MOST_TOGETHER = 64
"""Texts that are weighed at once."""
BREATH = 10
"""Characters in which a denial says nothing else."""
LATELY = 8
"""Readings kept: whoever handles a message reads it more than once."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A text to read, and what rules find in it."""

    text: str
    even: str
    dangers: tuple[Alarm, ...]
    personal: tuple[Span, ...]
    about: str
    """Plain text without what only says who writes, and where each character of it stood."""
    stood: Sequence[int]
    signs: tuple[Alarm, ...]
    """The dangers named in `about`."""


class JiebaReader:
    """Implements `tickets.reading.Reader`. Loading takes most of a second; build it once, at start."""

    def __init__(self, names: Sequence[str] = (), model: Linear | None = None) -> None:
        self._features = Features()
        self._model = model or load()
        self._places = Names(names)
        self._lately, self._weighed = lru_cache(LATELY)(self._placed), lru_cache(LATELY)(self._weigh_one)
        self.read("楼道的灯坏了，电话没人接")

    def know(self, names: Sequence[str]) -> None:
        """From now on these are the community's own names of places; no guess depends on them."""
        self._places = Names(names)
        self._lately = lru_cache(LATELY)(self._placed)

    def read(self, text: str) -> Reading:
        """Read any text, also an empty or a very long one; never raises."""
        return self._lately(text[:LONGEST_TEXT])

    def guess(self, text: str) -> Reading:
        """As `read`, but places are not looked for: for texts of which nobody asks where."""
        return self._apart(text[:LONGEST_TEXT], self._guess)

    def guess_all(self, texts: Iterable[str]) -> Iterator[Reading]:
        """As `guess` for each of many texts, several times as fast."""
        for together in _together(text[:LONGEST_TEXT] for text in texts):
            asked = [_ask(text) for text in together]
            weighed = self._weigh([one.about for one in asked], [one.signs for one in asked])
            whole = self._made(asked, weighed)
            for text, reading in zip(together, whole, strict=True):
                yield self._apart(text, self._guess, reading)

    def _placed(self, text: str) -> Reading:
        return self._apart(text, self._read)

    def _apart(self, text: str, read: Callable[[str], Reading], whole: Reading | None = None) -> Reading:
        """Where there are two matters, the first is read, or the one that is dangerous; danger in either is danger."""
        whole = whole or read(text)
        at = second(plain(text), self._glance)
        if at is None:
            return whole
        parts = {part: read(part) for part in (text[:at], text[at:])}
        main, other = sorted(parts, key=lambda part: not parts[part].danger)
        peril = parts[main].peril or whole.peril
        urgency = Urgency.EMERGENCY if peril else parts[main].urgency
        return replace(
            parts[main],
            danger=peril is not None,
            peril=peril,
            urgency=urgency,
            spans=whole.spans,
            matters=(main, other),
        )

    def _glance(self, part: str) -> Glance:
        read = self._guess(part)
        vague = read.ask and read.confidence >= self._model.calibration.ask_below
        return Glance(read.matter, read.topic, read.confidence, read.ask, vague, read.small_talk)

    def _read(self, text: str) -> Reading:
        guess, even = self._guess(text), plain(text)
        start, end = find_place(even, self._places, guess.spans)
        return replace(guess, place=text[start:end], places=places(even, self._places))

    def _guess(self, text: str) -> Reading:
        asked = _ask(text)
        return self._made([asked], [self._weighed(asked.about, asked.signs)])[0]

    def _made(self, asked: Sequence[_Asked], weighed: Sequence[Weighed]) -> list[Reading]:
        scores = self._model.scores(weighed)
        sure = self._model.sure(scores)
        best = zip(*(scores[:, COLUMNS[task]].argmax(axis=1).tolist() for task in GUESSED), strict=True)
        dangers = scores[:, COLUMNS[Task.DANGER].start].tolist()
        rows = zip(asked, weighed, dangers, sure.max(axis=1).tolist(), best, strict=True)
        return [self._reading(*row) for row in rows]

    def _reading(
        self, asked: _Asked, weighed: Weighed, danger: float, sure: float, best: tuple[int, int, int, int, int]
    ) -> Reading:
        matter, topic, kind, urgency, likely = best
        even, dangers = asked.even, asked.dangers
        polite = not dangers and is_small_talk(even)
        vague = not dangers and not weighed.names
        lone = not dangers and names_one_thing(even)
        rings = not (polite or lone) and danger > _least(even, dangers, self._model.calibration.danger_above)
        peril = PERILS[likely] if rings else None
        return Reading(
            matter=MATTERS[matter],
            topic=TOPICS[topic],
            kind=KINDS[kind],
            urgency=_urgency(URGENCIES[urgency], peril, dangers),
            danger=peril is not None,
            confidence=sure,
            ask=not polite and (says_nothing(even) or vague or sure < self._model.calibration.ask_below),
            why=tuple(self._grounds(asked, weighed, matter)),
            peril=peril,
            small_talk=polite,
            spans=asked.personal,
        )

    def _grounds(self, asked: _Asked, weighed: Weighed, matter: int) -> Iterator[str]:
        stood, personal = asked.stood, asked.personal if asked.about == asked.even else spans(asked.about)
        for at, end in self._why(asked.about, weighed, matter, personal):
            yield asked.text[stood[at] : whole(asked.even, stood[min(end, len(stood)) - 1] + 1)]

    def spans(self, text: str) -> tuple[Span, ...]:
        """Only the personal data of a text."""
        return spans(plain(text))

    def marks(self, text: str) -> Marks:
        """What to keep of a text, so that likes of it can be found."""
        even = plain(text[:LONGEST_TEXT])
        return marks(even, self._weighed(even, alarms(even)), self._model.vectors)

    def compare(self, one: bytes, others: Sequence[bytes]) -> Sequence[Likeness]:
        """How like the marks `one` are to each of the `others`."""
        return compare(one, others)

    def answer(self, question: str, known: tuple[str, ...]) -> int | None:
        """Which of the `known` questions asks the same as `question`: its index, or None where none is near."""
        return questions(known).nearest(question)

    def scores(self, text: str) -> dict[Task, dict[str, float]]:
        """Every score of every task, for those who want to know why."""
        asked = _ask(text[:LONGEST_TEXT])
        (row,) = self._model.scores([self._weigh_one(asked.about, asked.signs)])
        return {task: dict(zip(LABELS[task], map(float, row[COLUMNS[task]]), strict=True)) for task in Task}

    def _weigh_one(self, even: str, dangers: Sequence[Alarm]) -> Weighed:
        return self._weigh([even], [dangers])[0]

    def _weigh(self, texts: Sequence[str], dangers: Sequence[Sequence[Alarm]]) -> list[Weighed]:
        return self._model.vectors.weigh(self._features.see(texts, dangers))

    def _weighty(self, weighed: Weighed, matter: int) -> list[Stretch]:
        """The stretches that speak for a matter: whole words first, weightiest first."""
        stretches, which = np.unique(weighed.starts * REACH + weighed.ends, return_inverse=True)
        gains = np.bincount(which, self._model.gains(weighed, matter), len(stretches))
        words = np.bincount(which, self._model.vectors.whole(weighed), len(stretches)) > 0
        order = np.lexsort((stretches, -gains, ~words))
        return [divmod(stretch, REACH) for stretch in stretches[order[gains[order] > 0][:CONSIDERED]].tolist()]

    def _why(self, even: str, weighed: Weighed, matter: int, personal: Sequence[Span]) -> Iterator[Stretch]:
        """The weightiest words that tell something, weightiest first; personal data is never shown as a ground."""
        weighty = self._weighty(weighed, matter)
        found = [(span.start, span.end) for span in personal]
        for fits in (_telling, _readable):
            for stretch in weighty:
                if fits(even, *stretch) and not _overlaps(stretch, found):
                    found.append(stretch)
                    yield stretch
                if len(found) == WHY + len(personal):
                    return
            if len(found) > len(personal):
                return


def _ask(text: str) -> _Asked:
    even = plain(text)
    dangers, personal = alarms(even), spans(even)
    about, stood = subject(even, personal)
    return _Asked(text, even, dangers, personal, about, stood, dangers if about == even else alarms(about))


def _together(texts: Iterable[str]) -> Iterator[list[str]]:
    """Texts in groups that can be weighed together."""
    group: list[str] = []
    room = LONGEST_TEXT
    for text in texts:
        room -= len(text) + 2
        if group and (room < 0 or len(group) == MOST_TOGETHER):
            yield group
            group, room = [], LONGEST_TEXT - len(text) - 2
        group.append(text)
    if group:
        yield group


def _telling(even: str, start: int, end: int) -> bool:
    """Whether it names something, and is not one of the little words between."""
    return _readable(even, start, end) and end - start <= LONGEST_GROUND and not LITTLE.search(even[start:end])


def _readable(even: str, start: int, end: int) -> bool:
    return len(even[start:end]) > 1 and even[start:end].isalpha()


def _overlaps(stretch: Stretch, others: Iterable[Stretch]) -> bool:
    return any(stretch[0] < end and start < stretch[1] for start, end in others)


def _urgency(best: Urgency, peril: Peril | None, dangers: Sequence[Alarm]) -> Urgency:
    if peril:
        return Urgency.EMERGENCY
    return Urgency.QUICK if best is Urgency.EMERGENCY and _denied(dangers) else best


def _least(even: str, dangers: Sequence[Alarm], usual: float) -> float:
    """The score above which it is danger."""
    if any(alarm.sure for alarm in dangers):
        return -inf
    if _denied(dangers):
        return max(0.0, usual) if len(even) > BREATH else inf
    # Where no word names a danger, the model must see one by itself: a fragment shall not ring people at night.
    return usual if dangers else max(0.0, usual)


def _denied(dangers: Sequence[Alarm]) -> bool:
    return bool(dangers) and not any(alarm.now for alarm in dangers)
