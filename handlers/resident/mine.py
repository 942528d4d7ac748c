"""My posts: the list, one post's story in plain words, a nudge, a question, withdrawal, another class."""

from telegram import Update
from telegram.ext import CommandHandler, filters

from handlers.buttons import Keyboard, Verb, button
from handlers.card import gist
from handlers.context import Context
from handlers.notices.resident import class_buttons, solved_buttons
from handlers.refusals import on, refusing
from handlers.story import story
from handlers.texts import Texts
from handlers.texts.names import MATTERS, STATES
from tickets.deeds import posting, rating, sorting
from tickets.errors import NotAllowed
from tickets.ids import PersonId, TicketId
from tickets.kinds import Deed, Matter, State
from tickets.records import Query
from tickets.ticket import Ticket

_SHOWN = 8


def _(sentence: str) -> str:
    return sentence


async def on_my(update: Update, context: Context) -> None:
    """`/my`: the newest first, each a button to its story."""
    person, at = await context.person(update), context.address(update)
    t = context.desk.texts(person)
    found = await context.work.tickets.find(Query(poster=person.id, limit=_SHOWN))
    if not found:
        await context.desk.say(at, t("您还没有报过事。直接说就行。"))
        return
    words = await context.work.tickets.first_words([ticket.id for ticket in found])
    lines = [f"{ticket.number} {gist(words.get(ticket.id, ''))} · {_stands(ticket, context, t)}" for ticket in found]
    buttons = [button(ticket.number, Verb.STORY, ticket.id) for ticket in found]
    keyboard = [buttons[n : n + 2] for n in range(0, len(buttons), 2)]
    await context.desk.say(at, "\n".join(lines), keyboard)


async def on_story(update: Update, context: Context) -> None:
    """What has happened to one post, line by line, and what can be done now."""
    press, person = context.press(update), await context.person(update)
    ticket = await context.work.tickets.get(press.ticket)
    if ticket.poster != person.id:
        raise NotAllowed(Deed.REPLY)
    t = context.desk.texts(person)
    await context.toast(update)
    text = await story(context.work, ticket, t)
    await context.desk.say(context.address(update), text, _ways_on(ticket, t), ticket=ticket.id)


async def on_urge(update: Update, context: Context) -> None:
    """催办, once a day."""
    press, person = context.press(update), await context.person(update)
    ticket = await rating.urge(context.work, press.ticket, person.id)
    t = context.desk.texts(person)
    who = context.work.directory.name_of(ticket.holder) or t("值班的人")
    await context.toast(update, t("已提醒{who}。", who=who))


async def on_wrong(update: Update, context: Context) -> None:
    """Sorted wrongly: which is it?"""
    press, person = context.press(update), await context.person(update)
    ticket = await _own(context, press.ticket, person.id)
    t = context.desk.texts(person)
    await context.toast(update)
    await context.desk.say(context.address(update), t("应该是哪一类？"), class_buttons(ticket, t), ticket=ticket.id)


async def on_sort(update: Update, context: Context) -> None:
    """The resident's own word on the class; kept as a correction."""
    press, person = context.press(update), await context.person(update)
    t = context.desk.texts(person)
    matter = Matter(press.argument) if press.argument in set(Matter) else None
    if matter is None:
        raise NotAllowed(Deed.SORT)
    ticket = await sorting.sort(context.work, press.ticket, person.id, matter)
    await context.toast(update, t("好，按“{matter}”办。", matter=t(MATTERS[matter])))
    who = context.work.directory.unit_name(ticket.unit) or t("社区专员")
    text = t("{number} 转给 {who}。\n最晚{when} 前答复您。", number=ticket.number, who=who,
             when=t.when(ticket.due_at, context.work.now))  # fmt: skip
    await context.desk.say(context.address(update), text, ticket=ticket.id)


async def on_add(update: Update, context: Context) -> None:
    """Something more: the reply to this line is added."""
    await _prompt(update, context, Deed.ADD, _("补充什么？回复这条，文字照片都行。"))


async def on_follow(update: Update, context: Context) -> None:
    """A question to those who have it."""
    await _prompt(update, context, Deed.REPLY, _("想问什么？回复这条，转给办理的人。"))


async def on_withdraw(update: Update, context: Context) -> None:
    """Asked once, since it cannot be undone."""
    press, person = context.press(update), await context.person(update)
    ticket = await _own(context, press.ticket, person.id)
    t = context.desk.texts(person)
    await context.toast(update)
    sure = [[button(t("撤回"), Verb.WITHDRAW_SURE, ticket.id), button(t("不撤"), Verb.LEAVE, ticket.id)]]
    text = t("撤回 {number}？撤回后不再办理。", number=ticket.number)
    await context.desk.say(context.address(update), text, sure, ticket=ticket.id)


async def on_withdraw_sure(update: Update, context: Context) -> None:
    """Withdrawn."""
    press, person = context.press(update), await context.person(update)
    ticket = await posting.withdraw(context.work, press.ticket, person.id)
    t = context.desk.texts(person)
    await context.toast(update)
    text = t("{number} 已撤回。以后还有事，直接说。", number=ticket.number)
    await context.desk.say(context.address(update), text, ticket=ticket.id)


async def on_leave(update: Update, context: Context) -> None:
    """Nothing is done."""
    await context.toast(update, (await context.texts(update))("好，不动。"))


async def _prompt(update: Update, context: Context, deed: Deed, words: str) -> None:
    press, person = context.press(update), await context.person(update)
    ticket = await _own(context, press.ticket, person.id)
    t = context.desk.texts(person)
    await context.toast(update)
    await context.desk.ask(context.address(update), f"{ticket.number} {t(words)}", deed, ticket.id, person.id)


async def _own(context: Context, ticket_id: TicketId, person: PersonId) -> Ticket:
    ticket = await context.work.tickets.get(ticket_id)
    if ticket.poster != person:
        raise NotAllowed(Deed.REPLY)
    return ticket


def _stands(ticket: Ticket, context: Context, t: Texts) -> str:
    if ticket.running:
        who = context.work.directory.name_of(ticket.holder) or t(STATES[ticket.state])
        return t("{who}，{when} 前答复", who=who, when=t.when(ticket.owed_at, context.work.now))
    return t(STATES[ticket.state])


def _ways_on(ticket: Ticket, t: Texts) -> Keyboard:
    if ticket.running:
        return [
            [button(t("催一下"), Verb.URGE, ticket.id), button(t("追问"), Verb.FOLLOW, ticket.id)],
            [button(t("补充"), Verb.ADD, ticket.id), button(t("撤回"), Verb.WITHDRAW, ticket.id)],
        ]
    match ticket.state:
        case State.ANSWERED:
            return [*solved_buttons(ticket, t), [button(t("追问"), Verb.FOLLOW, ticket.id)]]
        case State.CLOSED:
            return [[button(t("又出现了"), Verb.REOPEN, ticket.id)]]
        case _:
            return []


HANDLERS = [
    CommandHandler("my", refusing(on_my), filters=filters.ChatType.PRIVATE),
    on(Verb.STORY, on_story),
    on(Verb.URGE, on_urge),
    on(Verb.WRONG, on_wrong),
    on(Verb.SORT, on_sort),
    on(Verb.ADD, on_add),
    on(Verb.FOLLOW, on_follow),
    on(Verb.WITHDRAW, on_withdraw),
    on(Verb.WITHDRAW_SURE, on_withdraw_sure),
    on(Verb.LEAVE, on_leave),
]
