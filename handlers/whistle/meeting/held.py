"""From a meeting's card: 来、不来, another hour or none, who came; a decision's 办好了; an action once more."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from telegram import Update

from handlers.buttons import Button, Keyboard, number
from handlers.context import Context
from handlers.notices.whistles import gatherings
from handlers.resident.turn import turn
from handlers.texts import Texts
from handlers.whistle.choosing import rows_of
from handlers.whistle.kept import keep, kept
from handlers.whistle.meeting import hours
from handlers.whistle.meeting.look import page_of, pages, press
from handlers.whistle.meeting.plan import bodies
from handlers.whistle.said.behalf import in_whose_name
from handlers.worker.prompts import prompt, show
from tickets.deeds.poster.posting import Words
from tickets.errors import Unusable
from tickets.ids import PersonId, UnitCode, WhistleId
from tickets.kinds import Deed
from tickets.ports import Work
from tickets.whistles.deeds.gathering.acting import join_again
from tickets.whistles.deeds.gathering.meeting import attend, cancel, put_off
from tickets.whistles.deeds.gathering.minutes import begin_settling, check_held, minute, settle
from tickets.whistles.deeds.step import begin
from tickets.whistles.kinds import WhistleDeed
from tickets.whistles.spoken import moment

HELD = "held"
"""By which name the prompts of this room are known."""
_CAME = "came"
_NOTHING = Words()


def _(sentence: str) -> str:
    return sentence


@dataclass(frozen=True, slots=True)
class About:
    """A press or a reply: on which whistle, by whom, about which meeting or action, and what of it.

    `of` is a unit's code, a decision's number, or empty.
    """

    work: Work
    whistle: WhistleId
    person: PersonId
    number: int
    of: str
    t: Texts
    words: Words = _NOTHING

    @property
    def unit(self) -> UnitCode:
        return UnitCode(self.of)


@dataclass(frozen=True, slots=True)
class Worded:
    """What is done once its words are there: the deed whose right is checked at the press, and what is asked."""

    deed: WhistleDeed
    asks: str
    do: Callable[[About], Awaitable[str]]


async def on_held(update: Update, context: Context, whistle: WhistleId, step: str, value: str) -> None:
    """One press on a card."""
    about = await _about(update, context, whistle, value)
    t = about.t
    if step in _WORDED:
        await _ask(update, context, step, about)
    elif step == "yes":
        await attend(context.work, whistle, about.person, about.unit, about.number, comes=True)
        await context.toast(update, t("记下了，你们来。"))
    elif step in {"off", "again"}:
        await _hours(update, context, step, about)
    elif step in {"offh", "againh"}:
        await _at(update, context, step, about)
    elif step == "card":
        await _back(update, context, about)
    else:
        await _ending(update, context, step, about)


async def answer(update: Update, context: Context, detail: Mapping[str, Any], words: Words) -> str:
    """The reply to a prompt of this room; gives the sentence that says what became of it."""
    person, t = await context.person(update), await context.texts(update)
    of = str(detail["of"])
    about = About(context.work, WhistleId(int(detail["whistle"])), person.id, int(detail["number"]), of, t, words)
    return in_whose_name(await _WORDED[str(detail["step"])].do(about), context.work, t)


async def on_meetings(update: Update, context: Context, whistle_id: WhistleId, of: str) -> None:
    """会议: the chair's cards once more, at the end of the chat."""
    turned = await begin(context.work, whistle_id, WhistleDeed.RESOLVE, (await context.person(update)).id)
    t = await context.own_texts(update)
    found = await gatherings.stand(context.desk, turned.whistle, turned.ticket, context.address(update))
    await context.toast(update, "" if found else t("没有没记完的会。"), alert=not found)


async def _about(update: Update, context: Context, whistle: WhistleId, value: str) -> About:
    first, _sep, of = value.partition(".")
    person, t = await context.person(update), await context.own_texts(update)
    return About(context.work, whistle, person.id, number(first), of, t)


async def _ask(update: Update, context: Context, step: str, about: About) -> None:
    worded = _WORDED[step]
    if step == "ok":
        turned, *_rest = await begin_settling(context.work, about.whistle, about.person, about.number, number(about.of))
    else:
        turned = await begin(context.work, about.whistle, worded.deed, about.person, about.unit or None)
    t = await context.texts(update)
    detail = {"do": HELD, "step": step, "whistle": about.whistle, "number": about.number, "of": about.of}
    await prompt(update, context, Deed.WHISTLE, turned.ticket, f"{turned.ticket.number} {t(worded.asks)}", detail)


async def _hours(update: Update, context: Context, step: str, about: About) -> None:
    """改期、再约一次: when? One tap, or in words."""
    deed = WhistleDeed.PUT_OFF if step == "off" else WhistleDeed.JOIN_FORCES
    await begin(context.work, about.whistle, deed, about.person, about.unit or None)
    t, of = await context.texts(update), f"{about.number}.{about.of}"
    choice = hours.rows(context.work.now, context.work.rules, t, lambda words, at: press(
        words, about.whistle, f"{step}h", f"{of}.{at}"))  # fmt: skip
    written = press(t("写时间"), about.whistle, f"{step}w", of)
    await show(update, context, [*choice, [written, press(t("返回"), about.whistle, "card", of)]])


