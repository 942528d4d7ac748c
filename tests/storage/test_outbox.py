"""Letters leave in order, the urgent first, within the limits, and each until its fate is known."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from storage.database import Database
from storage.queues import outbox
from storage.queues.outbox import TELEGRAM, Outgoing, Pace
from storage.repos.mail import letter_row
from storage.tables.mail import outbox as table
from storage.work import Storage
from tests.storage.conftest import GROUP, NOW, WEB
from tests.storage.plans import plans
from tickets.ids import Account, ChatId, LetterId, TicketId
from tickets.mail import Address, Letter, Purpose, Rank

LEASE = timedelta(seconds=60)
BOT = Account("telegram:1")
FIRST = LetterId(-99)
"""Before all that units of work write in these tests."""


def letter(text: str = "", to: Address = GROUP, **more: Any) -> Letter:
    return Letter(to, "sendMessage", {"text": text}, **more)


async def post(database: Database, *letters: Letter, first: int = FIRST) -> None:
    rows = [letter_row(LetterId(key), one) for key, one in enumerate(letters, first)]
    async with database.write() as connection:
        await connection.execute(table.insert(), rows)


async def claim(
    database: Database, at: datetime = NOW, pace: Pace | None = None, limit: int = 50, *accounts: Account
) -> list[Outgoing]:
    async with database.write() as connection:
        return await outbox.claim(connection, at, dict.fromkeys(accounts or (WEB, BOT), pace), limit, LEASE)


async def arrive(database: Database, letters: Sequence[Outgoing], at: datetime = NOW) -> None:
    async with database.write() as connection:
        await outbox.sent(connection, [(one.id, one.id + 1000) for one in letters], at)


async def texts(database: Database, at: datetime = NOW, pace: Pace | None = None) -> list[str]:
    """Claim and deliver once; gives what left."""
    found = await claim(database, at, pace)
    await arrive(database, found, at)
    return [one.letter.body["text"] for one in found]


async def fates(database: Database) -> list[tuple[str, str]]:
    async with database.read() as connection:
        found = await connection.execute(select(table.c.fate, table.c.why).order_by(table.c.id))
        return [(row.fate, row.why) for row in found]


def person(number: int, account: Account = WEB) -> Address:
    return Address(account, ChatId(number))


async def test_a_lane_sends_one_letter_at_a_time_in_order(database: Database) -> None:
    await post(database, letter("a"), letter("b"), letter("c", person(1)))
    first = await claim(database)
    assert [one.letter.body["text"] for one in first] == ["a", "c"]
    assert await claim(database) == []
    await arrive(database, first)
    assert await texts(database) == ["b"]


async def test_an_emergency_overtakes_in_its_lane_and_leads_the_lanes(database: Database) -> None:
    await post(database, *(letter(str(n)) for n in range(40)), letter("x", person(1)), letter("!", rank=Rank.URGENT))
    assert await texts(database) == ["!", "x"]


async def test_a_letter_whose_fate_is_not_told_is_sent_again_when_its_lease_ends(database: Database) -> None:
    await post(database, letter("a"))
    assert [one.tries for one in await claim(database)] == [1]
    assert await claim(database, NOW + LEASE - timedelta(seconds=1)) == []
    assert [one.tries for one in await claim(database, NOW + LEASE)] == [2]


async def test_a_group_never_gets_more_than_20_in_any_minute(database: Database) -> None:
    await post(database, *(letter(str(n)) for n in range(60)))
    left: list[datetime] = []
    for tick in range(240):
        at = NOW + timedelta(seconds=tick / 2)
        left += [at for _ in await texts(database, at, TELEGRAM)]
    assert max(sum(1 for t in left if s <= t < s + timedelta(minutes=1)) for s in left) <= 20
    assert len(left) >= 34


async def test_a_person_gets_one_a_second(database: Database) -> None:
    await post(database, letter("a", person(1)), letter("b", person(1)))
    assert await texts(database, NOW, TELEGRAM) == ["a"]
    assert await texts(database, NOW + timedelta(seconds=0.9), TELEGRAM) == []
    assert await texts(database, NOW + timedelta(seconds=1), TELEGRAM) == ["b"]


async def test_an_account_sends_no_more_than_30_in_any_second(database: Database) -> None:
    await post(database, *(letter(str(n), person(n)) for n in range(100)))
    left: list[datetime] = []
    for tick in range(60):
        at = NOW + timedelta(seconds=tick / 20)
        left += [at for _ in await texts(database, at, TELEGRAM)]
    assert max(sum(1 for t in left if s <= t < s + timedelta(seconds=1)) for s in left) <= 30
    assert len(left) >= 60


async def test_a_saturated_account_does_not_starve_another(database: Database) -> None:
    await post(database, *(letter(f"w{n}", person(n)) for n in range(30)), letter("t", person(1, BOT)))
    found = await claim(database, NOW, TELEGRAM, 5)
    assert "t" in {one.letter.body["text"] for one in found}


async def test_toasts_wait_for_nothing_and_cost_nothing(database: Database) -> None:
    toasts = [letter(f"toast{n}", purpose=Purpose.TOAST) for n in range(5)]
    await post(database, letter("a"), letter("b"), *toasts)
    assert len(await claim(database, NOW, TELEGRAM)) == 6


async def test_a_whole_account_told_to_wait_waits_and_the_other_does_not(database: Database) -> None:
    await post(database, letter("a"), letter("b", person(1)), letter("c", person(1, BOT)))
    first = await claim(database, NOW, None, 1)
    again = NOW + timedelta(seconds=30)
    async with database.write() as connection:
        await outbox.later(connection, first[0].id, again, "429", whole_account=True)
    assert await texts(database) == ["c"]
    assert sorted(await texts(database, again)) == ["a", "b"]


async def test_a_lane_told_to_wait_waits_with_all_that_is_behind(database: Database) -> None:
    await post(database, letter("a"), letter("b", rank=Rank.BULK), letter("c", person(1)))
    first = await claim(database, NOW, None, 1)
    again = NOW + timedelta(seconds=30)
    async with database.write() as connection:
        await outbox.later(connection, first[0].id, again, "502")
    assert await texts(database) == ["c"]
    async with database.read() as connection:
        assert await outbox.next_ready(connection, [WEB, BOT]) == again
    assert await texts(database, again) == ["a"]
    assert await texts(database, again) == ["b"]


async def test_stale_letters_are_not_sent(database: Database) -> None:
    await post(database, letter("a", stale_at=NOW), letter("b", stale_at=NOW), letter("c"))
    assert await texts(database) == ["c"]
    assert [fate for fate, _ in await fates(database)] == ["stale", "stale", "sent"]


async def test_an_edit_bears_the_number_that_its_original_got(database: Database) -> None:
    await post(database, letter("a"), letter("b", edits=FIRST))
    await arrive(database, await claim(database))
    assert [one.edits for one in await claim(database)] == [901]


async def test_an_answer_bears_the_number_of_what_it_answers(database: Database) -> None:
    await post(database, letter("a"), letter("b", answers=FIRST))
    await arrive(database, await claim(database))
    assert [one.answers for one in await claim(database)] == [901]


async def test_an_edit_of_what_was_refused_is_refused(database: Database) -> None:
    await post(database, letter("a"), letter("b", edits=FIRST), letter("c"))
    await claim(database)
    async with database.write() as connection:
        await outbox.refused(connection, FIRST, "blocked")
    assert await texts(database) == ["c"]
    assert await fates(database) == [("refused", "blocked"), ("refused", "edits nothing"), ("sent", "")]


async def test_a_letter_revised_while_it_waits_leaves_in_its_last_words(storage: Storage, database: Database) -> None:
    await post(database, Letter(GROUP, "sendMessage", {"text": "a", "entities": [1], "protect_content": True}))
    async with storage.unit(NOW) as work:
        await work.mail.revise(FIRST, "editMessageText", {"text": "b", "reply_markup": {}})
    sent = [(one.letter.method, one.letter.body) for one in await claim(database)]
    assert sent == [("sendMessage", {"text": "b", "protect_content": True, "reply_markup": {}})]


async def test_edits_of_a_sent_letter_do_not_pile_up(storage: Storage, database: Database) -> None:
    await post(database, letter("a"))
    await arrive(database, await claim(database))
    for text in "bcd":
        async with storage.unit(NOW) as work:
            await work.mail.revise(FIRST, "editMessageText", {"text": text})
    found = await claim(database)
    assert [(one.letter.method, one.letter.body, one.edits) for one in found] == [
        ("editMessageText", {"text": "d"}, 901)
    ]


async def test_a_letter_revised_while_it_is_being_sent_is_edited_afterwards(
    storage: Storage, database: Database
) -> None:
    await post(database, letter("a"))
    flying = await claim(database)
    async with storage.unit(NOW) as work:
        await work.mail.revise(FIRST, "editMessageText", {"text": "b"})
    assert await claim(database) == []
    await arrive(database, flying)
    assert await texts(database) == ["b"]


async def test_an_edit_leaves_after_its_original_however_urgent(storage: Storage, database: Database) -> None:
    await post(database, letter("a", rank=Rank.BULK), letter("b"))
    async with storage.unit(NOW) as work:
        await work.mail.post(letter("c", edits=FIRST, rank=Rank.URGENT))
    assert [await texts(database) for _ in range(3)] == [["b"], ["a"], ["c"]]


async def test_a_letter_revised_in_the_unit_that_wrote_it_is_one_letter(storage: Storage, database: Database) -> None:
    async with storage.unit(NOW) as work:
        key = await work.mail.post(letter("a"))
        await work.mail.revise(key, "editMessageText", {"text": "b"})
    assert await texts(database) == ["b"]
    assert len(await fates(database)) == 1


async def test_a_message_is_recognised_by_its_number(storage: Storage, database: Database) -> None:
    await post(database, letter("a"), letter("b", edits=FIRST))
    await arrive(database, await claim(database))
    async with database.write() as connection:
        await outbox.sent(connection, [(LetterId(FIRST + 1), 901)], NOW)
    async with storage.reading() as work:
        assert await work.mail.meant(GROUP, 901) == (FIRST, None, None)
        assert await work.mail.meant(person(1), 901) is None


async def test_what_was_sent_and_belongs_to_no_ticket_is_pruned(database: Database) -> None:
    await post(database, letter("a"), letter("b", person(1), ticket=TicketId(7)), letter("c"))
    await arrive(database, await claim(database))
    async with database.write() as connection:
        assert await outbox.prune(connection, NOW) == 0
        assert await outbox.prune(connection, NOW + LEASE) == 1
    assert [fate for fate, _ in await fates(database)] == ["sent", "waiting"]


async def test_two_senders_send_every_letter_once_and_in_order(database_url: str) -> None:
    replicas = [Database(database_url, connections=3) for _ in range(2 if "postgres" in database_url else 1)]
    await post(replicas[0], *(letter(str(n), person(n % 9)) for n in range(180)))
    left: list[tuple[int, int]] = []

    async def send(database: Database) -> None:
        while len(left) < 180:
            found = await claim(database, NOW, None, 4)
            await asyncio.sleep(0.001)
            left.extend((one.letter.to.chat, int(one.letter.body["text"])) for one in found)
            await arrive(database, found)

    await asyncio.wait_for(asyncio.gather(*(send(d) for d in replicas for _ in range(2))), 60)
    assert max(Counter(left).values()) == 1
    for chat in range(9):
        assert [n for c, n in left if c == chat] == list(range(chat, 180, 9))
    for database in replicas:
        await database.close()


async def test_a_lane_whose_letter_is_on_its_way_holds_back_even_an_emergency(database: Database) -> None:
    await post(database, letter("a", rank=Rank.BULK))
    flying = await claim(database)
    await post(database, letter("!", rank=Rank.URGENT), first=FIRST + 1)
    assert await claim(database) == []
    await arrive(database, flying)
    assert await texts(database) == ["!"]


async def test_claiming_looks_at_letters_that_leave_alone(database: Database) -> None:
    rows = [letter_row(LetterId(n), letter(str(n), person(n % 99))) for n in range(5000)]
    for row in rows[:4950]:
        row["fate"] = "sent"
    async with database.write() as connection:
        await connection.execute(table.insert(), rows)
        if database.postgres:
            # SQLite is told nothing of its tables, as in life.
            await connection.exec_driver_sql("ANALYZE")
    async with database.write() as connection:
        steps = await plans(connection, outbox.claim(connection, NOW, {WEB: None}, 10, LEASE))
    assert "ix_outbox_leaving" in steps
    assert "Seq Scan on outbox" not in steps
    assert "SCAN outbox\n" not in steps
