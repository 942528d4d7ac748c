"""What those who have a ticket read where they work: short lines under the card, never the resident's number."""

from collections.abc import Callable
from functools import partial

from handlers.buttons import Keyboard, Verb, button
from handlers.card import gist, masked
from handlers.desk import Desk
from handlers.notices.cards import workplaces
from handlers.texts import Texts
from tickets.deeds.staff.helping import HELPER, skill_for
from tickets.deeds.staff.holding import LEFT
from tickets.ids import PersonId
from tickets.kinds import Deed, State
from tickets.mail import AWAITED, Rank
from tickets.records import Said
from tickets.ticket import Event, Ticket


def _(sentence: str) -> str:
    return sentence


_NEEDS = {
    "善说和": _("需要人从中说和"),
    "懂法律": _("需要懂法律的人出个主意"),
    "有手艺": _("需要有手艺的人看看"),
    "会治理": _("需要会办事的人帮着商量"),
}
"""What a 能人 is needed for, by skill: all that they read of the matter before they have said yes."""

_BY_PHONE = _("⚠ {number} 没送到居民，请打电话告诉他。")
_AT_HOME = _("⚠ {number} 没送到居民。他没留电话，请上门告诉他，或者托人带话。")
_NO_WAY = _("⚠ {number} 没送到居民。他没留电话和住处，只能等他再来。")


def _no_buttons(t: Texts) -> Keyboard | None:
    return None


async def under_card(
    desk: Desk,
    ticket: Ticket,
    line: Callable[[Texts], str],
    buttons: Callable[[Texts], Keyboard | None] = _no_buttons,
) -> None:
    """A line that quotes the card where the ticket is worked on, in the language of whoever reads it there."""
    for to, card in (await workplaces(desk, ticket)).items():
        t = await desk.texts_at(to)
        await desk.say(to, line(t), buttons(t), ticket=ticket.id, answers=card, rank=_rank(ticket))


async def handed(desk: Desk, ticket: Ticket, event: Event) -> None:
    """Who passes it on or changes its class, and why, under the card of those who have it now."""
    reason = str(event.detail.get("reason") or "")
    if reason and event.actor:
        said = {"who": desk.work.directory.name_of(event.actor), "reason": masked(desk.work, reason)}
        await under_card(desk, ticket, lambda t: t("{number} {who}说：{reason}", number=ticket.number, **said))


async def missed(desk: Desk, ticket: Ticket, purpose: str, *, kept: bool) -> None:
    """The resident did not get what they wait for: whoever has the ticket reads how to reach them otherwise."""
    if purpose not in AWAITED:
        return
    poster = await desk.work.people.person(ticket.poster)
    way = _BY_PHONE if poster.phone else _AT_HOME if poster.door or poster.area else _NO_WAY

    def line(t: Texts) -> str:
        later = [t("他再说话时，这条就送到他手上。")] if kept else []
        return "\n".join([t(way, number=ticket.number), *later])

    await under_card(
        desk, ticket, line, lambda t: [[button(t("联系方式"), Verb.CONTACT, ticket.id)]] if way != _NO_WAY else None
    )


async def reached(desk: Desk, ticket: Ticket) -> None:
    """What had not reached the resident has."""
    await under_card(desk, ticket, lambda t: t("{number} 没送到的那条，居民收到了。", number=ticket.number))


async def resident_said(desk: Desk, ticket: Ticket, event: Event, said: Said) -> None:
    """Something more from the resident, masked; with the buttons to answer. Of an album the first picture speaks."""
    if said.album and await _follows(desk, ticket, said):
        return
    words = masked(desk.work, said.text)

    def line(t: Texts) -> str:
        match event.deed:
            case Deed.REPLY:
                return t("{number} 居民回复：{words}", number=ticket.number, words=words)
            case Deed.REMARK:
                return t("{number} 居民评价时说：{words}", number=ticket.number, words=words)
            case _:
                return t("{number} 居民补充：{words}", number=ticket.number, words=words)

    await under_card(desk, ticket, line, _no_buttons if event.deed is Deed.REMARK else partial(_answers, ticket))
    for to, card in (await workplaces(desk, ticket)).items() if said.media else ():
        await desk.show(to, said.media, ticket=ticket.id, answers=card)


async def freed(desk: Desk, ticket: Ticket, event: Event) -> None:
    """Back in the pool, with the reason; a new line, since an edit rings nowhere."""
    holder = event.before.get("holder")
    if event.deed is Deed.IDLE_RETURN and holder and event.detail.get("reason") != LEFT:
        t = await desk.texts_of(PersonId(int(holder)))
        note = t("{number} {why}，已放回待认领。", number=ticket.number, why=_why_freed(desk, event, t))
        await desk.tell(PersonId(int(holder)), note, ticket=ticket.id)
    await under_card(
        desk,
        ticket,
        lambda t: t("{number} 放回待认领（{why}）", number=ticket.number, why=_why_freed(desk, event, t)),
        lambda t: [[button(t("认领"), Verb.CLAIM, ticket.id)]],
    )


