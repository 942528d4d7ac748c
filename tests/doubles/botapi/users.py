"""What users do in chat, as the updates that Telegram would make of it."""

import time
from typing import Any

from tests.doubles.botapi.bot import BotState, chat_of, user_of

Update = dict[str, Any]
PIXEL = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")


class BotDouble(BotState):
    """One bot and its users. In a private chat the user is the chat; in groups name one.

    `text` and `update` only make an update, to be handed over by `deliver` later, twice or in another order.
    """

    def update(self, **content: Any) -> Update:
        number, self.next_update = self.next_update, self.next_update + 1
        return {"update_id": number, **content}

    def message(self, chat: int, user: int | None = None, **fields: Any) -> Update:
        return self.update(message=self.new_message(chat, user_of(user or abs(chat)), **fields))

    def text(self, words: str, chat: int = 1, user: int | None = None, **fields: Any) -> Update:
        if words.startswith("/"):
            length = len(words.split(maxsplit=1)[0])
            fields.setdefault("entities", [{"type": "bot_command", "offset": 0, "length": length}])
        return self.message(chat, user, text=words, **fields)

    def say(self, words: str, chat: int = 1, user: int | None = None, **fields: Any) -> Update:
        return self._deliver(self.text(words, chat, user, **fields))

    def reply(self, to: dict[str, Any], words: str, user: int | None = None) -> Update:
        return self._deliver(self.text(words, to["chat"]["id"], user, reply_to_message=to))

    def photo(self, chat: int = 1, user: int | None = None, data: bytes = PIXEL, **fields: Any) -> Update:
        size = self.keep_file(data, "photo.jpg") | {"width": 90, "height": 90}
        return self._deliver(self.message(chat, user, photo=[size], **fields))

    def album(self, count: int, chat: int = 1, user: int | None = None, caption: str = "") -> list[Update]:
        group = f"album-{time.monotonic_ns()}"
        captions = [{"caption": caption}] + [{}] * (count - 1)
        return [
            self.photo(chat, user, data=PIXEL + bytes([n]), media_group_id=group, **captions[n]) for n in range(count)
        ]

    def voice(self, chat: int = 1, user: int | None = None, data: bytes = b"OggS") -> Update:
        voice = self.keep_file(data, "voice.oga") | {"duration": 3, "mime_type": "audio/ogg"}
        return self._deliver(self.message(chat, user, voice=voice))

    def document(self, name: str, data: bytes, chat: int = 1, user: int | None = None) -> Update:
        document = self.keep_file(data, name) | {"file_name": name, "mime_type": "application/octet-stream"}
        return self._deliver(self.message(chat, user, document=document))

    def place(self, latitude: float, longitude: float, chat: int = 1, user: int | None = None) -> Update:
        return self._deliver(self.message(chat, user, location={"latitude": latitude, "longitude": longitude}))

    def press(self, on: dict[str, Any], data: str | None = None, user: int | None = None) -> Update:
        """Press a button of a message: the first one, unless its data is given."""
        chat = on["chat"]["id"]
        buttons = [button for row in on.get("reply_markup", {}).get("inline_keyboard", []) for button in row]
        query = f"query-{self.id}-{self.next_update}"
        self.queries.add(query)
        content = {"id": query, "from": user_of(user or abs(chat)), "message": on, "chat_instance": str(chat)}
        return self._deliver(self.update(callback_query=content | {"data": data or buttons[0]["callback_data"]}))

    def edits(self, update: Update, words: str) -> Update:
        changed = update["message"] | {"text": words, "edit_date": int(time.time())}
        return self._deliver(self.update(edited_message=changed))

    def membership(self, chat: int, status: str, user: int | None = None) -> Update:
        """The bot was added, removed, blocked or unblocked (`member`, `kicked`, `left` …)."""
        old = "left" if status == "member" else "member"
        members = {
            name: {"user": self.me, "status": value} | ({"until_date": 0} if value == "kicked" else {})
            for name, value in (("old_chat_member", old), ("new_chat_member", status))
        }
        change = {"chat": chat_of(chat), "from": user_of(user or abs(chat)), "date": int(time.time()), **members}
        return self._deliver(self.update(my_chat_member=change))

    def upgraded(self, chat: int, new: int) -> Update:
        """The group became a supergroup."""
        return self._deliver(self.message(chat, 1, migrate_to_chat_id=new))

    def _deliver(self, update: Update) -> Update:
        self.deliver(update)
        return update
