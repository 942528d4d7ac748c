"""A roster into the database: the directory replaced, its people made users of the web channel, its groups opened."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from bot.people.roster import Listed, Roster
from bot.people.terms import Channel
from storage.chats import Chats, ensure_group, ensure_user
from storage.chats.people import People
from storage.chats.records import BUILT_IN_ACCOUNT, GROUPS
from storage.chats.rooms import Rooms
from storage.database import Database
from storage.directory import DutyRow, PostRow, StaffRow, replace
from tickets.directory import Directory, KnownAnswer
from tickets.ids import Account, ChatId, UnitCode
from tickets.mail import Address

WEB = Account(BUILT_IN_ACCOUNT)
FIRST_USER = 1001


@dataclass(frozen=True, slots=True)
class Entered:
    """What stands in the database now. `users` are the web channel's users by their code in the workbook."""

    directory: Directory
    users: Mapping[str, int]


async def enter(database: Database, roster: Roster, telegram: Sequence[Account] = ()) -> Entered:
    """Make the directory what the roster says, all or nothing; the same roster again changes nothing.

    `telegram` are the bots' accounts. Groups of the workbook live on the first, people are known to all of them.
    """
    async with database.write() as connection:
        chats = Chats(connection)
        users, changed = await _users(chats.people, roster.people)
        for person in changed:
            await ensure_user(connection, users[person.code], person.name, person.login)
        directory = await replace(
            connection,
            roster.areas,
            roster.units,
            [_staff(person, users, telegram) for person in roster.people],
            [PostRow(person.code, unit, role) for person in roster.people for unit, role in person.posts],
            [DutyRow(d.person, d.area, d.weekdays, d.start, d.end) for d in roster.duties],
            _groups(roster, telegram),
            [KnownAnswer(answer.area, answer.question, answer.answer) for answer in roster.answers],
        )
        for group in roster.groups:
            if group.channel is Channel.WEB:
                members = _members(roster, group.unit, users)
                await ensure_group(connection, group.chat, title(directory, group.unit), members)
                await _dismiss_others(chats.rooms, group.chat, members)
    return Entered(directory, users)


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


def _staff(person: Listed, users: Mapping[str, int], telegram: Sequence[Account]) -> StaffRow:
    web = [(WEB, users[person.code])] if person.code in users else []
    theirs = [(account, person.telegram) for account in telegram if person.telegram is not None]
    facts = (person.code, person.name, person.skills, person.home, person.title, person.phone)
    return StaffRow(*facts, identities=(*web, *theirs))


def _groups(roster: Roster, telegram: Sequence[Account]) -> dict[UnitCode, Address]:
    accounts = dict(zip((Channel.WEB, Channel.TELEGRAM), (WEB, *telegram), strict=False))
    return {g.unit: Address(accounts[g.channel], g.chat) for g in roster.groups if g.channel in accounts}


def _members(roster: Roster, unit: UnitCode, users: Mapping[str, int]) -> list[int]:
    inside = (person.code for person in roster.people if unit in dict(person.posts))
    return [users[code] for code in inside if code in users]


async def _dismiss_others(rooms: Rooms, chat: ChatId, members: Sequence[int]) -> None:
    for one in await rooms.members(GROUPS, chat):
        if not one.user.is_bot and one.user.id not in members:
            await rooms.dismiss(GROUPS, chat, one.user.id)
