"""What a token opens: the table of methods and the rights that they need."""

from collections.abc import Mapping

from bot.channels.engine.call import Call
from bot.channels.engine.errors import Refusal, bad
from storage.chats.records import Bot, Right

FILES = ("sendphoto", "senddocument", "sendvoice", "sendvideo", "sendaudio", "sendanimation", "sendvideonote",
         "sendmediagroup", "getfile")  # fmt: skip
NEEDS: Mapping[str, Right] = {**dict.fromkeys(FILES, Right.FILES), "setwebhook": Right.WEBHOOK}
SAID = ("send", "edit", "copy", "forward")
"""How the methods begin that put something before people."""
WORDS: Mapping[Right, str] = {
    Right.PRIVATE: "write to private chats",
    Right.GROUPS: "take part in groups",
    Right.FILES: "send or get files",
    Right.WEBHOOK: "set a webhook",
}


def speaks(method: str) -> bool:
    """Whether the method counts against the limits."""
    return method.lower().startswith(SAID) and method.lower() != "sendchataction"


def check(bot: Bot, method: str, call: Call) -> None:
    """Raises Refusal where the operator gave the bot no right to that."""
    needed = {NEEDS[method.lower()]} if method.lower() in NEEDS else set()
    chat = call.text("chat_id").strip()
    if chat:
        needed.add(Right.GROUPS if chat.startswith("-") else Right.PRIVATE)
    for right in sorted(needed - bot.rights):
        raise _refused(right)


def _refused(right: Right) -> Refusal:
    return bad(f"not enough rights to {WORDS[right]}")
