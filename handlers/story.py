"""A ticket's history in plain words, for its poster or for staff: the same events, fewer or more of them."""

from collections.abc import Mapping

from handlers.card import gist, masked
from handlers.texts import Texts
from handlers.texts.names import GRADES, MATTERS, STATES
from tickets.deeds.staff.holding import LEFT
from tickets.kinds import Clock, Deed, Grade, Matter
from tickets.ports import Work
from tickets.ticket import Event, Ticket
from tickets.whistles.kinds import WhistleDeed


def _(sentence: str) -> str:
    return sentence


_FOR_ALL: dict[Deed, str] = {
    Deed.POST: _("{me}报：{words}"),
    Deed.ADD: _("{me}补充：{words}"),
    Deed.EDIT: _("{me}改了原文"),
    Deed.SORT: _("按“{matter}”转给 {unit}"),
    Deed.REFER: _("请社区定归谁管"),
    Deed.CLAIM: _("{who} 认领"),
    Deed.TAKE_OVER: _("{who} 接过去办"),
    Deed.ASSIGN: _("转给 {holder}"),
    Deed.PASS_ON: _("转给 {unit}"),
    Deed.HAND_BACK: _("{who} 退回，等人认领"),
    Deed.IDLE_RETURN: _("没有进展，放回等人认领"),
    Deed.ASK: _("{who} 问：{words}"),
    Deed.REPLY: _("{me}说：{words}"),
    Deed.TELL: _("{who} 回话：{words}"),
    Deed.PROMISE: _("{who} 约了时间：{words}"),
    Deed.SOLVE: _("{who} 答复：{words}"),
    Deed.EXPLAIN: _("{who} 说明原因：{words}"),
    Deed.BREAK_OFF: _("一方不愿意，调解停止"),
    Deed.CONFIRM: _("{me}说解决了"),
    Deed.DENY: _("{me}说没解决"),
    Deed.GRADE: _("{me}评价{grade}"),
    Deed.REMARK: _("{me}评价时说：{words}"),
    Deed.REOPEN: _("{me}要求重新办理"),
    Deed.LAPSE: _("没有再来消息，办结"),
    Deed.URGE: _("{me}催办"),
    Deed.WITHDRAW: _("{me}撤回"),
    Deed.MERGE: _("并入 {into}，一起办"),
    Deed.JOIN: _("邻居也报了同一件事"),
    Deed.PRESS: _("{who} 督办"),
    Deed.HEED: _("{who}（值班）接到通知"),
    Deed.AGREE: _("商定：{words}"),
}

_FOR_STAFF: dict[Deed, str] = {
    Deed.NOTE: _("{who} 备注：{words}"),
    Deed.LOOK: _("{who} 看了联系方式"),
    Deed.LABEL: _("{who} 改了主题"),
    Deed.PAGE: _("再次通知值班"),
    Deed.REMIND: _("提醒：{clock}"),
    Deed.INVITE: _("{who} 请人帮忙"),
    Deed.CONSENT: _("居民同意请能人"),
    Deed.REFUSE: _("居民不想请能人"),
    Deed.ACCEPT: _("{who} 愿意来"),
    Deed.DECLINE: _("{who} 来不了"),
    Deed.UNDELIVERED: _("有一条消息没有送到"),
    Deed.DELIVERED: _("没送到的那条，送到居民了"),
    Deed.LINK: _("报的人连上了另一个渠道"),
}

_WHISTLED: Mapping[str, str] = {
    WhistleDeed.BLOW: _("请了部门来处理"),
    WhistleDeed.CONFIRM: _("{unit}答应来办"),
    WhistleDeed.ARRIVE: _("{unit}的人到了现场"),
    WhistleDeed.PROGRESS: _("{unit}说：{words}"),
    WhistleDeed.REPORT: _("{unit}回话：{words}"),
    WhistleDeed.VISIT: _("街道负责人到了现场：{words}"),
    WhistleDeed.CONVENE: _("约了几家单位一起商量"),
    WhistleDeed.PUT_OFF: _("商量改了时间"),
    WhistleDeed.CANCEL: _("约好的商量取消了"),
    WhistleDeed.RESOLVE: _("商量定了：{words}"),
    WhistleDeed.SETTLE: _("{unit}办好了商量定的事：{words}"),
    WhistleDeed.JOIN_FORCES: _("几家单位约好一起去办"),
    WhistleDeed.END: _("请来的部门都办完了"),
}
"""A whistle's turns, in words that its poster reads too."""

_CLOCKS: Mapping[Clock, str] = {
    Clock.ANSWER: _("答复时限"),
    Clock.PROMISE: _("约定时间"),
    Clock.CLAIM: _("还没人认领"),
    Clock.TRIAGE: _("还没定归谁"),
    Clock.IDLE: _("没有进展"),
    Clock.PAGE: _("值班未确认"),
    Clock.CALLBACK: _("请居民评价"),
}


_LEFT = _("原来办的人离开了，放回等人认领")
_OWN = 100
"""Characters of their own words that the poster is shown again."""


async def story(work: Work, ticket: Ticket, t: Texts, *, staff: bool = False) -> str:
    """Number and state, then each turn with its hour. Staff also read notes, reminders and looks; words are masked."""
    lines = [f"{ticket.number} · {t(STATES[ticket.state])}"]
    if ticket.running:
        lines.append(t("最晚{when} 前答复", when=t.when(ticket.owed_at, work.now)))
    known = _FOR_ALL | _FOR_STAFF if staff else _FOR_ALL
    for event in await work.tickets.history(ticket.id):
        sentence = _sentence(event, known)
        if sentence is None:
            continue
        words = await _words(work, ticket, event, t, staff)
        line = t(sentence, words=words, me=t("居民") if staff else t("您"), **_facts(work, ticket, event, t))
        lines.append(f"{t.when(event.at, work.now)} {line}")
    return _bounded(lines)


def _sentence(event: Event, known: Mapping[Deed, str]) -> str | None:
    """What a line of the history says; None for one that says nothing to this reader."""
    if event.deed is Deed.WHISTLE:
        return _WHISTLED.get(event.detail["turn"])
    if event.deed is Deed.GRADE and "grade" not in event.detail:
        return None
    return _LEFT if event.detail.get("reason") == LEFT else known.get(event.deed)


async def _words(work: Work, ticket: Ticket, event: Event, t: Texts, staff: bool) -> str:
    said = await work.tickets.words(event.words) if event.words else None
    if said is None:
        return ""
    text = said.text or t("（没有文字）")
    if staff:
        return masked(work, text)
    return gist(text, _OWN) if event.actor == ticket.poster else text


def _facts(work: Work, ticket: Ticket, event: Event, t: Texts) -> dict[str, str]:
    directory, detail = work.directory, event.detail
    return {
        "who": directory.name_of(event.actor),
        "matter": t(MATTERS[Matter(event.after.get("matter", ticket.matter))]),
        "holder": directory.name_of(detail.get("holder")),
        "unit": directory.unit_name(detail.get("unit") or event.after.get("unit", ticket.unit)) or t("社区"),
        "into": str(detail.get("into", "")),
        "grade": t(GRADES[Grade(detail["grade"])]) if detail.get("grade") else "",
        "clock": t(_CLOCKS[Clock(detail["clock"])]) if detail.get("clock") else "",
    }


def _bounded(lines: list[str], longest: int = 9000) -> str:
    """The head, the post and as many of the newest lines as a few messages hold."""
    head, rest = lines[:3], lines[3:]
    while rest and sum(len(line) + 1 for line in head + rest) > longest:
        rest = rest[1:]
    return "\n".join(head + rest)
