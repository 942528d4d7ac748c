"""What users send is copied at once into our own depot; what we send is left with the channel once in three days."""

import pytest
from telegram.error import BadRequest, NetworkError, TimedOut

from bot.channels.bridge.arriving.incoming import File
from storage.tables.tickets import media
from tests.bridge.rig import JPEG, Rig
from tickets.mail import Purpose


async def picture(rig: Rig) -> str:
    """The user sends a picture; its id."""
    rig.paper.kept["m-1"] = JPEG
    await rig.push(File("photo", "m-1"))
    async with rig.database.read() as connection:
        return str((await connection.execute(media.select())).one().file_id)


async def test_a_picture_is_fetched_at_once_and_can_be_had_when_the_channel_has_it_no_more(rig: Rig) -> None:
    file_id = await picture(rig)
    assert await rig.station.fetcher.one()
    rig.paper.kept.clear()
    file = await rig.station.way.account.application.bot.get_file(file_id)
    assert bytes(await file.download_as_bytearray()) == JPEG


async def test_a_picture_that_is_wanted_before_it_was_fetched_is_fetched_then(rig: Rig) -> None:
    file = await rig.station.way.account.application.bot.get_file(await picture(rig))
    assert bytes(await file.download_as_bytearray()) == JPEG


async def test_a_picture_that_cannot_be_fetched_now_is_fetched_later(rig: Rig) -> None:
    file_id = await picture(rig)
    rig.paper.errors = [TimedOut(), TimedOut()]
    assert await rig.station.fetcher.one()
    file = await rig.station.way.account.application.bot.get_file(file_id)
    with pytest.raises(NetworkError, match="still to come"):
        await file.download_as_bytearray()
    rig.hours = 1
    assert await rig.station.fetcher.one()
    assert await rig.count("bridge_files") == 0


async def test_a_picture_that_the_channel_has_thrown_away_is_lost_and_not_asked_for_again(rig: Rig) -> None:
    file_id = await picture(rig)
    rig.paper.errors = [BadRequest("40007 invalid media_id")]
    await rig.station.fetcher.one()
    assert not await rig.station.fetcher.one()
    file = await rig.station.way.account.application.bot.get_file(file_id)
    with pytest.raises(BadRequest):
        await file.download_as_bytearray()


async def test_a_picture_that_is_sent_twice_is_uploaded_once_and_again_after_three_days(rig: Rig) -> None:
    file_id = await picture(rig)
    await rig.station.fetcher.one()
    for hours in (1, 2, 80):
        await rig.type("还有吗")
        rig.hours = hours
        await rig.type("在吗")
        await rig.letter("", Purpose.ANSWER, method="sendPhoto", body={"photo": file_id})
        await rig.send()
    names = [what[0] for what in rig.paper.done]
    assert (names.count("upload"), names.count("show")) == (2, 3)


async def test_a_file_that_the_channel_does_not_take_is_told_in_words(rig: Rig) -> None:
    file_id = await picture(rig)
    await rig.station.fetcher.one()
    rig.paper.errors = [BadRequest("no such kind")]
    await rig.letter("", Purpose.ANSWER, method="sendPhoto", body={"photo": file_id})
    assert await rig.send() == ["还有一个文件，这里发不了，请向承办人要。"]
