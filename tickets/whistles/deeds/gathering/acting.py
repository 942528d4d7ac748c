"""联合行动: units of several bodies agree on an hour, a place and who does what; repeated ones are counted (S4:265)."""

from collections.abc import Sequence
from datetime import datetime

from tickets.deeds.poster.posting import Words
from tickets.errors import Unknown, Unusable
from tickets.ids import PersonId, UnitCode, WhistleId
from tickets.ports import Work
from tickets.whistles.deeds.gathering.meeting import PLACE, check_bodies, check_hour, check_place
from tickets.whistles.deeds.step import begin, finish, say
from tickets.whistles.hearings import Action
from tickets.whistles.kinds import WhistleDeed
from tickets.whistles.whistle import Whistle


async def join_forces(
    work: Work,
    whistle_id: WhistleId,
    actor: PersonId,
    at: datetime,
    place: str,
    units: Sequence[UnitCode],
    division: Words,
    unit: UnitCode | None = None,
) -> tuple[Whistle, Action]:
    """双方确定联合出手的时间、地点、分工 (S4:267). `unit` is whose people agree on it, where no caller does.

    Raises Unusable("no_place"), ("units"), ("reason"), ("past"), ("too_far"), Unknown("unit"), NoReceiver.
    """
    turn = await begin(work, whistle_id, WhistleDeed.JOIN_FORCES, actor, unit)
    check_place(place)
    check_bodies(work, units, least=2)
    check_hour(work, at)
    if not division.all_text:
        raise Unusable("reason")
    said = await say(work, turn.ticket, actor, division)
    number = len(turn.whistle.actions) + 1
    action = Action(number, at, place.strip()[:PLACE], tuple(units), said)
    return await finish(work, turn, turn.whistle.with_action(action), words=said, action=number), action


async def join_again(
    work: Work,
    whistle_id: WhistleId,
    actor: PersonId,
    number: int,
    at: datetime,
    unit: UnitCode | None = None,
) -> tuple[Whistle, Action]:
    """The same units in the same place with the same parts, once more. Raises Unknown("meeting") and as above."""
    whistle, _ = await work.whistles.get(whistle_id)
    last = whistle.actions.get(number)
    said = await work.tickets.words(last.division) if last else None
    if last is None or said is None:
        raise Unknown("meeting")
    return await join_forces(work, whistle_id, actor, at, last.place, last.units, Words(said.text), unit)
