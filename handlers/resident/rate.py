"""After the answer: solved or not, how satisfied, was anyone in touch; and once more where it was not solved."""

from telegram import Update

from handlers.buttons import Keyboard, Press, Verb, button
from handlers.context import Context
from handlers.refusals import on
from handlers.resident.turn import go_on
from handlers.texts import Texts
from handlers.texts.names import GRADES
from tickets.deeds.poster import rating
from tickets.deeds.step import begin
from tickets.errors import NotAllowed, Unusable
from tickets.ids import TicketId
from tickets.kinds import Deed, Grade


async def on_confirm(update: Update, context: Context) -> None:
    """Solved; then how satisfied."""
    press, person = await _this_round(update, context), await context.person(update)
    await rating.confirm(context.work, press.ticket, person.id)
    t = context.desk.texts(person)
    await go_on(update, context, t("您说解决了。这次办得怎么样？"), _grades(press.ticket, t))


async def on_deny(update: Update, context: Context) -> None:
    """Not solved: take it up again?"""
    press, person = await _this_round(update, context), await context.person(update)
    await rating.deny(context.work, press.ticket, person.id)
    t = context.desk.texts(person)
    again = [[button(t("重新办理"), Verb.REOPEN, press.ticket), button(t("先这样"), Verb.GRADE, press.ticket, "ask")]]
    await go_on(update, context, t("您说没解决。要重新办理吗？"), again)


async def on_grade(update: Update, context: Context) -> None:
    """满意、基本满意、不满意; then whether anyone was in touch."""
    press, person = context.press(update), await context.person(update)
    t = context.desk.texts(person)
    if press.argument == "ask":
        await begin(context.work, press.ticket, Deed.GRADE, person.id)
        await go_on(update, context, t("这次办得怎么样？"), _grades(press.ticket, t))
        return
    if press.argument not in set(Grade):
        raise NotAllowed(Deed.GRADE)
    given = Grade(press.argument)
    await rating.grade(context.work, press.ticket, person.id, given)
    touch = [[button(t("有"), Verb.CONTACTED, press.ticket, "y"), button(t("没有"), Verb.CONTACTED, press.ticket, "n")]]
    await go_on(update, context, t("您说{grade}。办的时候有人联系过您吗？", grade=t(GRADES[given])), touch)


async def on_contacted(update: Update, context: Context) -> None:
    """The last question; free words are a reply."""
    press, person = context.press(update), await context.person(update)
    await rating.contacted(context.work, press.ticket, person.id, press.argument == "y")
    t = context.desk.texts(person)
    await go_on(update, context, t("记下了。还想说什么，直接回复这条。"))


async def on_reopen(update: Update, context: Context) -> None:
    """Round two."""
    press, person = context.press(update), await context.person(update)
    ticket = await rating.reopen(context.work, press.ticket, person.id)
    t = context.desk.texts(person)
    await go_on(update, context, t("{number} 重新办理。", number=ticket.number))


async def _this_round(update: Update, context: Context) -> Press:
    """The press, if it speaks of the answer that the ticket has now; an older answer's buttons rate nothing."""
    press, person = context.press(update), await context.person(update)
    ticket = await context.work.tickets.get(press.ticket)
    if ticket.poster == person.id and press.argument != str(ticket.round):
        raise Unusable("round")
    return press


def _grades(ticket: TicketId, t: Texts) -> Keyboard:
    return [[button(t(words), Verb.GRADE, ticket, grade) for grade, words in GRADES.items()]]


HANDLERS = [
    on(Verb.CONFIRM, on_confirm),
    on(Verb.DENY, on_deny),
    on(Verb.GRADE, on_grade),
    on(Verb.CONTACTED, on_contacted),
    on(Verb.REOPEN, on_reopen),
]
