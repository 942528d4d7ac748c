"""In private the reader's language, in a group the house's, in an alert that of whoever has pressed."""

from handlers.texts import Texts
from tests.conversations.residents import LAMP, NOISE, claimed, neighbour, own, receipts, resolved
from tests.conversations.town import COMMUNITY, Someone, Town, number_in
from tests.conversations.workers import LEADER

ENGLISH = Texts("en")


async def speaks_english(someone: Someone) -> Someone:
    await someone.says("/lang")
    await someone.presses("English")
    return someone


async def test_lines_under_a_private_card_are_in_its_readers_language(town: Town) -> None:
    leader = await speaks_english(town.person(LEADER))
    person = await neighbour(town)
    first = await person.says(NOISE)
    number = number_in(receipts(person)[-1])
    await leader.presses(ENGLISH("认领"))
    await person.says("刚才又吵了", to=own(person, first))
    assert leader.chat[-1].text == ENGLISH("{number} 居民回复：{words}", number=number, words="刚才又吵了")
    assert ENGLISH("答复") in leader.chat[-1].buttons


async def test_a_refusal_in_a_group_is_in_the_language_of_whoever_pressed(town: Town) -> None:
    late = await speaks_english(town.person("张强"))
    person = await neighbour(town)
    await person.says(LAMP)
    await claimed(town)
    card = town.chat(COMMUNITY)[-1]
    said = await late.presses_data(f"cl:{_ticket(card.buttons)}", card, in_group=COMMUNITY)
    assert said == ENGLISH("{who} 已经认领了。", who="王敏")


async def test_lines_in_a_group_are_in_the_houses_language(town: Town) -> None:
    holder = await speaks_english(town.person("王敏"))
    person = await neighbour(town)
    await person.says(LAMP)
    await holder.presses("认领", in_group=COMMUNITY)
    await resolved(holder)
    await person.presses("没解决")
    assert "居民说没解决" in town.find(COMMUNITY, "居民说没解决").text


def _ticket(buttons: dict[str, str]) -> str:
    return next(iter(buttons.values())).split(":")[1]
