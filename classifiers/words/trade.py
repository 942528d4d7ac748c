"""The words of the trade, in lists of what they stand for, and of what letters and messages are about."""

from classifiers.words.plain import plain, word_file

LISTS = ("trade.txt", "subjects.txt")


def meanings() -> dict[str, tuple[str, ...]]:
    """What each word of the trade stands for, by the names of its lists; one word may stand for several things."""
    found: dict[str, list[str]] = {}
    for line in (line for name in LISTS for line in word_file(name).splitlines()):
        meaning, *words = line.split()
        for word in words:
            found.setdefault(plain(word), []).append(meaning)
    return {word: tuple(dict.fromkeys(meant)) for word, meant in found.items()}
