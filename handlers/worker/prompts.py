"""Prompts: a button asks for words, and only the reply to that prompt, by whoever pressed, goes anywhere."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from telegram import Update

from handlers.buttons import Keyboard, Verb, button, number
from handlers.card import keyboard_of
from handlers.context import Context
from handlers.desk import Mention
from handlers.refusals import on
from tickets.deeds.step import begin
from tickets.errors import Unusable
from tickets.kinds import Deed, Matter
from tickets.rules.rights import check, standings
from tickets.ticket import Ticket
from tickets.times import iso


def _(sentence: str) -> str:
    return sentence


_ASKS: Mapping[str, str] = {
    Deed.SOLVE: _("请回复这条，写给居民的结果。可以带照片。"),
    Deed.EXPLAIN: _("请回复这条，写为什么办不了、居民下一步可以怎么办。"),
    Deed.ASK: _("请回复这条，写要问居民的话。"),
    Deed.TELL: _("请回复这条，写给居民的话。"),
    Deed.NOTE: _("请回复这条写备注，居民看不到。"),
    Deed.HAND_BACK: _("为什么退回？请回复这条。"),
    Deed.MERGE: _("并到哪一件？请回复这条，写编号。"),
    Deed.AGREE: _("请回复这条，写商定的结果。"),
}
_MOST_DAYS = 366
_WRITTEN = "w"
_ASKABLE = {str(deed): deed for deed in Deed if deed in _ASKS}


async def prompt(
    update: Update, context: Context, deed: Deed, ticket: Ticket, text: str, detail: Mapping[str, Any] | None = None
) -> None:
    """Ask the one who pressed, by name where others read along."""
    person, user, at = await context.person(update), update.effective_user, context.address(update)
    await context.toast(update)
    mention = None
    if user and update.effective_chat and update.effective_chat.type != "private":
        mention = Mention(user.id, user.full_name)
        text = f"{user.full_name} {text}"
    await context.desk.ask(at, text, deed, ticket.id, person.id, mention, detail)


async def on_prompt(update: Update, context: Context) -> None:
    """Every button that asks for words."""
    press, person = context.press(update), await context.person(update)
    deed = _ASKABLE.get(press.argument)
    if deed is None:
        raise Unusable("empty")
    ticket = await begin(context.work, press.ticket, deed, person.id)
    t = await context.texts(update)
    await prompt(update, context, deed, ticket, f"{ticket.number} {t(_ASKS[deed])}")


async def on_answer(update: Update, context: Context) -> None:
    """Which answer: a result, a reason, or a date."""
    press, person = context.press(update), await context.person(update)
    ticket = await begin(context.work, press.ticket, Deed.SOLVE, person.id)
    t = await context.texts(update)
    rows = [
        [button(t("办好了"), Verb.PROMPT, ticket.id, Deed.SOLVE)],
        [button(t("办不了"), Verb.PROMPT, ticket.id, Deed.EXPLAIN)],
        [button(t("先约个日子"), Verb.PROMISE, ticket.id), button(t("返回"), Verb.BACK, ticket.id)],
    ]
    await show(update, context, rows)


async def on_promise(update: Update, context: Context) -> None:
    """An interim answer needs its date first."""
    press, person = context.press(update), await context.person(update)
    ticket = await begin(context.work, press.ticket, Deed.PROMISE, person.id)
    t = await context.texts(update)
    if days := min(number(press.argument), _MOST_DAYS):
        until = _evening(context, days)
        text = t("约定 {when} 前答复。{number} 请回复这条，写现在到哪一步了。", number=ticket.number,
                 when=t.when(until, context.work.now))  # fmt: skip
        await prompt(update, context, Deed.PROMISE, ticket, text, {"until": iso(until)})
        return
    if press.argument == _WRITTEN:
        text = t("{number} 请回复这条，先写日期，再写到哪一步了。比如：12-03 18:00 配件在路上", number=ticket.number)
        await prompt(update, context, Deed.PROMISE, ticket, text)
        return
    choices = {"1": t("明天"), "3": t("3 天后"), "7": t("7 天后"), "15": t("15 天后"), "30": t("30 天后")}
    choices |= {_WRITTEN: t("写日期")}
    choice = [button(words, Verb.PROMISE, ticket.id, mark) for mark, words in choices.items()]
    await show(update, context, [choice[:3], choice[3:], [button(t("返回"), Verb.BACK, ticket.id)]])


async def on_more(update: Update, context: Context) -> None:
    """What is needed less often."""
    press, person = context.press(update), await context.person(update)
    ticket = await begin(context.work, press.ticket, Deed.ASK, person.id)
    t = await context.texts(update)
    help_words = t("请能人") if ticket.matter is Matter.HOUSEHOLD else t("请人参加")
    rows = [
        [button(t("联系方式"), Verb.CONTACT, ticket.id), button(t("备注"), Verb.PROMPT, ticket.id, Deed.NOTE)],
        [button(t("转给…"), Verb.HAND, ticket.id), button(help_words, Verb.HELPERS, ticket.id)],
        [button(t("流程"), Verb.FLOW, ticket.id), button(t("记商定"), Verb.PROMPT, ticket.id, Deed.AGREE)],
    ]
    if ticket.matter is Matter.HOUSEHOLD:
        rows[-1].append(button(t("一方不愿意"), Verb.BREAK_OFF, ticket.id))
    else:
        rows[-1].append(button(t("合并"), Verb.MERGE, ticket.id))
    await show(update, context, [*rows, [button(t("返回"), Verb.BACK, ticket.id)]])


async def on_back(update: Update, context: Context) -> None:
    """The card's first buttons again, for those who may open its other ones."""
    press, person = context.press(update), await context.person(update)
    ticket = await context.work.tickets.get(press.ticket)
    check(Deed.ASSIGN, standings(ticket, person.id, context.work.directory, context.work.now))
    await show(update, context, keyboard_of(ticket, await context.texts(update)))


async def show(update: Update, context: Context, rows: Keyboard) -> None:
    """Other buttons under the message that was pressed."""
    await context.toast(update)
    await rekey(update, context, rows)


async def rekey(update: Update, context: Context, rows: Keyboard) -> None:
    """The same, where the press is answered otherwise."""
    message = update.effective_message
    found = await context.work.mail.meant(context.address(update), message.message_id) if message else None
    if found:
        await context.desk.rekey(found[0], rows)


def _evening(context: Context, days: int) -> datetime:
    local = context.work.now.astimezone(context.work.rules.zone) + timedelta(days=days)
    return local.replace(hour=18, minute=0, second=0, microsecond=0)


HANDLERS = [
    on(Verb.PROMPT, on_prompt),
    on(Verb.ANSWER, on_answer),
    on(Verb.PROMISE, on_promise),
    on(Verb.MORE, on_more),
    on(Verb.BACK, on_back),
]
