"""Where files can be had again, so that each is uploaded to an account only once."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import and_, case, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables.copies import media_copies
from storage.tables.tickets import media
from tickets.ids import Account, MediaId
from tickets.records import Medium


async def whereabouts(
    connection: AsyncConnection, ids: Collection[MediaId], account: Account
) -> Mapping[MediaId, tuple[Medium, str | None]]:
    """The files that are still kept, each with the id that the account knows it by, or None."""
    own = case((media.c.account == account, media.c.file_id), else_=media_copies.c.file_id).label("own")
    copy = and_(media_copies.c.medium == media.c.id, media_copies.c.account == account)
    query = select(media, own).outerjoin(media_copies, copy).where(media.c.id.in_(ids))
    return {
        MediaId(row.id): (Medium(row.id, row.kind, row.account, row.file_id, row.name, row.size, row.mime), row.own)
        for row in await connection.execute(query)
    }


async def copied(connection: AsyncConnection, account: Account, copies: Sequence[tuple[MediaId, str]]) -> None:
    """The account has the files now, under those ids."""
    row = insert(media_copies)
    kept = row.on_conflict_do_update(index_elements=["medium", "account"], set_={"file_id": row.excluded.file_id})
    await connection.execute(kept, [{"medium": m, "account": account, "file_id": file_id} for m, file_id in copies])
