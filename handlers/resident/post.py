"""Any message is a post: one message, one ticket, no form."""

from datetime import timedelta

from telegram import Update
from telegram.ext import MessageHandler, filters

from handlers.buttons import Verb, button, number
from handlers.context import Context
from handlers.refusals import on, refusing
from handlers.replies import carry_out, from_resident, meaning, noted
from handlers.resident.kept import keep, keep_more, take_out
from handlers.resident.start import ask_community, show_notice
from handlers.resident.turn import turn
from handlers.words import origin, words_of
from tickets.deeds.poster.parting import part
from tickets.deeds.poster.posting import Words, add, belongs, edit, post, replies
from tickets.deeds.staff import talking
from tickets.errors import NotAllowed, TooMany
from tickets.ids import WordsId
from tickets.kinds import Deed, Kind
from tickets.mail import Purpose, Rank
from tickets.reading import Reading
from tickets.records import Person
from tickets.rules.places import somewhere
from tickets.ticket import Ticket

_MINUTE = timedelta(minutes=1)


async def on_message(update: Update, context: Context) -> None:
    """A private message: an answer to a prompt, something about an older ticket, small talk, a question, or a post."""
    message = update.effective_message
    if message is None:
        return
    person = await context.person(update)
    t = await context.texts(update)
    meant = await meaning(update, context)
    if meant and await carry_out(update, context, message, meant):
        return
    words = await words_of(message, context.work, context.address(update), t)
    if not words.all_text and not words.media:
        await context.desk.say(context.address(update), t("这条看不出内容。请用文字、照片、语音或位置说。"))
        return
    if words.album and (earlier := await context.work.tickets.of_album(words.album)):
        await add(context.work, earlier, person.id, words)
        return
    if words.album and await keep_more(update, context, person, words):
        return
    if meant and await from_resident(update, context, person, meant, words):
        return
    await take(update, context, person, words)


async def take(update: Update, context: Context, person: Person, words: Words) -> None:
    """Words that answer nothing: what are they?"""
    work = context.work
    reading = work.reader.read(words.text)
    if work.directory.is_staff(person.id) and not reading.danger:
        await _offer_to_staff(update, context, person, words)
        return
    asked = await work.tickets.asked_of(person.id, work.now - work.rules.asked)
    if asked and asked.running and replies(words, reading, asked):
        await _answer_question(context, update, person, asked, words)
        return
    if not reading.danger and not words.media and not words.spot:
        if reading.small_talk:
            await _chat(update, context, person, reading)
            return
        if await _answer_from_file(update, context, person, words, reading):
            return
    earlier = await work.tickets.latest_of(person.id, work.now - work.rules.follow_up)
    if earlier and earlier.running and belongs(words, reading, earlier):
        await _add_to(context, update, person, earlier, words)
        return
    await _file(update, context, person, words)


async def _file(update: Update, context: Context, person: Person, words: Words) -> None:
    """The post; what should have been said and asked before it comes after it."""
    try:
        await post(context.work, person, words)
    except TooMany as full:
        await _put_off(update, context, person, words, full)
        return
    if person.noticed < context.running.house.notice.version:
        person = await show_notice(update, context, person, Rank.BULK)
    if person.community not in context.work.directory.areas and len(context.work.directory.communities()) > 1:
        await ask_community(update, context, person, Rank.BULK)


async def _put_off(update: Update, context: Context, person: Person, words: Words, full: TooMany) -> None:
    """Too many for one hour: kept under a button that posts it when the hour is over."""
    t, mark = context.desk.texts(person), await keep(update, context, person, words)
    text = t(
        "这条先替您留着，还没报：一小时最多报 {n} 件。\n{when} 以后点一下就报。有危险的事随时说，不受限。",
        n=full.limit,
        when=t.when(full.again_at + _MINUTE, context.work.now),
    )
    await context.desk.say(context.address(update), text, [[button(t("报上去"), Verb.POST_AFTER_ALL, 0, mark)]])


async def _chat(update: Update, context: Context, person: Person, reading: Reading) -> None:
    t = context.desk.texts(person)
    thanks = reading.kind is Kind.PRAISE
    text = t("不客气。有事随时说。") if thanks else t("您好。有事直接说，文字、照片、语音都行。发 /my 看办到哪了。")
    await context.desk.say(context.address(update), text)


async def on_edit(update: Update, context: Context) -> None:
    """What was corrected in chat is corrected on the ticket; what made none is read again, as if it were new."""
    message, at = update.edited_message, context.address(update)
    if message is None or message.location:
        return
    person = await context.person(update)
    said = await context.work.tickets.of_origin(origin(at, message.message_id))
    if said is None:
        await on_message(update, context)
        return
    t = await context.texts(update)
    words = await words_of(message, context.work, at, t)
    if said.author != person.id or words.all_text in {"", said.text}:
        return
    if (await context.work.tickets.get(said.ticket)).poster != person.id:
        await context.desk.say(at, t("发出去的话改不了。要更正，请再发一条。"), ticket=said.ticket)
        return
    await edit(context.work, said.ticket, person.id, said.id, words.all_text)


