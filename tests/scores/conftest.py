"""The whistles' city is the scores' too."""

from tests.whistles.conftest import scene

__all__ = ["scene"]
