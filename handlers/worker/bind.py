"""`/bind`: a staff member makes a group the place where a unit works."""

from telegram import Update
from telegram.ext import CommandHandler

from handlers.buttons import Verb, button
from handlers.context import Context
from handlers.desk import Desk
from handlers.notices.cards import place
from handlers.refusals import on, refusing
from tickets.directory import WORKING_ROLES, Role, UnitKind
from tickets.ids import PersonId, UnitCode
from tickets.kinds import State
from tickets.records import Query

_MAY_BIND = WORKING_ROLES | {Role.SUPERVISOR, Role.OPERATOR}


async def on_bind(update: Update, context: Context) -> None:
    """Which of my units is this group?"""
    t, at = await context.texts(update), context.address(update)
    if update.effective_chat is None or update.effective_chat.type == "private":
        await context.desk.say(at, t("请在工作群里发 /bind。"))
        return
    person = await context.person(update)
    units = _units(context, person.id)
    if not units:
        await context.desk.say(at, t("只有名单里的工作人员能绑定群。"))
        return
    rows = [[button(context.work.directory.unit_name(u), Verb.BIND, 0, u)] for u in units]
    await context.desk.say(at, t("这个群是哪个单位的工作群？"), rows)


async def on_bound(update: Update, context: Context) -> None:
    """Bound; what waits for the unit is shown here now."""
    press, person, at = context.press(update), await context.person(update), context.address(update)
    unit = UnitCode(press.argument)
    t = await context.texts(update)
    in_group = update.effective_chat is not None and update.effective_chat.type != "private"
    if unit not in _units(context, person.id) or not in_group:
        await context.toast(update, t("只有这个单位的人能绑定，没有改动。"), alert=True)
        return
    await context.work.people.bind(unit, at)
    await context.toast(update)
    name = context.work.directory.unit_name(unit)
    await context.desk.say(at, t("这里是{name}的工作群了。发 /open 看待办。", name=name))
    waiting = await context.work.tickets.find(Query(states=frozenset({State.OPEN}), unit=unit, limit=20))
    for ticket in waiting:
        await place(Desk(context.work, context.running.house.language), ticket)


async def on_moved(update: Update, context: Context) -> None:
    """The group became a supergroup: its unit goes with it."""
    message = update.effective_message
    if message and message.migrate_to_chat_id:
        old = context.address(update)
        await context.work.people.moved(old, type(old)(old.account, type(old.chat)(message.migrate_to_chat_id)))


def _units(context: Context, person: PersonId) -> list[UnitCode]:
    directory = context.work.directory
    mine = [p.unit for p in directory.posts_of(person) if p.role in _MAY_BIND]
    if any(p.role is Role.OPERATOR for p in directory.posts_of(person)):
        mine = list(directory.units)
    return [u for u in dict.fromkeys(mine) if directory.units[u].kind is not UnitKind.MICROGRID]


HANDLERS = [CommandHandler("bind", refusing(on_bind)), on(Verb.BIND, on_bound)]
