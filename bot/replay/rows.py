"""The file to be played: CSV as the sample posts are, or JSON lines."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tickets.deeds.poster.posting import LONGEST
from tickets.kinds import Matter


class Unplayable(Exception):
    """The file cannot be played; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Row:
    """One message to be posted. `matter` is what its writer meant, where the file says so."""

    text: str
    matter: Matter | None = None


def read(path: Path) -> list[Row]:
    """All messages of the file. Raises Unplayable."""
    try:
        lines = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Unplayable(f"{path.name}：读不了，要 UTF-8 文本 · cannot be read as UTF-8 text") from error
    found = list(_json_lines(lines) if path.suffix in {".jsonl", ".ndjson"} else _table(lines))
    if not found:
        raise Unplayable(f"{path.name}：一条消息也没有 · there is no message in it")
    return [_row(f"{path.name}:{number}", fields) for number, fields in found]


def _table(lines: str) -> Iterator[tuple[int, Any]]:
    reader = csv.DictReader(lines.splitlines(keepends=True))
    for fields in reader:
        yield reader.line_num, fields


def _json_lines(lines: str) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(lines.splitlines(), 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except ValueError as error:
                raise Unplayable(f"第 {number} 行不是 JSON · line {number} is no JSON") from error


def _row(place: str, fields: Any) -> Row:
    text = fields.get("text") if isinstance(fields, dict) else None
    if not isinstance(text, str) or not text.strip():
        raise Unplayable(f"{place}：没有 text · there is no text")
    said = fields.get("matter")
    return Row(text[:LONGEST], Matter(said) if said in set(Matter) else None)
