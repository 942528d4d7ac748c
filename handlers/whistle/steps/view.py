"""The blower's side: another unit, the marks for each, 收哨; and the whistles that somebody has to do with."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from telegram import Update
from telegram.ext import CommandHandler

from handlers.buttons import Verb, button
from handlers.context import Context
from handlers.notices.whistles.cards import stand
from handlers.refusals import refusing
from handlers.supervisor.scope import watched_here
from handlers.texts import Texts
from handlers.whistle.blowing.blow import take_up
from handlers.whistle.choosing import callable_units
from handlers.whistle.said.card import BLOWER, LEADER, WATCHER, head
from handlers.whistle.said.line import one_line
from handlers.whistle.said.many import chosen_of
from handlers.whistle.steps.leg import Pressed
from handlers.whistle.steps.table import Step, Turn
from handlers.worker.lists import watched
from tickets.deeds.poster.posting import Words
from tickets.errors import NoRight
from tickets.ids import PersonId, UnitCode, WhistleId
from tickets.mail import Address
from tickets.ports import Work
from tickets.ticket import Ticket
from tickets.whistles.deeds import blowing, joining, judging
from tickets.whistles.kinds import WhistleDeed
from tickets.whistles.ports import Sought
from tickets.whistles.rules.reach import callers, reaches, target
from tickets.whistles.rules.rights import chiefs, leaders_over, led, receivers
from tickets.whistles.spoken import three_marks
from tickets.whistles.whistle import Whistle

_SHOWN = 10


def _(sentence: str) -> str:
    return sentence


async def on_whistles(update: Update, context: Context) -> None:
    """`/whistles`: what I blew, what my units owe, what I watch; in a group what its unit owes."""
    person, t, at = await context.person(update), await context.texts(update), context.address(update)
    if not context.work.directory.is_staff(person.id):
        await context.desk.say(at, t("这是工作人员用的。您自己报的事发 /my 看。"))
        return
    found = await _running(context, update, person.id)
    if not found:
        await context.desk.say(at, t("没有没收的哨。"))
        return
    shown = found[:_SHOWN]
    tickets = {w.id: await context.work.tickets.get(w.ticket) for w in shown}
    lines = [_line(context.work, w, tickets[w.id], t) for w in shown]
    if len(found) > _SHOWN:
        lines.append(t("先列最新的 {n} 件。", n=_SHOWN))
    buttons = [button(tickets[w.id].number, Verb.WHISTLE, w.id, "see") for w in shown]
    await context.desk.say(at, "\n".join(lines), [buttons[n : n + 3] for n in range(0, len(buttons), 3)])


async def on_see(update: Update, context: Context, whistle_id: WhistleId, of: str) -> None:
    """The card once more, at the end of the chat; the one that stood there before points to it."""
    person, at = await context.person(update), context.address(update)
    whistle, ticket = await context.work.whistles.get(whistle_id)
    if whistle.id not in {w.id for w in await _running(context, update, person.id)}:
        raise NoRight(WhistleDeed.REMIND)
    await context.toast(update)
    given = [lent.giver for lent in await context.work.whistles.lent_to(person.id, context.work.now)]
    faces = [_face(context.work, whistle, one, at) for one in (person.id, *given)]
    face = next((one for one in (BLOWER, LEADER) if one in faces), faces[0])
    await stand(context.desk, whistle, ticket, at, faces[0] if faces[0] in whistle.legs else face)


def _face(work: Work, whistle: Whistle, person: PersonId, at: Address) -> UnitCode:
    """As what the card is looked at: as whoever called, as a called unit, as a leader, or only so."""
    directory, private = work.directory, at.chat > 0
    if private and person in {whistle.blower, *chiefs(whistle.unit, directory)}:
        return BLOWER
    mine = {p.unit for p in directory.posts_of(person)}
    units = mine if private else {u for u, group in directory.groups.items() if group == at}
    if called := next((u for u in whistle.legs if u in units), None):
        return called
    heads = {head for unit in (None, *whistle.legs) for head in leaders_over(whistle, unit, directory)}
    leads = person in heads if private else any(units & {p.unit for p in directory.posts_of(h)} for h in heads)
    return LEADER if leads else WATCHER


async def on_approve(update: Update, context: Context, whistle_id: WhistleId, of: str) -> None:
    """What was asked for becomes the draft of whoever may blow it."""
    whistle, ticket = await context.work.whistles.get(whistle_id)
    await take_up(update, context, whistle, ticket)


async def _running(context: Context, update: Update, person: PersonId) -> list[Whistle]:
    """The newest first, each once."""
    work, at = context.work, context.address(update)
    directory = work.directory
    if at.chat < 0:
        units = [unit for unit, group in directory.groups.items() if group == at]
        sought = [Sought(unit=unit, running=True) for unit in units]
        if here := await watched_here(update, context):
            sought.append(Sought(communities=here, running=True))
    else:
        sought = [Sought(unit=p.unit, owing=True, running=True) for p in directory.posts_of(person)]
        lenders = [lent.giver for lent in await work.whistles.lent_to(person, work.now)]
        sought += [one for mine in (person, *lenders) for one in _of(context, mine)]
    found = {w.id: w for one in sought for w in await work.whistles.find(one)}
    return [found[number] for number in sorted(found, reverse=True)]


def _of(context: Context, person: PersonId) -> list[Sought]:
    """What somebody has called, watches or leads."""
    found = [Sought(blower=person, running=True)]
    if areas := watched(context, person):
        found.append(Sought(communities=areas, running=True))
    if below := led(context.work.directory, person):
        found.append(Sought(units=below, running=True))
    return found


def _line(work: Work, whistle: Whistle, ticket: Ticket, t: Texts) -> str:
    due = t("{when} 前办完", when=t.when(whistle.due_at, work.now)) if whistle.due_at else ""
    who = t("、").join(work.directory.unit_name(unit) for unit in whistle.legs)
    return " · ".join(part for part in (head(whistle, ticket, work, t), who, one_line([whistle], t), due) if part)


def further(work: Work, whistle: Whistle, unit: UnitCode) -> list[UnitCode]:
    """Whom the blower may still call to the same whistle."""
    if whistle.blower is None:
        return []
    directory, by = work.directory, callers(whistle.blower, whistle.community, work.directory, work.now)
    if whistle.blown_for:
        by |= callers(whistle.blown_for, whistle.community, directory, work.now)
    return [
        u
        for u in callable_units(whistle.community, directory)
        if u not in whistle.legs
        and receivers(u, directory)
        and reaches(by, whistle.scope, whistle.type, target(u, whistle.community, directory))
    ]


async def _score(r: Turn) -> str:
    t = r.t
    marks, whys = three_marks(r.words.text)
    await judging.score(r.work, r.whistle, r.person, r.unit, marks, [Words(why) for why in whys])
    return t("评价记下了。")


async def _urge(r: Turn) -> str:
    t = r.t
    await judging.urge(r.work, r.whistle, r.person, r.unit)
    return t("已催{unit}。", unit=r.work.directory.unit_name(r.unit))


async def _send_back(r: Turn) -> str:
    t = r.t
    await judging.send_back(r.work, r.whistle, r.person, r.unit, r.words)
    return t("已退回{unit}重办。", unit=r.work.directory.unit_name(r.unit))


async def _add_unit(r: Turn) -> str:
    t = r.t
    await joining.add_unit(r.work, r.whistle, r.person, r.other)
    return t("已增派{unit}。", unit=r.work.directory.unit_name(r.other))


async def _name_lead(r: Turn) -> str:
    t = r.t
    await joining.name_lead(r.work, r.whistle, r.person, r.unit)
    return t("现在由{unit}牵头。", unit=r.work.directory.unit_name(r.unit))


async def _call_off(r: Turn) -> str:
    t = r.t
    await blowing.call_off(r.work, r.whistle, r.person, r.words)
    return t("已撤哨。")


async def _decline(r: Turn) -> str:
    t = r.t
    await blowing.decline(r.work, r.whistle, r.person, r.words)
    return t("好，这次不吹，已告诉提请的人。")


async def _end(r: Turn) -> str:
    t = r.t
    await judging.end(r.work, r.whistle, r.person)
    return t("已收哨。")


def _chosen(do: Callable[[Turn], Awaitable[str]]) -> Callable[[Turn], Awaitable[str]]:
    """The same, of the unit that was chosen."""

    async def done(r: Turn) -> str:
        return await do(replace(r, of=r.other))

    return done


_ONE_OF_MANY = {"urge_one": "urge", "score_one": "score", "back_one": "send_back", "lead_one": "name_lead"}
STEPS: Mapping[str, Step] = {
    "score": Step(
        WhistleDeed.SCORE,
        _score,
        _("请回复这条，写三行：响应、办理、效果，每行先写 1–5 分，再写一句为什么。写在一行里用 / 隔开也行。"),
    ),
    "urge": Step(WhistleDeed.URGE, _urge),
    "send_back": Step(WhistleDeed.SEND_BACK, _send_back, _("哪里没办好？请回复这条。")),
    "add_unit": Step(WhistleDeed.ADD_UNIT, _add_unit, "", further),
    "name_lead": Step(WhistleDeed.NAME_LEAD, _name_lead),
    "call_off": Step(WhistleDeed.CALL_OFF, _call_off, _("为什么撤？请回复这条。")),
    "decline": Step(WhistleDeed.DECLINE, _decline, _("为什么不吹？请回复这条。")),
    "end": Step(WhistleDeed.END, _end),
}
STEPS = {
    **STEPS,
    **{
        name: replace(STEPS[one], do=_chosen(STEPS[one].do), others=chosen_of(name))
        for name, one in _ONE_OF_MANY.items()
    },
}
PRESSES: Mapping[str, Pressed] = {"see": on_see, "approve": on_approve}
HANDLERS = [CommandHandler("whistles", refusing(on_whistles))]
