"""What people can do in chat, one file a deed, and every sentence they read."""

from typing import Any

from telegram.ext import Application, ContextTypes

from handlers import always, menus
from handlers.context import Context, House, Notice, Running, current
from handlers.failures import alarm, delivered, stuck, undelivered
from handlers.menus import general, menu_of
from handlers.notices import announce
from handlers.resident import channels, mine, post, rate, start
from handlers.supervisor import report, review, scores, watch, year
from handlers.texts import Texts
from handlers.whistle import turns
from handlers.whistle.blowing import blow
from handlers.whistle.steps import view
from handlers.worker import bind, classes, flow, group, help, hold, lists, look, merge, prompts

CONTEXT = ContextTypes(context=Context)
COMMANDS = menus.COMMANDS


def build(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """Register every handler, in the order in which they are asked."""
    rooms = (
        always,
        start,
        channels,
        mine,
        rate,
        hold,
        prompts,
        look,
        classes,
        merge,
        flow,
        help,
        lists,
        watch,
        report,
        review,
        scores,
        year,
        blow,
        turns,
        view,
        bind,
        group,
        post,
    )
    for room in rooms:
        application.add_handlers(room.HANDLERS)
    application.add_handlers(always.LAST)
    application.add_error_handler(_remember)


async def _remember(update: object, context: Context) -> None:
    """A handler's failure, for the worker: python-telegram-bot would swallow it."""
    current.get().failure = context.error


__all__ = [
    "COMMANDS", "CONTEXT", "Context", "House", "Notice", "Running", "Texts", "alarm", "announce", "build", "current",
    "delivered", "general", "menu_of", "stuck", "undelivered",
]  # fmt: skip
