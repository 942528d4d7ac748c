"""Units whose group a robot speaks to: bound as the settings say, and unbound when they say so no more."""

from collections.abc import Sequence
from datetime import datetime

import structlog

from bot.channels.wecom.robots import MARK
from bot.people.loading import title
from storage.bridges import callers
from storage.work import Storage
from tickets.ids import Account, ChatId, UnitCode
from tickets.mail import Address

_log = structlog.get_logger(__name__)


async def bind(storage: Storage, account: Account, units: Sequence[str], now: datetime) -> None:
    """Every unit with a robot has its group there; a unit that is in no workbook is told of in the log."""
    async with storage.unit(now) as work:
        known = work.directory.units
        for unit in units:
            if UnitCode(unit) not in known:
                _log.error("robot_without_unit", unit=unit)
        mine = [UnitCode(unit) for unit in units if UnitCode(unit) in known]
        gone = [at for unit, at in work.directory.groups.items() if at.account == account and unit not in mine]
        for at in gone:
            await work.people.unbind(at)
        for unit in mine:
            name = title(work.directory, unit)
            number = await callers.open_group(work.connection, account, f"{MARK}{unit}", name)
            to = Address(account, ChatId(number))
            if work.directory.groups.get(unit) != to:
                await work.people.bind(unit, to)
