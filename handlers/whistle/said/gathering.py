"""The cards of a meeting, of one thing that it decided, and of a joint action: words and buttons."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from handlers.buttons import Keyboard
from handlers.card import gist, masked, place_of
from handlers.texts import Texts
from handlers.whistle.meeting.look import press
from handlers.whistle.said.names import GATHERINGS
from tickets.ids import UnitCode, WordsId
from tickets.ports import Work
from tickets.ticket import Ticket
from tickets.whistles.hearings import Action, Decision, Meeting
from tickets.whistles.kinds import Gathering
from tickets.whistles.whistle import Whistle

_WORDS, _WHY = 160, 40


@dataclass(frozen=True, slots=True)
class Heard:
    """A whistle's meetings and joint actions with what was said of them, gathered once for every chat."""

    whistle: Whistle
    ticket: Ticket
    said: Mapping[WordsId, str]

    def words(self, which: WordsId | None, longest: int = _WORDS) -> str:
        return gist(self.said.get(which, ""), longest) if which else ""


async def heard_of(work: Work, whistle: Whistle, ticket: Ticket) -> Heard:
    """Personal data in the words are masked."""
    wanted = [reply.why for meeting in whistle.meetings.values() for reply in meeting.replies]
    decisions = [one for meeting in whistle.meetings.values() for one in meeting.decisions]
    wanted += [words for one in decisions for words in (one.words, one.report)]
    wanted += [action.division for action in whistle.actions.values()]
    said: dict[WordsId, str] = {}
    for which in filter(None, wanted):
        if found := await work.tickets.words(which):
            said[which] = masked(work, found.text)
    return Heard(whistle, ticket, said)


def meeting_text(heard: Heard, meeting: Meeting, work: Work, t: Texts) -> str:
    """What, when and where; who comes; what was decided and how far that is."""
    who = t("{who}召集", who=work.directory.name_of(meeting.convener))
    scene = meeting.place or place_of(heard.ticket, work.directory)
    lines = [
        _head(t(GATHERINGS[meeting.kind]), heard.ticket, work),
        f"{t.when(meeting.at, work.now)} · {scene} · {who}",
        *(_answers(heard, meeting, work, t) if meeting.minuted_at is None else [_came(meeting, work, t)]),
        *(f"{one.number}. {_decided(heard, one, work, t)}" for one in meeting.decisions),
        t("会取消了") if meeting.cancelled_at else "",
    ]
    return "\n".join(line for line in lines if line)


def guest_keyboard(whistle: Whistle, meeting: Meeting, unit: UnitCode, t: Texts) -> Keyboard:
    """Whoever is asked says whether they come, and may think again."""
    if not whistle.running or not meeting.standing or meeting.decisions or unit not in meeting.invited:
        return []
    of = f"{meeting.number}.{unit}"
    return [[press(t("能来"), whistle.id, "yes", of), press(t("来不了"), whistle.id, "nay", of)]]


def chair_keyboard(whistle: Whistle, meeting: Meeting, t: Texts) -> Keyboard:
    """What was decided, one thing at a time; before that another hour, or none."""
    if not whistle.running or not meeting.standing:
        return []
    number = str(meeting.number)
    rows = [[press(t("记一项"), whistle.id, "rec", number), press(t("记完了"), whistle.id, "end", number)]]
    if not meeting.decisions and meeting.kind is not Gathering.SCENE:
        rows.append([press(t("改期"), whistle.id, "off", number), press(t("取消会议"), whistle.id, "not", number)])
    return rows


def decision_text(heard: Heard, meeting: Meeting, one: Decision, work: Work, t: Texts) -> str:
    """What is to be done, whose it is, until when; once done, what was done."""
    lines = [
        _head(t("会上定的"), heard.ticket, work),
        heard.words(one.words),
        f"{_owner(one, work)} · {_until(one, work, t)}",
        f"{t(GATHERINGS[meeting.kind])} · {t.when(meeting.at, work.now)}",
    ]
    if one.done_at:
        done = t("🟢 办好了，{when}", when=t.when(one.done_at, work.now))
        said = heard.words(one.report)
        lines.append(t("{done}：{words}", done=done, words=said) if said else done)
    return "\n".join(line for line in lines if line)


