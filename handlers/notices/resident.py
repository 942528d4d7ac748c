"""What the poster reads at each turn: plain, short, the conclusion first, who has it, what comes next."""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.buttons import Button, Keyboard, Verb, button
from handlers.card import gist
from handlers.desk import Desk
from handlers.doubt import doubt
from handlers.texts import Texts
from handlers.texts.names import MATTERS, PERILS
from tickets.calendar.spans import doubtful
from tickets.directory import Role, UnitKind
from tickets.kinds import Deed, Matter, Peril, State
from tickets.mail import Purpose, Rank
from tickets.ports import Work
from tickets.records import Said
from tickets.rules.clocks import answer_span
from tickets.rules.rights import coordinators
from tickets.rules.routing import Unrouted
from tickets.ticket import Event, Ticket

_RECALLED = 40
"""Characters of their own words that the poster is reminded of."""


async def advice(desk: Desk, ticket: Ticket) -> None:
    """Danger: whom to call, in one breath, before anything else."""
    t = await desk.texts_of(ticket.poster)
    text = t(PERILS[ticket.peril or Peril.OTHER])
    await desk.tell(ticket.poster, text, purpose=Purpose.ADVICE, rank=Rank.URGENT, ticket=ticket.id)


async def receipt(desk: Desk, ticket: Ticket, detail: Mapping[str, Any]) -> None:
    """Number, class and why, who has it, until when; and the question where the class is not sure."""
    t = await desk.texts_of(ticket.poster)
    lines = [
        t("收到，编号 {number}。", number=ticket.number),
        *_routed(desk, ticket, detail, t),
        _until(desk, ticket, t),
        *_doubt(desk, ticket, t),
    ]
    if ticket.unrouted == Unrouted.WORDLESS:
        lines.append(t("是什么事？回复这条说一句，更快找对人。"))
    keyboard = [[button(t("分错了"), Verb.WRONG, ticket.id), *_own(ticket, t)]]
    await desk.tell(
        ticket.poster, "\n".join(lines), keyboard, purpose=Purpose.RECEIPT, rank=_rank(ticket), ticket=ticket.id
    )
    if ticket.unrouted == Unrouted.UNSURE:
        await _ask_class(desk, ticket)


def _until(desk: Desk, ticket: Ticket, t: Texts) -> str:
    """By when. Who waits for help reads that the hour is that of the result: those on duty were called already."""
    when = t.when(ticket.due_at, desk.work.now)
    if ticket.peril:
        return t("处理结果最晚{when} 前告诉您。", when=when)
    return t("最晚{when} 前答复您。", when=when)


def _doubt(desk: Desk, ticket: Ticket, t: Texts) -> list[str]:
    rules = desk.work.rules
    measure = answer_span(ticket.urgency, ticket.topic, rules).measure
    said = doubt(doubtful(ticket.posted_at, ticket.due_at, measure, rules.calendar), t)
    return [said] if said else []


async def second(desk: Desk, ticket: Ticket, said: Said) -> None:
    """Another matter stands in the same words: offered as a ticket of its own."""
    matters = desk.work.reader.read(said.text).matters
    if not matters:
        return
    t = await desk.texts_of(ticket.poster)
    text = t("您还说了另一件：“{words}”\n要单独报一件吗？各找各的人。", words=gist(matters[1], _RECALLED))
    apart = [[button(t("另报一件"), Verb.SECOND, ticket.id, str(said.id))]]
    await desk.tell(ticket.poster, text, apart, purpose=Purpose.QUESTION, ticket=ticket.id)


async def _ask_class(desk: Desk, ticket: Ticket) -> None:
    """The one question of an unsure class."""
    t = await desk.texts_of(ticket.poster)
    text = t("{number} 是哪一类事？点一下更快：", number=ticket.number)
    await desk.tell(ticket.poster, text, class_buttons(ticket, t), purpose=Purpose.QUESTION, ticket=ticket.id)


def class_buttons(ticket: Ticket, t: Texts) -> Keyboard:
    """The three classes in a resident's words."""
    return [[button(t(MATTERS[m]), Verb.SORT, ticket.id, m)] for m in Matter]


async def rerouted(desk: Desk, ticket: Ticket, event: Event) -> None:
    """It is somewhere else now."""
    t = await desk.texts_of(ticket.poster)
    if event.actor == ticket.poster and not event.detail.get("placed"):
        return
    text = t("{number} 转给 {who}，答复时间不变。", number=ticket.number, who=who_has(desk.work, ticket, t))
    await desk.tell(ticket.poster, text, ticket=ticket.id)


