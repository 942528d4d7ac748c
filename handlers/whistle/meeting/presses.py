"""Every press on a meeting's or a joint action's message, and every reply to their prompts, to where it is done."""

from collections.abc import Mapping
from typing import Any

from telegram import Update

from handlers.buttons import Verb
from handlers.context import Context
from handlers.refusals import on
from handlers.whistle.meeting import call, decide, held
from tickets.deeds.poster.posting import Words
from tickets.errors import Unusable
from tickets.ids import WhistleId

PROMPTS = frozenset({call.PLAN, held.HELD, decide.DECIDING})
"""By which names the prompts of these rooms are known."""


async def on_press(update: Update, context: Context) -> None:
    """`mt:<whistle>:<step>-<value>`."""
    press = context.press(update)
    step, _sep, value = press.argument.partition("-")
    whistle = WhistleId(press.ticket)
    if step in held.STEPS:
        await held.on_held(update, context, whistle, step, value)
    elif step in decide.STEPS:
        await decide.on_decide(update, context, whistle, step, value)
    else:
        await call.on_plan(update, context, whistle, step, value)


async def answer(update: Update, context: Context, detail: Mapping[str, Any], words: Words) -> str:
    """The reply to one of these prompts; gives the sentence that says what became of it, or nothing."""
    match detail["do"]:
        case call.PLAN:
            return await call.answer(update, context, detail, words)
        case held.HELD:
            return await held.answer(update, context, detail, words)
        case decide.DECIDING:
            return await decide.answer(update, context, detail, words)
        case _:
            raise Unusable("empty")


HANDLERS = [on(Verb.MEET, on_press)]
