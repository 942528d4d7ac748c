"""Tickets that say the same are found by what is kept of them, at the same cost among few and many."""

from dataclasses import replace

import pytest

from storage.repos import likes
from storage.work import Storage
from tests.storage.conftest import HUAI, LIU, NOW
from tests.storage.plans import plans
from tests.storage.test_work import post
from tickets.ids import AreaCode, TicketId
from tickets.kinds import Kind, Matter, State, Topic
from tickets.reading import Marks

LAMP, BROKEN = 11, 12


async def marked(storage: Storage, *pieces: int, community: AreaCode = HUAI, **changed: object) -> TicketId:
    """A ticket of which these pieces are kept."""
    ticket = await post(storage)
    async with storage.unit(NOW) as work:
        await work.tickets.save(replace(await work.tickets.get(ticket.id), **{"community": community, **changed}))
        await work.tickets.mark(ticket.id, community, Marks(pieces, bytes(pieces)))
    return ticket.id


async def like(storage: Storage, *pieces: int, ticket: int = 0, community: AreaCode = HUAI) -> list[TicketId]:
    async with storage.reading(NOW) as work:
        return [found for found, _ in await work.tickets.like(TicketId(ticket), community, pieces)]


async def test_what_shares_most_comes_first_then_the_newest(storage: Storage) -> None:
    one, both, late = await marked(storage, LAMP), await marked(storage, LAMP, BROKEN), await marked(storage, LAMP)
    assert await like(storage, LAMP, BROKEN) == [both, late, one]
    assert await like(storage, LAMP, ticket=one) == [late, both]
    assert await like(storage) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"matter": Matter.HOUSEHOLD},
        {"state": State.TRIAGE},
        {"state": State.ANSWERED},
        {"kind": Kind.TIPOFF},
        {"kind": Kind.CONSULT},
        {"topic": Topic.CONDUCT},
        {"community": LIU},
    ],
)
async def test_what_is_nobody_elses_is_not_found(storage: Storage, changed: dict[str, object]) -> None:
    await marked(storage, LAMP, **changed)
    assert await like(storage, LAMP) == []


async def test_what_is_kept_anew_replaces_what_was_kept(storage: Storage) -> None:
    ticket = await marked(storage, LAMP)
    async with storage.unit(NOW) as work:
        await work.tickets.mark(ticket, HUAI, Marks((BROKEN,), b"new"))
    assert await like(storage, LAMP) == []
    assert await like(storage, BROKEN) == [ticket]
    async with storage.reading(NOW) as work:
        assert await work.tickets.marks_of(ticket) == Marks((BROKEN,), b"new")


async def test_of_many_that_share_a_piece_the_newest_are_looked_at(storage: Storage) -> None:
    known = [await marked(storage, LAMP) for _ in range(45)]
    assert await like(storage, LAMP) == known[:-33:-1]


async def test_what_has_ended_is_forgotten_at_night(storage: Storage) -> None:
    gone, stays = await marked(storage, LAMP, state=State.CLOSED), await marked(storage, LAMP)
    async with storage.database.write() as connection:
        await likes.prune(connection)
    async with storage.reading(NOW) as work:
        assert await work.tickets.marks_of(gone) is None
        assert await work.tickets.marks_of(stays)


async def test_the_search_reads_the_key_of_the_pieces_and_no_whole_table(storage: Storage) -> None:
    await marked(storage, LAMP)
    async with storage.unit(NOW) as work:
        if work.connection.dialect.name == "postgresql":
            await work.connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        steps = await plans(work.connection, work.tickets.like(TicketId(0), HUAI, [LAMP]))
    assert "pk_mark_pieces" in steps or "sqlite_autoindex_mark_pieces" in steps or "PRIMARY KEY" in steps, steps
    assert "SCAN mark_pieces" not in steps
    assert "Seq Scan on mark_pieces" not in steps
