"""吹哨: from the ticket's card to the units, in three presses; the duty list proposes, whoever blows decides."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from telegram import Update

from handlers.buttons import Button, Keyboard, Verb, button
from handlers.card import gist, place_of
from handlers.context import Context
from handlers.refusals import on
from handlers.texts import Texts
from handlers.whistle.names import SCOPES, TYPES
from handlers.worker.prompts import prompt
from tickets.deeds.posting import Words
from tickets.directory import UnitKind
from tickets.errors import Unknown, Unusable
from tickets.ids import PersonId, TicketId, UnitCode
from tickets.kinds import Deed, Urgency
from tickets.ports import Work
from tickets.records import Dialog
from tickets.rules.clocks import after_quiet
from tickets.ticket import Ticket
from tickets.times import instant, iso
from tickets.whistles.deeds.blowing import Call, blow, raise_
from tickets.whistles.deeds.joining import all_callers
from tickets.whistles.kinds import Occasion, Scope, WhistleDeed
from tickets.whistles.rules.clocks import offered
from tickets.whistles.rules.proposal import Proposal, propose
from tickets.whistles.rules.reach import Caller, Target, may_blow, reaches, target
from tickets.whistles.rules.rights import check_right, receivers, sides

STEP = "whistle"
BLOW = "whistle:blow"
_MOST = 40
_BOTH = frozenset({UnitKind.COMMUNITY, UnitKind.PROPERTY})
"""双派双考: an office and one of these get it together, and both must finish (S4:223)."""
_SCOPES: Mapping[Target, Scope] = {
    Target.CITY: Scope.CITY,
    Target.PEER: Scope.ACROSS,
    Target.DEPARTMENT: Scope.STREET,
}


async def on_blow(update: Update, context: Context) -> None:
    """The draft: what the duty list proposes; each further press changes it, the last one sends it."""
    press, person = context.press(update), await context.person(update)
    work, at = context.work, context.address(update)
    ticket = await work.tickets.get(press.ticket)
    await _check(work, ticket, person.id)
    draft = await _draft(work, ticket, await work.talks.dialog(at, person.id) if press.argument else None)
    step, _, value = press.argument.partition("-")
    match step:
        case "t" if value in frozenset(Urgency):
            draft = draft | {"type": value}
        case "u":
            if value not in work.directory.units:
                raise Unknown("unit")
            held = [u for u in draft["units"] if u != value]
            draft = draft | {"units": held if value in draft["units"] else [*held, value]}
        case "go":
            await _go(update, context, ticket, draft)
            return
        case _:
            pass
    draft = _fitting(work, ticket, draft)
    await work.talks.remember(at, person.id, Dialog(STEP, draft))
    t = await context.texts(update)
    await context.toast(update)
    rows = _units(work, ticket, draft, t) if step in {"u", "list"} else _rows(ticket, draft, t)
    await context.desk.say(at, _text(work, ticket, draft, t), rows, ticket=ticket.id)


async def _check(work: Work, ticket: Ticket, person: PersonId) -> None:
    """Only who may blow, or ask for it, sees what would be called. Raises NoRight."""
    lent = await work.whistles.lent_to(person, work.now)
    found = sides(None, ticket.community, person, work.directory, work.now, deed=WhistleDeed.BLOW, lent=lent)
    check_right(WhistleDeed.RAISE, found)


async def carry_out(work: Work, ticket_id: TicketId, person: PersonId, detail: Mapping[str, Any], words: Words) -> bool:
    """Blow what the draft says, or ask those who may; True where it was blown."""
    ticket = await work.tickets.get(ticket_id)
    call = _call(work, detail)
    by = await all_callers(work, ticket, person)
    if may_blow(by, call.scope, call.type):
        await blow(work, ticket_id, person, call, words)
        return True
    await raise_(work, ticket_id, person, call, words)
    return False


async def _go(update: Update, context: Context, ticket: Ticket, draft: dict[str, Any]) -> None:
    """An emergency is blown at once, with the resident's own words; for the others the reason is asked."""
    person, t = await context.person(update), await context.texts(update)
    if not draft["units"]:
        raise Unusable("units")
    if draft["type"] != Urgency.EMERGENCY:
        text = t("{number} 为什么吹哨？请回复这条。攻坚哨要改时限，就先写日期。", number=ticket.number)
        await prompt(update, context, Deed.WHISTLE, ticket, text, draft | {"do": BLOW})
        return
    said = (await context.work.tickets.first_words([ticket.id])).get(ticket.id, "")
    reason = Words(said or t("居民报有危险"))
    blown = await carry_out(context.work, ticket.id, person.id, draft, reason)
    await context.toast(update, t("已吹哨。") if blown else t("已请书记和专员吹哨。"))


