"""Who hears of meetings, of what they decided, and of joint action; each has one card in a chat, changed in place."""

from collections.abc import Callable, Sequence

from handlers.buttons import Button, Keyboard
from handlers.desk import Desk
from handlers.notices.cards import ACTION, DECISION, MEETING
from handlers.notices.whistles.cards import reach, said
from handlers.texts import Texts
from handlers.whistle.said.gathering import (
    Heard,
    action_keyboard,
    action_text,
    chair_keyboard,
    decision_keyboard,
    decision_text,
    guest_keyboard,
    heard_of,
    meeting_text,
)
from handlers.whistle.said.names import CLOCKS, GATHERINGS
from tickets.ids import LetterId, PersonId, UnitCode
from tickets.mail import Address, Purpose
from tickets.records import Card
from tickets.ticket import Ticket
from tickets.whistles.hearings import Decision, Meeting
from tickets.whistles.kinds import WhistleClock, WhistleDeed
from tickets.whistles.rules.clocks import decided
from tickets.whistles.rules.rights import receivers
from tickets.whistles.whistle import Whistle, WhistleEvent


async def convened(desk: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket) -> None:
    """A card to each that is asked, in its group and to its 接哨员, and the chair's own; a new hour, a new card."""
    heard, number = await heard_of(desk.work, whistle, ticket), int(event.detail["meeting"])
    meeting = whistle.meetings[number]
    face = f"{MEETING}{whistle.id}:{number}:"
    await _cover(desk, ticket, face)
    for to in await reach(desk, [meeting.convener]):
        await _put(desk, heard, to, face)
    for unit in meeting.invited:
        await _to_unit(desk, heard, unit, f"{face}{unit}", [meeting.convener])


async def visited(desk: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket) -> None:
    """Whoever was on the scene has a card to write down what was decided there."""
    heard = await heard_of(desk.work, whistle, ticket)
    for to in await reach(desk, [event.actor] if event.actor else []):
        await _put(desk, heard, to, f"{MEETING}{whistle.id}:{int(event.detail['meeting'])}:")


async def cancelled(desk: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket) -> None:
    """Whoever was asked reads that it is not held, and why."""
    meeting, why = whistle.meetings[int(event.detail["meeting"])], await said(desk, event)

    def sentence(t: Texts) -> str:
        kind, when = t(GATHERINGS[meeting.kind]), t.when(meeting.at, desk.work.now)
        return t("{number} {when} 的{kind}取消了：{why}", number=ticket.number, when=when, kind=kind, why=why)

    for unit in meeting.invited:
        for to in await chats_of(desk, unit):
            await desk.say(to, sentence(await desk.texts_at(to)), ticket=ticket.id)


async def answered(desk: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket) -> None:
    """The chair's card says who comes; a refusal is told with its reason."""
    if event.detail["comes"]:
        return
    meeting, why = whistle.meetings[int(event.detail["meeting"])], await said(desk, event)
    name = desk.work.directory.unit_name(event.unit)
    for to in await reach(desk, [meeting.convener]):
        t = await desk.texts_at(to)
        kind = t(GATHERINGS[meeting.kind])
        text = t("{number} {kind}，{unit}不来：{why}", number=ticket.number, kind=kind, unit=name, why=why)
        await desk.say(to, text, ticket=ticket.id)


async def resolved(desk: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket) -> None:
    """Its owner has it as a card: the person named, or the unit's group and 接哨员."""
    meeting, one = _about(whistle, event)
    heard = await heard_of(desk.work, whistle, ticket)
    face = f"{DECISION}{whistle.id}:{meeting.number}:{one.number}"
    if one.person is not None:
        for to in await reach(desk, [one.person]):
            await _put(desk, heard, to, face)
            return
    await _to_unit(desk, heard, one.owner, face, [meeting.convener])


async def settled(desk: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket) -> None:
    """The chair and whoever blew read what was done."""
    meeting, one = _about(whistle, event)
    words, name = await said(desk, event), desk.work.directory.unit_name(one.owner)
    people = [p for p in (meeting.convener, whistle.blower) if p is not None and p != event.actor]
    for to in await reach(desk, people):
        t = await desk.texts_at(to)
        text = t("{number} 会上定的第 {n} 项，{unit}办好了：{words}", number=ticket.number, n=one.number, unit=name,
                 words=words)  # fmt: skip
        await desk.say(to, text, ticket=ticket.id)


async def joined_forces(desk: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket) -> None:
    """Each unit that goes has it as a card, and so has whoever blew."""
    heard, number = await heard_of(desk.work, whistle, ticket), int(event.detail["action"])
    face = f"{ACTION}{whistle.id}:{number}:"
    for unit in whistle.actions[number].units:
        await _to_unit(desk, heard, unit, f"{face}{unit}", [event.actor, whistle.blower])
    for to in await reach(desk, [whistle.blower] if whistle.blower else []):
        await _put(desk, heard, to, face)