def _why_freed(desk: Desk, event: Event, t: Texts) -> str:
    if event.detail.get("reason") == LEFT:
        return t("原来办的人不在名单里了")
    if event.deed is Deed.IDLE_RETURN:
        return t("{hours} 小时没有进展", hours=int(desk.work.rules.idle.total_seconds() // 3600))
    who = desk.work.directory.name_of(event.actor)
    return t("{who}：{reason}", who=who, reason=masked(desk.work, str(event.detail.get("reason", ""))))


async def urged(desk: Desk, ticket: Ticket) -> None:
    """The resident asks how it goes."""
    await under_card(
        desk,
        ticket,
        lambda t: t("{number} 居民催办，请回个话。", number=ticket.number),
        partial(_answers, ticket),
    )


async def pressed(desk: Desk, ticket: Ticket, event: Event) -> None:
    """督办: who presses."""
    who = desk.work.directory.name_of(event.actor)

    def line(t: Texts) -> str:
        return t("{number} {who}督办，请今天回话。", number=ticket.number, who=who)

    await under_card(desk, ticket, line, partial(_answers, ticket))
    if ticket.holder and event.actor != ticket.holder:
        await desk.tell(ticket.holder, line(await desk.texts_of(ticket.holder)), ticket=ticket.id)


async def withdrawn(desk: Desk, ticket: Ticket) -> None:
    """The resident took it back."""
    await under_card(desk, ticket, lambda t: t("{number} 居民撤回了，不用办了。", number=ticket.number))


async def denied(desk: Desk, ticket: Ticket) -> None:
    """Not solved, says the resident."""
    await under_card(desk, ticket, lambda t: t("{number} 居民说没解决。", number=ticket.number))


async def invited(desk: Desk, ticket: Ticket, event: Event) -> None:
    """Ask a helper or partner by name; nothing of the poster in it."""
    person, number = PersonId(int(event.detail["person"])), str(event.detail["invitation"])
    t = await desk.texts_of(person)
    name, who = desk.work.directory.name_of(person), desk.work.directory.name_of(event.actor)
    if event.detail["capacity"] == HELPER:
        skill = skill_for(desk.work.directory.staff[person], ticket.topic)
        need = t(_NEEDS.get(skill, _NEEDS["善说和"]))
        text = t("{name}，{who}想请您帮个忙：附近有一件邻里的事，{need}。愿意吗？", name=name, who=who, need=need)
    else:
        words = await desk.work.tickets.first_words([ticket.id])
        matter = gist(masked(desk.work, words.get(ticket.id, "")), 60)
        text = t("{name}，{who}请您一起商量小区里的一件事：{matter}\n来吗？", name=name, who=who, matter=matter)
    yes = button(t("愿意"), Verb.RESPOND, ticket.id, f"{number}y")
    no = button(t("来不了"), Verb.RESPOND, ticket.id, f"{number}n")
    if await desk.tell(person, text, [[yes, no]], ticket=ticket.id) is None:
        await under_card(desk, ticket, lambda t: t("{name} 还没连上，请直接联系。", name=name))


async def responded(desk: Desk, ticket: Ticket, event: Event) -> None:
    """Yes or no of somebody who was asked."""
    name = desk.work.directory.name_of(event.actor)

    def line(t: Texts) -> str:
        if event.deed is Deed.ACCEPT:
            return t("{number} {name} 愿意来。", number=ticket.number, name=name)
        return t("{number} {name} 来不了。", number=ticket.number, name=name)

    await under_card(desk, ticket, line)


async def consented(desk: Desk, ticket: Ticket, event: Event) -> None:
    """The resident lets a neighbour be asked, or not."""
    if event.deed is Deed.CONSENT:
        await under_card(
            desk,
            ticket,
            lambda t: t("{number} 居民同意请能人。", number=ticket.number),
            lambda t: [[button(t("选人"), Verb.HELPERS, ticket.id)]],
        )
    else:
        await under_card(desk, ticket, lambda t: t("{number} 居民不想请别人，请您自己联系。", number=ticket.number))


async def broken_off(desk: Desk, ticket: Ticket, others: list[PersonId]) -> None:
    """Mediation has stopped: those who had said yes need not come."""
    for person in others:
        t = await desk.texts_of(person)
        text = t("{number} 有一方不愿意谈了，不用您跑了，谢谢。", number=ticket.number)
        await desk.tell(person, text, ticket=ticket.id)


async def agreed(desk: Desk, ticket: Ticket, said: Said, others: list[PersonId]) -> None:
    """What was agreed, to the workplace and to everybody who took part."""
    words = masked(desk.work, said.text)

    def line(t: Texts) -> str:
        return t("{number} 商定：{words}", number=ticket.number, words=words)

    await under_card(desk, ticket, line)
    for person in others:
        await desk.tell(person, line(await desk.texts_of(person)), ticket=ticket.id)


async def _follows(desk: Desk, ticket: Ticket, said: Said) -> bool:
    """Whether an earlier picture of the same album was told already, or stands on the card."""
    earlier = [s for s in await desk.work.tickets.said(ticket.id) if s.id < said.id]
    return any(s.album == said.album for s in earlier)


def _answers(ticket: Ticket, t: Texts) -> Keyboard | None:
    match ticket.state:
        case State.HELD:
            ask = button(t("问居民"), Verb.PROMPT, ticket.id, Deed.ASK)
            return [[button(t("答复"), Verb.ANSWER, ticket.id), ask]]
        case State.OPEN:
            return [[button(t("认领"), Verb.CLAIM, ticket.id)]]
        case State.ANSWERED:
            return [[button(t("回话"), Verb.PROMPT, ticket.id, Deed.TELL)]]
        case State.TRIAGE | State.CLOSED | State.WITHDRAWN | State.MERGED:
            return None


def _rank(ticket: Ticket) -> Rank:
    return Rank.URGENT if ticket.danger and ticket.running else Rank.NORMAL
