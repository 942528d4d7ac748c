"""What WeChat pushes is kept once and answered in time; what anybody else pushes is refused and leaves no row."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.assembly import Program
from bot.channels.tencent.crypto import Key, encrypt, signature
from classifiers.reader import JiebaReader
from storage.tables.bridges import books, callers, remote_files
from storage.tables.chats import files, messages
from storage.tables.mail import inbox
from tests.bridge.rig import JPEG
from tests.doubles.wechat import Weixin
from tests.doubles.wechat.pushing import KEY, OLD_KEY, TOKEN
from tests.wechat.house import RESIDENT, running, settings
from tests.wechat.payloads import EVENTS, MESSAGES
from tickets.records import Query

pytestmark = pytest.mark.usefixtures("unswept")

POST = "3号楼楼道灯坏了"


@pytest.fixture(params=["safe", "compatible", "plain"])
async def program(
    request: pytest.FixtureRequest, sqlite_template: Path, tmp_path: Path, reader: JiebaReader, weixin: Weixin
) -> AsyncIterator[Program]:
    weixin.mode = request.param
    path = shutil.copy(sqlite_template, tmp_path / "city.db")
    async with running(settings(tmp_path, f"sqlite:///{path}", weixin), reader, weixin) as started:
        yield started


async def rows(program: Program) -> dict[str, int]:
    """How much stands of anybody's."""
    counted = {}
    async with program.database.read() as connection:
        for table in (inbox, messages, books, callers):
            counted[table.name] = (await connection.execute(select(func.count()).select_from(table))).scalar_one()
    return counted


async def test_the_console_can_check_the_address(program: Program, weixin: Weixin) -> None:
    assert await weixin.greet() == (200, "5838479218127813673")
    assert (await weixin.greet("BBBBB"))[0] == 401


@pytest.mark.parametrize("in_json", [False, True])
async def test_a_post_is_answered_with_its_receipt_in_the_way_it_was_pushed(
    program: Program, weixin: Weixin, in_json: bool
) -> None:
    weixin.in_json = in_json
    assert "收到，编号 槐-1001" in str(await weixin.says(RESIDENT, POST))
    assert weixin.calls.count("custom") == 0


async def test_every_type_of_push_is_acknowledged(program: Program, weixin: Weixin) -> None:
    for kind, fields in MESSAGES.items():
        await weixin.sends(RESIDENT, kind, **fields)
    for name, fields in EVENTS.items():
        await weixin.event(RESIDENT, name.split()[0], **fields)
    assert weixin.pushed == [200] * (len(MESSAGES) + len(EVENTS))


async def test_a_push_that_is_repeated_three_times_and_late_makes_one_ticket(program: Program, weixin: Weixin) -> None:
    push = weixin.message(RESIDENT, "text", Content=POST)
    first = await weixin.push(push)
    assert [await weixin.push(push) for _ in range(3)] == [first] * 3
    async with program.storage.reading() as work:
        assert len(await work.tickets.find(Query(limit=10))) == 1


async def test_three_pushes_of_one_message_at_once_make_one_ticket(program: Program, weixin: Weixin) -> None:
    push = weixin.message(RESIDENT, "text", Content=POST)
    await asyncio.gather(*(weixin.push(push) for _ in range(3)))
    async with program.storage.reading() as work:
        assert len(await work.tickets.find(Query(limit=10))) == 1


async def test_a_picture_is_copied_at_once(program: Program, weixin: Weixin) -> None:
    await weixin.sends(RESIDENT, "image", MediaId=weixin.lies(JPEG, "image/jpeg"))
    for _ in range(200):
        async with program.database.read() as connection:
            if not (await connection.execute(select(remote_files.c.file))).all():
                assert all((await connection.execute(select(files.c.digest))).scalars())
                return
        await asyncio.sleep(0.02)
    raise AssertionError("the picture was not copied")


def sealed(weixin: Weixin, plain: bytes, **changed: str) -> tuple[dict[str, str], bytes]:
    """An envelope that somebody tampered with, signed as if it were right."""
    inside = changed.pop("inside", "") or encrypt(Key(changed.pop("key", KEY)), plain, changed.pop("to", weixin.app_id))
    query = weixin.query() | {"encrypt_type": "aes"}
    query["msg_signature"] = signature(TOKEN, query["timestamp"], query["nonce"], inside)
    return query | changed, b"<xml><Encrypt>" + inside.encode() + b"</Encrypt></xml>"


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><xml><MsgType>&b;</MsgType></xml>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><MsgType>&a;</MsgType></xml>'


@pytest.fixture
def forged(weixin: Weixin) -> dict[str, tuple[dict[str, str], bytes]]:
    """Bodies and queries that no platform sends."""
    good = weixin.written(weixin.message(RESIDENT, "text", Content=POST))
    query, body = sealed(weixin, good)
    plain = weixin.query()
    return {
        "nothing": ({}, b""),
        "no signature": ({"timestamp": plain["timestamp"], "nonce": plain["nonce"]}, body),
        "wrong signature": (query | {"msg_signature": "0" * 40, "signature": "0" * 40}, body),
        "signature of another text": (query | {"signature": "0" * 40}, sealed(weixin, good)[1]),
        "signature that is no text": (query | {"msg_signature": "签名", "signature": "签名"}, body),
        "for another account": (sealed(weixin, good, to="wx0000000000000000")),
        "unknown key": (sealed(weixin, good, key="B" * 42 + "A")),
        "bad padding": (sealed(weixin, good, inside="A" * 64)),
        "not base64": (sealed(weixin, good, inside="%%%")),
        "a day old": (query | {"timestamp": "1700000000", "signature": "0" * 40}, body),
        "timestamp that is no number": (query | {"timestamp": "now", "signature": "0" * 40}, body),
        "broken XML": (plain, b"<xml><MsgType>text"),
        "entity bomb": (plain, BOMB),
        "file from outside": (plain, OUTSIDE),
        "encrypted entity bomb": (sealed(weixin, BOMB)),
        "broken JSON": (plain, b'{"MsgType": '),
        "deep JSON": (plain, b'{"a":' * 100_000),
        "a list": (plain, b"[1, 2]"),
        "other root": (plain, b"<html><MsgType>text</MsgType></html>"),
        "huge": (plain, b"<xml><Content>" + b"x" * 300_000 + b"</Content></xml>"),
        "no sender": (plain, b"<xml><MsgType>text</MsgType><MsgId>1</MsgId></xml>"),
        "no text": (plain, b"\xff\xfe\x00\x01" * 10),
    }


async def test_what_is_forged_or_broken_is_refused_and_leaves_no_row(
    program: Program, weixin: Weixin, forged: dict[str, tuple[dict[str, str], bytes]]
) -> None:
    before = await rows(program)
    answers = {name: (await weixin.post(*one))[0] for name, one in forged.items()}
    assert set(answers.values()) <= {400, 401}, answers
    assert await rows(program) == before


async def test_the_key_of_before_opens_pushes_until_it_is_taken_away(program: Program, weixin: Weixin) -> None:
    weixin.key = OLD_KEY
    assert "收到，编号" in str(await weixin.says(RESIDENT, POST))


async def test_danger_comes_back_alone_and_the_receipt_after_it(program: Program, weixin: Weixin) -> None:
    advice = str(await weixin.says(RESIDENT, "3号楼101煤气漏了，味道很大"))
    assert "119" in advice
    assert "编号" not in advice
    for _ in range(500):
        if len(weixin.phones[RESIDENT].seen) > 1:
            break
        await asyncio.sleep(0.02)
    assert "收到，编号 槐-1001" in weixin.phones[RESIDENT].seen[1]
