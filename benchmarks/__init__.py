"""How fast, how big, how soon: measured side by side in one run, over loopback alone. Never a timed test."""
