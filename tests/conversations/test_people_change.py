"""The people workbook changes while people wait for answers: nothing falls between the old one and the new."""

from dataclasses import replace

import pytest

from bot.people.loading import enter, release
from bot.people.roster import Roster
from bot.people.sample import WORKBOOK
from bot.people.workbook import BrokenWorkbook, load
from tests.conversations.residents import LAMP, RUBBISH, answered, claimed, neighbour, reported
from tests.conversations.town import COMMUNITY, Town
from tickets.kinds import State


def without(roster: Roster, *codes: str) -> Roster:
    """The workbook with these units, areas and people struck out, and whatever hangs on them."""
    return replace(
        roster,
        areas=tuple(a for a in roster.areas if a.code not in codes),
        units=tuple(u for u in roster.units if u.code not in codes and u.area not in codes),
        people=tuple(
            replace(p, posts=tuple(post for post in p.posts if post[0] not in codes), home=None)
            for p in roster.people
            if p.code not in codes
        ),
        groups=tuple(g for g in roster.groups if g.unit not in codes),
        duties=tuple(d for d in roster.duties if d.person not in codes and d.area not in codes),
        answers=tuple(a for a in roster.answers if a.area not in codes),
    )


def of(name: str) -> str:
    return next(p.code for p in load(WORKBOOK).people if p.name == name)


async def test_a_unit_with_running_tickets_stays_and_its_tickets_are_named(town: Town) -> None:
    number = await reported(await neighbour(town), RUBBISH)
    unit = str((await town.ticket(number)).unit)
    with pytest.raises(BrokenWorkbook) as refused:
        await enter(town.storage.database, without(load(WORKBOOK), unit))
    (told,) = [mistake.told for mistake in refused.value.mistakes]
    assert told.startswith("单位：表里没有")
    assert f"1 件没办完：{number}。" in told
    async with town.storage.reading() as work:
        assert unit in work.directory.units


async def test_what_is_answered_holds_no_unit_back(town: Town) -> None:
    number = await answered(town, await neighbour(town))
    unit = str((await town.ticket(number)).unit)
    await enter(town.storage.database, without(load(WORKBOOK), unit))
    async with town.storage.reading() as work:
        assert unit not in work.directory.units


async def test_what_somebody_held_who_has_left_goes_back_to_the_group(town: Town) -> None:
    resident = await neighbour(town)
    number = await reported(resident, LAMP)
    holder = await claimed(town)
    due = (await town.ticket(number)).due_at
    await enter(town.storage.database, without(load(WORKBOOK), of("王敏")))
    assert await release(town.storage, town.now, "zh_CN") == 1
    await town.settle()
    ticket = await town.ticket(number)
    assert (ticket.state, ticket.holder, ticket.due_at) == (State.OPEN, None, due)
    assert town.last(COMMUNITY).text == f"{number} 放回待认领（原来办的人不在名单里了）"
    assert "王敏" not in town.find(COMMUNITY, "路灯").text
    assert await release(town.storage, town.now, "zh_CN") == 0

    card = town.find(COMMUNITY, "路灯")
    await holder.presses_data(f"co:{ticket.id}", card)
    assert not [m for m in holder.chat if resident.name in m.text]


async def test_a_building_that_is_gone_takes_no_ticket_with_it(town: Town) -> None:
    resident = await neighbour(town)
    number = await reported(resident, LAMP)
    roster = load(WORKBOOK)
    gone = [a.code for a in roster.areas if a.code.startswith("H3-3")]
    await enter(town.storage.database, without(roster, *gone, *(u.code for u in roster.units if u.area in gone)))
    await claimed(town)
    await resident.says("/my")
    assert number in resident.chat[-1].text
    assert (await town.ticket(number)).state is State.HELD
