"""The channel `web`: a chat page in the browser, and the server that it talks to (docs/web-channel.md)."""
