"""Passive replies of a WeChat account: so many posts a second, each in an envelope, until the reply is back."""

import asyncio
import json
import secrets
import time
from collections.abc import Sequence
from itertools import count, cycle, islice
from pathlib import Path
from statistics import median, quantiles

from aiohttp import ClientSession

from benchmarks import city as cities
from benchmarks import wire
from benchmarks.city import City
from benchmarks.double import Double
from benchmarks.process import Running, bot
from bot.channels.tencent.crypto import Key, encrypt, signature

APP, SECRET, TOKEN, KEY = "wx0123456789abcdef", "s" * 32, "AAAAA", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
USERS = 1000
RATE = 50


async def measure(home: Path, url: str, city: City, seconds: float, processes: int = 1) -> dict[str, float]:
    """Milliseconds from push to reply at 50 posts a second, of how many, and how many came too late for the push."""
    await cities.build(url, city)
    server, port = await wire.serve(_weixin)
    async with Double(city) as telegram:
        wechat = {
            "WECHAT_APP_ID": APP,
            "WECHAT_APP_SECRET": SECRET,
            "WECHAT_TOKEN": TOKEN,
            "WECHAT_AES_KEY": KEY,
            "WECHAT_API_BASE": f"http://127.0.0.1:{port}",
        }
        running = [await bot(home, url, telegram.port, city.tokens, wechat) for _ in range(processes)]
        try:
            return await _load(city, running, seconds)
        finally:
            for one in running:
                await one.stop()
            server.close()


def _weixin(path: str, _head: bytes, _body: bytes) -> bytes:
    """As much of the platform as the account calls."""
    if "stable_token" in path:
        return json.dumps({"access_token": "t" * 136, "expires_in": 7200}).encode()
    return b'{"errcode":0,"errmsg":"ok","media_id":"m"}'


class _Phones:
    """Users in turn, each with a home from the code that they scanned."""

    def __init__(self, session: ClientSession, ports: Sequence[int]) -> None:
        self._session = session
        self._targets = cycle([f"http://127.0.0.1:{port}/wechat/{APP}" for port in ports])
        self._numbers = count(10**16)
        self.late = 0
        self.took: list[float] = []

    async def push(self, user: str, kind: str, inside: str) -> bytes:
        moment, nonce = str(int(time.time())), str(secrets.randbelow(10**10))
        plain = (
            f"<xml><ToUserName>gh_bench</ToUserName><FromUserName>{user}</FromUserName><CreateTime>{moment}</CreateTime>"
            f"<MsgType>{kind}</MsgType>{inside}<MsgId>{next(self._numbers)}</MsgId></xml>"
        )
        sealed = encrypt(Key(KEY), plain.encode(), APP)
        query = {"timestamp": moment, "nonce": nonce, "msg_signature": signature(TOKEN, moment, nonce, sealed)}
        body = f"<xml><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>".encode()
        async with self._session.post(next(self._targets), params=query, data=body) as answer:
            answer.raise_for_status()
            return await answer.read()

    async def post(self, user: str, text: str) -> None:
        begun = time.perf_counter()
        answer = await self.push(user, "text", f"<Content><![CDATA[{text}]]></Content>")
        self.took.append(1000 * (time.perf_counter() - begun))
        self.late += answer == b"success"


async def _load(city: City, running: Sequence[Running], seconds: float) -> dict[str, float]:
    users = [f"oBench{number:06}" for number in range(USERS)]
    async with ClientSession() as session:
        phones = _Phones(session, [one.port for one in running])
        codes = cycle(sorted({f"C{-resident.group}" for resident in city.residents}))
        for some in _batches(users, 8):
            scans = (f"<Event>subscribe</Event><EventKey>qrscene_{code}</EventKey>" for code in codes)
            await asyncio.gather(*(phones.push(user, "event", scan) for user, scan in zip(some, scans, strict=False)))
        await asyncio.sleep(2)
        turn, texts, tasks = cycle(users), cycle(city.texts), []
        begun = time.perf_counter()
        for number in range(int(seconds * RATE)):
            await asyncio.sleep(max(0.0, begun + number / RATE - time.perf_counter()))
            tasks.append(asyncio.create_task(phones.post(next(turn), next(texts))))
        await asyncio.gather(*tasks)
    p99 = round(quantiles(phones.took, n=100)[98])
    return {"p50 ms": round(median(phones.took)), "p99 ms": p99, "replies": len(phones.took), "too late": phones.late}


def _batches(users: Sequence[str], size: int) -> list[list[str]]:
    rest = iter(users)
    return [list(islice(rest, size)) for _ in range(0, len(users), size)]
