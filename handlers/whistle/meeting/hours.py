"""Hours that are offered as buttons: in an hour or so, and the next two working days."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from handlers.buttons import Button, number
from handlers.texts import Texts
from tickets.errors import Unusable
from tickets.rules.clocks import Rules

_MORNING, _AFTERNOON = time(9), time(15)
_MINUTE = 60
_SOON = timedelta(hours=1)


def offered(now: datetime, rules: Rules) -> list[datetime]:
    """The next half hour that is an hour away, this afternoon, and two mornings and afternoons of working days."""
    calendar = rules.calendar
    today = calendar.day_of(now)
    first = calendar.next_workday(today + timedelta(days=1))
    second = calendar.next_workday(first + timedelta(days=1))
    half = 30 * _MINUTE
    soon = datetime.fromtimestamp(-(-(now + _SOON).timestamp() // half) * half, UTC)
    days = [(today, _AFTERNOON), (first, _MORNING), (first, _AFTERNOON), (second, _MORNING)]
    found = [soon, *(calendar.at(day, hour) for day, hour in days)]
    return sorted({at for at in found if at >= now + _SOON})


def rows(now: datetime, rules: Rules, t: Texts, make: Callable[[str, str], Button]) -> list[list[Button]]:
    """A button for each, two a row; `make` has the words and the mark."""
    buttons = [make(t.when(at, now), mark(at)) for at in offered(now, rules)]
    return [buttons[n : n + 2] for n in range(0, len(buttons), 2)]


def mark(at: datetime) -> str:
    """A moment as a button bears it: minutes."""
    return str(int(at.timestamp()) // _MINUTE)


def read(text: str) -> datetime:
    """The moment of a mark. Raises Unusable("date")."""
    minutes = number(text)
    if not 0 < minutes < 10**8:
        raise Unusable("date")
    return datetime.fromtimestamp(minutes * _MINUTE, UTC)
