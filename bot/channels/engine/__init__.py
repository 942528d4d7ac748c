"""A Bot API in this process: chats as rows, methods as calls, for every channel that is not Telegram itself."""
