"""WeCom says that there is something, and all of it is brought home once; what anybody else says leaves no row."""

import asyncio
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.channels.tencent.crypto import Key, encrypt, signature
from bot.channels.wxkf.puller import Puller
from classifiers.reader import JiebaReader
from storage.bridges import pulls
from storage.tables.bridges import callers
from storage.tables.bridges import pulls as pulls_table
from storage.tables.mail import inbox
from tests.bridge.rig import JPEG
from tests.doubles.wxkf import Wecom
from tests.doubles.wxkf.phones import CORP
from tests.doubles.wxkf.platform import KEY, OLD_KEY, TOKEN
from tests.wxkf.house import RESIDENT, House, running, settings
from tests.wxkf.payloads import BROKEN, EVENTS, MESSAGES
from tickets.ids import Account

POST = "3号楼楼道灯坏了"


def texts(bodies: list[Any]) -> list[str]:
    return [body["message"]["text"] for body in bodies if "text" in body.get("message", {})]


async def test_the_console_can_check_the_address_in_secret(alone: House) -> None:
    assert await alone.wecom.check(b"1616140317555161061") == (200, b"1616140317555161061")
    assert (await alone.wecom.check(b"1", key=OLD_KEY))[0] == 200
    assert (await alone.wecom.check(b"1", receiver="ww-other"))[0] == 401
    assert (await alone.wecom.check(b"1", key="B" * 43))[0] == 401


async def test_a_post_is_answered_with_its_receipt(alone: House) -> None:
    await alone.wecom.says(RESIDENT, POST)
    await alone.until_seen("收到，编号 槐-1001")
    assert alone.wecom.pushed == [200]


async def test_who_comes_by_a_printed_code_is_greeted_once_though_nothing_was_said(alone: House) -> None:
    await alone.wecom.enters(RESIDENT, scene="C")
    await alone.until_seen("先说清楚")
    assert len(alone.seen()) == 1
    assert alone.wecom.calls.count("greet") == 1
    await alone.wecom.says(RESIDENT, POST)
    await alone.until_seen("收到，编号 槐-1001")


async def test_a_greeting_that_comes_too_late_waits_for_a_word(alone: House) -> None:
    alone.wecom.quiet = True
    await alone.wecom.enters(RESIDENT, scene="C")
    alone.wecom.codes.clear()
    await alone.wecom.tell()
    await alone.until(lambda: alone.wecom.calls.count("greet"))
    alone.wecom.quiet = False
    await alone.wecom.says(RESIDENT, POST)
    await alone.until_seen("先说清楚")


async def test_every_kind_of_entry_is_taken_and_none_stops_those_behind_it(alone: House) -> None:
    wecom = alone.wecom
    wecom.quiet = True
    for kind, fields in MESSAGES.items():
        await wecom.sends(RESIDENT, kind, **fields)
    for kind, fields in EVENTS.items():
        await wecom.event(kind, external_userid=RESIDENT, **fields)
    wecom.entries += [one for one in BROKEN if "send_time" in one and isinstance(one["send_time"], int)][1:]
    await wecom.says("wmBehind", POST)
    wecom.page = 7
    await wecom.tell()
    await alone.until_seen("收到，编号", "wmBehind")


async def test_pages_are_turned_until_there_is_no_more_and_each_message_comes_once_in_its_order(alone: House) -> None:
    wecom = alone.wecom
    wecom.quiet, wecom.page = True, 3
    said = [f"{number}号楼门口的第{number}件事" for number in range(1, 11)]
    for words in said:
        await wecom.says(RESIDENT, words)
    await asyncio.gather(*(wecom.tell() for _ in range(4)))
    assert texts(await alone.until_bodies(10)) == said
    await wecom.tell()
    await asyncio.sleep(0.1)
    assert len(await alone.bodies()) == 10
    assert wecom.most_asking == 1


async def test_an_entry_that_the_platform_gives_again_is_not_taken_again(alone: House) -> None:
    await alone.wecom.says(RESIDENT, POST)
    await alone.until_bodies(1)
    again = dict(alone.wecom.entries[-1])
    await alone.wecom.add(again)
    await alone.wecom.says(RESIDENT, "还有一件")
    assert texts(await alone.until_bodies(2)) == [POST, "还有一件"]


async def test_what_was_taken_back_before_we_saw_it_is_not_seen(alone: House) -> None:
    alone.wecom.quiet = True
    name = await alone.wecom.says(RESIDENT, "说错了")
    await alone.wecom.event("user_recall_msg", external_userid=RESIDENT, recall_msgid=name)
    await alone.wecom.says(RESIDENT, POST)
    await alone.wecom.tell()
    assert texts(await alone.until_bodies(1)) == [POST]


async def test_a_picture_is_copied_at_once(alone: House) -> None:
    media = alone.wecom.lies(JPEG, "image/jpeg")
    await alone.wecom.sends(RESIDENT, "image", media_id=media)
    await alone.until(lambda: "get" in alone.wecom.calls)
    body = (await alone.until_bodies(1))[0]
    assert body["message"]["photo"]


async def test_two_replicas_ask_one_after_the_other(alone: House) -> None:
    now, other = alone.wecom.now(), Account("wxkf:wkOther")
    later = now + timedelta(minutes=2)
    async with alone.program.database.write() as connection:
        await pulls.begin(connection, other, now)
        first = await pulls.take(connection, other, now, later)
        assert first
        assert not await pulls.take(connection, other, now, later)
        assert await pulls.take(connection, other, later, later + timedelta(minutes=2))
        assert await pulls.advance(connection, other, first.cursor, "at7", later)
        assert not await pulls.advance(connection, other, first.cursor, "at9", later)