async def taken(desk: Desk, ticket: Ticket) -> None:
    """Somebody with a name has it."""
    t = await desk.texts_of(ticket.poster)
    text = t("{number} 由{who}在办。", number=ticket.number, who=signature(desk, ticket, t))
    await desk.tell(ticket.poster, text, ticket=ticket.id)


async def asked(desk: Desk, ticket: Ticket, said: Said) -> None:
    """A question from the holder."""
    t = await desk.texts_of(ticket.poster)
    text = t("关于 {number}，{who}想问您：\n{words}\n直接回复这条就行。", number=ticket.number,
             who=signature(desk, ticket, t), words=said.text)  # fmt: skip
    await desk.tell(ticket.poster, text, purpose=Purpose.QUESTION, ticket=ticket.id)
    await _files(desk, ticket, said)


async def told(desk: Desk, ticket: Ticket, said: Said) -> None:
    """A word that answers a follow-up."""
    t = await desk.texts_of(ticket.poster)
    name = desk.work.directory.name_of(said.author)
    text = t("{number}，{who}回话：\n{words}", number=ticket.number, who=name, words=said.text)
    await desk.tell(ticket.poster, text, purpose=Purpose.ANSWER, ticket=ticket.id)
    await _files(desk, ticket, said)


async def promised(desk: Desk, ticket: Ticket, said: Said) -> None:
    """An interim answer with its date."""
    t = await desk.texts_of(ticket.poster)
    until = ticket.promised_for or ticket.due_at
    text = t(
        "{number} 还没办完。\n{words}\n{when} 前再答复您。\n—— {who}",
        number=ticket.number,
        words=said.text,
        when=t.when(until, desk.work.now),
        who=signature(desk, ticket, t),
    )
    await desk.tell(ticket.poster, text, purpose=Purpose.ANSWER, ticket=ticket.id)
    await _files(desk, ticket, said)


async def answered(desk: Desk, ticket: Ticket, said: Said | None, deed: Deed) -> None:
    """A result, an explanation, or the end of a mediation; then: solved or not."""
    t = await desk.texts_of(ticket.poster)
    fields = {"number": ticket.number, "words": said.text if said else "", "who": signature(desk, ticket, t)}
    match deed:
        case Deed.SOLVE:
            text = t("{number} 有结果了：\n{words}\n—— {who}\n现在解决了吗？", **fields)
        case Deed.BREAK_OFF:
            text = t(
                "{number}：有一方不愿意再谈，调解到此为止。\n您还可以：到街道司法所申请调解，打 12348 问律师，"
                "或者直接到法院。有人动手请打 110。\n—— {who}\n这样可以吗？",
                **fields,
            )
        case _:
            text = t("{number} 现在办不了，原因和下一步：\n{words}\n—— {who}\n这样可以吗？", **fields)
    await desk.tell(ticket.poster, text, solved_buttons(ticket, t), purpose=Purpose.ANSWER, ticket=ticket.id)
    if said:
        await _files(desk, ticket, said)


def solved_buttons(ticket: Ticket, t: Texts) -> Keyboard:
    """Solved or not."""
    answered = str(ticket.round)
    yes = button(t("解决了"), Verb.CONFIRM, ticket.id, answered)
    return [[yes, button(t("没解决"), Verb.DENY, ticket.id, answered)]]


async def reopened(desk: Desk, ticket: Ticket) -> None:
    """A new round with its own 48 hours."""
    t = await desk.texts_of(ticket.poster)
    text = t(
        "{number} 重新办理，转给 {who}。\n最晚{when} 前答复您。",
        number=ticket.number,
        who=who_has(desk.work, ticket, t),
        when=t.when(ticket.due_at, desk.work.now),
    )
    await desk.tell(ticket.poster, text, [_own(ticket, t)], purpose=Purpose.RECEIPT, ticket=ticket.id)


async def merged(desk: Desk, ticket: Ticket, into: str) -> None:
    """One matter, many residents: each is still told and asked."""
    t = await desk.texts_of(ticket.poster)
    text = t("{number} 和邻居报的 {into} 是同一件事，一起办。有结果照样告诉您。", number=ticket.number, into=into)
    await desk.tell(ticket.poster, text, ticket=ticket.id)


async def heeded(desk: Desk, ticket: Ticket, event: Event) -> None:
    """Who of those on duty has read the page, and when."""
    t = await desk.texts_of(ticket.poster)
    name = desk.work.directory.name_of(event.actor)
    hour = event.at.astimezone(t.zone)
    text = t("{who}（值班）已接通知 {hour}，{number}。", who=name, hour=f"{hour:%H:%M}", number=ticket.number)
    await desk.tell(ticket.poster, text, ticket=ticket.id, rank=Rank.URGENT)


