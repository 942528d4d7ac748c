"""Groups as Telegram has them: topics, being put out, and the menus of commands."""

from typing import Any

from tests.conversations.town import COMMUNITY, Town
from tests.conversations.workers import PUBLIC, heard, posted
from tickets.kinds import State

FORUM, LAMPS, PIPES = -3001, 7, 9


def topic(number: int) -> dict[str, Any]:
    return {"message_thread_id": number, "is_topic_message": True}


async def bound(town: Town) -> None:
    await town.person("王敏").says("/bind", in_group=FORUM, **topic(LAMPS))
    await town.person("王敏").presses("槐树里社区", in_group=FORUM)


async def test_a_unit_bound_in_a_topic_works_in_that_topic(town: Town) -> None:
    await bound(town)
    number = await posted(town, PUBLIC)
    card = town.find(FORUM, number)
    assert card.body["message_thread_id"] == LAMPS
    await town.person("王敏").presses("认领", in_group=FORUM)
    assert "王敏" in town.find(FORUM, number).text
    await town.person("王敏").presses("答复", in_group=FORUM)
    assert {message.body.get("message_thread_id") for message in town.chat(FORUM)} == {LAMPS}
    await town.person("王敏").presses("办好了", in_group=FORUM)
    await town.person("王敏").answers("灯换好了", in_group=FORUM, **topic(LAMPS))
    assert (await town.ticket(number)).state is State.ANSWERED


async def test_a_list_is_that_of_the_topic_in_which_it_is_asked_for(town: Town) -> None:
    await bound(town)
    number = await posted(town, PUBLIC)
    await town.person("王敏").says("/open", in_group=FORUM, **topic(LAMPS))
    assert number in town.last(FORUM).text
    await town.person("王敏").says("/open", in_group=FORUM, **topic(PIPES))
    assert number not in town.last(FORUM).text
    assert town.last(FORUM).body["message_thread_id"] == PIPES


async def test_a_card_whose_topic_is_gone_stands_in_the_general_one(town: Town) -> None:
    await bound(town)
    town.wire.topics_gone.add(LAMPS)
    number = await posted(town, PUBLIC)
    assert "message_thread_id" not in town.find(FORUM, number).body


def member(town: Town, chat: int, before: str, after: str) -> dict[str, Any]:
    me = {"user": {"id": 42, "is_bot": True, "first_name": "哨应"}, "until_date": 0}
    whose = {"id": town.users["王敏"], "is_bot": False, "first_name": "王敏"}
    place = {"chat": {"id": chat, "type": "supergroup", "title": "群"}, "from": whose, "date": 1}
    return {
        "my_chat_member": place
        | {"old_chat_member": me | {"status": before}, "new_chat_member": me | {"status": after}}
    }


async def test_a_group_that_puts_us_out_is_told_to_the_operators_and_its_cards_go_to_its_people(town: Town) -> None:
    await town.deliver(member(town, COMMUNITY, "member", "left"), COMMUNITY)
    async with town.storage.reading(town.now) as work:
        told = [p.person for p in work.directory.posts if p.role in {"operator", "supervisor"}]
        assert told
        assert COMMUNITY not in {at.chat for at in work.directory.groups.values()}
    assert any("王敏把哨应移出了槐树里社区的工作群" in m.text for chat in town.wire.shown.values() for m in chat)
    number = await posted(town, PUBLIC)
    assert number in heard(town, town.person("王敏").user)
    assert number not in heard(town, COMMUNITY)


async def test_a_group_that_takes_us_in_reads_how_to_bind_it(town: Town) -> None:
    await town.deliver(member(town, FORUM, "left", "member"), FORUM)
    assert "/bind" in town.last(FORUM).text


def menus(town: Town) -> list[tuple[int, list[str]]]:
    calls = [asked for name, asked in town.wire.calls if name == "setMyCommands"]
    return [(asked["scope"]["chat_id"], [c["command"] for c in asked["commands"]]) for asked in calls]


async def test_the_menu_is_that_of_ones_role(town: Town) -> None:
    worker, resident = town.person("王敏"), town.person("何静云")
    await worker.says("/start")
    await resident.says("/help")
    shown = dict(menus(town))
    assert {"my", "open", "bind"} <= set(shown[worker.user])
    assert "open" not in shown[resident.user]


async def test_the_menu_speaks_the_language_that_was_chosen(town: Town) -> None:
    resident = town.person("何静云")
    await resident.says("/lang")
    await resident.presses("English")
    [*_, asked] = [asked for name, asked in town.wire.calls if name == "setMyCommands"]
    assert {"command": "my", "description": "My reports"} in asked["commands"]