async def on_apart(update: Update, context: Context) -> None:
    """What was taken for an addition is a matter of its own."""
    press, person = context.press(update), await context.person(update)
    said = await context.work.tickets.words(WordsId(number(press.argument)))
    if said is None or said.author != person.id:
        raise NotAllowed(Deed.ADD)
    t = context.desk.texts(person)
    await turn(update, context, t("好，另报一件。"))
    mark = f"apart:{said.id}"
    if await context.work.tickets.of_origin(mark) is None:
        await _file(update, context, person, Words(said.text, said.media, origin=mark))


async def on_second(update: Update, context: Context) -> None:
    """The other matter of a message becomes a ticket of its own, once."""
    press, person = context.press(update), await context.person(update)
    said = await context.work.tickets.words(WordsId(number(press.argument)))
    if said is None or said.author != person.id or said.ticket != press.ticket:
        raise NotAllowed(Deed.ADD)
    t = context.desk.texts(person)
    if await part(context.work, person, said):
        await turn(update, context, t("好，另报一件。"))
    else:
        await context.toast(update, t("这条报过了，发 /my 看看。没有的话，请再说一遍。"), alert=True)


async def on_post_after_all(update: Update, context: Context) -> None:
    """The file's answer was not enough, or a worker speaks as a resident: the words become a ticket."""
    press, person = context.press(update), await context.person(update)
    words = await take_out(update, context, person, press.argument)
    t = await context.texts(update)
    if words is None:
        await context.toast(update, t("这条报过了，发 /my 看看。没有的话，请再说一遍。"), alert=True)
        return
    await context.toast(update)
    await _file(update, context, person, words)


async def _answer_from_file(update: Update, context: Context, person: Person, words: Words, reading: Reading) -> bool:
    """A question that the community's own answers cover is answered at once, with a way on to a person."""
    work = context.work
    if reading.kind is not Kind.CONSULT or reading.matters:
        return False
    home = person.community if person.community in work.directory.areas else None
    known = work.directory.answers_for(home or somewhere(work.directory, words.text))
    found = work.reader.answer(words.text, tuple(k.question for k in known)) if known else None
    if found is None:
        return False
    t, mark = context.desk.texts(person), await keep(update, context, person, words)
    ask_on = [[button(t("还要问社区"), Verb.POST_AFTER_ALL, 0, mark)]]
    await context.desk.say(context.address(update), known[found].answer, ask_on, purpose=Purpose.ANSWER)
    return True


async def _offer_to_staff(update: Update, context: Context, person: Person, words: Words) -> None:
    t, mark = context.desk.texts(person), await keep(update, context, person, words)
    text = t("要答复居民，请点卡片上的按钮，再回复提示那条。\n如果这是您自己要反映的事：")
    await context.desk.say(context.address(update), text, [[button(t("报上去"), Verb.POST_AFTER_ALL, 0, mark)]])


async def _add_to(context: Context, update: Update, person: Person, earlier: Ticket, words: Words) -> None:
    await add(context.work, earlier.id, person.id, words)
    said = (await context.work.tickets.said(earlier.id))[-1]
    t = context.desk.texts(person)
    text = noted(context.work, earlier, t) or t("已补充到 {number}。", number=earlier.number)
    apart = [[button(t("不是，另报一件"), Verb.APART, earlier.id, str(said.id))]]
    await context.desk.say(context.address(update), text, apart, ticket=earlier.id)


async def _answer_question(context: Context, update: Update, person: Person, asked: Ticket, words: Words) -> None:
    await talking.reply(context.work, asked.id, person.id, words)
    said = (await context.work.tickets.said(asked.id))[-1]
    t = context.desk.texts(person)
    who = context.work.directory.name_of(asked.holder) or t("办理的人")
    text = noted(context.work, asked, t) or t("已转给{who}（{number}）。", who=who, number=asked.number)
    apart = [[button(t("不是，另报一件"), Verb.APART, asked.id, str(said.id))]]
    await context.desk.say(context.address(update), text, apart, ticket=asked.id)


_PRIVATE = filters.ChatType.PRIVATE & ~filters.COMMAND

HANDLERS = [
    MessageHandler(_PRIVATE & filters.UpdateType.MESSAGE & ~filters.StatusUpdate.ALL, refusing(on_message)),
    MessageHandler(_PRIVATE & filters.UpdateType.EDITED_MESSAGE, refusing(on_edit)),
    on(Verb.APART, on_apart),
    on(Verb.SECOND, on_second),
    on(Verb.POST_AFTER_ALL, on_post_after_all),
]
