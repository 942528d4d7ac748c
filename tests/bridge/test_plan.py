"""What is sent, held, rung for or refused where a channel counts: a table of cases, no database."""

import pytest

from bot.channels.bridge.outgoing.cutting import size
from bot.channels.bridge.outgoing.plan import Item, Measure, Plan, plan
from bot.channels.bridge.outgoing.said import Button, Said, Shows
from tickets.ids import LetterId, TicketId
from tickets.mail import Purpose, Rank


def item(number: int, purpose: Purpose = Purpose.PLAIN, rank: Rank = Rank.NORMAL, **said: object) -> Item:
    fields = {"text": f"信{number}", "message": number} | said
    shown = Said(fields.pop("shows", Shows.MESSAGE), 1, **fields)  # type: ignore[arg-type]
    return Item(LetterId(number), shown, purpose, rank, TicketId(7))


def texts(made: Plan) -> list[str]:
    return [piece.text for piece in made.pieces]


def test_letters_that_wait_together_are_one_message() -> None:
    assert texts(plan([item(1), item(2)], Measure(2048, 5))) == ["信1\n\n信2"]


def test_the_numbers_of_menus_that_leave_together_go_on() -> None:
    ask = {"buttons": (Button("是", "y"), Button("否", "n"))}
    made = plan([item(1, **ask), item(2, **ask)], Measure(2048, 5))
    assert texts(made) == ["信1\n1 是\n2 否\n\n信2\n3 是\n4 否"]
    assert [(option.number, option.message) for option in made.pieces[0].options] == [(1, 1), (2, 1), (3, 2), (4, 2)]


def test_a_later_menu_of_the_same_turn_does_not_take_a_number_that_is_in_use() -> None:
    made = plan([item(1, buttons=(Button("是", "y"),))], Measure(2048, 5, base=3))
    assert texts(made) == ["信1\n4 是"]


def test_a_button_that_opens_an_address_shows_it_and_has_no_number() -> None:
    made = plan([item(1, buttons=(Button("看", url="https://x.cn"), Button("好", "y")))], Measure(2048, 5))
    assert texts(made) == ["信1\n看：https://x.cn\n1 好"]


def test_the_first_text_goes_back_with_the_push_and_costs_nothing() -> None:
    made = plan([item(1, Purpose.RECEIPT)], Measure(2048, 0, slot=True))
    assert [(piece.text, piece.free) for piece in made.pieces] == [("信1", True)]


def test_danger_stands_alone_and_first() -> None:
    made = plan(
        [item(1, Purpose.ADVICE, Rank.URGENT), item(2, Purpose.RECEIPT, Rank.URGENT)], Measure(2048, 5, slot=True)
    )
    assert [(piece.text, piece.free) for piece in made.pieces] == [("信1", True), ("信2", False)]


@pytest.mark.parametrize(
    ("purpose", "rank", "least"),
    [
        (Purpose.ANSWER, Rank.NORMAL, 1),
        (Purpose.ADVICE, Rank.URGENT, 1),
        (Purpose.QUESTION, Rank.NORMAL, 2),
        (Purpose.PROMPT, Rank.PROMPT, 2),
        (Purpose.PLAIN, Rank.URGENT, 2),
        (Purpose.PLAIN, Rank.NORMAL, 3),
        (Purpose.RECEIPT, Rank.NORMAL, 3),
        (Purpose.PLAIN, Rank.BULK, 4),
    ],
)
def test_each_letter_leaves_something_for_those_that_matter_more(purpose: Purpose, rank: Rank, least: int) -> None:
    letter = item(1, purpose, rank)
    assert texts(plan([letter], Measure(2048, least))) == ["信1"]
    assert texts(plan([letter], Measure(2048, least - 1))) == []


def test_in_the_short_window_nothing_is_spared() -> None:
    assert texts(plan([item(1)], Measure(2048, 1, spare=False))) == ["信1"]


def test_what_is_not_essential_is_held() -> None:
    assert plan([item(1), item(2, Purpose.RECEIPT)], Measure(2048, 0)).held == (1, 2)


def test_an_answer_that_cannot_leave_is_rung_for_where_that_is_allowed() -> None:
    made = plan([item(1, Purpose.ANSWER)], Measure(2048, 0, rings=True))
    assert (made.rung, made.refused, made.held) == ((1,), (), ())


def test_an_answer_that_cannot_leave_and_cannot_be_rung_for_is_refused_so_that_somebody_calls() -> None:
    assert plan([item(1, Purpose.ANSWER)], Measure(2048, 0)).refused == (1,)


