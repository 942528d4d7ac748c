"""The first meeting: the privacy notice once per version, the community if the link did not say, the home at will."""

from dataclasses import replace

from telegram import Update
from telegram.ext import CommandHandler, filters

from handlers.buttons import Button, Verb, button, number
from handlers.context import Context
from handlers.menus import own
from handlers.refusals import on, refusing
from handlers.resident.turn import turn
from handlers.worker.look import send_card
from tickets.deeds.poster.linking import enlist
from tickets.deeds.sorting import place
from tickets.directory import Area, Level
from tickets.errors import Unknown
from tickets.ids import AreaCode, TicketId
from tickets.kinds import State
from tickets.mail import Rank
from tickets.records import Person, Query

Question = tuple[str, list[list[Button]]]

_ROW = 3
_MOST = 60
"""Buttons of one question; a community with more buildings is asked for the building in words."""

INVITE, CARD = "s_", "t_"
"""A staff member's one-time code in a link begins with the one, the ticket whose card they want with the other."""


async def on_start(update: Update, context: Context) -> None:
    """`/start`, also with a place or a staff member's code in the link."""
    person = await context.person(update)
    code = (context.args or [""])[0]
    if code.startswith(INVITE):
        await _staff(update, context, code.removeprefix(INVITE))
        return
    if code.startswith(CARD) and (ticket := number(code.removeprefix(CARD))):
        await send_card(update, context, TicketId(ticket))
        return
    area = _area_of(context, code) or _only_community(context, person)
    if area:
        person = await _settle(context, person, area)
    if person.noticed < context.running.house.notice.version:
        person = await show_notice(update, context, person)
    text, keyboard = _next_question(context, person)
    await context.desk.say(context.address(update), text, keyboard)
    if context.work.directory.is_staff(person.id):
        await own(context.desk, context.address(update), person)


async def show_notice(update: Update, context: Context, person: Person, rank: Rank = Rank.NORMAL) -> Person:
    """Who processes what, for how long, and how to have it deleted (PIPL 17); agreement by a button."""
    t, notice = context.desk.texts(person), context.running.house.notice
    text = t(
        "先说清楚：您发的话、照片和住处，{processor}只用来办您报的事，只给办事的人看，办完{retention}后删除。"
        "不用写身份证号。\n看存了什么，发 /privacy；全部删除，发 /forget；有疑问，找{contact}。\n"
        "着火、打人、病重，请直接打 119、110、120。这里不是 12345。",
        processor=notice.processor or t("社区"),
        contact=notice.contact or t("您的社区居委会"),
        retention=notice.retention or t("两年"),
    )
    asks = person.agreed < notice.version
    agree = [[button(t("知道了，同意"), Verb.AGREE_NOTICE, 0, str(notice.version))]] if asks else None
    await context.desk.say(context.address(update), text, agree, rank=rank)
    shown = replace(person, noticed=notice.version)
    await context.work.people.update(shown)
    return shown


async def on_agree(update: Update, context: Context) -> None:
    """The agreement is kept with its version."""
    person, press = await context.person(update), context.press(update)
    version = context.running.house.notice.version
    t = context.desk.texts(person)
    if press.argument != str(version):
        await show_notice(update, context, person)
        await context.toast(update)
        return
    await context.work.people.update(replace(person, noticed=version, agreed=version))
    await context.toast(update, t("记下了。"))
    message = update.effective_message
    found = await context.work.mail.meant(context.address(update), message.message_id) if message else None
    if found:
        await context.desk.rekey(found[0], [])


async def on_community(update: Update, context: Context) -> None:
    """Where the resident lives; a post that waited for it goes on."""
    person, press = await context.person(update), context.press(update)
    area = _area_of(context, press.argument)
    if area is None or area.level is not Level.COMMUNITY:
        t = context.desk.texts(person)
        await context.toast(update, t("没有这个社区。"), alert=True)
        return
    person = await _settle(context, person, area)
    await turn(update, context, *_next_question(context, person))


async def on_building(update: Update, context: Context) -> None:
    """Building, then entrance; both may be left out."""
    person, press = await context.person(update), context.press(update)
    area = _area_of(context, press.argument)
    if area is not None and person.community and context.work.directory.inside(area.code, person.community):
        person = await _settle(context, person, area)
        if area.level is Level.BUILDING and await _ask_entrance(update, context, person, area):
            return
    t = context.desk.texts(person)
    await turn(update, context, t("好了。有事直接说，一条消息就是一件事。"))


async def on_language(update: Update, context: Context) -> None:
    """`/lang`: Chinese or English."""
    person = await context.person(update)
    t = context.desk.texts(person)
    choice = [[button("中文", Verb.LANGUAGE, 0, "zh_CN"), button("English", Verb.LANGUAGE, 0, "en")]]
    await context.desk.say(context.address(update), t("用哪种语言？"), choice)