async def ask_again(desk: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket) -> None:
    """Whoever has not said whether they come, while there is time."""
    asks = event.detail.get("clock") == WhistleClock.ATTEND
    meeting = decided(whistle, str(event.detail["of"]))[0] if asks else None
    if meeting is None or desk.work.now >= meeting.at:
        return
    heard = await heard_of(desk.work, whistle, ticket)
    for unit in meeting.silent:
        for to in await reach(desk, receivers(unit, desk.work.directory)):
            t = await desk.texts_at(to)
            text = f"{t(CLOCKS[WhistleClock.ATTEND])}\n{meeting_text(heard, meeting, desk.work, t)}"
            await desk.say(to, text, guest_keyboard(whistle, meeting, unit, t), purpose=Purpose.ALERT, ticket=ticket.id)


async def hear(desk: Desk, whistle: Whistle, of: str) -> list[Address]:
    """Who is reminded of a meeting's clock: a decision's owner while it is theirs, the chair of minutes left open."""
    meeting, one = decided(whistle, of)
    if meeting is None:
        return []
    return await owners(desk, one) if one else await reach(desk, [meeting.convener])


async def remind(desk: Desk, to: Address, clock: WhistleClock, of: str, whistle: Whistle, ticket: Ticket) -> None:
    """The decision, or the meeting, as it stands, under what its clock says."""
    meeting, one = decided(whistle, of)
    if meeting is None:
        return
    t, heard = await desk.texts_at(to), await heard_of(desk.work, whistle, ticket)
    text = decision_text(heard, meeting, one, desk.work, t) if one else meeting_text(heard, meeting, desk.work, t)
    rows = decision_keyboard(whistle, meeting, one, t) if one else chair_keyboard(whistle, meeting, t)
    await desk.say(to, f"{t(CLOCKS[clock])}\n{text}", rows, purpose=Purpose.ALERT, ticket=ticket.id)


def first_press(whistle: Whistle, of: str, mark: str, t: Texts) -> list[Button]:
    """What its reader does first, with a mark behind it where several stand below one another."""
    meeting, one = decided(whistle, of)
    if meeting is None:
        return []
    rows = decision_keyboard(whistle, meeting, one, t) if one else chair_keyboard(whistle, meeting, t)
    return [Button(button.words + mark, button.press) for button in rows[0][:1]] if rows else []


async def owners(desk: Desk, one: Decision) -> list[Address]:
    """Where whoever owns a decision hears of it: the person named, else the unit's 接哨员."""
    named = await reach(desk, [one.person]) if one.person is not None else []
    return named or await reach(desk, receivers(one.owner, desk.work.directory))


async def refresh(desk: Desk, event: WhistleEvent, whistle: Whistle, ticket: Ticket) -> None:
    """The cards that what happened is to be read on show it now, and no others: guests are many."""
    concerned = _concerned(event, whistle)
    if concerned is None or not (whistle.meetings or whistle.actions):
        return
    cards = [card for card in await desk.work.mail.cards(ticket.id) if _is_of(card, whistle) and concerned(card.face)]
    if not cards:
        return
    heard = await heard_of(desk.work, whistle, ticket)
    for card in cards:
        t = await desk.texts_at(card.to)
        await desk.change(card.letter, *_drawn(desk, heard, card.face, t))


def _concerned(event: WhistleEvent, whistle: Whistle) -> Callable[[str], bool] | None:
    """Which faces read differently: of a meeting the chair's at every turn, the guests' at their own and its end."""
    if event.deed is WhistleDeed.REMIND:
        of = str(event.detail.get("of", ""))
        face = f"{DECISION}{whistle.id}:{of.removeprefix('decision:')}"
        return (lambda one: one == face) if of.startswith("decision:") else None
    number = event.detail.get("meeting")
    chair = f"{MEETING}{whistle.id}:{number}:"
    decision = f"{DECISION}{whistle.id}:{number}:{event.detail.get('decision')}"
    match event.deed:
        case WhistleDeed.ATTEND:
            return {chair, f"{chair}{event.unit}"}.__contains__
        case WhistleDeed.RESOLVE | WhistleDeed.SETTLE:
            return {chair, decision}.__contains__
        case WhistleDeed.MINUTE | WhistleDeed.CANCEL:
            return lambda one: one.startswith(chair)
        case WhistleDeed.JOIN_FORCES:
            return lambda one: one.startswith(ACTION)
        case WhistleDeed.END | WhistleDeed.CALL_OFF:
            return lambda one: True
        case _:
            return None


async def redraw(desk: Desk, whistle: Whistle, ticket: Ticket, letter: LetterId) -> None:
    """The buttons that belong under that card."""
    for card in await desk.work.mail.cards(ticket.id):
        if card.letter == letter and _is_of(card, whistle):
            heard = await heard_of(desk.work, whistle, ticket)
            await desk.rekey(letter, _drawn(desk, heard, card.face, await desk.texts_at(card.to))[1])


