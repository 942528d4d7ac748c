"""Tickets, their history and what hangs on them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from storage.tables.base import BigId, Instant, Json, id_column, metadata, street_column


def _ticket() -> Column[int]:
    return Column("ticket", BigId, ForeignKey("tickets.id"), nullable=False)


_MERGED = text("merged_into IS NOT NULL")
_IN_ALBUM = text("album <> ''")
_FROM_CHAT = text("origin <> ''")

tickets = Table(
    "tickets",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=False),
    Column("number", String, nullable=False, unique=True),
    Column("community", String, nullable=False),
    Column("poster", BigId, ForeignKey("persons.id"), nullable=False),
    Column("posted_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("matter", String, nullable=False),
    Column("topic", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("urgency", String, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("state", String, nullable=False),
    Column("danger", Boolean, nullable=False),
    Column("peril", String),
    Column("area", String),
    Column("place", Text, nullable=False),
    Column("unit", String),
    Column("holder", BigId, ForeignKey("persons.id")),
    Column("round", Integer, nullable=False),
    Column("hand_overs", Integer, nullable=False),
    Column("claimed_at", Instant),
    Column("answered_at", Instant),
    Column("promised_for", Instant),
    Column("ended_at", Instant),
    Column("merged_into", BigId),
    Column("explained", Boolean, nullable=False),
    Column("pressed", Boolean, nullable=False),
    Column("helpers_welcome", Boolean),
    Column("unrouted", String, nullable=False),
    Column("missed", Boolean, nullable=False, server_default=false()),
    Column("flow", String, nullable=False, server_default=""),
    Column("flow_at", Text, nullable=False, server_default=""),
    Column("neighbours", Integer, nullable=False, server_default="0"),
    street_column(),
    Index("ix_tickets_poster_posted_at", "poster", "posted_at"),
    Index("ix_tickets_community_posted_at", "community", "posted_at"),
    Index("ix_tickets_unit_state", "unit", "state"),
    Index("ix_tickets_holder_state", "holder", "state"),
    Index("ix_tickets_merged_into", "merged_into", postgresql_where=_MERGED, sqlite_where=_MERGED),
)

events = Table(
    "events",
    metadata,
    id_column(),
    _ticket(),
    Column("deed", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("actor", BigId),
    Column("before", Json, nullable=False),
    Column("after", Json, nullable=False),
    Column("words", BigId),
    Column("detail", Json, nullable=False),
    street_column(),
    Index("ix_events_ticket_id", "ticket", "id"),
    sqlite_autoincrement=True,
)

words = Table(
    "words",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=False),
    _ticket(),
    Column("deed", String, nullable=False),
    Column("author", BigId, index=True),
    Column("at", Instant, nullable=False),
    Column("text", Text, nullable=False),
    Column("media", Json, nullable=False),
    Column("album", String, nullable=False),
    Column("origin", String, nullable=False),
    street_column(),
    Index("ix_words_ticket_id", "ticket", "id"),
    Index("ix_words_album", "album", postgresql_where=_IN_ALBUM, sqlite_where=_IN_ALBUM),
    Index("ix_words_origin", "origin", postgresql_where=_FROM_CHAT, sqlite_where=_FROM_CHAT),
)

media = Table(
    "media",
    metadata,
    id_column(),
    Column("kind", String, nullable=False),
    Column("account", String, nullable=False),
    Column("file_id", String, nullable=False),
    Column("name", String, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("mime", String, nullable=False),
    UniqueConstraint("account", "file_id"),
    sqlite_autoincrement=True,
)

deadlines = Table(
    "deadlines",
    metadata,
    id_column(),
    _ticket(),
    Column("clock", String, nullable=False),
    Column("round", Integer, nullable=False),
    Column("step", Integer, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("fired_at", Instant),
    street_column(),
    UniqueConstraint("ticket", "clock", "round", "step"),
    Index(
        "ix_deadlines_due_at",
        "due_at",
        postgresql_where=text("fired_at IS NULL"),
        sqlite_where=text("fired_at IS NULL"),
    ),
)

ratings = Table(
    "ratings",
    metadata,
    Column("ticket", BigId, ForeignKey("tickets.id"), primary_key=True, autoincrement=False),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("solved", Boolean),
    Column("grade", String),
    Column("contacted", Boolean),
    street_column(),
)

invitations = Table(
    "invitations",
    metadata,
    id_column(),
    _ticket(),
    Column("person", BigId, ForeignKey("persons.id"), nullable=False, index=True),
    Column("capacity", String, nullable=False),
    Column("asked_by", BigId, nullable=False),
    Column("accepted", Boolean),
    street_column(),
    Index("ix_invitations_ticket", "ticket"),
    sqlite_autoincrement=True,
)

corrections = Table(
    "corrections",
    metadata,
    id_column(),
    _ticket(),
    Column("said", String, nullable=False),
    Column("right", String, nullable=False),
    Column("by", BigId, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("topic_said", String, nullable=False, server_default=""),
    Column("topic_right", String, nullable=False, server_default=""),
    Column("words", BigId),
    street_column(),
    Index("ix_corrections_ticket", "ticket"),
)