def decision_keyboard(whistle: Whistle, meeting: Meeting, one: Decision, t: Texts) -> Keyboard:
    """One button: it is done."""
    done = one.done_at or whistle.dropped
    return [] if done else [[press(t("办好了"), whistle.id, "ok", f"{meeting.number}.{one.number}")]]


def action_text(heard: Heard, action: Action, work: Work, t: Texts) -> str:
    """Which time they act together, when, where, and who does what."""
    head = t("联合行动第 {n} 次", n=action.number)
    units = t("、").join(work.directory.unit_name(unit) for unit in action.units)
    lines = [
        _head(head, heard.ticket, work),
        f"{t.when(action.at, work.now)} · {action.place}",
        t("一起去：{units}", units=units),
        t("分工：{what}", what=heard.words(action.division, 300)),
    ]
    return "\n".join(lines)


def action_keyboard(whistle: Whistle, action: Action, unit: UnitCode, t: Texts) -> Keyboard:
    """Once more with another date, from the newest alone."""
    newest = action.number == max(whistle.actions, default=0)
    if not whistle.running or not newest:
        return []
    return [[press(t("再约一次"), whistle.id, "again", f"{action.number}.{unit}")]]


def lines_of(whistle: Whistle, work: Work, t: Texts) -> list[str]:
    """For the whistle's own card: the next meeting, how far what was decided is, and how often they acted together."""
    found = []
    for meeting in whistle.meetings.values():
        if meeting.standing and meeting.at > work.now:
            comes = sum(1 for reply in meeting.replies if reply.comes)
            when = t.when(meeting.at, work.now)
            found.append(t("{kind} {when} · 来 {n} 家", kind=t(GATHERINGS[meeting.kind]), when=when, n=comes))
    decisions = [one for meeting in whistle.meetings.values() for one in meeting.decisions]
    if decisions:
        done, late = sum(1 for one in decisions if one.done_at), sum(1 for one in decisions if _late(one, work))
        said = t("会上定了 {n} 件，办好 {done} 件", n=len(decisions), done=done)
        found.append(t("{said}，🔴 逾期 {late} 件", said=said, late=late) if late else said)
    if whistle.actions:
        last = whistle.actions[max(whistle.actions)]
        when = t.when(last.at, work.now)
        found.append(t("联合行动 {n} 次 · 最近 {when} {place}", n=len(whistle.actions), when=when, place=last.place))
    return found


def _head(kind: str, ticket: Ticket, work: Work) -> str:
    return f"【{kind}】{ticket.number} {place_of(ticket, work.directory)}"


def _answers(heard: Heard, meeting: Meeting, work: Work, t: Texts) -> list[str]:
    def named(units: Iterable[UnitCode]) -> str:
        return t("、").join(work.directory.unit_name(unit) for unit in units)

    replies = {unit: meeting.reply_of(unit) for unit in meeting.invited}
    comes = [unit for unit, reply in replies.items() if reply and reply.comes]
    silent = [unit for unit, reply in replies.items() if reply is None]
    lines = [t("来：{units}", units=named(comes))] if comes else []
    for unit, reply in replies.items():
        if reply and not reply.comes:
            lines.append(t("不来：{unit}（{why}）", unit=named([unit]), why=heard.words(reply.why, _WHY)))
    if silent and not meeting.decisions and work.now < meeting.at:
        lines.append(t("还没回：{units}", units=named(silent)))
    return lines


def _came(meeting: Meeting, work: Work, t: Texts) -> str:
    named = t("、").join(work.directory.unit_name(unit) for unit in meeting.came)
    return t("到会：{units}", units=named) if named else t("没有单位到会")


def _decided(heard: Heard, one: Decision, work: Work, t: Texts) -> str:
    end = t("🟢 办好了") if one.done_at else _until(one, work, t)
    return f"{heard.words(one.words, 60)} · {_owner(one, work)} · {end}"


def _until(one: Decision, work: Work, t: Texts) -> str:
    when = t("{when} 前办完", when=t.when(one.due_at, work.now))
    return f"🔴 {when}" if _late(one, work) else when


def _late(one: Decision, work: Work) -> bool:
    return one.done_at is None and one.due_at <= work.now


def _owner(one: Decision, work: Work) -> str:
    unit, who = work.directory.unit_name(one.owner), work.directory.name_of(one.person)
    return f"{unit}{who}" if who else unit