async def _draft(work: Work, ticket: Ticket, kept: Dialog | None) -> dict[str, Any]:
    if kept and kept.step == STEP and kept.detail.get("ticket") == ticket.id:
        return dict(kept.detail)
    said = (await work.tickets.first_words([ticket.id])).get(ticket.id, "")
    proposed: Proposal = propose(ticket, said, work.directory)
    units = [u for u in proposed.units if receivers(u, work.directory)]
    return {
        "ticket": ticket.id,
        "units": units,
        "type": proposed.type,
        "item": proposed.item.number if proposed.item else "",
        "place": ticket.place or place_of(ticket, work.directory),
    }


def _fitting(work: Work, ticket: Ticket, draft: dict[str, Any]) -> dict[str, Any]:
    """The scope follows from the farthest of the units."""
    called = {target(UnitCode(u), ticket.community, work.directory) for u in draft["units"]}
    scope = next((scope for far, scope in _SCOPES.items() if far in called), Scope.COMMUNITY)
    return draft | {"scope": scope, "place": draft["place"] or work.directory.areas[ticket.community].name}


def _call(work: Work, draft: Mapping[str, Any]) -> Call:
    type_, units = Urgency(draft["type"]), tuple(map(UnitCode, draft["units"]))
    occasion = Occasion.JOINT if len(units) > 1 else Occasion.KEY
    due_at = instant(draft["due"]) if draft.get("due") else None
    if type_ is Urgency.COMPLEX and due_at is None:
        due_at = after_quiet(offered(Urgency.COMPLEX, work.now, work.rules), work.rules)
    return Call(
        units,
        type_,
        Occasion.EMERGENCY if type_ is Urgency.EMERGENCY else occasion,
        Scope(draft["scope"]),
        str(draft["place"]),
        due_at=due_at,
        double=len(units) > 1 and any(work.directory.units[unit].kind in _BOTH for unit in units),
        item=str(draft["item"]),
    )


def dated(draft: Mapping[str, Any], until: datetime) -> dict[str, Any]:
    """The draft with a limit of its own."""
    return {**draft, "due": iso(until)}


def _text(work: Work, ticket: Ticket, draft: dict[str, Any], t: Texts) -> str:
    directory = work.directory
    names = t("、").join(directory.unit_name(UnitCode(u)) for u in draft["units"]) or t("还没选")
    lines = [t("{number} 吹哨", number=ticket.number)]
    item = directory.items.get(draft["item"])
    if item:
        lines.append(t("职责清单 {item} {name}", item=item.number, name=item.name))
    lines.append(t("叫：{units}（第一个牵头）", units=names))
    lines.append(f"{t(TYPES[Urgency(draft['type'])])} · {t(SCOPES[Scope(draft['scope'])])} · {draft['place']}")
    if draft["type"] == Urgency.COMPLEX:
        until = offered(Urgency.COMPLEX, work.now, work.rules)
        lines.append(t("{when} 前办完，可以改", when=t.when(until, work.now)))
    return "\n".join(lines)


def _rows(ticket: Ticket, draft: dict[str, Any], t: Texts) -> Keyboard:
    others = [(kind, name) for kind, name in TYPES.items() if kind != draft["type"]]
    kinds = [button(t(name), Verb.BLOW, ticket.id, f"t-{kind}") for kind, name in others]
    return [
        [button(t("就这样吹"), Verb.BLOW, ticket.id, "go"), button(t("换单位"), Verb.BLOW, ticket.id, "list")],
        [replace(one, words=t("改{type}", type=one.words)) for one in kinds],
    ]


def _units(work: Work, ticket: Ticket, draft: dict[str, Any], t: Texts) -> Keyboard:
    """All that can be called from here, with a mark on those chosen."""
    by, directory = frozenset(Caller), work.directory
    rows: list[list[Button]] = []
    for unit in directory.units.values():
        called = target(unit.code, ticket.community, directory)
        if not receivers(unit.code, directory) or not any(reaches(by, scope, Urgency.QUICK, called) for scope in Scope):
            continue
        mark = "✓ " if unit.code in draft["units"] else ""
        rows.append([button(mark + gist(unit.name, 18), Verb.BLOW, ticket.id, f"u-{unit.code}")])
    pairs = [[*a, *b] for a, b in zip(rows[:_MOST:2], [*rows[1:_MOST:2], []], strict=False)]
    back = button(t("返回"), Verb.BLOW, ticket.id, "t-" + draft["type"])
    return [*pairs, [button(t("就这样吹"), Verb.BLOW, ticket.id, "go"), back]]


HANDLERS = [on(Verb.BLOW, on_blow)]
