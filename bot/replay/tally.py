"""What can be counted by watching the chats alone, without a look into the database."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.replay import faces
from bot.replay.faces import CardSeen, Standing, card_in
from bot.replay.phone import Pressed
from bot.replay.wire import News, Toast
from handlers.buttons import Verb
from tickets.directory import Directory, UnitKind
from tickets.ids import PersonId, UnitCode
from tickets.kinds import Grade

NOWHERE = "社区专员在看"
_SAID = {faces.ASKED: "asked", faces.PROMISED: "promised"}
_PRESSED = {Verb.HEED: "heeded", Verb.WITHDRAW_SURE: "withdrawn", Verb.REOPEN: "reopened"}


@dataclass(slots=True)
class TicketSeen:
    """One ticket as the chats have shown it; opinions by its rounds."""

    since: datetime
    card: CardSeen | None = None
    answered: datetime | None = None
    unit: str = NOWHERE
    round: int = 1
    solved: dict[int, bool] = field(default_factory=dict)
    grades: dict[int, str] = field(default_factory=dict)


class Tally:
    """Counts as it hears. `users` are the staff behind the users of private chats."""

    def __init__(self, directory: Directory, users: dict[int, PersonId], answer: timedelta) -> None:
        self.counts: Counter[str] = Counter()
        self.tickets: dict[str, TicketSeen] = {}
        self._directory = directory
        self._rooms: dict[int, UnitCode] = {group.chat: unit for unit, group in directory.groups.items()}
        self._users = users
        self._answer = answer
        self._numbers: dict[int, str] = {}
        self._freed: set[tuple[str, datetime]] = set()

    def hear(self, news: News, now: datetime) -> None:
        if receipt := faces.RECEIPT.match(news.text):
            self.tickets.setdefault(receipt[1], TicketSeen(now))
            self._numbers |= {press.ticket: receipt[1] for press in news.presses}
        if card := card_in(news.text):
            self._card(card, news, now)
        elif news.fresh:
            self._line(news, now)
        self.counts["pages"] += news.fresh and news.has(Verb.HEED) is not None

    def hear_toast(self, toast: Toast, pressed: Pressed) -> None:
        """A press that was not refused is done."""
        press, seen = pressed.press, self.tickets.get(self._numbers.get(pressed.press.ticket, ""))
        if toast.alert or seen is None:
            return
        self.counts[_PRESSED.get(press.verb, "pressed")] += 1
        match press.verb:
            case Verb.CONFIRM | Verb.DENY:
                seen.solved[seen.round] = press.verb is Verb.CONFIRM
            case Verb.GRADE if press.argument in set(Grade):
                seen.grades[seen.round] = press.argument
            case Verb.TAKE_OVER if seen.unit == NOWHERE:
                seen.unit = self._own(self._users[pressed.person.user])
            case _:
                pass

    def in_time(self) -> int:
        """Tickets whose present answer came before the hour that their receipt had named."""
        seen = [t for t in self.tickets.values() if t.card and t.card.standing is Standing.ANSWERED]
        return sum(1 for t in seen if t.answered and t.answered <= t.since + self._answer)

    def _card(self, card: CardSeen, news: News, now: datetime) -> None:
        seen = self.tickets.setdefault(card.number, TicketSeen(now))
        self._numbers |= {press.ticket: card.number for press in news.presses}
        if card.round > seen.round:
            seen.round, seen.since, seen.answered = card.round, now, None
        answered = card.standing is Standing.ANSWERED
        self.counts["answers"] += answered and not (seen.card and seen.card.standing is Standing.ANSWERED)
        if seen.answered is None and (answered or card.promised):
            seen.answered = now
        seen.card = card
        if news.fresh and not news.has(Verb.HEED):
            self._stands(seen, news)

    def _stands(self, seen: TicketSeen, news: News) -> None:
        """A new card says by its place whose business the ticket is now."""
        if news.shown.chat in self._rooms:
            seen.unit = self._directory.unit_name(self._rooms[news.shown.chat])
        elif news.has(Verb.TO_CLASS):
            seen.unit = NOWHERE
        elif news.has(Verb.CLAIM):
            seen.unit = self._own(self._users[news.shown.chat])

    def _line(self, news: News, now: datetime) -> None:
        if freed := faces.FREED.match(news.text):
            self._freed.add((freed[1], now))
            self.counts["freed"] = len(self._freed)
        elif faces.ALARM.match(news.text):
            self.counts["overdue" if news.text.startswith(faces.OVERDUE) else "reminders"] += 1
        elif news.has(Verb.POST_AFTER_ALL) and news.shown.chat not in self._users:
            self.counts["covered"] += 1
        else:
            self.counts["asked_class"] += faces.WHICH_CLASS in news.text and news.has(Verb.SORT) is not None
            self.counts[_SAID.get(news.text, "lines")] += 1

    def _own(self, person: PersonId) -> str:
        """The unit of somebody whom a ticket was given privately."""
        posts = self._directory.posts_of(person)
        led = [p.unit for p in posts if self._directory.units[p.unit].kind is UnitKind.MICROGRID]
        return whose(self._directory, (led or [p.unit for p in posts])[0])


def whose(directory: Directory, unit: UnitCode | None) -> str:
    """What a unit is called in the table: a micro-grid by its leader, who may lead several."""
    if unit is None:
        return NOWHERE
    if directory.units[unit].kind is not UnitKind.MICROGRID:
        return directory.unit_name(unit)
    leaders = directory.people_of(unit)
    return f"微网格长 {directory.name_of(leaders[0])}" if leaders else directory.unit_name(unit)
