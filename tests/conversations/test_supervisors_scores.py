"""Scores in chat and on their page: by scope, with cases, in both calibres, frozen after the month, as a file."""

import csv
import re
from collections.abc import AsyncIterator
from io import StringIO

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from bot.office.pages import StaffPages
from bot.office.scores import ScorePages, safe
from storage.tables.pages import page_looks
from storage.tables.scores import score_periods
from tests.conversations.blowing import blown, comes, reports, says_who
from tests.conversations.blowing import scored as score_given
from tests.conversations.supervisors import answered, claimed, posted
from tests.conversations.town import COMMUNITY, STREET, Town
from tests.conversations.workers import posted as whistle_posted
from tickets.directory import Role
from tickets.scores.periods import latest

Browser = TestClient[web.Request, web.Application]


@pytest.fixture
async def browser(town: Town) -> AsyncIterator[Browser]:
    app = web.Application()
    staff = StaffPages(town.storage, lambda: town.now, "zh_CN")
    staff.join(app, *ScorePages(staff).routes())
    async with TestClient(TestServer(app)) as client:
        yield client


async def rated(town: Town) -> None:
    """A lamp, claimed and answered in time; the resident was contacted, it is solved, she is satisfied."""
    number = await posted(town)
    await town.forward(hours=1)
    await answered(town, await claimed(town, number), number)
    resident = town.person("何静云")
    for words in ("解决了", "满意", "有"):
        await resident.presses(words)


async def entered(town: Town, browser: Browser, name: str = "陈志远") -> str:
    """The page behind the link that the bot gives somebody in private."""
    someone = town.person(name)
    await someone.says("/scores")
    found = re.search(r"/office/enter/[\w-]+", someone.chat[-1].text)
    assert found, someone.chat[-1].text
    return await (await browser.post(found.group())).text()


def cells(page: str, unit: str) -> list[str]:
    row = page[page.index(f">{unit}</a>") :]
    return re.findall(r"<td>([^<]*)</td>", row[: row.index("</tr>")])


async def test_a_supervisor_reads_in_chat_who_stands_where_with_the_cases_of_each_figure(town: Town) -> None:
    await rated(town)
    secretary = town.person("陈志远")
    await secretary.says("/scores")
    text = secretary.chat[-1].text
    assert "收到 1 件，按时答复 100%（1）" in text
    assert "响应 100%（1） · 解决 100%（1） · 满意 100%（1）" in text
    assert re.search(r"1\. .*槐树里.* 100\.0（1 次评价）", text)
    assert "本系统默认口径，不含剔除" in text
    assert "还没定账" in text


async def test_silence_is_no_praise_and_no_rank(town: Town) -> None:
    number = await posted(town)
    await answered(town, await claimed(town, number), number)
    secretary = town.person("陈志远")
    await secretary.says("/scores")
    assert "没人评过，不排名" in secretary.chat[-1].text
    assert "满意 —（0）" in secretary.chat[-1].text


async def test_in_a_group_the_figures_stand_and_no_link(town: Town) -> None:
    await rated(town)
    await town.person("陈志远").says("/scores", in_group=STREET)
    text = town.last(STREET).text
    assert "1 件" in text
    assert "/office/" not in text


async def test_who_watches_nothing_reads_nothing(town: Town) -> None:
    for name in ("何静云", "王敏"):
        await town.person(name).says("/scores")
        assert town.person(name).chat[-1].text == "这是督办人员用的。"


@pytest.mark.parametrize("asked", ["/scores soon", "/scores 2026-13", "/scores 2026-03 2026-04", "/scores 1999-01"])
async def test_a_month_that_is_none_is_refused_with_an_example(town: Town, asked: str) -> None:
    await town.person("陈志远").says(asked)
    assert "/scores 2026-11" in town.person("陈志远").chat[-1].text


async def test_the_page_ranks_families_apart_and_opens_each_unit(town: Town, browser: Browser) -> None:
    await rated(town)
    page = await entered(town, browser)
    assert "考核排名" in page
    name = re.findall(r'<th scope="row"><a href="([^"]*)">([^<]*)</a>', page)
    href, unit = name[0]
    assert cells(page, unit)[:2] == ["1", "100.0"]
    apart = await (await browser.get(href.replace("&amp;", "&"))).text()
    assert f"<h1>{unit}</h1>" in apart
    assert "100%（1）" in apart
    assert "<polyline" in apart
    assert "路灯" not in page + apart
    assert "何静云" not in page + apart


async def test_a_supervisor_of_another_community_sees_none_of_it(town: Town, browser: Browser) -> None:
    await rated(town)
    async with town.storage.reading(town.now) as work:
        watchers = {
            p.person: work.directory.units[p.unit].area for p in work.directory.posts if p.role is Role.COORDINATOR
        }
        others = [work.directory.name_of(person) for person, area in watchers.items() if area == "L"]
    page = await entered(town, browser, others[0])
    assert "这个月还没有。" in page
    assert ">槐树里" not in page


async def test_a_closed_month_stays_as_it_was_and_says_so(town: Town, browser: Browser) -> None:
    await rated(town)
    month = _month(town)
    await town.forward(days=40)
    page = await entered(town, browser)
    assert "还没定账" in page
    closed = await (await browser.get(f"/office/scores?month={month}")).text()
    assert "已定账" in closed
    assert "100%（1）" in closed
    async with town.storage.database.read() as connection:
        assert (await connection.execute(select(score_periods.c.name))).scalars().all() == [month]


