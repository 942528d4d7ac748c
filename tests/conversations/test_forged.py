"""What nobody was shown a button for: presses, commands and replies of people who have nothing to do with a ticket."""

from itertools import product

import pytest
from sqlalchemy import select

from handlers.buttons import Verb
from storage.queues.inbox import Arrival, keep
from storage.tables.mail import inbox
from tests.conversations.town import COMMUNITY, STREET, Someone, Town
from tests.conversations.wire import Shown
from tickets.ids import Account, ChatId
from tickets.kinds import Deed

ARGUMENTS = ("", "²", "9" * 30, "5y", "public", Deed.NOTE)
WORDS, HOME, PHONE = "暗号甲", "暗号乙", "13812345678"
only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SECRETS = (WORDS, HOME, PHONE, "何静云")


async def _two_tickets(town: Town) -> None:
    resident = town.person("何静云")
    await resident.says(f"槐荫路上的路灯坏了三天了，{WORDS}，我电话{PHONE}")
    await town.jump(minutes=30)
    await resident.says(f"楼上漏水到我家卫生间，找了三次都不管，{HOME}")


async def _press_everything(town: Town, forger: Someone, on: Shown) -> None:
    """All verbs, tickets and arguments, as one wave."""
    made = [f"{verb}:{ticket}:{argument}"[:64] for verb, ticket, argument in product(Verb, (1, 2), ARGUMENTS)]
    made += [
        "",
        ":",
        "cl",
        "cl:x",
        "cl:²",
        f"cl:{'9' * 40}",
        "cl:-1",
        "xx:1",
        "cl:00",
        "\u202e",
        "'; DROP TABLE tickets",
    ]
    arrivals = []
    for number, data in enumerate(made, 10_000):
        query = {
            "id": str(number),
            "from": {"id": forger.user, "is_bot": False, "first_name": "x"},
            "chat_instance": "1",
            "data": data,
        }
        query["message"] = {"message_id": on.message_id, "date": 1, "chat": {"id": forger.user, "type": "private"}}
        update = {"update_id": number, "callback_query": query}
        arrivals.append(Arrival(Account("web"), number, ChatId(forger.user), update))
    async with town.storage.database.write() as connection:
        await keep(connection, arrivals)
    await town.settle()


async def _put_off(town: Town) -> list[str]:
    async with town.storage.database.read() as connection:
        rows = await connection.execute(select(inbox.c.body, inbox.c.error).where(inbox.c.tries > 0))
        return [f"{body['callback_query']['data']}: {error}" for body, error in rows]


@only_sqlite
@pytest.mark.parametrize("name", ["苏晴", "赵芳"])
async def test_no_press_is_ever_put_aside(town: Town, name: str) -> None:
    """Neither a stranger's nor the coordinator's, whatever it carries: the operators are rung for faults alone."""
    await _two_tickets(town)
    forger = town.person(name)
    await forger.says("/start")
    await _press_everything(town, forger, town.last(forger.user))
    assert await _put_off(town) == []


@only_sqlite
@pytest.mark.parametrize("name", ["苏晴", "田桂芝"])
async def test_who_has_nothing_to_do_with_it_reads_nothing(town: Town, name: str) -> None:
    """A resident and a micro-grid leader of the other community: presses, searches and lists show no word of it."""
    await _two_tickets(town)
    forger = town.person(name)
    await forger.says("/start")
    await _press_everything(town, forger, town.last(forger.user))
    for command in (
        "/open",
        "/mine",
        "/due",
        "/overdue",
        "/report",
        "/my",
        f"/find {WORDS}",
        "/find 槐-1001",
        "/find %",
    ):
        await forger.says(command)
    seen = "\n".join([*(shown.text for shown in forger.chat), *town.wire.toasts])
    assert not [secret for secret in SECRETS if secret in seen]
    assert (await town.history("槐-1001"))[:1] == [Deed.POST]
    assert (await town.ticket("槐-1001")).holder is None


@only_sqlite
@pytest.mark.parametrize("group", [COMMUNITY, STREET])
async def test_no_group_reads_what_happens_at_home(town: Town, group: int) -> None:
    """Not even where those who may know it ask there, before and after it is late."""
    await _two_tickets(town)
    await town.person("曹德明").presses("认领")
    await town.forward(hours=120)
    for name, command in product(("曹德明", "高建华", "赵芳"), ("/mine", "/open", "/due", "/overdue", f"/find {HOME}")):
        await town.person(name).says(command, in_group=group)
    seen = "\n".join(shown.text for shown in town.chat(group))
    assert HOME not in seen
    assert PHONE not in seen
