"""Numerals as people write them, in plain digits."""

import re

DIGITS = {numeral: str(value) for value, numeral in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "两": "2",
    "幺": "1",
}
RUN = re.compile(f"[{''.join(DIGITS)}十百]+")


def number(said: str) -> str:
    """What was said, its Chinese numerals as digits: 十二 is 12, 六零二 is 602, 甲三 is 甲3."""
    return RUN.sub(lambda run: _value(run.group()), said)


def _value(run: str) -> str:
    if "百" in run:
        hundreds, _, rest = run.partition("百")
        return str(int(DIGITS.get(hundreds, "1")) * 100 + int(_value(rest.lstrip("零〇")) or 0 if rest else 0))
    if "十" in run:
        tens, _, ones = run.partition("十")
        return str(int(DIGITS.get(tens, "1")) * 10 + int(DIGITS.get(ones, "0")))
    return "".join(DIGITS[numeral] for numeral in run)
