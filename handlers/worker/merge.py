"""Merging: the likest open tickets to pick from, or a number in words."""

from telegram import Update

from handlers.buttons import Verb, button
from handlers.card import gist, masked
from handlers.context import Context
from handlers.refusals import on
from handlers.resident.turn import turn
from handlers.worker.prompts import prompt
from tickets.deeds import likening, merging
from tickets.deeds.step import begin
from tickets.errors import NotAllowed
from tickets.kinds import Deed

_MOST = 5
_SHORT = 16
"""Characters of a ticket's words on its button."""


async def on_merge(update: Update, context: Context) -> None:
    """Which one is it? Where none is like it the number is asked for at once."""
    press, person = context.press(update), await context.person(update)
    ticket = await begin(context.work, press.ticket, Deed.MERGE, person.id)
    if person.id == ticket.poster:
        raise NotAllowed(Deed.MERGE)
    if press.argument:
        await _pick(update, context, press.argument)
        return
    t = await context.texts(update)
    found = await likening.candidates(context.work, ticket, _MOST)
    if not found:
        await prompt(update, context, Deed.MERGE, ticket, f"{ticket.number} {t('并到哪一件？请回复这条，写编号。')}")
        return
    words = await context.work.tickets.first_words([other.id for other in found])
    said = {other.number: gist(masked(context.work, words.get(other.id, "")), _SHORT) for other in found}
    rows = [[button(f"{number} {line}", Verb.MERGE, ticket.id, number)] for number, line in said.items()]
    rows.append([button(t("写编号"), Verb.PROMPT, ticket.id, Deed.MERGE)])
    await context.toast(update)
    text = t("{number} 并到哪一件？这几件像：", number=ticket.number)
    await context.desk.say(context.address(update), text, rows, ticket=ticket.id)


async def _pick(update: Update, context: Context, into: str) -> None:
    press, person = context.press(update), await context.person(update)
    await merging.merge(context.work, press.ticket, person.id, into)
    t = await context.texts(update)
    await turn(update, context, t("已合并，居民已收到通知。"))


HANDLERS = [on(Verb.MERGE, on_merge)]
