"""Telegram: calls over aiohttp, updates by long polling or webhook."""
