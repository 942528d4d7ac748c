"""Replies: only the answer to a prompt, by the person asked, becomes a deed; a resident's reply finds its ticket."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from telegram import Message, Update
from telegram.ext import filters

from handlers.buttons import Verb, button
from handlers.context import Context
from handlers.texts import Texts
from handlers.whistle import turns
from handlers.words import origin, words_of
from tickets.dates import read_date
from tickets.deeds import merging, sorting
from tickets.deeds.poster import rating
from tickets.deeds.poster.posting import Words, add
from tickets.deeds.staff import answering, helping, holding, talking
from tickets.errors import Unusable
from tickets.ids import LetterId, PersonId, TicketId, UnitCode
from tickets.kinds import Deed, State
from tickets.mail import Prompt
from tickets.ports import Work
from tickets.records import Person
from tickets.rules.routing import Unrouted
from tickets.ticket import Ticket
from tickets.times import instant

PROMPTED = filters.REPLY & ~filters.COMMAND

Done = Callable[[Work, Prompt, TicketId, PersonId, Words], Awaitable[Ticket]]


@dataclass(frozen=True, slots=True)
class Meant:
    """What a reply refers to."""

    letter: LetterId | None
    ticket: TicketId | None
    prompt: Prompt | None


async def meaning(update: Update, context: Context) -> Meant | None:
    """The letter or the own earlier message that was replied to; None where it was neither."""
    message = update.effective_message
    quoted = message.reply_to_message if message else None
    if quoted is None:
        return None
    at = context.address(update)
    found = await context.work.mail.meant(at, quoted.message_id)
    if found:
        return Meant(*found)
    said = await context.work.tickets.of_origin(origin(at, quoted.message_id))
    return Meant(None, said.ticket, None) if said else None


async def carry_out(update: Update, context: Context, message: Message, meant: Meant) -> bool:
    """Do what the prompt asked for; False where the reply is no answer to a prompt of this person."""
    prompt, person = meant.prompt, await context.person(update)
    if prompt is None and meant.ticket and message.media_group_id and update.message:
        return await _rest_of_album(update, context, message, meant.ticket)
    if prompt is None or meant.letter is None or prompt.asked != person.id:
        return False
    t = await context.texts(update)
    words = await words_of(message, context.work, context.address(update), t)
    if prompt.deed == Deed.WHISTLE:
        if said := await turns.answer(update, context, prompt.detail, words, message):
            await context.desk.say(context.address(update), said, ticket=prompt.ticket)
        await context.work.mail.done(meant.letter)
        return True
    if prompt.ticket is None or prompt.deed not in _DEEDS:
        return False
    after = await _DEEDS[prompt.deed](context.work, prompt, prompt.ticket, person.id, words)
    await context.work.mail.done(meant.letter)
    out_of_reach = prompt.deed in _TO_RESIDENT and await context.work.people.address(after.poster) is None
    tossed = after.state is State.TRIAGE and after.unrouted == Unrouted.HAND_OVERS
    done = t("转手太多次了，交给社区专员来定。") if tossed else t(_DONE[prompt.deed])
    done = t("记下了，只是现在送不到居民那里。") if out_of_reach else done
    await context.desk.say(context.address(update), done, ticket=prompt.ticket)
    return True


async def _rest_of_album(update: Update, context: Context, message: Message, ticket: TicketId) -> bool:
    """The further pictures of an answer's album go where the first one went; of nobody else's."""
    person, t = await context.person(update), await context.texts(update)
    words = await words_of(message, context.work, context.address(update), t)
    return await talking.more(context.work, ticket, person.id, words) is not None


async def from_resident(update: Update, context: Context, person: Person, meant: Meant, words: Words) -> bool:
    """A resident's reply to something about their ticket: an addition, a reply, or a remark on the answer.

    False where it is a matter of its own: the ticket is not theirs, gone or long over, or danger begins after its end.
    """
    if meant.ticket is None:
        return False
    work, t = context.work, context.desk.texts(person)
    ticket = await work.tickets.get(meant.ticket)
    alarming = not ticket.danger and work.reader.read(words.text).danger
    if ticket.poster != person.id or ticket.state is State.WITHDRAWN or (alarming and not ticket.running):
        return False
    if ticket.state is State.CLOSED:
        return await _after_the_end(update, context, person, ticket, words)
    asked = meant.prompt is not None and meant.prompt.deed == Deed.REPLY
    if alarming or (ticket.state in {State.TRIAGE, State.OPEN} and not asked):
        await add(work, ticket.id, person.id, words)
        text = t("已补充到 {number}。", number=ticket.number)
    else:
        await talking.reply(work, ticket.id, person.id, words)
        text = t("已转给{who}。", who=work.directory.name_of(ticket.holder) or t("办理的人"))
    await context.desk.say(context.address(update), noted(work, ticket, t) or text, ticket=ticket.id)
    return True


def noted(work: Work, ticket: Ticket, t: Texts) -> str:
    """What a resident reads whose words were kept and rang nowhere, after many in one hour; else nothing."""
    quiet = any(event.detail.get("quiet") for event, _ in work.happened)
    said = t("记在 {number} 上了。您一小时里说了很多条，这条不再单独提醒，办的人打开就能看到。", number=ticket.number)
    return said if quiet else ""


async def _after_the_end(update: Update, context: Context, person: Person, ticket: Ticket, words: Words) -> bool:
    work, t = context.work, context.desk.texts(person)
    if ticket.ended_at and work.now - ticket.ended_at > work.rules.reopen:
        return False
    await rating.remark(work, ticket.id, person.id, words)
    again = [[button(t("又出现了"), Verb.REOPEN, ticket.id)]]
    text = t("记在 {number} 上了。要是事情又来了，点一下：", number=ticket.number)
    await context.desk.say(context.address(update), text, again, ticket=ticket.id)
    return True


async def _ask(work: Work, prompt: Prompt, ticket: TicketId, person: PersonId, words: Words) -> Ticket:
    return await talking.ask(work, ticket, person, words)


async def _tell(work: Work, prompt: Prompt, ticket: TicketId, person: PersonId, words: Words) -> Ticket:
    return await talking.tell(work, ticket, person, words)


async def _note(work: Work, prompt: Prompt, ticket: TicketId, person: PersonId, words: Words) -> Ticket:
    return await talking.note(work, ticket, person, words)


async def _solve(work: Work, prompt: Prompt, ticket: TicketId, person: PersonId, words: Words) -> Ticket:
    return await answering.solve(work, ticket, person, words)


async def _explain(work: Work, prompt: Prompt, ticket: TicketId, person: PersonId, words: Words) -> Ticket:
    return await answering.explain(work, ticket, person, words)


async def _promise(work: Work, prompt: Prompt, ticket: TicketId, person: PersonId, words: Words) -> Ticket:
    if "until" in prompt.detail:
        return await answering.promise(work, ticket, person, instant(str(prompt.detail["until"])), words)
    found = read_date(words.text, work.now, work.rules.zone)
    if found is None:
        raise Unusable("date")
    until, rest = found
    if not rest:
        raise Unusable("progress")
    return await answering.promise(work, ticket, person, until, replace(words, text=rest))


async def _merge(work: Work, prompt: Prompt, ticket: TicketId, person: PersonId, words: Words) -> Ticket:
    own = await work.tickets.get(ticket)
    return await merging.merge(work, ticket, person, _number(words.text, own.number))


def _number(text: str, own: str) -> str:
    """A ticket's number as people write it: 槐-1043, 槐1043, or the figures alone, of the same community."""
    figures = re.search(r"\d+", text)
    return f"{own.partition('-')[0]}-{figures.group()}" if figures else text.strip()


