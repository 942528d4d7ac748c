"""A play of real sample posts: people only chat, and what they saw agrees with the database."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.commands import app
from bot.replay.play import Play, play
from bot.replay.rows import Row, Unplayable, read
from classifiers.reader import JiebaReader
from storage.database import Database
from storage.tables.tickets import events, ratings
from tickets.kinds import Matter

SAMPLE = Path("classifiers/corpus/seed.csv")


async def played(database: Database, rows: int, seed: int = 1) -> Play:
    return await play(database, JiebaReader(), read(SAMPLE)[:rows], seed, lambda _moment: None)


async def figures(play: Play) -> dict[str, tuple[int, int]]:
    return {line.name: (line.seen, line.booked) for line in await play.lines()}


async def test_what_people_saw_agrees_with_the_database(database: Database) -> None:
    found = await figures(await played(database, 40))
    assert {name: both for name, both in found.items() if both[0] != both[1]} == {}
    assert found["居民报的 · posts"] == (40, 40)
    happened = {name.partition(" ")[0] for name, (seen, _) in found.items() if seen}
    assert {"给了答复", "按时答复的", "提醒", "说解决了", "满意", "去向", "分类"} <= happened


async def test_figures_that_do_not_agree_are_found(database: Database) -> None:
    done = await played(database, 8)
    async with database.write() as connection:
        await connection.execute(ratings.delete())
        await connection.execute(events.delete().where(events.c.deed == "solve"))
    wrong = {line.name.partition(" ")[0] for line in await done.lines() if not line.agrees}
    assert "给了答复" in wrong
    assert wrong <= {"给了答复", "说解决了", "说没解决", "满意", "基本满意", "不满意"}


def test_the_same_seed_is_the_same_play(tmp_path: Path) -> None:
    """Only on SQLite: the databases' order is not what this is about."""
    found = []
    for run in "ab":
        result = CliRunner().invoke(
            app, ["replay", str(SAMPLE), "--most", "6", "--seed", "7", "--database", f"sqlite:///{tmp_path / run}"]
        )
        assert result.exit_code == 0, result.output
        found.append(result.output)
    assert found[0] == found[1]


def test_a_file_may_be_csv_or_json_lines(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,text,matter\n1,路灯坏了,public\n2,你好,\n", "utf-8")
    (tmp_path / "a.jsonl").write_text('{"text": "路灯坏了", "matter": "public"}\n\n{"text": "你好"}\n', "utf-8")
    wanted = [Row("路灯坏了", Matter.PUBLIC), Row("你好")]
    assert read(tmp_path / "a.csv") == read(tmp_path / "a.jsonl") == wanted


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "a.csv"),
        ("a.csv", b"id,words\n1,x\n", "a.csv:2"),
        ("a.csv", "id,text\n1,好\n2,\n".encode(), "a.csv:3"),
        ("a.csv", "id,text\n1,好\n".encode("gbk"), "UTF-8"),
        ("a.jsonl", b'{"text": "x"}\n{', "line 2"),
        ("a.jsonl", b'["x"]\n', "a.jsonl:1"),
    ],
    ids=range(6),
)
def test_what_cannot_be_played_is_said_with_its_place(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Unplayable, match=said.replace(".", r"\.")):
        read(tmp_path / name)
    assert CliRunner().invoke(app, ["replay", str(tmp_path / name)]).exit_code == 2
