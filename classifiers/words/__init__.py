"""Words: plain characters, cut into words with the trade's own dictionary."""
