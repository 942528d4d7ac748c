"""报到: what a called unit does from its card: confirm, come, work, report, bring in others; not give it back."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from telegram import Update

from handlers.buttons import Verb, button, number
from handlers.context import Context
from handlers.whistle.choosing import above, beside, instead
from handlers.whistle.said.card import more_keyboard
from handlers.whistle.steps.table import Step, Turn
from handlers.worker.look import show_contact
from handlers.worker.prompts import show
from tickets.errors import NoRight, Unusable
from tickets.ids import PersonId, UnitCode, WhistleId
from tickets.ports import Work
from tickets.ticket import Ticket
from tickets.whistles.deeds import answering, pleading
from tickets.whistles.deeds.step import begin
from tickets.whistles.kinds import Plea, WhistleDeed
from tickets.whistles.rules.presence import Scene
from tickets.whistles.rules.rights import Side, sides
from tickets.whistles.spoken import who_comes
from tickets.whistles.whistle import Whistle

Pressed = Callable[[Update, Context, WhistleId, str], Awaitable[None]]
_SOON = (15, 30, 60)
"""Minutes that are offered to whoever comes themselves."""


def _(sentence: str) -> str:
    return sentence


async def on_confirm(update: Update, context: Context, whistle_id: WhistleId, of: str) -> None:
    """响应: at once where nobody needs to come; else who comes and when, in one more tap or in words."""
    person, work = await context.person(update), context.work
    turn = await begin(work, whistle_id, WhistleDeed.CONFIRM, person.id, UnitCode(of))
    t = await context.own_texts(update)
    if not turn.whistle.place:
        await answering.confirm(work, whistle_id, person.id, UnitCode(of))
        await context.toast(update, t("收到，归你们了。"))
        return
    t = await context.texts(update)
    written = button(t("写谁来"), Verb.WHISTLE, whistle_id, f"who:{of}")
    back = button(t("返回"), Verb.WHISTLE, whistle_id, f"back:{of}")
    soon = [button(t("我 {n} 分钟到", n=n), Verb.WHISTLE, whistle_id, f"in:{of}>{n}") for n in _SOON]
    await show(update, context, [soon, [written, back]])


async def on_more(update: Update, context: Context, whistle_id: WhistleId, of: str) -> None:
    """What is needed less often."""
    person = await context.person(update)
    whistle, ticket = await context.work.whistles.get(whistle_id)
    await check_part(context.work, whistle, ticket, person.id, UnitCode(of))
    await show(update, context, more_keyboard(whistle, UnitCode(of), await context.texts(update)))


async def on_contact(update: Update, context: Context, whistle_id: WhistleId, of: str) -> None:
    """Name, phone and door of the poster, for whoever has the leg alone; the look is written down."""
    person = await context.person(update)
    _whistle, ticket, poster = await answering.look(context.work, whistle_id, person.id, UnitCode(of))
    await show_contact(update, context, person, ticket, poster)


async def check_part(work: Work, whistle: Whistle, ticket: Ticket, person: PersonId, unit: UnitCode) -> None:
    """Raises NoRight for whoever is neither of the unit nor, where none is named, of those who called or lent it."""
    able = {Side.UNIT} if unit else {Side.BLOWER, Side.CHIEF}
    lenders = [] if unit else [lent.giver for lent in await work.whistles.lent_to(person, work.now)]
    for one in (person, *lenders):
        found = sides(whistle, ticket.community, one, work.directory, work.now, unit=unit or None, poster=ticket.poster)
        if found & able:
            return
    raise NoRight(WhistleDeed.CONFIRM)


async def _in(r: Turn) -> str:
    t = r.t
    """Whoever presses comes, in so many minutes."""
    if (minutes := number(r.other)) not in _SOON:
        raise Unusable("empty")
    name = r.work.directory.name_of(r.person)
    at = r.work.now + timedelta(minutes=minutes)
    await answering.confirm(r.work, r.whistle, r.person, r.unit, name, at)
    return t("收到，归你们了。到了现场点“到场”。")


async def _who(r: Turn) -> str:
    t = r.t
    comer, at = who_comes(r.words.text, r.work.now, r.work.rules.zone)
    await answering.confirm(r.work, r.whistle, r.person, r.unit, comer, at)
    return t("收到，归你们了。到了现场点“到场”。")


async def _arrive(r: Turn) -> str:
    t = r.t
    await answering.arrive(r.work, r.whistle, r.person, r.unit, Scene(r.point, r.words.media))
    return t("到场记下了，{when}。", when=t.when(r.work.now, r.work.now))


async def _progress(r: Turn) -> str:
    t = r.t
    await answering.progress(r.work, r.whistle, r.person, r.unit, r.words)
    return t("进展记下了。")


async def _solved(r: Turn) -> str:
    t = r.t
    await answering.report(r.work, r.whistle, r.person, r.unit, r.words, solved=True)
    return t("反馈记下了，等吹哨的人评价。")


async def _unsolved(r: Turn) -> str:
    t = r.t
    await answering.report(r.work, r.whistle, r.person, r.unit, r.words, solved=False)
    return t("反馈记下了，等吹哨的人看。")


async def _bounce(r: Turn) -> str:
    t = r.t
    after = await answering.bounce(r.work, r.whistle, r.person, r.unit, r.words)
    leg = after.legs[r.unit]
    why = t("不能退回：先接到哨的单位要管到底。这次记下了，是第 {n} 次。", n=leg.bounces)
    then = t("办不动，点“更多”：请人会同、请上级来，或者点“不归我们”请区里定。定之前还归你们。")
    return f"{why}\n{then}"


async def _bring_in(r: Turn) -> str:
    t = r.t
    await answering.bring_in(r.work, r.whistle, r.person, r.unit, r.other, r.words)
    return t("已叫{unit}一起来。牵头的责任还在你们。", unit=r.work.directory.unit_name(r.other))


async def _go_up(r: Turn) -> str:
    t = r.t
    await answering.go_up(r.work, r.whistle, r.person, r.unit, r.other, r.words)
    return t("已请{unit}来。没办完之前还归你们。", unit=r.work.directory.unit_name(r.other))


async def _ruling(r: Turn) -> str:
    t = r.t
    await pleading.plead(r.work, r.whistle, r.person, r.unit, Plea.RULING, r.words, to=r.other)
    return t("已报区里定。定之前还归你们，时限照走。")


STEPS: Mapping[str, Step] = {
    "in": Step(WhistleDeed.CONFIRM, _in),
    "who": Step(WhistleDeed.CONFIRM, _who, _("谁来、几点到？请回复这条，比如：老赵 10:30")),
    "arrive": Step(WhistleDeed.ARRIVE, _arrive, _("请回复这条，发一张现场照片，或者发位置。")),
    "progress": Step(WhistleDeed.PROGRESS, _progress, _("办到哪一步了？请回复这条，居民看得到。")),
    "solved": Step(WhistleDeed.REPORT, _solved, _("办了什么？请回复这条，居民看得到，可以带照片。")),
    "unsolved": Step(WhistleDeed.REPORT, _unsolved, _("为什么办不了、下一步怎么办？请回复这条，居民看得到。")),
    "bounce": Step(WhistleDeed.BOUNCE, _bounce, _("为什么想退？请回复这条。")),
    "bring_in": Step(WhistleDeed.BRING_IN, _bring_in, _("为什么请他们一起来？请回复这条。"), beside),
    "go_up": Step(WhistleDeed.GO_UP, _go_up, _("为什么请上级来？请回复这条。"), above),
    "ruling": Step(WhistleDeed.PLEAD, _ruling, _("为什么该归他们？请回复这条。"), instead),
}
PRESSES: Mapping[str, Pressed] = {"confirm": on_confirm, "more": on_more, "contact": on_contact}
