"""Another class in two taps, or another topic; why is one more tap, or words, or nothing at all."""

from collections.abc import Mapping

from telegram import Update

from handlers.buttons import Keyboard, Verb, button
from handlers.context import Context
from handlers.refusals import on
from handlers.resident.turn import turn
from handlers.texts import Texts
from handlers.texts.names import LEDGERS, TOPICS
from handlers.worker.prompts import prompt, show
from tickets.deeds import sorting
from tickets.deeds.step import begin
from tickets.errors import NotAllowed
from tickets.ids import TicketId
from tickets.kinds import Deed, Matter, State, Topic
from tickets.rules.rights import check, standings
from tickets.ticket import Ticket


def _(sentence: str) -> str:
    return sentence


_BECAUSE: Mapping[str, str] = {
    "department": _("要部门出面"),
    "compound": _("小区里能办"),
    "home": _("两家之间的事"),
    "misread": _("话看错了"),
}
_WRITTEN = "w"
_CHOOSE = "all"
_ROW = 4


async def on_class(update: Update, context: Context) -> None:
    """Which class is it really? Or which topic."""
    ticket = await _in_whose_hands(update, context, Deed.SORT)
    t = await context.texts(update)
    row = [button(t(LEDGERS[m]), Verb.TO_CLASS, ticket.id, m) for m in Matter if m is not ticket.matter]
    topic = button(t("主题不对"), Verb.TOPIC, ticket.id, _CHOOSE)
    await show(update, context, [row, [topic, button(t("返回"), Verb.BACK, ticket.id)]])


async def on_to_class(update: Update, context: Context) -> None:
    """The press decides; who pressed may say why."""
    press, person = context.press(update), await context.person(update)
    if press.argument not in set(Matter):
        raise NotAllowed(Deed.SORT)
    matter = Matter(press.argument)
    before = await _in_whose_hands(update, context, Deed.SORT)
    t = await context.texts(update)
    after = await sorting.sort(context.work, before.id, person.id, matter)
    where = context.work.directory.unit_name(after.unit)
    said = t("已转给 {where}。", where=where) if where else t("这一类还不知道转给谁，请点“转给…”选一个。")
    await context.toast(update, said, alert=not where)
    if before.state is not State.TRIAGE and matter is not before.matter:
        text = t("{number} 改成“{ledger}”了。为什么？不说也行。", number=after.number, ledger=t(LEDGERS[matter]))
        await context.desk.say(context.address(update), text, _reasons(after.id, t), ticket=after.id)


async def on_topic(update: Update, context: Context) -> None:
    """The topics to choose from, then the one that is right."""
    press, person = context.press(update), await context.person(update)
    ticket = await _in_whose_hands(update, context, Deed.LABEL)
    t = await context.texts(update)
    if press.argument == _CHOOSE:
        choice = [
            button(t(TOPICS[topic]), Verb.TOPIC, ticket.id, topic) for topic in Topic if topic is not ticket.topic
        ]
        rows = [choice[n : n + _ROW] for n in range(0, len(choice), _ROW)]
        await show(update, context, [*rows, [button(t("返回"), Verb.BACK, ticket.id)]])
        return
    if press.argument not in set(Topic):
        raise NotAllowed(Deed.LABEL)
    after = await sorting.label(context.work, ticket.id, person.id, Topic(press.argument))
    await context.toast(
        update, t("{number} 的主题改成“{topic}”了。", number=after.number, topic=t(TOPICS[after.topic]))
    )


async def on_because(update: Update, context: Context) -> None:
    """Why it was changed: one tap, or the reply to a prompt; whoever has it now reads it under the card."""
    press, person = context.press(update), await context.person(update)
    t = await context.texts(update)
    ticket = await context.work.tickets.get(press.ticket)
    if press.argument == _WRITTEN:
        if not await context.work.tickets.account_for(ticket.id, person.id, ""):
            raise NotAllowed(Deed.SORT)
        text = t("{number} 为什么改？请回复这条。", number=ticket.number)
        await prompt(update, context, Deed.SORT, ticket, text)
        return
    if press.argument not in _BECAUSE:
        raise NotAllowed(Deed.SORT)
    reason = _BECAUSE[press.argument]
    await sorting.account_for(context.work, ticket.id, person.id, reason)
    await turn(update, context, t("{number}：{reason}。记下了，下次分得更准。", number=ticket.number, reason=t(reason)))


def _reasons(ticket: TicketId, t: Texts) -> Keyboard:
    choice = [button(t(words), Verb.BECAUSE, ticket, code) for code, words in _BECAUSE.items()]
    return [choice[:2], choice[2:], [button(t("写原因"), Verb.BECAUSE, ticket, _WRITTEN)]]


async def _in_whose_hands(update: Update, context: Context, deed: Deed) -> Ticket:
    """The ticket, if they may correct it: out of somebody's hands only they or those who decide."""
    press, person = context.press(update), await context.person(update)
    ticket = await begin(context.work, press.ticket, deed, person.id)
    if person.id == ticket.poster:
        raise NotAllowed(deed)
    if ticket.state is State.HELD:
        check(Deed.ASSIGN, standings(ticket, person.id, context.work.directory, context.work.now))
    return ticket


HANDLERS = [
    on(Verb.CLASS, on_class),
    on(Verb.TO_CLASS, on_to_class),
    on(Verb.TOPIC, on_topic),
    on(Verb.BECAUSE, on_because),
]