async def stand(desk: Desk, whistle: Whistle, ticket: Ticket, to: Address) -> int:
    """The chair's cards of all meetings that are not closed yet, at the end of the chat; gives how many."""
    heard = await heard_of(desk.work, whistle, ticket)
    standing = [meeting for meeting in whistle.meetings.values() if meeting.standing]
    for meeting in standing:
        face = f"{MEETING}{whistle.id}:{meeting.number}:"
        for card in await desk.work.mail.cards(ticket.id):
            if card.face == face and card.to == to:
                await _clear(desk, card, ticket)
        await _put(desk, heard, to, face)
    return len(standing)


async def chats_of(desk: Desk, unit: UnitCode) -> list[Address]:
    """The unit's group and its 接哨员's private chats."""
    group = desk.work.directory.groups.get(unit)
    found = [*([group] if group else []), *await reach(desk, receivers(unit, desk.work.directory))]
    return list(dict.fromkeys(found))


async def _to_unit(desk: Desk, heard: Heard, unit: UnitCode, face: str, else_told: Sequence[PersonId | None]) -> None:
    """To all of the unit but whoever asks; where nobody can be reached they are told to ring the unit."""
    chats, askers = await chats_of(desk, unit), await reach(desk, (p for p in else_told if p is not None))
    for to in chats:
        if to not in askers:
            await _put(desk, heard, to, face)
    if not chats:
        await _unreached(desk, heard.ticket, unit, else_told)


async def _unreached(desk: Desk, ticket: Ticket, unit: UnitCode, people: Sequence[PersonId | None]) -> None:
    name = desk.work.directory.unit_name(unit)
    for to in await reach(desk, (person for person in people if person is not None)):
        t = await desk.texts_at(to)
        text = t("{number} 没送到{unit}，请打电话叫他们。", number=ticket.number, unit=name)
        await desk.say(to, text, purpose=Purpose.ALERT, ticket=ticket.id)


async def undelivered(desk: Desk, ticket: Ticket, card: Card) -> None:
    """A card was refused for good: where nobody else has it, whoever called is told to ring them."""
    await desk.work.mail.drop_card(card)
    left = {other.face for other in await desk.work.mail.cards(ticket.id)}
    kind, of_whistle, number, of = card.face.split(":", 3)
    whistle = next((w for w in await desk.work.whistles.of(ticket.id) if str(w.id) == of_whistle), None)
    if whistle is None or card.face in left:
        return
    meeting = whistle.meetings.get(int(number)) if f"{kind}:" != ACTION else None
    one = meeting.decision(int(of)) if meeting and f"{kind}:" == DECISION else None
    if unit := one.owner if one else UnitCode(of):
        await _unreached(desk, ticket, unit, [meeting.convener if meeting else whistle.blower])


async def _put(desk: Desk, heard: Heard, to: Address, face: str) -> None:
    text, rows = _drawn(desk, heard, face, await desk.texts_at(to))
    letter = await desk.say(to, text, rows, purpose=Purpose.CARD, ticket=heard.ticket.id)
    await desk.work.mail.add_card(Card(heard.ticket.id, letter, to, face))


def _drawn(desk: Desk, heard: Heard, face: str, t: Texts) -> tuple[str, Keyboard]:
    """Words and buttons of the card that bears that face."""
    kind, _, number, of = face.split(":", 3)
    whistle, work = heard.whistle, desk.work
    if f"{kind}:" == ACTION:
        action = whistle.actions[int(number)]
        return action_text(heard, action, work, t), action_keyboard(whistle, action, UnitCode(of), t)
    meeting = whistle.meetings[int(number)]
    if f"{kind}:" == MEETING:
        rows = guest_keyboard(whistle, meeting, UnitCode(of), t) if of else chair_keyboard(whistle, meeting, t)
        return meeting_text(heard, meeting, work, t), rows
    [one] = [one for one in meeting.decisions if one.number == int(of)]
    return decision_text(heard, meeting, one, work, t), decision_keyboard(whistle, meeting, one, t)


async def _cover(desk: Desk, ticket: Ticket, face: str) -> None:
    """Cards of the hour that was before point to the new ones."""
    for card in await desk.work.mail.cards(ticket.id):
        if card.face.startswith(face):
            await _clear(desk, card, ticket)


async def _clear(desk: Desk, card: Card, ticket: Ticket) -> None:
    t = await desk.texts_at(card.to)
    await desk.work.mail.drop_card(card)
    await desk.change(card.letter, t("{number} 有新卡片，见下面。", number=ticket.number))


def _is_of(card: Card, whistle: Whistle) -> bool:
    return any(card.face.startswith(f"{kind}{whistle.id}:") for kind in (MEETING, DECISION, ACTION))


def _about(whistle: Whistle, event: WhistleEvent) -> tuple[Meeting, Decision]:
    meeting = whistle.meetings[int(event.detail["meeting"])]
    [one] = [one for one in meeting.decisions if one.number == int(event.detail["decision"])]
    return meeting, one
