"""A roster in the database: people, users and groups as the workbook says, however often it is loaded."""

from pathlib import Path

import pytest

from bot.people.loading import WEB, enter
from bot.people.roster import Roster
from bot.people.workbook import load
from storage import directory
from storage.chats import Chats
from storage.database import Database
from tests.people.books import Rows, save, street
from tickets.directory import Directory, Role, UnitKind
from tickets.ids import Account, AreaCode, ChatId, UnitCode
from tickets.mail import Address

BOT = Account("telegram:77")


def roster(path: Path, book: dict[str, Rows] | None = None) -> Roster:
    return load(save(path / "people.xlsx", book or street()))


async def stands(database: Database) -> Directory:
    async with database.read() as connection:
        return await directory.load(connection)


async def members(database: Database, chat: int) -> set[str]:
    async with database.read() as connection:
        return {one.user.name for one in await Chats(connection).rooms.members(0, chat) if not one.user.is_bot}


async def test_the_directory_is_what_the_workbook_says(database: Database, tmp_path: Path) -> None:
    await enter(database, roster(tmp_path))
    found = await stands(database)
    (coordinator,) = found.people_at(AreaCode("C"), UnitKind.COMMUNITY, Role.COORDINATOR)
    assert found.name_of(coordinator) == "赵芳"
    assert found.groups == {UnitCode("SQ"): Address(WEB, ChatId(-1001))}


async def test_telegram_groups_and_people_live_on_the_bots_accounts(database: Database, tmp_path: Path) -> None:
    await enter(database, roster(tmp_path), [BOT])
    assert (await stands(database)).groups[UnitCode("ZB")] == Address(BOT, ChatId(-1001234567890))


async def test_loading_again_changes_nothing(database: Database, tmp_path: Path) -> None:
    first = await enter(database, roster(tmp_path))
    second = await enter(database, roster(tmp_path))
    assert first == second


async def test_a_group_of_the_web_channel_has_the_units_people(database: Database, tmp_path: Path) -> None:
    await enter(database, roster(tmp_path))
    assert await members(database, -1001) == {"赵芳", "王敏"}


async def test_who_leaves_a_unit_leaves_its_group(database: Database, tmp_path: Path) -> None:
    await enter(database, roster(tmp_path))
    book = street()
    del book["人员"][2]
    await enter(database, roster(tmp_path, book))
    assert await members(database, -1001) == {"赵芳"}


async def test_a_login_keeps_its_user_when_rows_are_put_in_front(database: Database, tmp_path: Path) -> None:
    before = await enter(database, roster(tmp_path))
    book = street()
    book["人员"].insert(1, ["9", "张强", None, "SQ", "社区工作者", None, None, None, "zhangqiang", None])
    after = await enter(database, roster(tmp_path, book))
    assert {code: after.users[code] for code in before.users} == before.users
    assert after.users["9"] not in before.users.values()


async def test_a_roster_that_the_database_refuses_leaves_the_old_one(database: Database, tmp_path: Path) -> None:
    await enter(database, roster(tmp_path))
    good = roster(tmp_path)
    broken = Roster(good.areas[1:], good.units, good.people)
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        await enter(database, broken)
    assert len((await stands(database)).areas) == len(good.areas)
