"""Which communities somebody looks after, from where they ask."""

from telegram import Update

from handlers.context import Context
from handlers.worker.lists import watched
from tickets.directory import UnitKind
from tickets.ids import AreaCode

_ABOVE = frozenset({UnitKind.STREET, UnitKind.DISTRICT, UnitKind.COMMUNITY})


async def watched_here(update: Update, context: Context) -> frozenset[AreaCode]:
    """In the group of a community, street or district its own, whoever asks; else what the asker watches."""
    directory, at = context.work.directory, context.address(update)
    areas = [
        directory.units[unit].area
        for unit, group in directory.groups.items()
        if group == at and directory.units[unit].kind in _ABOVE
    ]
    if areas:
        return frozenset(c.code for c in directory.communities() if any(directory.inside(c.code, a) for a in areas))
    return watched(context, (await context.person(update)).id)
