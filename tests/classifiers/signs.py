"""Whether what speeds the search for signs up fits the signs: what each has, and with what it begins."""

from collections.abc import Iterable, Iterator

# The parser behind `re`: nothing public tells with which characters an expression can begin.
from re import _constants as op
from re import _parser as parser
from typing import Any

from classifiers.finding.danger import SHORTS
from classifiers.words.plain import expressions

DIGITS = frozenset("0123456789")
Letters = frozenset[str]


def ways(name: str) -> Iterator[tuple[str, Any]]:
    """Every alternative of every list of signs in a file, parsed, under the key of its list."""
    lists = expressions(f"{name}.txt")
    for key in filter(str.islower, lists):
        signs = lists[key]
        for short in SHORTS:
            signs = signs.replace(short, lists.get(short, ""))
        tree: Any = parser.parse(signs)
        whole = len(tree) == 1 and tree[0][0] is op.BRANCH
        for way in tree[0][1][1] if whole else [tree]:
            yield f"{name}.{key}", way


def covered(tree: Iterable[Any], core: Letters) -> bool:
    """Whether every match has one of the characters of `core`."""
    return any(_covered_by(code, value, core) for code, value in tree)


def _covered_by(code: Any, value: Any, core: Letters) -> bool:
    if code is op.LITERAL:
        return chr(value) in core
    if code is op.IN:
        return all(kind is op.LITERAL and chr(letter) in core for kind, letter in value)
    if code is op.BRANCH:
        return all(covered(part, core) for part in value[1])
    if code is op.SUBPATTERN:
        return covered(value[3], core)
    return code is op.MAX_REPEAT and value[0] > 0 and covered(value[2], core)


def beginnings(tree: Iterable[Any]) -> Letters:
    """Characters with which a match can begin."""
    return _beginnings(tree)[0]


def _beginnings(tree: Iterable[Any]) -> tuple[Letters, bool]:
    found: Letters = frozenset()
    for code, value in tree:
        if code in (op.AT, op.ASSERT, op.ASSERT_NOT):
            continue
        letters, empty = _begins(code, value)
        found |= letters
        if not empty:
            return found, False
    return found, True


def _begins(code: Any, value: Any) -> tuple[Letters, bool]:
    if code is op.LITERAL:
        return frozenset(chr(value)), False
    if code is op.IN:
        assert value[0][0] is not op.NEGATE, "a sign may not begin with what could be anything"
        return frozenset().union(*(_members(*member) for member in value)), False
    assert code in (op.BRANCH, op.SUBPATTERN, op.MAX_REPEAT), "a sign may not begin with what could be anything"
    inner = value[1] if code is op.BRANCH else [value[3] if code is op.SUBPATTERN else value[2]]
    parts = [_beginnings(part) for part in inner]
    empty = any(part[1] for part in parts) or (code is op.MAX_REPEAT and not value[0])
    return frozenset().union(*(part[0] for part in parts)), empty


def _members(kind: Any, value: Any) -> Letters:
    if kind is op.RANGE:
        return frozenset(map(chr, range(value[0], value[1] + 1)))
    return frozenset(chr(value)) if kind is op.LITERAL else DIGITS
