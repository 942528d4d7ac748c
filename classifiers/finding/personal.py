"""Personal data in a text: numbers, plates, accounts, doors and names, each with its exact place."""

import re
from collections.abc import Callable, Iterator
from itertools import chain

from classifiers.finding.names import names
from classifiers.finding.where.components import components
from classifiers.finding.where.doors import doors
from tickets.reading import Span

NOBODYS = ""
"""What no rule may take: the code of a lamp post looks like a card's."""
Check = Callable[[str], bool]
GAP = r"[ \-·.]?"
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使"
IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
IDENTITY_CHECKS = "10x98765432"
PLATED = "[a-hj-np-z]"
COUNTED = re.compile(r"[\d@零〇一二三四五六七八九十幺壹甲乙丙丁]")
CALLED = re.compile("微信|威信|薇信|wx|vx|wechat")
SPOKEN = "零〇一二三四五六七八九幺两壹贰叁肆伍陆柒捌玖"


def spans(text: str) -> tuple[Span, ...]:
    """The personal data of plain text, in order; where two claims overlap the earlier rule wins."""
    taken = [Span(start, end, NOBODYS) for (start, end), _ in components(text)]
    counted = COUNTED.search(text) is not None or CALLED.search(text) is not None
    for span in chain(_numbers(text) if counted else (), doors(text) if counted else (), names(text)):
        if all(span.end <= other.start or other.end <= span.start for other in taken):
            taken.append(span)
    return tuple(sorted((one for one in taken if one.what != NOBODYS), key=lambda span: span.start))


def _numbers(text: str) -> Iterator[Span]:
    likely = {need for need, look in NEEDS.items() if look.search(text)}
    for what, need, pattern, holds in RULES:
        for hit in pattern.finditer(text) if need in likely else ():
            if holds(hit.group("it")):
                yield Span(*hit.span("it"), what)


def _digits(text: str) -> str:
    return re.sub(r"[^0-9x]", "", text)


def is_identity(text: str) -> bool:
    """Whether the last character is the check digit that GB 11643 gives."""
    digits = _digits(text)
    total = sum(weight * int(digit) for weight, digit in zip(IDENTITY_WEIGHTS, digits[:17], strict=True))
    return digits[17] == IDENTITY_CHECKS[total % 11]


def is_card(text: str) -> bool:
    """Whether the last digit is the one that Luhn's rule gives."""
    digits = [int(digit) for digit in reversed(_digits(text))]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _always(_: str) -> bool:
    return True


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


NEEDS = {
    "run": re.compile(r"\d[\d \-·.()]{5}"),
    "qq": re.compile("qq|扣扣"),
    "called": CALLED,
    "@": re.compile("@"),
    "spoken": re.compile(rf"[一幺壹]{GAP}[{SPOKEN}]{GAP}[{SPOKEN}]"),
    "plate": re.compile(rf"[{PROVINCES}] ?{PLATED}"),
}
"""For speed alone: what stands in every text in which a rule finds something."""
BORN = r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
RULES: tuple[tuple[str, str, re.Pattern[str], Check], ...] = tuple(
    (what, need, re.compile(pattern), holds)
    for what, need, pattern, holds in (
        (
            "identity",
            "run",
            rf"(?<![\d])(?P<it>[1-9]\d{{5}}{GAP}(?:18|19|20)\d{{2}}{GAP}\d{{4}}{GAP}\d{{3}}[\dx])(?!\d)",
            is_identity,
        ),
        ("identity", "run", rf"(?<!\d)(?P<it>[1-9]\d{{5}}{BORN}\d{{3}}[\dx])(?!\d)", _always),
        (
            "identity",
            "run",
            r"(?<!\d)(?P<it>[1-9]\d{5}\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3})(?!\d)",
            _always,
        ),
        ("identity", "run", r"身份证(?:号码?)?[:是为 ]{0,3}(?P<it>\d[\d \-]{13,22}[\dx])(?!\d)", _always),
        ("card", "run", r"(?<!\d)(?P<it>\d{4}(?:[ \-]\d{4}){3}(?:[ \-]\d{1,3})?|[3-9]\d{14,18})(?!\d)", is_card),
        (
            "card",
            "run",
            r"(?:卡号|账号|银行卡|帐号|工行|建行|农行|中行|邮政)[^\d，。]{0,6}(?P<it>\d[\d \-]{10,22}\d)(?!\d)",
            _always,
        ),
        ("contact", "qq", r"(?:qq|扣扣)(?:号码?|群)?[:： 是为加]{0,3}(?P<it>[1-9]\d{4,11})(?!\d)", _always),
        (
            "contact",
            "called",
            r"(?:微信|wx|vx|wechat|威信|薇信)(?:号码?|id)?[:： 是为加]{0,3}(?P<it>[a-z][a-z0-9_\-]{5,19})(?![a-z0-9])",
            _always,
        ),
        (
            "contact",
            "@",
            r"(?<![a-z0-9._\-])(?P<it>[a-z0-9][a-z0-9._\-]{0,40}@[a-z0-9\-]{1,40}(?:\.[a-z]{2,10}){1,3})",
            _always,
        ),
        ("phone", "run", rf"(?<!\d)(?P<it>(?:\+?0{{0,2}}86{GAP})?1[3-9]\d(?:[ \-.]?\d{{4}}){{2}})(?!\d)", _always),
        ("phone", "run", rf"(?<!\d)(?P<it>(?:\+?0{{0,2}}86{GAP})?1(?:[ \-.]?\d){{10}})(?!\d)", _always),
        (
            "phone",
            "spoken",
            rf"(?<![{SPOKEN}])(?P<it>[一幺壹]{GAP}[{SPOKEN}](?:{GAP}[{SPOKEN}]){{9}})(?![{SPOKEN}])",
            _always,
        ),
        (
            "phone",
            "run",
            r"(?<!\d)(?P<it>[(]?0(?:10|2\d|[3-9]\d\d)[)]?[ \-]?[2-9]\d{3}[ \-]?\d{3,4}(?:[ \-转]{1,2}\d{1,5})?)(?!\d)",
            _always,
        ),
        (
            "phone",
            "run",
            r"(?:电话|座机|固话|联系|号码|拨打|致电|回电|打给|打我|微信|手机|tel|call)[^\d，。]{0,6}"
            r"(?P<it>[1-9]\d{3}[ \-]?\d{3,4}|[1-9]\d{8,10})(?!\d)",
            _always,
        ),
        (
            "plate",
            "plate",
            rf"(?P<it>[{PROVINCES}] ?{PLATED}[ ·•.\-]{{0,2}}(?:(?:{PLATED}|\d) ?){{4,5}}"
            rf"(?:{PLATED}|[\d挂学警港澳领]))(?![a-z0-9])",
            _has_digit,
        ),
    )
)
"""Tried in this order: what an earlier rule took, a later one leaves alone."""
