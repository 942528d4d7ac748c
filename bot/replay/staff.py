"""Those who work: who claims what, how long it takes them, and what they forget."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.replay.cast import Cast, Step
from bot.replay.faces import card_in
from bot.replay.phone import Person, Pressed
from bot.replay.wire import News, Toast
from handlers.buttons import Verb
from tickets.ids import TicketId
from tickets.kinds import Deed, Matter

_RESULTS = ("已到现场处理，问题解决了。", "联系了责任单位，今天上午已修好。", "双方谈过了，都同意照办。")
_REASONS = ("不归社区管，已记录，请拨打 12345 转市里办。", "要等明年改造时一起做，已列入计划。")
_QUESTIONS = ("请问具体在几号楼几单元？", "大概什么时间最严重？", "方便留个上门的时间吗？")
_NOTE, _HANDED, _MOVED, _PROMISE = (
    "已联系，等回话。",
    "今天要开会，请同事接一下。",
    "这件归他们管。",
    "已经报修，在等配件。",
)

_ANSWER: Step = (Verb.ANSWER, None)
_SOLVE: list[Step] = [_ANSWER, (Verb.PROMPT, Deed.SOLVE)]
_EXPLAIN: list[Step] = [_ANSWER, (Verb.PROMPT, Deed.EXPLAIN)]
_ASK: list[Step] = [(Verb.PROMPT, Deed.ASK)]
_KEEP: list[Step] = [(Verb.MORE, None), (Verb.PROMPT, Deed.NOTE)]
_LOOK: list[Step] = [(Verb.MORE, None), (Verb.CONTACT, None), (Verb.BACK, None)]
_HAND: list[Step] = [(Verb.MORE, None), (Verb.HAND, None)]
_GIVE_BACK: list[Step] = [*_HAND, (Verb.PROMPT, Deed.HAND_BACK)]
_PASS_ON: list[Step] = [*_HAND, (Verb.TO_UNIT, None)]
_KEPT_HOURS = 11
"""Whoever writes a note this often never loses a claim for idleness."""


class Staff(Cast):
    """Everybody with a post. `rooms` says who reads a group and may claim in it; `meant` what posters meant."""

    def __init__(self, *shared: Any, rooms: Mapping[int, Sequence[Person]], meant: Mapping[TicketId, Matter]) -> None:
        super().__init__(*shared)
        self.rooms = rooms
        self.meant = meant
        self._wanted: set[TicketId] = set()
        self._holders: dict[TicketId, Person] = {}
        self._busy: set[TicketId] = set()
        self._paged: set[tuple[TicketId, int]] = set()

    def hear(self, news: News) -> None:
        people = self.rooms.get(news.shown.chat)
        if not people:
            return
        if card := card_in(news.text):
            self.numbers |= {press.ticket: card.number for press in news.presses}
        if press := news.has(Verb.HEED):
            self._page(press.ticket, people[0], news)
        elif press := news.has(Verb.CLAIM):
            self._free(press.ticket, news.shown.chat)
        if (press := news.has(Verb.TO_CLASS)) and news.fresh:
            self._triage(press.ticket, people[0], news)
        if (press := news.has(Verb.PRESS)) and news.fresh and self.will(0.15):
            self.press(self.by_day(0.2, 3), self.dice.choice(people), news.shown, Verb.PRESS)
        if (press := news.has(Verb.ANSWER)) and news.fresh:
            self._reminded(press.ticket, people, news.shown.chat)

    def hear_toast(self, toast: Toast, pressed: Pressed) -> None:
        """Whoever claimed learns from the toast whether it is theirs."""
        ticket, chat = pressed.press.ticket, pressed.chat
        match pressed.press.verb:
            case Verb.CLAIM | Verb.TAKE_OVER:
                self._wanted.discard(ticket)
                if not toast.alert and ticket not in self._holders:
                    self._begin(pressed.person, chat, ticket)
            case Verb.TO_CLASS if toast.alert:
                self.walk(self.soon(0, 10), pressed.person, chat, ticket, [(Verb.TAKE_OVER, None)])
            case _:
                pass

    def _page(self, ticket: TicketId, person: Person, news: News) -> None:
        """The first who is paged goes; the others mostly see that somebody does."""
        if (ticket, person.user) in self._paged:
            return
        first = all(paged != ticket for paged, _ in self._paged)
        self._paged.add((ticket, person.user))
        if not first and not self.will(0.2):
            return
        self.press(self.soon(1, 9), person, news.shown, Verb.HEED)
        verb = Verb.TAKE_OVER if news.has(Verb.TAKE_OVER) else Verb.CLAIM
        self.press(self.soon(15, 60), person, news.shown, verb)

    def _free(self, ticket: TicketId, chat: int) -> None:
        """Nobody has it: sooner or later somebody presses, at times two at once, at times nobody."""
        self._holders.pop(ticket, None)
        if ticket in self._wanted:
            return
        self._wanted.add(ticket)
        people = list(self.rooms[chat])
        self.dice.shuffle(people)
        when = self.by_day(*self.pick(((0.1, 1.5), 0.75), ((2, 8), 0.15), ((12, 40), 0.1)))
        for person in people[: 2 if self.will(0.06) else 1]:
            self.walk(when, person, chat, ticket, [(Verb.CLAIM, None)])
        self.agenda.at(when, lambda: self._wanted.discard(ticket))

    def _triage(self, ticket: TicketId, person: Person, news: News) -> None:
        """Coordinators decide; they read the whole post and mostly see what its writer meant."""
        when = self.by_day(*self.pick(((0.2, 2), 0.7), ((3, 20), 0.3)))
        if self.will(0.1):
            self.walk(when, person, news.shown.chat, ticket, [(Verb.TAKE_OVER, None)])
            return
        matter = self.meant.get(ticket) or self.dice.choice(list(Matter))
        self.walk(when, person, news.shown.chat, ticket, [(Verb.TO_CLASS, matter)])

    def _reminded(self, ticket: TicketId, people: Sequence[Person], chat: int) -> None:
        """An alarm about something that somebody holds, or a ticket put into their hands."""
        holder = self._holders.get(ticket)
        if holder is None and len(people) == 1:
            self._begin(people[0], chat, ticket)
        elif holder in people and ticket not in self._busy and self.will(0.6):
            self._answer(self.by_day(0.3, 5), people[people.index(holder)], chat, ticket)

    def _begin(self, who: Person, chat: int, ticket: TicketId) -> None:
        self._holders[ticket] = who
        self._busy.add(ticket)
        if self.will(0.06):
            self.walk(self.soon(2, 20), who, chat, ticket, _LOOK)
        if self.will(0.1):
            self.walk(self.soon(5, 60), who, chat, ticket, _ASK, self.dice.choice(_QUESTIONS))
        plan = self.pick(
            (self._in_time, 0.76), (self._promise, 0.07), (self._late, 0.06), (self._hand_back, 0.04),
            (self._pass_on, 0.02), (self._reclass, 0.02), (self._forget, 0.03),
        )  # fmt: skip
        plan(who, chat, ticket)

    def _in_time(self, who: Person, chat: int, ticket: TicketId) -> None:
        self._answer(self.by_day(0.3, 6), who, chat, ticket)

    def _late(self, who: Person, chat: int, ticket: TicketId) -> None:
        """Two days and more, with a note now and then."""
        self._answer(self.by_day(33, 42), who, chat, ticket)

    def _answer(self, when: Any, who: Person, chat: int, ticket: TicketId) -> None:
        hours = int((when - self.agenda.now).total_seconds() // 3600)
        for waited in range(_KEPT_HOURS, hours + 1, _KEPT_HOURS):
            self.walk(self.soon(waited * 60, waited * 60 + 30), who, chat, ticket, _KEEP, _NOTE)
        steps, words = self.pick(((_SOLVE, _RESULTS), 0.87), ((_EXPLAIN, _REASONS), 0.13))
        self.walk(when, who, chat, ticket, steps, self.dice.choice(words))

    def _promise(self, who: Person, chat: int, ticket: TicketId) -> None:
        days = self.pick((1, 0.5), (3, 0.5))
        steps: list[Step] = [_ANSWER, (Verb.PROMISE, ""), (Verb.PROMISE, str(days))]
        self.walk(self.by_day(0.3, 6), who, chat, ticket, steps, _PROMISE)
        then = self.by_day(14 * days, 16 * days + 4)
        self.agenda.at(then, lambda: self._answer(self.soon(1, 5), who, chat, ticket))

    def _hand_back(self, who: Person, chat: int, ticket: TicketId) -> None:
        self._busy.discard(ticket)
        self.walk(self.by_day(0.2, 3), who, chat, ticket, _GIVE_BACK, _HANDED)

    def _pass_on(self, who: Person, chat: int, ticket: TicketId) -> None:
        self._busy.discard(ticket)
        self.walk(self.by_day(0.2, 3), who, chat, ticket, _PASS_ON, _MOVED)

    def _reclass(self, who: Person, chat: int, ticket: TicketId) -> None:
        self._busy.discard(ticket)
        steps: list[Step] = [(Verb.CLASS, None), (Verb.TO_CLASS, None), (Verb.BECAUSE, None)]
        self.walk(self.by_day(0.2, 3), who, chat, ticket, steps, _MOVED)

    def _forget(self, who: Person, chat: int, ticket: TicketId) -> None:
        self._busy.discard(ticket)
