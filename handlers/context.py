"""What a handler has at hand: the unit of work of the running update, who is speaking, and in which language."""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from telegram import Update
from telegram.ext import Application, CallbackContext, ExtBot

from handlers.buttons import Press
from handlers.desk import Desk
from handlers.texts import Texts
from tickets.ids import Account, ChatId
from tickets.mail import Address
from tickets.ports import Work
from tickets.records import Person


@dataclass(frozen=True, slots=True)
class Notice:
    """The privacy notice's facts (PIPL 17); settings fill them in. A new `version` is shown to everybody again."""

    version: int = 1
    processor: str = ""
    contact: str = ""
    retention: str = ""


@dataclass(frozen=True, slots=True)
class House:
    """What is the same for every update: the default language, the privacy notice, and where the pages are."""

    language: str = "zh_CN"
    notice: Notice = Notice()
    site: str = ""


@dataclass(slots=True)
class Running:
    """The update that is being handled. The worker looks at `failure` before it commits."""

    work: Work
    account: Account
    house: House
    failure: BaseException | None = None


current: ContextVar[Running] = ContextVar("current")


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """python-telegram-bot's context with the unit of work in it. Handlers never send: they write letters."""

    _person: Person | None = None
    _desk: Desk | None = None

    @property
    def running(self) -> Running:
        return current.get()

    @property
    def work(self) -> Work:
        return self.running.work

    @property
    def desk(self) -> Desk:
        if self._desk is None:
            self._desk = Desk(self.work, self.running.house.language)
        return self._desk

    def address(self, update: Update) -> Address:
        """The chat that the update came from, with its topic."""
        chat, user, message = update.effective_chat, update.effective_user, update.effective_message
        topic = message.message_thread_id if message and message.is_topic_message else None
        return Address(self.running.account, ChatId(chat.id if chat else user.id if user else 0), topic or 0)

    async def person(self, update: Update) -> Person:
        """Who is speaking; made known on the first meeting."""
        if self._person is None:
            user = update.effective_user
            if user is None:
                raise LookupError("an update without a user has no person")
            people, account = self.work.people, self.running.account
            self._person = await people.known(account, user.id) or await people.meet(
                account, user.id, user.full_name, user.language_code or ""
            )
            if update.effective_chat and update.effective_chat.type == "private":
                await people.seen(self.address(update), True)
        return self._person

    async def texts(self, update: Update) -> Texts:
        """The speaker's language in private, the house's in a group."""
        chat = update.effective_chat
        if chat is not None and chat.type != "private":
            return self.desk.texts()
        return self.desk.texts(await self.person(update))

    async def own_texts(self, update: Update) -> Texts:
        """The language of whoever pressed: they alone read the toast, also in a group."""
        return self.desk.texts(await self.person(update))

    def press(self, update: Update) -> Press:
        """The press of a callback query that the handler's pattern has let through."""
        query = update.callback_query
        pressed = Press.read(str(query.data)) if query else None
        if pressed is None:
            raise LookupError("no press")
        return pressed

    def toast(self, update: Update, text: str = "", *, alert: bool = False) -> Any:
        """Answer the press, so that the button stops turning; an alert stays until it is closed."""
        query = update.callback_query
        return self.desk.toast(self.address(update), query.id if query else "", text, alert=alert)


BotApplication = Application[ExtBot[None], Context, dict[Any, Any], dict[Any, Any], dict[Any, Any], Any]
