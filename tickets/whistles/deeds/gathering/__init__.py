"""Units at one table and in one place: meetings, what they decide, and joint action."""
