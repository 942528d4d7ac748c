"""The directory, persons and where they can be reached."""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import BigId, Instant, Json

revision = "0001"
down_revision = None


def upgrade() -> None:
    """From nothing to 0001."""
    op.create_table(
        "areas",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("parent", sa.String()),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("aliases", Json, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["parent"], ["areas.code"], name="fk_areas_parent"),
        sa.PrimaryKeyConstraint("code", name="pk_areas"),
    )
    op.create_table(
        "directory_version",
        sa.Column("one", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("one", name="pk_directory_version"),
    )
    op.create_table(
        "persons",
        sa.Column("id", BigId, nullable=False),
        sa.Column("code", sa.String()),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("noticed", sa.Integer(), nullable=False),
        sa.Column("agreed", sa.Integer(), nullable=False),
        sa.Column("community", sa.String()),
        sa.Column("area", sa.String()),
        sa.Column("door", sa.String(), nullable=False),
        sa.Column("staff", sa.Boolean(), nullable=False),
        sa.Column("skills", Json, nullable=False),
        sa.Column("home", sa.String()),
        sa.Column("title", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_persons"),
        sa.UniqueConstraint("code", name="uq_persons_code"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "duties",
        sa.Column("id", BigId, nullable=False),
        sa.Column("person", BigId, nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("weekdays", Json, nullable=False),
        sa.Column("starts", sa.String(length=5), nullable=False),
        sa.Column("ends", sa.String(length=5), nullable=False),
        sa.ForeignKeyConstraint(["area"], ["areas.code"], name="fk_duties_area"),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name="fk_duties_person"),
        sa.PrimaryKeyConstraint("id", name="pk_duties"),
    )
    op.create_table(
        "identities",
        sa.Column("id", BigId, nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger()),
        sa.Column("person_id", BigId, nullable=False),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.Column("last_seen", Instant()),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_identities_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_identities"),
        sa.UniqueConstraint("account", "user_id", name="uq_identities_account_user_id"),
    )
    op.create_index("ix_identities_account_chat_id", "identities", ["account", "chat_id"])
    op.create_index("ix_identities_person_id", "identities", ["person_id"])
    op.create_table(
        "invites",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("person", BigId, nullable=False),
        sa.Column("expires", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name="fk_invites_person"),
        sa.PrimaryKeyConstraint("hash", name="pk_invites"),
    )
    op.create_table(
        "known_answers",
        sa.Column("id", BigId, nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["area"], ["areas.code"], name="fk_known_answers_area"),
        sa.PrimaryKeyConstraint("id", name="pk_known_answers"),
    )
    op.create_table(
        "units",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area"], ["areas.code"], name="fk_units_area"),
        sa.PrimaryKeyConstraint("code", name="pk_units"),
    )
    op.create_table(
        "groups",
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["unit"], ["units.code"], name="fk_groups_unit"),
        sa.PrimaryKeyConstraint("unit", name="pk_groups"),
    )
    op.create_index("ix_groups_account_chat", "groups", ["account", "chat"])
    op.create_table(
        "posts",
        sa.Column("person", BigId, nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["persons.id"], name="fk_posts_person"),
        sa.ForeignKeyConstraint(["unit"], ["units.code"], name="fk_posts_unit"),
        sa.PrimaryKeyConstraint("person", "unit", "role", name="pk_posts"),
    )
