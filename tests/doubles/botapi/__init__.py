"""A Bot API server over real HTTP: strict where Telegram is strict, and able to fail on demand.

async with BotApi() as api:
    bot = api.bot("42:token")
    bot.say("楼道灯坏了", chat=7)          # a user writes; getUpdates or the webhook delivers it
    api.faults.block(chat=7)               # from now on 403
    await api.until(lambda: bot.sent(7))   # what the bot sent, as Message objects
    api.limits.broken                      # every breach of Telegram's limits
"""

from tests.doubles.botapi.bot import Call
from tests.doubles.botapi.faults import Fault, Faults
from tests.doubles.botapi.limits import Limits
from tests.doubles.botapi.server import BotApi
from tests.doubles.botapi.users import BotDouble

__all__ = ["BotApi", "BotDouble", "Call", "Fault", "Faults", "Limits"]
