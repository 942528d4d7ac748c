"""The list of duties (职责清单): whose a matter is, and by which paragraph (S0:69, C30)."""

from dataclasses import dataclass
from enum import StrEnum

from tickets.ids import UnitCode
from tickets.kinds import Topic, Urgency


class Section(StrEnum):
    """The six sections of the list (S0:69)."""

    PARTY = "party"
    SAFETY = "safety"
    CITY = "city"
    COMMUNITY = "community"
    WELFARE = "welfare"
    SUPPORT = "support"


class Part(StrEnum):
    """What the street has in an item: 负责/承担, 组织/协调, 参与/协助 (S0:69)."""

    LEADS = "leads"
    COORDINATES = "coordinates"
    ASSISTS = "assists"


@dataclass(frozen=True, slots=True)
class DutyItem:
    """One line of the list.

    `lead` is the unit that answers for it, `others` those who usually come along; `topics` and `words` propose it
    for a ticket; `listed` says that a community may lead it (条例 art. 17).
    """

    number: str
    section: Section
    name: str
    part: Part
    lead: UnitCode
    others: tuple[UnitCode, ...] = ()
    topics: frozenset[Topic] = frozenset()
    words: tuple[str, ...] = ()
    type: Urgency = Urgency.QUICK
    basis: str = ""
    listed: bool = False