async def _back(update: Update, context: Context, about: About) -> None:
    """The card's own buttons again."""
    whistle, ticket = await context.work.whistles.get(about.whistle)
    message, at = update.effective_message, context.address(update)
    found = await context.work.mail.meant(at, message.message_id) if message else None
    await context.toast(update)
    if found:
        await gatherings.redraw(context.desk, whistle, ticket, found[0])


async def _at(update: Update, context: Context, step: str, about: About) -> None:
    of, _sep, mark = about.of.rpartition(".")
    said = await _moved(about, hours.read(mark)) if step == "offh" else await _once_more(about, of, hours.read(mark))
    await context.toast(update, in_whose_name(said, context.work, about.t))


async def _moved(about: About, at: datetime) -> str:
    t = about.t
    await put_off(about.work, about.whistle, about.person, about.number, at)
    return t("改到 {when}，已通知。", when=t.when(at, about.work.now))


async def _once_more(about: About, unit: str, at: datetime) -> str:
    t = about.t
    _, action = await join_again(about.work, about.whistle, about.person, about.number, at, UnitCode(unit) or None)
    when = t.when(at, about.work.now)
    return t("第 {n} 次定在 {when}，已通知。", n=action.number, when=when)


async def _ending(update: Update, context: Context, step: str, about: About) -> None:
    """记完了: who came? Those who said so are marked already."""
    turned = await begin(context.work, about.whistle, WhistleDeed.MINUTE, about.person)
    meeting = check_held(context.work, turned.whistle, about.number)
    name = f"{_CAME}:{about.whistle}:{about.number}"
    held = await kept(update, context, name) if step != "end" else None
    came = [str(unit) for unit in held["units"]] if held else [str(r.unit) for r in meeting.replies if r.comes]
    t = await context.texts(update)
    match step:
        case "done":
            await minute(context.work, about.whistle, about.person, about.number, [UnitCode(unit) for unit in came])
            await keep(update, context, name, None)
            said = t("记完了，已告诉居民。") if meeting.decisions else t("记完了。")
            await turn(update, context, in_whose_name(said, context.work, t), ticket=turned.ticket.id)
            return
        case "who":
            page, _sep, unit = about.of.partition(".")
            came = [u for u in came if u != unit] if unit in came else [*came, unit]
        case "end" | "page":
            page = about.of
        case _:
            raise Unusable("empty")
    await keep(update, context, name, {"units": came})
    units, found = page_of(meeting.invited, bodies(turned.whistle, context.work), number(page))
    rows = _who(about, units, came, number(page), found, t)
    text = t("{number} 谁到会了？点一下，再点“就这些”。", number=turned.ticket.number)
    if step == "end":
        await context.toast(update)
        await context.desk.say(context.address(update), text, rows, ticket=turned.ticket.id)
    else:
        await turn(update, context, text, rows, ticket=turned.ticket.id)


def _who(about: About, units: list[UnitCode], came: list[str], page: int, found: int, t: Texts) -> Keyboard:
    def make(words: str, unit: UnitCode) -> Button:
        mark = f"{about.number}.{page}.{unit}"
        return press(f"✓ {words}" if unit in came else words, about.whistle, "who", mark)

    last = [press(t("就这些"), about.whistle, "done", f"{about.number}.")]
    last += pages(about.whistle, "page", page, found, t, f"{about.number}.")
    return [*rows_of(units, 0, about.work.directory, make), last]


async def _nay(about: About) -> str:
    t = about.t
    await attend(about.work, about.whistle, about.person, about.unit, about.number, comes=False, why=about.words)
    return t("记下了，已告诉召集的人。")


async def _cancelled(about: About) -> str:
    t = about.t
    await cancel(about.work, about.whistle, about.person, about.number, about.words)
    return t("取消了，已通知。")


async def _done(about: About) -> str:
    t = about.t
    await settle(about.work, about.whistle, about.person, about.number, number(about.of), about.words)
    return t("记下了，已告诉召集的人。")


async def _off(about: About) -> str:
    return await _moved(about, moment(about.words.text, about.work.now, about.work.rules.zone))


async def _again(about: About) -> str:
    return await _once_more(about, about.of, moment(about.words.text, about.work.now, about.work.rules.zone))


_WHEN = _("改到什么时候？请回复这条，比如：明天 9:00，或者 12-03 14:30")
_WORDED: Mapping[str, Worded] = {
    "nay": Worded(WhistleDeed.ATTEND, _("为什么来不了？请回复这条。"), _nay),
    "not": Worded(WhistleDeed.CANCEL, _("为什么取消？请回复这条。"), _cancelled),
    "ok": Worded(WhistleDeed.SETTLE, _("办了什么？请回复这条，居民看得到，可以带照片。"), _done),
    "offw": Worded(WhistleDeed.PUT_OFF, _WHEN, _off),
    "againw": Worded(WhistleDeed.JOIN_FORCES, _("下次什么时候？请回复这条，比如：明天 9:00"), _again),
}
STEPS = frozenset({*_WORDED, "yes", "off", "offh", "again", "againh", "end", "page", "who", "done", "card"})
"""The steps of this room."""
