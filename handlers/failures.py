"""What could not be handled or delivered becomes visible: on the ticket, and to those who can do something."""

from handlers.desk import DELETE, Desk
from handlers.notices.cards import ACTION, DECISION, MEETING, PAGE, WHISTLE, cards_of, climb, put, refresh
from handlers.notices.whistles import calling, gatherings
from handlers.notices.workers import missed, reached
from tickets.deeds.step import finish
from tickets.directory import Role
from tickets.ids import LetterId, PersonId
from tickets.kinds import Deed
from tickets.mail import Address, Fate, Letter, Purpose
from tickets.ports import Work
from tickets.ticket import Ticket


async def undelivered(
    work: Work, language: str, letter: Letter, number: LetterId, why: str, *, kept: bool = False
) -> None:
    """A letter was refused, or is kept for its reader: the ticket says so, and a card that nobody saw goes to the
    coordinator.
    """
    desk = Desk(work, language)
    if letter.method == DELETE and letter.edits is not None:
        t = desk.texts()
        await desk.change(letter.edits, t("（已收回）"))
    if letter.ticket is None or letter.purpose is Purpose.TOAST or letter.edits is not None:
        return
    ticket = await work.tickets.get(letter.ticket)
    lost = await _is_for(work, letter.to, ticket.poster)
    detail = {"letter": number, "purpose": letter.purpose, "why": why, "kept": kept}
    after = await finish(work, ticket, Deed.UNDELIVERED, None, detail=detail, missed=ticket.missed or lost)
    if letter.purpose is Purpose.CARD:
        await _elsewhere(desk, after, letter, number)
    if lost:
        await missed(desk, after, letter.purpose, kept=kept)
    await refresh(desk, after)


async def delivered(work: Work, language: str, letter: Letter, *, still: bool) -> None:
    """What was kept has reached the resident: nobody needs to call them any more, unless there is `still` something."""
    if letter.ticket is None:
        return
    desk, ticket = Desk(work, language), await work.tickets.get(letter.ticket)
    after = await finish(work, ticket, Deed.DELIVERED, None, detail={"purpose": letter.purpose}, missed=still)
    if not still:
        await reached(desk, after)
    await refresh(desk, after)


async def alarm(work: Work, language: str, chat: int, error: str) -> None:
    """A message that kept failing was put aside: the operators hear of it, so that nothing is lost in silence."""
    desk = Desk(work, language)
    for person in _operators(work):
        t = await desk.texts_of(person)
        text = t("有一条消息处理不了，已放到一边（会话 {chat}）：{error}", chat=chat, error=error[:200])
        await desk.tell(person, text, purpose=Purpose.ALERT)


async def stuck(work: Work, language: str, error: str) -> None:
    """A reminder that could not be told was set aside: the operators hear of it."""
    desk = Desk(work, language)
    for person in _operators(work):
        t = desk.texts(await work.people.person(person))
        await desk.tell(person, t("有一条提醒没能发出，已放到一边：{error}", error=error[:200]), purpose=Purpose.ALERT)


async def left(desk: Desk, group: Address, by: str) -> None:
    """We were put out of a group: its units have none now, and the operators hear who did it."""
    units = await desk.work.people.unbind(group)
    await calling.lost(desk, group, units)
    for unit in units:
        name = desk.work.directory.unit_name(unit)
        for person in _operators(desk.work):
            t = desk.texts(await desk.work.people.person(person))
            what = t("{who}把哨应移出了{unit}的工作群。", who=by, unit=name)
            then = t("卡片改发给本单位的人。换个群，请在群里发 /bind。")
            await desk.tell(person, f"{what}\n{then}", purpose=Purpose.ALERT)


def _operators(work: Work) -> list[PersonId]:
    """Who looks after the installation; the supervisors where nobody does."""
    operators = [p.person for p in work.directory.posts if p.role is Role.OPERATOR]
    fallback = [p.person for p in work.directory.posts if p.role is Role.SUPERVISOR]
    return list(dict.fromkeys(operators or fallback))


async def _elsewhere(desk: Desk, ticket: Ticket, letter: Letter, number: LetterId) -> None:
    """A card that was refused: without its photo in the same place, else to those above, each asked once."""
    mail = desk.work.mail
    for card in [c for c in await mail.cards(ticket.id) if c.letter == number]:
        if card.face.startswith(WHISTLE):
            await calling.undelivered(desk, ticket, card)
            return
        if card.face.startswith((MEETING, DECISION, ACTION)):
            await gatherings.undelivered(desk, ticket, card)
            return
        await mail.drop_card(card)
    if not ticket.running:
        return
    if letter.method == "sendPhoto":
        await put(desk, ticket, {letter.to: await _person_at(desk.work, letter.to)}, plain=True)
    elif all(card.face == PAGE for card in await cards_of(desk, ticket)):
        fates = await mail.fates(ticket.id)
        await climb(desk, ticket, {one.to for one, fate, _ in fates if fate == Fate.REFUSED})


async def _is_for(work: Work, to: Address, person: PersonId) -> bool:
    return await _person_at(work, to) == person


async def _person_at(work: Work, to: Address) -> PersonId | None:
    """Whose private chat it is, or None for a group."""
    found = await work.people.known(to.account, to.chat)
    return found.id if found else None
