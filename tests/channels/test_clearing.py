"""What grew old goes by itself; what a person wants forgotten goes at once."""

from storage.chats import forget_user, prune
from tests.channels.conftest import GROUP, LI, WANG, House
from tests.channels.pictures import PDF, png


async def test_a_forgotten_user_leaves_no_words_files_or_name(either: House) -> None:
    wang, li = either.page(WANG), either.page(LI)
    _, own = await wang.upload(PDF, "病历.pdf")
    _, common = await wang.upload(png(), "灯.png")
    _, _ = await li.upload(png(), "同样.png")
    await wang.say("我的病", media=[own["id"]])
    await wang.say("灯坏了", chat=GROUP, media=[common["id"]])
    await li.say("收到", chat=GROUP)
    async with either.database.write() as connection:
        gone = await forget_user(connection, WANG)
    await either.engine.desk.depot.discard(gone)
    assert len(gone) == 1
    assert [message["text"] for message in await li.messages(GROUP)] == ["收到"]
    assert (await wang.get("messages", chat=WANG))[0] == 404
    assert (await wang.download(own["id"]))[0] == 404
    async with either.store.read() as chats:
        user = await chats.people.user(WANG)
    assert user is not None
    assert "王" not in user.name


async def test_old_marks_of_posts_go_and_messages_stay(either: House) -> None:
    page = either.page(WANG)
    await page.say("还在")
    async with either.database.write() as connection:
        await prune(connection, 2**40)
    async with either.store.read() as chats:
        assert await chats.people.deeds_since(WANG, 0) == 0
    assert [message["text"] for message in await page.messages()] == ["还在"]
