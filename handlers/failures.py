"""What could not be handled or delivered becomes visible: on the ticket, and to those who can do something."""

from handlers.card import post_card
from handlers.desk import Desk
from handlers.notices.cards import PRIVATE, refresh
from tickets.deeds.step import finish
from tickets.directory import Role
from tickets.ids import LetterId
from tickets.kinds import Deed
from tickets.mail import Letter, Purpose
from tickets.ports import Work
from tickets.rights import coordinators


async def undelivered(work: Work, language: str, letter: Letter, number: LetterId, why: str) -> None:
    """A letter was refused for good: the ticket says so, and a card that nobody saw goes to the coordinator."""
    if letter.ticket is None or letter.purpose is Purpose.TOAST or letter.edits is not None:
        return
    ticket = await work.tickets.get(letter.ticket)
    detail = {"letter": number, "purpose": letter.purpose, "why": why}
    after = await finish(work, ticket, Deed.UNDELIVERED, None, detail=detail)
    desk = Desk(work, language)
    if letter.purpose is Purpose.CARD and after.running:
        for person in coordinators(after, work.directory):
            to = await work.people.address(person)
            if to and to != letter.to:
                await post_card(work, after, to, PRIVATE, desk.texts())
    await refresh(desk, after)


async def alarm(work: Work, language: str, chat: int, error: str) -> None:
    """A message that kept failing was put aside: the operators hear of it, so that nothing is lost in silence."""
    desk = Desk(work, language)
    operators = [p.person for p in work.directory.posts if p.role is Role.OPERATOR]
    fallback = [p.person for p in work.directory.posts if p.role is Role.SUPERVISOR]
    for person in dict.fromkeys(operators or fallback):
        t = desk.texts()
        text = t("有一条消息处理不了，已放到一边（会话 {chat}）：{error}", chat=chat, error=error[:200])
        await desk.tell(person, text, purpose=Purpose.ALERT)
