"""Residents' words come in: a post, what is added to it, a correction of it, and its withdrawal."""

from collections.abc import Mapping
from dataclasses import dataclass

from tickets.deeds.likening import alike, mark
from tickets.deeds.merging import part
from tickets.deeds.poster.limits import may_post, rings
from tickets.deeds.sorting import beside, doubt, refer, reread, settle
from tickets.deeds.step import begin, finish, restart
from tickets.errors import Unusable
from tickets.ids import MediaId, PersonId, TicketId, WordsId
from tickets.kinds import Clock, Deed, Matter, Peril, State, Topic, Urgency
from tickets.ports import Work
from tickets.reading import Reading
from tickets.records import Person
from tickets.rules.clocks import answer_by, deadlines
from tickets.rules.places import locate, placed, somewhere
from tickets.rules.routing import Unrouted
from tickets.ticket import Event, Ticket, ended

LONGEST = 4096
"""Characters of one post; what a chat message can hold."""

_FRAGMENT, _SENTENCE = 12, 60
"""Characters up to which words without a clear matter may belong to the post just before, or to a question."""


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody sent: text, files, an album's mark, a place on the map as words, and the message it came as."""

    text: str = ""
    media: tuple[MediaId, ...] = ()
    album: str = ""
    spot: str = ""
    origin: str = ""

    @property
    def all_text(self) -> str:
        """Text and place together."""
        return "\n".join(part for part in (self.text.strip(), self.spot) if part)


async def post(work: Work, poster: Person, words: Words) -> Ticket:
    """One message, one ticket. It belongs to the community at once; a sure class routes it.

    Raises Unusable, and TooMany in a full hour: danger is always taken.
    """
    if not words.all_text and not words.media:
        raise Unusable("empty")
    reading = work.reader.read(words.text)
    if not reading.danger:
        await may_post(work, poster.id)
    ticket = await _birth(work, poster, words, reading)
    await work.tickets.add(ticket)
    said = await work.tickets.say(
        ticket.id, Deed.POST, poster.id, words.all_text, words.media, words.album, words.origin
    )
    await mark(work, ticket, reading.main(words.text))
    same = await alike(work, ticket)
    detail = {
        "why": list(reading.why),
        "like": [other.id for other in same if other.poster != poster.id],
        "own": [other.id for other in same if other.poster == poster.id],
    }
    await work.tickets.record(Event(ticket.id, Deed.POST, work.now, poster.id, {}, ticket.facts(), said, detail))
    clocks = [Clock.ANSWER, *((Clock.PAGE,) if ticket.danger else ())]
    clocks.append(Clock.TRIAGE if ticket.state is State.TRIAGE else Clock.CLAIM)
    await work.deadlines.set([d for c in clocks for d in deadlines(c, ticket, work.now, work.rules)])
    return ticket


def belongs(words: Words, reading: Reading, earlier: Ticket) -> bool:
    """Whether what comes shortly after a post is more of it: files, the sentence that it lacked, or a few words.

    A text with a matter of its own is never swallowed; whoever is taken for an addition can say that it is none.
    """
    text = words.text.strip()
    if not text or earlier.unrouted == Unrouted.WORDLESS:
        return True
    return text.startswith(("补充", "補充")) or (reading.ask and not reading.danger and len(text) <= _FRAGMENT)


def replies(words: Words, reading: Reading, asked: Ticket) -> bool:
    """Whether what comes after a question is its answer, though it quotes nothing: few people press 回复.

    What is surely of another class, long, or dangerous is a matter of its own; the rest can be said to be one.
    """
    text = words.text.strip()
    other = not reading.ask and reading.matter is not asked.matter and len(text) > _FRAGMENT
    return not (other or reading.danger or len(text) > _SENTENCE)


async def add(work: Work, ticket_id: TicketId, poster: PersonId, words: Words) -> Ticket:
    """More to an earlier post. A wordless one is sorted now that it has words; new danger is danger."""
    ticket = await begin(work, ticket_id, Deed.ADD, poster)
    if not words.all_text and not words.media:
        raise Unusable("empty")
    said = await work.tickets.say(ticket.id, Deed.ADD, poster, words.all_text, words.media, words.album, words.origin)
    return await _read_again(work, ticket, Deed.ADD, poster, words.text, said)


