"""The door is as strict as Telegram, in Telegram's words."""

import asyncio
import json
from typing import Any

import pytest
from aiohttp import ClientSession, FormData, web
from aiohttp.test_utils import TestServer

from bot.channels.door.door import Door
from storage.chats import ensure_group, make_bot, withdraw
from storage.chats.records import Right
from tests.channels.conftest import GROUP, LI, WANG, House
from tests.channels.pictures import PDF, png

UNAUTHORIZED = {"ok": False, "error_code": 401, "description": "Unauthorized"}


@pytest.fixture
async def token(house: House) -> str:
    """An extra bot that is in the group and has a private chat with 王阿姨."""
    token = await house.token()
    bot = int(token.split(":")[0])
    async with house.database.write() as connection:
        await ensure_group(connection, GROUP, "槐社区工作群", [bot])
    async with house.store.write() as chats:
        user = await chats.people.user(WANG)
        assert user is not None
        await chats.rooms.open_private(bot, user)
    return token


async def refusal(house: House, token: str, method: str, **values: Any) -> str:
    status, answer = await house.call(token, method, **values)
    assert (answer["ok"], answer["error_code"]) == (False, status)
    return f"{status} {answer['description']}"


async def result(house: House, token: str, method: str, **values: Any) -> Any:
    status, answer = await house.call(token, method, **values)
    assert (status, answer["ok"]) == (200, True), answer
    return answer["result"]


@pytest.mark.parametrize("wrong", ["1:wrong", "nonsense", "123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"])
async def test_a_wrong_token_gets_telegrams_answer(house: House, wrong: str) -> None:
    assert await house.call(wrong, "getMe") == (401, UNAUTHORIZED)


async def test_the_built_in_bot_has_no_token(house: House) -> None:
    assert await house.call("1:", "getMe") == (401, UNAUTHORIZED)
    assert await house.call("1:None", "getMe") == (401, UNAUTHORIZED)


async def test_a_withdrawn_token_is_wrong_and_a_new_one_ends_the_old(house: House, token: str) -> None:
    newer = await house.token()
    assert (await house.call(token, "getMe"))[0] == 401
    assert (await house.call(newer, "getMe"))[0] == 200
    async with house.database.write() as connection:
        assert await withdraw(connection, "shoes_bot")
    assert (await house.call(newer, "getMe"))[0] == 401


async def test_a_bot_cannot_take_the_name_of_a_person(house: House) -> None:
    with pytest.raises(ValueError, match="taken"):
        await house.token("假王", "wang")


BEYOND_RIGHTS = [
    ("private", "sendMessage", {"chat_id": GROUP, "text": "?"}, "take part in groups"),
    ("groups", "sendMessage", {"chat_id": WANG, "text": "?"}, "write to private chats"),
    ("private", "sendPhoto", {"chat_id": WANG, "photo": "x"}, "send or get files"),
    ("private", "getFile", {"file_id": "x"}, "send or get files"),
    ("private", "setWebhook", {"url": "https://a.example"}, "set a webhook"),
]


@pytest.mark.parametrize(("right", "method", "values", "told"), BEYOND_RIGHTS)
async def test_a_token_opens_no_more_than_the_operator_gave_it(
    house: House, token: str, right: str, method: str, values: dict[str, Any], told: str
) -> None:
    async with house.database.write() as connection:
        token = await make_bot(connection, "修鞋铺", "shoes_bot", [Right(right)])
    assert await refusal(house, token, method, **values) == f"400 Bad Request: not enough rights to {told}"
    assert await result(house, token, "getUpdates") == []


async def test_who_speaks_too_fast_is_told_when_to_try_again_on_every_replica(either: House) -> None:
    token = await either.token()
    async with either.database.write() as connection:
        await ensure_group(connection, GROUP, "槐社区工作群", [int(token.split(":")[0])])
    other = Door(either.engine)
    app = web.Application()
    other.join(app)
    async with TestServer(app) as second, ClientSession() as http:
        answers = []
        for turn in range(8):
            address = either.url if turn % 2 else str(second.make_url("")).rstrip("/")
            asked = {"chat_id": GROUP, "text": str(turn)}
            async with http.post(f"{address}/bot{token}/sendMessage", json=asked) as response:
                answers.append((response.status, await response.json()))
    refused = [answer for status, answer in answers if status == 429]
    assert refused
    assert len(answers) - len(refused) >= 6
    wait = refused[0]["parameters"]["retry_after"]
    assert 1 <= wait <= 4
    assert refused[0]["description"] == f"Too Many Requests: retry after {wait}"


