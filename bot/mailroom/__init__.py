"""From inbox row to deed, and from outbox to channel."""
