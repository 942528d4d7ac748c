"""How a user is called back."""

from enum import StrEnum


class Ringing(StrEnum):
    """What is sent after the window is over, so that the user says something and the answer may follow."""

    NONE = "none"
    TEMPLATE = "template"
    SUBSCRIBE = "subscribe"
