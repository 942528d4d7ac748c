"""A loan of a right that is thought of: to whom, what, until when, why."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from handlers.buttons import number
from handlers.texts import Texts
from tickets.directory import Directory
from tickets.errors import Unknown, Unusable
from tickets.ids import PersonId
from tickets.ports import Work
from tickets.times import instant, iso
from tickets.whistles.kinds import WhistleDeed

_EVENING = time(18)


def _(sentence: str) -> str:
    return sentence


REASONS: Mapping[str, str] = {"trip": _("出差"), "leave": _("休假"), "meeting": _("开会"), "training": _("学习")}
"""What is offered as a button."""


@dataclass(frozen=True, slots=True)
class Loan:
    """What is thought of; `deed` is empty where all rights are meant, `until` an ISO moment or empty."""

    taker: PersonId | None = None
    deed: str = ""
    until: str = ""
    reason: str = ""
    letter: int = 0

    @property
    def end(self) -> datetime | None:
        return instant(self.until) if self.until else None

    def missing(self) -> list[str]:
        """What has to be said before it is lent."""
        return [name for name in ("taker", "until", "reason") if not getattr(self, name)]


def changed(loan: Loan, step: str, value: str, work: Work, t: Texts) -> Loan:
    """With what was pressed. Raises Unknown("person"), Unusable("empty")."""
    match step:
        case "new" | "look":
            return loan
        case "p":
            if (taker := PersonId(number(value))) not in work.directory.staff:
                raise Unknown("person")
            return replace(loan, taker=taker)
        case "d" if value in set(WhistleDeed) or value == "":
            return replace(loan, deed=value)
        case "t" if number(value):
            return replace(loan, until=iso(_evening(work, number(value))))
        case "r" if value in REASONS:
            return replace(loan, reason=t(REASONS[value]))
        case _:
            raise Unusable("empty")


def ends(at: datetime, work: Work) -> datetime:
    """Until then. Raises Unusable("past"), ("lend_far")."""
    if at <= work.now:
        raise Unusable("past")
    if at > work.now + work.rules.whistles.delegation_longest + timedelta(days=1):
        raise Unusable("lend_far")
    return at


def _evening(work: Work, days: int) -> datetime:
    calendar = work.rules.calendar
    day = calendar.day_of(work.now) + timedelta(days=min(days, longest(work)))
    return calendar.at(day, _EVENING)


def longest(work: Work) -> int:
    """For so many days a right is lent at most."""
    return work.rules.whistles.delegation_longest.days


def colleagues(person: PersonId, directory: Directory) -> list[PersonId]:
    """Who has a post in one of the person's own bodies."""
    units = dict.fromkeys(post.unit for post in directory.posts_of(person))
    found = dict.fromkeys(one for unit in units for one in directory.people_of(unit))
    return [one for one in found if one != person]
