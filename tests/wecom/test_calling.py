"""What the driver makes of texts, cards and files, against the platform's rules."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram.error import BadRequest, NetworkError, TelegramError

from bot.channels.bridge.driver import Choice, NotSubscribed
from bot.channels.telegram.request import Flood, TokenRefused, Unreachable
from bot.channels.tencent.corp import CorpApi
from bot.channels.tencent.token import Token
from bot.channels.wecom.driver import WecomDriver
from bot.channels.wecom.errors import failure_of
from bot.channels.wecom.robots import Robots
from storage.chats.records import File
from storage.database import Database
from tests.chaos.program import free_port
from tests.doubles.wecom import Corp
from tests.doubles.wecom.corp import ROBOT, SECRET
from tests.doubles.wecom.pushing import AGENT, CORP
from tests.wecom.house import WANG
from tickets.ids import Account

NAME = Account(f"wecom:{CORP}:{AGENT}")
GROUP = "robot:SQ"
CLAIM = [Choice(0, "认领", data="cl:17", message=5), Choice(0, "详情", data="de:17", message=5)]
JPEG = b"\xff\xd8\xff" + b"\0" * 100


def driver_of(corp: Corp, database: Database, secret: str = SECRET) -> WecomDriver:
    api = CorpApi(corp.url, CORP, secret)
    api.token = Token(NAME, secret, database, api.renew, corp.now)
    robots = Robots(api, {"SQ": ROBOT}, lambda ticket: f"https://example.invalid/card/{ticket}")
    return WecomDriver(api, NAME, AGENT, robots, database, corp.now)


@pytest.fixture
async def driver(corp: Corp, database: Database) -> AsyncIterator[WecomDriver]:
    made = driver_of(corp, database)
    yield made
    await made._api.close()


def file(kind: str, mime: str, ending: str = "bin", name: str = "") -> File:
    return File("f", "digest", kind, name, mime, ending, 0, 0, 0, 0, 1)


async def test_a_text_is_said_whole_in_parts_that_fit(driver: WecomDriver, corp: Corp) -> None:
    await driver.say(WANG, "字" * 1500)
    assert "".join(corp.phones[WANG].texts) == "字" * 1500
    assert len(corp.phones[WANG].texts) == 3


async def test_buttons_are_a_card(driver: WecomDriver, corp: Corp) -> None:
    await driver.say(WANG, "路灯坏了", CLAIM)
    (card,) = corp.phones[WANG].cards
    assert (card.text, card.labels, card.key_of("认领")) == ("路灯坏了", ["认领", "详情"], "cl:17")


async def test_a_long_text_stands_whole_before_its_card(driver: WecomDriver, corp: Corp) -> None:
    await driver.say(WANG, "头\n" + "字" * 200, CLAIM)
    text, card = corp.phones[WANG].seen
    assert text == "头\n" + "字" * 200
    assert card is corp.phones[WANG].cards[0]


async def test_a_card_that_is_told_twice_is_two_tasks(driver: WecomDriver, corp: Corp) -> None:
    for _ in range(2):
        await driver.say(WANG, "路灯坏了", CLAIM)
    assert len({card.task for card in corp.phones[WANG].cards}) == 2


async def test_a_card_changes_once_for_its_sending_and_once_for_each_press(driver: WecomDriver, corp: Corp) -> None:
    await driver.say(WANG, "路灯坏了", CLAIM)
    (card,) = corp.phones[WANG].cards
    assert await driver.change(WANG, "王敏在办", CLAIM[1:], 5)
    assert card.text == "王敏在办"
    assert not await driver.change(WANG, "办完了", [], 5)
    await driver.permitted(WANG, 5, corp.codes.make(WANG, card, corp.now()))
    assert await driver.change(WANG, "办完了", [], 5)
    assert (card.text, card.labels, card.updates) == ("办完了", [], 2)


async def test_another_members_card_is_another_one(driver: WecomDriver, corp: Corp) -> None:
    await driver.say(WANG, "路灯坏了", CLAIM)
    assert not await driver.change("liqiang", "王敏在办", CLAIM[1:], 5)


async def test_two_replicas_never_use_one_code(driver: WecomDriver, corp: Corp, database: Database) -> None:
    await driver.say(WANG, "路灯坏了", CLAIM)
    await driver.permitted(WANG, 5, corp.codes.make(WANG, corp.phones[WANG].cards[0], corp.now()))
    other = driver_of(corp, database)
    done = await asyncio.gather(*(one.change(WANG, "王敏在办", [], 5) for one in (driver, other) * 3))
    assert sum(done) <= 2
    assert corp.refused == []
    await other._api.close()


async def test_after_72_hours_a_card_cannot_be_changed(driver: WecomDriver, corp: Corp) -> None:
    await driver.say(WANG, "路灯坏了", CLAIM)
    corp.hours = 73
    assert not await driver.change(WANG, "王敏在办", [], 5)
    assert corp.refused == []


async def test_a_code_that_the_platform_does_not_take_is_no_error(driver: WecomDriver, corp: Corp) -> None:
    await driver.permitted(WANG, 5, "used")
    assert not await driver.change(WANG, "王敏在办", [], 5)
    assert len(corp.refused) == 1


async def test_what_could_not_be_changed_now_can_be_later(driver: WecomDriver, corp: Corp) -> None:
    await driver.say(WANG, "路灯坏了", CLAIM)
    for code in (-1, 45009):
        corp.faults["message/update_template_card"].append(code)
        with pytest.raises(TelegramError):
            await driver.change(WANG, "王敏在办", [], 5)
    assert await driver.change(WANG, "王敏在办", [], 5)


async def test_who_does_not_see_the_app_is_unreachable(driver: WecomDriver, corp: Corp) -> None:
    corp.gone.add(WANG)
    with pytest.raises(NotSubscribed):
        await driver.say(WANG, "在吗")
    with pytest.raises(NotSubscribed):
        await driver.say("nobody", "在吗")


def test_who_is_named_as_invalid_beside_a_good_answer_is_unreachable() -> None:
    assert isinstance(failure_of({"errcode": 0, "invaliduser": "other|WangMin"}, "wangmin"), NotSubscribed)
    assert failure_of({"errcode": 0, "invaliduser": "other"}, "wangmin") is None


@pytest.mark.parametrize(("code", "seconds"), [(45009, 60), (45033, 5)])
async def test_too_many_calls_are_waited_for(driver: WecomDriver, corp: Corp, code: int, seconds: int) -> None:
    corp.faults["message/send"].append(code)
    with pytest.raises(Flood) as flood:
        await driver.say(WANG, "在吗")
    assert flood.value.seconds == seconds


async def test_a_token_that_died_is_fetched_again(driver: WecomDriver, corp: Corp) -> None:
    await driver.say(WANG, "一")
    corp.expire()
    await driver.say(WANG, "二")
    assert corp.phones[WANG].texts == ["一", "二"]
    assert corp.calls.count("gettoken") == 2


async def test_replicas_share_one_token(driver: WecomDriver, corp: Corp, database: Database) -> None:
    other = driver_of(corp, database)
    for one in (driver, other):
        await one.say(WANG, "在吗")
    assert corp.calls.count("gettoken") == 1
    await other._api.close()


async def test_a_wrong_secret_ends_the_account(corp: Corp, database: Database) -> None:
    driver = driver_of(corp, database, "wrong")
    with pytest.raises(TokenRefused):
        await driver.say(WANG, "在吗")
    await driver._api.close()


@pytest.mark.parametrize(
    ("sent", "content", "shown"),
    [
        (file("photo", "image/jpeg", "jpg"), JPEG, "[image]"),
        (file("photo", "image/webp", "webp"), JPEG, "[file]"),
        (file("voice", "audio/amr", "amr"), b"#!AMR\n1234", "[voice]"),
        (file("voice", "audio/ogg", "ogg"), b"OggS1234", "[file]"),
        (file("video", "video/mp4", "mp4"), b"0000ftyp", "[video]"),
        (file("document", "application/pdf", "pdf", "报价单.pdf"), b"%PDF-1.7", "[file]"),
    ],
)
async def test_files_are_shown_as_what_the_platform_takes(
    driver: WecomDriver, corp: Corp, sent: File, content: bytes, shown: str
) -> None:
    await driver.show(WANG, sent.kind, await driver.upload(sent, content))
    assert corp.phones[WANG].seen == [shown]


async def test_a_file_of_five_bytes_is_none(driver: WecomDriver) -> None:
    with pytest.raises(BadRequest):
        await driver.upload(file("document", "text/plain"), b"12345")


async def test_what_a_member_sent_is_fetched(driver: WecomDriver, corp: Corp) -> None:
    assert (await driver.fetch(corp.lies(JPEG, "image/jpeg"))).content == JPEG
    with pytest.raises(BadRequest):
        await driver.fetch("gone")


async def test_a_group_reads_a_link_instead_of_buttons(driver: WecomDriver, corp: Corp) -> None:
    await driver.say(GROUP, "路灯坏了", CLAIM)
    await driver.say(GROUP, "有人补充了一句")
    assert corp.group == ["路灯坏了\nhttps://example.invalid/card/17", "有人补充了一句"]
    assert not await driver.change(GROUP, "王敏在办", CLAIM, 5)


async def test_a_long_text_leaves_room_for_the_link(driver: WecomDriver, corp: Corp) -> None:
    await driver.say(GROUP, "字" * 1000, CLAIM)
    assert "".join(corp.group) == "字" * 1000 + "\nhttps://example.invalid/card/17"


async def test_a_group_sees_pictures_and_gets_other_files_as_files(driver: WecomDriver, corp: Corp) -> None:
    await driver.show(GROUP, "photo", await driver.upload(file("photo", "image/jpeg", "jpg"), JPEG))
    await driver.show(GROUP, "voice", await driver.upload(file("voice", "audio/amr", "amr"), b"#!AMR\n1234"))
    assert corp.group == ["[image]", "[file]"]


async def test_a_robot_that_was_removed_refuses_the_letter_alone(corp: Corp, database: Database) -> None:
    driver = driver_of(corp, database)
    with pytest.raises(BadRequest):
        await driver.say("robot:ZB", "路灯坏了")
    await driver._api.close()


async def test_a_platform_that_cannot_be_reached_is_tried_again(corp: Corp, database: Database) -> None:
    driver = driver_of(corp, database)
    await driver.say(WANG, "一")
    await driver._api.close()
    driver._api._base = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(Unreachable) as lost:
        await driver.say(WANG, "二")
    assert "access_token" not in str(lost.value)
    await driver._api.close()


@pytest.mark.parametrize("answer", ["<html>502</html>", "[]", "{"])
async def test_an_answer_that_is_none_is_tried_again(corp: Corp, database: Database, answer: str) -> None:
    driver = driver_of(corp, database)
    corp.garbles.append(answer)
    with pytest.raises(NetworkError):
        await driver.say(WANG, "一")
    await driver._api.close()
