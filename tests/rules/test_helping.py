"""Who is fit to help in a household matter: by skill, nearness and load, and never a party to it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from classifiers.reader import JiebaReader
from storage.database import Database
from storage.work import Unit
from tests.conversations.town import Town, open_town, settle_town
from tests.conversations.workers import HOUSEHOLD, LEADER, claimed
from tickets.deeds.staff.helping import candidates, skill_for
from tickets.directory import Staff
from tickets.ids import PersonId
from tickets.kinds import Topic


@pytest.fixture(scope="module")
def reader() -> JiebaReader:
    return JiebaReader()


@pytest.fixture
async def town(database: Database, reader: JiebaReader) -> Town:
    await settle_town(database)
    return await open_town(database, reader)


@pytest.mark.parametrize(
    ("topic", "skills", "skill"),
    [
        (Topic.NOISE, ("有手艺", "善说和"), "善说和"),
        (Topic.REPAIRS, ("善说和", "有手艺"), "有手艺"),
        (Topic.HOUSING, ("善说和",), ""),
        (Topic.OTHER, ("善说和",), "善说和"),
    ],
)
def test_the_skill_that_the_topic_asks_for_first_decides(topic: Topic, skills: tuple[str, ...], skill: str) -> None:
    assert skill_for(Staff(PersonId(1), "R1", "某人", skills), topic) == skill


async def test_one_or_two_with_a_fitting_skill_the_nearest_first(town: Town) -> None:
    names = await _proposed(town, HOUSEHOLD)
    assert 1 <= len(names) <= 2
    assert names[0] == "林淑芬"


async def test_whoever_is_named_in_the_words_is_no_helper(town: Town) -> None:
    assert "林淑芬" not in await _proposed(town, f"{HOUSEHOLD}，就是林淑芬家")


async def test_whoever_lives_behind_a_named_door_is_no_helper(town: Town) -> None:
    async with _work(town) as work:
        home = next(s.home for s in work.directory.staff.values() if s.name == "林淑芬")
        assert home
        named = "".join(a.name for a in reversed(list(work.directory.upwards(home))[:2]))
    assert "林淑芬" in await _proposed(town, HOUSEHOLD)
    resident = town.person("何静云")
    await resident.says(f"不止一家，{named}的和9号楼的也有份", to=town.find(resident.user, "在办"))
    async with _work(town) as work:
        found = await candidates(work, await work.tickets.named("槐-1001"))
        assert "林淑芬" not in [work.directory.name_of(c.person) for c in found]


async def test_no_more_than_two_are_asked_at_a_time(town: Town) -> None:
    names = await _proposed(town, HOUSEHOLD)
    async with town.storage.unit(town.now) as work:
        ticket = await work.tickets.named("槐-1001")
        for candidate in await candidates(work, ticket):
            number = await work.tickets.invite(ticket.id, candidate.person, candidate.capacity, ticket.poster)
        assert len(names) < 2 or await candidates(work, ticket) == []
        await work.tickets.reply_to_invitation(number, accepted=False)
        asked = {i.person for i in await work.tickets.invitations(ticket.id)}
        assert not asked & {c.person for c in await candidates(work, ticket)}


async def _proposed(town: Town, text: str) -> list[str]:
    number = await claimed(town, text, LEADER, None)
    async with _work(town) as work:
        found = await candidates(work, await work.tickets.named(number))
        return [work.directory.name_of(c.person) for c in found]


@asynccontextmanager
async def _work(town: Town) -> AsyncIterator[Unit]:
    async with town.storage.reading(town.now) as work:
        yield work
