"""Files that still lie with a channel, and those that we have left there: neither stays for long."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.chats.records import File
from storage.tables.bridges import remote_files, uploads
from storage.tables.chats import files
from tickets.ids import Account


@dataclass(frozen=True, slots=True)
class Remote:
    """A file of ours whose bytes the channel has under the name `remote`, until then."""

    file: str
    account: Account
    remote: str
    tries: int
    until: datetime


async def expect(
    connection: AsyncConnection, file: File, account: Account, remote: str, now: datetime, until: datetime
) -> None:
    """The file's row stands before its bytes are here; they are to be fetched now."""
    await connection.execute(insert(files).values(_row(file)))
    row = {
        "file": file.id,
        "account": account,
        "remote": remote,
        "tries": 0,
        "ready_at": now,
        "until": until,
        "why": "",
    }
    await connection.execute(insert(remote_files).values(row))


async def take(connection: AsyncConnection, account: Account, now: datetime, lease: timedelta) -> Remote | None:
    """A file to be fetched now; nobody else gets it until the lease ends."""
    due = select(remote_files).where(remote_files.c.account == account, remote_files.c.ready_at <= now)
    row = (
        await connection.execute(due.order_by(remote_files.c.ready_at).limit(1).with_for_update(skip_locked=True))
    ).first()
    if row is None:
        return None
    change = {"ready_at": now + lease, "tries": row.tries + 1}
    await connection.execute(update(remote_files).where(remote_files.c.file == row.file).values(change))
    return Remote(row.file, Account(row.account), row.remote, row.tries + 1, row.until)


async def remote_of(connection: AsyncConnection, file: str) -> Remote | None:
    """Where the file still lies; None where its bytes are here, or lost."""
    row = (await connection.execute(select(remote_files).where(remote_files.c.file == file))).first()
    return Remote(row.file, Account(row.account), row.remote, row.tries, row.until) if row else None


async def again(connection: AsyncConnection, file: str, at: datetime, why: str) -> None:
    """Not now."""
    await connection.execute(update(remote_files).where(remote_files.c.file == file).values(ready_at=at, why=why))


async def arrived(connection: AsyncConnection, file: str, kept: File) -> None:
    """The bytes are in our depot as `kept` tells; the file keeps its id and owner."""
    known: dict[str, Any] = {name: value for name, value in _row(kept).items() if name not in {"id", "owner", "kind"}}
    await connection.execute(update(files).where(files.c.id == file).values(known))
    await lost(connection, file)


async def lost(connection: AsyncConnection, file: str) -> None:
    """The bytes will never come, or are here."""
    await connection.execute(delete(remote_files).where(remote_files.c.file == file))


async def uploaded(
    connection: AsyncConnection, account: Account, digest: str, kind: str, remote: str, until: datetime
) -> None:
    """The channel has those bytes under the name `remote`, until then."""
    row = insert(uploads).values(account=account, digest=digest, kind=kind, remote=remote, until=until)
    change = {"remote": remote, "until": until}
    await connection.execute(row.on_conflict_do_update(index_elements=["account", "digest", "kind"], set_=change))


async def upload_of(connection: AsyncConnection, account: Account, digest: str, kind: str, now: datetime) -> str | None:
    """What the channel calls those bytes, while it still has them."""
    query = select(uploads.c.remote).where(uploads.c.account == account, uploads.c.digest == digest)
    return (await connection.execute(query.where(uploads.c.kind == kind, uploads.c.until > now))).scalar()


async def prune(connection: AsyncConnection, now: datetime) -> None:
    """Forget what the channels have thrown away."""
    await connection.execute(delete(uploads).where(uploads.c.until <= now))


def _row(file: File) -> Mapping[str, Any]:
    return {name: getattr(file, name) for name in File.__slots__}
