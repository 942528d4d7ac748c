"""An .xlsx file as plain rows of text, with the bounds and refusals that a file from a stranger's hand needs."""

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from warnings import catch_warnings

from openpyxl import load_workbook

from bot.people.terms import plain, prose

BIGGEST_FILE = 10 * 2**20
BIGGEST_CONTENT = 80 * 2**20
MOST_ROWS = 20_000
MOST_COLUMNS = 60
_OLD_OFFICE = bytes.fromhex("D0CF11E0A1B11AE1")
_LOCKED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """A mistake or a warning: the sheet, the row as Excel numbers it (0: the whole sheet) and a sentence."""

    sheet: str
    row: int
    text: str

    @property
    def told(self) -> str:
        """The remark as one line for people."""
        where = f"{self.sheet} 第 {self.row} 行" if self.row else self.sheet
        return f"{where}：{self.text}" if where else self.text


@dataclass(frozen=True, slots=True)
class Row:
    """One filled row; `cells` by header, empty ones as ''."""

    sheet: str
    number: int
    cells: Mapping[str, str]

    def __getitem__(self, header: str) -> str:
        return self.cells.get(header, "")


@dataclass(frozen=True, slots=True)
class Book:
    """What stands in a workbook, and what was remarkable about it."""

    rows: Mapping[str, list[Row]]
    mistakes: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)


class Unreadable(Exception):
    """The file cannot be taken for a workbook; the message is a sentence for people."""


def read(path: Path, sheets: Mapping[str, tuple[str, ...]], required: frozenset[str]) -> Book:
    """The named sheets with their headers, the order of both being free. Raises Unreadable."""
    _inspect(path)
    try:
        with path.open("rb") as file, catch_warnings(action="ignore"):
            return _rows(load_workbook(file, read_only=True, data_only=True), sheets, required)
    except Unreadable:
        raise
    except Exception as error:  # openpyxl raises whatever a broken part makes it stumble over
        raise Unreadable(f"文件已损坏，请在 Excel 或 WPS 里打开后另存为 .xlsx（{type(error).__name__}）") from error


def _inspect(path: Path) -> None:
    try:
        with path.open("rb") as file:
            size, head = path.stat().st_size, file.read(len(_OLD_OFFICE))
    except OSError as error:
        raise Unreadable(f"打不开文件 {path}（{error.strerror}）") from error
    if size > BIGGEST_FILE:
        raise Unreadable("文件超过 10 MB，请删去图片和用不到的表")
    if head == _OLD_OFFICE:
        raise Unreadable(_old_office(path.read_bytes()))
    if not zipfile.is_zipfile(path):
        raise Unreadable("不是 .xlsx 工作簿，请在 Excel 或 WPS 里另存为 .xlsx")
    _unpackable(path)


def _old_office(content: bytes) -> str:
    if _LOCKED in content:
        return "工作簿设了打开密码，请去掉密码再保存"
    return "是旧格式（.xls 或 .et），请在 Excel 或 WPS 里另存为 .xlsx"


def _unpackable(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            declared = any(b"<!DOCTYPE" in archive.open(p).read(1024) for p in parts if p.filename.endswith(".xml"))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise Unreadable("文件已损坏或设了密码，请在 Excel 或 WPS 里另存为 .xlsx") from error
    if sum(p.file_size for p in parts) > BIGGEST_CONTENT or len(parts) > 1000:
        raise Unreadable("文件解开后太大，请删去图片和用不到的表")
    if declared or "xl/workbook.xml" not in archive.namelist():
        raise Unreadable("不是 .xlsx 工作簿，请在 Excel 或 WPS 里另存为 .xlsx")


def _rows(workbook: Any, sheets: Mapping[str, tuple[str, ...]], required: frozenset[str]) -> Book:
    book = Book({name: [] for name in sheets})
    found = {plain(sheet.title): sheet for sheet in workbook.worksheets}
    for name, headers in sheets.items():
        if name in found:
            book.rows[name].extend(_sheet(name, found[name], headers, book))
        elif name in required:
            book.mistakes.append(Remark(name, 0, "缺少这张表"))
        else:
            book.notes.append(Remark(name, 0, "没有这张表"))
    workbook.close()
    return book


def _sheet(name: str, sheet: Any, headers: tuple[str, ...], book: Book) -> Iterator[Row]:
    sheet.reset_dimensions()
    lines = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS)
    columns: dict[int, str] = {}
    for number, cells in enumerate(lines, start=1):
        texts = {i: _text(cell.value) for i, cell in enumerate(cells)}
        if not any(texts.values()):
            continue
        if not columns:
            columns = _columns(name, texts, headers, number, book)
            if not columns:
                return
            continue
        if number > MOST_ROWS:
            book.mistakes.append(Remark(name, number, f"一张表最多 {MOST_ROWS} 行"))
            return
        row = Row(name, number, {header: texts.get(i, "") for i, header in columns.items()})
        if any(row.cells.values()):
            book.mistakes.extend(_broken(row))
            yield row


def _columns(name: str, texts: Mapping[int, str], headers: tuple[str, ...], number: int, book: Book) -> dict[int, str]:
    """Where each header stands; nothing, and a mistake, where one is missing or stands twice.

    A header that begins with ? may be missing.
    """
    needed = [header for header in headers if not header.startswith("?")]
    headers = tuple(header.removeprefix("?") for header in headers)
    titles = {i: plain(text) for i, text in texts.items() if text}
    given = list(titles.values())
    missing = [h for h in needed if h not in given]
    twice = sorted({h for h in headers if given.count(h) > 1})
    for header in missing:
        book.mistakes.append(Remark(name, number, f"缺少表头“{header}”"))
    for header in twice:
        book.mistakes.append(Remark(name, number, f"表头“{header}”出现了两次"))
    extra = [title for title in given if title not in headers]
    if extra and not missing:
        book.notes.append(Remark(name, number, f"没有用到的列：{'、'.join(extra)}"))
    return {} if missing or twice else {i: title for i, title in titles.items() if title in headers}


def _broken(row: Row) -> Iterator[Remark]:
    for header, text in row.cells.items():
        if text.startswith("#") and text.rstrip("!?").removeprefix("#") in {
            "REF",
            "N/A",
            "NAME",
            "VALUE",
            "DIV/0",
            "NULL",
        }:
            yield Remark(row.sheet, row.number, f"“{header}”里的公式出错（{text}）")


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, timedelta):
        return f"{value / timedelta(days=1):.6f}"
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return "" if value is None else prose(str(value))


def _moment(value: datetime) -> str:
    """Excel keeps 24:00 as the first day of its calendar."""
    return "24:00" if value.year <= 1900 else value.date().isoformat()
