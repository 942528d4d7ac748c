"""Markup becomes text and entities as it does at Telegram, or is refused with the place of the mistake."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.engine.call import Call, clean
from bot.channels.engine.deeds import split
from bot.channels.engine.entities import discovered, units, written
from bot.channels.engine.errors import Refusal


def read(text: str, mode: str = "", **more: Any) -> tuple[str, list[tuple[str, str]]]:
    """The plain text, and each entity's kind with the words that it covers."""
    plain, entities = written(Call({"text": text, "parse_mode": mode, **more}), "text", "entities")
    wide = plain.encode("utf-16-le")
    covered = [
        (entity["type"], wide[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le"))
        for entity in entities
    ]
    return plain, covered


HTML = [
    ("<b>急</b>件", "急件", [("bold", "急")]),
    ("🚨<b>🚨急</b>", "🚨🚨急", [("bold", "🚨急")]),
    ("<b>a<i>b</i></b>", "ab", [("bold", "ab"), ("italic", "b")]),
    ("1 &lt; 2 &amp;&amp; &#52; &unknown;", "1 < 2 && 4 &unknown;", []),
    ('<a href="https://x.cn/?a=1&amp;b=2">链接</a>', "链接", [("text_link", "链接")]),
    ('<pre><code class="language-py">x=1</code></pre>', "x=1", [("pre", "x=1")]),
    ('<span class="tg-spoiler">密</span><tg-spoiler>码</tg-spoiler>', "密码", [("spoiler", "密"), ("spoiler", "码")]),
    ("<blockquote expandable>引</blockquote>", "引", [("expandable_blockquote", "引")]),
    ("  <b> 头 </b> 尾 ", "头  尾", [("bold", "头 ")]),
    ("<b></b>空", "空", []),
]


@pytest.mark.parametrize(("source", "plain", "entities"), HTML)
def test_html_is_read(source: str, plain: str, entities: list[tuple[str, str]]) -> None:
    assert read(source, "HTML") == (plain, entities)


MARKDOWN = [
    ("*急*件", "急件", [("bold", "急")]),
    ("_a *b*_", "a b", [("italic", "a b"), ("bold", "b")]),
    ("__下__ ~删~ ||密||", "下 删 密", [("underline", "下"), ("strikethrough", "删"), ("spoiler", "密")]),
    (r"1\. 好\!", "1. 好!", []),
    ("`a*b`", "a*b", [("code", "a*b")]),
    ("```py\nx=1```", "x=1", [("pre", "x=1")]),
    (r"[链\]接](https://x.cn/\))", "链]接", [("text_link", "链]接")]),
    (">引\n>文\n后", "引\n文\n后", [("blockquote", "引\n文\n")]),
    ("**>引\n>文||", "引\n文", [("expandable_blockquote", "引\n文")]),
    ("![👍](tg://emoji?id=5368324170671202286)", "👍", [("custom_emoji", "👍")]),
]


@pytest.mark.parametrize(("source", "plain", "entities"), MARKDOWN)
def test_markdown_v2_is_read(source: str, plain: str, entities: list[tuple[str, str]]) -> None:
    assert read(source, "MarkdownV2") == (plain, entities)


def test_the_older_markdown_is_read() -> None:
    assert read("*急* a_b_ [链](https://x.cn) 1.", "Markdown")[0] == "急 ab 链 1."


REFUSED = [
    ("HTML", "<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    ("HTML", "急<x>", 'Unsupported start tag "x" at byte offset 3'),
    ("HTML", "<b><i>x</b></i>", 'Unmatched end tag, expected "</i>", found "</b>" at byte offset 7'),
    ("HTML", "x</b>", "Unexpected end tag at byte offset 1"),
    ("HTML", "1 < 2", "at byte offset 2"),
    ("MarkdownV2", "1.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
    ("MarkdownV2", "急 *x", "Can't find end of Bold entity at byte offset 4"),
    ("MarkdownV2", "`x", "Can't find end of Code entity at byte offset 0"),
    ("Markdown", "*x", "Can't find end of Bold entity at byte offset 0"),
]


@pytest.mark.parametrize(("mode", "source", "told"), REFUSED)
def test_broken_markup_is_refused_with_its_place(mode: str, source: str, told: str) -> None:
    with pytest.raises(Refusal) as refusal:
        read(source, mode)
    assert refusal.value.code == 400
    assert "can't parse entities" in refusal.value.description
    assert told in refusal.value.description


def test_given_entities_are_kept_and_those_out_of_bounds_refused() -> None:
    bold = {"type": "bold", "offset": 0, "length": 2}
    assert read("急件", entities=[bold]) == ("急件", [("bold", "急件")])
    with pytest.raises(Refusal):
        read("急", entities=[bold])


def test_commands_links_and_names_are_found_beside_what_was_marked() -> None:
    found = [
        (entity["type"], entity["offset"])
        for entity in discovered("🚨 /start@shaoying_bot 见https://x.cn/a，问@wang_li")
    ]
    assert found == [("bot_command", 3), ("url", 24), ("mention", 40)]


@pytest.mark.parametrize("words", ["1/2/3", "a/b", "6/F", "me@x.cn"])
def test_what_only_looks_like_a_command_or_name_is_none(words: str) -> None:
    assert discovered(words) == []


@given(st.text(), st.sampled_from(["HTML", "MarkdownV2", "Markdown", ""]))
def test_any_text_is_read_or_refused_and_entities_stay_in_bounds(text: str, mode: str) -> None:
    with suppress(Refusal):
        plain, entities = written(Call({"text": text, "parse_mode": mode}), "text", "entities")
        assert all(0 <= e["offset"] < e["offset"] + e["length"] <= units(plain) for e in entities)


@given(st.text(alphabet=st.sampled_from("电梯。\n 🚨a"), min_size=0, max_size=400).map(lambda text: text * 40))
def test_splitting_loses_nothing_but_white_space_at_the_breaks(text: str) -> None:
    words = clean(text).strip()
    parts = split(words)
    assert all(0 < units(part) <= 4096 for part in parts)
    assert "".join("".join(parts).split()) == "".join(words.split())
