"""What the token of an extra bot may do; those that stand keep what they could do until now."""

import sqlalchemy as sa
from alembic import op

from storage.tables.base import Json

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """From 0007 to 0008."""
    op.add_column("chat_bots", sa.Column("rights", Json, nullable=False, server_default="[]"))
    op.execute("""UPDATE chat_bots SET rights = '["private", "groups", "files", "webhook"]'""")
