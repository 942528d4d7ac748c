"""Every table there is; importing this fills the metadata."""

from storage.tables import copies, mail, people, tickets
from storage.tables.base import metadata

__all__ = ["copies", "mail", "metadata", "people", "tickets"]
