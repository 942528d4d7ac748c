"""What people's phones send: Bot API updates, and nothing else."""

import re
from dataclasses import dataclass
from itertools import count
from typing import Any

from bot.replay.agenda import Said
from bot.replay.wire import BOT, Shown, chat_of
from handlers.buttons import Press

FIRST_POST = 10_000_000
"""Updates that bring a row of the file are numbered from here, so that the database can tell them from all others."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a phone."""

    user: int
    name: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """Who pressed what, in which chat."""

    person: Person
    chat: int
    press: Press


class Phone:
    """Makes the updates. `pressed` remembers each press by its query."""

    def __init__(self) -> None:
        self.pressed: dict[str, Pressed] = {}
        self.sent = 0
        self.posted = 0
        self._updates, self._posts, self._messages = count(1), count(FIRST_POST), count(1)

    def post(self, person: Person, text: str) -> Said:
        """A row of the file."""
        self.posted += 1
        return self._update(next(self._posts), person.user, message=self._message(person, person.user, text=text))

    def say(self, person: Person, text: str, chat: int = 0, to: Shown | None = None) -> Said:
        """Anything else that is said, in private unless a chat is named."""
        fields: dict[str, Any] = {"text": text}
        if command := re.match(r"/[a-z]+", text):
            fields["entities"] = [{"type": "bot_command", "offset": 0, "length": command.end()}]
        if to:
            fields["reply_to_message"] = _shown(to)
        return self._update(next(self._updates), chat or person.user, message=self._message(person, chat, **fields))

    def press(self, person: Person, on: Shown, press: Press) -> Said:
        number = next(self._updates)
        self.pressed[str(number)] = Pressed(person, on.chat, press)
        query = {"id": str(number), "from": _user(person), "chat_instance": "1", "data": str(press)}
        return self._update(number, on.chat, callback_query=query | {"message": _shown(on)})

    def block(self, person: Person) -> Said:
        """The person has blocked the bot, and the channel tells."""
        member, gone = {"user": BOT, "status": "member"}, {"user": BOT, "status": "kicked", "until_date": 0}
        change = {"chat": chat_of(person.user), "from": _user(person), "date": 1}
        change |= {"old_chat_member": member, "new_chat_member": gone}
        return self._update(next(self._updates), person.user, my_chat_member=change)

    def _update(self, number: int, chat: int, **content: Any) -> Said:
        self.sent += 1
        return Said(chat, {"update_id": number, **content})

    def _message(self, person: Person, chat: int, **fields: Any) -> dict[str, Any]:
        # People's messages and the bot's are numbered apart: neither is ever taken for the other.
        number = FIRST_POST + next(self._messages)
        return {"message_id": number, "date": 1, "from": _user(person), "chat": chat_of(chat or person.user), **fields}


def _shown(message: Shown) -> dict[str, Any]:
    body = {k: v for k, v in message.body.items() if k in {"text", "caption"}}
    markup = message.body.get("reply_markup") or {}
    buttons = {"reply_markup": markup} if "inline_keyboard" in markup else {}
    return {"message_id": message.number, "date": 1, "from": BOT, "chat": chat_of(message.chat), **body, **buttons}


def _user(person: Person) -> dict[str, Any]:
    return {"id": person.user, "is_bot": False, "first_name": person.name, "language_code": "zh"}
