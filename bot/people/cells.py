"""One row of the workbook, cell by cell."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from bot.people import terms
from bot.people.sheets import Row

T = TypeVar("T")


class Cells:
    """One row being understood; what can't be is noted."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.wrong: list[str] = []

    def prose(self, header: str, needed: bool = False) -> str:
        text = self.row[header]
        if needed and not text:
            self.wrong.append(f"“{header}”没有填（合并的单元格请先拆开）")
        return text

    def code(self, header: str, needed: bool = False) -> str:
        return terms.plain(self.prose(header, needed))

    def codes(self, header: str) -> tuple[str, ...]:
        return terms.listed(terms.plain(self.prose(header)))

    def words(self, header: str) -> tuple[str, ...]:
        return terms.listed(self.prose(header))

    def term(self, header: str, known: Mapping[str, T]) -> T | None:
        found = self.terms(header, known)
        if len(found) > 1:
            self.wrong.append(f"“{header}”只能填一个")
        return found[0] if found else None

    def one(self, header: str, known: Mapping[str, T]) -> T | None:
        """What may be left empty."""
        return self.term(header, known) if self.row[header] else None

    def terms(self, header: str, known: Mapping[str, T], needed: bool = True) -> list[T]:
        words = terms.listed(terms.plain(self.prose(header, needed)))
        by_plain = {terms.plain(name).casefold(): value for name, value in known.items()}
        for text in words:
            if text.casefold() not in by_plain:
                self.wrong.append(f"“{header}”没有“{text}”这一种，可填：{'、'.join(known)}")
        return [by_plain[text.casefold()] for text in words if text.casefold() in by_plain]

    def parsed(self, header: str, parse: Callable[[str], T | None], example: str, needed: bool = True) -> T | None:
        """What `parse` makes of the cell; None in an empty cell that may be empty."""
        text = self.prose(header, needed)
        found = parse(text) if text else None
        if text and found is None:
            self.wrong.append(f"“{header}”看不懂“{text}”，要写成 {example}")
        return found
