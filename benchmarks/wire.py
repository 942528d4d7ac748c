"""HTTP as lean as it can be, so that what is measured is not the measuring: a server and a client over asyncio."""

import asyncio
import re
from collections import deque
from collections.abc import Callable

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CONNECTIONS = 48
Answer = Callable[[str, bytes, bytes], bytes]
"""Path, head and body of a request in, body of a 200 out."""


class _Buffer(asyncio.Protocol):
    """Cuts a stream into messages."""

    def __init__(self) -> None:
        self.data = b""
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.data += data
        while (end := self.data.find(b"\r\n\r\n")) >= 0:
            length = _LENGTH.search(self.data, 0, end)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self.data) < whole:
                return
            head, body, self.data = self.data[:end], self.data[end + 4 : whole], self.data[whole:]
            self.received(head, body)

    def received(self, head: bytes, body: bytes) -> None:
        raise NotImplementedError


class _Served(_Buffer):
    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self._answer = answer

    def received(self, head: bytes, body: bytes) -> None:
        path = head.split(b" ", 2)[1].decode()
        said = self._answer(path, head, body)
        kind = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
        self.transport.write(kind + str(len(said)).encode() + b"\r\n\r\n" + said)


async def serve(answer: Answer) -> tuple[asyncio.Server, int]:
    """A server on a free loopback port."""
    server = await asyncio.get_running_loop().create_server(lambda: _Served(answer), "127.0.0.1", 0)
    return server, server.sockets[0].getsockname()[1]


class _Asking(_Buffer):
    def __init__(self) -> None:
        super().__init__()
        self.answered: asyncio.Future[int]

    def received(self, head: bytes, body: bytes) -> None:
        self.answered.set_result(int(head.split(b" ", 2)[1]))

    def connection_lost(self, error: Exception | None) -> None:
        if hasattr(self, "answered") and not self.answered.done():
            self.answered.set_exception(error or ConnectionResetError())


class Client:
    """Posts over connections that stay open."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._free: deque[_Asking] = deque()
        self._room = asyncio.Semaphore(_CONNECTIONS)

    async def post(self, path: str, body: bytes, headers: str) -> int:
        """The status of the answer."""
        async with self._room:
            link = self._free.popleft() if self._free else await self._connect()
            link.answered = asyncio.get_running_loop().create_future()
            head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n{headers}"
            link.transport.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
            status = await link.answered
            self._free.append(link)
            return status

    def close(self) -> None:
        while self._free:
            self._free.pop().transport.close()

    async def _connect(self) -> _Asking:
        _, link = await asyncio.get_running_loop().create_connection(_Asking, "127.0.0.1", self.port)
        return link