def test_the_last_message_is_the_answers_words_and_its_picture_waits() -> None:
    words, picture = item(1, Purpose.ANSWER), item(2, Purpose.ANSWER, text="", files=("f",))
    made = plan([words, picture], Measure(2048, 1))
    assert texts(made) == ["信1"]
    assert made.held == (2,)


def test_an_album_is_shown_wholly_or_not_at_all() -> None:
    album = item(1, Purpose.ANSWER, text="", files=("a", "b", "c"))
    assert plan([album], Measure(2048, 3)).held == (1,)
    assert [piece.file for piece in plan([album], Measure(2048, 4)).pieces] == ["a", "b", "c"]


def test_changes_are_told_only_to_who_waits() -> None:
    change = item(1, shows=Shows.CHANGE)
    assert plan([change], Measure(2048, 5)).silent == (1,)
    assert texts(plan([change], Measure(2048, 5, slot=True))) == ["信1"]


def test_a_corrected_answer_is_told() -> None:
    assert texts(plan([item(1, Purpose.ANSWER, shows=Shows.CHANGE)], Measure(2048, 1))) == ["信1"]


def test_toasts_are_told_only_to_who_waits_and_silent_ones_to_nobody() -> None:
    toast, silent = item(1, Purpose.TOAST, shows=Shows.TOAST), item(2, Purpose.TOAST, shows=Shows.TOAST, text="")
    assert texts(plan([toast, silent], Measure(2048, 5, slot=True))) == ["信1"]
    assert plan([toast, silent], Measure(2048, 5)).silent == (1, 2)


def test_a_text_that_is_too_long_is_several_and_its_menu_stands_under_the_last() -> None:
    long = item(1, Purpose.ANSWER, text="路灯已经换好了。" * 200, buttons=(Button("解决了", "y"),))
    made = plan([long], Measure(2048, 5, how_to_press="回复数字就行。"))
    assert all(size(text) <= 2048 for text in texts(made))
    assert len(made.pieces) == 3
    assert [bool(piece.options) for piece in made.pieces] == [False, False, True]
    assert texts(made)[-1].endswith("1 解决了\n回复数字就行。")


def test_native_buttons_are_no_numbers_and_stand_alone() -> None:
    ask = item(1, buttons=(Button("是", "y"), Button("否", "n")))
    made = plan([ask, item(2)], Measure(2048, 5, native_choices=3))
    assert texts(made) == ["信1", "信2"]
    assert [button.label for button in made.pieces[0].native] == ["是", "否"]
    assert [option.number for option in made.pieces[0].options] == [1, 2]


def test_where_nobody_counts_everything_leaves() -> None:
    assert texts(plan([item(number) for number in range(3)], Measure(2048))) == ["信0\n\n信1\n\n信2"]


def test_what_a_press_changed_is_said_to_who_has_just_pressed_and_to_nobody_later() -> None:
    change = item(1, shows=Shows.CHANGE)
    assert texts(plan([change], Measure(2048, 5, fresh=True))) == ["信1"]
    later = plan([change], Measure(2048, 5))
    assert (texts(later), later.silent) == ([], (1,))


def test_a_change_that_does_not_fit_is_not_told_when_it_is_old() -> None:
    made = plan([item(1, shows=Shows.CHANGE)], Measure(2048, 1, fresh=True))
    assert (texts(made), made.held, made.silent) == ([], (), (1,))


def test_buttons_below_words_that_are_too_long_for_them_become_numbers() -> None:
    letter = item(1, text="长" * 20, buttons=(Button("是", "y"),))
    assert plan([letter], Measure(2048, 5, native_choices=10)).pieces[0].native
    short = plan([letter], Measure(2048, 5, native_choices=10, native_bytes=59))
    assert texts(short) == ["长" * 20 + "\n1 是"]


def test_an_answer_of_several_messages_has_them_before_news_that_was_said_first() -> None:
    answer = item(2, Purpose.ANSWER, text="很长的话。" * 300)
    made = plan([item(1), answer], Measure(2048, 3, native_choices=1))
    assert ([piece.letters for piece in made.pieces], made.held) == ([(LetterId(2),)] * 3, (LetterId(1),))


def test_the_one_greeting_is_left_for_the_answer() -> None:
    press = {"buttons": (Button("好", "y"),)}
    made = plan([item(1), item(2, Purpose.ANSWER, **press)], Measure(2048, 1, spare=False, native_choices=3))
    assert ([piece.letters for piece in made.pieces], made.held) == ([(LetterId(2),)], (LetterId(1),))
