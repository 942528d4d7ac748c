"""Sets of limits: the documents' own, or Beijing's 2 h / 24 h / 7 d / 15 d by how a matter is graded."""

from dataclasses import dataclass

from tickets.calendar.spans import Measure, Span
from tickets.kinds import Topic, Urgency


@dataclass(frozen=True, slots=True)
class Grades:
    """How long a matter has: an emergency; what people cannot live without; all others; what is hard."""

    emergency: Span
    utilities: Span
    general: Span
    hard: Span

    def of(self, urgency: Urgency, topic: Topic | None = None) -> Span:
        """The grade of a matter."""
        match urgency:
            case Urgency.EMERGENCY:
                return self.emergency
            case Urgency.COMPLEX:
                return self.hard
            case Urgency.QUICK:
                return self.utilities if topic is Topic.UTILITIES else self.general


BEIJING = Grades(Span(2), Span(24), Span(7, Measure.DAYS), Span(15, Measure.DAYS))
"""2020 年《关于进一步深化“接诉即办”改革工作的意见》: 2 小时、24 小时、7 天、15 天, all natural time."""
