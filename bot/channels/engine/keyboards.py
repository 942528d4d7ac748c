"""Reply markup: what Telegram accepts, and nothing else."""

from typing import Any

from bot.channels.engine.call import Call, Json
from bot.channels.engine.errors import bad

MOST_BUTTONS = 100
MOST_IN_A_ROW = 8
DATA_BYTES = 64
DEEDS = ("url", "callback_data", "web_app", "switch_inline_query", "switch_inline_query_current_chat", "copy_text")
OTHER_KINDS = ("force_reply", "keyboard", "remove_keyboard")


def markup(call: Call) -> Json | None:
    """The call's `reply_markup`, checked; None where there is none. Raises Refusal."""
    given = call.mapping("reply_markup")
    if not given:
        return None
    if "inline_keyboard" in given:
        return _inline(given["inline_keyboard"])
    if any(kind in given for kind in OTHER_KINDS):
        return {name: value for name, value in given.items() if value is not None}
    raise bad("object expected as reply markup")


def inline_only(call: Call) -> Json | None:
    """The markup of an edit: an inline keyboard or none."""
    given = markup(call)
    if given is not None and "inline_keyboard" not in given:
        raise bad("inline keyboard expected")
    return given


def _inline(rows: Any) -> Json | None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad("can't parse inline keyboard: expected an Array of Arrays of buttons")
    kept = [[_button(button) for button in row] for row in rows if row]
    if sum(map(len, kept)) > MOST_BUTTONS or any(len(row) > MOST_IN_A_ROW for row in kept):
        raise bad("reply markup is too long")
    return {"inline_keyboard": kept} if kept else None


def _button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise bad("can't parse inline keyboard button: expected an Object")
    if not str(button.get("text") or "").strip():
        raise bad("can't parse inline keyboard button: Text buttons must have a text")
    deeds = [name for name in DEEDS if button.get(name) is not None]
    if len(deeds) != 1:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= DATA_BYTES:
        raise bad("BUTTON_DATA_INVALID")
    return {name: value for name, value in button.items() if value is not None and name != "hide"}
