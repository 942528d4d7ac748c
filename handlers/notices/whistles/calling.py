"""A unit is called: its card reaches it, or whoever stands nearest where nobody of it can be reached."""

from collections.abc import Collection, Sequence

from handlers.card import face_of
from handlers.desk import Desk
from handlers.notices.whistles.cards import cards_of, put, rank_of, reach, refresh, unit_of
from handlers.texts import Texts
from handlers.whistle.said.card import LEADER, Shown, shown_of
from tickets.directory import Directory, Level, UnitKind
from tickets.ids import AreaCode, MediaId, PersonId, UnitCode
from tickets.mail import Address, Fate, Purpose
from tickets.records import Card
from tickets.ticket import Ticket
from tickets.whistles.deeds.watching import divert
from tickets.whistles.ports import Sought
from tickets.whistles.rules.reach import Target, target
from tickets.whistles.rules.rights import above, leaders, receivers, stand_ins
from tickets.whistles.rules.rights import desk as district
from tickets.whistles.whistle import Whistle


async def call(desk: Desk, shown: Shown, unit: UnitCode) -> None:
    """The unit's card in its group and to each 接哨员, the resident's photos below; elsewhere where neither is."""
    chats = await _places(desk, unit)
    await _give(desk, shown, chats, unit)
    if not chats:
        await send_elsewhere(desk, shown.whistle, shown.ticket, unit)
    await _tell_district(desk, shown, unit)


async def reach_unit(desk: Desk, unit: UnitCode) -> list[Address]:
    """Who is reminded: its 接哨员, so that a group is spared; else its group, its own people, those above it."""
    directory = desk.work.directory
    group = directory.groups.get(unit)
    for found in (
        await reach(desk, receivers(unit, directory)),
        [group] if group else [],
        await reach(desk, stand_ins(unit, directory)),
    ):
        if found:
            return found
    return await reach(desk, above(unit, directory))


async def undelivered(desk: Desk, ticket: Ticket, card: Card) -> None:
    """A whistle's card was refused for good: where its unit has no other, it goes elsewhere."""
    number = card.face.split(":", 2)[1]
    await desk.work.mail.drop_card(card)
    whistle = next((w for w in await desk.work.whistles.of(ticket.id) if str(w.id) == number), None)
    if whistle and whistle.running and unit_of(card) in whistle.legs:
        tried = {one.to for one, fate, _ in await desk.work.mail.fates(ticket.id) if fate == Fate.REFUSED}
        await _unless_standing(desk, whistle, ticket, unit_of(card), tried)


async def lost(desk: Desk, at: Address, units: Collection[UnitCode]) -> None:
    """A group put us out, or a 接哨员 has blocked us: what stood there for these units goes elsewhere."""
    sought = [Sought(unit=unit, owing=True, running=True) for unit in units]
    numbers = {w.id for one in sought for w in await desk.work.whistles.find(one)}
    # All tickets in one order, as the sweep takes them.
    await desk.work.tickets.several((await desk.work.whistles.tickets_of(numbers)).values())
    for number in sorted(numbers):
        whistle, ticket = await desk.work.whistles.get(number)
        gone = [card for card in await cards_of(desk, whistle) if card.to == at]
        for card in gone:
            await desk.work.mail.drop_card(card)
        for unit in {unit_of(card) for card in gone} & set(whistle.legs):
            await _unless_standing(desk, whistle, ticket, unit, {at})


async def _unless_standing(
    desk: Desk, whistle: Whistle, ticket: Ticket, unit: UnitCode, tried: Collection[Address]
) -> None:
    if unit in {unit_of(card) for card in await cards_of(desk, whistle)} or not whistle.legs[unit].owing:
        return
    fresh = [to for to in await _places(desk, unit) if to not in tried]
    if fresh:
        await _give(desk, await shown_of(desk.work, whistle, ticket), fresh, unit)
    else:
        await send_elsewhere(desk, whistle, ticket, unit, tried)
    await refresh(desk, *await desk.work.whistles.get(whistle.id))


