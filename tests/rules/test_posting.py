"""What comes shortly after a post: more of it, or a matter of its own."""

import pytest

from tests.rules.city import ticket
from tickets.deeds.poster.posting import Words, belongs
from tickets.ids import MediaId
from tickets.kinds import Kind, Matter, Topic, Urgency
from tickets.reading import Reading
from tickets.rules.routing import Unrouted


def read(*, ask: bool, danger: bool = False) -> Reading:
    return Reading(Matter.SHARED, Topic.WASTE, Kind.COMPLAINT, Urgency.QUICK, danger, 0.5, ask)


PHOTO = Words(media=(MediaId(1),))


@pytest.mark.parametrize(
    ("words", "reading", "more"),
    [
        (PHOTO, read(ask=True), True),
        (Words("就在大门口"), read(ask=True), True),
        (Words("补充：电动车也停在楼道里，已经好几天了"), read(ask=False), True),
        (Words("楼道里堆满了杂物"), read(ask=False), False),
        (Words("说不清是什么但是写得很长的一段话"), read(ask=True), False),
        (Words("着火了"), read(ask=True, danger=True), False),
        (Words("垃圾没人清", media=(MediaId(1),)), read(ask=False), False),
    ],
)
def test_a_text_with_a_matter_of_its_own_is_never_swallowed(words: Words, reading: Reading, more: bool) -> None:
    assert belongs(words, reading, ticket()) is more


def test_the_first_sentence_after_a_wordless_post_is_what_it_lacked() -> None:
    wordless = ticket(unrouted=Unrouted.WORDLESS)
    assert belongs(Words("楼道里堆满了杂物，好几天了"), read(ask=False), wordless)


def test_text_and_place_are_read_together() -> None:
    assert Words(" 路灯不亮 ", spot="位置：槐荫路口").all_text == "路灯不亮\n位置：槐荫路口"
    assert Words(spot="位置：槐荫路口").all_text == "位置：槐荫路口"
