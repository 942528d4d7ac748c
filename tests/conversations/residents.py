"""What residents of the sample street send and what they are shown, for the tests about them."""

from typing import Any

from tests.conversations.town import BRANCH3, COMMUNITY, Someone, Town, number_in
from tests.conversations.wire import Shown

LAMP = "槐荫路上的路灯坏了三天了，老人摔了一跤，希望市政赶紧来修"
RUBBISH = "3号楼2单元楼道里堆满了杂物"
NOISE = "楼上邻居天天半夜拉椅子，吵得睡不着"
BEATEN = "老公打我，救命"
GAS = "楼道里煤气味很大"
UNSURE = "那个事怎么办啊"

STICKER = {"sticker": {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1,
                       "is_animated": False, "is_video": False}}  # fmt: skip
SPOT = {"latitude": 39.90469, "longitude": 116.40717}


def photo(name: str = "p1") -> dict[str, Any]:
    return {"photo": [{"file_id": name, "file_unique_id": name, "width": 9, "height": 9}]}


def file(kind: str) -> dict[str, Any]:
    return {kind: {"file_id": kind, "file_unique_id": kind, "duration": 3, "width": 9, "height": 9}}


def newcomer(town: Town, user: int = 9001) -> Someone:
    """Somebody whom the street does not know yet."""
    return Someone(town, "新邻居", user)


async def neighbour(town: Town, name: str = "何静云") -> Someone:
    """A resident of the sample who has read and agreed to the notice."""
    person = town.person(name)
    await person.says("/start")
    await person.presses("知道了，同意")
    town.chat(person.user).clear()
    return person


def own(person: Someone, number: int) -> Shown:
    """An earlier message of their own, to reply to."""
    return Shown(person.user, number, {"text": ""})


def texts(person: Someone) -> list[str]:
    return [m.text for m in person.chat]


def receipts(person: Someone) -> list[str]:
    return [text for text in texts(person) if text.startswith("收到，编号")]


async def reported(person: Someone, text: str = LAMP) -> str:
    """Post; gives the ticket's number."""
    before = len(person.chat)
    await person.says(text)
    return number_in("\n".join(texts(person)[before:]))


async def claimed(town: Town, worker: str = "王敏", group: int = COMMUNITY) -> Someone:
    """The newest card of the group is taken."""
    holder = town.person(worker)
    await holder.presses("认领", in_group=group)
    return holder


async def answered(town: Town, resident: Someone, text: str = "路灯已换，今晚会亮。", post: str = LAMP) -> str:
    """Posted, claimed by 王敏 and answered; gives the number."""
    number = await reported(resident, post)
    holder = await claimed(town)
    await resolved(holder, text)
    return number


async def resolved(holder: Someone, text: str = "路灯已换，今晚会亮。", group: int = COMMUNITY) -> None:
    await holder.presses("答复", in_group=group)
    await holder.presses("办好了", in_group=group)
    await holder.answers(text, in_group=group)


def everywhere(town: Town, words: str) -> set[int]:
    """The chats in which these words stand."""
    return {chat for chat, shown in town.wire.shown.items() if any(words in m.text for m in shown)}


GROUPS = frozenset({COMMUNITY, BRANCH3})
