"""Every number of the whistle that a community may set; each default's origin stands beside it."""

from dataclasses import dataclass, field
from datetime import timedelta

from tickets.calendar.spans import Measure, Span
from tickets.kinds import Urgency

_DAY = timedelta(days=1)
_HOURS_OF_A_DAY, _WORKDAY = Span(24), Span(1, Measure.WORKDAYS)


@dataclass(frozen=True, slots=True)
class Limits:
    """Lengths are natural time, spans say in what they are counted; `tickets.whistles.rules.clocks` reads them."""

    confirm: dict[Urgency, timedelta] = field(
        default_factory=lambda: {
            Urgency.QUICK: timedelta(hours=2),
            Urgency.COMPLEX: _DAY,
        }
    )
    """响应: 2 h and 24 h, as DB11/T 2021 dispatches; an emergency rings until it is confirmed."""
    ring_again: timedelta = timedelta(minutes=5)
    """An emergency nobody confirmed rings again, after two more times also one level up (ours)."""
    solve_quick: Span = _HOURS_OF_A_DAY
    """快捷哨: 1天内予以解决 (S3:37); natural hours unless set otherwise (design 8.2)."""
    arrive_emergency: timedelta = timedelta(hours=1)
    """应急哨: 1小时内到达现场 (S3:37); 平谷 set 30 minutes."""
    complex_offered: timedelta = timedelta(days=7)
    """The date offered for a 攻坚哨, which must have one (design 8.2)."""
    complex_warned: timedelta = timedelta(days=15)
    """Past this a 攻坚哨 is warned of (the 2020 opinion's longest)."""
    complex_longest: timedelta = timedelta(days=180)
    """No date lies further off (吕梁: 180 d cap)."""
    reminders: tuple[int, ...] = (50, 80, 100)
    """Per cent of a clock (design 8.4)."""
    score: timedelta = _DAY
    """The blower's 评价 after the last report (ours)."""
    ratify: timedelta = _DAY
    """The secretary confirms an emergency whistle afterwards within this (ours)."""
    object_within: Span = _WORKDAY
    """An objection to the dispatch; after it the unit owns the matter (吕梁: 1 working day)."""
    rule_within: timedelta = _DAY
    """Whoever is asked decides within this (ours)."""
    longest_pause: timedelta = timedelta(days=30)
    """A review date of a 挂起 lies no further off (ours)."""
    extensions: int = 3
    """Granted extensions of one leg (吕梁: at most 3)."""
    visit: timedelta = _DAY
    """The street's first hand is on the scene this long after the owner failed twice (S4:253)."""
    failures: int = 2
    """So many failures of a unit bring the first hand to the scene (S4:253)."""
    early: timedelta = timedelta(hours=1)
    """A check-in is taken this long before the agreed hour, no sooner (ours)."""
    radius: int = 1000
    """Metres from the named point that count as there: the maps of two channels differ by up to 700 m in China."""
    minutes: timedelta = _DAY
    """Whoever called a meeting writes down what was decided within this (ours)."""
    delegation_longest: timedelta = timedelta(days=90)
    """A right is lent for no longer (ours)."""
