"""The hand-written checks beside the corpus: never trained on, each file for one promise."""

import csv
from typing import Any

from classifiers.learning.corpus import FOLDER

CHECKS = FOLDER / "checks"


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of one file of checks."""
    with (CHECKS / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
