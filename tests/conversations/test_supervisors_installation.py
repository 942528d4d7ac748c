"""What whoever looks after the installation can see, and what tidies itself away."""

from datetime import timedelta

from prometheus_client import REGISTRY
from sqlalchemy import func, select

from bot.ticks import KEPT, Ticks
from storage.tables.mail import inbox, outbox
from storage.tables.tickets import tickets
from tests.conversations.supervisors import posted
from tests.conversations.town import Town


def ticks(town: Town) -> Ticks:
    return Ticks(town.storage, lambda: town.now, "zh_CN", lambda: None, _nothing)


async def _nothing() -> None:
    return None


def figure(name: str) -> float:
    return REGISTRY.get_sample_value(f"shaoying_{name}") or 0.0


async def test_the_figures_say_what_is_open_and_what_is_late(town: Town) -> None:
    await posted(town)
    await ticks(town).measure()
    assert (figure("tickets_open"), figure("tickets_overdue"), figure("inbox_waiting")) == (1, 0, 0)
    fired, sweeps = figure("deadlines_fired_total"), figure("sweep_seconds_count")
    town.now += timedelta(hours=49)
    await ticks(town).sweep()
    await ticks(town).measure()
    assert (figure("tickets_open"), figure("tickets_overdue")) == (1, 1)
    assert figure("deadlines_fired_total") - fired == 4
    assert figure("sweep_seconds_count") - sweeps == 1
    assert figure("outbox_waiting") > 0
    await town.settle()


async def test_what_is_done_is_tidied_away_after_a_week_and_tickets_keep_their_letters(town: Town) -> None:
    await posted(town)
    await town.person("老周").says("/help")
    async with town.storage.database.write() as connection:
        past = (await connection.execute(select(func.max(inbox.c.done_at)))).scalar_one() - KEPT - timedelta(days=1)
        await connection.execute(inbox.update().values(done_at=past))
        await connection.execute(outbox.update().values(sent_at=past))
    await ticks(town).prune()
    async with town.storage.database.read() as connection:
        assert (await connection.execute(select(func.count()).select_from(inbox))).scalar_one() == 0
        left = (await connection.execute(select(outbox.c.ticket))).scalars().all()
    assert left
    assert None not in left


async def test_one_reminder_that_cannot_be_told_stops_no_other(town: Town) -> None:
    await posted(town)
    await town.person("老周").says("槐香路的井盖碎了一半，请市政来换")
    async with town.storage.database.write() as connection:
        broken = tickets.update().where(tickets.c.number == "槐-1001").values(topic="nonsense")
        await connection.execute(broken)
    town.now += timedelta(hours=49)
    await ticks(town).sweep()
    await town.settle()
    assert "remind" in await town.history("槐-1002")
    operator = town.person("马涛")
    assert "有一条提醒没能发出" in town.last(operator.user).text
    fired = figure("deadlines_fired_total")
    await ticks(town).sweep()
    assert figure("deadlines_fired_total") == fired
