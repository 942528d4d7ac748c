"""委托: `/delegate` shows what is lent by and to whoever asks; by buttons a right is lent or called back."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from telegram import Update
from telegram.ext import CommandHandler

from handlers.buttons import Keyboard, Verb, number
from handlers.context import Context
from handlers.refusals import on, refusing
from handlers.resident.turn import turn
from handlers.texts import Texts
from handlers.whistle.choosing import PAGE
from handlers.whistle.kept import keep, kept
from handlers.whistle.lending.loan import Loan, changed, ends
from handlers.whistle.lending.look import choices, keyboard_of, line, look, named, overview, press, what
from tickets.deeds.poster.posting import Words
from tickets.errors import NoRight, Unknown, Unusable
from tickets.ids import LetterId, PersonId
from tickets.kinds import Deed
from tickets.times import iso
from tickets.whistles.deeds.leading import call_back, lend
from tickets.whistles.kinds import WhistleDeed
from tickets.whistles.rules.lending import lendable
from tickets.whistles.spoken import moment

LENDING = "lending"
"""Under which name the draft is kept, and its prompts are known."""


def _(sentence: str) -> str:
    return sentence


_ASKS: Mapping[str, str] = {
    "name": _("委托给谁？请回复这条，写姓名。"),
    "until": _("到什么时候？请回复这条，比如：12-03 18:00"),
    "reason": _("为什么委托？请回复这条。"),
}
_LACKS = {"taker": "taker", "until": "date", "reason": "reason"}


async def on_delegate(update: Update, context: Context) -> None:
    """`/delegate`: what is lent by me and to me; in private, since it is between two people."""
    person, t, at = await context.person(update), await context.texts(update), context.address(update)
    if at.chat < 0:
        await context.desk.say(at, t("委托的事请单独跟我说：私聊里发 /delegate。"))
        return
    await context.desk.say(at, *await _overview(context, person.id, t))


async def on_lend(update: Update, context: Context) -> None:
    """`ln:0:<step>-<value>`: one press changes one thing, and the same message shows it."""
    pressed, person = context.press(update), await context.person(update)
    step, _sep, value = pressed.argument.partition("-")
    able = lendable(person.id, context.work.directory)
    if step == "back":
        await _call_back(update, context, person.id, PersonId(number(value)))
        return
    if not able:
        raise NoRight(WhistleDeed.BLOW)
    loan = Loan() if step == "new" else await _standing(update, context)
    match step:
        case "go":
            await _go(update, context, person.id, loan)
        case "no":
            await keep(update, context, LENDING, None)
            t = await context.texts(update)
            await turn(update, context, t("好，不委托。"))
        case "w" if value in _ASKS:
            t = await context.texts(update)
            detail = {"do": LENDING, "part": value}
            await context.toast(update)
            await context.desk.ask(
                context.address(update), t(_ASKS[value]), Deed.WHISTLE, None, person.id, detail=detail
            )
        case "who" | "what":
            await _choose(update, context, person.id, loan, step, number(value))
        case _:
            t = await context.texts(update)
            await _show(update, context, person.id, changed(loan, step, value, context.work, t))


async def answer(update: Update, context: Context, detail: Mapping[str, Any], words: Words) -> str:
    """The words for one part; then the whole is shown anew."""
    person, t, work = await context.person(update), await context.texts(update), context.work
    loan, said = await _standing(update, context), words.text.strip()
    match detail.get("part"):
        case "name":
            found = [one.id for one in work.directory.staff.values() if one.name == said and one.id != person.id]
            if len(found) != 1:
                return await _namesakes(update, context, found, t)
            loan = replace(loan, taker=found[0])
        case "until":
            loan = replace(loan, until=iso(ends(moment(said, work.now, work.rules.zone), work)))
        case _:
            if not said:
                raise Unusable("reason")
            loan = replace(loan, reason=said[:200])
    if loan.letter:
        await context.desk.change(LetterId(loan.letter), t("委托，看下面。"))
    text, rows = look(loan, work, t), keyboard_of(loan, work, t)
    letter = await context.desk.say(context.address(update), text, rows)
    await keep(update, context, LENDING, asdict(replace(loan, letter=letter)))
    return ""


async def _overview(context: Context, person: PersonId, t: Texts) -> tuple[str, Keyboard]:
    work = context.work
    given, taken = await work.whistles.lent_by(person, work.now), await work.whistles.lent_to(person, work.now)
    return overview(given, taken, person, work, t)


async def _choose(update: Update, context: Context, person: PersonId, loan: Loan, step: str, page: int) -> None:
    t = await context.texts(update)
    await keep(update, context, LENDING, asdict(loan))
    await turn(update, context, *choices(step, page, person, context.work.directory, t))


async def _call_back(update: Update, context: Context, person: PersonId, taker: PersonId) -> None:
    """What runs ends now; whoever had it reads so."""
    t = await context.own_texts(update)
    if not await call_back(context.work, person, taker):
        await context.toast(update, t("已经收回过了，或者到期了。"), alert=True)
        return
    to = await context.desk.texts_of(taker)
    giver = context.work.directory.name_of(person)
    await context.desk.tell(taker, _taken_back(giver, to))
    await turn(update, context, *await _overview(context, person, await context.texts(update)))


def _taken_back(giver: str, t: Texts) -> str:
    return t("{who}收回了委托给您的权力。", who=giver)


async def _go(update: Update, context: Context, person: PersonId, loan: Loan) -> None:
    """Lent, on the record; whoever has it now reads what, until when and why."""
    if lacks := loan.missing():
        raise Unusable(_LACKS[lacks[0]])
    work, deed = context.work, WhistleDeed(loan.deed) if loan.deed else None
    lent = await lend(work, person, loan.taker or PersonId(0), loan.end or work.now, deed, reason=loan.reason)
    await keep(update, context, LENDING, None)
    t = await context.desk.texts_of(lent.taker)
    giver, when = work.directory.name_of(person), t.when(lent.until, work.now)
    told = t(
        "{who}把“{what}”委托给您，到 {when}：{why}", who=giver, what=what(lent.deed, t), when=when, why=lent.reason
    )
    then = t("您代办的每一步都会写明代谁。发 /whistles 看没收的哨，发 /delegate 看委托。")
    reached = await context.desk.tell(lent.taker, f"{told}\n{then}")
    t = await context.texts(update)
    said = t("委托好了：{line}", line=line(lent, lent.taker, work, t))
    said += "" if reached else "\n" + t("他还没用过哨应，请打电话告诉他。")
    back = t("收回 {who}", who=work.directory.name_of(lent.taker))
    await turn(update, context, said, [[press(back, "back", str(lent.taker))]])


async def _show(update: Update, context: Context, person: PersonId, loan: Loan) -> None:
    """First whom, then the whole of it."""
    if loan.taker is None:
        await _choose(update, context, person, loan, "who", 0)
        return
    t = await context.texts(update)
    await keep(update, context, LENDING, asdict(loan))
    await turn(update, context, look(loan, context.work, t), keyboard_of(loan, context.work, t))


async def _namesakes(update: Update, context: Context, found: Sequence[PersonId], t: Texts) -> str:
    """Several of one name are told apart by their bodies."""
    if not found:
        raise Unknown("person")
    directory = context.work.directory
    rows = [[press(named(one, directory), "p", str(one))] for one in found[:PAGE]]
    await context.desk.say(context.address(update), t("哪一位？"), rows)
    return ""


async def _standing(update: Update, context: Context) -> Loan:
    """Raises Unusable("loan") where the person has begun none."""
    found = await kept(update, context, LENDING)
    if found is None:
        raise Unusable("loan")
    return Loan(**found)


HANDLERS = [CommandHandler("delegate", refusing(on_delegate)), on(Verb.LEND, on_lend)]
