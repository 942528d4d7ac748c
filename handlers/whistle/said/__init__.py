"""How a whistle reads: its card, its line, its names, why it was refused, and what the resident is told."""
