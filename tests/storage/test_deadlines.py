"""A step of a clock fires once, unless it is started again on purpose."""

import asyncio
from datetime import timedelta

from storage.database import Database
from storage.tables.tickets import deadlines as table
from storage.work import Storage
from tests.storage.conftest import NOW, NoReader
from tests.storage.plans import plans
from tests.storage.test_work import post
from tickets.kinds import Clock
from tickets.rules.clocks import Rules
from tickets.ticket import Deadline, Ticket

LATER = NOW + timedelta(days=9)


def step(ticket: Ticket, clock: Clock = Clock.CLAIM, number: int = 100, hours: int = 1) -> Deadline:
    return Deadline(ticket.id, clock, 1, number, NOW + timedelta(hours=hours))


async def due(storage: Storage, limit: int = 100) -> list[Deadline]:
    async with storage.unit(LATER) as work:
        found = await work.deadlines.claim_due(LATER, limit)
        return [d for d in found if d.clock is not Clock.ANSWER]


async def put(storage: Storage, *steps: Deadline, again: bool = False) -> None:
    async with storage.unit(NOW) as work:
        await (work.deadlines.restart(steps) if again else work.deadlines.set(steps))


async def test_a_step_that_fired_is_not_set_again(storage: Storage) -> None:
    once = step(await post(storage))
    await put(storage, once)
    assert await due(storage) == [once]
    await put(storage, once)
    assert await due(storage) == []


async def test_a_step_that_stands_keeps_its_moment(storage: Storage) -> None:
    ticket = await post(storage)
    await put(storage, step(ticket))
    await put(storage, step(ticket, hours=5))
    assert await due(storage) == [step(ticket)]


async def test_a_clock_that_is_restarted_fires_again_at_its_new_moment(storage: Storage) -> None:
    ticket = await post(storage)
    await put(storage, step(ticket))
    await due(storage)
    await put(storage, step(ticket, hours=5), again=True)
    assert await due(storage) == [step(ticket, hours=5)]


async def test_what_is_dropped_does_not_fire(storage: Storage) -> None:
    ticket = await post(storage)
    await put(storage, step(ticket), step(ticket, Clock.IDLE))
    async with storage.unit(NOW) as work:
        await work.deadlines.drop(ticket.id, Clock.CLAIM)
    assert await due(storage) == [step(ticket, Clock.IDLE)]


async def test_what_is_dropped_in_the_unit_that_set_it_does_not_fire(storage: Storage) -> None:
    ticket = await post(storage)
    async with storage.unit(NOW) as work:
        await work.deadlines.set([step(ticket), step(ticket, Clock.IDLE)])
        await work.deadlines.drop(ticket.id)
        await work.deadlines.set([step(ticket, Clock.PAGE)])
    assert await due(storage) == [step(ticket, Clock.PAGE)]


async def test_the_oldest_fire_first_and_no_more_than_asked_for(storage: Storage) -> None:
    ticket = await post(storage)
    await put(storage, *(step(ticket, number=n, hours=9 - n) for n in range(1, 5)))
    assert [d.step for d in await due(storage, 3)] == [4, 3, 2]


async def test_a_sweep_that_fails_has_fired_nothing(storage: Storage) -> None:
    once = step(await post(storage))
    await put(storage, once)
    try:
        async with storage.unit(LATER) as work:
            await work.deadlines.claim_due(LATER, 10)
            raise ConnectionError
    except ConnectionError:
        pass
    assert await due(storage) == [once]


async def test_two_sweeps_at_once_fire_each_step_once(storage: Storage, database_url: str) -> None:
    tickets = [await post(storage) for _ in range(20)]
    await put(storage, *(step(t, number=n) for t in tickets for n in range(5)))
    other = Database(database_url) if storage.database.postgres else storage.database
    sweeps = [storage, Storage(other, NoReader(), Rules())] * 3
    fired = [d for found in await asyncio.gather(*(due(s) for s in sweeps)) for d in found]
    assert len(fired) == len(set(fired)) == 100
    await other.close()


async def test_a_worker_who_drops_does_not_wait_for_the_sweep_that_waits_for_the_worker(storage: Storage) -> None:
    ticket = await post(storage)
    await put(storage, step(ticket))

    async def claim() -> None:
        async with storage.unit(NOW) as work:
            await work.tickets.get(ticket.id)
            await asyncio.sleep(0.1)
            await work.deadlines.drop(ticket.id)

    async with asyncio.timeout(5):
        await asyncio.gather(claim(), due(storage))


async def test_claiming_what_is_due_looks_at_open_steps_alone(storage: Storage, database: Database) -> None:
    ticket = await post(storage)
    rows = [
        {"ticket": ticket.id, "clock": "claim", "round": 1, "step": n, "due_at": NOW + timedelta(minutes=n)}
        for n in range(1000, 6000)
    ]
    async with database.write() as connection:
        await connection.execute(table.insert(), [row | {"fired_at": NOW} for row in rows[:4000]])
        await connection.execute(table.insert(), rows[4000:])
        await connection.exec_driver_sql("ANALYZE")
    async with storage.unit(NOW) as work:
        steps = await plans(work.connection, work.deadlines.claim_due(NOW + timedelta(hours=1), 50))
    assert "ix_deadlines_due_at" in steps
