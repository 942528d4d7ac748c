"""Files on disk, named by what they contain, and their rows."""

import asyncio
import hashlib
import secrets
from collections.abc import Collection, Iterable
from pathlib import Path

from bot.channels.engine.call import Upload, clean
from bot.channels.engine.errors import Refusal, bad
from bot.channels.engine.sniff import look
from bot.channels.engine.strip import stripped, turned
from storage.chats.records import File
from storage.chats.store import Chats

MOST_BYTES = 20 * 1024 * 1024
TOO_LARGE = Refusal(413, "Request Entity Too Large")


class Depot:
    """The media folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, digest: str) -> Path:
        return self._folder / digest[:2] / digest

    async def keep(self, upload: Upload, owner: int, kind: str | None = None) -> File:
        """Write the bytes to disk and say what they are; the row is the caller's to write. Raises Refusal.

        `kind` is what a bot wants to show it as; without it the file's own nature decides.
        """
        if len(upload.content) > MOST_BYTES:
            raise TOO_LARGE
        if not upload.content:
            raise bad("file must be non-empty")
        return await asyncio.to_thread(self._keep, upload, owner, kind)

    def _keep(self, upload: Upload, owner: int, kind: str | None) -> File:
        looks = look(upload.content)
        if kind == "photo" and looks.kind != "photo":
            raise bad("IMAGE_PROCESS_FAILED")
        width, height = looks.width, looks.height
        if turned(upload.content):
            width, height = height, width
        content = stripped(upload.content, looks.mime) if looks.kind == "photo" else upload.content
        digest = hashlib.sha256(content).hexdigest()
        self._write(self.path(digest), content)
        return File(
            id=secrets.token_urlsafe(24),
            digest=digest,
            kind=kind or looks.kind,
            name=file_name(upload.name),
            mime=looks.mime,
            ending=looks.ending,
            size=len(content),
            width=width,
            height=height,
            duration=looks.duration,
            owner=owner,
        )

    def _write(self, path: Path, content: bytes) -> None:
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        unfinished.write_bytes(content)
        unfinished.replace(path)

    async def discard(self, digests: Iterable[str]) -> None:
        """Delete the bytes of files that no row tells of any more."""
        for digest in digests:
            await asyncio.to_thread(self.path(digest).unlink, missing_ok=True)

    async def keep_only(self, digests: Collection[str], older_than: float) -> int:
        """Delete the files that no row tells of; gives how many. Younger ones than `older_than`
        (Unix seconds) may still get their row.
        """
        return await asyncio.to_thread(self._keep_only, digests, older_than)

    def _keep_only(self, digests: Collection[str], older_than: float) -> int:
        strays = [
            path for path in self._folder.glob("??/*") if path.name not in digests and path.stat().st_mtime < older_than
        ]
        for path in strays:
            path.unlink(missing_ok=True)
        return len(strays)

    async def read(self, file: File) -> bytes:
        return await asyncio.to_thread(self.path(file.digest).read_bytes)


def file_name(name: str) -> str:
    """A name that is safe to show and to save under."""
    bare = clean(name).replace("\\", "/").rpartition("/")[2].replace("\n", " ").strip(" .")
    return bare[-120:]


def file_path(file: File) -> str:
    """Where a bot downloads it, below `/file/bot<token>/`."""
    return f"{file.kind}s/{file.id}.{file.ending}"


async def at_path(chats: Chats, path: str, bot: int) -> File | None:
    """The file at that path, if the bot may see it."""
    return await chats.files.seen_by(path.rpartition("/")[2].partition(".")[0], bot)
