"""The seats of the sample community: who one can be on the page, and the clock that can be moved there."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Sitter:
    """Somebody who can be picked for a seat."""

    id: int
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """A place on the page; without a `chat` it is the private chat of whoever is picked."""

    seat: str
    title: str
    chat: int | None
    people: Sequence[Sitter]

    def shown(self) -> dict[str, Any]:
        return asdict(self)


class Clock(Protocol):
    """Business time, which only the sample community moves."""

    def now(self) -> datetime: ...

    def offset_hours(self) -> float:
        """How far business time runs ahead."""
        ...

    async def forward(self, hours: float) -> None:
        """Move business time on, and do what falls due."""
        ...


class Sample(Protocol):
    """The sample community behind the page."""

    async def seats(self) -> Sequence[Seat]:
        """The seats in their order on the page."""
        ...

    async def reset(self) -> None:
        """Begin the sample community anew."""
        ...
