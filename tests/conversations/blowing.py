"""What the whistle's stories share: who receives for which unit, how a unit comes and reports, what the blower sees."""

from datetime import timedelta

from tests.conversations.residents import photo
from tests.conversations.town import Someone, Town
from tests.conversations.wire import Shown
from tickets.whistles.whistle import Whistle

RECEIVERS = {
    "江城自来水和平营业所": "洪亮",
    "和平区水务局": "黎明",
    "槐荫街道城市管理办公室": "白雪",
    "槐荫街道综合执法队": "石磊",
    "槐荫派出所": "贺勇",
    "槐荫消防救援站": "熊涛",
    "和平区交警大队": "尹航",
    "和平通信管线办": "严正",
    "和平供电公司": "汤和",
}
"""Each department's 接哨员 in the sample."""


async def minutes(town: Town, n: float) -> None:
    """So many minutes go by, as in a running program."""
    town.now += timedelta(minutes=n)
    await town.sweep()


def board(town: Town, someone: Someone, number: str) -> str:
    """The whistle's card in a private chat, as it stands now."""
    heads = [(m.text, m.text.splitlines()[0]) for m in someone.chat if number in m.text]
    cards = [text for text, head in heads if "哨】" in head or "哨·" in head]
    assert cards, [m.text for m in someone.chat]
    return cards[-1]


async def whistle_of(town: Town, number: str, ordinal: int = 1) -> Whistle:
    """As it is kept."""
    async with town.storage.reading(town.now) as work:
        ticket = await work.tickets.named(number)
        return (await work.whistles.of(ticket.id))[ordinal - 1]


async def blown(someone: Someone, chat: int | None = None, reason: str = "请来看看") -> None:
    """What the duty list proposes, with whatever is missing."""
    await someone.presses("吹哨", in_group=chat)
    await finished(someone, chat, reason)


async def finished(someone: Someone, chat: int | None = None, reason: str = "请来看看") -> None:
    """The draft that stands there: a date, a reason, one last look, and blown, or asked for."""
    if "7 天" in look(someone, chat).buttons:
        await someone.presses("7 天", in_group=chat)
    if "写理由" in look(someone, chat).buttons:
        await someone.presses("写理由", in_group=chat)
        await someone.answers(reason, in_group=chat)
    await someone.presses("吹响" if "吹响" in look(someone, chat).buttons else "提请吹哨", in_group=chat)


def look(someone: Someone, chat: int | None = None) -> Shown:
    """The draft as it stands."""
    return someone.town.find(chat or someone.user, "看一眼再吹")


async def confirms(someone: Someone) -> None:
    """Comes themselves, in a quarter of an hour."""
    await someone.presses("响应")
    await someone.presses("我 15 分钟到")


async def says_who(someone: Someone, words: str, chat: int | None = None) -> None:
    """Confirms, and writes who comes and when."""
    await someone.presses("响应", in_group=chat)
    await someone.presses("写谁来", in_group=chat)
    await someone.answers(words, in_group=chat)


async def comes(someone: Someone, picture: str = "here") -> None:
    """Checks in with a photo."""
    await someone.presses("到场")
    await someone.sends(to=asked(someone), **photo(picture))


async def reports(someone: Someone, words: str, button: str = "办好了", on: Shown | None = None) -> None:
    await someone.presses(button, on=on)
    await someone.answers(words)


async def settles(someone: Someone, words: str) -> None:
    """What a meeting gave to somebody is done."""
    await someone.presses("办好了", on=someone.town.find(someone.user, "【会上定的】"))
    await someone.answers(words)


async def scored(someone: Someone, unit: str, words: str = "5 来得快 / 5 办得好 / 4 还要再看看") -> None:
    """The blower's marks for one unit."""
    named = [name for m in someone.chat for name in m.buttons if name.startswith("评价 ")]
    await someone.presses(next(name for name in named if unit.startswith(name.removeprefix("评价 ").rstrip("…"))))
    await someone.answers(words)


def asked(someone: Someone, chat: int | None = None) -> Shown:
    """The newest prompt."""
    return [m for m in someone.town.chat(chat or someone.user) if m.asks][-1]


async def ended(someone: Someone, *units: str) -> None:
    """Every unit is scored, and the whistle ended."""
    for unit in units:
        await scored(someone, unit)
    await someone.presses("收哨")
