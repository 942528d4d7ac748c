"""The sample community is complete, and everybody on the page has a seat."""

from datetime import date

from bot.people.gaps import warnings
from bot.people.roster import Roster
from bot.people.sample import WORKBOOK, read_residents, seed
from bot.people.workbook import load
from storage.database import Database
from storage.repos.people import People
from storage.repos.scope import Scope
from tests.people.test_loading import members, stands
from tickets.directory import Level, Role, UnitKind
from tickets.ids import Account
from tickets.kinds import Matter
from tickets.rules.routing import land
from tickets.times import instant

NOW = instant("2026-11-22T00:00:00+00:00")


def sample() -> Roster:
    return load(WORKBOOK)


def test_it_has_no_mistake_and_no_warning() -> None:
    assert warnings(sample(), date(2026, 11, 22)) == []


def test_it_has_what_a_street_has() -> None:
    directory = sample().directory()
    levels = [area.level for area in directory.areas.values()]
    assert (levels.count(Level.STREET), levels.count(Level.COMMUNITY), levels.count(Level.GRID)) == (2, 2, 4)
    assert {post.role for post in directory.posts} == set(Role)
    assert {unit.kind for unit in directory.units.values()} == set(UnitKind)


def test_every_matter_of_every_resident_lands_in_a_unit() -> None:
    directory = sample().directory()
    for resident in read_residents():
        community = directory.at_level(resident.area, Level.COMMUNITY)
        assert community is not None
        for matter in Matter:
            assert land(matter, community.code, resident.area, directory).unit, (resident.name, matter)


async def test_everybody_takes_their_seat(database: Database) -> None:
    seats = await seed(database)
    assert [seat.seat for seat in seats] == ["resident", "community", "branch", "leader", "supervisors"]
    assert [seat.chat for seat in seats] == [None, -1001, -1003, None, -1007]
    assert [seat.people[0].name for seat in seats] == ["何静云", "王敏", "张强", "曹德明", "高建华"]


async def test_who_sits_in_a_group_is_in_it(database: Database) -> None:
    for seat in await seed(database):
        if seat.chat is not None:
            assert {sitter.name for sitter in seat.people} == await members(database, seat.chat)


async def test_residents_live_where_the_sample_says_and_have_agreed_to_nothing(database: Database) -> None:
    await seed(database)
    async with database.read() as connection:
        people = People(Scope(connection, NOW, NOW, await stands(database)))
        person = await people.known(Account("web"), 5001)
    assert person is not None
    assert (person.name, person.community, person.area, person.agreed) == ("何静云", "H", "H3-3-2", 0)


async def test_seeding_again_changes_nothing(database: Database) -> None:
    assert await seed(database) == await seed(database)


async def test_the_page_speaks_english_where_that_is_set(database: Database) -> None:
    assert (await seed(database, "en"))[0].title == "Resident"
