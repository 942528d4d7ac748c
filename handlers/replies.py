"""Replies: only the answer to a prompt, by the person asked, becomes a deed; a resident's reply finds its ticket."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from telegram import Message, Update
from telegram.ext import filters

from handlers.context import Context
from handlers.words import origin, words_of
from tickets.deeds import answering, helping, holding, rating, sorting, talking
from tickets.deeds.posting import Words, add
from tickets.errors import Unusable
from tickets.ids import LetterId, PersonId, TicketId, UnitCode
from tickets.kinds import Deed, Matter, State
from tickets.mail import Prompt
from tickets.ports import Work
from tickets.records import Person
from tickets.times import instant

PROMPTED = filters.REPLY & ~filters.COMMAND

Done = Callable[[Work, Prompt, TicketId, PersonId, Words], Awaitable[object]]


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
    if prompt is None or prompt.ticket is None or meant.letter is None:
        return False
    if prompt.asked != person.id:
        return False
    t = await context.texts(update)
    words = await words_of(message, context.work, context.address(update), t)
    await _DEEDS[prompt.deed](context.work, prompt, prompt.ticket, person.id, words)
    await context.work.mail.done(meant.letter)
    said = t(_DONE.get(prompt.deed, "已记下。"))
    await context.desk.say(context.address(update), said, ticket=prompt.ticket)
    return True


async def from_resident(update: Update, context: Context, person: Person, ticket_id: TicketId, words: Words) -> bool:
    """A resident's reply to something about their ticket: an addition, a reply, or a remark on the answer."""
    work = context.work
    ticket = await work.tickets.get(ticket_id)
    if ticket.poster != person.id:
        return False
    match ticket.state:
        case State.TRIAGE | State.OPEN:
            await add(work, ticket_id, person.id, words)
        case State.HELD | State.ANSWERED:
            await talking.reply(work, ticket_id, person.id, words)
        case State.CLOSED:
            await rating.remark(work, ticket_id, person.id, words)
        case State.WITHDRAWN | State.MERGED:
            return False
    return True


async def _ask(work: Work, prompt: Prompt, ticket: TicketId, person: PersonId, words: Words) -> object:
    return await talking.ask(work, ticket, person, words)


async def _tell(work: Work, prompt: Prompt, ticket: TicketId, person: PersonId, words: Words) -> object:
    return await talking.tell(work, ticket, person, words)


async def _note(work: Work, prompt: Prompt, ticket: TicketId, person: PersonId, words: Words) -> object:
    return await talking.note(work, ticket, person, words)


async def _reply(work: Work, prompt: Prompt, ticket: TicketId, person: PersonId, words: Words) -> object:
    return await talking.reply(work, ticket, person, words)


async def _add(work: Work, prompt: Prompt, ticket: TicketId, person: PersonId, words: Words) -> object:
    return await add(work, ticket, person, words)


async def _solve(work: Work, prompt: Prompt, ticket: TicketId, person: PersonId, words: Words) -> object:
    return await answering.solve(work, ticket, person, words)


async def _explain(work: Work, prompt: Prompt, ticket: TicketId, person: PersonId, words: Words) -> object:
    return await answering.explain(work, ticket, person, words)


async def _promise(work: Work, prompt: Prompt, ticket: TicketId, person: PersonId, words: Words) -> object:
    return await answering.promise(work, ticket, person, instant(str(prompt.detail["until"])), words)


async def _merge(work: Work, prompt: Prompt, ticket: TicketId, person: PersonId, words: Words) -> object:
    return await answering.merge(work, ticket, person, words.text.strip())


async def _hand_back(work: Work, prompt: Prompt, ticket: TicketId, person: PersonId, words: Words) -> object:
    return await holding.hand_back(work, ticket, person, words.text)


async def _pass_on(work: Work, prompt: Prompt, ticket: TicketId, person: PersonId, words: Words) -> object:
    return await sorting.pass_on(work, ticket, person, UnitCode(str(prompt.detail["unit"])), words.text)


async def _assign(work: Work, prompt: Prompt, ticket: TicketId, person: PersonId, words: Words) -> object:
    return await holding.assign(work, ticket, person, PersonId(int(prompt.detail["person"])), words.text)


async def _sort(work: Work, prompt: Prompt, ticket: TicketId, person: PersonId, words: Words) -> object:
    if not words.text.strip():
        raise Unusable("reason")
    return await sorting.sort(work, ticket, person, Matter(str(prompt.detail["matter"])), words.text)


async def _agree(work: Work, prompt: Prompt, ticket: TicketId, person: PersonId, words: Words) -> object:
    return await helping.agree(work, ticket, person, words)


async def _remark(work: Work, prompt: Prompt, ticket: TicketId, person: PersonId, words: Words) -> object:
    return await rating.remark(work, ticket, person, words)


_DEEDS: Mapping[str, Done] = {
    Deed.ASK: _ask,
    Deed.TELL: _tell,
    Deed.NOTE: _note,
    Deed.REPLY: _reply,
    Deed.ADD: _add,
    Deed.SOLVE: _solve,
    Deed.EXPLAIN: _explain,
    Deed.PROMISE: _promise,
    Deed.MERGE: _merge,
    Deed.HAND_BACK: _hand_back,
    Deed.PASS_ON: _pass_on,
    Deed.ASSIGN: _assign,
    Deed.SORT: _sort,
    Deed.AGREE: _agree,
    Deed.REMARK: _remark,
}


def _(sentence: str) -> str:
    return sentence


_DONE: Mapping[str, str] = {
    Deed.ASK: _("已问居民。"),
    Deed.TELL: _("已回话给居民。"),
    Deed.NOTE: _("备注记下了，居民看不到。"),
    Deed.REPLY: _("已转给办理的人。"),
    Deed.ADD: _("已补充。"),
    Deed.SOLVE: _("结果已发给居民。"),
    Deed.EXPLAIN: _("原因已发给居民。"),
    Deed.PROMISE: _("已告诉居民约定的时间。"),
    Deed.MERGE: _("已合并，居民已收到通知。"),
    Deed.HAND_BACK: _("已退回待认领。"),
    Deed.PASS_ON: _("已转出。"),
    Deed.ASSIGN: _("已转给他。"),
    Deed.SORT: _("已改，谢谢，这会让下次分得更准。"),
    Deed.AGREE: _("已记下，并告诉了大家。"),
    Deed.REMARK: _("记下了，谢谢。"),
}
