"""What all channels share that are not the Bot API and have no page of ours: see docs/channels.md."""
