"""Looking: the whole story, and the contact data for the holder alone."""

from telegram import Update

from handlers.buttons import Verb
from handlers.card import keyboard_of
from handlers.context import Context
from handlers.notices.cards import put
from handlers.refusals import on
from handlers.story import story
from handlers.texts import Texts
from handlers.texts.names import TOPICS
from handlers.worker.prompts import rekey
from tickets.deeds.staff import talking
from tickets.ids import TicketId
from tickets.kinds import Deed
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


async def send_card(update: Update, context: Context, ticket_id: TicketId) -> None:
    """The card, privately to whoever came by a group's link, if they may handle it; an older one there is covered."""
    person, to = await context.person(update), context.address(update)
    ticket = await context.work.tickets.get(ticket_id)
    check(Deed.NOTE, standings(ticket, person.id, context.work.directory, context.work.now))
    for card in await context.work.mail.cards(ticket.id):
        if card.to == to:
            await context.work.mail.drop_card(card)
    await put(context.desk, ticket, {to: person.id})


async def on_contact(update: Update, context: Context) -> None:
    """Name, phone and door of the poster, for the holder alone; the look is written down."""
    press, person = context.press(update), await context.person(update)
    ticket, poster = await talking.look(context.work, press.ticket, person.id)
    await show_contact(update, context, person, ticket, poster)
    await rekey(update, context, keyboard_of(ticket, context.desk.texts(person)))


async def show_contact(update: Update, context: Context, person: Person, ticket: Ticket, poster: Person) -> None:
    """The poster's contact data to whoever pressed, alone: never in the chat of the card, which others read."""
    t = context.desk.texts(person)
    text = await contact_of(context, ticket, poster, t)
    to = await context.work.people.address(person.id)
    if to is None:
        await context.toast(update, text, alert=True)
        return
    await context.desk.say(to, text)
    await context.toast(update, t("联系方式发到您的私聊了。这次查看已记录。"))


async def contact_of(context: Context, ticket: Ticket, poster: Person, t: Texts) -> str:
    """Who posted it, where they can be reached, and the personal data in their words."""
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
]
