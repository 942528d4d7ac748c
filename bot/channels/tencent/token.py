"""The access token: one for all replicas, in a row that only the app secret opens; never in a log."""

import base64
import hashlib
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from cryptography.fernet import Fernet, InvalidToken

from storage.bridges.tokens import Sealed, demand, keep_token, token_of
from storage.database import Database
from tickets.ids import Account

Renew = Callable[[bool], Awaitable[tuple[str, int]]]
"""Asks the platform for its stable token and the seconds that it lives; True demands another one."""
_AHEAD = timedelta(minutes=2)
"""A token is not used for the last moments of its life."""
_BETWEEN_DEMANDS = timedelta(minutes=75)
"""The platform gives another token before the old one's time at most 20 times a day."""


class Token:
    """An account's token, as all replicas share it."""

    def __init__(
        self, account: Account, secret: str, database: Database, renew: Renew, wall: Callable[[], datetime]
    ) -> None:
        self._account = account
        self._fernet = Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"{account} {secret}".encode()).digest()))
        self._database = database
        self._renew = renew
        self._wall = wall
        self._known: tuple[str, datetime] | None = None

    async def get(self) -> str:
        """A token that lives. Raises what the platform's refusal means."""
        if self._known is None or self._known[1] - _AHEAD <= self._wall():
            self._known = await self._stored()
        if self._known is None or self._known[1] - _AHEAD <= self._wall():
            await self._fetch(demanded=False)
        return self._known[0] if self._known else ""

    async def refused(self, token: str) -> str:
        """The platform does not know this token (any more): another one."""
        stored = await self._stored()
        if stored is not None and stored[0] != token:
            self._known = stored
            return stored[0]
        found = await self._fetch(demanded=False)
        if found != token:
            return found
        async with self._database.write() as connection:
            allowed = await demand(connection, self._account, self._wall(), _BETWEEN_DEMANDS)
        return await self._fetch(demanded=True) if allowed else found

    async def _stored(self) -> tuple[str, datetime] | None:
        async with self._database.read() as connection:
            row = await token_of(connection, self._account)
        try:
            return (self._fernet.decrypt(row.token).decode(), row.until) if row else None
        except InvalidToken:
            # Sealed with the app secret of before.
            return None

    async def _fetch(self, *, demanded: bool) -> str:
        token, seconds = await self._renew(demanded)
        until = self._wall() + timedelta(seconds=seconds)
        self._known = token, until
        async with self._database.write() as connection:
            await keep_token(connection, self._account, Sealed(self._fernet.encrypt(token.encode()).decode(), until))
        return token
