"""流程: which way a matter is worked through, what is to be done now, and the next step by one press."""

from telegram import Update

from handlers.buttons import Button, Keyboard, Verb, button
from handlers.context import Context
from handlers.refusals import on
from handlers.texts import Texts
from tickets.deeds.staff.flowing import flow_of, open_steps, put_on, step_done
from tickets.deeds.step import begin
from tickets.flows import DEFAULT, END
from tickets.ids import TicketId
from tickets.kinds import Deed
from tickets.ports import Work
from tickets.ticket import Ticket


async def on_flow(update: Update, context: Context) -> None:
    """`fl:<ticket>`: where it stands; `…:to-W9`: onto another; `…:do-3-4`: step 3 is done, on to 4."""
    press, person = context.press(update), await context.person(update)
    work, t = context.work, await context.texts(update)
    what, _, rest = press.argument.partition("-")
    if what == "to":
        ticket = await put_on(work, press.ticket, person.id, rest)
    elif what == "do":
        number, _, choice = rest.partition("-")
        ticket = await step_done(work, press.ticket, person.id, number, choice)
    else:
        ticket = await begin(work, press.ticket, Deed.FLOW, person.id)
    await context.toast(update)
    rows = _flows(work, ticket, t) if what == "list" else _rows(work, ticket, t)
    await context.desk.say(context.address(update), said(work, ticket, t), rows, ticket=ticket.id)


def said(work: Work, ticket: Ticket, t: Texts) -> str:
    """The flow's name, what is to be done now, by whom, and the output that is missing."""
    flow = flow_of(work, ticket)
    if flow is None:
        return t("{number} 的流程已经不在表里了，请换一个。", number=ticket.number)
    lines = [t("{number} 流程 {code} {name}", number=ticket.number, code=flow.code, name=flow.name)]
    lines += [
        t("现在：{does}（缺：{output}）", does=step.does, output=step.output) for step in open_steps(work, ticket)
    ]
    return "\n".join(lines if len(lines) > 1 else [*lines, t("走完了")])


def _rows(work: Work, ticket: Ticket, t: Texts) -> Keyboard:
    rows: list[list[Button]] = []
    flow = flow_of(work, ticket)
    for step in open_steps(work, ticket) if flow and ticket.flow_at else ():
        if not step.either:
            rows.append([_press(t("{output}有了", output=step.output), ticket.id, f"do-{step.number}")])
            continue
        for name in step.next:
            after = flow.step(name) if flow else None
            words = after.does[:18] if after else t("到此为止")
            rows.append([_press(words, ticket.id, f"do-{step.number}-{name if after else END}")])
    return [*rows, [_press(t("换流程"), ticket.id, "list")]]


def _flows(work: Work, ticket: Ticket, t: Texts) -> Keyboard:
    others = [flow for flow in work.directory.flows.values() if flow.code != (ticket.flow or DEFAULT)]
    buttons = [_press(f"{flow.code} {flow.name}", ticket.id, f"to-{flow.code}") for flow in others]
    return [buttons[n : n + 2] for n in range(0, len(buttons), 2)]


def _press(words: str, ticket: TicketId, argument: str) -> Button:
    return button(words, Verb.FLOW, ticket, argument)


HANDLERS = [on(Verb.FLOW, on_flow)]
