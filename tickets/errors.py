"""What can be refused. A code and fields; the sentence for people lives with the texts.

Refused
├── NotAllowed        the person may not do this to this ticket
├── NotNow            the ticket's state does not allow it
├── AlreadyHeld       somebody else holds it; `holder`
├── HandsFull         the worker holds as many as the limit allows; `limit`, `worker`
├── TooSoon           may be done again at `again_at`
├── TooMany           as many posts in an hour as one person may make; `limit`, `again_at`
├── Unknown           no such ticket, person, unit or invitation; `what`
├── Unusable          what was said cannot be used; `why` names the reason
├── NoRight           the person may not do this to this whistle
├── WrongTurn         the whistle, or the unit's part in it, stands where this cannot happen
├── OutOfReach        this person's whistle does not reach that unit; `unit`
└── NoReceiver        the unit has no 接哨员; `unit`
"""

from dataclasses import dataclass
from datetime import datetime

from tickets.ids import PersonId, UnitCode
from tickets.kinds import Deed, State
from tickets.whistles.kinds import LegState, WhistleDeed, WhistleState


@dataclass(unsafe_hash=True)
class Refused(Exception):
    """A deed was refused and nothing has changed."""


@dataclass(unsafe_hash=True)
class NotAllowed(Refused):
    """The person may not do this."""

    deed: Deed


@dataclass(unsafe_hash=True)
class NotNow(Refused):
    """The ticket stands where this cannot happen."""

    deed: Deed
    state: State


@dataclass(unsafe_hash=True)
class AlreadyHeld(Refused):
    """Somebody was quicker."""

    holder: PersonId


@dataclass(unsafe_hash=True)
class HandsFull(Refused):
    """The worker holds `limit` open tickets already; `worker` is named where it is not the one who asks."""

    limit: int
    worker: PersonId | None = None


@dataclass(unsafe_hash=True)
class TooSoon(Refused):
    """Done lately; possible again from `again_at`."""

    again_at: datetime


@dataclass(unsafe_hash=True)
class TooMany(Refused):
    """One person has posted `limit` times within the hour; the next may come at `again_at`."""

    limit: int
    again_at: datetime


@dataclass(unsafe_hash=True)
class Unknown(Refused):
    """Nothing by that name: `what` is `ticket`, `person`, `unit`, `invitation`, `whistle`, `plea` or `meeting`."""

    what: str


@dataclass(unsafe_hash=True)
class Unusable(Refused):
    """What was given cannot be used.

    `why` names the reason in a word: `empty`, `long`, `date`, `past`, `far` … Each has its sentence with the texts.
    """

    why: str


@dataclass(unsafe_hash=True)
class NoRight(Refused):
    """The person may not do this to this whistle."""

    deed: WhistleDeed


@dataclass(unsafe_hash=True)
class WrongTurn(Refused):
    """The whistle, or the unit's part in it, stands where this cannot happen."""

    deed: WhistleDeed
    state: WhistleState | LegState


@dataclass(unsafe_hash=True)
class OutOfReach(Refused):
    """三级吹哨: whoever blows may not call this unit."""

    unit: UnitCode


@dataclass(unsafe_hash=True)
class NoReceiver(Refused):
    """Nobody in the unit is named to receive a whistle."""

    unit: UnitCode
