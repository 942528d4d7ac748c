"""What people type, and Excel makes of it, is understood."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest

from bot.people.terms import Channel, clock, day, weekdays
from bot.people.workbook import load
from tests.people.books import save, street
from tickets.directory import Role


def test_headers_may_stand_in_any_order(tmp_path: Path) -> None:
    book = street()
    book["单位"] = [list(reversed(row)) for row in book["单位"]]
    assert load(save(tmp_path / "people.xlsx", book)) == load(save(tmp_path / "same.xlsx", street()))


def test_further_columns_are_skipped_with_a_note(tmp_path: Path) -> None:
    book = street()
    book["单位"] = [[*row, "内部"] for row in book["单位"]]
    roster = load(save(tmp_path / "people.xlsx", book))
    assert [note.told for note in roster.notes] == ["单位 第 1 行：没有用到的列：内部"]


def test_blank_rows_are_skipped_and_rows_keep_the_numbers_that_excel_shows(tmp_path: Path) -> None:
    book = street()
    book["单位"].insert(1, [None] * 4)
    book["单位"].insert(1, [" ", "", None, "\u3000"])
    assert load(save(tmp_path / "people.xlsx", book)).rows["单位", "SQ"] == 4


def test_full_width_digits_and_spaces_are_understood(tmp_path: Path) -> None:
    book = street()
    book["区域"][5][:4] = ["Ｂ　", "３号楼", " 楼 栋", "Ｇ"]
    roster = load(save(tmp_path / "people.xlsx", book))
    assert (roster.areas[-1].code, roster.areas[-1].name) == ("B", "3号楼")


def test_chinese_punctuation_of_answers_stays(tmp_path: Path) -> None:
    book = street()
    book["答复"][1][2] = "带身份证（原件），９点来：当场办。"
    assert load(save(tmp_path / "people.xlsx", book)).answers[0].answer == "带身份证（原件），9点来：当场办。"


def test_several_rows_of_one_code_are_one_person_with_several_posts(tmp_path: Path) -> None:
    wang = load(save(tmp_path / "people.xlsx", street())).people[1]
    assert wang.posts == (("SQ", Role.WORKER), ("ZB", Role.SECRETARY))
    assert (wang.phone, wang.login) == ("60102", "wangmin")


def test_several_posts_may_stand_in_one_cell(tmp_path: Path) -> None:
    deng = load(save(tmp_path / "people.xlsx", street())).people[2]
    assert deng.posts == (("WG", Role.LEADER), ("WG", Role.HELPER))


def test_numbers_and_times_of_excel_are_read_as_they_look(tmp_path: Path) -> None:
    book = street()
    book["值班"][1] = ["C", 2, "一至日", time(8), 20 / 24]
    book["值班"][2] = ["C", 1.0, "每天", "20：00", timedelta(hours=8)]
    book["答复"][1][4] = date(2027, 6, 30)
    roster = load(save(tmp_path / "people.xlsx", book))
    assert [(d.person, d.start, d.end) for d in roster.duties] == [("2", time(8), time(20)), ("1", time(20), time(8))]
    assert roster.answers[0].review_on == date(2027, 6, 30)


def test_groups_know_their_channel(tmp_path: Path) -> None:
    groups = load(save(tmp_path / "people.xlsx", street())).groups
    assert [(g.channel, g.chat) for g in groups] == [(Channel.WEB, -1001), (Channel.TELEGRAM, -1001234567890)]


def test_areas_come_after_those_around_them(tmp_path: Path) -> None:
    book = street()
    book["区域"][1:] = reversed(book["区域"][1:])
    assert [a.code for a in load(save(tmp_path / "people.xlsx", book)).areas] == ["D", "S", "C", "G", "B"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("每天", "0123456"),
        ("工作日", "01234"),
        ("周末", "56"),
        ("周一至周五", "01234"),
        ("星期六、星期天", "56"),
        ("一三五", "024"),
        ("周五到周一", "4560"),
        ("1-5", "01234"),
        ("礼拜日", "6"),
    ],
)
def test_weekdays_are_understood_as_people_write_them(text: str, days: str) -> None:
    assert weekdays(text) == frozenset(map(int, days))


@pytest.mark.parametrize("text", ["", "周八", "0", "明天", "一至"])
def test_other_words_are_no_weekdays(text: str) -> None:
    assert weekdays(text) is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("8:00", time(8)),
        ("８：３０", time(8, 30)),
        ("8点", time(8)),
        ("8点半", time(8, 30)),
        ("24:00", time(0)),
        ("0.75", time(18)),
    ],
)
def test_times_are_understood_as_people_write_them(text: str, moment: time) -> None:
    assert clock(text) == moment


@pytest.mark.parametrize("text", ["25:00", "8:61", "早上", "1.5"])
def test_other_words_are_no_times(text: str) -> None:
    assert clock(text) is None


@pytest.mark.parametrize("text", ["2027-6-30", "2027/06/30", "2027年6月30日", "2027.6.30"])
def test_dates_are_understood_as_people_write_them(text: str) -> None:
    assert day(text) == date(2027, 6, 30)


def test_a_day_that_no_calendar_has_is_no_date() -> None:
    assert day("2027-02-30") is None
