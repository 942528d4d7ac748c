"""A text with its buttons as a card: six at most, the rest a page further, long texts beside it."""

from bot.channels.bridge.driver import Choice
from bot.channels.wecom.cards import BODY, TITLE, card_of, fits, page_of
from tests.doubles.wecom.phone import checked


def choices(count: int) -> list[Choice]:
    return [Choice(0, f"第{n}个", data=f"cl:{n}", message=7) for n in range(count)]


def labels(card: dict[str, object]) -> list[str]:
    return [button["text"] for button in card["button_list"]]  # type: ignore[attr-defined]


def test_six_buttons_stand_on_one_card() -> None:
    assert labels(checked(card_of("选一个", choices(6)))) == [f"第{n}个" for n in range(6)]


def test_of_seven_the_first_five_stand_before_more() -> None:
    assert labels(checked(card_of("选一个", choices(7)))) == [*(f"第{n}个" for n in range(5)), "更多…"]


def test_turning_the_page_comes_past_every_button_and_back() -> None:
    offset, seen = 0, []
    for _ in range(3):
        card = checked(card_of("选一个", choices(12), offset))
        seen += labels(card)[:-1]
        offset = page_of(card["button_list"][-1]["key"]) or 0
    assert seen == [f"第{n}个" for n in range(12)]
    assert offset == 0


def test_an_offset_beyond_the_end_begins_anew() -> None:
    assert card_of("选一个", choices(7), 99) == card_of("选一个", choices(7))


def test_a_key_is_what_the_button_says() -> None:
    assert card_of("选一个", choices(1))["button_list"][0]["key"] == "cl:0"


def test_a_button_with_an_address_opens_it() -> None:
    button = card_of("看", [Choice(0, "地图", "https://example.invalid/")])["button_list"][0]
    assert (button["type"], button["url"]) == (1, "https://example.invalid/")


def test_the_first_line_is_the_title_where_it_is_short() -> None:
    card = card_of("【公事】槐-1 槐树里\n路灯坏了", choices(1))
    assert card["main_title"] == {"title": "【公事】槐-1 槐树里"}
    assert card["sub_title_text"] == "路灯坏了"


def test_what_is_too_long_does_not_fit_and_is_cut_on_the_card() -> None:
    for text in ("头\n" + "字" * (BODY + 1), "字" * (BODY + 1)):
        assert not fits(text)
        assert checked(card_of(text, choices(1)))["sub_title_text"].endswith("…")
    assert fits("头" * TITLE + "\n" + "字" * BODY)


def test_a_card_without_buttons_has_a_grey_one() -> None:
    assert checked(card_of("办完了", []))["replace_text"]


def test_only_our_mark_and_a_small_number_turn_a_page() -> None:
    assert [page_of(key) for key in ("~5", "~", "5", "~x", "~٥", "~1234", "cl:5")] == [5, *[None] * 6]
