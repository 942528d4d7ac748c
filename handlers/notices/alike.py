"""It was said before: by the same resident, whose words can go to it, or by neighbours, whom they can join."""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.buttons import Verb, button
from handlers.card import gist, masked
from handlers.desk import Desk
from tickets.ids import TicketId
from tickets.mail import Purpose
from tickets.records import Query
from tickets.ticket import Ticket

_RECALLED = 40
"""Characters of the earlier words that are shown."""


async def alike(desk: Desk, ticket: Ticket, detail: Mapping[str, Any]) -> None:
    """One question at most: about their own earlier ticket, else about the neighbours'."""
    if own := detail.get("own"):
        await _repeated(desk, ticket, own)
    elif others := detail.get("like"):
        await _joinable(desk, ticket, others)


async def _repeated(desk: Desk, ticket: Ticket, own: Sequence[TicketId]) -> None:
    earlier = await desk.work.tickets.get(own[0])
    t, now = await desk.texts_of(ticket.poster), desk.work.now
    words = gist((await desk.work.tickets.first_words([earlier.id])).get(earlier.id, ""), _RECALLED)
    text = t("您{when} 报的 {number} 还在办：\n“{words}”\n是同一件就点一下，这条并过去，办的人看得到。",
             when=t.when(earlier.posted_at, now), number=earlier.number, words=words)  # fmt: skip
    same = button(t("是同一件"), Verb.REPEAT, ticket.id, earlier.number)
    rows = [[same, button(t("不是"), Verb.LEAVE, ticket.id)]]
    await desk.tell(ticket.poster, text, rows, purpose=Purpose.QUESTION, ticket=ticket.id)


async def _joinable(desk: Desk, ticket: Ticket, others: Sequence[TicketId]) -> None:
    """Neighbours have reported the same: join them by one press. Their words are shown masked, one line of them."""
    found = {t.id: t for t in await desk.work.tickets.find(Query(among=frozenset(others)))}
    if not found:
        return
    t, first = await desk.texts_of(ticket.poster), found[next(key for key in others if key in found)]
    words = gist(masked(desk.work, (await desk.work.tickets.first_words([first.id])).get(first.id, "")), _RECALLED)
    households = sum(1 + other.neighbours for other in found.values())
    text = t("有 {n} 户邻居报过差不多的事，{number}：\n“{words}”\n是同一件就点“我也是”，一起办，有结果照样告诉您。",
             n=households, number=first.number, words=words)  # fmt: skip
    same = button(t("我也是"), Verb.SAME, ticket.id, first.number)
    rows = [[same, button(t("不是"), Verb.LEAVE, ticket.id)]]
    await desk.tell(ticket.poster, text, rows, purpose=Purpose.QUESTION, ticket=ticket.id)
