"""What other accounts call a file that came by one of them."""

from sqlalchemy import Column, String, Table

from storage.tables.base import BigId, metadata

media_copies = Table(
    "media_copies",
    metadata,
    Column("medium", BigId, primary_key=True, autoincrement=False),
    Column("account", String, primary_key=True),
    Column("file_id", String, nullable=False),
)
