"""The writing desk: letters made of words and buttons, to a chat or to a person wherever they can be reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.buttons import Keyboard, markup
from handlers.texts import Texts
from tickets.deeds.step import finish
from tickets.ids import ChatId, LetterId, MediaId, PersonId, TicketId
from tickets.kinds import Deed
from tickets.mail import AWAITED, Address, Letter, Prompt, Purpose, Rank
from tickets.ports import Work
from tickets.records import Medium, Person

DELETE = "deleteMessage"
CAPTION = 1024
"""Characters under a photo."""
UNREACHABLE = "unreachable"
LONGEST = 3800
"""Characters of one message; a chat takes 4096 of them, some of which count double."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A user named in a group, so that a selective prompt opens for them alone."""

    user: int
    name: str

    def body(self, text: str) -> dict[str, Any]:
        """The entity for the name where the text begins with it; offsets are UTF-16 units."""
        length = len(self.name.encode("utf-16-le")) // 2
        user = {"id": self.user, "is_bot": False, "first_name": self.name}
        starts = text.startswith(self.name)
        return {"entities": [{"type": "text_mention", "offset": 0, "length": length, "user": user}]} if starts else {}


class Desk:
    """Writes the letters of one unit of work."""

    def __init__(self, work: Work, language: str) -> None:
        self.work = work
        self.language = language
        self._readers: dict[Address, Texts] = {}
        self._closed: set[Address] = set()

    def texts(self, person: Person | None = None) -> Texts:
        """The language of a person, or the house's."""
        return Texts((person.language if person else "") or self.language, self.work.rules.zone)

    async def texts_of(self, person: PersonId) -> Texts:
        return self.texts(await self.work.people.person(person))

    async def texts_at(self, to: Address) -> Texts:
        """The language of whoever's private chat it is; in a group the house's."""
        if to not in self._readers:
            reader = await self.work.people.known(to.account, to.chat) if to.chat > 0 else None
            self._readers[to] = self.texts(reader)
        return self._readers[to]

    async def say(
        self,
        to: Address,
        text: str,
        keyboard: Keyboard | None = None,
        *,
        purpose: Purpose = Purpose.PLAIN,
        rank: Rank = Rank.NORMAL,
        ticket: TicketId | None = None,
        answers: LetterId | None = None,
        prompt: Prompt | None = None,
    ) -> LetterId:
        """A message with its buttons; a text too long for one is several, the buttons under the last."""
        *before, text = _pages(text)
        for page in before:
            await self._post(Letter(to, "sendMessage", {"text": page}, purpose, rank, ticket=ticket))
        body: dict[str, Any] = {"text": text}
        if keyboard:
            body["reply_markup"] = markup(keyboard)
        letter = Letter(to, "sendMessage", body, purpose, rank, ticket=ticket, answers=answers, prompt=prompt)
        return await self._post(letter)

    async def tell(self, person: PersonId, text: str, keyboard: Keyboard | None = None, **how: Any) -> LetterId | None:
        """A private message, or None where the person can't be reached; what a poster misses is written down, and what
        they wait for is kept for them.
        """
        to = await self.work.people.address(person)
        if to is None and how.get("ticket") is not None:
            to = await self._missed(person, how["ticket"], how.get("purpose", Purpose.PLAIN))
        return await self.say(to, text, keyboard, **how) if to else None

    async def reach(self, person: PersonId) -> Address | None:
        """Where to write to them; where they can't be reached, the chat that they used last: what they wait for is kept
        there for them, and nothing else can be written there.
        """
        to = await self.work.people.address(person)
        if to is None and (ways := await self.work.people.ways(person)):
            to = Address(ways[0].account, ChatId(ways[0].user))
            self._closed.add(to)
        return to

    async def _missed(self, person: PersonId, ticket_id: TicketId, purpose: Purpose) -> Address | None:
        ticket = await self.work.tickets.get(ticket_id)
        if ticket.poster != person:
            return None
        to = await self.reach(person) if purpose in AWAITED else None
        detail = {"purpose": purpose, "why": UNREACHABLE, "kept": to is not None}
        await finish(self.work, ticket, Deed.UNDELIVERED, None, detail=detail, missed=True)
        return to

    async def _post(self, letter: Letter) -> LetterId:
        return await self.work.mail.post(letter, UNREACHABLE if letter.to in self._closed else "")

    async def ask(
        self,
        to: Address,
        text: str,
        deed: str,
        ticket: TicketId | None,
        asked: PersonId,
        mention: Mention | None = None,
        detail: Mapping[str, Any] | None = None,
    ) -> LetterId:
        """A prompt: only the reply to this very message counts, and only from the person asked."""
        body: dict[str, Any] = {"text": text, "reply_markup": {"force_reply": True, "selective": mention is not None}}
        if mention:
            body |= mention.body(text)
        prompt = Prompt(deed, ticket, asked, dict(detail or {}))
        letter = Letter(to, "sendMessage", body, Purpose.PROMPT, Rank.PROMPT, ticket=ticket, prompt=prompt)
        return await self.work.mail.post(letter)

    async def toast(self, to: Address, query: str, text: str, *, alert: bool = False) -> None:
        """The answer to a press: a line that passes, or an alert."""
        body: dict[str, Any] = {"callback_query_id": query}
        if text:
            body |= {"text": text[:200], "show_alert": alert}
        await self.work.mail.post(Letter(to, "answerCallbackQuery", body, Purpose.TOAST, Rank.URGENT))

    async def change(
        self, letter: LetterId, text: str, keyboard: Keyboard | None = None, *, photo: bool = False
    ) -> None:
        """The message shows something else now."""
        body: dict[str, Any] = {"reply_markup": markup(keyboard)}
        body["caption" if photo else "text"] = text[:CAPTION] if photo else text
        await self.work.mail.revise(letter, "editMessageCaption" if photo else "editMessageText", body)

    async def unsay(self, letter: LetterId) -> None:
        """The message goes away, as far as the channel lets it."""
        await self.work.mail.revise(letter, DELETE, {})

    async def rekey(self, letter: LetterId, keyboard: Keyboard) -> None:
        """The message keeps its words and has other buttons."""
        await self.work.mail.revise(letter, "editMessageReplyMarkup", {"reply_markup": markup(keyboard)})

    async def show(
        self,
        to: Address,
        media: Sequence[MediaId],
        caption: str = "",
        ticket: TicketId | None = None,
        answers: LetterId | None = None,
        purpose: Purpose = Purpose.PLAIN,
    ) -> None:
        """Photos and files, an album where they can be one."""
        found = await self.work.talks.media(media)
        photos = [m for m in found if m.kind in {"photo", "video"}]
        if len(photos) > 1:
            group = [{"type": m.kind, "media": {"media": m.id}} for m in photos[:10]]
            if caption:
                group[0] |= {"caption": caption[:CAPTION]}
            body: dict[str, Any] = {"media": group}
            await self._post(Letter(to, "sendMediaGroup", body, purpose, ticket=ticket, answers=answers))
            found, caption = [m for m in found if m not in photos], ""
        for medium in found:
            await self._post(_file(to, medium, caption, ticket, answers, purpose))
            caption = ""


def _pages(text: str) -> list[str]:
    """Cut at the last end of a line that fits, or where it must be."""
    pages = []
    while len(text) > LONGEST:
        end = text.rfind("\n", LONGEST // 2, LONGEST)
        end = end if end > 0 else LONGEST
        pages.append(text[:end])
        text = text[end:].lstrip("\n")
    return [*pages, text]


_METHODS = {
    "photo": "sendPhoto",
    "video": "sendVideo",
    "voice": "sendVoice",
    "audio": "sendAudio",
    "document": "sendDocument",
    "video_note": "sendVideoNote",
    "animation": "sendAnimation",
}


def _file(
    to: Address, medium: Medium, caption: str, ticket: TicketId | None, answers: LetterId | None, purpose: Purpose
) -> Letter:
    kind = medium.kind if medium.kind in _METHODS else "document"
    body: dict[str, Any] = {kind: {"media": medium.id}}
    if caption:
        body["caption"] = caption[:CAPTION]
    return Letter(to, _METHODS[kind], body, purpose, ticket=ticket, answers=answers)
