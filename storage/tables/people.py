"""Who is who: the directory's tables, persons and the chats they can be reached in."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from storage.tables.base import BigId, Instant, Json, id_column, metadata

areas = Table(
    "areas",
    metadata,
    Column("code", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("level", String, nullable=False),
    Column("parent", String, ForeignKey("areas.code")),
    Column("prefix", String, nullable=False),
    Column("aliases", Json, nullable=False),
    Column("place", Integer, nullable=False),
)

units = Table(
    "units",
    metadata,
    Column("code", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("area", String, ForeignKey("areas.code"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("family", String),
    Column("tier", String),
)

duty_items = Table(
    "duty_items",
    metadata,
    Column("number", String, primary_key=True),
    Column("facts", Json, nullable=False),
    Column("place", Integer, nullable=False),
)

flows = Table(
    "flows",
    metadata,
    Column("code", String, primary_key=True),
    Column("facts", Json, nullable=False),
    Column("place", Integer, nullable=False),
)

persons = Table(
    "persons",
    metadata,
    id_column(),
    Column("code", String, unique=True),
    Column("name", String, nullable=False, default=""),
    Column("phone", String, nullable=False, default=""),
    Column("language", String, nullable=False, default=""),
    Column("noticed", Integer, nullable=False, default=0),
    Column("agreed", Integer, nullable=False, default=0),
    Column("community", String),
    Column("area", String),
    Column("door", String, nullable=False, default=""),
    Column("staff", Boolean, nullable=False, default=False),
    Column("skills", Json, nullable=False, default=list),
    Column("home", String),
    Column("title", String, nullable=False, default=""),
    Column("channel", String, nullable=False, server_default=""),
    sqlite_autoincrement=True,
)

identities = Table(
    "identities",
    metadata,
    id_column(),
    Column("account", String, nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger),
    Column("person_id", BigId, ForeignKey("persons.id"), nullable=False, index=True),
    Column("reachable", Boolean, nullable=False),
    Column("last_seen", Instant),
    UniqueConstraint("account", "user_id"),
    Index("ix_identities_account_chat_id", "account", "chat_id"),
)

posts = Table(
    "posts",
    metadata,
    Column("person", BigId, ForeignKey("persons.id"), primary_key=True),
    Column("unit", String, ForeignKey("units.code"), primary_key=True),
    Column("role", String, primary_key=True),
    Column("place", Integer, nullable=False),
)

duties = Table(
    "duties",
    metadata,
    id_column(),
    Column("person", BigId, ForeignKey("persons.id"), nullable=False),
    Column("area", String, ForeignKey("areas.code"), nullable=False),
    Column("weekdays", Json, nullable=False),
    Column("starts", String(5), nullable=False),
    Column("ends", String(5), nullable=False),
)

groups = Table(
    "groups",
    metadata,
    Column("unit", String, ForeignKey("units.code"), primary_key=True),
    Column("account", String, nullable=False),
    Column("chat", BigInteger, nullable=False),
    Column("thread", BigInteger, nullable=False, server_default="0"),
    Index("ix_groups_account_chat", "account", "chat"),
)

known_answers = Table(
    "known_answers",
    metadata,
    id_column(),
    Column("area", String, ForeignKey("areas.code"), nullable=False),
    Column("question", String, nullable=False),
    Column("answer", String, nullable=False),
)

invites = Table(
    "invites",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("person", BigId, ForeignKey("persons.id"), nullable=False),
    Column("expires", Instant, nullable=False),
)

directory_version = Table(
    "directory_version",
    metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
)
