"""Log lines carry events and ids: no secret and nothing that a resident wrote."""

import io
import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bot import logs
from tests.conftest import log_plainly

TOKEN = "123456789:AAE1-abcdefghijklmnopqrstuvwxyz_12"
PASSWORD = "geheim-42"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    """Where the lines go, everything being put back afterwards."""
    hook, root = sys.excepthook, logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield io.StringIO()
    sys.excepthook = hook
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(False)
    log_plainly()


def lines(out: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def fail(reason: str) -> None:
    token = TOKEN
    raise ValueError(f"{reason} at https://api.example.org/bot{token}/getMe")


def test_a_line_is_one_json_object_with_event_and_ids(out: io.StringIO) -> None:
    logs.begin("INFO", "json", out=out)
    structlog.get_logger("bot.inbox").info("handled", ticket=7, chat=-1001)
    (line,) = lines(out)
    assert (line["event"], line["ticket"], line["chat"], line["level"]) == ("handled", 7, -1001, "info")


def test_a_terminal_gets_lines_for_eyes(out: io.StringIO) -> None:
    terminal = Terminal()
    logs.begin("INFO", "auto", out=terminal)
    structlog.get_logger("bot.inbox").info("handled", ticket=7)
    assert "handled" in terminal.getvalue()
    assert not terminal.getvalue().startswith("{")


def test_what_is_no_terminal_gets_json(out: io.StringIO) -> None:
    logs.begin("INFO", "auto", out=out)
    structlog.get_logger("bot.inbox").info("handled")
    assert lines(out)


def test_configured_secrets_are_covered_wherever_they_stand(out: io.StringIO) -> None:
    logs.begin("INFO", "json", [PASSWORD], out)
    structlog.get_logger("bot.x").info(
        "asked", url=f"https://h/?p={PASSWORD}", held={"deep": [PASSWORD]}, **{PASSWORD: 1}
    )
    assert out.getvalue().count(logs.HIDDEN) == 2
    assert "geheim" not in json.dumps(lines(out)[0]["held"]) + lines(out)[0]["url"]


def test_what_is_shaped_like_a_token_is_covered_without_being_configured(out: io.StringIO) -> None:
    logs.begin("INFO", "json", out=out)
    structlog.get_logger("bot.x").info("asked", url=f"https://api.example.org/bot{TOKEN}/getMe")
    assert lines(out)[0]["url"] == f"https://api.example.org/bot{logs.HIDDEN}/getMe"


def test_the_password_in_an_address_is_covered(out: io.StringIO) -> None:
    logs.begin("INFO", "json", out=out)
    structlog.get_logger("bot.x").info("joined", database="postgresql://city:open@db/city")
    assert lines(out)[0]["database"] == f"postgresql://city:{logs.HIDDEN}@db/city"


@pytest.mark.parametrize("layout", ["json", "console"])
def test_a_traceback_shows_neither_token_nor_locals(out: io.StringIO, layout: str) -> None:
    logs.begin("INFO", layout, out=out)
    try:
        fail("no answer")
    except ValueError:
        structlog.get_logger("bot.x").exception("failed")
    assert "fail(" in out.getvalue()
    assert "abcdefghij" not in out.getvalue()


def test_a_librarys_traceback_is_covered_too(out: io.StringIO) -> None:
    logs.begin("INFO", "json", out=out)
    try:
        fail("no answer")
    except ValueError:
        logging.getLogger("aiohttp.server").exception("Error for %s", TOKEN)
    assert "abcdefghij" not in out.getvalue()
    assert "ValueError" in lines(out)[0]["exception"]


def test_an_uncaught_error_is_a_line_without_secrets(out: io.StringIO) -> None:
    logs.begin("INFO", "json", out=out)
    try:
        fail("no answer")
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    assert lines(out)[0]["event"] == "crashed"
    assert "abcdefghij" not in out.getvalue()


def test_what_a_resident_wrote_is_not_in_a_line(out: io.StringIO) -> None:
    logs.begin("DEBUG", "json", out=out)
    structlog.get_logger("bot.x").info("posted", ticket=7, text="楼上漏水", update={"message": {"text": "楼上漏水"}})
    assert "漏水" not in out.getvalue()


def test_a_database_error_does_not_repeat_what_was_to_be_written(out: io.StringIO) -> None:
    logs.begin("INFO", "json", out=out)
    try:
        raise ValueError("(sqlite3.IntegrityError) no\n[parameters: ('a flat upstairs leaks', 7)]\n(Background: …)")
    except ValueError:
        structlog.get_logger("bot.x").exception("failed")
    assert "leaks" not in lines(out)[0]["exception"].splitlines()[-2]


def test_a_traceback_repeats_nothing_in_chinese(out: io.StringIO) -> None:
    logs.begin("INFO", "json", out=out)
    try:
        fail("楼上漏水，3号楼")
    except ValueError:
        structlog.get_logger("bot.x").exception("failed")
    assert "漏水" not in out.getvalue()


@pytest.mark.parametrize(
    "said",
    [
        "(sqlite3.IntegrityError) no\n[parameters: ('my flat 301 leaks', 7)]\n(Background: …)",
        "invalid input for query argument $2: 'my flat 301 leaks' ('str' object cannot be interpreted)",
        "no number: '13812345678'",
        "no number: '11010519900307123x'",
        "楼上漏水",
    ],
)
def test_an_errors_words_quote_nobody(said: str) -> None:
    told = logs.unquoted(said)
    assert told.split()[0] in {"(sqlite3.IntegrityError)", "invalid", "no", logs.HIDDEN}
    assert not any(quoted in told for quoted in ("leaks", "138", "1101", "漏水"))


def test_libraries_say_nothing_below_a_warning(out: io.StringIO) -> None:
    logs.begin("DEBUG", "json", out=out)
    logging.getLogger("telegram.ext").debug("an update with everything in it")
    structlog.get_logger("handlers.post").debug("ours")
    assert [line["event"] for line in lines(out)] == ["ours"]


def test_lines_below_the_level_are_left_out(out: io.StringIO) -> None:
    logs.begin("WARNING", "json", out=out)
    structlog.get_logger("bot.x").info("handled")
    assert out.getvalue() == ""
