"""A number presses what stands under it; what is doubtful is asked about; everything else is said."""

import pytest

from bot.channels.bridge.arriving.typed import Pressed, Stopped, Unclear, Words, understood
from storage.bridges.menus import Option

YES, NO = Option(1, "解决了", "cf:7:1", 20), Option(2, "没解决", "dn:7:1", 20)
TENTH = Option(10, "不填", "bd:0:-", 20)


@pytest.mark.parametrize(
    "text", ["2", "２", "二", "两", "2.", "2。", " 2 ", "(2)", "（2）", "选2", "第二个", "2、", "回复2"]
)
def test_a_number_in_any_figures_presses_the_button_under_it(text: str) -> None:
    assert understood(text, [YES, NO], None) == Pressed(NO)


@pytest.mark.parametrize("text", ["10", "十", "１０"])
def test_a_number_of_two_figures_is_one_number(text: str) -> None:
    assert understood(text, [YES, NO, TENTH], None) == Pressed(TENTH)


@pytest.mark.parametrize(
    "text", ["2号楼电梯坏了", "二楼漏水", "2 号楼", "110", "十分感谢", "好的", "1栋2单元", "12345"]
)
def test_words_with_numbers_in_them_are_words(text: str) -> None:
    assert understood(text, [YES, NO], None) == Words(None)


def test_a_number_under_which_nothing_stands_is_answered_with_what_does() -> None:
    assert understood("3", [YES, NO], None) == Unclear((YES, NO))


def test_a_number_where_nothing_can_be_pressed_is_no_post() -> None:
    assert understood("2", [], None) == Unclear(())


def test_a_number_that_stands_twice_is_asked_about() -> None:
    other = Option(2, "撤回", "wd:7", 21)
    assert understood("2", [YES, NO, other], None) == Unclear((NO, other))


@pytest.mark.parametrize("text", ["1 2", "1,2", "1和2", "1或2"])
def test_two_numbers_at_once_are_asked_about(text: str) -> None:
    assert understood(text, [YES, NO], None) == Unclear((YES, NO))


def test_words_answer_the_question_that_waits() -> None:
    assert understood("3 号楼后面", [], 21) == Words(21)


def test_a_number_answers_a_question_that_is_younger_than_the_menu() -> None:
    assert understood("2", [YES, NO], 21) == Words(21)


def test_a_number_presses_where_the_menu_is_younger_than_the_question() -> None:
    assert understood("2", [YES, NO], 19) == Pressed(NO)


@pytest.mark.parametrize("text", ["0", "０", "零"])
def test_zero_ends_the_question(text: str) -> None:
    assert understood(text, [YES, NO], 21) == Stopped()
