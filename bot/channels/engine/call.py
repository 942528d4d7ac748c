"""One call's parameters, read the way Telegram reads them: numbers and structures may come as text."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.channels.engine.errors import CHAT_NOT_FOUND, bad

Json = dict[str, Any]

MOST = 2**52
_CHAT = re.compile(r"-?[0-9]{1,16}")
TRUE_WORDS = frozenset({"true", "1", "yes"})


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """A method's parameters. An empty string counts as left out, as it does at Telegram."""

    values: Mapping[str, Any]
    files: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        value = self.values.get(name)
        if value is None:
            return ""
        if isinstance(value, str):
            return clean(value)
        return json.dumps(value) if isinstance(value, dict | list | bool) else str(value)

    def whole(self, name: str, otherwise: int = 0) -> int:
        """An integer. Raises Refusal where there is something else."""
        value = self.text(name).strip()
        if not value:
            return otherwise
        try:
            number = int(value)
        except ValueError as error:
            raise bad(f"parameter {name} must be an integer") from error
        if abs(number) > MOST:
            raise bad(f"parameter {name} is out of range")
        return number

    def real(self, name: str) -> float:
        try:
            return float(self.text(name))
        except ValueError as error:
            raise bad(f"parameter {name} must be a number") from error

    def flag(self, name: str) -> bool:
        return self.text(name).strip().lower() in TRUE_WORDS

    def nested(self, name: str) -> Any:
        """A structure, given as itself or as JSON text; None where it was left out."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return cleaned(value)
        if not value.strip():
            return None
        try:
            return cleaned(json.loads(value))
        except (ValueError, RecursionError) as error:
            raise bad(f"can't parse {name.replace('_', ' ')} JSON object") from error

    def mapping(self, name: str) -> Json | None:
        """A JSON object. Raises Refusal for any other structure."""
        value = self.nested(name)
        if value is not None and not isinstance(value, dict):
            raise bad(f"object expected as {name.replace('_', ' ')}")
        return value

    def items(self, name: str) -> list[Json] | None:
        """A JSON list of objects. Raises Refusal for any other structure."""
        value = self.nested(name)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise bad(f"can't parse {name.replace('_', ' ')}: expected an Array of objects")
        return value

    def chat(self, name: str = "chat_id") -> int:
        """The chat's id. Names (`@channel`) are not known here."""
        value = self.text(name).strip()
        if not value:
            raise bad(f"{name} is empty")
        if not _CHAT.fullmatch(value) or abs(int(value)) > MOST:
            raise bad(CHAT_NOT_FOUND)
        return int(value)

    def message(self) -> int:
        """The message that the call is about."""
        number = self.whole("message_id")
        if number <= 0:
            raise bad("message identifier is not specified")
        return number


def clean(text: str) -> str:
    """Text that every database and every parser can hold: no lone surrogates, no control characters but line breaks."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)


def cleaned(value: Any) -> Any:
    """The structure with every text in it cleaned."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(str(name)): cleaned(item) for name, item in value.items()}
    return [cleaned(item) for item in value] if isinstance(value, list) else value


_CONTROLS = {code: None for code in range(32) if code not in {9, 10}}
