"""记一项: what was decided in words, then whose and until when by buttons; one thing at a time."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from telegram import Update

from handlers.buttons import Button, Keyboard, number
from handlers.card import gist, masked
from handlers.context import Context
from handlers.resident.turn import turn
from handlers.texts import Texts
from handlers.whistle.choosing import rows_of
from handlers.whistle.kept import keep, kept
from handlers.whistle.meeting.look import page_of, pages, press
from handlers.whistle.meeting.plan import bodies
from handlers.whistle.said.behalf import in_whose_name
from handlers.worker.prompts import prompt
from tickets.deeds.poster.posting import Words
from tickets.errors import Unknown, Unusable
from tickets.ids import MediaId, PersonId, UnitCode, WhistleId
from tickets.kinds import Deed
from tickets.ports import Work
from tickets.whistles.deeds.gathering.minutes import check_held, resolve
from tickets.whistles.deeds.step import Turn, begin
from tickets.whistles.kinds import WhistleDeed
from tickets.whistles.spoken import moment

DECIDING = "deciding"
"""Under which name what is being written down is kept, and its prompts are known."""
_DAYS = (1, 3, 7, 15)
_EVENING = time(18)
_PEOPLE = 12
_NOBODYS = UnitCode("")


@dataclass(frozen=True, slots=True)
class Deciding:
    """One thing that is being written down; `owner` is empty and `person` None while nobody is named."""

    whistle: WhistleId
    meeting: int
    words: str
    media: tuple[MediaId, ...] = ()
    owner: UnitCode = _NOBODYS
    person: PersonId | None = None
    letter: int = 0

    def facts(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> "Deciding":
        """The opposite of `facts`."""
        return cls(**{**facts, "media": tuple(facts["media"])})


async def on_decide(update: Update, context: Context, whistle: WhistleId, step: str, value: str) -> None:
    """`rec` asks for the words; the other presses say whose it is and until when."""
    if step == "rec":
        begun = await _may(update, context, whistle, number(value))
        t = await context.texts(update)
        detail = {"do": DECIDING, "whistle": whistle, "number": number(value)}
        text = t("会上定了什么？请回复这条，一次一项。")
        await prompt(update, context, Deed.WHISTLE, begun.ticket, f"{begun.ticket.number} {text}", detail)
        return
    one = await _standing(update, context, whistle)
    begun = await _may(update, context, whistle, one.meeting)
    match step:
        case "o":
            if value not in context.work.directory.units:
                raise Unknown("unit")
            await _show(update, context, begun, replace(one, owner=UnitCode(value), person=None))
        case "p":
            await _show(update, context, begun, replace(one, person=PersonId(number(value))))
        case "op":
            await _show(update, context, begun, replace(one, owner=_NOBODYS, person=None), number(value))
        case "d" if number(value):
            await _write_down(update, context, begun, one, _evening(context.work, number(value)))
        case "wd":
            t = await context.texts(update)
            detail = {"do": DECIDING, "whistle": whistle, "number": one.meeting, "date": True}
            text = t("什么时候办完？请回复这条，比如：12-03 18:00")
            await prompt(update, context, Deed.WHISTLE, begun.ticket, f"{begun.ticket.number} {text}", detail)
        case _:
            raise Unusable("empty")


async def answer(update: Update, context: Context, detail: Mapping[str, Any], words: Words) -> str:
    """The words of what was decided, then whose it is; or the date, and it is written down."""
    whistle = WhistleId(int(detail["whistle"]))
    begun = await _may(update, context, whistle, int(detail["number"]))
    t = await context.texts(update)
    if detail.get("date"):
        one = await _standing(update, context, whistle)
        at = moment(words.text, context.work.now, context.work.rules.zone)
        said = await _resolved(update, context, one, at, t)
        await context.desk.say(context.address(update), said, _next(one, t), ticket=begun.ticket.id)
        return ""
    if not words.all_text:
        raise Unusable("reason")
    one = Deciding(whistle, int(detail["number"]), words.all_text, words.media)
    text, rows = _look(one, begun, context.work, t), _owners(one, begun, 0, context.work, t)
    letter = await context.desk.say(context.address(update), text, rows, ticket=begun.ticket.id)
    await keep(update, context, DECIDING, replace(one, letter=letter).facts())
    return ""


async def _may(update: Update, context: Context, whistle: WhistleId, meeting: int) -> Turn:
    """Raises NoRight, Unknown("meeting"), Unusable("early"), ("minuted"), ("cancelled")."""
    begun = await begin(context.work, whistle, WhistleDeed.RESOLVE, (await context.person(update)).id)
    check_held(context.work, begun.whistle, meeting)
    return begun


async def _show(update: Update, context: Context, begun: Turn, one: Deciding, page: int = 0) -> None:
    t = await context.texts(update)
    await keep(update, context, DECIDING, one.facts())
    rows = _dates(one, context.work, t) if one.owner else _owners(one, begun, page, context.work, t)
    await turn(update, context, _look(one, begun, context.work, t), rows, ticket=begun.ticket.id)


async def _write_down(update: Update, context: Context, begun: Turn, one: Deciding, at: datetime) -> None:
    t = await context.texts(update)
    said = await _resolved(update, context, one, at, t)
    await turn(update, context, said, _next(one, t), ticket=begun.ticket.id)


async def _resolved(update: Update, context: Context, one: Deciding, at: datetime, t: Texts) -> str:
    if not one.owner:
        raise Unusable("owner")
    work, person = context.work, (await context.person(update)).id
    words = Words(one.words, one.media)
    _, decision = await resolve(work, one.whistle, person, one.meeting, words, one.owner, at, one.person)
    await keep(update, context, DECIDING, None)
    who, when = whose(one, work), t.when(at, work.now)
    said = gist(masked(work, one.words), 80)
    done = t(
        "第 {n} 项记下了：{what}\n{who} · {when} 前办完，已通知。", n=decision.number, what=said, who=who, when=when
    )
    return in_whose_name(done, work, t)


def whose(one: Deciding, work: Work) -> str:
    """The unit's name, and the person's where one is named."""
    return work.directory.unit_name(one.owner) + work.directory.name_of(one.person)


def _look(one: Deciding, begun: Turn, work: Work, t: Texts) -> str:
    said = gist(masked(work, one.words), 160)
    lines = [t("{number} 定了：{what}", number=begun.ticket.number, what=said)]
    if one.owner:
        lines += [t("{who}办", who=whose(one, work)), t("什么时候办完？")]
    else:
        lines.append(t("谁来办？"))
    return "\n".join(lines)


def _owners(one: Deciding, begun: Turn, page: int, work: Work, t: Texts) -> Keyboard:
    """Who sat at the table first."""
    meeting = begun.whistle.meetings[one.meeting]
    units, found = page_of(meeting.invited, bodies(begun.whistle, work), page)

    def make(words: str, unit: UnitCode) -> Button:
        return press(words, one.whistle, "o", unit)

    return [*rows_of(units, 0, work.directory, make), pages(one.whistle, "op", page, found, t)]


def _dates(one: Deciding, work: Work, t: Texts) -> Keyboard:
    """Evenings of days to come; below, people of the unit who could be named, and the way back."""
    ends = {_evening(work, n): n for n in reversed(_DAYS)}
    days = [press(t.when(at, work.now), one.whistle, "d", str(n)) for at, n in sorted(ends.items())]
    directory = work.directory
    people = [p for p in directory.people_of(one.owner) if p != one.person][:_PEOPLE]
    named = [press(t("交给{who}", who=directory.name_of(p)), one.whistle, "p", str(p)) for p in people]
    back = [press(t("写日期"), one.whistle, "wd"), press(t("换单位"), one.whistle, "op", "0")]
    return [days[:2], days[2:], *(named[n : n + 3] for n in range(0, len(named), 3)), back]


def _next(one: Deciding, t: Texts) -> Keyboard:
    of = str(one.meeting)
    return [[press(t("再记一项"), one.whistle, "rec", of), press(t("记完了"), one.whistle, "end", of)]]


def _evening(work: Work, days: int) -> datetime:
    """So many days on, at six; what would be a day off is the next that is worked."""
    calendar = work.rules.calendar
    day = calendar.next_workday(calendar.day_of(work.now) + timedelta(days=min(days, 366)))
    return calendar.at(day, _EVENING)


async def _standing(update: Update, context: Context, whistle: WhistleId) -> Deciding:
    """Raises Unusable("plan") where the person is writing nothing down of this whistle."""
    found = await kept(update, context, DECIDING)
    if not found or found["whistle"] != whistle:
        raise Unusable("plan")
    return Deciding.from_facts(found)


STEPS = frozenset({"rec", "o", "p", "op", "d", "wd"})
"""The steps of this room."""
