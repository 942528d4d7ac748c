"""A campaign's card: many units, counted by where they stand, and one button for each thing that is done with one."""

from collections.abc import Callable, Sequence

from handlers.buttons import Button, Verb, button
from handlers.texts import Texts
from handlers.whistle.said.names import LEGS
from tickets.directory import Directory
from tickets.ids import UnitCode
from tickets.ports import Work
from tickets.whistles.kinds import LegState
from tickets.whistles.leg import Leg
from tickets.whistles.whistle import Whistle

FEW = 6
"""So many units stand on a card one by one, each with its own buttons."""
_ORDER = (
    LegState.CALLED,
    LegState.CONFIRMED,
    LegState.ARRIVED,
    LegState.WORKING,
    LegState.PAUSED,
    LegState.REPORTED,
    LegState.RELEASED,
)


def are_many(whistle: Whistle) -> bool:
    """Whether they are counted."""
    return len(whistle.legs) > FEW


def counted(legs: Sequence[Leg], light: Callable[[Leg], str], directory: Directory, t: Texts) -> list[str]:
    """Each state in a line, who has done least first, the late ones before the rest of their state."""
    found: dict[tuple[LegState, str], list[str]] = {}
    for leg in legs:
        found.setdefault((leg.state, light(leg)), []).append(directory.unit_name(leg.unit))
    lines = sorted(found.items(), key=lambda one: (_ORDER.index(one[0][0]), one[0][1] != "🔴"))
    marks = sum(1 for leg in legs if leg.mark)
    scored = [t("评了 {n} 家", n=marks)] if marks else []
    return [*_named(legs, directory, t), *scored] + [
        t("{light} {state} {n} 家：{units}", light=mark, state=t(LEGS[state]), n=len(names), units=t("、").join(names))
        for (state, mark), names in lines
    ]


def _named(legs: Sequence[Leg], directory: Directory, t: Texts) -> list[str]:
    """Who leads, and who could not be reached."""
    leads = [directory.unit_name(leg.unit) for leg in legs if leg.lead]
    missed = [directory.unit_name(leg.unit) for leg in legs if leg.missed_at and leg.state is LegState.CALLED]
    found = [t("牵头：{unit}", unit=t("、").join(leads))] if leads else []
    return [*found, t("⚠ 没送到：{units}", units=t("、").join(missed))] if missed else found


def many_buttons(whistle: Whistle, t: Texts) -> list[Button]:
    """What is done with one of many; which one is chosen next."""
    words = {"urge_one": t("催…"), "score_one": t("评价…"), "back_one": t("退回重办…"), "lead_one": t("定牵头…")}
    return [button(said, Verb.WHISTLE, whistle.id, step) for step, said in words.items() if WHICH[step](whistle)]


def to_urge(whistle: Whistle) -> list[UnitCode]:
    """Who owes something and is not paused."""
    return [leg.unit for leg in _standing(whistle) if leg.owing and leg.state is not LegState.PAUSED]


def to_score(whistle: Whistle) -> list[UnitCode]:
    """Who has reported and is not scored yet."""
    return [leg.unit for leg in _standing(whistle) if leg.state is LegState.REPORTED and leg.mark is None]


def to_send_back(whistle: Whistle) -> list[UnitCode]:
    """Whose report could still be sent back."""
    return [leg.unit for leg in _standing(whistle) if leg.state is LegState.REPORTED]


def to_lead(whistle: Whistle) -> list[UnitCode]:
    """Who could lead instead."""
    return [unit for unit in to_urge(whistle) if not whistle.legs[unit].lead]


WHICH: dict[str, Callable[[Whistle], list[UnitCode]]] = {
    "urge_one": to_urge,
    "score_one": to_score,
    "back_one": to_send_back,
    "lead_one": to_lead,
}
"""Of which units each can be chosen."""


def chosen_of(step: str) -> Callable[[Work, Whistle, UnitCode], list[UnitCode]]:
    """The same, as a step offers them."""
    return lambda _work, whistle, _unit: WHICH[step](whistle)


def _standing(whistle: Whistle) -> Sequence[Leg]:
    return sorted(whistle.legs.values(), key=lambda leg: (leg.called_at, leg.unit))
