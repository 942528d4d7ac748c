"""The ports of `tickets/` fulfilled on one transaction."""
