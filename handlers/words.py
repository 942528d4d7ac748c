"""A chat message as words, files and a place; whatever its kind, nothing of it is dropped."""

from telegram import Message

from handlers.texts import Texts
from tickets.deeds.poster.posting import Words
from tickets.ids import MediaId
from tickets.mail import Address
from tickets.ports import Work
from tickets.records import Medium


async def words_of(message: Message, work: Work, at: Address, t: Texts) -> Words:
    """What the message says; its files are kept first."""
    medium = _medium(message, at)
    kept = (await work.talks.receive(medium),) if medium else ()
    album = f"{at.account}:{at.chat}:{message.media_group_id}" if message.media_group_id else ""
    text = message.text or message.caption or ""
    return Words(_clean(text), kept, album, _spot(message, t), origin(at, message.message_id))


def origin(at: Address, message: int) -> str:
    """The mark of one chat message."""
    return f"{at.account}:{at.chat}:{message}"


def _clean(text: str) -> str:
    """Without characters that turn writing around or cannot be seen, which hide what a card says."""
    shown = (c if c in "\n\t" or c.isprintable() else " " if c.isspace() else "" for c in text)
    return "".join(shown).strip()


def _medium(message: Message, at: Address) -> Medium | None:
    if message.photo:
        photo = message.photo[-1]
        return Medium(MediaId(0), "photo", at.account, photo.file_id, "", photo.file_size or 0, "image/jpeg")
    for kind in ("voice", "video", "document", "audio", "video_note", "animation"):
        file = getattr(message, kind)
        if file:
            name = getattr(file, "file_name", None) or ""
            mime = getattr(file, "mime_type", None) or ""
            return Medium(MediaId(0), kind, at.account, file.file_id, name, file.file_size or 0, mime)
    return None


def _spot(message: Message, t: Texts) -> str:
    if message.venue:
        return t("位置：{title} {address}", title=message.venue.title, address=message.venue.address)
    if message.location:
        place = message.location
        return t("位置：{lat:.5f}，{lon:.5f}", lat=place.latitude, lon=place.longitude)
    if message.contact:
        return t("联系人：{name} {phone}", name=message.contact.first_name, phone=message.contact.phone_number)
    return ""
