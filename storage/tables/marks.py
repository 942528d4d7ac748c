"""By what open tickets are found that say the same as a new one: numbers made of their words, no words."""

from sqlalchemy import BigInteger, Column, ForeignKey, LargeBinary, String, Table

from storage.tables.base import BigId, metadata, street_column

marks = Table(
    "marks",
    metadata,
    Column("ticket", BigId, ForeignKey("tickets.id"), primary_key=True, autoincrement=False),
    Column("weighed", LargeBinary, nullable=False),
    street_column(),
)

mark_pieces = Table(
    "mark_pieces",
    metadata,
    Column("community", String, primary_key=True),
    Column("piece", BigInteger, primary_key=True, autoincrement=False),
    Column("ticket", BigId, ForeignKey("tickets.id"), primary_key=True, autoincrement=False, index=True),
    street_column(),
)
"""Read from its key: the newest tickets of a community with one piece."""
