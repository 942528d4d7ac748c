"""Who hears of what is late, for the tests about it."""

from datetime import datetime, timedelta

from tests.conversations.town import COMMUNITY, DISTRICT, STREET, Someone, Town, number_in
from tests.conversations.wire import Shown
from tickets.times import SHANGHAI

LAMP = "槐荫路上的路灯坏了三天了，老人摔了一跤，希望市政赶紧来修"
LID = "小区门口的井盖松了，车一过咣当响，请市政部门来看看"
RUBBISH = "河边的垃圾堆了一个星期没人清运，味道很大，请环卫处理"
NOISE = "楼上邻居天天半夜拉椅子，吵得睡不着"
GAS = "楼道里煤气味很大"
UNSURE = "那个事怎么办啊"
ALARM = ("逾期", "快到时限", "没人接")


async def posted(town: Town, said: str = LAMP, by: str = "何静云") -> str:
    """The number of a post."""
    resident = town.person(by)
    await resident.says(said)
    return number_in(town.find(resident.user, "收到，编号").text)


def card(town: Town, number: str) -> Shown:
    """The ticket's card in the community's group."""
    return next(m for m in reversed(town.chat(COMMUNITY)) if number in m.text and m.text.startswith(("【", "🚨 【")))


async def claimed(town: Town, number: str, by: str = "王敏") -> Someone:
    """That ticket in a worker's hands."""
    worker = town.person(by)
    await worker.presses("认领", in_group=COMMUNITY, on=card(town, number))
    return worker


async def answered(town: Town, worker: Someone, number: str, words: str = "已修好，今晚会亮。") -> None:
    """A result, told to the resident."""
    await worker.presses("答复", in_group=COMMUNITY, on=card(town, number))
    await worker.presses("办好了", in_group=COMMUNITY)
    await worker.answers(words, in_group=COMMUNITY)


def alarms(town: Town, chat: int) -> list[str]:
    return [m.text for m in town.chat(chat) if m.text.startswith(ALARM)]


def local(town: Town) -> str:
    return f"{town.now.astimezone(SHANGHAI):%a %H:%M}"


async def heard(town: Town, until: timedelta) -> dict[str, list[str]]:
    """Let time go by; who was alarmed, and in which hour of the week."""
    chats = {"group": COMMUNITY, "coordinator": town.users["赵芳"], "secretary": town.users["陈志远"],
             "street": STREET, "district": DISTRICT}  # fmt: skip
    told: dict[str, list[str]] = {name: [] for name in chats}
    end = town.now + until
    while town.now < end:
        before = {name: len(alarms(town, chat)) for name, chat in chats.items()}
        await town.forward(hours=1)
        for name, chat in chats.items():
            told[name] += [local(town)] * (len(alarms(town, chat)) - before[name])
    return told


def at(words: str) -> datetime:
    """`Tue 22:30` of the week of the stories."""
    day, hour = words.split()
    number = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].index(day)
    return datetime(2026, 11, 23 + number, int(hour[:2]), int(hour[3:]), tzinfo=SHANGHAI)
