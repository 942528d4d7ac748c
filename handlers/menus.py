"""The command menu: what can be done here, by whoever asks, in their language."""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.desk import Desk
from handlers.texts import Texts
from tickets.mail import Address, Letter
from tickets.records import Person


def _(sentence: str) -> str:
    return sentence


COMMANDS: Mapping[str, str] = {
    "my": _("我报的事"),
    "start": _("开始，换社区"),
    "link": _("连上另一个渠道"),
    "channel": _("消息发到哪边"),
    "privacy": _("隐私说明"),
    "lang": _("语言"),
    "help": _("怎么用"),
}
"""The residents' menu."""

STAFF_COMMANDS: Mapping[str, str] = {
    "open": _("等人认领的"),
    "mine": _("我手上的"),
    "due": _("今天到期的"),
    "find": _("查找"),
    "whistles": _("没收的哨"),
    "delegate": _("委托权力"),
    "overdue": _("逾期的"),
    "report": _("报表"),
    "review": _("分类更正"),
    "scores": _("考核排名"),
    "year": _("全年得分"),
    "bind": _("绑定工作群"),
}
"""The menu of those with a post, on top of the residents'."""

_PRIVATE = frozenset({"delegate"})
GROUP_COMMANDS: Mapping[str, str] = {
    **{name: words for name, words in STAFF_COMMANDS.items() if name not in _PRIVATE},
    "help": COMMANDS["help"],
}
"""The menu in groups, where only staff work."""

Menu = list[dict[str, str]]


def menu_of(commands: Mapping[str, str], t: Texts) -> Menu:
    """The commands as the Bot API takes them."""
    return [{"command": name, "description": t(words)} for name, words in commands.items()]


def general(languages: Sequence[Texts]) -> list[dict[str, Any]]:
    """What chats show before anybody has spoken: parameters of setMyCommands, the first language for all others."""
    return [
        {"commands": menu_of(commands, t), "scope": {"type": scope}, **({"language_code": t.code} if number else {})}
        for scope, commands in (("all_private_chats", COMMANDS), ("all_group_chats", GROUP_COMMANDS))
        for number, t in enumerate(languages)
    ]


async def own(desk: Desk, to: Address, person: Person) -> None:
    """This person's menu in their private chat: by their role, in the language that they chose."""
    commands = {**COMMANDS, **(STAFF_COMMANDS if desk.work.directory.is_staff(person.id) else {})}
    body = {"commands": menu_of(commands, desk.texts(person)), "scope": {"type": "chat", "chat_id": to.chat}}
    await desk.work.mail.post(Letter(to, "setMyCommands", body))
