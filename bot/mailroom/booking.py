"""What becomes of letters that a channel did not take: booked where it is known, so that none is lost."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import structlog
from telegram.error import TelegramError

from bot.channels.account import ChannelAccount, Undelivered
from bot.mailroom.verdict import BLOCKED, Act, Verdict, verdict
from storage.queues.outbox import Outgoing, later, refused, sent, stale
from storage.work import Storage
from tickets.ids import Account, ChatId
from tickets.mail import Address

_log = structlog.get_logger(__name__)


class Booking:
    """Books fates for all accounts."""

    def __init__(
        self,
        storage: Storage,
        accounts: Mapping[Account, ChannelAccount],
        now: Callable[[], datetime],
        undelivered: Undelivered,
        language: str,
    ) -> None:
        self.storage = storage
        self.database = storage.database
        self.accounts = accounts
        self.now = now
        self.undelivered = undelivered
        self.language = language
        self._flooded: dict[Account, tuple[ChatId, datetime]] = {}

    async def decide(self, outgoing: Outgoing, error: Exception) -> None:
        """The letter did not arrive, because of this."""
        fate = judge(error, outgoing)
        _log.info("letter_not_sent", letter=outgoing.id, fate=fate.act.value, why=fate.why)
        try:
            await self._book(outgoing, fate)
        except Exception as failure:
            # The lease ends and the letter is tried again.
            _log.error("fate_not_booked", letter=outgoing.id, exc_info=failure)

    async def _book(self, outgoing: Outgoing, fate: Verdict) -> None:
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
                if outgoing.letter.ticket is not None:
                    # First of all, as everybody does: two refusals about one ticket must not wait for each other.
                    await work.tickets.get(outgoing.letter.ticket)
                await refused(work.connection, outgoing.id, why)
                if why == BLOCKED:
                    await work.people.seen(outgoing.letter.to, reachable=False)
                await self.undelivered(work, self.language, outgoing.letter, outgoing.id, why)
        except Exception as error:
            _log.error("refusal_not_told", letter=outgoing.id, exc_info=error)
            async with self.database.write() as connection:
                await refused(connection, outgoing.id, why)


def judge(error: Exception, outgoing: Outgoing) -> Verdict:
    """What this error means for the letter."""
    if not isinstance(error, TelegramError):
        _log.error("letter_failed", letter=outgoing.id, exc_info=error)
        error = TelegramError(type(error).__name__)
    return verdict(error, outgoing.tries, outgoing.letter.rank)


def wall() -> datetime:
    """Wall time, as limits and leases count it."""
    return datetime.now(UTC)
