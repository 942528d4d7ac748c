"""Looking: the whole story, the contact data for the holder alone, and another class."""

from telegram import Update

from handlers.buttons import Verb, button
from handlers.card import keyboard_of
from handlers.context import Context
from handlers.refusals import on
from handlers.story import story
from handlers.texts import Texts
from handlers.texts.names import LEDGERS, TOPICS
from handlers.worker.prompts import prompt, rekey, show
from tickets.deeds import sorting, talking
from tickets.deeds.step import begin
from tickets.errors import NotAllowed
from tickets.kinds import Deed, Matter, State
from tickets.records import Person
from tickets.rules.rights import check, standings
from tickets.ticket import Ticket


async def on_detail(update: Update, context: Context) -> None:
    """The whole of it, privately to whoever pressed; a household matter to those who may handle it only."""
    press, person = context.press(update), await context.person(update)
    ticket = await context.work.tickets.get(press.ticket)
    check(Deed.NOTE, standings(ticket, person.id, context.work.directory, context.work.now))
    t = context.desk.texts(person)
    head = t("{topic} · {number}", topic=t(TOPICS[ticket.topic]), number=ticket.number)
    text = f"{head}\n{await story(context.work, ticket, t, staff=True)}"
    to = await context.work.people.address(person.id)
    if to is None:
        await context.toast(update, t("请先私聊我发 /start，详情发到私聊里。"), alert=True)
        return
    await context.desk.say(to, text, ticket=ticket.id)
    media = [m for s in await context.work.tickets.said(ticket.id) for m in s.media]
    if media:
        await context.desk.show(to, media, ticket=ticket.id)
    private = to == context.address(update)
    await context.toast(update, "" if private else t("详情发到您的私聊了。"))


async def on_contact(update: Update, context: Context) -> None:
    """Name, phone and door of the poster, for the holder alone; the look is written down."""
    press, person = context.press(update), await context.person(update)
    ticket, poster = await talking.look(context.work, press.ticket, person.id)
    t = context.desk.texts(person)
    text = await _contact(context, ticket, poster, t)
    to = await context.work.people.address(person.id)
    if to is None:
        await context.toast(update, text, alert=True)
        return
    await context.desk.say(to, text)
    await context.toast(update, t("联系方式发到您的私聊了。这次查看已记录。"))
    await rekey(update, context, keyboard_of(ticket, t))


async def on_class(update: Update, context: Context) -> None:
    """Which class is it really?"""
    press, person = context.press(update), await context.person(update)
    ticket = await begin(context.work, press.ticket, Deed.SORT, person.id)
    t = await context.texts(update)
    row = [button(t(LEDGERS[m]), Verb.TO_CLASS, ticket.id, m) for m in Matter if m is not ticket.matter]
    await show(update, context, [row, [button(t("返回"), Verb.BACK, ticket.id)]])


async def on_to_class(update: Update, context: Context) -> None:
    """In triage the press decides; later a reason is asked for, and kept to learn from."""
    press, person = context.press(update), await context.person(update)
    if press.argument not in set(Matter):
        raise NotAllowed(Deed.SORT)
    matter = Matter(press.argument)
    ticket = await begin(context.work, press.ticket, Deed.SORT, person.id)
    t = await context.texts(update)
    if ticket.state is State.TRIAGE and person.id != ticket.poster:
        sorted_ = await sorting.sort(context.work, ticket.id, person.id, matter)
        where = context.work.directory.unit_name(sorted_.unit)
        said = t("已转给 {where}。", where=where) if where else t("这一类还不知道转给谁，请点“转给…”选一个。")
        await context.toast(update, said, alert=not where)
        return
    text = t("把 {number} 改成“{ledger}”，为什么？请回复这条。", number=ticket.number, ledger=t(LEDGERS[matter]))
    await prompt(update, context, Deed.SORT, ticket, text, {"matter": matter})


async def _contact(context: Context, ticket: Ticket, poster: Person, t: Texts) -> str:
    directory = context.work.directory
    home = " ".join(a.name for a in reversed(list(directory.upwards(poster.area)))) if poster.area else ""
    lines = [ticket.number, poster.name, poster.phone, f"{home} {poster.door}".strip()]
    words = [s.text for s in await context.work.tickets.said(ticket.id, Deed.POST, Deed.ADD, Deed.REPLY)]
    found = [text[s.start : s.end] for text in words for s in context.work.reader.spans(text)]
    if found:
        lines.append(t("文中提到：{found}", found=t("、").join(dict.fromkeys(found))))
    return "\n".join(line for line in lines if line)


HANDLERS = [
    on(Verb.DETAIL, on_detail),
    on(Verb.CONTACT, on_contact),
    on(Verb.CLASS, on_class),
    on(Verb.TO_CLASS, on_to_class),
]
