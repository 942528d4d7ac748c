"""Many replicas on one database: one gets the push, another handles it, and the reply goes back with the push."""

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.channels.bridge.driver import Traits
from storage.database import Database
from tests.bridge.rig import Rig

TRAITS = Traits(answers=True, patience=timedelta(seconds=3))


async def test_a_deed_that_another_replica_does_is_answered_by_the_one_that_got_the_push(
    database: Database, tmp_path: Path
) -> None:
    async with (
        Rig(database, tmp_path, TRAITS, working=False).running() as door,
        Rig(database, tmp_path, TRAITS).running() as back,
    ):
        assert await door.type("路灯不亮") == "收到：路灯不亮"
        assert back.heard == ["路灯不亮"]


async def test_no_letter_leaves_twice_however_many_senders_there_are(database: Database, tmp_path: Path) -> None:
    async with (
        Rig(database, tmp_path, TRAITS).running() as one,
        Rig(database, tmp_path, TRAITS).running() as other,
    ):
        await one.type("路灯不亮")
        for _ in range(3):
            await one.letter("进展")
            await asyncio.gather(one.send(), other.send())
        assert sorted(one.paper.said() + other.paper.said()) == ["进展"] * len(one.paper.said() + other.paper.said())
        assert 1 <= len(one.paper.said() + other.paper.said()) <= 3
