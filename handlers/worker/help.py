"""People who are asked to help: 能人 in household matters, the grid's partners in shared ones."""

from telegram import Update

from handlers.buttons import Verb, button, number
from handlers.context import Context
from handlers.refusals import on
from handlers.texts import Texts
from handlers.worker.prompts import show
from tickets.deeds.staff import helping
from tickets.deeds.staff.helping import Candidate
from tickets.deeds.step import begin
from tickets.ids import PersonId
from tickets.kinds import Deed, Matter


def _(sentence: str) -> str:
    return sentence


_CAPACITIES = {"helper": _("能人"), "member": _("党员"), "delegate": _("居民代表"), "property": _("物业")}
_MOST = 12


async def on_helpers(update: Update, context: Context) -> None:
    """Whom to ask; a neighbour only once the resident has agreed."""
    press, person = context.press(update), await context.person(update)
    ticket = await begin(context.work, press.ticket, Deed.INVITE, person.id)
    t = await context.own_texts(update)
    if ticket.matter is Matter.HOUSEHOLD and ticket.helpers_welcome is None:
        await helping.ask_consent(context.work, ticket.id, person.id)
        await context.toast(update, t("先问居民愿不愿意，等居民同意。"), alert=True)
        return
    if ticket.matter is Matter.HOUSEHOLD and ticket.helpers_welcome is False:
        await context.toast(update, t("居民不想请别人。"), alert=True)
        return
    found = await helping.candidates(context.work, ticket)
    if not found:
        await context.toast(update, t("没有合适又没问过的人了。"), alert=True)
        return
    await context.toast(update)
    t = await context.texts(update)
    rows = [[button(_label(context, c, t), Verb.INVITE, ticket.id, str(c.person))] for c in found[:_MOST]]
    await context.desk.say(context.address(update), t("{number} 请谁？", number=ticket.number), rows, ticket=ticket.id)


async def on_invite(update: Update, context: Context) -> None:
    """Ask one of them."""
    press, person = context.press(update), await context.person(update)
    asked = PersonId(number(press.argument))
    await helping.invite(context.work, press.ticket, person.id, asked)
    t = await context.own_texts(update)
    await context.toast(update, t("已问 {who}。", who=context.work.directory.name_of(asked)))


async def on_respond(update: Update, context: Context) -> None:
    """Yes or no of the person asked."""
    press, person = context.press(update), await context.person(update)
    invitation, accepts = number(press.argument[:-1]), press.argument.endswith("y")
    ticket, asked = await helping.respond(context.work, invitation, person.id, accepts)
    t = context.desk.texts(person)
    await context.toast(update)
    who = context.work.directory.name_of(asked.asked_by)
    if asked.accepted is not None:
        text = t("您已经回过了。")
    elif accepts:
        text = t("谢谢。{who} 会联系您，{number}。", who=who, number=ticket.number)
    else:
        text = t("好，不打扰。")
    await context.desk.say(context.address(update), text, ticket=ticket.id)


async def on_consent(update: Update, context: Context) -> None:
    """The resident's yes or no to a 能人."""
    press, person = context.press(update), await context.person(update)
    yes = press.argument == "y"
    await helping.consent(context.work, press.ticket, person.id, yes)
    t = context.desk.texts(person)
    await context.toast(update, t("好，这就去请。") if yes else t("好，不请别人。"))


async def on_break_off(update: Update, context: Context) -> None:
    """One side refuses: mediation stops, the ways on are told. Asked once, since it ends the matter."""
    press, person = context.press(update), await context.person(update)
    if not press.argument:
        ticket = await begin(context.work, press.ticket, Deed.BREAK_OFF, person.id)
        t = await context.texts(update)
        sure = button(t("停止调解"), Verb.BREAK_OFF, ticket.id, "y")
        await show(update, context, [[sure, button(t("返回"), Verb.BACK, ticket.id)]])
        return
    ticket = await helping.break_off(context.work, press.ticket, person.id)
    t = await context.own_texts(update)
    await context.toast(update, t("{number} 调解停止，已告诉居民别的办法。", number=ticket.number), alert=True)


def _label(context: Context, candidate: Candidate, t: Texts) -> str:
    staff = context.work.directory.staff[candidate.person]
    skills = f" · {staff.skills[0]}" if staff.skills and candidate.capacity == "helper" else ""
    return t("{name}（{unit}）", name=staff.name, unit=t(_CAPACITIES[candidate.capacity]) + skills)


HANDLERS = [
    on(Verb.HELPERS, on_helpers),
    on(Verb.INVITE, on_invite),
    on(Verb.RESPOND, on_respond),
    on(Verb.CONSENT, on_consent),
    on(Verb.BREAK_OFF, on_break_off),
]
