"""What everybody can do: help, privacy, deletion; and what chats tell of themselves."""

from telegram import ChatMember, Update
from telegram.ext import CallbackQueryHandler, ChatMemberHandler, CommandHandler, MessageHandler, filters

from handlers.buttons import Verb, button
from handlers.context import Context
from handlers.failures import left
from handlers.menus import COMMANDS, STAFF_COMMANDS, own
from handlers.notices.cards import refresh
from handlers.notices.whistles.calling import lost
from handlers.refusals import on, refusing
from handlers.resident.start import show_notice
from handlers.resident.turn import turn
from handlers.worker.bind import on_moved
from tickets.deeds.poster.forgetting import forget
from tickets.ids import ChatId
from tickets.mail import Address
from tickets.records import Query


async def on_help(update: Update, context: Context) -> None:
    """`/help`: what can be done here, by whoever asks."""
    t = await context.texts(update)
    person = await context.person(update)
    lines = [
        t("有事直接说：一条消息就是一件事，文字、照片、语音、位置都行。"),
        t("着火、打人、病重，先打 119、110、120。"),
    ]
    commands = dict(COMMANDS)
    if context.work.directory.is_staff(person.id):
        lines = [t("点卡片上的按钮认领和答复；只有回复提示那条的话会发给居民。")]
        commands |= STAFF_COMMANDS
    lines += [f"/{name} {t(words)}" for name, words in commands.items()]
    await context.desk.say(context.address(update), "\n".join(lines))
    if update.effective_chat and update.effective_chat.type == "private":
        await own(context.desk, context.address(update), person)


async def on_privacy(update: Update, context: Context) -> None:
    """The notice again, and what is kept about whoever asks (PIPL 45)."""
    person = await context.person(update)
    await show_notice(update, context, person)
    t, directory = context.desk.texts(person), context.work.directory
    home = " ".join(a.name for a in list(directory.upwards(person.area))[-3::-1])
    posts = await context.work.tickets.find(Query(poster=person.id, limit=1000))
    lines = [
        t("现在存着您的："),
        t("名字：{name}", name=person.name or t("没填")),
        t("电话：{phone}", phone=person.phone or t("没填")),
        t("住处：{home}", home=f"{home} {person.door}".strip() or t("没填")),
        t("报过的事：{n} 件，发 /my 看", n=len(posts)),
        t("全部删除，发 /forget"),
    ]
    await context.desk.say(context.address(update), "\n".join(lines))


async def on_forget(update: Update, context: Context) -> None:
    """`/forget` asks once."""
    t = await context.texts(update)
    sure = [[button(t("删除"), Verb.FORGET), button(t("不删"), Verb.LEAVE)]]
    text = t("删掉您的名字、电话、住处和说过的话？没办完的事也会停下。删了不能恢复。")
    await context.desk.say(context.address(update), text, sure)


async def on_forget_sure(update: Update, context: Context) -> None:
    """What is personal is deleted; running tickets are withdrawn first."""
    person = await context.person(update)
    t = context.desk.texts(person)
    if context.work.directory.is_staff(person.id):
        await context.toast(update, t("工作人员的资料在名单里，请找管理员。"), alert=True)
        return
    for ticket in await forget(context.work, person.id):
        await refresh(context.desk, ticket)
    await turn(update, context, t("都删了。以后再发消息，就当头一回见。"))


async def on_stale(update: Update, context: Context) -> None:
    """A button that is no button of ours (any more) is answered, never guessed."""
    t = await context.own_texts(update)
    await context.toast(update, t("这个按钮过期了，请看最新的消息。"), alert=True)


async def on_member(update: Update, context: Context) -> None:
    """A private chat was blocked or opened again; a group lost or gained us."""
    change = update.my_chat_member
    if change is None:
        return
    at = Address(context.running.account, ChatId(change.chat.id))
    here, before = change.new_chat_member.status not in _GONE, change.old_chat_member.status not in _GONE
    if change.chat.type == "private":
        await _seen(context, at, here=here)
    elif here and not before:
        await context.desk.say(at, context.desk.texts()(_WELCOME))
    elif before and not here:
        await left(context.desk, at, change.from_user.full_name)


async def _seen(context: Context, at: Address, *, here: bool) -> None:
    """Who blocks us has our cards no longer: what they had for their units goes elsewhere."""
    await context.work.people.seen(at, here)
    person = None if here else await context.work.people.known(at.account, at.chat)
    if person:
        await lost(context.desk, at, {post.unit for post in context.work.directory.posts_of(person.id)})


async def on_unknown_command(update: Update, context: Context) -> None:
    """In private an unknown command is answered; in groups it may be another bot's."""
    t = await context.texts(update)
    await context.desk.say(context.address(update), t("没有这个命令。发 /help 看能做什么。"))


def _(sentence: str) -> str:
    return sentence


_GONE = frozenset({ChatMember.BANNED, ChatMember.LEFT})
_WELCOME = _("我是哨应。工作人员发 /bind，选好单位，这里就是它的工作群。群里说的话我不看，只看命令和给我的回复。")

HANDLERS = [
    CommandHandler("help", refusing(on_help)),
    CommandHandler("privacy", refusing(on_privacy), filters=filters.ChatType.PRIVATE),
    CommandHandler("forget", refusing(on_forget), filters=filters.ChatType.PRIVATE),
    on(Verb.FORGET, on_forget_sure),
    ChatMemberHandler(on_member, ChatMemberHandler.MY_CHAT_MEMBER),
    MessageHandler(filters.StatusUpdate.MIGRATE, on_moved),
]

LAST = [
    CallbackQueryHandler(on_stale),
    MessageHandler(filters.COMMAND & filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE, on_unknown_command),
]
"""Asked only when nobody else answers."""
