"""The whistle's numbers among the settings; `bot.settings` reads them with all the others."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings

from bot.settings.calendar import SPAN, Length
from tickets.calendar.spans import Measure, Span
from tickets.kinds import Urgency
from tickets.whistles.limits import Limits

Hours = Annotated[float, Field(gt=0, le=24 * 366)]
Minutes = Annotated[float, Field(gt=0, le=60 * 24)]
Days = Annotated[float, Field(gt=0, le=366)]

_HOURS = "大于 0 的小时数 | a number of hours above 0"
_MINUTES = "大于 0 的分钟数 | a number of minutes above 0"
_DAYS = "大于 0 的天数 | a number of days above 0"
_COUNT = "1 到 100 的整数 | a whole number from 1 to 100"
_METRES = "50 到 100000 的米数 | metres, from 50 to 100000"


class WhistleSettings(BaseSettings):
    """What can be set about whistles; each default and its origin stand in `tickets.whistles.limits`."""

    whistle_confirm_quick_hours: Hours = Field(2, description=_HOURS)
    whistle_confirm_complex_hours: Hours = Field(24, description=_HOURS)
    whistle_ring_again_minutes: Minutes = Field(5, description=_MINUTES)
    whistle_quick: Length = Field(Span(24), description=SPAN)
    whistle_arrive_minutes: Minutes = Field(60, description=_MINUTES)
    whistle_complex_days: Days = Field(7, description=_DAYS)
    whistle_complex_warn_days: Days = Field(15, description=_DAYS)
    whistle_longest_days: Days = Field(180, description=_DAYS)
    whistle_score_hours: Hours = Field(24, description=_HOURS)
    whistle_ratify_hours: Hours = Field(24, description=_HOURS)
    whistle_object: Length = Field(Span(1, Measure.WORKDAYS), description=SPAN)
    whistle_rule_hours: Hours = Field(24, description=_HOURS)
    whistle_pause_days: Days = Field(30, description=_DAYS)
    whistle_extensions: int = Field(3, ge=1, le=100, description=_COUNT)
    whistle_visit_hours: Hours = Field(24, description=_HOURS)
    whistle_failures: int = Field(2, ge=1, le=100, description=_COUNT)
    whistle_early_minutes: Minutes = Field(60, description=_MINUTES)
    whistle_radius_metres: int = Field(1000, ge=50, le=100_000, description=_METRES)
    whistle_minutes_hours: Hours = Field(24, description=_HOURS)
    whistle_lend_days: Days = Field(90, description=_DAYS)

    def limits(self, reminders: tuple[int, ...]) -> Limits:
        """The numbers of the whistle."""
        hours, days = self._hours(), self._days()
        return Limits(
            confirm={Urgency.QUICK: hours["confirm_quick"], Urgency.COMPLEX: hours["confirm_complex"]},
            ring_again=timedelta(minutes=self.whistle_ring_again_minutes),
            solve_quick=self.whistle_quick,
            arrive_emergency=timedelta(minutes=self.whistle_arrive_minutes),
            complex_offered=days["complex"],
            complex_warned=days["complex_warn"],
            complex_longest=days["longest"],
            reminders=reminders,
            score=hours["score"],
            ratify=hours["ratify"],
            object_within=self.whistle_object,
            rule_within=hours["rule"],
            longest_pause=days["pause"],
            extensions=self.whistle_extensions,
            visit=hours["visit"],
            failures=self.whistle_failures,
            early=timedelta(minutes=self.whistle_early_minutes),
            radius=self.whistle_radius_metres,
            minutes=hours["minutes"],
            delegation_longest=days["lend"],
        )

    def _hours(self) -> dict[str, timedelta]:
        names = ("confirm_quick", "confirm_complex", "score", "ratify", "rule", "visit", "minutes")
        return {name: timedelta(hours=getattr(self, f"whistle_{name}_hours")) for name in names}

    def _days(self) -> dict[str, timedelta]:
        names = ("complex", "complex_warn", "longest", "pause", "lend")
        return {name: timedelta(days=getattr(self, f"whistle_{name}_days")) for name in names}
