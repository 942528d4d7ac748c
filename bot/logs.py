"""Log lines: an event's name and ids; never what residents wrote, and never a secret."""

import logging
import re
import sys
from collections.abc import Iterable, Mapping, MutableMapping
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.typing import Processor

HIDDEN = "•••"
ROOMS = ("bot", "handlers", "classifiers", "storage", "tickets")

_PRIVATE = frozenset({"text", "caption", "words", "body", "payload", "update", "name", "phone", "door"})
"""Keys under which a line would carry what a person wrote or is."""
_TOKEN = re.compile(r"\d{5,20}:[A-Za-z0-9_-]{20,}")
_URL_PASSWORD = re.compile(r"(?<=://)([^\s:/@]*):[^\s/@]+@")
_PARAMETERS = re.compile(r"\[parameters: .*?\](?=\n|$)", re.DOTALL)
_ARGUMENT = re.compile(r"(?<=query argument \$)(\d+): .*?(?=\(|\n|$)")
_WRITTEN = re.compile(r"[\u3400-\u9fff][\u3000-\u9fff\uff00-\uffef]*|(?<![\w.:])\d{7,}X?(?![\w:])", re.IGNORECASE)
_SHORTEST = 4


class Scrubber:
    """Covers the configured secrets, and whatever is shaped like a bot's token or a password in an address."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = sorted({s for s in secrets if len(s) >= _SHORTEST}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def text(self, text: str) -> str:
        """The text without secrets."""
        text = self._known.sub(HIDDEN, text) if self._known else text
        return _URL_PASSWORD.sub(rf"\1:{HIDDEN}@", _TOKEN.sub(HIDDEN, text))

    def value(self, value: Any) -> Any:
        """The same for whatever a log line may hold."""
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, Mapping):
            return {self.text(str(key)): self._held(str(key), held) for key, held in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [self.value(held) for held in value]
        return self.text(str(value))

    def __call__(self, _logger: Any, _method: str, line: MutableMapping[str, Any]) -> dict[str, Any]:
        return {key: self._held(key, value) for key, value in line.items()}

    def _held(self, key: str, value: Any) -> Any:
        return HIDDEN if key in _PRIVATE and value else self.value(value)


def begin(level: str, layout: str, secrets: Iterable[str] = (), out: TextIO = sys.stderr) -> None:
    """Send every line of this process to `out`: as JSON, or (`console`, or `auto` in a terminal) for eyes.

    Libraries speak from WARNING on only, since below it some of them tell what people wrote.
    """
    shared = _shared()
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    handler = logging.StreamHandler(out)
    handler.setFormatter(ProcessorFormatter(foreign_pre_chain=shared, processors=_last(layout, secrets, out)))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for room in ROOMS:
        logging.getLogger(room).setLevel(level)
    logging.captureWarnings(True)
    sys.excepthook = _crashed


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
    ]


def _last(layout: str, secrets: Iterable[str], out: TextIO) -> list[Processor]:
    eyes = layout == "console" or (layout == "auto" and out.isatty())
    renderer: Processor = structlog.processors.JSONRenderer(ensure_ascii=False)
    if eyes:
        renderer = structlog.dev.ConsoleRenderer(colors=out.isatty())
    return [_without_writing, ProcessorFormatter.remove_processors_meta, Scrubber(secrets), renderer]


def _without_writing(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Tracebacks and libraries' messages may quote a resident."""
    foreign = not line.get("_from_structlog", True)
    for key in ("exception", "stack", *(("event",) if foreign else ())):
        if key in line:
            line[key] = unquoted(str(line[key]))
    return line


def unquoted(text: str) -> str:
    """An error's words without what it quotes: SQL parameters, anything in Chinese, long numbers."""
    return _WRITTEN.sub(HIDDEN, _ARGUMENT.sub(rf"\1: {HIDDEN} ", _PARAMETERS.sub(HIDDEN, text)))


def _crashed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    structlog.get_logger(__name__).critical("crashed", exc_info=(kind, error, trace))
