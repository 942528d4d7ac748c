"""The reader of residents' words: jieba for the words, a linear model for the guesses, rules for the rest."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from classifiers.alike import compare, marks
from classifiers.finding.danger import Alarm, alarms
from classifiers.finding.personal import spans
from classifiers.finding.talk import is_small_talk, says_nothing
from classifiers.finding.where.addresses import places
from classifiers.finding.where.places import find_place
from classifiers.finding.writer import subject
from classifiers.likeness import questions
from classifiers.matters import Glance, second
from classifiers.model.features import LONGEST_TEXT, Features
from classifiers.model.linear import LABELS, Floats, Linear, Task, Weighed, load
from classifiers.words.cutter import Names
from classifiers.words.plain import plain, whole
from tickets.kinds import Kind, Matter, Peril, Topic, Urgency
from tickets.reading import Likeness, Marks, Reading, Span

Stretch = tuple[int, int]
REACH = 8192
"""More than any text is long, so that a start and an end make one number."""
MATTERS, TOPICS, KINDS, URGENCIES = tuple(Matter), tuple(Topic), tuple(Kind), tuple(Urgency)
WHY = 3
CONSIDERED = 40
LONGEST_GROUND = 6
LITTLE = re.compile(
    "[着们到很太的了吗呢吧他她它我你您说把又就也要能会谁那这哪想被得都咱]|没有|还在|旁边|看看|不$|个$|^不|^在|是"
)
LATELY = 8
"""Readings kept: whoever handles a message reads it more than once."""


class JiebaReader:
    """Implements `tickets.reading.Reader`. Loading takes most of a second; build it once, at start."""

    def __init__(self, names: Sequence[str] = (), model: Linear | None = None) -> None:
        self._features = Features()
        self._model = model or load()
        self._places = Names(names)
        self._lately, self._weighed = lru_cache(LATELY)(self._placed), lru_cache(LATELY)(self._weigh)
        self.read("楼道的灯坏了，电话没人接")

    def know(self, names: Sequence[str]) -> None:
        """From now on these are the community's own names of places; no guess depends on them."""
        self._places = Names(names)
        self._lately = lru_cache(LATELY)(self._placed)

    def read(self, text: str) -> Reading:
        """Read any text, also an empty or a very long one; never raises."""
        return self._lately(text[:LONGEST_TEXT])

    def guess(self, text: str) -> Reading:
        """As `read`, but places are not looked for: for many texts, of which nobody asks where."""
        return self._apart(text[:LONGEST_TEXT], self._guess)

    def _placed(self, text: str) -> Reading:
        return self._apart(text, self._read)

    def _apart(self, text: str, read: Callable[[str], Reading]) -> Reading:
        """Where there are two matters, the first is read, or the one that is dangerous; danger in either is danger."""
        whole = read(text)
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
        even = plain(text)
        dangers, personal = alarms(even), spans(even)
        about, stood = subject(even, personal)
        weighed = self._weighed(about, dangers if about == even else alarms(about))
        scores = self._model.scores(weighed)
        sure = self._model.sure(scores[Task.MATTER])
        best = int(sure.argmax())
        polite = not dangers and is_small_talk(even)
        vague = not dangers and not weighed.names
        peril = None if polite else self._peril(float(scores[Task.DANGER][0]), dangers)
        return Reading(
            matter=MATTERS[best],
            topic=TOPICS[int(scores[Task.TOPIC].argmax())],
            kind=KINDS[int(scores[Task.KIND].argmax())],
            urgency=_urgency(scores[Task.URGENCY], peril, dangers),
            danger=peril is not None,
            confidence=float(sure[best]),
            ask=not polite and (says_nothing(even) or vague or float(sure[best]) < self._model.calibration.ask_below),
            why=tuple(
                text[stood[at] : whole(even, stood[min(end, len(stood)) - 1] + 1)]
                for at, end in self._why(about, weighed, best, personal if about == even else spans(about))
            ),
            peril=peril,
            small_talk=polite,
            spans=personal,
        )

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
        even = plain(text[:LONGEST_TEXT])
        about, _ = subject(even, spans(even))
        scores = self._model.scores(self._weigh(about, alarms(about)))
        return {task: dict(zip(LABELS[task], map(float, column), strict=True)) for task, column in scores.items()}

    def _weigh(self, even: str, dangers: Sequence[Alarm]) -> Weighed:
        return self._model.vectors.weigh(self._features.see(even, dangers))

    def _peril(self, score: float, dangers: Sequence[Alarm]) -> Peril | None:
        if any(alarm.sure for alarm in dangers):
            return next(alarm.peril for alarm in dangers if alarm.sure)
        # Where no word names a danger, the model must see one by itself: a fragment shall not ring people at night.
        least = self._model.calibration.danger_above if dangers else max(0.0, self._model.calibration.danger_above)
        if _denied(dangers) or score <= least:
            return None
        return next((alarm.peril for alarm in dangers if alarm.now), Peril.OTHER)

    def _why(self, even: str, weighed: Weighed, matter: int, personal: Sequence[Span]) -> Iterator[Stretch]:
        """The weightiest words that tell something, weightiest first; personal data is never shown as a ground."""
        gains: dict[int, float] = {}
        stretches = (weighed.starts * REACH + weighed.ends).tolist()
        for stretch, gain in zip(stretches, self._model.gains(weighed, matter).tolist(), strict=True):
            gains[stretch] = gains.get(stretch, 0.0) + gain
        words = {stretch for stretch, whole in zip(stretches, self._model.vectors.whole(weighed), strict=True) if whole}
        order = sorted((stretch not in words, -gain, stretch) for stretch, gain in gains.items() if gain > 0)
        weighty = [divmod(stretch, REACH) for _, _, stretch in order[:CONSIDERED]]
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


def _telling(even: str, start: int, end: int) -> bool:
    """Whether it names something, and is not one of the little words between."""
    return _readable(even, start, end) and end - start <= LONGEST_GROUND and not LITTLE.search(even[start:end])


def _readable(even: str, start: int, end: int) -> bool:
    return len(even[start:end]) > 1 and even[start:end].isalpha()


def _overlaps(stretch: Stretch, others: Iterable[Stretch]) -> bool:
    return any(stretch[0] < end and start < stretch[1] for start, end in others)


def _urgency(scores: Floats, peril: Peril | None, dangers: Sequence[Alarm]) -> Urgency:
    if peril:
        return Urgency.EMERGENCY
    best = URGENCIES[int(scores.argmax())]
    return Urgency.QUICK if best is Urgency.EMERGENCY and _denied(dangers) else best


def _denied(dangers: Sequence[Alarm]) -> bool:
    return bool(dangers) and not any(alarm.now for alarm in dangers)
