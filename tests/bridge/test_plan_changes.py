"""Where buttons bear what they say and messages can be changed: a table of cases, no database."""

import pytest

from bot.channels.bridge.outgoing.plan import Measure, plan
from bot.channels.bridge.outgoing.said import Button, Shows
from tests.bridge.test_plan import item, texts
from tickets.mail import Purpose

LASTING = Measure(2048, native_choices=6, how_to_press="回复数字", bear=True, toasts=True, changes=True)
CLAIM = (Button("认领", "cl:1"), Button("详情", "de:1"))


def test_a_message_with_buttons_stands_alone_and_has_no_numbers() -> None:
    made = plan([item(1), item(2, buttons=CLAIM), item(3)], LASTING)
    assert [(piece.text, piece.native, piece.options, piece.about) for piece in made.pieces] == [
        ("信1", (), (), 0),
        ("信2", CLAIM, (), 2),
        ("信3", (), (), 0),
    ]


def test_more_buttons_than_can_be_shown_are_numbers() -> None:
    made = plan([item(1, buttons=CLAIM * 4)], LASTING)
    assert made.pieces[0].native == ()
    assert made.pieces[0].text.endswith("回复数字")


def test_a_change_stands_in_the_place_of_its_message() -> None:
    (piece,) = plan([item(5, shows=Shows.CHANGE, buttons=CLAIM)], LASTING).pieces
    assert (piece.text, piece.about, piece.changes, piece.native) == ("信5", 5, True, CLAIM)


def test_of_several_changes_of_a_message_the_last_one_counts_and_all_are_told_by_it() -> None:
    first, last = item(5, shows=Shows.CHANGE), item(6, shows=Shows.CHANGE, message=5)
    (piece,) = plan([first, last], LASTING).pieces
    assert (piece.text, piece.letters) == ("信6", (5, 6))


def test_changed_buttons_keep_the_words_above_them() -> None:
    made = plan([item(5, shows=Shows.CHANGE, text="", stands="路灯坏了", buttons=CLAIM)], LASTING)
    assert texts(made) == ["路灯坏了"]


@pytest.mark.parametrize(
    ("said", "purpose", "wanted"),
    [
        ({"text": "", "stands": "路灯坏了", "buttons": CLAIM}, Purpose.CARD, True),
        ({"text": "", "stands": "路灯坏了"}, Purpose.CARD, False),
        ({"buttons": CLAIM}, Purpose.CARD, False),
        ({"text": "更正：换好了"}, Purpose.ANSWER, True),
    ],
    ids=["buttons that were called up", "buttons taken away", "a card of others", "a corrected answer"],
)
def test_what_cannot_be_changed_is_said_anew_only_where_somebody_waits_for_it(
    said: dict[str, object], purpose: Purpose, wanted: bool
) -> None:
    (piece,) = plan([item(5, purpose, shows=Shows.CHANGE, **said)], LASTING).pieces
    assert piece.wanted is wanted


def test_the_answer_to_a_press_is_a_message_where_nothing_else_shows_it() -> None:
    toast = item(1, Purpose.TOAST, shows=Shows.TOAST)
    assert texts(plan([toast], LASTING)) == ["信1"]
    assert plan([toast], Measure(2048)).silent == (1,)
    assert plan([item(1, Purpose.TOAST, shows=Shows.TOAST, text="")], LASTING).silent == (1,)
