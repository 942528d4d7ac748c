"""Replies to a whistle's prompts: words, a photo or a place become the deed that was asked for."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from telegram import Message

from handlers.buttons import number
from handlers.texts import Texts
from handlers.whistle import blow
from tickets.dates import read_date
from tickets.deeds.posting import Words
from tickets.errors import Unknown, Unusable
from tickets.ids import PersonId, TicketId, UnitCode, WhistleId
from tickets.ports import Work
from tickets.whistles.deeds import answering, blowing, joining, judging, leading, pleading
from tickets.whistles.kinds import Plea, WhistleDeed
from tickets.whistles.leg import Point
from tickets.whistles.rules.presence import Scene
from tickets.whistles.spoken import three_marks, who_comes


def _(sentence: str) -> str:
    return sentence


@dataclass(frozen=True, slots=True)
class Reply:
    """What was said, about which whistle, by whom; `of` is a unit's code or the number of a plea."""

    work: Work
    whistle: WhistleId
    person: PersonId
    of: str
    words: Words
    point: Point | None

    @property
    def unit(self) -> UnitCode:
        return UnitCode(self.of)


async def carry_out(
    work: Work, detail: Mapping[str, Any], ticket: TicketId, person: PersonId, words: Words, message: Message, t: Texts
) -> str:
    """Do what was asked for; gives the sentence that says so."""
    step = str(detail["do"])
    if step == blow.BLOW:
        found = read_date(words.text, work.now, work.rules.zone)
        dated = blow.dated(detail, found[0]) if found else detail
        reason = replace(words, text=found[1]) if found else words
        blown = await blow.carry_out(work, ticket, person, dated, reason)
        return t("已吹哨。") if blown else t("已请书记和专员吹哨。")
    place = message.location
    point = Point(place.latitude, place.longitude) if place else None
    reply = Reply(work, WhistleId(int(detail["whistle"])), person, str(detail.get("of", "")), words, point)
    if step not in _DEEDS:
        raise Unusable("empty")
    await _DEEDS[step](reply)
    return t(_SAYS.get(step, _("记下了。")))


async def _confirm(r: Reply) -> object:
    comer, hour = who_comes(r.words.text, r.work.now, r.work.rules.zone)
    return await answering.confirm(r.work, r.whistle, r.person, r.unit, comer, hour)


async def _arrive(r: Reply) -> object:
    return await answering.arrive(r.work, r.whistle, r.person, r.unit, Scene(r.point, r.words.media))


async def _progress(r: Reply) -> object:
    return await answering.progress(r.work, r.whistle, r.person, r.unit, r.words)


async def _solved(r: Reply) -> object:
    return await answering.report(r.work, r.whistle, r.person, r.unit, r.words, solved=True)


async def _unsolved(r: Reply) -> object:
    return await answering.report(r.work, r.whistle, r.person, r.unit, r.words, solved=False)


async def _bounce(r: Reply) -> object:
    return await answering.bounce(r.work, r.whistle, r.person, r.unit, r.words)


async def _bring_in(r: Reply) -> object:
    return await answering.bring_in(r.work, r.whistle, r.person, r.unit, unit_in(r.words.text, r.work), r.words)


async def _go_up(r: Reply) -> object:
    return await answering.go_up(r.work, r.whistle, r.person, r.unit, unit_in(r.words.text, r.work), r.words)


async def _add_unit(r: Reply) -> object:
    return await joining.add_unit(r.work, r.whistle, r.person, unit_in(r.words.text, r.work))


async def _ruling(r: Reply) -> object:
    to = _named(r.words.text, r.work)
    return await pleading.plead(r.work, r.whistle, r.person, r.unit, Plea.RULING, r.words, to=to)


async def _longer(r: Reply) -> object:
    return await _dated(r, Plea.LONGER)


async def _pause(r: Reply) -> object:
    return await _dated(r, Plea.PAUSE)


