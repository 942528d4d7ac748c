"""The play: the sample street, its people and their days, until everything has run its course."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random

from bot.channels.account import ChannelAccount, Tidings, application
from bot.mailroom.inbox_worker import InboxWorker
from bot.mailroom.outbox_sender import OutboxSender
from bot.people.loading import WEB, Entered, enter
from bot.people.sample import WORKBOOK, Resident, read_residents, settle
from bot.people.workbook import load
from bot.replay.agenda import Agenda, Said
from bot.replay.phone import Person, Phone
from bot.replay.residents import Residents
from bot.replay.rows import Row
from bot.replay.staff import Staff
from bot.replay.table import Line, lines
from bot.replay.tally import Tally
from bot.replay.wire import Wire
from bot.ticks import sweep_all
from handlers import House, Notice, alarm, announce, build, delivered, undelivered
from storage.database import Database
from storage.queues.inbox import Arrival, keep
from storage.work import Storage
from tickets.directory import WORKING_ROLES, Directory, Level
from tickets.ids import AreaCode, ChatId
from tickets.reading import Reader
from tickets.rules.clocks import Rules

START = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
"""A Monday, midnight in the sample's city."""
A_DAY = 100
"""Rows posted on one day."""
AFTERWARDS = timedelta(days=11)
"""Until the last call-back has lapsed."""
FIRST_RESIDENT = 600_001
_HOURS = (1, 1, 1, 1, 1, 2, 4, 8, 10, 10, 9, 8, 7, 6, 7, 7, 8, 9, 11, 12, 11, 8, 5, 2)
"""How likely people post at each hour of the day."""
_STRANGERS = 0.1
"""So many live somewhere that the bot does not know yet."""
LANGUAGE = "zh_CN"


@dataclass(frozen=True, slots=True)
class Moment:
    """Where the play stands: business time, and what part of its days are over."""

    now: datetime
    posted: int
    done: float


class Play:
    """The product with a wire that we watch, a clock that we set, and people who only chat."""

    def __init__(
        self, database: Database, reader: Reader, entered: Entered, homes: Mapping[int, str], seed: int
    ) -> None:
        self.directory = entered.directory
        self.wire, self.phone, self.agenda = Wire(), Phone(), Agenda(START)
        rules = Rules()
        shared = (self.agenda, self.wire, self.phone, Random(seed), rules)
        self.residents = Residents(*shared, homes=homes)
        self.staff = Staff(*shared, rooms=_rooms(entered), meant=self.residents.meant)
        self.tally = Tally(set(entered.users.values()), rules.answer)
        self.storage = Storage(database, reader, rules)
        accounts = {WEB: ChannelAccount(WEB, application("42:REPLAY", self.wire), None)}
        build(accounts[WEB].application)
        house = House(LANGUAGE, Notice())
        self.account = accounts[WEB]
        self.worker = InboxWorker(self.storage, accounts, self.now, announce, alarm, house)
        self.sender = OutboxSender(self.storage, accounts, self.now, Tidings(undelivered, delivered), LANGUAGE)

    def now(self) -> datetime:
        return self.agenda.now

    async def run(self, rows: Sequence[Row], people: Sequence[Person], told: Callable[[Moment], None]) -> None:
        """From the first post until all has run its course."""
        await self.account.start()
        last = self._plan(rows, people)
        end = last + AFTERWARDS
        while self.agenda.move_on() < end:
            while acts := self.agenda.due():
                await self._hand_in([said for act in acts if (said := act())])
            if self.now().minute == 0 and await sweep_all(self.storage, self.now, LANGUAGE):
                await self._show()
            told(Moment(self.now(), self.phone.posted, (self.now() - START) / (end - START)))

    async def lines(self) -> list[Line]:
        """What came of it."""
        return await lines(self.storage.database, self.directory, self.phone, self.wire, self.tally)

    def _plan(self, rows: Sequence[Row], people: Sequence[Person]) -> datetime:
        """Who posts what and when; gives the last of these moments."""
        dice, last = self.residents.dice, START
        for number, row in enumerate(rows):
            hour = dice.choices(range(24), _HOURS)[0]
            when = START + timedelta(days=number // A_DAY, hours=hour, minutes=dice.uniform(0, 60))
            who = dice.choice(people)
            self.agenda.at(when, partial(self.residents.posts, who, row))
            last = max(last, when)
        return last

    async def _hand_in(self, said: Sequence[Said]) -> None:
        arrivals = [Arrival(WEB, one.update["update_id"], ChatId(one.chat), one.update) for one in said]
        async with self.storage.database.write() as connection:
            await keep(connection, arrivals)
        for _ in arrivals:
            await self.worker.one()
        await self._show()

    async def _show(self) -> None:
        """Everything that may leave has left; everybody looks at their chats."""
        await self.sender.drain()
        news, self.wire.news = self.wire.news, []
        toasts, self.wire.toasts = sorted(self.wire.toasts, key=lambda toast: int(toast.query)), []
        for one in news:
            self.tally.hear(one, self.now())
            self.residents.hear(one)
            self.staff.hear(one)
        for toast in toasts:
            pressed = self.phone.pressed[toast.query]
            self.tally.hear_toast(toast, pressed)
            self.staff.hear_toast(toast, pressed)


async def play(
    database: Database, reader: Reader, rows: Sequence[Row], seed: int, told: Callable[[Moment], None]
) -> Play:
    """Play the rows on an empty, migrated database."""
    entered = await enter(database, load(WORKBOOK))
    dice = Random(seed)
    residents = _population(entered.directory, max(6, len(rows) // 2), dice)
    known = [one for one in residents if dice.random() >= _STRANGERS]
    await settle(database, entered.directory, known)
    homes = {one.user: _community(entered.directory, one.area) for one in residents}
    played = Play(database, reader, entered, homes, seed)
    await played.run(rows, [Person(one.user, one.name) for one in residents], told)
    return played


def _population(directory: Directory, count: int, dice: Random) -> list[Resident]:
    """The sample's residents and enough others, spread over its buildings."""
    named = read_residents()
    doors = [a.code for a in directory.areas.values() if a.level in {Level.BUILDING, Level.ENTRANCE}]
    others = (Resident(FIRST_RESIDENT + n, f"居民{n + 1}", dice.choice(doors), "") for n in range(count - len(named)))
    return [*named, *others]


def _community(directory: Directory, area: AreaCode) -> str:
    community = directory.at_level(area, Level.COMMUNITY)
    return community.code if community else ""


def _rooms(entered: Entered) -> dict[int, list[Person]]:
    """Who reads which chat: everybody their own, those who work in a unit its group."""
    directory, users = entered.directory, entered.users
    people = {s.id: Person(users[s.code], s.name) for s in directory.staff.values() if s.code in users}
    rooms = {person.user: [person] for person in people.values()}
    for unit, group in directory.groups.items():
        inside = directory.people_of(unit, *WORKING_ROLES) or directory.people_of(unit)
        rooms[group.chat] = [people[p] for p in inside if p in people]
    return rooms
