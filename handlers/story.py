"""A ticket's history in plain words, for its poster or for staff: the same events, fewer or more of them."""

from collections.abc import Mapping

from handlers.card import masked
from handlers.texts import Texts
from handlers.texts.names import GRADES, MATTERS, STATES
from tickets.kinds import Clock, Deed, Grade, Matter
from tickets.ports import Work
from tickets.ticket import Event, Ticket


def _(sentence: str) -> str:
    return sentence


_FOR_ALL: Mapping[Deed, str] = {
    Deed.POST: _("报上来"),
    Deed.ADD: _("补充：{words}"),
    Deed.EDIT: _("改了原文"),
    Deed.SORT: _("归到“{matter}”"),
    Deed.REFER: _("请社区专员定"),
    Deed.CLAIM: _("{who} 认领"),
    Deed.TAKE_OVER: _("{who} 接过去办"),
    Deed.ASSIGN: _("转给 {holder}"),
    Deed.PASS_ON: _("转给 {unit}"),
    Deed.HAND_BACK: _("{who} 退回，等人认领"),
    Deed.IDLE_RETURN: _("没有进展，放回等人认领"),
    Deed.ASK: _("{who} 问：{words}"),
    Deed.REPLY: _("居民说：{words}"),
    Deed.TELL: _("{who} 回话：{words}"),
    Deed.PROMISE: _("{who} 约了时间：{words}"),
    Deed.SOLVE: _("{who} 答复：{words}"),
    Deed.EXPLAIN: _("{who} 说明原因：{words}"),
    Deed.BREAK_OFF: _("一方不愿意，调解停止"),
    Deed.CONFIRM: _("居民说解决了"),
    Deed.DENY: _("居民说没解决"),
    Deed.GRADE: _("居民评价{grade}"),
    Deed.REOPEN: _("重新办理"),
    Deed.LAPSE: _("一直没有评价，办结"),
    Deed.URGE: _("居民催办"),
    Deed.WITHDRAW: _("居民撤回"),
    Deed.MERGE: _("并入 {into}，一起办"),
    Deed.PRESS: _("{who} 督办"),
    Deed.HEED: _("{who}（值班）接到通知"),
    Deed.AGREE: _("商定：{words}"),
    Deed.UNDELIVERED: _("有一条消息没有送到"),
}

_FOR_STAFF: Mapping[Deed, str] = {
    Deed.NOTE: _("{who} 备注：{words}"),
    Deed.LOOK: _("{who} 看了联系方式"),
    Deed.PAGE: _("再次通知值班"),
    Deed.REMIND: _("提醒：{clock}"),
    Deed.REMARK: _("评价留言：{words}"),
    Deed.INVITE: _("{who} 请人帮忙"),
    Deed.CONSENT: _("居民同意请能人"),
    Deed.REFUSE: _("居民不想请能人"),
    Deed.ACCEPT: _("{who} 愿意来"),
    Deed.DECLINE: _("{who} 来不了"),
}

_CLOCKS: Mapping[Clock, str] = {
    Clock.ANSWER: _("答复时限"),
    Clock.PROMISE: _("约定时间"),
    Clock.CLAIM: _("还没人认领"),
    Clock.TRIAGE: _("还没定归谁"),
    Clock.IDLE: _("没有进展"),
    Clock.PAGE: _("值班未确认"),
    Clock.CALLBACK: _("请居民评价"),
}


async def story(work: Work, ticket: Ticket, t: Texts, *, staff: bool = False) -> str:
    """Number and state, then each turn with its hour. Staff also read notes, reminders and looks; words are masked."""
    lines = [f"{ticket.number} · {t(STATES[ticket.state])}"]
    if ticket.running:
        lines.append(t("最晚{when} 前答复", when=t.when(ticket.owed_at, work.now)))
    said = {s.id: s.text for s in await work.tickets.said(ticket.id)}
    for event in await work.tickets.history(ticket.id):
        line = _line(work, event, said.get(event.words, "") if event.words else "", t, staff)
        if line:
            lines.append(f"{t.when(event.at, work.now)} {line}")
    return _bounded(lines)


def _line(work: Work, event: Event, words: str, t: Texts, staff: bool) -> str:
    sentence = _FOR_ALL.get(event.deed) or (_FOR_STAFF.get(event.deed) if staff else None)
    if sentence is None or (event.deed is Deed.GRADE and "grade" not in event.detail):
        return ""
    directory, detail = work.directory, event.detail
    matter = event.after.get("matter")
    holder = detail.get("holder")
    return t(
        sentence,
        who=directory.name_of(event.actor) or t("居民"),
        words=masked(work, words) if staff else words,
        matter=t(MATTERS[Matter(matter)]) if matter else t("原来的类别"),
        holder=directory.name_of(holder),
        unit=directory.unit_name(event.after.get("unit")) or t("别的单位"),
        into=detail.get("into", ""),
        grade=t(GRADES[Grade(detail["grade"])]) if detail.get("grade") else "",
        clock=t(_CLOCKS[Clock(detail["clock"])]) if detail.get("clock") else "",
    )


def _bounded(lines: list[str], longest: int = 3500) -> str:
    """The head and as many of the newest lines as one message holds."""
    head, rest = lines[:2], lines[2:]
    while rest and sum(len(line) + 1 for line in head + rest) > longest:
        rest = rest[1:]
    return "\n".join(head + rest)