async def edit(work: Work, ticket_id: TicketId, poster: PersonId, words_id: WordsId, text: str) -> Ticket:
    """The poster changed a message that they had sent. What stood there before stays in the history."""
    ticket = await begin(work, ticket_id, Deed.EDIT, poster)
    earlier = await work.tickets.words(words_id)
    kept = await work.tickets.say(ticket.id, Deed.EDIT, poster, earlier.text if earlier else "")
    await work.tickets.edit_words(words_id, text)
    return await _read_again(work, ticket, Deed.EDIT, poster, text, kept, {"now_in": words_id})


async def withdraw(work: Work, ticket_id: TicketId, poster: PersonId) -> Ticket:
    """The poster takes the post back; whoever had it is told. Neighbours' posts merged into it go on by themselves."""
    ticket = await begin(work, ticket_id, Deed.WITHDRAW, poster)
    await part(work, ticket)
    gone = ended(ticket, State.WITHDRAWN, work.now)
    await work.deadlines.drop(ticket.id)
    return await finish(work, ticket, Deed.WITHDRAW, poster, ended_at=gone.ended_at, promised_for=None)


async def _birth(work: Work, poster: Person, words: Words, reading: Reading) -> Ticket:
    known = poster.community if poster.community in work.directory.areas else None
    community = known or somewhere(work.directory, words.text)
    ticket_id, number = await work.tickets.number(community)
    home = poster.area if known else None
    within = placed(work.directory, community)
    named = locate(work.directory, community, reading.main(words.text), reading.places, home) if within else None
    wordless = not words.text.strip()
    topic = Topic.OTHER if wordless else reading.topic
    urgency = Urgency.EMERGENCY if reading.danger else reading.urgency
    ticket = Ticket(
        id=ticket_id,
        number=number,
        community=community,
        area=named or home,
        place=reading.place or words.spot,
        poster=poster.id,
        posted_at=work.now,
        due_at=answer_by(urgency, topic, work.now, work.rules),
        # Of no words nothing is guessed: the coordinator may give it to anybody.
        matter=Matter.PUBLIC if wordless else reading.matter,
        topic=topic,
        kind=reading.kind,
        urgency=urgency,
        danger=reading.danger,
        peril=(reading.peril or Peril.OTHER) if reading.danger else None,
        confidence=0.0 if wordless else reading.confidence,
        state=State.TRIAGE,
    )
    return settle(ticket, work.directory, doubt(reading, wordless, beside(work, reading)))


async def _read_again(
    work: Work,
    ticket: Ticket,
    deed: Deed,
    poster: PersonId,
    text: str,
    said: WordsId,
    detail: Mapping[str, object] | None = None,
) -> Ticket:
    reading, loud = work.reader.read(text), await rings(work, poster)
    if deed is Deed.EDIT and ticket.running:
        await mark(work, ticket, reading.main(text))
    alarming = reading.danger and not ticket.danger and ticket.running
    changed: dict[str, object] = {}
    if alarming:
        changed = {"danger": True, "peril": reading.peril or Peril.OTHER, "urgency": Urgency.EMERGENCY}
    grounds = {**(detail or {}), "new_danger": alarming, "quiet": not (alarming or loud)}
    ticket = await finish(work, ticket, deed, poster, words=said, detail=grounds, **changed)
    if alarming:
        await restart(work, ticket, Clock.PAGE)
    if text.strip() and _sorts_anew(ticket, deed, reading):
        return await reread(work, ticket, poster, reading, text)
    at_home = ticket.matter is Matter.HOUSEHOLD or (reading.matter is Matter.HOUSEHOLD and not reading.ask)
    if alarming and at_home:
        return await refer(work, ticket, poster, Unrouted.DANGER)
    return ticket


def _sorts_anew(ticket: Ticket, deed: Deed, reading: Reading) -> bool:
    """It had no words before, or its corrected words say another class and nobody has decided or works on it."""
    if ticket.unrouted == Unrouted.WORDLESS:
        return True
    undecided = ticket.state in {State.TRIAGE, State.OPEN} and ticket.confidence < 1
    differs = reading.matter is not ticket.matter or ticket.unrouted == Unrouted.UNSURE
    return deed is Deed.EDIT and undecided and differs and not reading.ask
