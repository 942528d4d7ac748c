"""The installation's figures for Prometheus: what waits, since when, what is late, how long a sweep takes."""

from datetime import UTC, datetime

from prometheus_client import Counter, Gauge, Histogram

from storage.database import Database
from storage.figures import standing

SWEEPING = Histogram("shaoying_sweep_seconds", "Seconds of one sweep of due deadlines.")
FIRED = Counter("shaoying_deadlines_fired", "Steps of clocks that fired.")
_INBOX = Gauge("shaoying_inbox_waiting", "Updates that came in and are not handled yet.")
_PARKED = Gauge("shaoying_inbox_parked", "Updates that kept failing and wait for a person.")
_AGE = Gauge("shaoying_inbox_oldest_seconds", "How long the oldest waiting update has waited.")
_OUTBOX = Gauge("shaoying_outbox_waiting", "Letters that have not left yet.")
_OPEN = Gauge("shaoying_tickets_open", "Tickets whose posters wait for an answer.")
_OVERDUE = Gauge("shaoying_tickets_overdue", "Of these, the ones past their time.")


async def measure(database: Database, now: datetime) -> None:
    """Bring the gauges up to date; `now` is business time."""
    async with database.read() as connection:
        found = await standing(connection, now)
    _INBOX.set(found.inbox_waiting)
    _PARKED.set(found.inbox_parked)
    _AGE.set((datetime.now(UTC) - found.inbox_since).total_seconds() if found.inbox_since else 0)
    _OUTBOX.set(found.outbox_waiting)
    _OPEN.set(found.tickets_open)
    _OVERDUE.set(found.tickets_overdue)
