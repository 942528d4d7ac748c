"""What the resident reads at a whistle's turns: who is coming, when, what was found; never the internal words."""

from collections.abc import Mapping

from handlers.card import gist, masked
from handlers.desk import Desk
from handlers.texts import Texts
from tickets.kinds import Urgency
from tickets.mail import Purpose, Rank
from tickets.ticket import Ticket
from tickets.whistles.hearings import Decision
from tickets.whistles.kinds import Plea, WhistleDeed
from tickets.whistles.whistle import Whistle, WhistleEvent


def _(sentence: str) -> str:
    return sentence


_SAYS: Mapping[WhistleDeed, str] = {
    WhistleDeed.BLOW: _("{number}：已请 {units} 来处理{when}。"),
    WhistleDeed.CONFIRM: _("{number}：{unit} 已答应，{who}{coming}。"),
    WhistleDeed.ARRIVE: _("{number}：{unit} 的人到现场了。"),
    WhistleDeed.PROGRESS: _("{number}：{unit} 说：{words}"),
    WhistleDeed.REPORT: _("{number}：{unit} 办完了他们那部分：{words}"),
    WhistleDeed.VISIT: _("{number}：街道负责人到现场看了：{words}"),
}

_SHOWS = frozenset({WhistleDeed.PROGRESS, WhistleDeed.REPORT, WhistleDeed.VISIT, WhistleDeed.SETTLE})
"""Turns whose photos the resident sees, as those of an answer; a check-in's are evidence between the units."""


async def told(paper: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket) -> None:
    """A plain sentence where the turn means something to whoever posted it."""
    if not ticket.running:
        return
    t = await paper.texts_of(ticket.poster)
    text = await _sentence(paper, event, whistle, ticket, t)
    if text:
        urgent = whistle.type is Urgency.EMERGENCY
        await paper.tell(ticket.poster, text, purpose=Purpose.PLAIN, rank=Rank.URGENT if urgent else Rank.NORMAL,
                         ticket=ticket.id)  # fmt: skip
        if event.deed in _SHOWS:
            await _files(paper, event, ticket)


async def _sentence(paper: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket, t: Texts) -> str:
    if event.deed is WhistleDeed.RULE:
        return _ruled(paper, event, whistle, ticket, t)
    if event.deed in _TOGETHER:
        return await _together(paper, event, whistle, ticket, t)
    if event.deed is WhistleDeed.REPORT and not event.detail.get("solved"):
        words = await _words(paper, event)
        unit = paper.work.directory.unit_name(event.unit)
        return t("{number}：{unit} 说他们办不了：{words}", number=ticket.number, unit=unit, words=words)
    if event.deed not in _SAYS:
        return ""
    leg = whistle.legs.get(event.unit) if event.unit else None
    coming = t(" {when} 到", when=t.when(leg.coming_at, paper.work.now)) if leg and leg.coming_at else t(" 会来")
    arrive = min((part.arrive_by for part in whistle.legs.values() if part.arrive_by), default=whistle.due_at)
    when = t("，{when} 前", when=t.when(arrive, paper.work.now)) if arrive else ""
    directory = paper.work.directory
    return t(
        _SAYS[event.deed],
        number=ticket.number,
        units=t("、").join(directory.unit_name(unit) for unit in whistle.legs),
        unit=directory.unit_name(event.unit),
        who=(leg.comer or directory.name_of(leg.receiver)) if leg else "",
        coming=coming if whistle.place else "",
        when=when,
        words=await _words(paper, event),
    )


def _ruled(paper: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket, t: Texts) -> str:
    """More time and a pause are told to the resident, with the date; the rest is between the units."""
    asked = whistle.asked[int(event.detail["number"])]
    if not asked.granted or asked.until is None:
        return ""
    unit, when = paper.work.directory.unit_name(asked.unit), t.when(asked.until, paper.work.now)
    if asked.plea is Plea.LONGER:
        return t("{number}：{unit} 要多些时间，改到 {when} 前。", number=ticket.number, unit=unit, when=when)
    return t("{number}：{unit} 现在办不了，{when} 再看。原因会写在进度里。", number=ticket.number, unit=unit, when=when)


async def _files(paper: Desk, event: WhistleEvent, ticket: Ticket) -> None:
    said = await paper.work.tickets.words(event.words) if event.words else None
    to = await paper.work.people.address(ticket.poster)
    if to and said and said.media:
        await paper.show(to, said.media, ticket=ticket.id, purpose=Purpose.ANSWER)


_TOGETHER: Mapping[WhistleDeed, str] = {
    WhistleDeed.CONVENE: _("{number}：几家单位 {when} 一起商量怎么办。"),
    WhistleDeed.PUT_OFF: _("{number}：几家单位改到 {when} 一起商量。"),
    WhistleDeed.CANCEL: _("{number}：原定 {when} 的商量取消了，事情接着办。"),
    WhistleDeed.MINUTE: _("{number}：商量定了："),
    WhistleDeed.SETTLE: _("{number}：{unit} 办好了商量定的事：{words}"),
    WhistleDeed.JOIN_FORCES: _("{number}：{units} 约好 {when} 一起到{place}办。"),
}
"""What units do together."""


async def _together(paper: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket, t: Texts) -> str:
    directory, now = paper.work.directory, paper.work.now
    if event.deed is WhistleDeed.JOIN_FORCES:
        action = whistle.actions[int(event.detail["action"])]
        units = t("、").join(directory.unit_name(unit) for unit in action.units)
        when = t.when(action.at, now)
        return t(_TOGETHER[event.deed], number=ticket.number, units=units, when=when, place=action.place)
    meeting = whistle.meetings[int(event.detail["meeting"])]
    if event.deed is WhistleDeed.MINUTE:
        lines = [await _decided(paper, one, t) for one in meeting.decisions]
        return "\n".join([t(_TOGETHER[event.deed], number=ticket.number), *lines]) if lines else ""
    unit, when = directory.unit_name(event.unit), t.when(meeting.at, now)
    words = await _words(paper, event)
    return t(_TOGETHER[event.deed], number=ticket.number, when=when, unit=unit, words=words)


async def _decided(paper: Desk, one: Decision, t: Texts) -> str:
    said = await paper.work.tickets.words(one.words)
    what = gist(masked(paper.work, said.text), 120) if said else ""
    when, unit = t.when(one.due_at, paper.work.now), paper.work.directory.unit_name(one.owner)
    return t("{n}. {what}（{unit}，{when} 前）", n=one.number, what=what, unit=unit, when=when)


async def _words(paper: Desk, event: WhistleEvent) -> str:
    said = await paper.work.tickets.words(event.words) if event.words else None
    return gist(masked(paper.work, said.text), 300) if said else ""
