"""Roles are checked on every button: what a stranger presses changes nothing and says so."""

import pytest

from handlers.buttons import Verb
from tests.conversations.town import COMMUNITY, Town
from tests.conversations.workers import HOUSEHOLD, LEADER, PUBLIC, claimed, posted
from tickets.kinds import Deed, Matter

PRESSES = [
    *(Verb.CLAIM, Verb.DETAIL, Verb.MORE, Verb.BACK, Verb.ANSWER, Verb.PROMISE, Verb.HAND, Verb.CONTACT, Verb.CLASS),
    *(Verb.HELPERS, Verb.BREAK_OFF, Verb.TAKE_OVER, Verb.HEED, Verb.PRESS, Verb.URGE, Verb.WITHDRAW_SURE),
    *(Verb.CONFIRM, Verb.DENY, Verb.REOPEN),
]
WITH = {
    *((Verb.PROMPT, deed) for deed in (Deed.SOLVE, Deed.EXPLAIN, Deed.ASK, Deed.TELL, Deed.NOTE, Deed.MERGE)),
    *((Verb.TO_CLASS, matter) for matter in Matter),
    *((Verb.SORT, matter) for matter in Matter),
    *((Verb.TO_UNIT, "H3-ZB"), (Verb.TO_PERSON, "1"), (Verb.INVITE, "1"), (Verb.CONSENT, "y"), (Verb.GRADE, "good")),
    *((Verb.BREAK_OFF, "y"), (Verb.PROMISE, "3"), (Verb.PROMISE, "w"), (Verb.CONTACTED, "y")),
}


@pytest.mark.parametrize("who", ["老周", "孙丽", "谢春梅"])
async def test_whatever_a_stranger_presses_changes_nothing_and_says_so(town: Town, who: str) -> None:
    number = await claimed(town, PUBLIC, "王敏", COMMUNITY)
    card, ticket = town.find(COMMUNITY, number), await town.ticket(number)
    history = await town.history(number)
    shown = {chat: len(messages) for chat, messages in town.wire.shown.items()}
    for verb, argument in [*((verb, "") for verb in PRESSES), *sorted(WITH)]:
        data = f"{verb}:{ticket.id}:{argument}" if argument else f"{verb}:{ticket.id}"
        said = await town.person(who).presses_data(data, card, in_group=COMMUNITY)
        assert said, f"{verb} {argument} was not refused"
    assert await town.ticket(number) == ticket
    assert await town.history(number) == history
    assert {chat: len(messages) for chat, messages in town.wire.shown.items()} == shown


async def test_a_household_matter_is_closed_to_the_workers_of_the_community(town: Town) -> None:
    number = await posted(town, HOUSEHOLD)
    ticket, card = await town.ticket(number), town.find(town.person(LEADER).user, number)
    for data in (f"cl:{ticket.id}", f"de:{ticket.id}", f"co:{ticket.id}"):
        assert await town.person("王敏").presses_data(data, card)
    assert await town.ticket(number) == ticket
    assert not town.person("王敏").chat


async def test_staff_cannot_rate_or_withdraw_for_a_resident(town: Town) -> None:
    number = await claimed(town, PUBLIC, "王敏", COMMUNITY)
    ticket, card = await town.ticket(number), town.find(COMMUNITY, number)
    for data in (f"cf:{ticket.id}", f"gr:{ticket.id}:good", f"ws:{ticket.id}"):
        assert "只有反映的人" in await town.person("王敏").presses_data(data, card, in_group=COMMUNITY)
    assert await town.ticket(number) == ticket


async def test_a_worker_does_not_handle_their_own_matter(town: Town) -> None:
    worker = town.person("王敏")
    await worker.says(f"槐树里社区，{PUBLIC}")
    await worker.presses("报上去")
    ticket = await town.ticket("槐-1001")
    said = await worker.presses("认领", in_group=COMMUNITY)
    assert "没有改动" in said
    assert await town.ticket("槐-1001") == ticket
