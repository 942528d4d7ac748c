"""What hangs on a whistle beside its legs: pleas and their rulings, meetings and their decisions, joint actions."""

from dataclasses import dataclass
from datetime import datetime

from tickets.ids import PersonId, UnitCode, WordsId
from tickets.whistles.kinds import Gathering, Plea


@dataclass(frozen=True, slots=True)
class Asked:
    """A plea of a unit: an objection, more time, a pause, an exclusion; and what was decided."""

    number: int
    plea: Plea
    unit: UnitCode
    by: PersonId
    at: datetime
    grounds: WordsId
    until: datetime | None = None
    to: UnitCode | None = None
    decided_at: datetime | None = None
    decided_by: PersonId | None = None
    granted: bool | None = None
    why: WordsId | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a meeting decided: a task with an owner and a date."""

    number: int
    words: WordsId
    owner: UnitCode
    due_at: datetime
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """Who called it, for when and where, who was asked, who came, what was decided."""

    number: int
    kind: Gathering
    convener: PersonId
    called_at: datetime
    at: datetime
    place: str
    invited: tuple[UnitCode, ...]
    came: tuple[UnitCode, ...] = ()
    minuted_at: datetime | None = None
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """A joint deed of several units: agreed time, place and who does what. Repeated ones are counted."""

    number: int
    at: datetime
    place: str
    units: tuple[UnitCode, ...]
    division: WordsId