async def consent_asked(desk: Desk, ticket: Ticket) -> None:
    """May a neighbour with a skill be asked; without name and door."""
    t = await desk.texts_of(ticket.poster)
    text = t("{number}：可以请一位会调解或有手艺的邻居来帮忙吗？不说您的姓名和门牌。", number=ticket.number)
    yes, no = button(t("可以"), Verb.CONSENT, ticket.id, "y"), button(t("不用"), Verb.CONSENT, ticket.id, "n")
    await desk.tell(ticket.poster, text, [[yes, no]], purpose=Purpose.QUESTION, ticket=ticket.id)


async def agreed(desk: Desk, ticket: Ticket, said: Said) -> None:
    """What was agreed."""
    t = await desk.texts_of(ticket.poster)
    who = signature(desk, ticket, t)
    text = t("{number} 商定：\n{words}\n—— {who}", number=ticket.number, words=said.text, who=who)
    await desk.tell(ticket.poster, text, purpose=Purpose.ANSWER, ticket=ticket.id)


async def called_back(desk: Desk, ticket: Ticket) -> None:
    """Asked once more, unless they have said; no answer stays no opinion."""
    if await desk.work.tickets.rating(ticket.id, ticket.round):
        return
    t = await desk.texts_of(ticket.poster)
    text = t("{number} 给过您答复了。\n现在解决了吗？", number=ticket.number)
    await desk.tell(ticket.poster, text, solved_buttons(ticket, t), purpose=Purpose.QUESTION, ticket=ticket.id)


async def late(desk: Desk, ticket: Ticket) -> None:
    """The hour that was named has passed: said before they have to ask, with the way to press."""
    t = await desk.texts_of(ticket.poster)
    text = t("{number} 到时限了还没答复您，对不住。已经报给街道，街道会催。", number=ticket.number)
    press = [[button(t("催一下"), Verb.URGE, ticket.id), button(t("追问"), Verb.FOLLOW, ticket.id)]]
    await desk.tell(ticket.poster, text, press, ticket=ticket.id)


def signature(desk: Desk, ticket: Ticket, t: Texts) -> str:
    """The holder's name and unit; never "the system"."""
    name = desk.work.directory.name_of(ticket.holder)
    unit = desk.work.directory.unit_name(ticket.unit)
    return t("{name}（{unit}）", name=name, unit=unit) if name and unit else name or unit


def who_has(work: Work, ticket: Ticket, t: Texts) -> str:
    """Who has it now, by the name that a resident can use."""
    directory = work.directory
    if ticket.holder:
        return directory.name_of(ticket.holder)
    if ticket.unit is None:
        area = directory.areas.get(ticket.community)
        where = area.name if area else t("社区")
        decides = directory.people_at(ticket.community, UnitKind.COMMUNITY, Role.COORDINATOR)
        named = decides or coordinators(ticket, directory)
        return t("{area}的{who}", area=where, who=directory.name_of(named[0])) if named else where
    leaders = directory.people_of(ticket.unit, Role.LEADER) if ticket.matter is Matter.HOUSEHOLD else []
    return t("微网格长 {name}", name=directory.name_of(leaders[0])) if leaders else directory.unit_name(ticket.unit)


def _routed(desk: Desk, ticket: Ticket, detail: Mapping[str, Any], t: Texts) -> list[str]:
    lines = []
    if ticket.danger:
        paged = desk.work.directory.on_duty(ticket.area or ticket.community, desk.work.now)
        names = t("、").join(desk.work.directory.name_of(p) for p in paged)
        lines += [t("已通知值班的{who}。", who=names)] if names else []
    who = who_has(desk.work, ticket, t)
    if ticket.state is State.TRIAGE:
        return lines or [t("先请{who}看该归谁管。", who=who)]
    why = t("、").join(_telling(detail.get("why") or ()))
    line = t("按“{matter}”转给 {who}", matter=t(MATTERS[ticket.matter]), who=who)
    return [*lines, line + (t("（您提到：{why}）。", why=why) if why else t("。"))]


def _telling(why: Sequence[str]) -> list[str]:
    """The grounds that say something to a reader: without the little words around them."""
    bare = (word.strip("了的我您，。 ") for word in why)
    return [word for word in bare if len(word) > 1]


def _own(ticket: Ticket, t: Texts) -> list[Button]:
    return [button(t("补充"), Verb.ADD, ticket.id), button(t("撤回"), Verb.WITHDRAW, ticket.id)]


def _rank(ticket: Ticket) -> Rank:
    return Rank.URGENT if ticket.danger else Rank.NORMAL


async def _files(desk: Desk, ticket: Ticket, said: Said) -> None:
    to = await desk.reach(ticket.poster)
    if to and said.media:
        await desk.show(to, said.media, ticket=ticket.id, purpose=Purpose.ANSWER)
