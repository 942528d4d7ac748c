"""Those who post: what they do about each message that they get."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.replay.agenda import Said
from bot.replay.cast import Cast
from bot.replay.faces import RECEIPT
from bot.replay.phone import Person
from bot.replay.rows import Row
from bot.replay.wire import News
from handlers.buttons import Verb
from tickets.ids import TicketId
from tickets.kinds import Grade, Matter

ASKED = "想问您："
THANKED = "还想说什么"
_REPLIES = ("就在三号楼门口，昨天晚上也这样。", "还是老样子，没人来过。", "一般是晚上八点以后。", "我下午都在家。")
_MORE = ("补充：刚才又去看了一眼，还是那样。", "补充：邻居们也都这么说。")
_REMARKS = ("办得挺快，谢谢。", "要是早点来就好了。", "希望以后别再犯。")


class Residents(Cast):
    """Every resident, by their number. `meant` is what a ticket's writer meant, where the file says so."""

    def __init__(self, *shared: Any, homes: Mapping[int, str]) -> None:
        super().__init__(*shared)
        self.people: dict[int, Person] = {}
        self.homes = homes
        self.meant: dict[TicketId, Matter] = {}
        self._posted: dict[int, Row] = {}
        self._received: set[TicketId] = set()
        self._about: tuple[tuple[Verb, Callable[[Person, News], None]], ...] = (
            (Verb.WRONG, self._receipt),
            (Verb.WITHDRAW_SURE, self._withdraw),
            (Verb.CONFIRM, self._judge),
            (Verb.REOPEN, self._again),
            (Verb.GRADE, self._grade),
            (Verb.CONTACTED, self._touched),
            (Verb.CONSENT, self._consent),
            (Verb.SORT, self._sort),
            (Verb.POST_AFTER_ALL, self._insist),
            (Verb.APART, self._apart),
            (Verb.SECOND, self._second),
            (Verb.SAME, self._same),
            (Verb.COMMUNITY, self._settle),
            (Verb.BUILDING, self._settle_in),
            (Verb.AGREE_NOTICE, self._agree),
            (Verb.URGE, self._urge),
            (Verb.STORY, self._story),
        )

    def posts(self, person: Person, row: Row) -> Said:
        """The row is sent; whoever had blocked the bot has to let it in again for that."""
        self.people[person.user] = person
        self.wire.blocked.discard(person.user)
        self._posted[person.user] = row
        return self.phone.post(person, row.text)

    def hear(self, news: News) -> None:
        person = self.people.get(news.shown.chat)
        if person is None:
            return
        if ASKED in news.text and self.will(0.8):
            self._answer(person, news)
        elif THANKED in news.text and not news.presses and self.will(0.15):
            self._answer(person, news, _REMARKS)
        deed = next((deed for verb, deed in self._about if news.has(verb)), None)
        if deed:
            deed(person, news)

    def _answer(self, person: Person, news: News, words: tuple[str, ...] = _REPLIES) -> None:
        said = self.dice.choice(words)
        self.agenda.at(self.by_day(0.1, 5), lambda: self.phone.say(person, said, to=news.shown))

    def _receipt(self, person: Person, news: News) -> None:
        press = news.has(Verb.WRONG)
        if not press or press.ticket in self._received:
            return
        self._received.add(press.ticket)
        if receipt := RECEIPT.match(news.text):
            self.numbers[press.ticket] = receipt[1]
        if meant := self._posted[person.user].matter:
            self.meant[press.ticket] = meant
        mood = self.pick(
            (self._content, 0.8), (self._regrets, 0.03), (self._adds, 0.04), (self._goes_on, 0.03), (self._asks, 0.08),
            (self._leaves, 0.02),
        )  # fmt: skip
        mood(person, news, press.ticket)

    def _content(self, _person: Person, _news: News, _ticket: TicketId) -> None:
        return

    def _regrets(self, person: Person, news: News, _ticket: TicketId) -> None:
        self.press(self.by_day(0.2, 6), person, news.shown, Verb.WITHDRAW)

    def _adds(self, person: Person, _news: News, ticket: TicketId) -> None:
        said = self.dice.choice(_MORE)
        self.walk(self.soon(10, 90), person, person.user, ticket, [(Verb.ADD, None)], said)

    def _goes_on(self, person: Person, _news: News, _ticket: TicketId) -> None:
        """More words at once, without a button."""
        said = self.dice.choice(_MORE)
        self.agenda.at_once(lambda: self.phone.say(person, said))

    def _asks(self, person: Person, _news: News, _ticket: TicketId) -> None:
        self.agenda.at(self.by_day(12, 25), lambda: self.phone.say(person, "/my"))

    def _leaves(self, person: Person, _news: News, _ticket: TicketId) -> None:
        self.agenda.at(self.by_day(1, 10), lambda: self._block(person))

    def _block(self, person: Person) -> Said | None:
        """Half of the channels tell; with the other half it shows when something is sent."""
        self.wire.blocked.add(person.user)
        return self.phone.block(person) if self.will(0.5) else None

    def _withdraw(self, person: Person, news: News) -> None:
        self.press(self.soon(0, 5), person, news.shown, Verb.WITHDRAW_SURE)

    def _judge(self, person: Person, news: News) -> None:
        if self.will(0.5) and news.fresh:
            verb = self.pick((Verb.CONFIRM, 0.75), (Verb.DENY, 0.25))
            self.press(self.by_day(0.1, 20), person, news.shown, verb)

    def _again(self, person: Person, news: News) -> None:
        if news.fresh or not news.has(Verb.GRADE):
            return
        verb = self.pick((Verb.REOPEN, 0.6), (Verb.GRADE, 0.4))
        self.press(self.soon(1, 30), person, news.shown, verb)

    def _grade(self, person: Person, news: News) -> None:
        if self.will(0.85):
            given = self.pick((Grade.GOOD, 0.65), (Grade.FAIR, 0.2), (Grade.BAD, 0.15))
            self.press(self.soon(1, 10), person, news.shown, Verb.GRADE, given)

    def _touched(self, person: Person, news: News) -> None:
        if self.will(0.9):
            self.press(self.soon(1, 10), person, news.shown, Verb.CONTACTED, self.pick(("y", 0.8), ("n", 0.2)))

    def _consent(self, person: Person, news: News) -> None:
        self.press(self.by_day(0.1, 3), person, news.shown, Verb.CONSENT, self.pick(("y", 0.7), ("n", 0.3)))

    def _sort(self, person: Person, news: News) -> None:
        """The one question of an unsure class; those who answer know what they meant."""
        press = news.has(Verb.SORT)
        if press and news.fresh and self.will(0.7):
            matter = self.meant.get(press.ticket) or self.dice.choice(list(Matter))
            self.press(self.soon(1, 120), person, news.shown, Verb.SORT, matter)

    def _insist(self, person: Person, news: News) -> None:
        if self.will(0.4):
            self.press(self.soon(1, 20), person, news.shown, Verb.POST_AFTER_ALL)

    def _apart(self, person: Person, news: News) -> None:
        if self.will(0.2):
            self.press(self.soon(1, 5), person, news.shown, Verb.APART)

    def _second(self, person: Person, news: News) -> None:
        if self.will(0.7):
            self.press(self.soon(1, 20), person, news.shown, Verb.SECOND)

    def _same(self, person: Person, news: News) -> None:
        verb = self.pick((Verb.SAME, 0.6), (Verb.LEAVE, 0.2), (None, 0.2))
        if verb:
            self.press(self.soon(1, 60), person, news.shown, verb)

    def _settle(self, person: Person, news: News) -> None:
        home = self.homes.get(person.user)
        if self.will(0.9):
            there = home if any(p.argument == home for p in news.presses) else news.presses[0].argument
            self.press(self.soon(2, 60), person, news.shown, Verb.COMMUNITY, there)

    def _settle_in(self, person: Person, news: News) -> None:
        if self.will(0.7):
            self.press(self.soon(1, 5), person, news.shown, Verb.BUILDING, self.dice.choice(news.presses).argument)

    def _agree(self, person: Person, news: News) -> None:
        if self.will(0.8):
            self.press(self.soon(1, 30), person, news.shown, Verb.AGREE_NOTICE)

    def _story(self, person: Person, news: News) -> None:
        self.press(self.soon(0, 5), person, news.shown, Verb.STORY)

    def _urge(self, person: Person, news: News) -> None:
        if self.will(0.5):
            self.press(self.soon(0, 5), person, news.shown, Verb.URGE)
