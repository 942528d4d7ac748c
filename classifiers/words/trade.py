"""The trade's own words, grouped by what they stand for (`neighbor`, `property_co`, `elevator` …)."""

from functools import cache

from classifiers.words.plain import word_file


@cache
def meanings() -> dict[str, tuple[str, ...]]:
    """What each word of the trade stands for; one word may stand for several things."""
    found: dict[str, list[str]] = {}
    for line in word_file("trade.txt").splitlines():
        meaning, *words = line.split()
        for word in words:
            found.setdefault(word, []).append(meaning)
    return {word: tuple(dict.fromkeys(meant)) for word, meant in found.items()}
