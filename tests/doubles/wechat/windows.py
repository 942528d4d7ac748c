"""How many customer-service messages a user's deed allows, as the platform counts them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

WORDS = (5, timedelta(hours=48))
EVENT = (3, timedelta(minutes=1))


@dataclass
class Window:
    """Opened by a deed; deeds of one kind do not add up, the newest counts."""

    most: int
    until: datetime
    sent: int = 0


@dataclass
class Windows:
    """One user's. What is sent counts in every open window."""

    open: dict[str, Window] = field(default_factory=dict)

    def deed(self, kind: str, now: datetime) -> None:
        most, span = WORDS if kind == "words" else EVENT
        self.open[kind] = Window(most, now + span)

    def send(self, now: datetime) -> int:
        """0 where it may be sent, else WeChat's errcode."""
        alive = [window for window in self.open.values() if window.until > now]
        if not alive:
            return 45015
        if all(window.sent >= window.most for window in alive):
            return 45047
        for window in alive:
            window.sent += 1
        return 0