async def send_elsewhere(
    desk: Desk, whistle: Whistle, ticket: Ticket, unit: UnitCode, tried: Collection[Address] = ()
) -> None:
    """To others who may come for the unit, else to the heads one level up; the leg and whoever blew are told."""
    directory = desk.work.directory
    own = await _reachable(desk, stand_ins(unit, directory), tried)
    heads = {} if own else await _reachable(desk, above(unit, directory), tried)
    heads = {to: person for to, person in heads.items() if person != whistle.blower}
    found = own or heads
    await divert(desk.work, whistle.id, unit, list(found.values()))
    whistle, ticket = await desk.work.whistles.get(whistle.id)
    shown = await shown_of(desk.work, whistle, ticket)
    for to in heads:
        t = await desk.texts_at(to)
        text = t("{number} 没送到{unit}，请您叫他们。", number=ticket.number, unit=directory.unit_name(unit))
        await desk.say(to, text, purpose=Purpose.ALERT, rank=rank_of(whistle), ticket=ticket.id)
    await _give(desk, shown, list(found), unit if own else LEADER)
    await _tell_blower(desk, whistle, ticket, unit, list(found.values()))


async def _tell_blower(
    desk: Desk, whistle: Whistle, ticket: Ticket, unit: UnitCode, instead: Sequence[PersonId]
) -> None:
    directory = desk.work.directory
    for to in await reach(desk, [whistle.blower] if whistle.blower else []):
        t = await desk.texts_at(to)
        text = t("{number} 没送到{unit}，请打电话叫他们。", number=ticket.number, unit=directory.unit_name(unit))
        if instead:
            text += "\n" + t("卡片已转给{who}。", who=t("、").join(directory.name_of(one) for one in instead))
        await desk.say(to, text, purpose=Purpose.ALERT, rank=rank_of(whistle), ticket=ticket.id)


async def _tell_district(desk: Desk, shown: Shown, unit: UnitCode) -> None:
    """跨区: the other district's desk hears that a unit of its is called, and the street if only its station is."""
    whistle, directory = shown.whistle, desk.work.directory
    if target(unit, whistle.community, directory) is not Target.PEER:
        return
    theirs, standing = directory.units[unit].area, {card.to for card in await cards_of(desk, whistle)}
    for to in await _heads_of(desk, theirs, unit):
        if to not in standing:
            t = await desk.texts_at(to)
            await desk.say(to, _across(desk, shown, unit, t), rank=rank_of(whistle), ticket=shown.ticket.id)
            await put(desk, shown, to, LEADER)


def _across(desk: Desk, shown: Shown, unit: UnitCode, t: Texts) -> str:
    directory = desk.work.directory
    names = {"by": directory.unit_name(shown.whistle.unit), "unit": directory.unit_name(unit)}
    return t("{number} {by}跨区吹哨，叫了{unit}。请你们区看着办，要开联席会议也可以由你们召集。",
             number=shown.ticket.number, **names)  # fmt: skip


async def _heads_of(desk: Desk, area: AreaCode, unit: UnitCode) -> list[Address]:
    """The groups of the street and the district around it, or their heads where there is none."""
    directory = desk.work.directory
    groups = [directory.groups[body] for body in _bodies(area, directory) if body != unit and body in directory.groups]
    people = [*district(area, directory), *leaders(area, directory)]
    unheard = [p for p in people if not any(post.unit in directory.groups for post in directory.posts_of(p))]
    return list(dict.fromkeys([*groups, *await reach(desk, unheard)]))


def _bodies(area: AreaCode, directory: Directory) -> list[UnitCode]:
    around = {Level.STREET: UnitKind.STREET, Level.DISTRICT: UnitKind.DISTRICT}
    return [
        unit.code
        for here in directory.upwards(area)
        if here.level in around
        for unit in directory.units_at(here.code, around[here.level])
    ]


async def _places(desk: Desk, unit: UnitCode) -> list[Address]:
    directory = desk.work.directory
    group = directory.groups.get(unit)
    found = [*([group] if group else []), *await reach(desk, receivers(unit, directory))]
    return list(dict.fromkeys(found))


async def _reachable(desk: Desk, people: Sequence[PersonId], tried: Collection[Address]) -> dict[Address, PersonId]:
    found = {person: await reach(desk, [person]) for person in people}
    return {to[0]: person for person, to in found.items() if to and to[0] not in tried}


async def _give(desk: Desk, shown: Shown, chats: Sequence[Address], unit: UnitCode) -> None:
    """A card in each chat, and below it what the resident has sent, as on the ticket's own card."""
    media = await _photos(desk, shown.ticket) if chats else []
    for to in chats:
        letter = await put(desk, shown, to, unit)
        if media:
            await desk.show(to, media, ticket=shown.ticket.id, answers=letter)


async def _photos(desk: Desk, ticket: Ticket) -> list[MediaId]:
    """Nothing of a matter whose words stand in no group."""
    return [] if ticket.discreet else [file.id for file in (await face_of(desk.work, ticket)).files]
