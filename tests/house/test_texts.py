"""Everything that people read has its English, and nothing that is sent to them goes round the catalogue."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tests.house.test_rules import kept

ENGLISH = Path("handlers/texts/locale/en/LC_MESSAGES/messages.po")
MARKS = ("t", "_")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# “本系统默认口径” is the label that every score bears (domain 3.6): whose formula it is has to be said.
NEVER_SAID = re.compile("[!！]|系统(?!默认口径)|工单|流转|节点|受理中|亲爱的|您好！|[Ss]ystem|[Tt]icket|[Ww]orkflow")

PLAIN = {
    "全": "typed to have exclusions counted, not said",
    "中文": "a language is offered under its own name",
    "善说和": "a skill, as the people workbook names it",
    "懂法律": "a skill, as the people workbook names it",
    "有手艺": "a skill, as the people workbook names it",
    "会治理": "a skill, as the people workbook names it",
    "了的我您，。 ": "little words that are taken off a reason, not said",
    "一二三四五六日": "a Chinese date",
    "后天": "a Chinese date",
    "周": "a Chinese date",
    "月": "a Chinese date",
    "日": "a Chinese date",
}
"""Literals with Chinese in them that need no English, and why."""


def literal(node: ast.expr) -> str | None:
    """The text of a plain string."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def marked(node: ast.AST) -> ast.Call | None:
    """The call, where it says or marks a sentence."""
    called = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS and node.args
    return node if called and isinstance(node, ast.Call) else None


def put_together(node: ast.expr) -> bool:
    """An f-string, a concatenation, or a method of a literal, such as its `format`."""
    method = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and literal(node.func.value)
    return isinstance(node, ast.JoinedStr | ast.BinOp) or bool(method)


@cache
def trees() -> dict[str, ast.Module]:
    return {str(path): ast.parse(path.read_text("utf-8")) for path in kept("handlers", ".py")}


def calls() -> Iterator[tuple[str, ast.Call]]:
    for path, tree in trees().items():
        yield from ((f"{path}:{call.lineno}", call) for node in ast.walk(tree) if (call := marked(node)))


@cache
def sentences() -> frozenset[str]:
    """What `make texts` finds."""
    found = extract_from_dir("handlers", keywords=dict.fromkeys(MARKS))
    return frozenset(message for _, _, message, _, _ in found if isinstance(message, str))


@cache
def catalogue() -> Catalog:
    with ENGLISH.open("rb") as file:
        return read_po(file)


@cache
def english() -> dict[str, str]:
    return {str(m.id): str(m.string) for m in catalogue() if m.id}


def fields(sentence: str) -> set[tuple[str, str | None]]:
    return {(name, form) for _, name, form, _ in Formatter().parse(sentence) if name is not None}


def buttons() -> set[str]:
    """The sentences that stand on buttons."""
    found = set()
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "button":
                found |= {literal(call.args[0]) for part in ast.walk(node.args[0]) if (call := marked(part))}
    return {words for words in found if words}


def test_every_sentence_has_its_english() -> None:
    assert sorted(sentence for sentence in sentences() if not english().get(sentence)) == []


def test_no_english_is_left_of_a_sentence_that_nobody_says() -> None:
    assert sorted(set(english()) - sentences()) == []
    assert list(catalogue().obsolete) == []


def test_no_english_is_a_guess() -> None:
    assert [m.id for m in catalogue() if m.id and m.fuzzy] == []


def test_both_languages_fill_in_the_same() -> None:
    wrong = {chinese: said for chinese, said in english().items() if fields(chinese) != fields(said)}
    assert wrong == {}


def test_the_english_has_no_chinese_left_in_it() -> None:
    assert [said for said in english().values() if CHINESE.search(said)] == []


def test_every_sentence_stands_whole_where_it_is_said() -> None:
    """Neither put together nor formatted inside the call: it could not be found, nor be said in English."""
    assert [f"{where}: {ast.unparse(call.args[0])}" for where, call in calls() if put_together(call.args[0])] == []


def test_every_sentence_that_is_said_is_found() -> None:
    said = {where: literal(call.args[0]) for where, call in calls()}
    assert {where: words for where, words in said.items() if words is not None and words not in sentences()} == {}


def test_what_is_filled_in_is_what_the_sentence_has_room_for() -> None:
    wrong = {}
    for where, call in calls():
        words, given = literal(call.args[0]), {keyword.arg for keyword in call.keywords}
        if words is not None and given and None not in given and given != {name for name, _ in fields(words)}:
            wrong[where] = words
    assert wrong == {}


@pytest.mark.parametrize("path", trees())
def test_nothing_is_said_that_goes_round_the_catalogue(path: str) -> None:
    tree = trees()[path]
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    silent |= {id(part) for node in ast.walk(tree) if (call := marked(node)) for part in ast.walk(call.args[0])}
    bare = [
        f"{node.lineno}: {node.value}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CHINESE.search(node.value)
        if id(node) not in silent and node.value not in PLAIN
    ]
    assert bare == []


def test_the_exceptions_are_all_needed() -> None:
    said = {n.value for tree in trees().values() for n in ast.walk(tree) if isinstance(n, ast.Constant)}
    assert {words for words in PLAIN if words not in said} == set()


def test_an_english_button_has_one_or_two_words() -> None:
    plain = {chinese: re.sub(r"\{\w+\}", "", english().get(chinese, "")) for chinese in buttons()}
    assert {said for said in plain.values() if len(said.split()) > 2 or len(said.strip()) > 16} == set()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_it_speaks_plainly(language: str) -> None:
    said = english() if language == "zh_CN" else english().values()
    assert [words for words in said if NEVER_SAID.search(words)] == []
