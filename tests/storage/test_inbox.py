"""What came in is kept once, and handled in each chat's order, whoever handles it."""

import asyncio
from collections import defaultdict
from datetime import UTC, datetime, timedelta

from storage.database import Database
from storage.queues import inbox
from storage.queues.inbox import Arrival, Taken
from tests.storage.conftest import WEB
from tests.storage.plans import plans
from tickets.ids import Account, ChatId

LATER = datetime.now(UTC) + timedelta(hours=1)


def arrival(update: int, chat: int = 1, account: Account = WEB) -> Arrival:
    return Arrival(account, update, ChatId(chat), {"update_id": update})


async def keep(database: Database, *arrivals: Arrival) -> int:
    async with database.write() as connection:
        return await inbox.keep(connection, arrivals)


async def handle(database: Database) -> int | None:
    """Take one row and finish it; gives its update id."""
    async with database.write() as connection:
        row = await inbox.take(connection, LATER)
        if row is not None:
            await inbox.finish(connection, row)
        return row.update_id if row else None


async def take(database: Database) -> Taken:
    async with database.write() as connection:
        row = await inbox.take(connection, LATER)
        assert row is not None
        return row


async def test_the_same_update_is_kept_once(database: Database) -> None:
    assert await keep(database, arrival(1), arrival(2), arrival(1)) == 2
    assert await keep(database, arrival(2), arrival(3)) == 1


async def test_what_no_database_would_take_is_kept_as_far_as_it_can_be(database: Database) -> None:
    await keep(database, Arrival(WEB, 1, ChatId(1), {"text": "a\0\ud83d路\\u0000"}))
    row = await take(database)
    assert row.body == {"text": "a?路\\u0000"}


async def test_the_same_number_on_another_account_is_another_update(database: Database) -> None:
    assert await keep(database, arrival(1), arrival(1, account=Account("telegram:1"))) == 2


async def test_rows_come_in_the_order_of_arrival(database: Database) -> None:
    await keep(database, arrival(9, chat=1), arrival(3, chat=2), arrival(5, chat=1))
    assert [await handle(database) for _ in range(4)] == [9, 3, 5, None]


async def test_what_is_undone_is_handled_again(database: Database) -> None:
    await keep(database, arrival(1))
    await take(database)
    assert await handle(database) == 1


async def test_a_chat_waits_for_its_row_that_is_tried_again(database: Database) -> None:
    await keep(database, arrival(1, chat=1), arrival(2, chat=1), arrival(3, chat=2))
    async with database.write() as connection:
        row = await inbox.take(connection, LATER)
        assert row is not None
        await inbox.fail(connection, row, "no luck", LATER + timedelta(minutes=1))
    assert [await handle(database), await handle(database)] == [3, None]


async def test_a_parked_row_frees_its_chat_and_can_be_tried_again(database: Database) -> None:
    await keep(database, arrival(1), arrival(2))
    row = await take(database)
    async with database.write() as connection:
        await inbox.fail(connection, row, "no luck", None)
        assert [(r.update_id, r.tries, r.error) for r in await inbox.parked(connection)] == [(1, 1, "no luck")]
    assert await handle(database) == 2
    async with database.write() as connection:
        assert await inbox.retry(connection, [row.id]) == 1
    assert await handle(database) == 1


async def test_a_failure_told_late_does_not_open_a_finished_row(database: Database) -> None:
    await keep(database, arrival(1))
    row = await take(database)
    await handle(database)
    async with database.write() as connection:
        await inbox.fail(connection, row, "late", LATER)
    assert await handle(database) is None


async def test_only_the_accounts_named_are_served(database: Database) -> None:
    await keep(database, arrival(1), arrival(2, account=Account("telegram:1")))
    async with database.write() as connection:
        row = await inbox.take(connection, LATER, [Account("telegram:1")])
        assert row is not None
        assert row.update_id == 2


async def test_done_rows_are_pruned_and_open_ones_stay(database: Database) -> None:
    await keep(database, arrival(1), arrival(2, chat=2))
    await handle(database)
    async with database.write() as connection:
        assert await inbox.prune(connection, LATER) == 1
    assert await handle(database) == 2


async def test_two_replicas_keep_each_chats_order_and_handle_each_row_once(database_url: str) -> None:
    """Eight workers in two programs; some die with the row in hand, some are slow."""
    replicas = [Database(database_url, connections=4) for _ in range(2 if "postgres" in database_url else 1)]
    await keep(replicas[0], *(arrival(n, chat=n % 7) for n in range(140)))
    handled: dict[int, list[int]] = defaultdict(list)
    together, most = 0, 0

    async def worker(database: Database, number: int) -> None:
        nonlocal together, most
        while len([u for updates in handled.values() for u in updates]) < 140:
            try:
                async with database.write() as connection:
                    row = await inbox.take(connection, LATER)
                    if row is None:
                        continue
                    together, most = together + 1, max(most, together + 1)
                    await asyncio.sleep(0.001 * (row.update_id % 3))
                    together -= 1
                    if row.update_id % 11 == number and row.update_id not in died:
                        died.add(row.update_id)
                        raise ConnectionError
                    await inbox.finish(connection, row)
                handled[row.chat].append(row.update_id)
            except ConnectionError:
                continue

    died: set[int] = set()
    await asyncio.wait_for(asyncio.gather(*(worker(d, n) for n in range(4) for d in replicas)), 60)
    assert handled == {chat: [n for n in range(140) if n % 7 == chat] for chat in range(7)}
    assert most > 1 or not replicas[0].postgres
    for database in replicas:
        await database.close()


async def test_taking_looks_at_open_rows_alone(database: Database) -> None:
    async with database.write() as connection:
        await inbox.keep(connection, [arrival(n, chat=n % 50) for n in range(5000)])
        await connection.exec_driver_sql("UPDATE inbox SET state = 'done' WHERE id < 4900")
        await connection.exec_driver_sql("ANALYZE")
    async with database.write() as connection:
        steps = await plans(connection, inbox.take(connection, LATER))
    assert "ix_inbox_open" in steps
    assert "ix_inbox_chat" in steps
