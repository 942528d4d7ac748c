"""Groups that are bound, moved, lost or were never there: a card always reaches somebody, and says why them."""

from collections.abc import Mapping

from tests.conversations.town import COMMUNITY, Town
from tests.conversations.wire import Shown
from tests.conversations.workers import PHOTO, PUBLIC, SHARED, claimed, heard, posted, solved
from tickets.directory import Staff
from tickets.ids import PersonId, UnitCode
from tickets.kinds import State

NEW = -2001


async def test_a_group_is_bound_by_staff_and_shows_at_once_what_waits(town: Town) -> None:
    number = await posted(town, PUBLIC)
    await town.person("王敏").says("/bind", in_group=NEW)
    await town.person("王敏").presses("槐树里社区", in_group=NEW)
    assert "工作群了" in heard(town, NEW)
    assert number in town.find(NEW, "【公事】").text
    assert "路灯" not in heard(town, COMMUNITY)
    await town.person("王敏").presses("认领", in_group=NEW)
    assert (await town.ticket(number)).state is State.HELD


async def test_strangers_bind_nothing_and_are_told(town: Town) -> None:
    await town.person("何静云").says("/bind", in_group=NEW)
    assert "只有名单里的工作人员" in town.last(NEW).text
    await town.person("王敏").says("/bind", in_group=NEW)
    asked = town.last(NEW)
    for name in ("何静云", "孙丽"):
        assert "没有改动" in await town.person(name).presses("槐树里社区", in_group=NEW, on=asked)
    number = await posted(town, PUBLIC)
    assert number in heard(town, COMMUNITY)
    assert number not in heard(town, NEW)


async def test_in_private_nothing_can_be_bound(town: Town) -> None:
    await town.person("王敏").says("/bind")
    assert "请在工作群里发" in town.person("王敏").chat[-1].text


async def test_a_unit_without_a_group_has_its_cards_privately(town: Town) -> None:
    number = await posted(town, PUBLIC)
    await _to_property(town)
    for name in ("任晓东", "江海"):
        assert number in heard(town, town.person(name).user)
    await town.person("任晓东").presses("认领")
    assert "任晓东" in town.find(town.person("江海").user, "【公事】").text
    await solved(town, "任晓东", None)
    assert (await town.ticket(number)).state is State.ANSWERED


async def test_where_nobody_of_a_unit_can_be_reached_the_coordinator_has_it_and_is_told(town: Town) -> None:
    async with town.storage.unit(town.now) as work:
        for name in ("任晓东", "江海"):
            address = await work.people.address(_id(work.directory.staff, name))
            assert address
            await work.people.seen(address, reachable=False)
    number = await posted(town, PUBLIC)
    await _to_property(town)
    coordinator = heard(town, town.person("赵芳").user)
    assert "没能送到槐安物业" in coordinator
    assert number in coordinator


async def test_a_group_that_threw_us_out_leaves_its_cards_to_the_coordinator(town: Town) -> None:
    town.wire.blocked.add(COMMUNITY)
    number = await posted(town, PUBLIC)
    coordinator = town.person("赵芳")
    assert "没能送到槐树里社区" in heard(town, coordinator.user)
    assert "undelivered" in await town.history(number)
    assert "没送到居民" not in town.find(coordinator.user, "【公事】").text
    await coordinator.presses("认领")
    await solved(town, "赵芳", None)
    assert (await town.ticket(number)).state is State.ANSWERED


async def test_a_card_that_nobody_at_all_takes_is_tried_once_each_and_no_more(town: Town) -> None:
    everybody = [town.person(name).user for name in ("赵芳", "陈志远", "田野", "高建华", "许文", "周国梁", "沈静")]
    town.wire.blocked |= {COMMUNITY, *everybody}
    number = await posted(town, PUBLIC)
    cards = [body for name, body in town.wire.calls if name == "sendMessage" and "【公事】" in body["text"]]
    assert sorted(int(body["chat_id"]) for body in cards) == sorted({COMMUNITY, *everybody})
    assert (await town.ticket(number)).state is State.OPEN


async def test_a_group_that_became_a_supergroup_keeps_its_unit(town: Town) -> None:
    number = await posted(town, PUBLIC)
    await town.person("王敏").sends(in_group=COMMUNITY, migrate_to_chat_id=NEW)
    async with town.storage.reading(town.now) as work:
        assert work.directory.groups[UnitCode("H-SQ")].chat == NEW
    later = await posted(town, "槐荫路上的井盖坏了，希望市政赶紧来修", "老周")
    assert later in heard(town, NEW)
    assert later not in heard(town, COMMUNITY)
    assert (await town.ticket(number)).state is State.OPEN


async def test_the_coordinators_card_offers_the_classes_other_units_and_oneself(town: Town) -> None:
    await town.person("何静云").sends(**PHOTO)
    coordinator = town.person("赵芳")
    card = town.find(coordinator.user, "待定")
    assert set(card.buttons) == {"公事", "共事", "家事", "我来办", "详情", "转给…"}
    assert "没有文字" in card.text
    await coordinator.presses("共事")
    assert (await town.ticket("槐-1001")).unit == "H3-ZB"


async def test_the_coordinator_may_take_it_or_give_it_to_a_unit_or_a_person(town: Town) -> None:
    for n, name in enumerate(("何静云", "老周", "方明"), start=1001):
        await town.person(name).sends(**PHOTO)
        assert (await town.ticket(f"槐-{n}")).state is State.TRIAGE
    coordinator = town.person("赵芳")
    await coordinator.presses("我来办")
    assert (await town.ticket("槐-1003")).state is State.HELD
    await coordinator.presses("转给…", on=_card(town, "槐-1002"))
    await coordinator.presses("槐安物业")
    await coordinator.answers("他们的门禁")
    assert (await town.ticket("槐-1002")).unit == "H-WY"
    await coordinator.presses("转给…", on=_card(town, "槐-1001"))
    await coordinator.presses("李敏")
    await coordinator.answers("你去看看")
    assert (await town.ticket("槐-1001")).state is State.HELD
    assert "你去看看" in heard(town, town.person("李敏").user)


async def test_under_cards_in_private_everybody_of_the_unit_hears_the_resident(town: Town) -> None:
    await posted(town, SHARED)
    number = await claimed(town, PUBLIC, "王敏", COMMUNITY, "老周")
    await town.person("王敏").presses("更多", in_group=COMMUNITY)
    await town.person("王敏").presses("转给…", in_group=COMMUNITY)
    await town.person("王敏").presses("槐安物业", in_group=COMMUNITY)
    await town.person("王敏").answers("他们的灯", in_group=COMMUNITY)
    await town.person("老周").says("/my")
    await town.person("老周").presses(number)
    await town.person("老周").presses("催一下")
    for name in ("任晓东", "江海"):
        assert "催办" in heard(town, town.person(name).user)


async def _to_property(town: Town) -> None:
    worker = town.person("王敏")
    await worker.presses("转给…", in_group=COMMUNITY)
    await worker.presses("槐安物业", in_group=COMMUNITY)
    await worker.answers("灯是物业的", in_group=COMMUNITY)


def _card(town: Town, number: str) -> Shown:
    """The coordinator's card of that ticket."""
    return next(m for m in town.person("赵芳").chat if number in m.text and "我来办" in m.buttons)


def _id(staff: Mapping[PersonId, Staff], name: str) -> PersonId:
    return next(person for person, known in staff.items() if known.name == name)
