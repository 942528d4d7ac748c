"""Closed months of the scores: their figures as they stood, and what came out otherwise later."""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, String, Table

from storage.tables.base import BigId, Instant, Json, id_column, metadata

score_periods = Table(
    "score_periods",
    metadata,
    Column("start", Instant, primary_key=True),
    Column("end", Instant, nullable=False),
    Column("name", String, nullable=False),
    Column("closed_at", Instant, nullable=False),
    Column("weights", Json, nullable=False),
)

score_lines = Table(
    "score_lines",
    metadata,
    Column("start", Instant, ForeignKey("score_periods.start"), primary_key=True),
    Column("unit", String, primary_key=True),
    Column("all_in", Boolean, primary_key=True),
    Column("figures", Json, nullable=False),
)

score_corrections = Table(
    "score_corrections",
    metadata,
    id_column(),
    Column("start", Instant, ForeignKey("score_periods.start"), nullable=False),
    Column("unit", String, nullable=False),
    Column("all_in", Boolean, nullable=False),
    Column("at", Instant, nullable=False),
    Column("figures", Json, nullable=False),
    Index("ix_score_corrections_start", "start"),
    sqlite_autoincrement=True,
)

year_rests = Table(
    "year_rests",
    metadata,
    id_column(),
    Column("year", Integer, nullable=False),
    Column("unit", String, nullable=False),
    Column("value", Float, nullable=False),
    Column("source", String, nullable=False),
    Column("by", BigId, ForeignKey("persons.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_year_rests_year", "year"),
    sqlite_autoincrement=True,
)
"""The part of a unit's year that is assessed elsewhere; entered again it is a new row."""
