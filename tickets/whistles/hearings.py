"""What hangs on a whistle beside its legs: pleas and their rulings, meetings and their decisions, joint actions."""

from dataclasses import dataclass, replace
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
class Reply:
    """来、不来: what an invited unit says to a meeting; who does not come says why."""

    unit: UnitCode
    by: PersonId
    at: datetime
    comes: bool
    why: WordsId | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a meeting decided: a task with an owner and a date. `person` is who of the unit is to do it, if named."""

    number: int
    words: WordsId
    owner: UnitCode
    due_at: datetime
    done_at: datetime | None = None
    person: PersonId | None = None
    done_by: PersonId | None = None
    report: WordsId | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """Who called it, for when and where, who was asked and what they said, who came, what was decided."""

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
    replies: tuple[Reply, ...] = ()
    cancelled_at: datetime | None = None

    @property
    def standing(self) -> bool:
        """Called, and neither cancelled nor minuted to the end."""
        return self.minuted_at is None and self.cancelled_at is None

    @property
    def silent(self) -> tuple[UnitCode, ...]:
        """Who was asked and has not answered."""
        return tuple(unit for unit in self.invited if self.reply_of(unit) is None)

    def reply_of(self, unit: UnitCode) -> Reply | None:
        """What the unit said last."""
        return next((reply for reply in self.replies if reply.unit == unit), None)

    def decision(self, number: int) -> Decision | None:
        return next((one for one in self.decisions if one.number == number), None)

    def with_reply(self, reply: Reply) -> "Meeting":
        others = tuple(one for one in self.replies if one.unit != reply.unit)
        return replace(self, replies=(*others, reply))

    def with_decision(self, decision: Decision) -> "Meeting":
        others = tuple(one for one in self.decisions if one.number != decision.number)
        return replace(self, decisions=tuple(sorted((*others, decision), key=lambda one: one.number)))


@dataclass(frozen=True, slots=True)
class Action:
    """A joint deed of several units: agreed time, place and who does what. Repeated ones are counted."""

    number: int
    at: datetime
    place: str
    units: tuple[UnitCode, ...]
    division: WordsId
