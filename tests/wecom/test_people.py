"""The workbook's column 企业微信: who is named there is known and can be written to before they say a word."""

from pathlib import Path

from sqlalchemy import text

from bot.people.loading import enter
from bot.people.workbook import load
from storage.database import Database
from tests.people.books import mistakes, save
from tests.wecom.house import people
from tickets.ids import Account

APP = Account("wecom:ww1436e0e65a779aee:1000002")
KNOWN = text(
    "SELECT c.external, p.name, i.chat_id = c.number FROM identities i JOIN persons p ON p.id = i.person_id "
    "JOIN bridge_callers c ON c.account = i.account AND c.number = i.user_id WHERE i.reachable ORDER BY c.external"
)


async def known(database: Database) -> list[tuple[str, str, bool]]:
    async with database.read() as connection:
        return [(row[0], row[1], bool(row[2])) for row in await connection.execute(KNOWN)]


async def test_those_named_can_be_written_to_at_once_and_stay_the_same(database: Database, tmp_path: Path) -> None:
    roster = load(save(tmp_path / "people.xlsx", people()))
    for _ in range(2):
        await enter(database, roster, (), APP)
        assert await known(database) == [
            ("gaojianhua", "高建华", True),
            ("liqiang", "李强", True),
            ("wangmin", "王敏", True),
            ("zhaofang", "赵芳", True),
        ]


async def test_without_an_app_nobody_is_known_there(database: Database, tmp_path: Path) -> None:
    await enter(database, load(save(tmp_path / "people.xlsx", people())))
    assert await known(database) == []


def test_one_account_is_one_persons(tmp_path: Path) -> None:
    book = people()
    book["人员"][6][10] = "zhaoFANG"
    (mistake,) = mistakes(save(tmp_path / "people.xlsx", book))
    assert "企业微信账号“zhaofang”已经是赵芳的" in mistake


def test_what_is_no_account_name_is_a_mistake(tmp_path: Path) -> None:
    book = people()
    book["人员"][1][10] = "赵 芳"
    (mistake,) = mistakes(save(tmp_path / "people.xlsx", book))
    assert "“企业微信”看不懂" in mistake
