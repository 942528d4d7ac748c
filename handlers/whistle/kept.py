"""What somebody has begun in a chat and not finished yet: a row of theirs, by name, that no other's press changes."""

from collections.abc import Mapping
from typing import Any

from telegram import Update

from handlers.context import Context
from tickets.records import Dialog


async def kept(update: Update, context: Context, name: str) -> Mapping[str, Any] | None:
    """What is kept under that name; None where nothing is."""
    person = await context.person(update)
    dialog = await context.work.talks.dialog(context.address(update), person.id)
    found = dialog.detail.get(name) if dialog else None
    return found if isinstance(found, dict) else None


async def keep(update: Update, context: Context, name: str, facts: Mapping[str, Any] | None) -> None:
    """A row, beside whatever else of this person is kept in the chat; None takes it away."""
    person, at = await context.person(update), context.address(update)
    dialog = await context.work.talks.dialog(at, person.id)
    rest = {one: value for one, value in (dialog.detail if dialog else {}).items() if one != name}
    detail = rest | ({name: dict(facts)} if facts else {})
    step = "kept" if "kept" in rest else name
    await context.work.talks.remember(at, person.id, Dialog(step, detail) if detail else None)
