"""What is lent, and what would be: the words and buttons of `/delegate`."""

from collections.abc import Sequence

from handlers.buttons import Button, Keyboard, Verb, button
from handlers.texts import Texts
from handlers.whistle.choosing import PAGE
from handlers.whistle.lending.loan import REASONS, Loan, colleagues, longest
from handlers.whistle.said.names import LENT
from tickets.directory import Directory
from tickets.ids import PersonId
from tickets.ports import Work
from tickets.whistles.kinds import WhistleDeed
from tickets.whistles.rules.lending import lendable
from tickets.whistles.whistle import Delegation

_DAYS = (1, 3, 7, 30, 90)


def overview(
    given: Sequence[Delegation], taken: Sequence[Delegation], person: PersonId, work: Work, t: Texts
) -> tuple[str, Keyboard]:
    """What is lent by and to the person, and what can be done about it."""
    lines = [t("您委托出去的："), *(line(one, one.taker, work, t) for one in given)] if given else []
    lines += [t("委托给您的："), *(line(one, one.giver, work, t) for one in taken)] if taken else []
    rows = []
    if lendable(person, work.directory):
        lines = lines or [t("您没有委托出去的权力。出差、休假时可以委托给一个人，最长 {n} 天。", n=longest(work))]
        rows.append([press(t("委托"), "new")])
    takers = dict.fromkeys(one.taker for one in given)
    rows += [[press(t("收回 {who}", who=work.directory.name_of(one)), "back", str(one))] for one in takers]
    return "\n".join(lines) or t("您没有能委托的权力，也没有人委托给您。"), rows


def choices(step: str, page: int, person: PersonId, directory: Directory, t: Texts) -> tuple[str, Keyboard]:
    """Colleagues of the same bodies, or the rights that could be lent."""
    if step == "who":
        people = colleagues(person, directory)
        shown = people[page * PAGE : (page + 1) * PAGE]
        last = [press(t("写姓名"), "w", "name")]
        last += [press(t("下一页"), "who", str(page + 1))] if len(people) > (page + 1) * PAGE else []
        rows = _rows([press(directory.name_of(one), "p", str(one)) for one in shown], 3)
        return t("委托给谁？"), [*rows, [*last, press(t("不委托了"), "no")]]
    able = [deed for deed in lendable(person, directory) if deed in LENT]
    rows = _rows([press(t(LENT[deed]), "d", deed) for deed in able], 3)
    return t("委托哪一项？"), [[press(t("全部"), "d")], *rows, [press(t("返回"), "look")]]


def look(loan: Loan, work: Work, t: Texts) -> str:
    """The whole of it; what is still missing comes last."""
    names = {"taker": t("给谁"), "until": t("期限"), "reason": t("理由")}
    who = named(loan.taker, work.directory) if loan.taker else ""
    deed = WhistleDeed(loan.deed) if loan.deed else None
    lines = [
        t("委托，看一眼再定："),
        t("给 {who}：{what}", who=who, what=what(deed, t)) if who else "",
        t("到 {when}", when=t.when(loan.end, work.now)) if loan.end else "",
        t("理由：{why}", why=loan.reason) if loan.reason else "",
        t("还缺：{what}", what=t("、").join(names[one] for one in loan.missing())) if loan.missing() else "",
    ]
    return "\n".join(line for line in lines if line)


def keyboard_of(loan: Loan, work: Work, t: Texts) -> Keyboard:
    """What is missing first, or the loan itself."""
    lacks, rows = loan.missing(), list[list[Button]]()
    if "until" in lacks:
        days = [n for n in _DAYS if n <= longest(work)]
        choice = [press(t("明天") if n == 1 else t("{n} 天", n=n), "t", str(n)) for n in days]
        rows += _rows([*choice, press(t("写日期"), "w", "until")], 3)
    elif "reason" in lacks:
        rows += _rows([*(press(t(why), "r", mark) for mark, why in REASONS.items()),
                       press(t("写理由"), "w", "reason")], 3)  # fmt: skip
    else:
        rows.append([press(t("委托"), "go")])
    changes = [press(t("换人"), "who"), press(t("换权力"), "what")]
    changes += [] if "until" in lacks else [press(t("改期限"), "w", "until")]
    return [*rows, changes, [press(t("不委托了"), "no")]]


def line(one: Delegation, other: PersonId, work: Work, t: Texts) -> str:
    """One loan, as one of the two sides reads it."""
    who, when = work.directory.name_of(other), t.when(one.until, work.now)
    return t("{who} · {what} · 到 {when}（{why}）", who=who, what=what(one.deed, t), when=when, why=one.reason)


def what(deed: WhistleDeed | None, t: Texts) -> str:
    """The right in a word, or all of them."""
    return t(LENT[deed]) if deed and deed in LENT else t("全部权力")


def named(person: PersonId, directory: Directory) -> str:
    """The name with a body of theirs."""
    unit = next((directory.unit_name(post.unit) for post in directory.posts_of(person)), "")
    return f"{directory.name_of(person)} {unit}".strip()


def press(words: str, step: str, value: str = "") -> Button:
    """A button: a step, and after `-` what it is about."""
    return button(words, Verb.LEND, 0, f"{step}-{value}" if value else step)


def _rows(buttons: Sequence[Button], width: int) -> list[list[Button]]:
    return [list(buttons[n : n + width]) for n in range(0, len(buttons), width)]
