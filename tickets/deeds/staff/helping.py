"""People who are asked to help: neighbours with a skill in household matters, the branch's partners in shared ones."""

from dataclasses import dataclass

from tickets.deeds.poster.posting import Words
from tickets.deeds.staff.answering import close
from tickets.deeds.staff.talking import usable
from tickets.deeds.step import begin, finish, restart
from tickets.directory import Directory, Level, Role, Staff, UnitKind
from tickets.errors import NotAllowed, Unusable
from tickets.ids import AreaCode, PersonId, TicketId
from tickets.kinds import Clock, Deed, Matter, Topic
from tickets.ports import Work
from tickets.records import Invitation
from tickets.rules.places import named
from tickets.ticket import Ticket

SKILLS: dict[Topic, tuple[str, ...]] = {
    Topic.REPAIRS: ("有手艺", "善说和"),
    Topic.UTILITIES: ("有手艺",),
    Topic.NOISE: ("善说和",),
    Topic.NEIGHBOR: ("善说和", "懂法律"),
    Topic.FAMILY: ("善说和", "懂法律"),
    Topic.PETS: ("善说和",),
    Topic.HOUSING: ("懂法律",),
    Topic.PROPERTY: ("会治理", "懂法律"),
}
"""Which skills of the 能人 (S3:23) fit which topic, best first; 善说和 for the rest."""

HELPER = "helper"
HELPERS = 2
"""So many 能人 are asked for one matter at a time."""