async def test_the_file_holds_numbers_of_units_and_nobodys_words(town: Town, browser: Browser) -> None:
    await rated(town)
    await entered(town, browser)
    answer = await browser.get("/office/scores.csv")
    assert answer.content_type == "text/csv"
    text = (await answer.text()).removeprefix("\ufeff")
    rows = list(csv.DictReader(StringIO(text)))
    (row,) = (row for row in rows if row["名次"] == "1")
    assert (row["得分"], row["解决率"], row["解决率 n"], row["收到"]) == ("100.0", "1.0", "1", "1")
    assert not re.search("路灯|何静云|槐-", text)


def test_a_name_is_never_a_formula_in_a_spreadsheet() -> None:
    assert [safe(cell) for cell in ("=1+1", "@a", "槐树", 5)] == ["'=1+1", "'@a", "槐树", 5]


@pytest.mark.parametrize(
    "path", ["/office/scores", "/office/scores.csv", "/office/scores?unit=x&month=9999-99&topic=z"]
)
async def test_without_a_visit_there_is_nothing_and_nonsense_is_no_error(
    town: Town, browser: Browser, path: str
) -> None:
    assert (await browser.get(path)).status == 403
    await entered(town, browser)
    assert (await browser.get(path)).status == 200


async def test_every_look_at_scores_is_written_down(town: Town, browser: Browser) -> None:
    await entered(town, browser)
    await browser.get("/office/scores.csv?all=1")
    async with town.storage.database.read() as connection:
        looks = (await connection.execute(select(page_looks.c.page, page_looks.c.detail))).all()
    assert [(look.page, look.detail["all"]) for look in looks] == [("scores", False), ("scores", True)]


async def test_it_speaks_english(town: Town, browser: Browser) -> None:
    secretary = town.person("陈志远")
    await rated(town)
    await secretary.says("/lang")
    await secretary.presses("English")
    page = await entered(town, browser)
    assert "Our own formula" in page
    assert "Communities" in page
    assert "Solved" in page


def _month(town: Town) -> str:
    rules = town.storage.rules
    return latest(town.now, 1, rules.scores.first_day, rules.calendar)[0].name


REST = "/year 2026\n槐荫街道综合执法队 90 区考核办通报\n和平区水务局 86.5 区考核办通报"


async def scored(town: Town) -> None:
    """综合执法队 comes to a whistle, and the secretary gives it 5, 5 and 4."""
    await whistle_posted(town, "槐荫路上有小摊占道经营，路都走不了")
    secretary, team = town.person("陈志远"), town.person("石磊")
    await blown(secretary, COMMUNITY)
    await says_who(team, "石磊 11:00")
    await comes(team)
    await reports(team, "摊子搬走了。")
    await score_given(secretary, "槐荫街道综合执法队")


async def test_the_districts_desk_enters_the_rest_of_a_year_and_it_stands_beside_the_whistles_share(
    town: Town, browser: Browser
) -> None:
    await scored(town)
    desk = town.person("周国梁")
    await desk.says("/scores 2026-12")
    assert "2026 年全年：吹哨报到占 30%，其余 70% 由区里考核后录入。" in desk.chat[-1].text
    assert "槐荫街道综合执法队 没有总分：其余部分还没录入（吹哨 93.3，1 次评价）" in desk.chat[-1].text
    assert "其余部分由周国梁、沈静、章华用 /year 录入。" in desk.chat[-1].text
    page = await entered(town, browser, "周国梁")
    assert "还没录入" in page[page.index('id="year"') :]

    await desk.says(REST)
    assert "2026 年记下了 2 个单位：\n槐荫街道综合执法队 90（区考核办通报）" in desk.chat[-1].text
    await desk.says("/year")
    assert "槐荫街道综合执法队 91.0（吹哨 93.3，1 次评价；其余 90.0）" in desk.chat[-1].text
    assert "和平区水务局 没有总分：吹哨还没人评过（其余 86.5）" in desk.chat[-1].text
    page = await entered(town, browser, "周国梁")
    assert "区考核办通报" in page[page.index('id="year"') :]
    assert "周国梁 2026-11-23" in page[page.index('id="year"') :]


async def test_a_street_reads_the_year_of_its_own_units_and_enters_none(town: Town) -> None:
    await scored(town)
    await town.person("周国梁").says(REST)
    street = town.person("高建华")
    await street.says("/year")
    assert "槐荫街道综合执法队 91.0" in street.chat[-1].text
    assert "水务局" not in street.chat[-1].text
    await street.says("/year 2026\n槐荫街道综合执法队 99 街道")
    assert "只有区里的督办和负责人能录入" in street.chat[-1].text
    await street.says("/year", in_group=STREET)
    assert "槐荫街道综合执法队 91.0" in town.last(STREET).text


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("/year 2026\n和平区水务局 86.5", "第 1 行没看懂，一行也没有记。"),
        ("/year 2026\n和平区水务局 86.5 通报\n没有这个局 80 通报", "第 2 行没看懂，一行也没有记。"),
        ("/year 2026\n和平区水务局 101 通报", "第 1 行没看懂"),
        ("/year 2030\n和平区水务局 80 通报", "年份不对"),
        ("/year 明年", "录入其余部分：发 /year 2026"),
    ],
)
async def test_what_cannot_be_entered_is_refused_and_nothing_is_kept(town: Town, words: str, sentence: str) -> None:
    desk = town.person("周国梁")
    await desk.says(words)
    assert sentence in desk.chat[-1].text
    async with town.storage.reading(town.now) as work:
        assert await work.scores.rests(2026) == []


async def test_a_resident_reads_no_year(town: Town) -> None:
    resident = town.person("何静云")
    await resident.says("/year")
    assert resident.chat[-1].text == "这是督办人员用的。"
