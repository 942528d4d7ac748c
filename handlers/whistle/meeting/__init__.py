"""Meetings and joint action in chat: called, answered, held; each decision its owner's card."""
