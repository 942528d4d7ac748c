"""What can be counted by watching the chats alone, without a look into the database."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.replay import faces
from bot.replay.faces import CardSeen, Standing, card_in
from bot.replay.phone import Pressed
from bot.replay.wire import News, Toast
from handlers.buttons import Verb
from tickets.directory import Directory
from tickets.kinds import Grade

PRIVATELY = "私下 · privately"
_SAID = {faces.ASKED: "asked", faces.PROMISED: "promised"}
_PRESSED = {Verb.HEED: "heeded", Verb.WITHDRAW_SURE: "withdrawn", Verb.REOPEN: "reopened"}


@dataclass(slots=True)
class TicketSeen:
    """One ticket as the chats have shown it: `stands` are the messages that show it now, opinions are by its rounds."""

    since: datetime
    card: CardSeen | None = None
    answered: datetime | None = None
    round: int = 1
    stands: set[tuple[int, int]] = field(default_factory=set)
    solved: dict[int, bool] = field(default_factory=dict)
    grades: dict[int, str] = field(default_factory=dict)


class Tally:
    """Counts as it hears. `staff` are the users of those with a post, `answer` is the time for an answer."""

    def __init__(self, staff: Collection[int], answer: timedelta) -> None:
        self.counts: Counter[str] = Counter()
        self.tickets: dict[str, TicketSeen] = {}
        self._staff = staff
        self._answer = answer
        self._shows: dict[tuple[int, int], str] = {}
        self._numbers: dict[int, str] = {}
        self._freed: set[tuple[str, datetime]] = set()

    def hear(self, news: News, now: datetime) -> None:
        if receipt := faces.RECEIPT.match(news.text):
            self.tickets.setdefault(receipt[1], TicketSeen(now))
            self._numbers |= {press.ticket: receipt[1] for press in news.presses}
        card = card_in(news.text)
        self._stand(news, card.number if card else "", now)
        if card:
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
            case _:
                pass

    def in_time(self) -> int:
        """Tickets whose present answer came before the hour that their receipt had named."""
        seen = [t for t in self.tickets.values() if t.card and t.card.standing is Standing.ANSWERED]
        return sum(1 for t in seen if t.answered and t.answered <= t.since + self._answer)

    def _card(self, card: CardSeen, news: News, now: datetime) -> None:
        seen = self.tickets[card.number]
        self._numbers |= {press.ticket: card.number for press in news.presses}
        if card.round > seen.round:
            seen.round, seen.since, seen.answered = card.round, now, None
        answered = card.standing is Standing.ANSWERED
        self.counts["answers"] += answered and not (seen.card and seen.card.standing is Standing.ANSWERED)
        if seen.answered is None and (answered or card.promised):
            seen.answered = now
        seen.card = card

    def _stand(self, news: News, number: str, now: datetime) -> None:
        """A message shows a ticket now, or no longer."""
        message = news.shown.chat, news.shown.number
        if before := self._shows.pop(message, ""):
            self.tickets[before].stands.discard(message)
        if number:
            self._shows[message] = number
            self.tickets.setdefault(number, TicketSeen(now)).stands.add(message)

    def _line(self, news: News, now: datetime) -> None:
        if freed := faces.FREED.match(news.text):
            self._freed.add((freed[1], now))
            self.counts["freed"] = len(self._freed)
        elif faces.ALARM.match(news.text):
            self.counts["overdue" if news.text.startswith(faces.OVERDUE) else "reminders"] += 1
        elif news.has(Verb.POST_AFTER_ALL) and news.shown.chat not in self._staff:
            self.counts["covered"] += 1
        else:
            self.counts["asked_class"] += faces.WHICH_CLASS in news.text and news.has(Verb.SORT) is not None
            self.counts[_SAID.get(news.text, "lines")] += 1


def places(directory: Directory, chats: Iterable[tuple[str, int]]) -> Counter[str]:
    """How many tickets stand in each unit's group, and how many in none; by the chats that show each number."""
    rooms: dict[int, str] = {group.chat: directory.unit_name(unit) for unit, group in directory.groups.items()}
    found: dict[str, str] = {}
    for number, chat in sorted(chats):
        if chat in rooms or number not in found:
            found[number] = rooms.get(chat, PRIVATELY)
    return Counter(found.values())
