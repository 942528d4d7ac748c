"""What people read when something is refused: the reason, and a way on."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.buttons import Press, Verb
from handlers.context import Context
from handlers.texts import Texts
from handlers.texts.names import STATES
from handlers.whistle.said import refusals as whistles
from tickets.errors import AlreadyHeld, HandsFull, NotAllowed, NotNow, Refused, TooMany, TooSoon, Unknown, Unusable
from tickets.kinds import Deed
from tickets.ports import Work

Handler = Callable[[Update, Context], Coroutine[Any, Any, None]]


def _(sentence: str) -> str:
    return sentence


_UNUSABLE: Mapping[str, str] = {
    "empty": _("没有内容。请写一句，或者发张照片。"),
    "long": _("太长了，一条最多 4096 字。请分成两条发。"),
    "date": _("没看懂日期。请写成 12-03 18:00 这样。"),
    "past": _("这个时间已经过了，请换一个以后的。"),
    "far": _("约得太远了，请约 60 天以内。"),
    "self": _("不能并到它自己。"),
    "party": _("这位是当事人，或者不在可请的人里，不能请。"),
    "round": _("那是上一次的答复，请看最新的那条。"),
    "closed": _("那一件已经办完了，不能并进去。"),
    "reason": _("请写明原因。"),
    "household": _("家里的事不能这样做，免得让别人看到。"),
    "over": _("过了 14 天，不能再重新办理。还有问题，直接再说一遍，就是新的一件。"),
    "held": _("已经有人在办了。点“补充”告诉他就行。"),
    "progress": _("日期后面再写一句现在到哪一步了，比如：12-03 18:00 配件在路上。"),
    "broken": _("上次约的时间已经过了，请直接给结果，或者说明为什么办不了。"),
    "assess": _("只有区里的督办和负责人能录入全年的其余部分，自己单位的不能自己录。"),
    "rest_year": _("年份不对，只能录今年和以前的。"),
    "rest_value": _("分数要在 0 到 100 之间。"),
    "rest_source": _("要写出处，比如：区考核办通报。"),
    "danger": _("有危险的事不请邻居出面。"),
    "asked": _("已经问过居民了，等居民回话。"),
    "needless": _("这件已经不用请人了，谢谢您。"),
    "consent": _("要先问过居民本人，等居民同意。"),
    "whistled": _("吹哨叫来的单位还没全部反馈。可以先给居民约个时间，等反馈齐了再答复。"),
    "staff": _("两边都是工作人员，是两个人，不能连成一个。"),
    "here": _("这是您正在用的这边，不能断开。"),
}

_UNKNOWN: Mapping[str, str] = {
    "ticket": _("没有这个编号，请核对一下。"),
    "person": _("名单里没有这个人。"),
    "unit": _("没有这个单位。"),
    "invitation": _("这个邀请找不到了。"),
    "code": _("这个码不对、用过了，或者过了 10 分钟。请在那边再发一次 /link。"),
    "whistle": _("这声哨找不到了。"),
    "item": _("职责清单里没有这一条。"),
    "flow": _("没有这个流程。"),
    "plea": _("没有这个申请。"),
    "meeting": _("没有这个会，或者没有这一项。"),
}


def sentence(refused: Refused, t: Texts, work: Work) -> str:
    """The refusal in words."""
    match refused:
        case AlreadyHeld(holder):
            return t("{who} 已经认领了。", who=work.directory.name_of(holder))
        case HandsFull(limit, worker):
            who = work.directory.name_of(worker) or t("您")
            return t("{who}手上已有 {n} 件没办完，先办完一件，或者交给别人。", who=who, n=limit)
        case TooSoon() | TooMany():
            return _later(refused, t, work)
        case NotNow(_, state):
            return t("这件{state}，不能再这样做。", state=t(STATES[state]))
        case NotAllowed(deed):
            return _not_allowed(deed, t)
        case Unknown(what):
            return t(_UNKNOWN[what])
        case Unusable(why):
            return t(_UNUSABLE.get(why) or whistles.UNUSABLE[why])
        case _:
            return whistles.sentence(refused, t, work) or t("现在不能这样做。")


def refusing(handler: Handler) -> Handler:
    """The handler, with refusals told to whoever asked: an alert for a press, a line for a message."""

    async def guarded(update: Update, context: Context) -> None:
        try:
            await handler(update, context)
        except Refused as refused:
            if update.callback_query:
                t = await context.own_texts(update)
                await context.toast(update, sentence(refused, t, context.work), alert=True)
            else:
                t = await context.texts(update)
                await context.desk.say(context.address(update), sentence(refused, t, context.work))

    return guarded


def on(verb: Verb, handler: Handler) -> CallbackQueryHandler[Context, None]:
    """The handler of one verb's presses; what only looks like one is a stale button."""

    def pressed(data: object) -> bool:
        press = Press.read(data) if isinstance(data, str) else None
        return press is not None and press.verb is verb

    return CallbackQueryHandler(refusing(handler), pattern=pressed)


def _later(refused: TooSoon | TooMany, t: Texts, work: Work) -> str:
    when = t.when(refused.again_at, work.now)
    match refused:
        case TooSoon():
            return t("催过了，{when} 以后可以再催。", when=when)
        case TooMany(limit):
            return t("一小时最多报 {n} 件，{when} 以后再报。", n=limit, when=when)


def _not_allowed(deed: Deed, t: Texts) -> str:
    match deed:
        case Deed.CONFIRM | Deed.DENY | Deed.GRADE | Deed.REMARK | Deed.REOPEN:
            return t("只有反映的人自己能评价。")
        case Deed.LOOK | Deed.SOLVE | Deed.EXPLAIN | Deed.PROMISE | Deed.ASK:
            return t("只有认领的人能这样做。")
        case Deed.REPLY | Deed.ADD | Deed.EDIT | Deed.URGE | Deed.WITHDRAW:
            return t("只有反映的人自己能看能改。")
        case _:
            return t("您不在这件事的办理人里，没有改动。")
