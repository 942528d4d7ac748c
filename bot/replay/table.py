"""The table: each figure once as the chats showed it and once as the database has it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from rich.table import Table

from bot.replay.faces import OVERDUE, Standing
from bot.replay.phone import FIRST_POST, Phone
from bot.replay.tally import Tally, places
from bot.replay.wire import Wire
from handlers.buttons import Verb
from handlers.texts.names import LEDGERS
from storage import sums
from storage.database import Database
from storage.reports import Case, cases
from tickets.directory import Directory
from tickets.kinds import Deed, Grade, Matter, State
from tickets.mail import Fate, Purpose

UNSORTED = "待定"
_ANSWERED = {State.ANSWERED, State.CLOSED}
_BEGINNING, _END = datetime(2000, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Line:
    """One figure, seen and booked."""

    name: str
    seen: int
    booked: int

    @property
    def agrees(self) -> bool:
        return self.seen == self.booked


async def lines(database: Database, directory: Directory, phone: Phone, wire: Wire, tally: Tally) -> list[Line]:
    """Every figure of the table."""
    seen = _seen(phone, wire, tally)
    shown_in = ((number, chat) for number, ticket in tally.tickets.items() for chat, _ in ticket.stands)
    seen.update(_named(places(directory, shown_in)))
    async with database.read() as connection:
        fates, deeds = await sums.fates(connection), await sums.deeds(connection)
        said = await sums.opinions(connection)
        late = await sums.sent(connection, Purpose.ALERT, OVERDUE)
        booked: Counter[str] = Counter(
            {
                "收到的动作 · updates": await sums.handled(connection),
                "送到的消息 · messages": fates[Fate.SENT],
                "没送到 · undelivered": fates[Fate.REFUSED],
                "居民报的 · posts": await sums.handled(connection, FIRST_POST),
                "常见问题答了 · answered from the file": await sums.unasked(connection),
                "问居民是哪类 · asked for the class": await sums.unsure(connection),
                "问居民 · questions asked": deeds[Deed.ASK],
                "给了答复 · answers": deeds[Deed.SOLVE] + deeds[Deed.EXPLAIN],
                "约了日子 · promises": deeds[Deed.PROMISE],
                "放回待认领 · back to the pool": deeds[Deed.HAND_BACK] + deeds[Deed.IDLE_RETURN],
                "提醒 · reminders": await sums.sent(connection, Purpose.ALERT) - late,
                "逾期告警 · overdue alerts": late,
                "通知值班 · pages": await sums.sent(connection, Purpose.PAGE, button=f"{Verb.HEED}:"),
                "值班接到 · pages heeded": deeds[Deed.HEED],
                "撤回 · withdrawn": deeds[Deed.WITHDRAW],
                "重新办理 · reopened": deeds[Deed.REOPEN],
                "说解决了 · solved": said[True],
                "说没解决 · not solved": said[False],
                "满意 · satisfied": said[Grade.GOOD],
                "基本满意 · fairly": said[Grade.FAIR],
                "不满意 · dissatisfied": said[Grade.BAD],
            }
        )
        booked += _of(await cases(connection, list(directory.areas), _BEGINNING, _END))
        booked.update(_named(places(directory, await sums.cards_standing(connection))))
    return [Line(name, seen[name], booked[name]) for name in dict.fromkeys([*seen, *booked])]


def shown(found: Sequence[Line]) -> Table:
    """The table for people."""
    table = Table(title="回放结果 · replay")
    table.add_column("")
    table.add_column("聊天里看到 · seen", justify="right")
    table.add_column("数据库里 · booked", justify="right")
    table.add_column("")
    for line in found:
        mark, style = ("✓", "green") if line.agrees else ("✗ 不一致", "bold red")
        table.add_row(line.name, str(line.seen), str(line.booked), f"[{style}]{mark}[/]")
    return table


def _seen(phone: Phone, wire: Wire, tally: Tally) -> Counter[str]:
    counts = tally.counts
    said: Counter[object] = Counter(o for t in tally.tickets.values() for o in (*t.solved.values(), *t.grades.values()))
    found: Counter[str] = Counter(
        {
            "收到的动作 · updates": phone.sent,
            "送到的消息 · messages": wire.carried,
            "没送到 · undelivered": wire.refused,
            "居民报的 · posts": phone.posted,
            "成为事项 · tickets": len(tally.tickets),
            "常见问题答了 · answered from the file": counts["covered"],
            "问居民是哪类 · asked for the class": counts["asked_class"],
            "问居民 · questions asked": counts["asked"],
            "约了日子 · promises": counts["promised"],
            "放回待认领 · back to the pool": counts["freed"],
            "给了答复 · answers": counts["answers"],
            "按时答复的 · answered in time": tally.in_time(),
            "还没答复 · not answered yet": _standing(tally, Standing.RUNNING),
            "提醒 · reminders": counts["reminders"],
            "逾期告警 · overdue alerts": counts["overdue"],
            "通知值班 · pages": counts["pages"],
            "值班接到 · pages heeded": counts["heeded"],
            "撤回 · withdrawn": counts["withdrawn"],
            "重新办理 · reopened": counts["reopened"],
            "说解决了 · solved": said[True],
            "说没解决 · not solved": said[False],
            "满意 · satisfied": said[Grade.GOOD],
            "基本满意 · fairly": said[Grade.FAIR],
            "不满意 · dissatisfied": said[Grade.BAD],
        }
    )
    found.update(f"分类 {seen.card.ledger}" for seen in tally.tickets.values() if seen.card)
    return found


def _of(found: Iterable[Case]) -> Counter[str]:
    """What the tickets themselves say."""
    booked: Counter[str] = Counter()
    for case in found:
        booked["成为事项 · tickets"] += 1
        booked["还没答复 · not answered yet"] += case.state in {State.TRIAGE, State.OPEN, State.HELD}
        in_time = case.state in _ANSWERED and case.answered_at is not None and case.answered_at <= case.due_at
        booked["按时答复的 · answered in time"] += in_time
        ledger = UNSORTED if case.state is State.TRIAGE else LEDGERS[Matter(case.matter)]
        booked[f"分类 {ledger}"] += 1
    return booked


def _named(counted: Counter[str]) -> dict[str, int]:
    return {f"去向 {place}": count for place, count in counted.items()}


def _standing(tally: Tally, standing: Standing) -> int:
    return sum(1 for seen in tally.tickets.values() if seen.card and seen.card.standing is standing)
