"""What every deed does first and last: right and move are checked, the change is saved and told to the history."""

from dataclasses import dataclass
from typing import Any

from tickets.deeds.poster.posting import Words
from tickets.deeds.staff.talking import usable
from tickets.deeds.step import finish as finish_ticket
from tickets.errors import Unknown
from tickets.ids import PersonId, UnitCode, WhistleId, WordsId
from tickets.kinds import Deed
from tickets.ports import Work
from tickets.ticket import Ticket
from tickets.whistles.kinds import WhistleDeed
from tickets.whistles.leg import Leg
from tickets.whistles.rules.moves import check_move
from tickets.whistles.rules.rights import RIGHTS, Side, whose_right
from tickets.whistles.whistle import Whistle, WhistleEvent, changes

_TURNS = frozenset(
    {
        WhistleDeed.BLOW,
        WhistleDeed.CALL_OFF,
        WhistleDeed.CONFIRM,
        WhistleDeed.ARRIVE,
        WhistleDeed.PROGRESS,
        WhistleDeed.REPORT,
        WhistleDeed.RULE,
        WhistleDeed.ADD_UNIT,
        WhistleDeed.BRING_IN,
        WhistleDeed.GO_UP,
        WhistleDeed.SEND_BACK,
        WhistleDeed.VISIT,
        WhistleDeed.CONVENE,
        WhistleDeed.PUT_OFF,
        WhistleDeed.CANCEL,
        WhistleDeed.RESOLVE,
        WhistleDeed.SETTLE,
        WhistleDeed.JOIN_FORCES,
        WhistleDeed.END,
    }
)
"""What the ticket's own story tells too, in plain words for whoever posted it."""

_GUESTS = frozenset({WhistleDeed.ATTEND, WhistleDeed.SETTLE, WhistleDeed.JOIN_FORCES})
"""What a unit may do that was not called: whoever was asked to a meeting, or owns what it decided."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A deed that was allowed: the whistle as it stands, its ticket, and whoever does it, `behalf` of whom."""

    whistle: Whistle
    ticket: Ticket
    deed: WhistleDeed
    actor: PersonId
    unit: UnitCode | None = None
    behalf: PersonId | None = None

    @property
    def leg(self) -> Leg:
        """The leg that it is about. Raises Unknown("unit")."""
        return leg_of(self.whistle, self.unit)


async def begin(
    work: Work,
    whistle_id: WhistleId,
    deed: WhistleDeed,
    actor: PersonId,
    unit: UnitCode | None = None,
    *,
    only: frozenset[Side] | None = None,
) -> Turn:
    """The whistle with its ticket locked, if the actor may do the deed now, as one of the sides `only` where named.

    Raises Unknown, NoRight or WrongTurn.
    """
    whistle, ticket = await work.whistles.get(whistle_id)
    leg = whistle.legs.get(unit) if unit and deed in _GUESTS else leg_of(whistle, unit) if unit else None
    behalf = whose_right(
        RIGHTS[deed] if only is None else RIGHTS[deed] & only,
        whistle,
        actor,
        work.directory,
        work.now,
        unit=unit,
        deed=deed,
        lent=await work.whistles.lent_to(actor, work.now),
        poster=ticket.poster,
    )
    check_move(whistle, deed, leg)
    return Turn(whistle, ticket, deed, actor, unit, behalf)


async def finish(work: Work, turn: Turn, after: Whistle, *, words: WordsId | None = None, **detail: Any) -> Whistle:
    """The whistle as the deed left it, saved and recorded; its turns are lines of the ticket's story too."""
    lent = {"for": turn.behalf} if turn.behalf else {}
    await keep(work, turn.whistle, after, turn.deed, turn.actor, turn.unit, words, detail | lent)
    if turn.deed in _TURNS:
        await tell_ticket(work, turn.ticket, after, turn.deed, turn.actor, turn.unit, words)
    return after


async def keep(
    work: Work,
    before: Whistle | None,
    after: Whistle,
    deed: WhistleDeed,
    actor: PersonId | None,
    unit: UnitCode | None = None,
    words: WordsId | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Save the whistle and append the line."""
    old, new = changes(before, after)
    if new:
        await work.whistles.save(after)
    await work.whistles.record(WhistleEvent(after.id, deed, work.now, actor, unit, old, new, words, detail or {}))


async def tell_ticket(
    work: Work,
    ticket: Ticket,
    whistle: Whistle,
    deed: WhistleDeed,
    actor: PersonId | None,
    unit: UnitCode | None,
    words: WordsId | None,
) -> None:
    """One line of the ticket's own history."""
    detail = {"whistle": whistle.id, "turn": deed, "unit": unit}
    await finish_ticket(work, ticket, Deed.WHISTLE, actor, words=words, detail=detail)


async def say(work: Work, ticket: Ticket, actor: PersonId, words: Words) -> WordsId:
    """Keep what was said, apart from the history so that it can be deleted. Raises Unusable."""
    usable(words)
    return await work.tickets.say(
        ticket.id, Deed.WHISTLE, actor, words.all_text, words.media, words.album, words.origin
    )


def leg_of(whistle: Whistle, unit: UnitCode | None) -> Leg:
    """The unit's leg. Raises Unknown("unit")."""
    if unit is None or unit not in whistle.legs:
        raise Unknown("unit")
    return whistle.legs[unit]
