"""What has no number yet stands in no index of numbers: the sender's look into the outbox stays short."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """From 0006 to 0007."""
    sent = sa.text("message_id IS NOT NULL")
    op.drop_index("ix_outbox_message_id", "outbox")
    columns = ["account", "chat", "message_id"]
    op.create_index("ix_outbox_message_id", "outbox", columns, postgresql_where=sent, sqlite_where=sent)
