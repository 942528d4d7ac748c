"""What hangs on a ticket is found again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage import clock, reports
from storage.database import Database
from storage.work import Storage
from tests.storage.conftest import GROUP, HUAI, LIU, NOW, WEB, make
from tests.storage.test_work import post
from tickets.errors import Unknown
from tickets.ids import MediaId, PersonId, TicketId
from tickets.kinds import Deed, Grade, Matter, State, Topic
from tickets.records import Correction, Dialog, Medium, Query, Rating


async def found(storage: Storage, query: Query) -> list[TicketId]:
    async with storage.reading() as work:
        return [ticket.id for ticket in await work.tickets.find(query)]


async def test_a_search_looks_in_numbers_places_and_words(storage: Storage) -> None:
    one, two = await post(storage, "路灯坏了"), await post(storage, "100%没水_")
    async with storage.unit(NOW) as work:
        await work.tickets.save(replace(await work.tickets.get(one.id), place="幸福路"))
    assert await found(storage, Query(text="幸福")) == [one.id]
    assert await found(storage, Query(text="没水")) == [two.id]
    assert await found(storage, Query(text="%")) == [two.id]
    assert await found(storage, Query(text="-1001")) == [one.id]


async def test_every_limit_of_a_query_limits(storage: Storage) -> None:
    ticket = await post(storage)
    hour = timedelta(hours=1)
    fitting = (
        Query(states=frozenset({State.OPEN}), communities=frozenset({HUAI})),
        Query(poster=ticket.poster, posted_from=NOW, posted_before=NOW + hour, owed_before=NOW + 49 * hour),
    )
    failing = (
        Query(states=frozenset()),
        Query(communities=frozenset({LIU})),
        Query(holder=ticket.poster),
        Query(merged_into=ticket.id),
        Query(owed_before=NOW + 48 * hour),
        Query(posted_before=NOW),
    )
    assert [await found(storage, query) for query in fitting] == [[ticket.id]] * 2
    assert [await found(storage, query) for query in failing] == [[]] * 6


async def test_a_promise_replaces_the_moment_that_is_owed(storage: Storage) -> None:
    ticket = await post(storage)
    async with storage.unit(NOW) as work:
        await work.tickets.save(replace(await work.tickets.get(ticket.id), promised_for=NOW + timedelta(days=5)))
    assert await found(storage, Query(owed_before=NOW + timedelta(days=3))) == []


async def test_a_ticket_is_found_by_its_number(storage: Storage) -> None:
    ticket = await post(storage)
    async with storage.unit(NOW) as work:
        assert await work.tickets.named("槐-1001") == ticket
        with pytest.raises(Unknown):
            await work.tickets.named("槐-1002")


async def test_many_tickets_are_locked_at_once(storage: Storage) -> None:
    one, two = await post(storage), await post(storage)
    async with storage.unit(NOW) as work:
        assert await work.tickets.several([two.id, one.id, TicketId(999)]) == {two.id: two, one.id: one}


async def test_words_are_found_by_where_they_came_from_and_can_be_changed(storage: Storage) -> None:
    ticket = await post(storage)
    async with storage.unit(NOW) as work:
        said = await work.tickets.of_origin("web:1")
        assert said is not None
        assert said.ticket == ticket.id
        await work.tickets.edit_words(said.id, "修好了")
        changed = await work.tickets.words(said.id)
        assert changed is not None
        assert changed.text == "修好了"
        assert await work.tickets.first_words([ticket.id]) == {ticket.id: "修好了"}
        assert await work.tickets.of_origin("") is None


async def test_an_album_leads_to_its_ticket(storage: Storage) -> None:
    ticket = await post(storage)
    async with storage.unit(NOW) as work:
        await work.tickets.say(ticket.id, Deed.ADD, None, "", [MediaId(5)], "album7")
        assert await work.tickets.of_album("album7") == ticket.id
        assert await work.tickets.of_album("") is None
        assert [said.media for said in await work.tickets.said(ticket.id, Deed.ADD)] == [(5,)]


async def test_a_rating_grows_and_forgets_nothing(storage: Storage) -> None:
    ticket = await post(storage)
    async with storage.unit(NOW) as work:
        await work.tickets.rate(Rating(ticket.id, 1, solved=False))
        await work.tickets.rate(Rating(ticket.id, 1, grade=Grade.FAIR))
        await work.tickets.rate(Rating(ticket.id, 1, contacted=True))
        whole = Rating(ticket.id, 1, False, Grade.FAIR, True)
        assert await work.tickets.rating(ticket.id, 1) == whole
        assert await work.tickets.rating(ticket.id, 2) is None
        assert await work.tickets.ratings([ticket.id]) == [whole]


async def test_helpers_are_counted_while_their_tickets_run(storage: Storage) -> None:
    ticket = await post(storage)
    helper = ticket.poster
    async with storage.unit(NOW) as work:
        first = await work.tickets.invite(ticket.id, helper, "helper", PersonId(1))
        await work.tickets.invite(ticket.id, helper, "member", PersonId(1))
        await work.tickets.reply_to_invitation(first, False)
        assert (await work.tickets.invitation(first)).accepted is False
        assert [i.capacity for i in await work.tickets.invitations(ticket.id)] == ["helper", "member"]
        assert await work.tickets.open_invitations([helper]) == {helper: 1}
        await work.tickets.save(replace(ticket, state=State.CLOSED))
        assert await work.tickets.open_invitations([helper]) == {}


async def test_a_ticket_made_in_the_unit_can_be_rated_corrected_and_helped_with(storage: Storage) -> None:
    async with storage.unit(NOW) as work:
        person = await work.people.meet(WEB, 5, "", "")
        key, number = await work.tickets.number(HUAI)
        await work.tickets.add(make(key, number, person.id))
        await work.tickets.correct(
            Correction(key, Matter.PUBLIC, Matter.SHARED, Topic.WASTE, Topic.PROPERTY, person.id)
        )
        await work.tickets.rate(Rating(key, 1, True))
        assert await work.tickets.invite(key, person.id, "helper", person.id)


async def test_a_dialog_is_remembered_until_it_ends(storage: Storage) -> None:
    async with storage.unit(NOW) as work:
        await work.talks.remember(GROUP, PersonId(1), Dialog("ask", {"n": 1}))
        await work.talks.remember(GROUP, PersonId(1), Dialog("tell", {"n": 2}))
        assert await work.talks.dialog(GROUP, PersonId(1)) == Dialog("tell", {"n": 2})
        assert await work.talks.dialog(GROUP, PersonId(2)) is None
        await work.talks.remember(GROUP, PersonId(1), None)
        assert await work.talks.dialog(GROUP, PersonId(1)) is None


async def test_the_same_file_again_is_the_same_medium(storage: Storage) -> None:
    photo = Medium(MediaId(0), "photo", WEB, "f1", size=3)
    async with storage.unit(NOW) as work:
        key = await work.talks.receive(photo)
        other = await work.talks.receive(replace(photo, file_id="f2"))
        assert await work.talks.receive(photo) == key
        assert await work.talks.media([other, key, MediaId(99)]) == [
            replace(photo, id=other, file_id="f2"),
            replace(photo, id=key),
        ]


async def test_figures_see_what_was_posted_in_the_period_with_its_opinion(storage: Storage, database: Database) -> None:
    ticket = await post(storage)
    async with storage.unit(NOW) as work:
        await work.tickets.rate(Rating(ticket.id, 1, solved=True))
    async with database.read() as connection:
        found = await reports.cases(connection, [HUAI, LIU], NOW, NOW + timedelta(days=1))
        assert [(c.ticket, c.state, c.solved, c.grade) for c in found] == [(ticket.id, State.OPEN, True, None)]
        assert await reports.cases(connection, [HUAI], NOW + timedelta(days=1), NOW + timedelta(days=2)) == []
        assert await reports.overdue(connection, [HUAI], NOW + timedelta(hours=48)) == []
        assert len(await reports.overdue(connection, [HUAI], NOW + timedelta(hours=49))) == 1


async def test_business_time_runs_ahead_and_never_back(database: Database) -> None:
    async with database.write() as connection:
        assert await clock.offset(connection) == timedelta(0)
        await clock.forward(connection, 20)
        assert await clock.forward(connection, 4.5) == timedelta(hours=24.5)
        with pytest.raises(ValueError, match="back"):
            await clock.forward(connection, -1)
