"""A roster into the database: the directory replaced, its people made users of the web channel, its groups opened."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from bot.people.checks import AREAS, UNITS
from bot.people.roster import Listed, Roster
from bot.people.sheets import Remark
from bot.people.terms import Channel
from bot.people.workbook import BrokenWorkbook
from handlers import announce
from storage.bridges.callers import introduce
from storage.chats import Chats, ensure_group, ensure_user
from storage.chats.membership import seat
from storage.chats.people import People
from storage.chats.records import BUILT_IN_ACCOUNT
from storage.checkup import orphaned
from storage.database import Database, Transaction
from storage.directory import DutyRow, PostRow, StaffRow, replace
from storage.work import Storage
from tickets.deeds.staff.holding import leave
from tickets.directory import Directory, KnownAnswer
from tickets.ids import Account, UnitCode
from tickets.kinds import State
from tickets.mail import Address
from tickets.records import Query

WEB = Account(BUILT_IN_ACCOUNT)
FIRST_USER = 1001
_NAMED = 5
_MOST = 10_000
"""Tickets in hands at a time, of a whole city."""


@dataclass(frozen=True, slots=True)
class Entered:
    """What stands in the database now. `users` are the web channel's users by their code in the workbook."""

    directory: Directory
    users: Mapping[str, int]


async def enter(
    database: Database, roster: Roster, telegram: Sequence[Account] = (), wecom: Account | None = None
) -> Entered:
    """Make the directory what the roster says, all or nothing; the same roster again changes nothing.

    Raises BrokenWorkbook where a community or unit is missing that people still wait for.

    `telegram` are the bots' accounts. Groups of the workbook live on the first, people are known to all of them.
    `wecom` is the app's account, which may write to those whom the workbook names before they have.
    """
    async with database.write() as connection:
        waiting = await orphaned(connection, [a.code for a in roster.areas], [u.code for u in roster.units])
        if missing := list(_missing(*waiting)):
            raise BrokenWorkbook(missing)
        chats = Chats(connection)
        users, changed = await _users(chats.people, roster.people)
        for person in changed:
            await ensure_user(connection, users[person.code], person.name, person.login)
        others = await _introduced(connection, roster.people, wecom) if wecom else {}
        directory = await replace(
            connection,
            roster.areas,
            roster.units,
            [_staff(person, users, telegram, others) for person in roster.people],
            [PostRow(person.code, unit, role) for person in roster.people for unit, role in person.posts],
            [DutyRow(d.person, d.area, d.weekdays, d.start, d.end) for d in roster.duties],
            _groups(roster, telegram),
            [KnownAnswer(answer.area, answer.question, answer.answer) for answer in roster.answers],
            items=roster.items,
            flows=roster.flows,
        )
        for group in roster.groups:
            if group.channel is Channel.WEB:
                await ensure_group(connection, group.chat, title(directory, group.unit), ())
        await seat(connection, directory)
    return Entered(directory, users)


async def release(storage: Storage, now: datetime, language: str) -> int:
    """What somebody holds who is in the workbook no longer goes back to its unit; gives how many tickets did."""
    async with storage.unit(now) as work:
        held = await work.tickets.find(Query(states=frozenset({State.HELD}), limit=_MOST))
        gone = [ticket.id for ticket in held if ticket.holder not in work.directory.staff]
        for ticket in (await work.tickets.several(gone)).values():
            if ticket.state is State.HELD:
                await leave(work, ticket)
        await announce(work, language)
    return len(gone)


def _missing(areas: Mapping[str, list[str]], units: Mapping[str, list[str]]) -> Iterator[Remark]:
    for sheet, waiting in ((AREAS, areas), (UNITS, units)):
        for name, numbers in waiting.items():
            yield Remark(sheet, 0, _keep(name, numbers))


def _keep(name: str, numbers: Sequence[str]) -> str:
    named = "、".join(numbers[:_NAMED]) + (" 等" if len(numbers) > _NAMED else "")
    way_on = "请把这一行留着，等办完再删，或者先在卡片上转给别的单位"
    return f"表里没有“{name}”了，可是还有 {len(numbers)} 件没办完：{named}。{way_on}"


def title(directory: Directory, unit: UnitCode) -> str:
    """What the unit's group is called."""
    return f"{directory.unit_name(unit)}工作群"


async def _users(known: People, people: Iterable[Listed]) -> tuple[dict[str, int], list[Listed]]:
    """Who has a login is a user: the one who bears it already, or a new one; and who is new or has a new name."""
    numbers = count(FIRST_USER)
    users: dict[str, int] = {}
    changed: list[Listed] = []
    for person in people:
        if person.login:
            found = await known.named(person.login)
            users[person.code] = found.id if found else await _free(known, numbers)
            changed += [] if found and found.name == person.name else [person]
    return users, changed


async def _free(known: People, numbers: Iterable[int]) -> int:
    for number in numbers:
        if await known.user(number) is None:
            return number
    raise AssertionError("the numbers do not end")


async def _introduced(
    connection: Transaction, people: Iterable[Listed], account: Account
) -> dict[str, tuple[Account, int]]:
    """Their identities on a channel that knows people by names, by their code in the workbook."""
    named = [person for person in people if person.wecom]
    return {one.code: (account, await introduce(connection, account, one.wecom, one.name)) for one in named}


def _staff(
    person: Listed,
    users: Mapping[str, int],
    telegram: Sequence[Account],
    others: Mapping[str, tuple[Account, int]],
) -> StaffRow:
    web = [(WEB, users[person.code])] if person.code in users else []
    theirs = [(account, person.telegram) for account in telegram if person.telegram is not None]
    other = [others[person.code]] if person.code in others else []
    facts = (person.code, person.name, person.skills, person.home, person.title, person.phone)
    return StaffRow(*facts, identities=(*web, *theirs, *other))


def _groups(roster: Roster, telegram: Sequence[Account]) -> dict[UnitCode, Address]:
    accounts = dict(zip((Channel.WEB, Channel.TELEGRAM), (WEB, *telegram), strict=False))
    return {g.unit: Address(accounts[g.channel], g.chat) for g in roster.groups if g.channel in accounts}
