"""Whatever people do, each ticket can be told again from its history, and the report counts what the histories say."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

import pytest

from tests.conversations.supervisors import LAMP, LID, NOISE, RUBBISH, UNSURE, answered, claimed, posted
from tests.conversations.town import MONDAY, Someone, Town
from tests.conversations.wire import Shown
from tickets.kinds import Deed, State
from tickets.records import Query
from tickets.ticket import Event, Ticket, rebuild

RESIDENTS = ("何静云", "老周", "钱阿姨", "方明", "苏晴")
STAFF = ("王敏", "李敏", "张强", "刘洋", "赵芳", "吴霞", "孙丽", "许文", "董建国", "邓小红", "曹德明", "马秀英")
ANSWERS = {Deed.SOLVE, Deed.EXPLAIN, Deed.BREAK_OFF, Deed.PROMISE}
GRADES = {"good": 1.0, "fair": 0.9, "bad": 0.0}


@dataclass
class Monkey:
    """Somebody who presses whatever can be pressed, and writes where something is asked."""

    town: Town
    random: Random

    async def acts(self) -> None:
        what = self.random.choices((self._posts, self._presses, self._writes, self._waits), (3, 12, 3, 2))[0]
        await what()

    async def _posts(self) -> None:
        said = self.random.choice((LAMP, LID, RUBBISH, NOISE, UNSURE, "电梯又坏了，物业不管", "谢谢你们"))
        await self.town.person(self.random.choice(RESIDENTS)).says(said)

    async def _presses(self) -> None:
        held = [m for shown in self.town.wire.shown.values() for m in shown if m.buttons]
        if held:
            message = self.random.choice(held[-40:])
            words = self.random.choice(sorted(message.buttons))
            await self._who(message).presses_data(message.buttons[words], message, in_group=_group(message))

    async def _writes(self) -> None:
        asking = [m for shown in self.town.wire.shown.values() for m in shown if m.asks]
        if asking:
            prompt = self.random.choice(asking[-5:])
            text = self.random.choice(("办好了，已换新的。", "12-20 18:00 等配件", "不归我们管", "槐-1001"))
            await self._who(prompt).says(text, in_group=_group(prompt), to=prompt)

    async def _waits(self) -> None:
        await self.town.forward(hours=self.random.choice((1, 3, 9, 20)))

    def _who(self, message: Shown) -> Someone:
        """Whoever's chat it is; in a group anybody."""
        mine = [name for name, user in self.town.users.items() if user == message.chat]
        return self.town.person(mine[0] if mine else self.random.choice(STAFF))


def _group(message: Shown) -> int | None:
    return message.chat if message.chat < 0 else None


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_a_ticket_is_what_its_history_tells_whatever_was_pressed(town: Town, seed: int) -> None:
    await _story(town, seed, 150)
    stories = await _stories(town)
    assert len(stories) > 3
    assert len({event.deed for _, history in stories for event in history}) > 8
    for ticket, history in stories:
        assert rebuild(history) == ticket


@pytest.mark.parametrize(("seed", "days"), [(4, None), (5, 7), (6, 2)])
async def test_the_report_counts_what_the_histories_say(town: Town, seed: int, days: int | None) -> None:
    await _story(town, seed, 90)
    await town.forward(days=1)
    boss = town.person("许文")
    await boss.says(f"/report {days}" if days else "/report")
    text = town.last(boss.user).text
    assert text.startswith(f"近 {days or 30} 天")
    since = town.now - timedelta(days=days or 30)
    counted = [s for s in await _stories(town) if s[0].posted_at >= since]
    for community, name in (("H", "槐树里社区"), ("L", "柳河社区")):
        mine = [story for story in counted if story[0].community == community]
        assert _reported(text, name) == _naive(mine, town.now)


async def test_a_reopened_ticket_counts_in_each_of_its_rounds(town: Town) -> None:
    number = await posted(town)
    await town.forward(hours=49)
    await answered(town, await claimed(town, number), number)
    resident = town.person("何静云")
    await resident.presses("没解决")
    await resident.presses("重新办理")
    await answered(town, await claimed(town, number), number)
    await resident.presses("解决了")
    boss = town.person("许文")
    await boss.says("/report")
    assert _reported(town.last(boss.user).text, "槐树里社区") == [1, 50, 2, 50, 2, None, 0]


@pytest.mark.parametrize("asked", ["/report 0", "/report 7天", "/report 9999", "/report -1"])
async def test_a_report_over_no_number_of_days_says_what_is_wanted(town: Town, asked: str) -> None:
    boss = town.person("许文")
    await boss.says(asked)
    assert "天数" in town.last(boss.user).text


async def test_a_report_on_nothing_gives_no_rates(town: Town) -> None:
    boss = town.person("许文")
    await boss.says("/report")
    assert _reported(town.last(boss.user).text, "槐树里社区") == [0, None, 0, None, 0, None, 0]
    await town.person("老周").says("/report")
    assert "督办人员" in town.last(town.users["老周"]).text


async def _story(town: Town, seed: int, length: int) -> None:
    monkey = Monkey(town, Random(seed))
    for _ in range(length):
        await monkey.acts()


async def _stories(town: Town) -> list[tuple[Ticket, list[Event]]]:
    async with town.storage.reading(town.now) as work:
        tickets = await work.tickets.find(Query(posted_from=MONDAY - timedelta(days=1), limit=1000))
        return [(ticket, await work.tickets.history(ticket.id)) for ticket in tickets]


def _naive(stories: Sequence[tuple[Ticket, list[Event]]], now: datetime) -> list[int | None]:
    """Counted line by line from the histories: received, then each rate and its cases."""
    due = in_time = told = solved = graded = 0
    satisfied = 0.0
    for round_ in (part for _, history in stories for part in _rounds(history)):
        until = round_[0].at + timedelta(hours=48)
        answers = [e.at for e in round_ if e.deed in ANSWERS]
        gone = [e.at for e in round_ if e.after.get("state") == State.WITHDRAWN]
        due += bool(answers) or until <= min([now, *gone])
        in_time += bool(answers) and answers[0] <= until
        said = [e.deed is Deed.CONFIRM for e in round_ if e.deed in {Deed.CONFIRM, Deed.DENY}]
        told, solved = told + bool(said), solved + bool(said and said[-1])
        grades = [e.detail["grade"] for e in round_ if e.deed is Deed.GRADE and "grade" in e.detail]
        graded, satisfied = graded + bool(grades), satisfied + (GRADES[grades[-1]] if grades else 0)
    return [
        len(stories),
        _percent(in_time, due),
        due,
        _percent(solved, told),
        told,
        _percent(satisfied, graded),
        graded,
    ]


def _rounds(history: list[Event]) -> list[list[Event]]:
    """The history, cut before each reopening."""
    starts = [n for n, e in enumerate(history) if e.deed in {Deed.POST, Deed.REOPEN}]
    return [history[start:end] for start, end in zip(starts, [*starts[1:], len(history)], strict=True)]


def _percent(part: float, whole: int) -> int | None:
    return min(round(part / whole * 100), 100 if part == whole else 99) if whole else None


def _reported(text: str, name: str) -> list[int | None]:
    block = text[text.index(f"{name}：收到") :].splitlines()[:4]
    figures: list[int | None] = [int(re.findall(r"\d+", block[0])[-1])]
    for line in block[1:]:
        rate, cases = re.findall(r"(\d+)%|—", line)[0], re.findall(r"（(\d+)", line)[0]
        figures += [int(rate) if rate else None, int(cases)]
    return figures
