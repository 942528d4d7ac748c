"""From what a channel pushes to rows: kept once, understood, and answered while it waits."""
