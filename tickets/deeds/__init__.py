"""The use cases, one file a kind of deed: chat, pages, imports and the clocks all go through these."""
