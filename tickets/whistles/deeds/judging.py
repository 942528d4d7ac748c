"""催、退回、评价、收哨: the blower's side; nobody else may end a campaign or an emergency."""

from collections.abc import Sequence
from dataclasses import replace

from tickets.deeds.poster.posting import Words
from tickets.errors import TooSoon, Unusable
from tickets.ids import PersonId, UnitCode, WhistleId, WordsId
from tickets.kinds import Urgency
from tickets.ports import Work
from tickets.whistles.deeds.leading import fail
from tickets.whistles.deeds.step import begin, finish, say
from tickets.whistles.kinds import Scope, WhistleClock, WhistleDeed, WhistleState
from tickets.whistles.leg import Mark
from tickets.whistles.rules.clocks import done_clock, due, urge_again
from tickets.whistles.rules.rights import Side
from tickets.whistles.whistle import Whistle

MARKS = range(1, 6)


async def urge(work: Work, whistle_id: WhistleId, actor: PersonId, unit: UnitCode) -> Whistle:
    """催: a unit that has not confirmed, come or reported is asked after. Raises TooSoon."""
    turn = await begin(work, whistle_id, WhistleDeed.URGE, actor, unit)
    again = urge_again(turn.whistle.type, work.rules)
    if turn.leg.urged_at and work.now < turn.leg.urged_at + again:
        raise TooSoon(turn.leg.urged_at + again)
    leg = replace(turn.leg, urged=turn.leg.urged + 1, urged_at=work.now)
    return await finish(work, turn, turn.whistle.with_leg(leg), urged=leg.urged, stands=turn.leg.state)


async def send_back(work: Work, whistle_id: WhistleId, actor: PersonId, unit: UnitCode, why: Words) -> Whistle:
    """退回重办: the report does not convince. It counts as a failure; the second brings the first hand to the scene."""
    turn = await begin(work, whistle_id, WhistleDeed.SEND_BACK, actor, unit)
    if not why.all_text:
        raise Unusable("reason")
    said = await say(work, turn.ticket, actor, why)
    kept = turn.leg.due_at if turn.leg.due_at and turn.leg.due_at > work.now else None
    limit = kept or due(Urgency.QUICK, None, work.now, work.rules)
    leg = replace(turn.leg, reported_at=None, solved=None, mark=None, due_at=limit, round=turn.leg.round + 1)
    await work.whistles.drop(whistle_id, WhistleClock.SCORE)
    await work.whistles.set(done_clock(turn.whistle, leg, work.now, work.rules))
    after = await finish(work, turn, turn.whistle.with_leg(leg), words=said)
    return await fail(work, after, turn.ticket, unit)


async def score(
    work: Work,
    whistle_id: WhistleId,
    actor: PersonId,
    unit: UnitCode,
    marks: tuple[int, int, int],
    whys: Sequence[Words],
) -> Whistle:
    """评价: response, handling and effect, 1–5 each, each with a word of why. Until the end it may be done again.

    Raises Unusable("marks"), ("why").
    """
    turn = await begin(work, whistle_id, WhistleDeed.SCORE, actor, unit)
    if any(mark not in MARKS for mark in marks):
        raise Unusable("marks")
    if len(whys) != len(marks) or not all(why.all_text for why in whys):
        raise Unusable("why")
    said: list[WordsId] = [await say(work, turn.ticket, actor, why) for why in whys]
    leg = replace(turn.leg, mark=Mark(actor, work.now, *marks, tuple(said)))
    return await finish(work, turn, turn.whistle.with_leg(leg), marks=list(marks))


async def end(work: Work, whistle_id: WhistleId, actor: PersonId) -> Whistle:
    """收哨. Raises Unusable("unscored") and ("unreported") with what is missing, NoRight for a campaign's or an
    emergency's anybody else (事不绝、人不撤).
    """
    whistle, _ = await work.whistles.get(whistle_id)
    if whistle.state is WhistleState.REPORTED:
        raise Unusable("unscored")
    if whistle.running and whistle.state is not WhistleState.SCORED:
        raise Unusable("unreported")
    only = whistle.scope is Scope.MUSTER or whistle.type is Urgency.EMERGENCY
    turn = await begin(work, whistle_id, WhistleDeed.END, actor, only=frozenset({Side.BLOWER}) if only else None)
    running = [clock for clock in WhistleClock if clock not in {WhistleClock.DECISION, WhistleClock.RULING}]
    await work.whistles.drop(whistle_id, *running)
    return await finish(work, turn, replace(turn.whistle, ended_at=work.now, ended_by=actor))