async def test_after_a_stop_all_of_three_days_is_brought_home_but_nothing_from_before_we_came(
    sqlite_template: Path, tmp_path: Path, reader: JiebaReader, wecom: Wecom
) -> None:
    path = tmp_path / "city.db"
    shutil.copy(sqlite_template, path)
    chosen = settings(tmp_path, f"sqlite:///{path}", wecom)
    await wecom.says(RESIDENT, "去年的事")
    wecom.entries[-1]["send_time"] -= 3600
    async with running(chosen, reader, wecom) as program:
        await wecom.says(RESIDENT, POST)
        await House(program, wecom, None, None).until_bodies(1)
    wecom.target = ""
    for number in range(70):
        await wecom.says(RESIDENT, f"停机时说的第{number}句")
    wecom.hours = 60
    async with running(chosen, reader, wecom) as program:
        found = texts(await House(program, wecom, None, None).until_bodies(71))
    assert found[0] == POST
    assert len(found) == 71


async def test_a_token_that_dies_before_its_time_is_got_again(alone: House) -> None:
    await alone.wecom.says(RESIDENT, POST)
    await alone.until_seen("收到")
    alone.wecom.tokens.clear()
    await alone.wecom.says("wmOther", "垃圾没人收")
    await alone.until_seen("槐-1002", "wmOther")


async def test_faults_of_the_platform_lose_nothing(alone: House) -> None:
    alone.wecom.faults["sync"].extend([-1, 95007])
    await alone.wecom.says(RESIDENT, POST)
    await alone.until_seen("收到，编号 槐-1001")


async def test_an_entry_that_fails_again_and_again_is_passed_over_in_the_end(
    alone: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel: Any = alone.program.channels[0]
    puller: Puller = next(iter(channel.pullers.values()))
    monkeypatch.setattr("bot.channels.wxkf.puller._FIRST_WAIT", 0.001)
    monkeypatch.setattr("bot.channels.wxkf.puller._POLL_SECONDS", 0.01)
    act = puller._act

    async def failing(found: Any) -> None:
        if "打不开" in str(found):
            raise RuntimeError("odd")
        await act(found)

    monkeypatch.setattr(puller, "_act", failing)
    alone.wecom.quiet = True
    await alone.wecom.says(RESIDENT, "打不开的话")
    await alone.wecom.says(RESIDENT, POST)
    await alone.wecom.tell()
    assert texts(await alone.until_bodies(1)) == [POST]


async def asked_for(house: House) -> None:
    """Until all was asked for that was there when the program began."""
    for _ in range(500):
        async with house.program.database.read() as connection:
            row = (await connection.execute(pulls_table.select())).first()
        if row and row.pulled == row.asked:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("not asked for")


async def count(house: House) -> tuple[int, int, list[Any]]:
    async with house.program.database.read() as connection:
        rows = [tuple(row)[:4] for row in await connection.execute(pulls_table.select())]
    return await house.count(inbox), await house.count(callers), rows


async def test_forged_and_broken_pushes_are_refused_and_leave_no_row(alone: House) -> None:
    wecom = alone.wecom
    await asked_for(alone)
    before = await count(alone)
    query, sealed = wecom.sealed(wecom.callback("token"))
    whole = f"<xml><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>".encode()
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><xml><Encrypt>&b;</Encrypt></xml>'
    old = str(int(query["timestamp"]) - 90_000)
    stale = {"timestamp": old, "nonce": "1", "msg_signature": signature(TOKEN, old, "1", sealed)}
    unpadded = encrypt(Key(KEY), wecom.callback("token"), CORP)[:-24]
    shown = {"timestamp": query["timestamp"], "nonce": "1"}
    pad = shown | {"msg_signature": signature(TOKEN, query["timestamp"], "1", unpadded)}
    answers = [
        await wecom.post({}, whole),
        await wecom.post(query | {"msg_signature": "0" * 40}, whole),
        await wecom.post(query | {"nonce": "other"}, whole),
        await wecom.post(stale, whole),
        await wecom.post(pad, f"<xml><Encrypt>{unpadded}</Encrypt></xml>".encode()),
        await wecom.push(wecom.callback("token"), receiver="ww-other"),
        await wecom.push(wecom.callback("token"), key="B" * 43),
        await wecom.post(query, b""),
        await wecom.post(query, b"<xml><Encrypt>"),
        await wecom.post(query, bomb),
        await wecom.post(query, b"\xff\xfe" * 100),
        await wecom.post(query, b"<xml>" + b"a" * 300_000 + b"</xml>"),
        await wecom.push(b"not xml at all"),
    ]
    assert set(answers) == {400, 401}
    assert await wecom.push(wecom.callback("token", kf="wkUnknown")) == 200
    assert await count(alone) == before


async def test_a_push_that_is_replayed_only_makes_us_look_again(alone: House) -> None:
    await alone.wecom.says(RESIDENT, POST)
    await alone.until_bodies(1)
    query, sealed = alone.wecom.sealed(alone.wecom.callback("token"))
    for _ in range(3):
        assert await alone.wecom.post(query, f"<xml><Encrypt>{sealed}</Encrypt></xml>".encode()) == 200
    await asyncio.sleep(0.1)
    assert len(await alone.bodies()) == 1
