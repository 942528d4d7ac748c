"""What may be set about scores; each default's origin stands beside it."""

from dataclasses import dataclass
from datetime import timedelta

from tickets.scores.figures import Weights

_USUAL = Weights()


@dataclass(frozen=True, slots=True)
class Scoring:
    """How months run and when they are closed."""

    weights: Weights = _USUAL
    first_day: int = 19
    """Months run from the 19th to the 18th, as one district's do [CODE]; 1 for the calendar's."""
    close_after: timedelta = timedelta(days=3)
    """So long after its end a month is closed, so that what was asked for in it (剔除) can be decided (ours)."""
    kept_open: int = 3
    """Of so many closed months late changes are looked for and shown as corrections (ours)."""
