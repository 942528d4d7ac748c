"""What becomes of letters that a channel did not take: booked where it is known, so that none is lost."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import structlog
from telegram.error import TelegramError

from bot.channels.account import ChannelAccount, Tidings
from bot.mailroom.verdict import BLOCKED, Act, Verdict, verdict
from storage.database import nudge
from storage.queues.outbox import Outgoing, later, refused, sent, stale
from storage.queues.parcels import overtaken
from storage.repos import kept
from storage.work import Storage, Unit
from tickets.ids import Account, ChatId
from tickets.mail import Address, Letter, Purpose
from tickets.records import Query

_log = structlog.get_logger(__name__)


class Booking:
    """Books fates for all accounts."""

    def __init__(
        self,
        storage: Storage,
        accounts: Mapping[Account, ChannelAccount],
        now: Callable[[], datetime],
        tidings: Tidings,
        language: str,
    ) -> None:
        self.storage = storage
        self.database = storage.database
        self.accounts = accounts
        self.now = now
        self.tidings = tidings
        self.language = language
        self._flooded: dict[Account, tuple[ChatId, datetime]] = {}

    async def decide(self, outgoing: Outgoing, error: Exception, *, again: bool = False) -> None:
        """The letter did not arrive, because of this; `again` where it may yet be told otherwise."""
        fate = judge(error, outgoing)
        _log.info("letter_not_sent", letter=outgoing.id, fate=fate.act.value, why=fate.why)
        try:
            await self._book(outgoing, fate, again)
        except Exception as failure:
            # The lease ends and the letter is tried again.
            _log.error("fate_not_booked", letter=outgoing.id, exc_info=failure)

    async def _book(self, outgoing: Outgoing, fate: Verdict, again: bool) -> None:
        match fate.act:
            case Act.SENT:
                async with self.database.write() as connection:
                    await sent(connection, [(outgoing.id, outgoing.edits)], wall())
            case Act.LATER:
                await self._later(outgoing, fate)
            case Act.STALE:
                async with self.database.write() as connection:
                    await stale(connection, outgoing.id, fate.why)
            case Act.DEAD:
                self.accounts[outgoing.letter.to.account].die(fate.why)
                await self._later(outgoing, fate)
            case Act.MOVED:
                await self._moved(outgoing, fate)
            case Act.REFUSED if again or fate.why == BLOCKED:
                await self.strand(outgoing, fate.why)
            case Act.REFUSED:
                await self.refuse(outgoing, fate.why)

    async def _later(self, outgoing: Outgoing, fate: Verdict) -> None:
        again = wall() + timedelta(seconds=fate.wait)
        whole = fate.whole_account or (fate.flood and self._floods_everywhere(outgoing.letter.to, again))
        async with self.database.write() as connection:
            await later(connection, outgoing.id, again, fate.why, whole_account=whole)

    def _floods_everywhere(self, to: Address, until: datetime) -> bool:
        """Whether a second chat was told to wait while the first one still does: then it is the account's limit."""
        chat, still = self._flooded.get(to.account, (to.chat, until))
        self._flooded[to.account] = (to.chat, until)
        return chat != to.chat and still > wall()

    async def _moved(self, outgoing: Outgoing, fate: Verdict) -> None:
        old = outgoing.letter.to
        async with self.storage.unit(self.now()) as work:
            await work.people.moved(old, Address(old.account, ChatId(fate.moved_to)))
            await later(work.connection, outgoing.id, wall(), fate.why)

    async def refuse(self, outgoing: Outgoing, why: str) -> None:
        """The channel will never take it; those who must know hear of it."""
        try:
            async with self.storage.unit(self.now()) as work:
                await self._tell_of_refusal(work, outgoing, why)
        except Exception as error:
            _log.error("refusal_not_told", letter=outgoing.id, exc_info=error)
            async with self.database.write() as connection:
                await refused(connection, outgoing.id, why)

    async def strand(self, outgoing: Outgoing, why: str) -> None:
        """It cannot be told in that chat now. What its reader waits for is told in another of their chats; where there
        is none, those who have the matter hear of it, and it follows once the reader speaks. All else is refused.
        """
        try:
            awaits = outgoing.letter.awaited and await self._is_for_poster(outgoing.letter)
            other = await self._another(outgoing.letter.to) if awaits else None
            async with self.storage.unit(self.now()) as work:
                if other is not None:
                    await self._other_way(work, outgoing, other, why)
                elif awaits:
                    await self._keep(work, outgoing, why)
                else:
                    await self._tell_of_refusal(work, outgoing, why)
        except Exception as error:
            # The lease ends and the letter is tried again.
            _log.error("not_kept", letter=outgoing.id, exc_info=error)

    async def arrived(self, outgoing: Outgoing) -> None:
        """It was sent. Who was told that it had not arrived hears that it has."""
        letter = outgoing.letter
        if not outgoing.missed or letter.ticket is None:
            return
        try:
            async with self.storage.unit(self.now()) as work:
                await _lock(work, letter)
                if await kept.reached(work.connection, outgoing.id):
                    still = await kept.some_missed(work.connection, letter.ticket)
                    await self.tidings.delivered(work, self.language, letter, still=still)
        except Exception as error:
            _log.error("arrival_not_told", letter=outgoing.id, exc_info=error)

    async def _tell_of_refusal(self, work: Unit, outgoing: Outgoing, why: str) -> None:
        await _lock(work, outgoing.letter)
        await refused(work.connection, outgoing.id, why)
        if outgoing.letter.awaited:
            await kept.mark_missed(work.connection, outgoing.id)
        if why == BLOCKED:
            await work.people.seen(outgoing.letter.to, reachable=False)
        await self.tidings.undelivered(work, self.language, outgoing.letter, outgoing.id, why)

    async def _keep(self, work: Unit, outgoing: Outgoing, why: str) -> None:
        await _lock(work, outgoing.letter)
        await kept.keep(work.connection, outgoing.id, why)
        if why == BLOCKED:
            await work.people.seen(outgoing.letter.to, reachable=False)
        if not outgoing.missed:
            await self.tidings.undelivered(work, self.language, outgoing.letter, outgoing.id, why, kept=True)

    async def _other_way(self, work: Unit, outgoing: Outgoing, other: Address, why: str) -> None:
        _log.info("letter_goes_another_way", letter=outgoing.id, to=other.account, why=why)
        await _lock(work, outgoing.letter)
        if why == BLOCKED:
            await work.people.seen(outgoing.letter.to, reachable=False)
        letters = await kept.of_one_answer(work.connection, outgoing.id)
        await kept.reroute(work.connection, letters, other)
        await kept.forward(work.connection, other)
        if outgoing.letter.ticket is not None and outgoing.letter.purpose is Purpose.ANSWER:
            await overtaken(work.connection, outgoing.letter.to, outgoing.letter.ticket, outgoing.id)
        await nudge(work.connection, "outbox")

    async def _is_for_poster(self, letter: Letter) -> bool:
        about = frozenset({letter.ticket} if letter.ticket is not None else ())
        async with self.storage.reading() as work:
            reader = await work.people.known(letter.to.account, letter.to.chat)
            found = await work.tickets.find(Query(among=about))
        return reader is not None and any(ticket.poster == reader.id for ticket in found)

    async def _another(self, closed: Address) -> Address | None:
        """Another chat of whoever reads that one, in which something can be said now; the one they chose first."""
        async with self.storage.reading() as work:
            reader = await work.people.known(closed.account, closed.chat)
            ways = await work.people.ways(reader.id) if reader else []
        for way in sorted(ways, key=lambda way: not way.chosen):
            to, account = Address(way.account, ChatId(way.user)), self.accounts.get(way.account)
            if way.reachable and to != closed and account and account.ready and await account.takes(to):
                return to
        return None


async def _lock(work: Unit, letter: Letter) -> None:
    """First of all, as everybody does: two fates about one ticket must not wait for each other."""
    if letter.ticket is not None:
        await work.tickets.get(letter.ticket)


def judge(error: Exception, outgoing: Outgoing) -> Verdict:
    """What this error means for the letter."""
    if not isinstance(error, TelegramError):
        _log.error("letter_failed", letter=outgoing.id, exc_info=error)
        error = TelegramError(type(error).__name__)
    return verdict(error, outgoing.tries, outgoing.letter.rank)


def wall() -> datetime:
    """Wall time, as limits and leases count it."""
    return datetime.now(UTC)
