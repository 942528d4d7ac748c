"""Limits in chat: by the profile that was chosen, and what nobody knows yet is said."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.workdays import known
from tests.conversations.supervisors import posted
from tests.conversations.town import Town
from tickets.calendar.profiles import BEIJING
from tickets.calendar.workdays import Workdays

CHRISTMAS = datetime(2026, 12, 25, 2, 0, tzinfo=UTC)
"""Friday, 10:00 in Shanghai."""


async def test_a_limit_that_reaches_into_a_year_without_a_notice_says_so(town: Town) -> None:
    town.storage.rules = replace(town.storage.rules, grades=BEIJING, calendar=known(Workdays(), None))
    town.now = CHRISTMAS
    await posted(town)
    receipt = town.chat(town.users["何静云"])[0].text
    assert "最晚1月5日 00:00 前答复您" in receipt, "the 1st, a weekend, then Monday until 24:00"
    assert "2027 年放假还没公布" in receipt


async def test_the_documents_own_48_hours_hang_on_no_notice(town: Town) -> None:
    town.storage.rules = replace(town.storage.rules, calendar=known(Workdays(), None))
    town.now = datetime(2026, 12, 31, 2, 0, tzinfo=UTC)
    await posted(town)
    receipt = town.chat(town.users["何静云"])[0].text
    assert "后天 10:00 前" in receipt
    assert "放假" not in receipt
