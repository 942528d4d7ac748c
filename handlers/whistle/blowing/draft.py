"""A whistle that is thought of and not blown: what the duty list proposes, what was changed since, what is missing."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from handlers.card import masked, place_of
from tickets.deeds.poster.posting import Words
from tickets.directory import UnitKind
from tickets.ids import MediaId, TicketId, UnitCode, WhistleId
from tickets.kinds import Urgency
from tickets.ports import Work
from tickets.ticket import Ticket
from tickets.times import instant, iso
from tickets.whistles.deeds.blowing import Call
from tickets.whistles.kinds import Occasion, Scope
from tickets.whistles.leg import Point
from tickets.whistles.rules.clocks import needs_date
from tickets.whistles.rules.proposal import propose
from tickets.whistles.rules.reach import Caller, Target, reaches, target
from tickets.whistles.rules.rights import receivers
from tickets.whistles.whistle import Whistle

_FARTHEST = {Target.CITY: Scope.CITY, Target.PEER: Scope.ACROSS, Target.DEPARTMENT: Scope.STREET}
_BOTH = frozenset({UnitKind.COMMUNITY, UnitKind.PROPERTY})
"""双派双考: an office and one of these get it together, and both must finish (S4:223)."""
_SCOPES = (Scope.COMMUNITY, Scope.STREET, Scope.ACROSS, Scope.CITY)


@dataclass(frozen=True, slots=True)
class Draft:
    """What would be blown. `beyond` are the proposed units that this person's whistle does not reach.

    `asked` is the whistle that somebody asked for, or 0; moments are ISO texts, or empty.
    """

    ticket: TicketId
    units: tuple[UnitCode, ...] = ()
    beyond: tuple[UnitCode, ...] = ()
    type: Urgency = Urgency.QUICK
    muster: bool = False
    double: bool = False
    place: str = ""
    point: tuple[float, float] | None = None
    muster_at: str = ""
    due_at: str = ""
    item: str = ""
    reason: str = ""
    media: tuple[MediaId, ...] = ()
    asked: WhistleId | None = None
    letter: int = 0

    def facts(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> "Draft":
        """The opposite of `facts`."""
        lists = {name: tuple(facts[name]) for name in ("units", "beyond", "media")}
        point = tuple(facts["point"]) if facts["point"] else None
        return cls(**{**facts, **lists, "type": Urgency(facts["type"]), "point": point})

    @property
    def scene(self) -> Point | None:
        return Point(*self.point) if self.point else None

    @property
    def words(self) -> Words:
        return Words(self.reason, self.media)

    def call(self, by: frozenset[Caller], ticket: Ticket, work: Work) -> Call:
        """What it would be, in the narrowest scope in which these capacities reach all of its units."""
        return Call(
            self.every(work),
            self.type,
            self._occasion(),
            scope_of(self, by, ticket, work),
            self.place,
            self.scene,
            _moment(self.muster_at),
            _moment(self.due_at),
            self.double and self.type is not Urgency.EMERGENCY and len(self.units) > 1,
            self.item,
        )

    def every(self, work: Work) -> tuple[UnitCode, ...]:
        """All units, those out of reach too; the duty list's own lead is not put behind others by that."""
        item = work.directory.items.get(self.item)
        led = item is not None and item.lead in self.beyond
        return (*self.beyond, *self.units) if led else (*self.units, *self.beyond)

    def _occasion(self) -> Occasion:
        if self.type is Urgency.EMERGENCY:
            return Occasion.EMERGENCY
        return Occasion.JOINT if len(self.units) > 1 else Occasion.KEY


async def proposed(work: Work, ticket: Ticket, by: frozenset[Caller], *, emergency: bool = False) -> Draft:
    """From the ticket's topic and words: item, lead and others, type, place; an emergency's reason is the post."""
    said = (await work.tickets.first_words([ticket.id])).get(ticket.id, "")
    found = propose(ticket, said, work.directory)
    type_ = Urgency.EMERGENCY if emergency else found.type
    units = tuple(unit for unit in found.units if receivers(unit, work.directory))
    place = masked(work, ticket.place)
    item, kinds = found.item.number if found.item else "", {work.directory.units[unit].kind for unit in units}
    double = len(units) > 1 and bool(kinds & _BOTH)
    draft = Draft(ticket.id, units, type=type_, double=double, place=place, item=item)
    return settled(draft, by, ticket, work, masked(work, said))


def settled(draft: Draft, by: frozenset[Caller], ticket: Ticket, work: Work, said: str = "") -> Draft:
    """The draft after a change of type or units: an emergency has a place and a reason; who can be reached is told."""
    if draft.type is Urgency.EMERGENCY:
        place, reason = draft.place or place_of(ticket, work.directory), draft.reason or said
        draft = replace(draft, place=place, reason=reason, muster=False)
    every = (*draft.units, *draft.beyond)
    near = tuple(u for u in every if not by or reached(u, by, draft, ticket, work))
    return replace(draft, units=near, beyond=tuple(u for u in every if u not in near))


def reached(unit: UnitCode, by: frozenset[Caller], draft: Draft, ticket: Ticket, work: Work) -> bool:
    """Whether one of the capacities may call the unit with such a whistle, in any scope."""
    scopes = (Scope.MUSTER,) if draft.muster else _SCOPES
    called = target(unit, ticket.community, work.directory)
    return any(reaches(by, scope, draft.type, called) for scope in scopes)


def scope_of(draft: Draft, by: frozenset[Caller], ticket: Ticket, work: Work) -> Scope:
    """The narrowest that reaches all units; the farthest unit's own, where none of these capacities may."""
    if draft.muster:
        return Scope.MUSTER
    called = [target(unit, ticket.community, work.directory) for unit in (*draft.units, *draft.beyond)]
    if draft.type is not Urgency.EMERGENCY:
        for scope in _SCOPES:
            if by and all(reaches(by, scope, draft.type, one) for one in called):
                return scope
    return next((scope for far, scope in _FARTHEST.items() if far in called), Scope.COMMUNITY)


def missing(draft: Draft) -> list[str]:
    """What has to be said before it can be blown: `units`, `due`, `place`, `reason`."""
    wanted = {
        "units": not draft.units and not draft.beyond,
        "due": needs_date(draft.type, Scope.MUSTER if draft.muster else Scope.STREET) and not draft.due_at,
        "place": draft.type is Urgency.EMERGENCY and not draft.place,
        "reason": not draft.reason and not draft.asked,
    }
    return [name for name, lacks in wanted.items() if lacks]


def of_asked(whistle: Whistle) -> Draft:
    """The draft of what somebody asked for."""
    return Draft(
        whistle.ticket,
        whistle.wanted,
        type=whistle.type,
        muster=whistle.scope is Scope.MUSTER,
        double=whistle.double,
        place=whistle.place,
        point=(whistle.point.latitude, whistle.point.longitude) if whistle.point else None,
        muster_at=iso(whistle.muster_at) if whistle.muster_at else "",
        due_at=iso(whistle.due_at) if whistle.due_at else "",
        item=whistle.item,
        asked=whistle.id,
    )


def _moment(text: str) -> datetime | None:
    return instant(text) if text else None