REFUSED = [
    ("sendMessage", {"chat_id": 999, "text": "?"}, "400 Bad Request: chat not found"),
    ("sendMessage", {"chat_id": "@nobody", "text": "?"}, "400 Bad Request: chat not found"),
    ("sendMessage", {"text": "?"}, "400 Bad Request: chat_id is empty"),
    ("sendMessage", {"chat_id": WANG, "text": "  "}, "400 Bad Request: message text is empty"),
    ("sendMessage", {"chat_id": WANG}, "400 Bad Request: message text is empty"),
    ("sendMessage", {"chat_id": WANG, "text": "长" * 4097}, "400 Bad Request: message is too long"),
    (
        "sendMessage",
        {"chat_id": WANG, "text": "<b>", "parse_mode": "HTML"},
        "400 Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    ),
    ("sendMessage", {"chat_id": WANG, "text": "x", "parse_mode": "BBCode"}, "400 Bad Request: unsupported parse_mode"),
    (
        "sendMessage",
        {"chat_id": WANG, "text": "x", "reply_parameters": {"message_id": 99}},
        "400 Bad Request: message to be replied not found",
    ),
    (
        "sendMessage",
        {
            "chat_id": WANG,
            "text": "x",
            "reply_markup": {"inline_keyboard": [[{"text": "是", "callback_data": "是" * 22}]]},
        },
        "400 Bad Request: BUTTON_DATA_INVALID",
    ),
    (
        "sendMessage",
        {"chat_id": WANG, "text": "x", "reply_markup": "{"},
        "400 Bad Request: can't parse reply markup JSON object",
    ),
    ("editMessageText", {"chat_id": WANG, "message_id": 99, "text": "x"}, "400 Bad Request: message to edit not found"),
    ("editMessageText", {"chat_id": WANG, "text": "x"}, "400 Bad Request: message identifier is not specified"),
    ("deleteMessage", {"chat_id": WANG, "message_id": 99}, "400 Bad Request: message to delete not found"),
    (
        "answerCallbackQuery",
        {"callback_query_id": "1"},
        "400 Bad Request: query is too old and response timeout expired or query ID is invalid",
    ),
    ("getFile", {"file_id": "x"}, "400 Bad Request: wrong file_id or the file is temporarily unavailable"),
    ("sendPhoto", {"chat_id": WANG}, "400 Bad Request: there is no photo in the request"),
    ("sendDice", {"chat_id": WANG}, "400 Bad Request: method sendDice is not supported"),
    ("setMyCommands", {"commands": [{"command": "X!", "description": "?"}]}, "400 Bad Request: BOT_COMMAND_INVALID"),
]


@pytest.mark.parametrize(("method", "values", "told"), REFUSED, ids=[f"{row[0]}-{row[2][17:40]}" for row in REFUSED])
async def test_a_mistake_is_refused_in_telegrams_words(
    house: House, token: str, method: str, values: dict[str, Any], told: str
) -> None:
    assert await refusal(house, token, method, **values) == told


async def test_limits_are_met_exactly(house: House, token: str) -> None:
    button = {"text": "是", "callback_data": "是" * 21 + "x"}
    markup = {"inline_keyboard": [[button]]}
    sent = await result(house, token, "sendMessage", chat_id=WANG, text="长" * 4096, reply_markup=markup)
    assert sent["reply_markup"] == markup


async def test_a_missing_reply_target_is_forgiven_where_the_bot_says_so(house: House, token: str) -> None:
    for how in (
        {"reply_parameters": {"message_id": 99, "allow_sending_without_reply": True}},
        {"reply_to_message_id": 99, "allow_sending_without_reply": "true"},
    ):
        sent = await result(house, token, "sendMessage", chat_id=WANG, text="x", **how)
        assert "reply_to_message" not in sent


async def test_an_edit_that_changes_nothing_is_refused_and_one_that_drops_buttons_is_not(
    house: House, token: str
) -> None:
    markup = {"inline_keyboard": [[{"text": "好", "callback_data": "ok"}]]}
    sent = await result(house, token, "sendMessage", chat_id=WANG, text="一", reply_markup=markup)
    edit = {"chat_id": WANG, "message_id": sent["message_id"], "text": "一"}
    assert "message is not modified" in await refusal(house, token, "editMessageText", **edit, reply_markup=markup)
    edited = await result(house, token, "editMessageText", **edit)
    assert "reply_markup" not in edited
    assert edited["edit_date"]
    assert "message is not modified" in await refusal(house, token, "editMessageReplyMarkup", **edit)


async def test_a_bot_edits_only_what_it_said_itself(house: House, token: str) -> None:
    [number] = await house.page(WANG, bot="shoes_bot").say("你好")
    told = await refusal(house, token, "editMessageText", chat_id=WANG, message_id=number, text="x")
    assert told == "400 Bad Request: message can't be edited"


async def test_a_text_has_no_caption_to_edit_and_a_photo_no_text(house: House, token: str) -> None:
    text = await result(house, token, "sendMessage", chat_id=WANG, text="x")
    told = await refusal(house, token, "editMessageCaption", chat_id=WANG, message_id=text["message_id"], caption="y")
    assert told == "400 Bad Request: there is no caption in the message to edit"


async def test_a_message_can_be_taken_back_within_48_hours_of_business_time(house: House, token: str) -> None:
    page = house.page(WANG, bot="shoes_bot")
    await page.watch()
    old, new = [(await result(house, token, "sendMessage", chat_id=WANG, text=t))["message_id"] for t in "ab"]
    assert await result(house, token, "deleteMessage", chat_id=WANG, message_id=new) is True
    assert (await page.hears(lambda news: True, "delete"))["message_id"] == new
    await house.town.forward(49)
    told = await refusal(house, token, "deleteMessage", chat_id=WANG, message_id=old)
    assert told == "400 Bad Request: message can't be deleted for everyone"


async def test_a_group_that_the_bot_is_not_in_is_forbidden(house: House) -> None:
    token = await house.token("陌生", "other_bot")
    told = await refusal(house, token, "sendMessage", chat_id=GROUP, text="x")
    assert told == "403 Forbidden: bot is not a member of the group chat"


async def test_bots_do_not_see_each_others_private_chats_and_files(house: House, token: str) -> None:
    page = house.page(WANG)
    _, media = await page.upload(PDF, "证明.pdf")
    await page.say(media=[media["id"]])
    assert (await result(house, token, "getUpdates")) == []
    assert (await refusal(house, token, "getFile", file_id=media["id"])).startswith("400")
    await page.say(chat=GROUP, media=[media["id"]])
    found = await result(house, token, "getFile", file_id=media["id"])
    async with ClientSession() as http:
        async with http.get(f"{house.url}/file/bot{token}/{found['file_path']}") as response:
            assert await response.read() == PDF
        async with http.get(f"{house.url}/file/bot1:x/{found['file_path']}") as response:
            assert response.status == 401
        async with http.get(f"{house.url}/file/bot{token}/../../etc/passwd") as response:
            assert response.status == 404


async def test_every_bot_in_a_group_hears_what_people_say_there(house: House, token: str) -> None:
    await house.page(LI).say("大家好", chat=GROUP)
    [update] = await result(house, token, "getUpdates")
    [arrival] = await house.arrivals()
    assert update["message"] == arrival["message"]
    await result(house, token, "sendMessage", chat_id=GROUP, text="我是机器人")
    assert len(await house.arrivals()) == 1


async def test_updates_stay_until_a_higher_offset_confirms_them(house: House, token: str) -> None:
    page = house.page(WANG, bot="shoes_bot")
    for words in "甲乙丙":
        await page.say(words)
    first, second, third = await result(house, token, "getUpdates")
    assert len(await result(house, token, "getUpdates", offset=first["update_id"])) == 3
    rest = await result(house, token, "getUpdates", offset=first["update_id"] + 1, limit=1)
    assert [update["update_id"] for update in rest] == [second["update_id"]]
    assert await result(house, token, "getUpdates", offset=-1) == [third]
    assert await result(house, token, "getUpdates", offset=third["update_id"] + 1) == []


async def test_a_poll_waits_for_the_next_update(house: House, token: str) -> None:
    waiting = asyncio.create_task(result(house, token, "getUpdates", timeout=20))
    await asyncio.sleep(0.3)
    await house.page(WANG, bot="shoes_bot").say("来了")
    async with asyncio.timeout(5):
        assert [update["message"]["text"] for update in await waiting] == ["来了"]


async def test_a_second_poller_ends_the_first_with_409(house: House, token: str) -> None:
    waiting = asyncio.create_task(refusal(house, token, "getUpdates", timeout=20))
    await asyncio.sleep(0.3)
    assert await result(house, token, "getUpdates", timeout=0) == []
    told = await waiting
    assert told.startswith("409 Conflict: terminated by other getUpdates request")


async def test_only_the_wanted_kinds_of_updates_are_queued(house: House, token: str) -> None:
    await result(house, token, "getUpdates", allowed_updates=json.dumps(["callback_query"]))
    page = house.page(WANG, bot="shoes_bot")
    await page.say("没人听")
    await result(house, token, "getUpdates", allowed_updates=[])
    await page.say("有人听")
    assert [update["message"]["text"] for update in await result(house, token, "getUpdates")] == ["有人听"]


async def test_albums_files_by_id_and_copies_come_back_whole(house: House, token: str) -> None:
    form = FormData()
    media = [{"type": "photo", "media": f"attach://p{n}", "caption": f"第{n}张"} for n in (1, 2)]
    form.add_field("chat_id", str(WANG))
    form.add_field("media", json.dumps(media))
    for n in (1, 2):
        form.add_field(f"p{n}", png(n + 1, 5), filename="p.png")
    async with ClientSession() as http, http.post(f"{house.url}/bot{token}/sendMediaGroup", data=form) as response:
        album = (await response.json())["result"]
    assert [message["caption"] for message in album] == ["第1张", "第2张"]
    assert len({message["media_group_id"] for message in album}) == 1
    file_id = album[0]["photo"][-1]["file_id"]
    again = await result(house, token, "sendPhoto", chat_id=GROUP, photo=file_id, caption="再发")
    assert again["photo"][-1]["file_id"] == file_id
    assert (await house.page(LI).download(file_id))[1] == png(2, 5)
    copied = await result(
        house, token, "copyMessage", chat_id=GROUP, from_chat_id=WANG, message_id=album[1]["message_id"]
    )
    assert copied.keys() == {"message_id"}
    forwarded = await result(
        house, token, "forwardMessage", chat_id=GROUP, from_chat_id=WANG, message_id=album[1]["message_id"]
    )
    assert forwarded["forward_origin"]["type"] == "user"
    told = await refusal(house, token, "sendDocument", chat_id=WANG, document=file_id)
    assert told == "400 Bad Request: can't use file of type Photo as Document"


async def test_chats_members_and_menus_are_told(house: House, token: str) -> None:
    chat = await result(house, token, "getChat", chat_id=GROUP)
    assert (chat["title"], chat["type"]) == ("槐社区工作群", "group")
    assert (await result(house, token, "getChatMember", chat_id=GROUP, user_id=LI))["status"] == "member"
    assert (await result(house, token, "getChatMember", chat_id=GROUP, user_id=503))["status"] == "left"
    assert await result(house, token, "getChatAdministrators", chat_id=GROUP) == []
    commands = [{"command": "start", "description": "开始"}]
    assert await result(house, token, "setMyCommands", commands=commands)
    assert await result(house, token, "getMyCommands") == commands


async def test_a_call_may_come_by_any_verb_and_in_any_form(house: House, token: str) -> None:
    address, said = f"{house.url}/bot{token}", {"chat_id": str(WANG), "text": "一样"}
    nested = json.dumps({"inline_keyboard": [[{"text": "好", "callback_data": "ok", "hide": False}]]})
    form = FormData(said)
    form.add_field("x", b"unasked", filename="x.bin")
    urlencoded = {"Content-Type": "application/x-www-form-urlencoded"}
    calls: list[tuple[str, str, dict[str, Any]]] = [
        ("POST", "sendMessage", {"data": said | {"reply_markup": nested}}),
        ("POST", "sendMessage", {"json": said | {"reply_markup": json.loads(nested)}}),
        ("POST", "SENDMESSAGE", {"data": form}),
        ("GET", "sendmessage", {"params": said}),
        ("GET", "sendMessage", {"data": f"chat_id={WANG}&text=%E4%B8%80%E6%A0%B7", "headers": urlencoded}),
        ("POST", "sendMessage", {"params": {"text": "一样", "reply_markup": ""}, "data": {"chat_id": str(WANG)}}),
    ]
    async with ClientSession() as http:
        for verb, method, how in calls:
            async with http.request(verb, f"{address}/{method}", **how) as response:
                answer = await response.json()
                assert (response.status, answer["result"]["text"]) == (200, "一样"), (verb, how)
        async with http.post(f"{address}/getMe") as response:
            assert (await response.json())["result"]["username"] == "shoes_bot"


@pytest.mark.parametrize("where", ["query", "empty_query"])
async def test_a_file_part_named_like_its_parameter_is_that_file(house: House, token: str, where: str) -> None:
    query = {"chat_id": str(WANG)} | ({"photo": ""} if where == "empty_query" else {})
    form = FormData()
    form.add_field("photo", png(), filename="p.png")
    address = f"{house.url}/bot{token}/sendPhoto"
    async with ClientSession() as http, http.post(address, params=query, data=form) as response:
        assert response.status == 200, await response.text()


async def test_a_file_name_without_quotes_is_read_in_any_script(house: House, token: str) -> None:
    parts = (
        ('name="chat_id"', str(WANG)),
        ('name="document"', "attach://x"),
        ('name="x";filename=价目表.pdf', "%PDF-1.4 …"),
    )
    body = "".join(f"--b\r\nContent-Disposition: form-data; {head}\r\n\r\n{said}\r\n" for head, said in parts)
    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    sent = (f"{body}--b--\r\n").encode()
    async with (
        ClientSession() as http,
        http.post(f"{house.url}/bot{token}/sendDocument", data=sent, headers=kind) as response,
    ):
        assert (await response.json())["result"]["document"]["file_name"] == "价目表.pdf"


BROKEN = [
    ("application/json", b"{"),
    ("application/json", b"[1]"),
    ("multipart/form-data", b"--x"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: nonsense\r\n\r\n--x--"),
    ("application/json", b'{"chat_id": [1], "text": {"a": null}}'),
    ("application/json", b'{"chat_id": 1e400, "text": true}'),
    ("application/x-www-form-urlencoded", b"\xff\xfe=%zz&chat_id=99999999999999999999"),
]


@pytest.mark.parametrize(("kind", "body"), BROKEN)
async def test_a_broken_body_is_the_callers_mistake(house: House, token: str, kind: str, body: bytes) -> None:
    async with (
        ClientSession() as http,
        http.post(f"{house.url}/bot{token}/sendMessage", data=body, headers={"Content-Type": kind}) as response,
    ):
        assert (response.status, (await response.json())["ok"]) == (400, False)


async def test_a_file_over_20_mb_is_too_large(house: House, token: str) -> None:
    form = FormData({"chat_id": str(WANG)})
    form.add_field("document", _stream(21), filename="big.bin")
    async with ClientSession() as http, http.post(f"{house.url}/bot{token}/sendDocument", data=form) as response:
        answer = await response.json()
    assert answer == {"ok": False, "error_code": 413, "description": "Request Entity Too Large"}


async def _stream(megabytes: int) -> Any:
    for _ in range(megabytes):
        yield bytes(1024 * 1024)
