"""A channel lets us send little after each word of the user: the answer gets through, or somebody hears of it."""

from telegram.error import BadRequest, TimedOut

from bot.channels.bridge.driver import NotSubscribed, OverQuota
from bot.channels.telegram.request import Flood, Unreachable
from tests.bridge.rig import SCANS, Rig
from tickets.ids import TicketId
from tickets.mail import Purpose, Rank

ABOUT = TicketId(7)


async def test_the_answer_at_hour_47_gets_through_after_all_the_rest_was_told(rig: Rig) -> None:
    await rig.type("路灯不亮")
    for number in range(9):
        await rig.letter(f"进展{number}")
        await rig.send()
    assert rig.paper.said() == ["进展0", "进展1", "进展2"]
    rig.hours = 47
    answer = await rig.letter("换好了", Purpose.ANSWER)
    assert await rig.send() == ["换好了"]
    assert await rig.fate(answer) == ("sent", "")


async def test_what_was_held_follows_when_the_user_says_something(rig: Rig) -> None:
    await rig.type("路灯不亮")
    rig.hours = 49
    held = await rig.letter("张强在办")
    assert await rig.send() == []
    fate, why = await rig.fate(held)
    assert (fate, "until the user says something" in why) == ("held", True)
    assert await rig.type("在吗") == "张强在办\n\n收到：在吗"
    assert (await rig.fate(held))[0] == "sent"


async def test_news_that_the_answer_has_overtaken_is_not_told_afterwards(rig: Rig) -> None:
    await rig.type("路灯不亮")
    for number in range(4):
        held = await rig.letter(f"进展{number}", ticket=ABOUT)
        await rig.send()
    await rig.letter("换好了", Purpose.ANSWER, ticket=ABOUT)
    await rig.send()
    assert (await rig.fate(held))[0] == "stale"
    assert await rig.type("好") == "收到：好"


async def test_letters_that_wait_together_cost_one_message(rig: Rig) -> None:
    await rig.type("路灯不亮")
    for number in range(9):
        await rig.letter(f"进展{number}")
    assert len(await rig.send()) == 1


async def test_an_answer_after_the_window_rings_once_and_follows_when_the_user_answers(rig: Rig) -> None:
    await rig.type("路灯不亮")
    rig.hours = 60
    answer = await rig.letter("换好了", Purpose.ANSWER)
    await rig.send()
    await rig.send()
    assert [what for what in rig.paper.done if what[0] == "ring"] == [("ring", "user-1", Purpose.ANSWER)]
    assert (await rig.fate(answer))[0] == "held"
    assert await rig.type("什么事") == "换好了\n\n收到：什么事"


async def test_where_nothing_rings_an_answer_after_the_window_is_told_to_those_who_can_call(rig: Rig) -> None:
    rig.paper.traits = type(rig.paper.traits)(answers=True, rings=False)
    await rig.type("路灯不亮")
    rig.hours = 60
    answer = await rig.letter("换好了", Purpose.ANSWER)
    await rig.send()
    assert (await rig.fate(answer))[0] == "refused"
    assert [letter.body["text"] for letter, _why in rig.undelivered] == ["换好了"]


async def test_who_cannot_be_rung_because_they_left_is_no_longer_reachable(rig: Rig) -> None:
    await rig.type("路灯不亮")
    rig.hours = 60
    rig.paper.errors = [NotSubscribed("gone")]
    answer = await rig.letter("换好了", Purpose.ANSWER)
    await rig.send()
    assert await rig.fate(answer) == ("refused", "blocked")


async def test_a_scan_allows_three_messages_within_a_minute(rig: Rig) -> None:
    await rig.push(grant=SCANS)
    for number in range(4):
        await rig.letter(f"欢迎{number}")
        await rig.send()
    assert rig.paper.said() == ["欢迎0", "欢迎1", "欢迎2"]
    await rig.push(grant=SCANS)
    rig.hours = 0.02
    await rig.letter("晚了")
    assert "晚了" not in await rig.send()


async def test_a_scan_takes_nothing_from_what_a_word_allows(rig: Rig) -> None:
    await rig.type("路灯不亮")
    await rig.push(grant=SCANS)
    rig.hours = 40
    await rig.letter("换好了", Purpose.ANSWER)
    assert await rig.send() == ["换好了"]


async def test_the_channels_count_is_right_where_ours_is_not(rig: Rig) -> None:
    await rig.type("路灯不亮")
    rig.paper.errors = [OverQuota("45047")]
    news, answer = await rig.letter("张强在办"), await rig.letter("换好了", Purpose.ANSWER)
    await rig.send()
    assert [(await rig.fate(one))[0] for one in (news, answer)] == ["held", "held"]
    assert [what[0] for what in rig.paper.done] == ["ring"]


async def test_a_message_that_failed_on_the_way_costs_nothing(rig: Rig) -> None:
    await rig.type("路灯不亮")
    for number in range(3):
        await rig.letter(f"进展{number}")
        await rig.send()
    rig.hours = 47
    rig.paper.errors = [TimedOut(), Unreachable("down")]
    answer = await rig.letter("换好了", Purpose.ANSWER)
    for hour in (47, 47.1, 47.2):
        rig.hours = hour
        await rig.send()
    assert await rig.fate(answer) == ("sent", "")


async def test_when_the_channel_asks_to_wait_everything_of_the_chat_waits_in_order(rig: Rig) -> None:
    await rig.type("路灯不亮")
    rig.paper.errors = [Flood(b'{"parameters": {"retry_after": 60}}')]
    first, second = await rig.letter("一", Purpose.ADVICE, rank=Rank.URGENT), await rig.letter("二", Purpose.ANSWER)
    assert await rig.send() == []
    assert [(await rig.fate(one))[0] for one in (first, second)] == ["waiting", "waiting"]
    rig.hours = 0.1
    assert await rig.send() == ["一", "二"]


async def test_what_the_channel_refuses_stops_nothing_else(rig: Rig) -> None:
    await rig.type("路灯不亮")
    rig.paper.errors = [BadRequest("45002 content too long")]
    first, second = await rig.letter("一", Purpose.ADVICE, rank=Rank.URGENT), await rig.letter("二", Purpose.ANSWER)
    assert await rig.send() == ["二"]
    assert [(await rig.fate(one))[0] for one in (first, second)] == ["refused", "sent"]
