"""One person on several channels: joined by a one-time code that only they can have read on the other one."""

from datetime import timedelta

from tickets.deeds.sorting import refer
from tickets.deeds.step import finish
from tickets.errors import Unknown, Unusable
from tickets.ids import Account, PersonId
from tickets.kinds import Deed, State
from tickets.ports import Work
from tickets.records import Person, Query
from tickets.rules.routing import Unrouted

LASTS = timedelta(minutes=10)
"""Wall time within which a code between one's own channels is to be used."""
_MOST = 10_000


async def link(work: Work, code: str, speaker: Person) -> Person:
    """Whoever speaks is the person that the code was given to; what either has reported is theirs from now on.

    Raises Unknown("code") for a code that is none or was used, Unusable("staff") where both are staff.
    """
    other = await _other(work, code)
    if other == speaker.id:
        return speaker
    if work.directory.is_staff(speaker.id) and work.directory.is_staff(other):
        raise Unusable("staff")
    return await _one(work, speaker, other)


async def enlist(work: Work, code: str, account: Account, user: int, speaker: Person) -> Person:
    """Whoever speaks is the staff member that the operator's code was made for. A chat that was another one's, as a
    phone that is handed on, is no longer theirs. Raises Unknown("code").
    """
    other = await _other(work, code)
    if other != speaker.id and work.directory.is_staff(speaker.id):
        await work.people.give(account, user, other)
        return await work.people.person(other)
    return speaker if other == speaker.id else await _one(work, speaker, other)


async def _other(work: Work, code: str) -> PersonId:
    found = await work.people.redeem(code)
    if found is None:
        raise Unknown("code")
    return found


async def _one(work: Work, speaker: Person, other: PersonId) -> Person:
    kept, gone = (speaker.id, other) if work.directory.is_staff(speaker.id) else (other, speaker.id)
    for ticket in await work.tickets.find(Query(poster=gone, limit=_MOST)):
        locked = await work.tickets.get(ticket.id)
        theirs = await finish(work, locked, Deed.LINK, None, detail={"person": kept}, poster=kept)
        if theirs.state is State.HELD and theirs.holder == kept:
            # Nobody handles their own matter.
            await refer(work, theirs, None, Unrouted.OWN)
    await work.people.join(gone, kept)
    return await work.people.person(kept)
