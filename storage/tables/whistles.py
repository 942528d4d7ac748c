"""Whistles, their legs, history and clocks, and rights that were lent."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, text

from storage.tables.base import BigId, Instant, Json, id_column, metadata, street_column

OWING = text("reported_at IS NULL AND released_at IS NULL")
"""As written in the index, so that both planners see that it serves the query."""
RUNNING = text("ended_at IS NULL")
_UNFIRED = text("fired_at IS NULL")

whistles = Table(
    "whistles",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=False),
    Column("ticket", BigId, ForeignKey("tickets.id"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("community", String, nullable=False),
    Column("type", String, nullable=False),
    Column("scope", String, nullable=False),
    Column("blower", BigId),
    Column("blown_at", Instant),
    Column("ended_at", Instant),
    Column("facts", Json, nullable=False),
    street_column(),
    UniqueConstraint("ticket", "ordinal"),
    Index("ix_whistles_community_blown_at", "community", "blown_at"),
    Index("ix_whistles_blower", "blower", postgresql_where=RUNNING, sqlite_where=RUNNING),
)
"""`facts` are the whistle as its history tells it; the other columns are what it is looked for by."""

legs = Table(
    "whistle_legs",
    metadata,
    Column("whistle", BigId, ForeignKey("whistles.id"), primary_key=True, autoincrement=False),
    Column("unit", String, primary_key=True),
    Column("called_at", Instant, nullable=False),
    Column("due_at", Instant),
    Column("reported_at", Instant),
    Column("released_at", Instant),
    street_column(),
    Index("ix_whistle_legs_unit_called_at", "unit", "called_at"),
    Index("ix_whistle_legs_owing", "unit", postgresql_where=OWING, sqlite_where=OWING),
)

events = Table(
    "whistle_events",
    metadata,
    id_column(),
    Column("whistle", BigId, ForeignKey("whistles.id"), nullable=False),
    Column("deed", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("actor", BigId),
    Column("unit", String),
    Column("before", Json, nullable=False),
    Column("after", Json, nullable=False),
    Column("words", BigId),
    Column("detail", Json, nullable=False),
    street_column(),
    Index("ix_whistle_events_whistle_id", "whistle", "id"),
    sqlite_autoincrement=True,
)

deadlines = Table(
    "whistle_deadlines",
    metadata,
    id_column(),
    Column("whistle", BigId, ForeignKey("whistles.id"), nullable=False),
    Column("of", String, nullable=False),
    Column("clock", String, nullable=False),
    Column("round", Integer, nullable=False),
    Column("step", Integer, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("fired_at", Instant),
    street_column(),
    UniqueConstraint("whistle", "of", "clock", "round", "step"),
    Index("ix_whistle_deadlines_due_at", "due_at", postgresql_where=_UNFIRED, sqlite_where=_UNFIRED),
)

delegations = Table(
    "delegations",
    metadata,
    id_column(),
    Column("giver", BigId, ForeignKey("persons.id"), nullable=False),
    Column("taker", BigId, ForeignKey("persons.id"), nullable=False),
    Column("deed", String),
    Column("given_at", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("called_back", Boolean, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Index("ix_delegations_taker_until", "taker", "until"),
    Index("ix_delegations_giver_until", "giver", "until"),
    sqlite_autoincrement=True,
)