_MOST_USED = ("善说和",)
_CAPACITIES = {Role.MEMBER: "member", Role.DELEGATE: "delegate", Role.PROPERTY: "property"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be asked, and as what."""

    person: PersonId
    capacity: str


async def consent(work: Work, ticket_id: TicketId, poster: PersonId, agrees: bool) -> Ticket:
    """The resident lets a neighbour with a skill be asked, or does not."""
    deed = Deed.CONSENT if agrees else Deed.REFUSE
    ticket = await begin(work, ticket_id, deed, poster)
    if ticket.helpers_welcome is agrees:
        return ticket
    return await finish(work, ticket, deed, poster, helpers_welcome=agrees)


async def ask_consent(work: Work, ticket_id: TicketId, holder: PersonId) -> Ticket:
    """The holder would like to bring in a neighbour; the resident is asked first, and once. Raises Unusable."""
    ticket = await begin(work, ticket_id, Deed.INVITE, holder)
    if ticket.danger:
        raise Unusable("danger")
    if any(e.detail.get("asks") == "consent" for e in await work.tickets.history(ticket.id)):
        raise Unusable("asked")
    return await finish(work, ticket, Deed.INVITE, holder, detail={"asks": "consent"})


async def candidates(work: Work, ticket: Ticket) -> list[Candidate]:
    """Who may be asked: for a household matter one or two 能人 by skill, place and load; else the grid's partners."""
    invitations = await work.tickets.invitations(ticket.id)
    asked = {i.person for i in invitations}
    if ticket.matter is Matter.HOUSEHOLD:
        wanted = HELPERS - sum(1 for i in invitations if i.accepted is not False)
        return (await _fitting_helpers(work, ticket, asked))[: max(0, wanted)]
    return [c for c in _partners(ticket, work.directory) if c.person not in asked and c.person != ticket.poster]


async def invite(work: Work, ticket_id: TicketId, holder: PersonId, person: PersonId) -> tuple[Ticket, int]:
    """Ask one of the candidates by name; gives the invitation's number.

    Raises Unusable("consent") where the resident has not agreed to a 能人, Unusable("party") for anyone who is none
    of the candidates.
    """
    ticket = await begin(work, ticket_id, Deed.INVITE, holder)
    if ticket.matter is Matter.HOUSEHOLD and ticket.helpers_welcome is not True:
        raise Unusable("consent")
    found = next((c for c in await candidates(work, ticket) if c.person == person), None)
    if found is None:
        raise Unusable("party")
    number = await work.tickets.invite(ticket.id, person, found.capacity, holder)
    detail = {"invitation": number, "person": person, "capacity": found.capacity}
    invited = await finish(work, ticket, Deed.INVITE, holder, detail=detail)
    await restart(work, invited, Clock.IDLE)
    return invited, number


async def respond(work: Work, invitation: int, person: PersonId, accepts: bool) -> tuple[Ticket, Invitation]:
    """Yes or no of the person asked; the first word counts.

    Raises NotAllowed for anybody else, Unusable("needless") where nobody is needed any more.
    """
    asked = await work.tickets.invitation(invitation)
    deed = Deed.ACCEPT if accepts else Deed.DECLINE
    if asked.person != person:
        raise NotAllowed(deed)
    ticket = await work.tickets.get(asked.ticket)
    if asked.accepted is not None:
        return ticket, asked
    if not ticket.running or (asked.capacity == HELPER and not ticket.helpers_welcome):
        raise Unusable("needless")
    ticket = await begin(work, asked.ticket, deed, person, invited=True)
    await work.tickets.reply_to_invitation(invitation, accepts)
    detail = {"invitation": invitation, "person": person, "capacity": asked.capacity, "asked_by": asked.asked_by}
    return await finish(work, ticket, deed, person, detail=detail), asked


async def agree(work: Work, ticket_id: TicketId, holder: PersonId, words: Words) -> Ticket:
    """What was agreed, recorded, and told to the resident and to those who took part."""
    usable(words)
    ticket = await begin(work, ticket_id, Deed.AGREE, holder)
    said = await work.tickets.say(ticket.id, Deed.AGREE, holder, words.all_text, words.media, words.album, words.origin)
    agreed = await finish(work, ticket, Deed.AGREE, holder, words=said)
    await restart(work, agreed, Clock.IDLE)
    return agreed


async def break_off(work: Work, ticket_id: TicketId, holder: PersonId) -> Ticket:
    """One side does not want it: mediation stops and the resident is told the ways on (人民调解法 §17, §26)."""
    ticket = await begin(work, ticket_id, Deed.BREAK_OFF, holder)
    if ticket.matter is not Matter.HOUSEHOLD:
        raise Unusable("household")
    return await close(work, ticket, Deed.BREAK_OFF, holder, None, explained=True)


async def taking_part(work: Work, ticket: TicketId) -> list[PersonId]:
    """Who said yes."""
    return [i.person for i in await work.tickets.invitations(ticket) if i.accepted]


async def _fitting_helpers(work: Work, ticket: Ticket, asked: set[PersonId]) -> list[Candidate]:
    words = "\n".join(s.text for s in await work.tickets.said(ticket.id, Deed.POST, Deed.ADD, Deed.REPLY))
    parties = await _parties(work, ticket, words)
    fit = [s for s in _helpers(ticket, work.directory) if s.id not in asked and skill_for(s, ticket.topic)]
    free = [s for s in fit if not _is_party(s, parties, words, ticket, work.directory)]
    load = await work.tickets.open_invitations([s.id for s in free])

    def order(helper: Staff) -> tuple[int, int, int]:
        near = _distance(helper, ticket, work.directory)
        return _skill_rank(helper, ticket.topic), near, load.get(helper.id, 0)

    return [Candidate(s.id, HELPER) for s in sorted(free, key=order)]


def _helpers(ticket: Ticket, directory: Directory) -> list[Staff]:
    ids = {p.person for p in directory.posts if p.role is Role.HELPER}
    near = [directory.staff[i] for i in ids if directory.inside(_place_of(directory, i), ticket.community)]
    return sorted(near, key=lambda s: s.code)


def _place_of(directory: Directory, person: PersonId) -> AreaCode | None:
    posts = [p for p in directory.posts_of(person) if p.role is Role.HELPER]
    return directory.units[posts[0].unit].area if posts else None


def skill_for(helper: Staff, topic: Topic) -> str:
    """The skill that the topic asks for first among the helper's, or an empty one."""
    return next((skill for skill in SKILLS.get(topic, _MOST_USED) if skill in helper.skills), "")


def _skill_rank(helper: Staff, topic: Topic) -> int:
    return SKILLS.get(topic, _MOST_USED).index(skill_for(helper, topic))


def _distance(helper: Staff, ticket: Ticket, directory: Directory) -> int:
    """0 in the same grid, 1 elsewhere in the community."""
    grid = directory.at_level(ticket.area, Level.GRID)
    return 0 if grid and helper.home and directory.inside(helper.home, grid.code) else 1


async def _parties(work: Work, ticket: Ticket, words: str) -> set[AreaCode]:
    """Homes of those whom the matter is about: the poster's, and any that the words name."""
    poster = await work.people.person(ticket.poster)
    homes = named(work.directory, ticket.community, words, work.reader.read(words).places)
    if poster.area and work.directory.areas[poster.area].level in {Level.BUILDING, Level.ENTRANCE}:
        homes.add(poster.area)
    return homes


def _is_party(helper: Staff, parties: set[AreaCode], words: str, ticket: Ticket, directory: Directory) -> bool:
    """Whether it could be their own quarrel: theirs by name, or behind a door that may be theirs."""
    if helper.id in {ticket.poster, ticket.holder} or helper.name in words:
        return True
    home = helper.home
    return home is not None and any(directory.inside(home, at) or directory.inside(at, home) for at in parties)


def _partners(ticket: Ticket, directory: Directory) -> list[Candidate]:
    grid = directory.at_level(ticket.area, Level.GRID) or directory.areas[ticket.community]
    around = {a.code for a in directory.upwards(grid.code)} | {a.code for a in directory.below(grid.code)}
    units = [u for u in directory.units.values() if u.area in around and u.kind in (UnitKind.BRANCH, UnitKind.PROPERTY)]
    found = {
        p.person: Candidate(p.person, _CAPACITIES[p.role])
        for u in units
        for p in directory.posts
        if p.unit == u.code and p.role in _CAPACITIES and p.person != ticket.holder
    }
    return list(found.values())