async def _hand_back(work: Work, prompt: Prompt, ticket: TicketId, person: PersonId, words: Words) -> Ticket:
    return await holding.hand_back(work, ticket, person, words.text)


async def _pass_on(work: Work, prompt: Prompt, ticket: TicketId, person: PersonId, words: Words) -> Ticket:
    return await sorting.pass_on(work, ticket, person, UnitCode(str(prompt.detail["unit"])), words.text)


async def _assign(work: Work, prompt: Prompt, ticket: TicketId, person: PersonId, words: Words) -> Ticket:
    return await holding.assign(work, ticket, person, PersonId(int(prompt.detail["person"])), words.text)


async def _sort(work: Work, prompt: Prompt, ticket: TicketId, person: PersonId, words: Words) -> Ticket:
    return await sorting.account_for(work, ticket, person, words.text)


async def _agree(work: Work, prompt: Prompt, ticket: TicketId, person: PersonId, words: Words) -> Ticket:
    return await helping.agree(work, ticket, person, words)


_DEEDS: Mapping[str, Done] = {
    Deed.ASK: _ask,
    Deed.TELL: _tell,
    Deed.NOTE: _note,
    Deed.SOLVE: _solve,
    Deed.EXPLAIN: _explain,
    Deed.PROMISE: _promise,
    Deed.MERGE: _merge,
    Deed.HAND_BACK: _hand_back,
    Deed.PASS_ON: _pass_on,
    Deed.ASSIGN: _assign,
    Deed.SORT: _sort,
    Deed.AGREE: _agree,
}

_TO_RESIDENT = frozenset({Deed.ASK, Deed.TELL, Deed.SOLVE, Deed.EXPLAIN, Deed.PROMISE, Deed.AGREE})


def _(sentence: str) -> str:
    return sentence


_DONE: Mapping[str, str] = {
    Deed.ASK: _("已问居民。"),
    Deed.TELL: _("已回话给居民。"),
    Deed.NOTE: _("备注记下了，居民看不到。"),
    Deed.SOLVE: _("结果已发给居民。"),
    Deed.EXPLAIN: _("原因已发给居民。"),
    Deed.PROMISE: _("已告诉居民约定的时间。"),
    Deed.MERGE: _("已合并，居民已收到通知。"),
    Deed.HAND_BACK: _("已退回待认领。"),
    Deed.PASS_ON: _("已转出。"),
    Deed.ASSIGN: _("已转给他。"),
    Deed.SORT: _("已改，谢谢，这会让下次分得更准。"),
    Deed.AGREE: _("已记下，并告诉了大家。"),
}
