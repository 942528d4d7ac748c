"""A limit that reaches into a year whose holiday notice is not out: whoever reads the limit reads that too."""

from collections.abc import Iterable

from handlers.texts import Texts


def doubt(years: Iterable[int], t: Texts) -> str:
    """A short line, or nothing where every notice is known."""
    named = t("、").join(map(str, sorted(set(years))))
    return t("{years} 年放假还没公布，先按周末和法定节假日算", years=named) if named else ""
