"""Who may open a page of the staff: one-time links, the visits that they began, and every look."""

from sqlalchemy import Column, ForeignKey, String, Table

from storage.tables.base import BigId, Instant, Json, id_column, metadata

page_links = Table(
    "page_links",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("person", BigId, ForeignKey("persons.id"), nullable=False),
    Column("page", String, nullable=False),
    Column("expires", Instant, nullable=False),
)

page_visits = Table(
    "page_visits",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("person", BigId, ForeignKey("persons.id"), nullable=False),
    Column("expires", Instant, nullable=False),
)

page_looks = Table(
    "page_looks",
    metadata,
    id_column(),
    Column("person", BigId, ForeignKey("persons.id"), nullable=False),
    Column("page", String, nullable=False),
    Column("detail", Json, nullable=False),
    Column("at", Instant, nullable=False),
    sqlite_autoincrement=True,
)
