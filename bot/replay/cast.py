"""What residents and staff have in common: dice, plans, and hands that press what they find."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

from bot.replay.agenda import Act, Agenda, Said
from bot.replay.phone import Person, Phone
from bot.replay.wire import Shown, Wire
from handlers.buttons import Verb
from tickets.ids import TicketId
from tickets.rules.clocks import Rules, after_quiet, by_day

T = TypeVar("T")
Step = tuple[Verb, str | None]
"""A button by its verb, and its argument where that matters."""


class Cast:
    """Plays people by one agenda, one wire, one set of dice."""

    def __init__(self, agenda: Agenda, wire: Wire, phone: Phone, dice: Random, rules: Rules) -> None:
        self.agenda = agenda
        self.wire = wire
        self.phone = phone
        self.dice = dice
        self.rules = rules
        self.numbers: dict[TicketId, str] = {}
        """Tickets' numbers, as read on cards and receipts."""

    def will(self, chance: float) -> bool:
        return self.dice.random() < chance

    def pick(self, *options: tuple[T, float]) -> T:
        """One of them, by weight."""
        return self.dice.choices([o for o, _ in options], [weight for _, weight in options])[0]

    def soon(self, least: float, most: float) -> datetime:
        """In so many minutes, whatever the hour."""
        return self.agenda.now + timedelta(minutes=self.dice.uniform(least, most))

    def by_day(self, least: float, most: float) -> datetime:
        """In so many waking hours."""
        length = timedelta(hours=self.dice.uniform(least, most))
        return by_day(after_quiet(self.agenda.now, self.rules), length, self.rules)

    def press(self, when: datetime, who: Person, on: Shown, verb: Verb, argument: str | None = None) -> None:
        """Plan to press a button of that very message, if it is still there."""

        def act() -> Said | None:
            found = on.press(verb, argument)
            return self.phone.press(who, on, found) if found else None

        self.agenda.at(when, act)

    def walk(
        self, when: datetime, who: Person, chat: int, ticket: TicketId, steps: Sequence[Step], words: str = ""
    ) -> None:
        """Plan to press one button after the other, each on what the last has brought; then answer the prompt."""
        self.agenda.at(when, self._stepping(who, chat, ticket, list(steps), words))

    def _stepping(self, who: Person, chat: int, ticket: TicketId, steps: list[Step], words: str) -> Act:
        def act() -> Said | None:
            if not steps:
                prompt = self.wire.prompt(chat, self.numbers.get(ticket, "?"), who.name)
                return self.phone.say(who, words, chat, prompt) if prompt else None
            found = self.wire.holding(chat, ticket, *steps[0])
            if found is None:
                return None
            if words or steps[1:]:
                self.agenda.at_once(self._stepping(who, chat, ticket, steps[1:], words))
            return self.phone.press(who, *found)

        return act
