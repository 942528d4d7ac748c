"""One person on two channels: joined by a code, heard on either, answered where they want it."""

import re
from datetime import timedelta
from typing import Any

from bot.channels.account import ChannelAccount, application
from bot.mailroom.inbox_worker import prepare
from handlers import build
from storage.queues.inbox import Arrival, keep
from tests.conversations.town import COMMUNITY, Town
from tests.conversations.wire import Wire
from tests.conversations.workers import PUBLIC, posted, solved
from tickets.ids import Account, ChatId
from tickets.kinds import State

TELEGRAM, PHONE = Account("telegram:9"), 77_001


class Phone:
    """Somebody's chat on a second channel."""

    def __init__(self, town: Town, wire: Wire, user: int = PHONE) -> None:
        self.town, self.wire, self.user = town, wire, user

    async def says(self, text: str) -> None:
        entities = {"entities": [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]}
        message = {"text": text, **(entities if text.startswith("/") else {}), **self._frame()}
        await self._deliver({"message": message})

    async def presses(self, words: str) -> None:
        shown = next(m for m in reversed(self.wire.shown[self.user]) if words in m.buttons)
        body = {"text": shown.text, "message_id": shown.message_id}
        message = {**self._frame(), **body, "from": {"id": 42, "is_bot": True, "first_name": "哨应"}}
        query = {"id": "1", "from": self._frame()["from"], "chat_instance": "1", "data": shown.buttons[words]}
        await self._deliver({"callback_query": query | {"message": message}})

    @property
    def last(self) -> str:
        return self.wire.shown[self.user][-1].text

    @property
    def all(self) -> str:
        return "\n".join(m.text for m in self.wire.shown.get(self.user, []))

    def _frame(self) -> dict[str, Any]:
        me = {"id": self.user, "is_bot": False, "first_name": "小何", "language_code": "zh"}
        number = next(self.town._messages)
        chat = {"id": self.user, "type": "private", "first_name": "小何"}
        return {"message_id": number, "date": 1, "from": me, "chat": chat}

    async def _deliver(self, update: dict[str, Any]) -> None:
        update["update_id"] = next(self.town._updates)
        async with self.town.storage.database.write() as connection:
            await keep(connection, [Arrival(TELEGRAM, update["update_id"], ChatId(self.user), update)])
        await self.town.settle()


async def second(town: Town) -> Phone:
    wire = Wire()
    account = ChannelAccount(TELEGRAM, application("9:TEST", wire), None)
    build(account.application)
    prepare(account.application)
    await account.start()
    for part in (town.worker, town.sender):
        part.accounts = {**part.accounts, TELEGRAM: account}
    return Phone(town, wire)


async def linked(town: Town, name: str) -> Phone:
    """The named person's second channel, joined as they would."""
    phone = await second(town)
    await town.person(name).says("/link")
    await phone.says(code(town, name))
    return phone


def code(town: Town, name: str) -> str:
    found = re.fullmatch(r"/link \w{4}-\w{4}", town.person(name).chat[-1].text)
    assert found, town.person(name).chat[-1].text
    return found.group()


async def test_what_was_reported_on_either_is_one_persons_and_the_answer_goes_where_they_spoke_last(town: Town) -> None:
    first = await posted(town, PUBLIC)
    phone = await second(town)
    await phone.says("小区门口的井盖松了，请市政来看看")
    await town.person("何静云").says("/link")
    await phone.says(code(town, "何静云"))
    assert "2 件事" in phone.all
    town.now += timedelta(minutes=5)
    await phone.says("/my")
    assert first in phone.all
    await town.person("王敏").presses("认领", in_group=COMMUNITY, on=town.find(COMMUNITY, first))
    await solved(town, "王敏", COMMUNITY)
    assert "有结果了" in phone.all
    await phone.presses("解决了")
    assert (await town.ticket(first)).state is State.CLOSED


async def test_a_code_serves_once_and_a_wrong_one_joins_nobody(town: Town) -> None:
    phone = await linked(town, "何静云")
    assert "连上了" in phone.all
    stranger = Phone(town, phone.wire, PHONE + 1)
    await stranger.says(code(town, "何静云"))
    assert "用过了" in stranger.last
    await stranger.says("/link ABCD-EFGH")
    assert "这个码不对" in stranger.last
    await stranger.says("/my")
    assert "井盖" not in stranger.all


async def test_messages_go_to_the_channel_that_was_chosen(town: Town) -> None:
    phone = await linked(town, "何静云")
    await phone.says("/channel")
    assert "网页" in phone.last
    await phone.presses("Telegram")
    assert "消息发到：Telegram" in phone.last
    town.now += timedelta(minutes=5)
    number = await posted(town, PUBLIC)
    await town.person("王敏").presses("认领", in_group=COMMUNITY)
    assert f"{number} 由王敏" in phone.last


async def test_a_channel_is_cut_off_from_the_other_one(town: Town) -> None:
    phone = await linked(town, "何静云")
    await phone.says("/channel")
    await phone.presses("断开网页")
    number = await posted(town, PUBLIC)
    await phone.says("/my")
    assert number not in phone.all


async def test_a_worker_works_on_both_and_never_on_their_own_matter(town: Town) -> None:
    phone = await second(town)
    await phone.says("/start")
    await phone.presses("槐树里社区")
    await phone.says(PUBLIC)
    number = re.search(r"槐-\d+", phone.all)
    assert number
    await town.person("王敏").presses("认领", in_group=COMMUNITY)
    assert (await town.ticket(number.group())).holder is not None
    await town.person("王敏").says("/link")
    await phone.says(code(town, "王敏"))
    ticket = await town.ticket(number.group())
    assert (ticket.state, ticket.holder) == (State.TRIAGE, None)
    await phone.says("/open")
    assert "工作人员用的" not in phone.last


async def test_two_members_of_staff_do_not_become_one(town: Town) -> None:
    phone = await linked(town, "王敏")
    await town.person("张强").says("/link")
    await phone.says(code(town, "张强"))
    assert "两边都是工作人员" in phone.last


async def test_history_says_that_the_poster_joined_and_can_still_be_rebuilt(town: Town) -> None:
    phone = await second(town)
    await phone.says("/start")
    await phone.presses("槐树里社区")
    await phone.says(PUBLIC)
    number = re.search(r"槐-\d+", phone.all)
    assert number
    await town.person("何静云").says("/link")
    await phone.says(code(town, "何静云"))
    assert (await town.history(number.group()))[-1] == "link"
    assert (await town.ticket(number.group())).poster == await _id(town, "何静云")


async def _id(town: Town, name: str) -> int:
    async with town.storage.reading(town.now) as work:
        known = await work.people.known(Account("web"), town.users[name])
        assert known
        return known.id


async def test_an_answer_to_a_chat_that_blocked_us_goes_to_the_other_one_and_nobody_is_asked_to_ring(
    town: Town,
) -> None:
    number = await posted(town, PUBLIC)
    phone = await linked(town, "何静云")
    await town.person("王敏").presses("认领", in_group=COMMUNITY)
    phone.wire.blocked.add(phone.user)
    await solved(town, "王敏", COMMUNITY)
    assert any("有结果了" in shown.text for shown in town.person("何静云").chat)
    assert "undelivered" not in await town.history(number)
    await town.person("何静云").presses("解决了")
    assert (await town.ticket(number)).state is State.CLOSED
