"""Words that made no ticket yet, kept under a button: whoever wants them to be a post presses it, whenever that is."""

from telegram import Update

from handlers.context import Context
from tickets.deeds.poster.posting import Words
from tickets.ids import MediaId
from tickets.records import Dialog, Person

_KEPT = 10
"""So many are kept of one person; who goes on longer than that is told to say the oldest again."""


async def keep(update: Update, context: Context, person: Person, words: Words) -> str:
    """Keep the words; gives the mark that the button carries."""
    mark = words.origin.rpartition(":")[2]
    await _remember(update, context, person, {**await _all(update, context, person), mark: _frozen(words)})
    return mark


async def keep_more(update: Update, context: Context, person: Person, words: Words) -> bool:
    """The further pictures of an album that is kept go with it; False for anything else."""
    kept = await _all(update, context, person)
    mark = next((m for m, one in kept.items() if words.album and one.get("album") == words.album), None)
    if mark is None:
        return False
    first = _thawed(kept[mark])
    text = "\n".join(part for part in (first.text, words.text) if part)
    whole = Words(text, first.media + words.media, first.album, first.spot or words.spot, first.origin)
    await _remember(update, context, person, {**kept, mark: _frozen(whole)})
    return True


async def take_out(update: Update, context: Context, person: Person, mark: str) -> Words | None:
    """The words of that mark, which are kept no longer; None where they were posted already, or are too old."""
    kept = await _all(update, context, person)
    found = kept.pop(mark, None)
    if found is None:
        return None
    await _remember(update, context, person, kept)
    return _thawed(found)


async def _all(update: Update, context: Context, person: Person) -> dict[str, dict[str, object]]:
    dialog = await context.work.talks.dialog(context.address(update), person.id)
    return dict(dialog.detail.get("kept", {})) if dialog else {}


async def _remember(update: Update, context: Context, person: Person, kept: dict[str, dict[str, object]]) -> None:
    newest, at = dict(list(kept.items())[-_KEPT:]), context.address(update)
    dialog = await context.work.talks.dialog(at, person.id)
    detail = {**(dialog.detail if dialog else {}), "kept": newest}
    await context.work.talks.remember(at, person.id, Dialog("kept", detail))


def _frozen(words: Words) -> dict[str, object]:
    return {
        "text": words.text,
        "media": list(words.media),
        "album": words.album,
        "spot": words.spot,
        "origin": words.origin,
    }


def _thawed(kept: dict[str, object]) -> Words:
    media = kept.get("media")
    files = tuple(MediaId(int(m)) for m in media) if isinstance(media, list) else ()
    return Words(str(kept["text"]), files, str(kept.get("album", "")), str(kept["spot"]), str(kept["origin"]))