async def on_language_chosen(update: Update, context: Context) -> None:
    """The language is the person's, in whatever channel."""
    person, press = await context.person(update), context.press(update)
    if press.argument in {"zh_CN", "en"}:
        person = replace(person, language=press.argument)
        await context.work.people.update(person)
    t = context.desk.texts(person)
    await context.toast(update, t("好，以后用中文。"))
    await own(context.desk, context.address(update), person)


async def ask_community(update: Update, context: Context, person: Person, rank: Rank = Rank.NORMAL) -> None:
    """The one question that a link would have spared."""
    text, keyboard = _community_question(context, person)
    await context.desk.say(context.address(update), text, keyboard, rank=rank)


def _community_question(context: Context, person: Person) -> Question:
    areas = context.work.directory.communities()[:_MOST]
    keyboard = _rows([button(a.name, Verb.COMMUNITY, 0, a.code) for a in areas])
    t = context.desk.texts(person)
    return t("您住哪个社区？"), keyboard


def _next_question(context: Context, person: Person) -> Question:
    t, directory = context.desk.texts(person), context.work.directory
    community = directory.areas.get(person.community) if person.community else None
    if community is None:
        return _community_question(context, person)
    if person.area not in {None, community.code}:
        return t("{community}的事，直接说就行。文字、照片、语音都可以。", community=community.name), []
    buildings = [a for a in directory.below(community.code) if a.level is Level.BUILDING]
    keyboard = _rows([button(a.name, Verb.BUILDING, 0, a.code) for a in buildings[:_MOST]])
    text = t("{community}，记下了。住几号楼？好找地方，不填也行。", community=community.name)
    return text, [*keyboard, [button(t("不填"), Verb.BUILDING, 0, "-")]]


async def _ask_entrance(update: Update, context: Context, person: Person, building: Area) -> bool:
    entrances = [a for a in context.work.directory.below(building.code) if a.level is Level.ENTRANCE]
    if not entrances:
        return False
    t = context.desk.texts(person)
    keyboard = _rows([button(a.name, Verb.BUILDING, 0, a.code) for a in entrances[:_MOST]])
    skip = [button(t("不填"), Verb.BUILDING, 0, "-")]
    await turn(update, context, t("{building}，几单元？", building=building.name), [*keyboard, skip])
    return True


async def _staff(update: Update, context: Context, code: str) -> None:
    at, speaker = context.address(update), await context.person(update)
    try:
        linked = await enlist(context.work, code, at.account, at.chat, speaker)
    except Unknown:
        t = context.desk.texts(speaker)
        await context.desk.say(at, t("这个工作人员链接用过了或过期了，请找管理员再要一个。"))
        return
    name = context.work.directory.name_of(linked.id) or linked.name
    t = context.desk.texts(linked)
    await context.desk.say(at, t("{name}，已连上。发 /open 看待办，发 /help 看怎么用。", name=name))
    await own(context.desk, at, linked)


async def _settle(context: Context, person: Person, area: Area) -> Person:
    community = context.work.directory.at_level(area.code, Level.COMMUNITY)
    settled = replace(person, community=community.code if community else None, area=area.code)
    await context.work.people.update(settled)
    if community:
        for ticket in await context.work.tickets.find(_waiting(person)):
            locked = await context.work.tickets.get(ticket.id)
            await place(context.work, locked, person.id, community.code, area.code)
    return settled


def _only_community(context: Context, person: Person) -> Area | None:
    """Where there is but one, nobody is asked."""
    communities = context.work.directory.communities()
    return communities[0] if len(communities) == 1 and person.community is None else None


def _area_of(context: Context, code: str) -> Area | None:
    areas = context.work.directory.areas
    return areas.get(AreaCode(code)) or areas.get(AreaCode(code.upper())) if code else None


def _waiting(person: Person) -> Query:
    return Query(states=frozenset({State.TRIAGE}), poster=person.id)


def _rows(buttons: list[Button]) -> list[list[Button]]:
    return [buttons[n : n + _ROW] for n in range(0, len(buttons), _ROW)]


HANDLERS = [
    CommandHandler("start", refusing(on_start), filters=filters.ChatType.PRIVATE),
    CommandHandler("lang", refusing(on_language), filters=filters.ChatType.PRIVATE),
    on(Verb.AGREE_NOTICE, on_agree),
    on(Verb.COMMUNITY, on_community),
    on(Verb.BUILDING, on_building),
    on(Verb.LANGUAGE, on_language_chosen),
]
