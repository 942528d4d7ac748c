"""One address for a corp's two halves, as qyapi.weixin.qq.com is: its staff's app and its 微信客服."""

from typing import Self

from aiohttp import ClientSession, web

from tests.doubles.wecom import Corp
from tests.doubles.wxkf import Wecom
from tests.doubles.wxkf.platform import SECRET


class Front:
    """Hands a call to the half whose secret, token or path it bears."""

    def __init__(self, corp: Corp, kf: Wecom) -> None:
        self.corp = corp
        self.kf = kf

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=32 * 1024 * 1024)
        app.router.add_route("*", "/{path:.*}", self._pass_on)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._http = ClientSession()
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self._http.close()
        await self._runner.cleanup()

    async def _pass_on(self, request: web.Request) -> web.Response:
        query = request.query
        theirs = query.get("corpsecret") == SECRET or query.get("access_token") in self.kf.tokens
        url = (self.kf.url if theirs else self.corp.url) + request.path
        headers = {"Content-Type": request.headers.get("Content-Type", "application/octet-stream")}
        body = await request.read()
        async with self._http.request(request.method, url, params=query, data=body, headers=headers) as answer:
            return web.Response(body=await answer.read(), status=answer.status, content_type=answer.content_type)
