"""The whistles of a ticket in one line, for the ticket's own card."""

from collections.abc import Sequence

from handlers.texts import Texts
from handlers.whistle.said.names import STANDS, TYPES
from tickets.whistles.kinds import WhistleState
from tickets.whistles.whistle import Whistle

_COUNTED = frozenset({WhistleState.CALLED, WhistleState.CONFIRMED, WhistleState.ARRIVED, WhistleState.WORKING})


def one_line(whistles: Sequence[Whistle], t: Texts) -> str:
    """Each with its kind and where it stands: how many of the units have come, or answered where none needs to."""
    return t("；").join(_short(whistle, t) for whistle in whistles if not whistle.dropped)


def _short(whistle: Whistle, t: Texts) -> str:
    kind, legs = t(TYPES[whistle.type]), [leg for leg in whistle.legs.values() if leg.active]
    if whistle.state not in _COUNTED:
        return f"{kind} · {t(STANDS[whistle.state])}"
    met = [leg for leg in legs if (leg.arrived_at if whistle.place else leg.confirmed_at)]
    if whistle.place:
        said = t("{n} 家到了 {met} 家", n=len(legs), met=len(met))
    else:
        said = t("{n} 家应了 {met} 家", n=len(legs), met=len(met))
    return f"{kind} · {said}"
