"""Every step of a whistle as a button: what can be done at once is done, what wants words asks for them."""

from collections.abc import Awaitable, Callable, Mapping

from telegram import Update

from handlers.buttons import Button, Keyboard, Verb, button
from handlers.context import Context
from handlers.refusals import on
from handlers.texts import Texts
from handlers.worker.prompts import prompt, show
from tickets.errors import Unusable
from tickets.ids import PersonId, UnitCode, WhistleId
from tickets.kinds import Deed
from tickets.ports import Work
from tickets.whistles.deeds import answering, blowing, judging, leading
from tickets.whistles.kinds import WhistleDeed

Done = Callable[[Work, WhistleId, PersonId, str], Awaitable[object]]


def _(sentence: str) -> str:
    return sentence


ASKS: Mapping[str, str] = {
    WhistleDeed.CONFIRM: _("谁来、几点到？请回复这条，比如：老赵 10:30"),
    WhistleDeed.ARRIVE: _("请回复这条，发一张现场照片，或者发位置。"),
    WhistleDeed.PROGRESS: _("办到哪一步了？请回复这条，居民看得到。"),
    "solved": _("办了什么？请回复这条，居民看得到，可以带照片。"),
    "unsolved": _("为什么办不了、下一步怎么办？请回复这条，居民看得到。"),
    WhistleDeed.BOUNCE: _("为什么想退？请回复这条。"),
    WhistleDeed.BRING_IN: _("请哪个单位一起来、为什么？请回复这条，先写单位名。"),
    WhistleDeed.GO_UP: _("请上级哪个单位来、为什么？请回复这条，先写单位名。"),
    "ruling": _("为什么不归你们、该归谁？请回复这条，写上单位名。"),
    "longer": _("要到什么时候、为什么？请回复这条，先写日期，比如：12-03 18:00 等配件。"),
    "pause": _("什么拦着、哪天再看？请回复这条，先写日期。"),
    "exclusion": _("为什么不该算？请回复这条。"),
    "grant": _("准，为什么？请回复这条。异议要写改派给哪个单位。"),
    "refuse": _("不准，为什么？请回复这条。"),
    "disown": _("为什么不同意？请回复这条。"),
    WhistleDeed.SCORE: _("请回复这条，写三行：响应、办理、效果，每行先写 1–5 分，再写一句为什么。"),
    WhistleDeed.SEND_BACK: _("哪里没办好？请回复这条。"),
    WhistleDeed.CALL_OFF: _("为什么撤？请回复这条。"),
    WhistleDeed.DECLINE: _("为什么不吹？请回复这条。"),
    WhistleDeed.ADD_UNIT: _("再叫哪个单位？请回复这条，写单位名。"),
    WhistleDeed.INSTRUCT: _("批示写什么？请回复这条。"),
    WhistleDeed.VISIT: _("现场定了什么？请回复这条，居民看得到。"),
}


async def on_turn(update: Update, context: Context) -> None:
    """One press on a whistle's card."""
    press, person = context.press(update), await context.person(update)
    number = WhistleId(press.ticket)
    step, _, of = press.argument.partition(":")
    whistle, ticket = await context.work.whistles.get(number)
    t = await context.own_texts(update)
    if step == "more":
        await show(update, context, _more(number, UnitCode(of), t))
        return
    placeless = step == WhistleDeed.CONFIRM and not whistle.place
    if step in ASKS and not placeless:
        said = await context.texts(update)
        text = f"{ticket.number} {said(ASKS[step])}"
        await prompt(update, context, Deed.WHISTLE, ticket, text, {"do": step, "whistle": number, "of": of})
        return
    done = _AT_ONCE.get(step)
    if done is None:
        raise Unusable("empty")
    await done(context.work, number, person.id, of)
    await context.toast(update, t(_DONE.get(step, "")) if step in _DONE else "")


async def _confirm(work: Work, whistle: WhistleId, person: PersonId, unit: str) -> object:
    return await answering.confirm(work, whistle, person, UnitCode(unit))


async def _resume(work: Work, whistle: WhistleId, person: PersonId, unit: str) -> object:
    return await answering.resume(work, whistle, person, UnitCode(unit))


async def _blow(work: Work, whistle: WhistleId, person: PersonId, unit: str) -> object:
    asked, _ = await work.whistles.get(whistle)
    return await blowing.approve(work, whistle, person, blowing.call_of(asked))


async def _end(work: Work, whistle: WhistleId, person: PersonId, unit: str) -> object:
    return await judging.end(work, whistle, person)


async def _press(work: Work, whistle: WhistleId, person: PersonId, unit: str) -> object:
    return await leading.press(work, whistle, person)


async def _lift(work: Work, whistle: WhistleId, person: PersonId, unit: str) -> object:
    return await leading.lift(work, whistle, person)


async def _ratify(work: Work, whistle: WhistleId, person: PersonId, unit: str) -> object:
    return await blowing.ratify(work, whistle, person, True)


_AT_ONCE: Mapping[str, Done] = {
    WhistleDeed.CONFIRM: _confirm,
    WhistleDeed.RESUME: _resume,
    WhistleDeed.BLOW: _blow,
    WhistleDeed.END: _end,
    WhistleDeed.PRESS: _press,
    WhistleDeed.LIFT: _lift,
    "ratify": _ratify,
}
_DONE: Mapping[str, str] = {
    WhistleDeed.CONFIRM: _("收到，归你们了。"),
    WhistleDeed.BLOW: _("已吹哨。"),
    WhistleDeed.END: _("已收哨。"),
    WhistleDeed.PRESS: _("已督办，每天提醒。"),
    WhistleDeed.LIFT: _("已解除督办。"),
    "ratify": _("已补批。"),
}


def _more(whistle: WhistleId, unit: UnitCode, t: Texts) -> Keyboard:
    """What a unit needs less often; returning it too, so that whoever looks for it reads what to do instead."""

    def turn(words: str, step: str) -> Button:
        return button(words, Verb.WHISTLE, whistle, f"{step}:{unit}")

    return [
        [turn(t("请单位一起来"), WhistleDeed.BRING_IN), turn(t("请上级来"), WhistleDeed.GO_UP)],
        [turn(t("延期"), "longer"), turn(t("挂起"), "pause")],
        [turn(t("不归我们"), "ruling"), turn(t("剔除"), "exclusion")],
        [turn(t("退回"), WhistleDeed.BOUNCE)],
    ]


HANDLERS = [on(Verb.WHISTLE, on_turn)]
