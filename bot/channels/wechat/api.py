"""Calls to api.weixin.qq.com for one official account."""

from collections.abc import Mapping
from typing import Any

from typing_extensions import override

from bot.channels.tencent.calls import Body, Calls, Json, raw
from bot.channels.wechat.errors import STALE_TOKEN, error_of


class Api(Calls):
    """One account's calls; each raises what a refusal means."""

    name = "WeChat"
    stale = STALE_TOKEN
    told = frozenset({"application/json", "text/plain"})

    def __init__(self, base: str, app_id: str, secret: str) -> None:
        super().__init__(base)
        self._app_id = app_id
        self._secret = secret

    async def stable_token(self, demanded: bool) -> tuple[str, int]:
        """The platform's token and the seconds it lives; `demanded` makes it another one. Raises TelegramError."""
        asked: Mapping[str, Any] = {"grant_type": "client_credential", "appid": self._app_id, "secret": self._secret}
        answer = await self.ask("POST", "/cgi-bin/stable_token", {}, raw({**asked, "force_refresh": demanded}))
        if error := error_of(answer):
            raise error
        return self.token_in(answer)

    async def current_token(self) -> str:
        """A token that lives. Raises TelegramError."""
        return await self.token.get()

    async def media(self, media_id: str) -> bytes:
        """A file that a user sent. Raises TelegramError."""
        content, answer = await self.lying(media_id)
        if answer is None:
            return content
        if error := error_of(answer):
            raise error
        address = str(answer.get("video_url") or "")
        if not address.startswith(("https://", "http://")):
            raise self.unreadable()
        return (await self.fetch(address, {}))[0]

    @override
    async def _with_token(self, verb: str, path: str, query: Mapping[str, str], body: Body) -> Json:
        answer = await super()._with_token(verb, path, query, body)
        if error := error_of(answer):
            raise error
        return answer
