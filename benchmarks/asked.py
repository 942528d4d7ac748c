"""微信客服: a callback tells that there is something, it is asked for, and the answer leaves by a call of its own."""

import asyncio
import json
import secrets
import time
from collections.abc import Mapping, Sequence
from itertools import cycle
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from aiohttp import ClientSession

from benchmarks import city as cities
from benchmarks import wire
from benchmarks.city import City
from benchmarks.double import Double
from benchmarks.passive import KEY, RATE, TOKEN, USERS
from benchmarks.process import Running, bot
from bot.channels.tencent.crypto import Key, encrypt, signature

CORP, KF = "ww0123456789abcdef", "wkBench0123456789abcdefghijklmnop"
_PATIENCE = 60.0
_MOST_A_PAGE = 1000


async def measure(home: Path, url: str, city: City, seconds: float, processes: int = 1) -> dict[str, float]:
    """Milliseconds from a resident's word to its receipt at 50 words a second, of how many, and how many had none."""
    await cities.build(url, city)
    platform = _Platform()
    server, port = await wire.serve(platform.answer)
    async with Double(city) as telegram:
        account = {
            "WECOM_CORP_ID": CORP,
            "WECOM_API_BASE": f"http://127.0.0.1:{port}",
            "WXKF_IDS": KF,
            "WXKF_SECRET": "s" * 43,
            "WXKF_TOKEN": TOKEN,
            "WXKF_AES_KEY": KEY,
        }
        running = [await bot(home, url, telegram.port, city.tokens, account) for _ in range(processes)]
        try:
            return await _load(city, platform, running, seconds)
        finally:
            for one in running:
                await one.stop()
            server.close()


class _Platform:
    """As much of WeCom as the account calls. What it has is told to the program one callback an entry."""

    def __init__(self) -> None:
        self.entries: list[Mapping[str, Any]] = []
        self._greeted = asyncio.Semaphore(0)
        self._waiting: dict[str, asyncio.Future[None]] = {}

    def answer(self, path: str, _head: bytes, body: bytes) -> bytes:
        return json.dumps({"errcode": 0, "errmsg": "ok"} | self._said(path, body), ensure_ascii=False).encode()

    def _said(self, path: str, body: bytes) -> dict[str, Any]:
        if "gettoken" in path:
            return {"access_token": "t" * 160, "expires_in": 7200}
        asked = json.loads(body)
        if "sync_msg" in path:
            start = int(asked["cursor"] or 0)
            end = min(start + _MOST_A_PAGE, len(self.entries))
            more = int(end < len(self.entries))
            return {"has_more": more, "next_cursor": str(end), "msg_list": self.entries[start:end]}
        if "on_event" in path:
            self._greeted.release()
        waiting = self._waiting.get(asked.get("touser", ""))
        if waiting is not None and not waiting.done():
            waiting.set_result(None)
        return {"msgid": asked["msgid"]}

    async def all_greeted(self, users: int) -> None:
        for _ in range(users):
            await self._greeted.acquire()

    def add(self, **entry: Any) -> None:
        name, now = secrets.token_urlsafe(16), int(time.time())
        self.entries.append({"msgid": name, "send_time": now, "open_kfid": KF, **entry})

    async def receipt(self, user: str) -> bool:
        """Whether the user is answered within a while."""
        self._waiting[user] = asyncio.get_running_loop().create_future()
        done, _ = await asyncio.wait([self._waiting[user]], timeout=_PATIENCE)
        return bool(done)


class _Phones:
    """Residents, and the callbacks that their words cause."""

    def __init__(self, session: ClientSession, platform: _Platform, ports: Sequence[int]) -> None:
        self._session = session
        self._platform = platform
        self._targets = cycle([f"http://127.0.0.1:{port}/wxkf/{CORP}" for port in ports])
        self.took: list[float] = []
        self.lost = 0

    async def enter(self, user: str, scene: str) -> None:
        event = {"event_type": "enter_session", "open_kfid": KF, "external_userid": user, "scene": scene}
        self._platform.add(origin=4, msgtype="event", event=event | {"welcome_code": secrets.token_hex(16)})
        await self._tell()

    async def say(self, user: str, text: str) -> None:
        begun = time.perf_counter()
        self._platform.add(origin=3, external_userid=user, msgtype="text", text={"content": text})
        answered = asyncio.create_task(self._platform.receipt(user))
        await self._tell()
        if await answered:
            self.took.append(1000 * (time.perf_counter() - begun))
        else:
            self.lost += 1

    async def _tell(self) -> None:
        moment, nonce = str(int(time.time())), str(secrets.randbelow(10**10))
        plain = (
            f"<xml><ToUserName>{CORP}</ToUserName><CreateTime>{moment}</CreateTime><MsgType>event</MsgType>"
            f"<Event>kf_msg_or_event</Event><Token>{secrets.token_urlsafe(24)}</Token><OpenKfId>{KF}</OpenKfId></xml>"
        )
        sealed = encrypt(Key(KEY), plain.encode(), CORP)
        query = {"timestamp": moment, "nonce": nonce, "msg_signature": signature(TOKEN, moment, nonce, sealed)}
        body = f"<xml><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>".encode()
        async with self._session.post(next(self._targets), params=query, data=body) as answer:
            answer.raise_for_status()


async def _load(city: City, platform: _Platform, running: Sequence[Running], seconds: float) -> dict[str, float]:
    users = [f"wmBench{number:06}" for number in range(min(USERS, int(seconds * RATE)))]
    async with ClientSession() as session:
        phones = _Phones(session, platform, [one.port for one in running])
        codes = cycle(sorted({f"C{-resident.group}" for resident in city.residents}))
        for user, code in zip(users, codes, strict=False):
            await phones.enter(user, code)
        await asyncio.wait_for(platform.all_greeted(len(users)), _PATIENCE)
        turn, texts, tasks = cycle(users), cycle(city.texts), []
        begun = time.perf_counter()
        for number in range(int(seconds * RATE)):
            await asyncio.sleep(max(0.0, begun + number / RATE - time.perf_counter()))
            tasks.append(asyncio.create_task(phones.say(next(turn), next(texts))))
        await asyncio.gather(*tasks)
    p99 = round(quantiles(phones.took, n=100)[98])
    return {"p50 ms": round(median(phones.took)), "p99 ms": p99, "receipts": len(phones.took), "none": phones.lost}
