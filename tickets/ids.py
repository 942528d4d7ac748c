"""Identities. A number of one kind is never one of another."""

from typing import NewType

TicketId = NewType("TicketId", int)
WhistleId = NewType("WhistleId", int)
PersonId = NewType("PersonId", int)
LetterId = NewType("LetterId", int)
WordsId = NewType("WordsId", int)
MediaId = NewType("MediaId", int)
AreaCode = NewType("AreaCode", str)
UnitCode = NewType("UnitCode", str)
Account = NewType("Account", str)
"""A channel account: `web`, `telegram:123456` (the bot's own id)."""
ChatId = NewType("ChatId", int)
