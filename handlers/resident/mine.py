"""My posts: the list, one post's story in plain words, a nudge, a question, withdrawal, another class."""

from telegram import Update
from telegram.ext import CommandHandler, filters

from handlers.buttons import Keyboard, Verb, button
from handlers.card import gist
from handlers.context import Context
from handlers.notices.resident import class_buttons, solved_buttons, who_has
from handlers.refusals import on, refusing
from handlers.resident.turn import turn
from handlers.story import story
from handlers.texts import Texts
from handlers.texts.names import MATTERS, STATES
from tickets.deeds import merging, sorting
from tickets.deeds.poster import posting, rating, repeating
from tickets.deeds.step import begin
from tickets.errors import NotAllowed, Unusable
from tickets.ids import PersonId, TicketId
from tickets.kinds import Deed, Matter, State
from tickets.records import Query
from tickets.ticket import Ticket

_SHOWN = 8
_RUNNING = frozenset({State.TRIAGE, State.OPEN, State.HELD})


def _(sentence: str) -> str:
    return sentence


async def on_my(update: Update, context: Context) -> None:
    """`/my`: the newest first, each a button to its story."""
    person, at = await context.person(update), context.address(update)
    t = context.desk.texts(person)
    found = await _newest(context, person.id)
    if not found:
        await context.desk.say(at, t("您还没有报过事。有事直接说。"))
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
    await context.toast(update, t("已提醒{who}。", who=who_has(context.work, ticket, t)))


async def on_wrong(update: Update, context: Context) -> None:
    """Sorted wrongly: which is it?"""
    press, person = context.press(update), await context.person(update)
    ticket = await _own(context, press.ticket, person.id, Deed.SORT)
    if ticket.state is State.HELD:
        raise Unusable("held")
    t = context.desk.texts(person)
    await context.toast(update)
    text = t("{number} 该是哪一类？", number=ticket.number)
    await context.desk.say(context.address(update), text, class_buttons(ticket, t), ticket=ticket.id)


async def on_sort(update: Update, context: Context) -> None:
    """The resident's own word on the class; kept as a correction."""
    press, person = context.press(update), await context.person(update)
    t = context.desk.texts(person)
    matter = Matter(press.argument) if press.argument in set(Matter) else None
    if matter is None:
        raise NotAllowed(Deed.SORT)
    ticket = await sorting.sort(context.work, press.ticket, person.id, matter)
    text = t("好，{number} 按“{matter}”转给 {who}。\n最晚{when} 前答复您。", number=ticket.number,
             matter=t(MATTERS[matter]), who=who_has(context.work, ticket, t),
             when=t.when(ticket.due_at, context.work.now))  # fmt: skip
    await turn(update, context, text)


async def on_same(update: Update, context: Context) -> None:
    """我也是: one matter with the neighbours' from now on."""
    press, person = context.press(update), await context.person(update)
    await merging.merge(context.work, press.ticket, person.id, press.argument)
    t = context.desk.texts(person)
    await turn(update, context, t("好，和邻居的一起办。"))


async def on_repeat(update: Update, context: Context) -> None:
    """是同一件: the words go to their earlier ticket, and this one is none any more."""
    press, person = context.press(update), await context.person(update)
    earlier = await repeating.repeat(context.work, press.ticket, person.id, press.argument)
    t = context.desk.texts(person)
    await turn(update, context, t("好，并到 {number} 了，办的人看得到。", number=earlier.number))


async def on_add(update: Update, context: Context) -> None:
    """Something more: the reply to this line is added."""
    await _prompt(update, context, Deed.ADD, _("补充什么？回复这条，文字照片都行。"))


async def on_follow(update: Update, context: Context) -> None:
    """A question to those who have it."""
    await _prompt(update, context, Deed.REPLY, _("想问什么？回复这条，转给办理的人。"))


async def on_withdraw(update: Update, context: Context) -> None:
    """Asked once, since it cannot be undone."""
    press, person = context.press(update), await context.person(update)
    ticket = await _own(context, press.ticket, person.id, Deed.WITHDRAW)
    t = context.desk.texts(person)
    await context.toast(update)
    sure = [[button(t("撤回"), Verb.WITHDRAW_SURE, ticket.id), button(t("不撤"), Verb.LEAVE, ticket.id)]]
    text = t("撤回 {number}？撤回后就不办了。", number=ticket.number)
    await context.desk.say(context.address(update), text, sure, ticket=ticket.id)


async def on_withdraw_sure(update: Update, context: Context) -> None:
    """Withdrawn."""
    press, person = context.press(update), await context.person(update)
    ticket = await posting.withdraw(context.work, press.ticket, person.id)
    t = context.desk.texts(person)
    await turn(update, context, t("{number} 撤回了。以后有事，直接说。", number=ticket.number))


async def on_leave(update: Update, context: Context) -> None:
    """Nothing is done."""
    t = await context.texts(update)
    await turn(update, context, t("好，没有动。"))


async def _prompt(update: Update, context: Context, deed: Deed, words: str) -> None:
    press, person = context.press(update), await context.person(update)
    ticket = await _own(context, press.ticket, person.id, deed)
    t = context.desk.texts(person)
    await context.toast(update)
    await context.desk.ask(context.address(update), f"{ticket.number} {t(words)}", deed, ticket.id, person.id)


async def _own(context: Context, ticket_id: TicketId, person: PersonId, deed: Deed) -> Ticket:
    ticket = await context.work.tickets.get(ticket_id)
    if ticket.poster != person:
        raise NotAllowed(Deed.REPLY)
    return await begin(context.work, ticket_id, deed, person)


async def _newest(context: Context, person: PersonId) -> list[Ticket]:
    """What runs, however old, before what is over."""
    running = await context.work.tickets.find(Query(poster=person, states=_RUNNING, limit=_SHOWN))
    newest = await context.work.tickets.find(Query(poster=person, limit=_SHOWN))
    return list({ticket.id: ticket for ticket in [*running, *newest]}.values())[:_SHOWN]


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
        case State.MERGED:
            return [[button(t("追问"), Verb.FOLLOW, ticket.id)]]
        case _:
            return []


HANDLERS = [
    CommandHandler("my", refusing(on_my), filters=filters.ChatType.PRIVATE),
    on(Verb.STORY, on_story),
    on(Verb.URGE, on_urge),
    on(Verb.WRONG, on_wrong),
    on(Verb.SORT, on_sort),
    on(Verb.SAME, on_same),
    on(Verb.REPEAT, on_repeat),
    on(Verb.ADD, on_add),
    on(Verb.FOLLOW, on_follow),
    on(Verb.WITHDRAW, on_withdraw),
    on(Verb.WITHDRAW_SURE, on_withdraw_sure),
    on(Verb.LEAVE, on_leave),
]
