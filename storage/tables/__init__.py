"""Every table there is; importing this fills the metadata."""

from storage.tables import bridges, chats, copies, mail, marks, pages, people, scores, tickets, whistles
from storage.tables.base import metadata

__all__ = [
    "bridges",
    "chats",
    "copies",
    "mail",
    "marks",
    "metadata",
    "pages",
    "people",
    "scores",
    "tickets",
    "whistles",
]
