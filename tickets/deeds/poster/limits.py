"""How much one person may say in an hour, so that nobody can flood a group. What is said beyond it is not lost."""

from datetime import timedelta

from tickets.errors import TooMany
from tickets.ids import PersonId
from tickets.kinds import Deed
from tickets.ports import Work

_HOUR = timedelta(hours=1)
_SPOKEN = (Deed.ADD, Deed.EDIT, Deed.REPLY, Deed.REMARK)


async def may_post(work: Work, poster: PersonId) -> None:
    """Raises TooMany where the hour is full."""
    most = work.rules.posts
    past = await work.tickets.posted_by(poster, work.now - _HOUR, most)
    if len(past) >= most:
        raise TooMany(most, past[-1] + _HOUR)


async def rings(work: Work, author: PersonId) -> bool:
    """Whether those who have the ticket are told of what the resident adds now, or will find it on the ticket."""
    return await work.tickets.spoken_by(author, work.now - _HOUR, *_SPOKEN) < work.rules.additions
