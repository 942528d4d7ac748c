"""Calls to qyapi.weixin.qq.com by one secret of a corp: its app's, or 微信客服's."""

import json
from collections.abc import Mapping
from typing import Any

from telegram.error import BadRequest, TelegramError

from bot.channels.telegram.request import Flood, TokenRefused
from bot.channels.tencent.calls import Calls, Json

STALE_TOKEN = frozenset({40014, 41001, 42001})
"""The access token is none, or none any more."""
_QUIET = {45009: 60, 45011: 60, 45033: 5}
"""Seconds of quiet where an interface was called too often; a block lasts a minute, 45033 is too many at once."""
_WRONG_ACCOUNT = frozenset({40001, 40013, 40056, 41002, 41004, 48002, 60011, 301002, 301005})
"""Corp id, secret or agent id are wrong, or the app was switched off."""
_BUSY = frozenset({-1, 60020, 50001, 50002, 50003})
"""Comes right by itself, or once the operator has let this server's address in."""


class CallFailed(TelegramError):
    """An answer that WeCom may give otherwise next time."""


def error_of(answer: Mapping[str, Any]) -> TelegramError | None:
    """What an answer means whatever was asked; None where all is well. Nothing of the call is in the words."""
    code = answer.get("errcode", 0)
    if not code:
        return None
    words = f"WeCom {code}: {str(answer.get('errmsg', ''))[:120]}"
    if code in _QUIET:
        return Flood(json.dumps({"parameters": {"retry_after": _QUIET[code]}}).encode())
    if code in _WRONG_ACCOUNT:
        return TokenRefused(words)
    if code in STALE_TOKEN or code in _BUSY:
        return CallFailed(words)
    return BadRequest(words)


class CorpApi(Calls):
    """One secret's calls; `error_of` reads what the caller does not."""

    name = "WeCom"
    stale = STALE_TOKEN
    told = frozenset({"application/json"})

    def __init__(self, base: str, corp_id: str, secret: str) -> None:
        super().__init__(base)
        self._corp_id = corp_id
        self._secret = secret

    async def renew(self, _demanded: bool) -> tuple[str, int]:
        """The corp's token and the seconds it lives; while it lives everybody gets the same. Raises TelegramError."""
        query = {"corpid": self._corp_id, "corpsecret": self._secret}
        answer = await self.ask("GET", "/cgi-bin/gettoken", query, None)
        if error := error_of(answer):
            raise error
        return self.token_in(answer)

    async def media(self, media_id: str) -> bytes:
        """A file that lies with WeCom. Raises TelegramError."""
        content, answer = await self.lying(media_id)
        if answer is None:
            return content
        raise error_of(answer) or self.unreadable()

    async def by_key(self, path: str, query: Mapping[str, str], body: Any) -> Json:
        """Call what asks for no token but bears its own key. Raises TelegramError where there is no answer."""
        return await self.ask("POST", path, query, body)
