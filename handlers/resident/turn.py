"""The pressed message goes on: other words and buttons in its place, so that five questions are one message."""

from telegram import Update

from handlers.buttons import Keyboard
from handlers.context import Context
from tickets.ids import TicketId


async def turn(
    update: Update, context: Context, text: str, keyboard: Keyboard = (), ticket: TicketId | None = None
) -> None:
    """The pressed message says this now; said anew where it is none of ours any more, about that ticket."""
    message, at = update.effective_message, context.address(update)
    await context.toast(update)
    found = await context.work.mail.meant(at, message.message_id) if message else None
    if found is None:
        await context.desk.say(at, text, keyboard, ticket=ticket or context.press(update).ticket or None)
        return
    await context.desk.change(found[0], text, keyboard)


async def go_on(update: Update, context: Context, text: str, keyboard: Keyboard = ()) -> None:
    """What stands there stays, but for a question at its end: this follows."""
    lines = str(getattr(update.effective_message, "text", "") or "").splitlines()
    if lines and lines[-1].endswith(("？", "?")):
        lines.pop()
    await turn(update, context, "\n".join([*lines, text]), keyboard)
