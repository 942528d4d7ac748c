"""One unit of work keeps all of a post, or nothing of it."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from storage.database import Database
from storage.work import Storage
from tests.storage.conftest import GROUP, HUAI, NOW, WEB, make
from tickets.errors import Unknown
from tickets.ids import ChatId, PersonId, TicketId
from tickets.kinds import Clock, Deed, State
from tickets.mail import Address, Letter, Purpose
from tickets.records import Card, Query
from tickets.rules.clocks import deadlines
from tickets.ticket import Event, Ticket, rebuild

RESIDENT = Address(WEB, ChatId(7001))


async def post(storage: Storage, text: str = "路灯坏了") -> Ticket:
    """All that a post writes."""
    async with storage.unit(NOW) as work:
        person = await work.people.meet(WEB, RESIDENT.chat, "张三", "zh")
        await work.people.seen(RESIDENT, True)
        key, number = await work.tickets.number(HUAI)
        ticket = make(key, number, person.id)
        await work.tickets.add(ticket)
        words = await work.tickets.say(key, Deed.POST, person.id, text, origin="web:1")
        await work.tickets.record(Event(key, Deed.POST, NOW, person.id, {}, ticket.facts(), words))
        await work.deadlines.set(deadlines(Clock.ANSWER, ticket, NOW, work.rules))
        receipt = await work.mail.post(Letter(RESIDENT, "sendMessage", {"text": number}, Purpose.RECEIPT, ticket=key))
        card = await work.mail.post(Letter(GROUP, "sendMessage", {"text": text}, Purpose.CARD, ticket=key))
        await work.mail.add_card(Card(key, receipt, RESIDENT, "receipt"))
        await work.mail.add_card(Card(key, card, GROUP, "group"))
    return ticket


async def test_a_post_is_kept_whole(storage: Storage) -> None:
    ticket = await post(storage)
    async with storage.reading() as work:
        assert await work.tickets.get(ticket.id) == ticket
        assert [s.text for s in await work.tickets.said(ticket.id)] == ["路灯坏了"]
        assert [c.face for c in await work.mail.cards(ticket.id)] == ["receipt", "group"]
        assert [fate for _, fate, _ in await work.mail.fates(ticket.id)] == ["waiting", "waiting"]
        assert await work.tickets.latest_of(ticket.poster, NOW) == ticket


async def test_a_ticket_can_be_rebuilt_from_its_history(storage: Storage) -> None:
    ticket = await post(storage)
    async with storage.reading() as work:
        assert rebuild(await work.tickets.history(ticket.id)) == ticket


async def test_a_failure_undoes_everything(storage: Storage) -> None:
    async def fail() -> None:
        async with storage.unit(NOW) as work:
            person = await work.people.meet(WEB, 1, "", "")
            key, number = await work.tickets.number(HUAI)
            await work.tickets.add(make(key, number, person.id))
            await work.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with storage.reading() as work:
        assert await work.people.known(WEB, 1) is None
        assert await work.tickets.find(Query()) == []
        with pytest.raises(Unknown):
            await work.tickets.get(TicketId(1))


async def test_whoever_is_in_the_middle_finishes_before_the_database_closes(database_url: str) -> None:
    database = Database(database_url)
    under_way = asyncio.Event()

    async def work() -> int:
        async with database.write() as connection:
            under_way.set()
            await asyncio.sleep(0.05)
            return int(await connection.scalar(text("SELECT 7")))

    task = asyncio.create_task(work())
    await under_way.wait()
    pool: Any = database.engine.pool
    await database.close()
    assert task.done()
    assert await task == 7
    assert pool.checkedout() == pool.checkedin() == 0


async def test_numbers_run_through_each_community(storage: Storage) -> None:
    first, second = await post(storage), await post(storage)
    assert (first.number, second.number) == ("槐-1001", "槐-1002")


async def test_what_happened_shows_each_ticket_as_its_event_left_it(storage: Storage) -> None:
    ticket = await post(storage)
    async with storage.unit(NOW) as work:
        held = await work.tickets.get(ticket.id)
        await work.tickets.record(Event(ticket.id, Deed.NOTE, NOW))
        claimed = replace(held, state=State.HELD, holder=PersonId(1))
        await work.tickets.save(claimed)
        await work.tickets.record(Event(ticket.id, Deed.CLAIM, NOW))
        assert [t for _, t in work.happened] == [held, claimed]


async def test_a_due_step_fires_once(storage: Storage) -> None:
    ticket = await post(storage)
    later = NOW + timedelta(days=3)
    async with storage.unit(later) as work:
        assert [d.step for d in await work.deadlines.claim_due(later, 10)] == [50, 80, 100]
    async with storage.unit(later) as work:
        await work.deadlines.set(deadlines(Clock.ANSWER, ticket, NOW, work.rules))
        await work.tickets.get(ticket.id)
    async with storage.unit(later) as work:
        assert await work.deadlines.claim_due(later, 10) == []
