"""Texts are cut to bytes, never inside a character, and nothing of them is lost."""

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.bridge.outgoing.cutting import cut, size

WORDS = st.text(st.sampled_from("路灯不亮。，\n 🔴👩‍👩‍👧é" + "e\u0301"), max_size=900)


@given(WORDS, st.integers(64, 600))
def test_every_part_fits_and_together_they_say_the_same(text: str, most: int) -> None:
    parts = cut(text, most)
    assert all(size(part) <= most for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_part_ends_where_people_pause() -> None:
    text = "楼道灯坏了三天。" * 20
    assert all(part.endswith("。") for part in cut(text, 200))


def test_a_character_of_several_signs_stays_whole() -> None:
    assert cut("甲" * 20 + "👩‍👩‍👧" * 10, 100)[0].endswith(("甲", "👧"))
