"""What the workers' stories share: posts of each class, who handles them, and what stands where."""

from tests.conversations.town import Town, number_in

PUBLIC = "槐荫路上的路灯坏了三天了，老人摔了一跤，希望市政赶紧来修"
SHARED = "3号楼2单元楼道里堆满了纸箱和旧家具，过道都堵了，小区里没人管"
HOUSEHOLD = "楼上邻居天天半夜吵架摔东西，我们家睡不着，说了几次都不听，想请人调解"
PHOTO = {"photo": [{"file_id": "p1", "file_unique_id": "u1", "width": 9, "height": 9}]}
VOICE = {"voice": {"file_id": "v1", "file_unique_id": "v1", "duration": 3}}
LEADER = "曹德明"
"""The micro-grid leader of 何静云's entrance."""


def photo(name: str) -> dict[str, object]:
    """A photo of its own."""
    return {"photo": [{"file_id": name, "file_unique_id": name, "width": 9, "height": 9}]}


async def posted(town: Town, text: str, by: str = "何静云") -> str:
    """Say it; gives the number."""
    resident = town.person(by)
    await resident.says(text)
    return number_in(town.find(resident.user, "收到，编号").text)


async def claimed(town: Town, text: str, worker: str, chat: int | None, by: str = "何静云") -> str:
    """Posted, and claimed by the worker in the group, or in private where there is none."""
    number = await posted(town, text, by)
    await town.person(worker).presses("认领", in_group=chat)
    return number


async def solved(town: Town, worker: str, chat: int | None, words: str = "修好了。") -> None:
    """The worker gives a result for what they hold."""
    someone = town.person(worker)
    await someone.presses("答复", in_group=chat)
    await someone.presses("办好了", in_group=chat)
    await someone.answers(words, in_group=chat)


def heard(town: Town, chat: int) -> str:
    """All that the chat shows now."""
    return "\n".join(m.text for m in town.chat(chat))
