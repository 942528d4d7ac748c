"""The table of rights: who may do what. Standing is worked out from the directory, never from what a message claims."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from tickets.directory import WORKING_ROLES, Directory, Level, Role, UnitKind
from tickets.errors import NotAllowed
from tickets.ids import AreaCode, PersonId
from tickets.kinds import Deed
from tickets.ticket import Ticket


class Standing(StrEnum):
    """What somebody is to a ticket. One person may be several things at once."""

    POSTER = "poster"
    HOLDER = "holder"
    TEAM = "team"
    COORDINATOR = "coordinator"
    DUTY = "duty"
    SUPERVISOR = "supervisor"
    INVITED = "invited"
    PROGRAM = "program"


_P, _H, _T, _C, _D, _S, _I, _X = Standing
_STAFF = frozenset({_H, _T, _C, _D, _S})
_DECIDES = frozenset({_C, _D, _S})

RIGHTS: Mapping[Deed, frozenset[Standing]] = {
    Deed.POST: frozenset({_P}),
    Deed.ADD: frozenset({_P}),
    Deed.EDIT: frozenset({_P}),
    Deed.SORT: frozenset({_P, _H, _T, _C, _D, _S}),
    Deed.LABEL: _STAFF,
    Deed.REFER: frozenset({_P, _H, _T, _C, _D, _S, _X}),
    Deed.CLAIM: frozenset({_T, _C}),
    Deed.TAKE_OVER: _DECIDES,
    Deed.ASSIGN: frozenset({_H, _C, _D, _S}),
    Deed.PASS_ON: frozenset({_H, _T, _C, _D, _S}),
    Deed.HAND_BACK: frozenset({_H}),
    Deed.IDLE_RETURN: frozenset({_X}),
    Deed.ASK: frozenset({_H}),
    Deed.REPLY: frozenset({_P}),
    Deed.TELL: frozenset({_H, _C, _S}),
    Deed.NOTE: _STAFF,
    Deed.LOOK: frozenset({_H}),
    Deed.PROMISE: frozenset({_H}),
    Deed.SOLVE: frozenset({_H}),
    Deed.EXPLAIN: frozenset({_H}),
    Deed.CONFIRM: frozenset({_P}),
    Deed.DENY: frozenset({_P}),
    Deed.GRADE: frozenset({_P}),
    Deed.REMARK: frozenset({_P}),
    Deed.REOPEN: frozenset({_P}),
    Deed.LAPSE: frozenset({_X}),
    Deed.URGE: frozenset({_P}),
    Deed.WITHDRAW: frozenset({_P}),
    Deed.MERGE: frozenset({_P, _H, _C, _S}),
    Deed.JOIN: frozenset({_X}),
    Deed.PRESS: frozenset({_S, _C}),
    Deed.PAGE: frozenset({_X}),
    Deed.HEED: _DECIDES,
    Deed.REMIND: frozenset({_X}),
    Deed.CONSENT: frozenset({_P}),
    Deed.REFUSE: frozenset({_P}),
    Deed.INVITE: frozenset({_H}),
    Deed.ACCEPT: frozenset({_I}),
    Deed.DECLINE: frozenset({_I}),
    Deed.AGREE: frozenset({_H}),
    Deed.BREAK_OFF: frozenset({_H}),
    Deed.UNDELIVERED: frozenset({_X}),
    Deed.DELIVERED: frozenset({_X}),
    Deed.WHISTLE: frozenset({_X}),
    Deed.FLOW: frozenset({_H, _C, _D, _S}),
    Deed.STEP: frozenset({_H, _C, _D, _S}),
    Deed.LINK: frozenset({_X}),
}


def standings(
    ticket: Ticket, person: PersonId, directory: Directory, at: datetime, *, invited: bool = False
) -> frozenset[Standing]:
    """What the person is to the ticket at that moment.

    A ticket's poster is that alone, whatever posts they have: nobody handles or judges their own matter.
    """
    if person == ticket.poster:
        return frozenset({Standing.POSTER})
    found = {
        Standing.HOLDER: person == ticket.holder,
        Standing.TEAM: ticket.unit is not None and _works_in(ticket, person, directory),
        Standing.COORDINATOR: person in coordinators(ticket, directory),
        Standing.DUTY: ticket.danger and person in directory.on_duty(ticket.area or ticket.community, at),
        Standing.SUPERVISOR: person in supervisors(ticket, directory),
        Standing.INVITED: invited,
    }
    return frozenset(standing for standing, holds in found.items() if holds)


def may(deed: Deed, standing: frozenset[Standing]) -> bool:
    """Whether one of the standings allows the deed."""
    return bool(RIGHTS[deed] & standing)


def check(deed: Deed, standing: frozenset[Standing]) -> None:
    """Raises NotAllowed where no standing allows the deed."""
    if not may(deed, standing):
        raise NotAllowed(deed)


def coordinators(ticket: Ticket, directory: Directory) -> list[PersonId]:
    """The community's named 社区专员 and its secretary (design 8.3); the street's supervisors where it has neither."""
    named = directory.people_at(ticket.community, UnitKind.COMMUNITY, Role.COORDINATOR, Role.SECRETARY)
    return named or supervisors(ticket, directory)


def could_hold(ticket: Ticket, directory: Directory) -> list[PersonId]:
    """Who may be given it by name: those of its unit, the community's where it has none, coordinators, supervisors."""
    team = directory.people_of(ticket.unit, *WORKING_ROLES) if ticket.unit else []
    if ticket.unit is None:
        team = directory.people_at(ticket.community, UnitKind.COMMUNITY, *WORKING_ROLES)
    found = [*team, *coordinators(ticket, directory), *supervisors(ticket, directory)]
    return [person for person in dict.fromkeys(found) if person != ticket.poster]


def supervisors(ticket: Ticket, directory: Directory) -> list[PersonId]:
    """The street's and the district's supervisors over the ticket's community."""
    found: list[PersonId] = []
    for level, kind in ((Level.STREET, UnitKind.STREET), (Level.DISTRICT, UnitKind.DISTRICT)):
        area = directory.at_level(ticket.community, level)
        if area:
            found += directory.people_at(area.code, kind, Role.SUPERVISOR, Role.SECRETARY)
    return list(dict.fromkeys(found))


def watched(directory: Directory, person: PersonId) -> frozenset[AreaCode]:
    """The communities that somebody coordinates or supervises."""
    above = [
        directory.units[p.unit].area
        for p in directory.posts_of(person)
        if p.role is Role.SUPERVISOR
        or (p.role in {Role.COORDINATOR, Role.SECRETARY} and directory.units[p.unit].kind is not UnitKind.BRANCH)
    ]
    return frozenset(c.code for c in directory.communities() if any(directory.inside(c.code, area) for area in above))


def _works_in(ticket: Ticket, person: PersonId, directory: Directory) -> bool:
    return any(p.unit == ticket.unit and p.role in WORKING_ROLES for p in directory.posts_of(person))
