"""One person, many channels: `/link` joins them by a code, `/channel` says where messages go."""

import secrets

from telegram import Update
from telegram.ext import CommandHandler, filters

from handlers.buttons import Keyboard, Verb, button
from handlers.context import Context
from handlers.menus import own
from handlers.refusals import on, refusing
from handlers.resident.turn import turn
from handlers.texts import Texts
from handlers.texts.names import CHANNELS
from tickets.deeds.poster.linking import LASTS, link
from tickets.errors import Unusable
from tickets.ids import Account
from tickets.records import Person, Query, Way

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Those that nobody confuses when they are read aloud or copied by hand."""
_LONG = 8
_LATEST = "-"


async def on_link(update: Update, context: Context) -> None:
    """Without a code: one to be sent in the other chat. With one: here and there are one person."""
    person, code = await context.person(update), "".join(context.args or ()).upper().replace("-", "")
    if code:
        await _joined(update, context, await link(context.work, code, person))
        return
    t, at = context.desk.texts(person), context.address(update)
    code = "".join(secrets.choice(_LETTERS) for _ in range(_LONG))
    await context.work.people.offer(person.id, code, LASTS)
    shown = f"/link {code[:4]}-{code[4:]}"
    await context.desk.say(at, t("在您的另一个聊天里（微信、Telegram、网页都行），把下面这行发给我，10 分钟内有效："))
    await context.desk.say(at, shown)


async def _joined(update: Update, context: Context, person: Person) -> None:
    """From now on the chat in which they were joined is the one used last."""
    t = context.desk.texts(person)
    await context.work.people.seen(context.address(update), True)
    posts = await context.work.tickets.find(Query(poster=person.id, limit=1000))
    lines = [
        t("连上了。以后在哪边说都一样，{n} 件事都在 /my 里。", n=len(posts)),
        t("消息发到您最后说话的那边；想固定一边，发 /channel。"),
    ]
    text = "\n".join(lines)
    await context.desk.say(context.address(update), text)
    await own(context.desk, context.address(update), person)


async def on_channel(update: Update, context: Context) -> None:
    """Where I am connected, and where messages go."""
    person = await context.person(update)
    text, keyboard = await _shown(context, person, context.address(update).account)
    await context.desk.say(context.address(update), text, keyboard)


async def on_chosen(update: Update, context: Context) -> None:
    """Messages go there from now on."""
    person, press = await context.person(update), context.press(update)
    ways = await context.work.people.ways(person.id)
    chosen = _at(ways, press.argument)
    await context.work.people.prefer(person.id, chosen.account if chosen else None)
    await turn(update, context, *await _shown(context, person, context.address(update).account))


async def on_cut(update: Update, context: Context) -> None:
    """One of the channels is this person's no more; the one that they speak on stays."""
    person, press, at = await context.person(update), context.press(update), context.address(update)
    cut = _at(await context.work.people.ways(person.id), press.argument)
    if cut is None or cut.account == at.account:
        raise Unusable("here")
    await context.work.people.cut(person.id, cut.account, cut.user)
    if cut.chosen:
        await context.work.people.prefer(person.id, None)
    await turn(update, context, *await _shown(context, person, context.address(update).account))


async def _shown(context: Context, person: Person, here: Account) -> tuple[str, Keyboard]:
    t, each = context.desk.texts(person), dict[Account, Way]()
    for way in await context.work.people.ways(person.id):
        # Somebody's two browsers are one channel.
        each.setdefault(way.account, way)
    ways = list(each.values())
    chosen = next((way for way in ways if way.chosen), None)
    goes = _named(chosen.account, t) if chosen else t("您最后说话的那边")
    lines = [t("您连着：{channels}。", channels=t("、").join(_named(way.account, t) for way in ways))]
    lines.append(t("消息发到：{where}。", where=goes))
    if len(ways) < 2:
        return "\n".join([*lines, t("想再连一个，发 /link。")]), []
    rows = [[button(_named(way.account, t), Verb.CHANNEL, 0, _key(way))] for way in ways]
    rows.append([button(t("最后说话的那边"), Verb.CHANNEL, 0, _LATEST)])
    rows += [
        [button(t("断开{channel}", channel=_named(way.account, t)), Verb.CUT, 0, _key(way))]
        for way in ways
        if way.account != here
    ]
    return "\n".join(lines), rows


def _named(account: Account, t: Texts) -> str:
    kind = account.partition(":")[0]
    return t(CHANNELS[kind]) if kind in CHANNELS else account


def _key(way: Way) -> str:
    """What a button can carry of a way: the user's number is one person's alone within their own ways."""
    return str(way.user)


def _at(ways: list[Way], key: str) -> Way | None:
    return next((way for way in ways if _key(way) == key), None)


HANDLERS = [
    CommandHandler("link", refusing(on_link), filters=filters.ChatType.PRIVATE),
    CommandHandler("channel", refusing(on_channel), filters=filters.ChatType.PRIVATE),
    on(Verb.CHANNEL, on_chosen),
    on(Verb.CUT, on_cut),
]
