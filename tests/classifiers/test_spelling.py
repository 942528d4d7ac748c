"""However people spell it, it is read as the same words, and every character keeps its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.learning.checks import read_checks
from classifiers.reader import JiebaReader
from classifiers.words.plain import FILL, plain


@pytest.mark.parametrize("row", read_checks("spelling"), ids=lambda row: row["written"])
def test_typos_traditional_full_width_emoji_and_english_become_the_usual_words(row: dict[str, str]) -> None:
    assert plain(row["written"]).replace(FILL, " ") == row["plain"]


@given(st.text(max_size=200))
def test_plain_text_is_as_long_as_what_was_written(text: str) -> None:
    assert len(plain(text)) == len(text)


@given(st.text(alphabet="无業业野主楼樓到道电弟停车未elevator noi🔥🚗１２３号楼 ，。", max_size=80))
def test_plain_text_is_as_long_as_what_was_written_also_where_much_is_righted(text: str) -> None:
    assert len(plain(text)) == len(text)


def test_what_is_plain_stays_as_it_is() -> None:
    for row in read_checks("spelling"):
        once = plain(row["written"])
        assert plain(once) == once


def test_an_english_word_is_a_ground_as_it_was_written(reader: JiebaReader) -> None:
    text = "elevator坏了三天没人修"
    assert any(word in {"elevator", "elevator坏了"} for word in reader.read(text).why)