async def _exclusion(r: Reply) -> object:
    return await pleading.plead(r.work, r.whistle, r.person, r.unit, Plea.EXCLUSION, r.words)


async def _dated(r: Reply, plea: Plea) -> object:
    found = read_date(r.words.text, r.work.now, r.work.rules.zone)
    if found is None:
        raise Unusable("date")
    until, grounds = found
    return await pleading.plead(r.work, r.whistle, r.person, r.unit, plea, replace(r.words, text=grounds), until)


async def _grant(r: Reply) -> object:
    to = _named(r.words.text, r.work)
    return await pleading.rule(r.work, r.whistle, r.person, number(r.of), granted=True, why=r.words, to=to)


async def _refuse(r: Reply) -> object:
    return await pleading.rule(r.work, r.whistle, r.person, number(r.of), granted=False, why=r.words)


async def _disown(r: Reply) -> object:
    return await blowing.ratify(r.work, r.whistle, r.person, False, r.words)


async def _score(r: Reply) -> object:
    marks, whys = three_marks(r.words.text)
    return await judging.score(r.work, r.whistle, r.person, r.unit, marks, [Words(why) for why in whys])


async def _send_back(r: Reply) -> object:
    return await judging.send_back(r.work, r.whistle, r.person, r.unit, r.words)


async def _call_off(r: Reply) -> object:
    return await blowing.call_off(r.work, r.whistle, r.person, r.words)


async def _decline(r: Reply) -> object:
    return await blowing.decline(r.work, r.whistle, r.person, r.words)


async def _instruct(r: Reply) -> object:
    return await leading.instruct(r.work, r.whistle, r.person, r.words)


async def _visit(r: Reply) -> object:
    return await leading.visit(r.work, r.whistle, r.person, r.words)


_DEEDS: Mapping[str, Callable[[Reply], Awaitable[object]]] = {
    WhistleDeed.CONFIRM: _confirm,
    WhistleDeed.ARRIVE: _arrive,
    WhistleDeed.PROGRESS: _progress,
    "solved": _solved,
    "unsolved": _unsolved,
    WhistleDeed.BOUNCE: _bounce,
    WhistleDeed.BRING_IN: _bring_in,
    WhistleDeed.GO_UP: _go_up,
    WhistleDeed.ADD_UNIT: _add_unit,
    "ruling": _ruling,
    "longer": _longer,
    "pause": _pause,
    "exclusion": _exclusion,
    "grant": _grant,
    "refuse": _refuse,
    "disown": _disown,
    WhistleDeed.SCORE: _score,
    WhistleDeed.SEND_BACK: _send_back,
    WhistleDeed.CALL_OFF: _call_off,
    WhistleDeed.DECLINE: _decline,
    WhistleDeed.INSTRUCT: _instruct,
    WhistleDeed.VISIT: _visit,
}

_SAYS: Mapping[str, str] = {
    WhistleDeed.CONFIRM: _("收到，归你们了。到了现场点“到场”。"),
    WhistleDeed.ARRIVE: _("到场记下了。"),
    WhistleDeed.PROGRESS: _("已告诉居民。"),
    "solved": _("反馈记下了，吹哨的人会评价。"),
    "unsolved": _("反馈记下了，吹哨的人会看。"),
    WhistleDeed.BOUNCE: _(
        "接了哨就要管到底，不能退回，这次想退已记下。可以请别的单位一起来，请上级来，或报“不归我们”。"
    ),
    WhistleDeed.SCORE: _("评价记下了。"),
}


def unit_in(text: str, work: Work) -> UnitCode:
    """The unit whose name stands in the text. Raises Unknown("unit")."""
    found = _named(text, work)
    if found is None:
        raise Unknown("unit")
    return found


def _named(text: str, work: Work) -> UnitCode | None:
    """The longest name counts, so that 平安街道 is not taken for 平安."""
    named = [unit for unit in work.directory.units.values() if unit.name in text]
    return max(named, key=lambda unit: len(unit.name)).code if named else None
