"""What is said in a group: only a reply to a prompt, by the person asked, goes anywhere. The rest stays there."""

from telegram import Update
from telegram.ext import MessageHandler, filters

from handlers.context import Context
from handlers.refusals import refusing
from handlers.replies import carry_out, meaning


async def on_group_reply(update: Update, context: Context) -> None:
    """An answer to a prompt; anything else is left alone."""
    message = update.message
    if message is None:
        return
    meant = await meaning(update, context)
    if meant:
        await carry_out(update, context, message, meant)


HANDLERS = [
    MessageHandler(
        filters.ChatType.GROUPS & filters.REPLY & ~filters.COMMAND & filters.UpdateType.MESSAGE,
        refusing(on_group_reply),
    )
]
