"""A ticket's card: one screen of words, and the buttons that its state allows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.buttons import Button, Keyboard, Verb, button, markup
from handlers.desk import CAPTION
from handlers.texts import Texts
from handlers.texts.names import GRADES, LEDGERS, STATES, UNROUTED
from handlers.whistle.said.line import one_line
from tickets.directory import Directory, Level
from tickets.flows import Stand, missing
from tickets.ids import MediaId
from tickets.kinds import Deed, Kind, Matter, State
from tickets.mail import Address, Letter, Purpose, Rank
from tickets.ports import Work
from tickets.reading import mask
from tickets.records import Card, Medium, Rating, Said
from tickets.rules.routing import Unrouted
from tickets.ticket import Ticket
from tickets.whistles.whistle import Whistle

LONG = 220
"""Characters of the residents' words on a card; the rest is behind 详情."""

_COUNTED = {
    "photo": "photo",
    "video": "video",
    "video_note": "video",
    "animation": "video",
    "voice": "voice",
    "audio": "voice",
}


@dataclass(frozen=True, slots=True)
class Face:
    """All that a card shows, gathered once and drawn for every place where it stands."""

    ticket: Ticket
    words: str
    files: Sequence[Medium]
    rating: Rating | None
    whistles: Sequence[Whistle] = ()

    @property
    def photo(self) -> MediaId | None:
        """The picture that stands on the card."""
        return next((file.id for file in self.files if file.kind == "photo"), None)


async def face_of(work: Work, ticket: Ticket) -> Face:
    """Gather the card; personal data in the words are masked."""
    said = await work.tickets.said(ticket.id, Deed.POST, Deed.ADD, Deed.EDIT)
    media = [m for s in said for m in s.media]
    files = await work.talks.media(media) if media else []
    rated = ticket.state in {State.ANSWERED, State.CLOSED}
    rating = await work.tickets.rating(ticket.id, ticket.round) if rated else None
    blown = await work.whistles.of(ticket.id)
    return Face(ticket, masked(work, _newest_words(said)), files, rating, blown)


def masked(work: Work, text: str) -> str:
    """Words without phone, identity, plate, card, door numbers and introduced names."""
    return mask(text, work.reader.spans(text))


def gist(text: str, longest: int = 24) -> str:
    """One line of it."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def text_of(face: Face, directory: Directory, now: datetime, t: Texts) -> str:
    """The card's words: class and place, the matter, who has it and until when."""
    ticket = face.ticket
    lines = [_head(ticket, directory, t), _body(face, t)]
    lines.append(_files(face, t))
    if ticket.neighbours:
        lines.append(t("{n} 户反映", n=ticket.neighbours + 1))
    if ticket.unrouted:
        lines.append(t("要人定：{why}", why=t(UNROUTED[Unrouted(ticket.unrouted)])))
    lines += _flow(ticket, directory, t)
    lines.append(one_line(face.whistles, t))
    lines.append(_standing(face, directory, now, t))
    if ticket.pressed and ticket.running:
        lines.append(t("已督办"))
    if ticket.missed and ticket.state is not State.WITHDRAWN:
        lines.append(t("⚠ 有消息没送到居民"))
    return "\n".join(line for line in lines if line)


def keyboard_of(ticket: Ticket, t: Texts) -> Keyboard:
    """What can be pressed on the card as it stands."""
    match ticket.state:
        case State.TRIAGE:
            rows = [[button(t(LEDGERS[m]), Verb.TO_CLASS, ticket.id, m) for m in Matter]]
            rows.append([button(t("我来办"), Verb.TAKE_OVER, ticket.id), *_look_and_hand(ticket, t)])
            return rows
        case State.OPEN:
            claim = [button(t("认领"), Verb.CLAIM, ticket.id), button(t("改类别"), Verb.CLASS, ticket.id)]
            return [claim, _look_and_hand(ticket, t)]
        case State.HELD:
            return [
                [button(t("答复"), Verb.ANSWER, ticket.id), button(t("问居民"), Verb.PROMPT, ticket.id, Deed.ASK)],
                [
                    button(t("详情"), Verb.DETAIL, ticket.id),
                    button(t("改类别"), Verb.CLASS, ticket.id),
                    *_whistle(ticket, t),
                    button(t("更多"), Verb.MORE, ticket.id),
                ],
            ]
        case State.ANSWERED:
            return [[button(t("详情"), Verb.DETAIL, ticket.id), button(t("回话"), Verb.PROMPT, ticket.id, Deed.TELL)]]
        case State.CLOSED | State.WITHDRAWN | State.MERGED:
            return [[button(t("详情"), Verb.DETAIL, ticket.id)]]


def page_keyboard(ticket: Ticket, t: Texts) -> Keyboard:
    """On the page to those on duty: heed it first."""
    first = [button(t("收到，我去"), Verb.HEED, ticket.id), button(t("应急哨"), Verb.BLOW, ticket.id, "e")]
    return [first, *keyboard_of(ticket, t)]


