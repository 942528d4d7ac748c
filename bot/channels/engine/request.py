"""python-telegram-bot's transport into the engine of this process: no HTTP, no hop."""

import json
from typing import Any

from telegram.error import InvalidToken
from telegram.request import BaseRequest, RequestData
from typing_extensions import override

from bot.channels.engine.call import Call, Upload
from bot.channels.engine.engine import Answer, Engine
from storage.chats.records import BUILT_IN_BOT, Bot, User

FILE_MARK = "/file/bot"


class EngineRequest(BaseRequest):
    """Carries the calls of one `telegram.Bot` to the engine. The token in the URL is not looked at."""

    def __init__(self, engine: Engine, bot: int = BUILT_IN_BOT) -> None:
        self._engine = engine
        self._bot = Bot(bot, "", User(bot, "", is_bot=True))

    @property
    @override
    def read_timeout(self) -> float | None:
        return None

    @override
    async def initialize(self) -> None:
        found = await self._engine.bot(self._bot.id)
        if found is None:
            raise InvalidToken
        self._bot = found

    @override
    async def shutdown(self) -> None:
        return None

    @override
    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = None,
        write_timeout: Any = None,
        connect_timeout: Any = None,
        pool_timeout: Any = None,
    ) -> tuple[int, bytes]:
        if FILE_MARK in url:
            return await self.download(url.split(FILE_MARK, 1)[1].partition("/")[2])
        name = url.rpartition("/")[2]
        answer = await self._engine.call(self._bot, name, _call(request_data))
        if answer.body["ok"]:
            await self.carried_out(name, request_data, answer.body["result"])
        return answer.status, _packed(answer)

    async def carried_out(self, method: str, data: RequestData | None, result: Any) -> None:
        """A call has succeeded: for those who show it elsewhere too."""

    async def download(self, path: str) -> tuple[int, bytes]:
        """The bytes at a `file_path` that getFile gave."""
        file = await self._engine.file_at(self._bot, path)
        if file is None or not file.digest:
            return 400, b'{"ok":false,"error_code":400,"description":"Bad Request: file not found"}'
        return 200, await self._engine.desk.depot.read(file)


def _packed(answer: Answer) -> bytes:
    return json.dumps(answer.body, ensure_ascii=False).encode()


def _call(data: RequestData | None) -> Call:
    if data is None:
        return Call({})
    uploads = {name: Upload(_name(part[0]), _content(part[1])) for name, part in (data.multipart_data or {}).items()}
    return Call(data.json_parameters, uploads)


def _name(given: object) -> str:
    return given if isinstance(given, str) else ""


def _content(given: Any) -> bytes:
    return given if isinstance(given, bytes) else given.read()
