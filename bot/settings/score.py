"""The weights and months of the scores among the settings; `bot.settings` reads them with all the others."""

import re
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_settings import BaseSettings, NoDecode

from tickets.scores.figures import Weights
from tickets.scores.scoring import Scoring

_THREE = "三个不小于 0 的数，不能都是 0，例如 0.1,0.5,0.4 | three numbers from 0 up, not all 0, such as 0.1,0.5,0.4"
_SHARE = "0 到 1 的数 | a number from 0 to 1"


def _three(value: object) -> object:
    if not isinstance(value, str):
        return value
    found = tuple(float(part) for part in re.split(r"[,，\s]+", value.strip()))
    if len(found) != 3 or not min(found) >= 0 or not 0 < sum(found) < 1e6:
        raise ValueError("weights")
    return found


Three = Annotated[tuple[float, float, float], NoDecode, BeforeValidator(_three)]
Share = Annotated[float, Field(ge=0, le=1)]


class ScoreSettings(BaseSettings):
    """How scores are weighed, and how their months run."""

    score_weights: Three = Field((0.1, 0.5, 0.4), description=_THREE)
    score_fair: Share = Field(0.9, description=_SHARE)
    score_marks: Three = Field((1.0, 1.0, 1.0), description=_THREE)
    score_year_share: Share = Field(0.3, description=_SHARE)
    score_month_from: int = Field(19, ge=1, le=28, description="1 到 28 的日子 | a day from 1 to 28")
    score_close_days: float = Field(3, ge=0, le=60, description="0 到 60 的天数 | days, from 0 to 60")

    def scoring(self) -> Scoring:
        """The weights and the months."""
        weights = Weights(*self.score_weights, self.score_fair, *self.score_marks, self.score_year_share)
        return Scoring(weights, self.score_month_from, timedelta(days=self.score_close_days))
