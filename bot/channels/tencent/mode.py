"""How a platform is told to push."""

from enum import StrEnum


class Mode(StrEnum):
    """As chosen in the console. In COMPATIBLE pushes only what is encrypted is believed."""

    PLAIN = "plain"
    COMPATIBLE = "compatible"
    SAFE = "safe"