async def post_card(work: Work, shown: Face, to: Address, face: str, t: Texts, *, plain: bool = False) -> None:
    """A new card in a chat; with the first photo where the post has one, unless it is to be `plain`."""
    photo = None if plain else shown.photo
    text, keyboard = text_of(shown, work.directory, work.now, t), keyboard_of(shown.ticket, t)
    number = await work.mail.post(_card_letter(shown.ticket, to, text, keyboard, photo))
    await work.mail.add_card(Card(shown.ticket.id, number, to, face, photo is not None))


def place_of(ticket: Ticket, directory: Directory) -> str:
    """Community and the finest area down to the building; never the door."""
    community = directory.areas[ticket.community].name if ticket.community in directory.areas else ""
    for level in (Level.BUILDING, Level.GRID):
        area = directory.at_level(ticket.area, level)
        if area:
            return f"{community} · {area.name}"
    return community


def _head(ticket: Ticket, directory: Directory, t: Texts) -> str:
    mark = "🚨 " if ticket.danger and ticket.running else ""
    again = t("（第 {n} 次）", n=ticket.round) if ticket.round > 1 else ""
    ledger = t("待定") if ticket.state is State.TRIAGE else t(LEDGERS[ticket.matter])
    return f"{mark}【{ledger}】{ticket.number}{again} {place_of(ticket, directory)}"


def _body(face: Face, t: Texts) -> str:
    if not face.words:
        return t("（没有文字）")
    words = gist(face.words, LONG)
    return words if face.ticket.kind is not Kind.TIPOFF else t("（举报）{words}", words=words)


def _flow(ticket: Ticket, directory: Directory, t: Texts) -> list[str]:
    """What is to be done now, and what is missing, where somebody has put it on a way of its own."""
    flow = directory.flows.get(ticket.flow)
    if flow is None or not ticket.flow_at or not ticket.running:
        return []
    steps = missing(flow, Stand.read(ticket.flow_at))
    return [t("现在：{does}（缺：{output}）", does=step.does, output=step.output) for step in steps]


def _files(face: Face, t: Texts) -> str:
    """What else was sent than the one photo that the card shows."""
    kinds = Counter(_COUNTED.get(file.kind, "document") for file in face.files)
    if kinds == {"photo": 1}:
        return ""
    words = {
        "photo": t("照片 {n} 张"),
        "video": t("视频 {n} 段"),
        "voice": t("语音 {n} 条"),
        "document": t("文件 {n} 个"),
    }
    return t("，").join(words[kind].format(n=n) for kind, n in kinds.items())


def _standing(face: Face, directory: Directory, now: datetime, t: Texts) -> str:
    ticket = face.ticket
    who = directory.name_of(ticket.holder)
    if ticket.running:
        return f"{_light(ticket, now, t)} · {who or t(STATES[ticket.state])}"
    if ticket.state is State.ANSWERED or ticket.state is State.CLOSED:
        kind = t("已说明原因") if ticket.explained else t("已答复")
        return " · ".join(part for part in (f"🟢 {kind}", who, _rated(face.rating, t)) if part)
    return t(STATES[ticket.state])


def _light(ticket: Ticket, now: datetime, t: Texts) -> str:
    left = t.left(ticket.owed_at, now)
    if now > ticket.owed_at:
        return t("🔴 逾期 {left}", left=left)
    if ticket.promised_for:
        return t("约定 {when} 前回复", when=t.when(ticket.promised_for, now))
    near = (ticket.owed_at - now) * 5 <= (ticket.due_at - ticket.posted_at)
    return t("🟡 剩 {left}", left=left) if near else t("{when} 前答复", when=t.when(ticket.due_at, now))


def _rated(rating: Rating | None, t: Texts) -> str:
    if rating is None:
        return ""
    solved = {True: t("解决了"), False: t("没解决"), None: ""}[rating.solved]
    return " ".join(part for part in (solved, t(GRADES[rating.grade]) if rating.grade else "") if part)


def _look_and_hand(ticket: Ticket, t: Texts) -> list[Button]:
    hand = [button(t("详情"), Verb.DETAIL, ticket.id), button(t("转给…"), Verb.HAND, ticket.id)]
    return [*hand, *_whistle(ticket, t)]


def _whistle(ticket: Ticket, t: Texts) -> list[Button]:
    """Departments are called for what is not a household's own, and for danger."""
    called = ticket.danger or not ticket.discreet
    return [button(t("吹哨"), Verb.BLOW, ticket.id)] if called else []


def _newest_words(said: Sequence[Said]) -> str:
    """The post's words as last edited, with what was added."""
    return "\n".join(s.text for s in said if s.text and s.deed is not Deed.EDIT)


def _card_letter(ticket: Ticket, to: Address, text: str, keyboard: Keyboard, photo: int | None) -> Letter:
    rank = Rank.URGENT if ticket.danger else Rank.NORMAL
    body: dict[str, object] = {"reply_markup": markup(keyboard)}
    if photo is None:
        return Letter(to, "sendMessage", body | {"text": text}, Purpose.CARD, rank, ticket=ticket.id)
    shown = {"photo": {"media": photo}, "caption": text[:CAPTION]}
    return Letter(to, "sendPhoto", body | shown, Purpose.CARD, rank, ticket=ticket.id)
