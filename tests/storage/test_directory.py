"""The people file is loaded as often as one likes; persons, groups and history outlive it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from storage.database import Database
from storage.work import Storage
from tests.storage.conftest import ANSWERS, AREAS, GROUP, HUAI, NOW, POSTS, STAFF, UNITS, WEB, fill
from tests.storage.test_work import post
from tickets.deeds.poster.linking import enlist
from tickets.directory import Directory, Role
from tickets.errors import Unknown
from tickets.ids import Account, ChatId, PersonId, UnitCode
from tickets.mail import Address
from tickets.times import SHANGHAI

UNIT = UnitCode("huai")
OTHER = Address(WEB, ChatId(-200))


def who(directory: Directory, code: str) -> PersonId:
    return next(s.id for s in directory.staff.values() if s.code == code)


async def test_the_directory_comes_back_as_the_file_has_it(city: Directory) -> None:
    assert list(city.areas.values()) == list(AREAS)
    assert list(city.units.values()) == list(UNITS)
    assert city.answers == ANSWERS
    assert city.groups == {UNIT: GROUP}
    assert city.people_of(UNIT, Role.COORDINATOR) == [who(city, "w2")]
    assert city.staff[who(city, "w1")].skills == ("水电",)
    night = datetime(2026, 3, 2, 23, 0, tzinfo=SHANGHAI)
    assert city.on_duty(HUAI, night) == [who(city, "w2")]


async def test_loading_again_changes_nothing(database: Database, city: Directory) -> None:
    assert await fill(database) == city


async def test_who_left_the_file_keeps_the_person_and_loses_the_posts(database: Database, city: Directory) -> None:
    left = await fill(database, staff_rows=STAFF[1:], posts=POSTS[1:], duties=())
    assert who(city, "w1") not in left.staff
    assert not left.is_staff(who(city, "w1"))
    back = await fill(database)
    assert who(back, "w1") == who(city, "w1")


async def test_a_group_bound_in_chat_outlives_a_file_that_names_none(storage: Storage, database: Database) -> None:
    async with storage.unit(NOW) as work:
        await work.people.bind(UNIT, OTHER)
        assert work.directory.groups[UNIT] == OTHER
    assert (await fill(database, groups={})).groups == {UNIT: OTHER}
    assert (await fill(database)).groups == {UNIT: GROUP}


async def test_a_unit_without_people_may_leave_the_file(database: Database, city: Directory) -> None:
    assert list((await fill(database, units=UNITS[:1])).units) == [UNIT]


async def test_every_unit_of_work_sees_a_directory_that_was_changed_elsewhere(
    storage: Storage, database: Database
) -> None:
    async with storage.reading() as work:
        assert work.directory.areas[HUAI].name == "槐树社区"
    await fill(database, areas=[replace(a, name="新") if a.code == HUAI else a for a in AREAS])
    async with storage.reading() as work:
        assert work.directory.areas[HUAI].name == "新"


async def test_staff_can_be_written_to_where_the_file_says(storage: Storage, city: Directory) -> None:
    async with storage.reading() as work:
        assert await work.people.address(who(city, "w1")) == Address(WEB, ChatId(501))


async def test_a_code_makes_its_finder_the_staff_member_once(storage: Storage, city: Directory) -> None:
    worker, telegram = who(city, "w1"), Account("telegram:1")
    async with storage.unit(NOW) as work:
        await work.people.offer(worker, "open sesame", timedelta(hours=1))
        await work.people.offer(worker, "too late", timedelta())
    async with storage.unit(NOW) as work:
        stranger = await work.people.meet(telegram, 77, "钱", "zh")
        with pytest.raises(Unknown):
            await enlist(work, "too late", telegram, 77, stranger)
        linked = await enlist(work, "open sesame", telegram, 77, stranger)
        assert (linked.id, linked.staff) == (worker, True)
        with pytest.raises(Unknown):
            await enlist(work, "open sesame", telegram, 78, stranger)


async def test_a_chosen_channel_comes_before_the_one_used_last(storage: Storage) -> None:
    other = Account("telegram:1")
    async with storage.unit(NOW) as work:
        person = await work.people.meet(other, 32, "钱", "zh")
        await work.people.seen(Address(other, ChatId(32)), True)
        same = await work.people.meet(WEB, 31, "钱", "zh")
        await work.people.give(WEB, 31, person.id)
        assert same.id != person.id
    async with storage.unit(NOW + timedelta(minutes=5)) as work:
        await work.people.seen(Address(WEB, ChatId(31)), True)
    async with storage.unit(NOW + timedelta(minutes=9)) as work:
        assert await work.people.address(person.id) == Address(WEB, ChatId(31))
        await work.people.prefer(person.id, other)
        assert await work.people.address(person.id) == Address(other, ChatId(32))
        assert [(way.account, way.chosen) for way in await work.people.ways(person.id)] == [(WEB, False), (other, True)]
        await work.people.seen(Address(other, ChatId(32)), False)
        assert await work.people.address(person.id) == Address(WEB, ChatId(31))


async def test_somebody_is_reached_where_they_were_seen_last(storage: Storage) -> None:
    first, second = Address(WEB, ChatId(31)), Address(WEB, ChatId(32))
    async with storage.unit(NOW) as work:
        person = await work.people.meet(WEB, 31, "赵", "zh")
        assert await work.people.address(person.id) is None
        await work.people.seen(first, True)
        assert await work.people.address(person.id) == first
        await work.people.seen(first, False)
        assert await work.people.address(person.id) is None
        other = await work.people.meet(WEB, 32, "钱", "zh")
        await work.people.seen(second, True)
        assert await work.people.address(other.id) == second


async def test_a_group_that_moved_is_followed_by_everything(storage: Storage) -> None:
    ticket = await post(storage)
    new = Address(WEB, ChatId(-100_100))
    for _ in range(2):
        async with storage.unit(NOW) as work:
            await work.people.moved(GROUP, new)
    async with storage.reading() as work:
        assert work.directory.groups == {UNIT: new}
        assert new in {card.to for card in await work.mail.cards(ticket.id)}
        assert new in {letter.to for letter, _, _ in await work.mail.fates(ticket.id)}


async def test_who_is_forgotten_leaves_a_ticket_without_words_and_names(storage: Storage) -> None:
    ticket = await post(storage)
    async with storage.unit(NOW) as work:
        await work.tickets.save(replace(await work.tickets.get(ticket.id), place="3号楼501", area=HUAI))
    async with storage.unit(NOW) as work:
        await work.people.forget(ticket.poster)
    async with storage.reading() as work:
        assert (await work.tickets.get(ticket.id)).place == ""
        assert await work.tickets.said(ticket.id) == []
        assert len(await work.tickets.history(ticket.id)) == 1
        assert (await work.people.person(ticket.poster)).name == ""
        assert await work.people.known(WEB, 7001) is None
        assert {str(letter.body) for letter, _, _ in await work.mail.fates(ticket.id)} == {"{}"}
