"""From the outbox to the channel: every letter's fate is known, and none is lost."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path as Folder

from storage.database import Database
from storage.queues.outbox import Limit, Pace
from storage.tables.mail import outbox
from tests.doubles.botapi import BotApi, Limits
from tests.path.house import Path
from tickets.ids import Account, ChatId, MediaId
from tickets.mail import Address, Purpose, Rank
from tickets.records import Medium

KEYBOARD = {"inline_keyboard": [[{"text": "认领", "callback_data": "claim:1"}]]}


async def test_letters_to_a_chat_arrive_in_order(api: BotApi, path: Path) -> None:
    for number in range(12):
        await path.post(7, str(number))
    async with path.running(polling=False):
        await api.until(lambda: len(path.bot.sent(7)) == 12)
    assert path.bot.texts(7) == [str(number) for number in range(12)]


async def test_an_urgent_letter_overtakes_those_that_wait(api: BotApi, path: Path) -> None:
    for number in range(40):
        await path.post(7, str(number), rank=Rank.BULK)
    await path.post(7, "煤气泄漏", rank=Rank.URGENT)
    async with path.running(polling=False):
        await api.until(lambda: path.bot.texts(7))
    assert path.bot.texts(7)[0] == "煤气泄漏"


async def test_the_message_of_a_letter_is_known_and_can_be_edited(api: BotApi, path: Path) -> None:
    card = await path.post(7, "open", body={"text": "open", "reply_markup": KEYBOARD})
    async with path.running(polling=False):
        await path.until_fate(card, "sent")
        await path.post(7, "", method="editMessageText", body={"text": "held"}, edits=card)
        await api.until(lambda: path.bot.texts(7) == ["held"])
    first, edit = await path.rows(outbox)
    assert first.message_id == edit.message_id == path.bot.sent(7)[0]["message_id"]


async def test_an_edit_that_changes_nothing_counts_as_sent(path: Path) -> None:
    card = await path.post(7, "same")
    async with path.running(polling=False):
        await path.until_fate(card, "sent")
        edit = await path.post(7, "", method="editMessageText", body={"text": "same"}, edits=card)
        await path.until_fate(edit, "sent")
    assert path.undelivered == []


async def test_an_edit_of_a_message_that_is_gone_is_refused_with_the_reason(api: BotApi, path: Path) -> None:
    card = await path.post(7, "card")
    async with path.running(polling=False):
        await path.until_fate(card, "sent")
        path.bot.messages.clear()
        edit = await path.post(7, "", method="editMessageText", body={"text": "new"}, edits=card)
        why = await path.until_fate(edit, "refused")
    assert "to edit not found" in why
    assert [letter.edits for letter, _why in path.undelivered] == [card]


async def test_a_letter_that_answers_another_is_a_reply_to_its_message(api: BotApi, path: Path) -> None:
    async with path.running(polling=False):
        first = await path.post(7, "question")
        await path.until_fate(first, "sent")
        await path.post(7, "answer", answers=first)
        await api.until(lambda: len(path.bot.sent(7)) == 2)
    assert path.bot.sent(7)[1]["reply_to_message"]["text"] == "question"


async def test_a_letter_to_somebody_who_blocked_the_bot_is_refused_and_told(api: BotApi, path: Path) -> None:
    api.faults.block(7)
    async with path.running(polling=False):
        letter = await path.post(7, "answer")
        assert await path.until_fate(letter, "refused") == "blocked"
    assert [why for _letter, why in path.undelivered] == ["blocked"]


async def test_somebody_who_blocked_the_bot_has_no_address_any_more(api: BotApi, path: Path) -> None:
    account = path.account.name
    async with path.storage.unit(datetime.now(UTC)) as work:
        person = await work.people.meet(account, 7, "王", "zh")
        await work.people.seen(Address(account, ChatId(7)), reachable=True)
    api.faults.block(7)
    async with path.running(polling=False):
        await path.until_fate(await path.post(7, "answer"), "refused")
    async with path.storage.reading() as work:
        assert await work.people.address(person.id) is None


async def test_a_letter_to_a_group_that_moved_arrives_in_the_new_group(api: BotApi, path: Path) -> None:
    api.faults.migrate(-70, -1000000000070)
    async with path.running(polling=False):
        await path.post(-70, "card")
        await path.post(-70, "second card")
        await api.until(lambda: path.bot.texts(-1000000000070) == ["card", "second card"])


async def test_when_the_channel_asks_to_wait_the_letter_waits_that_long_and_others_go_on(
    api: BotApi, path: Path
) -> None:
    api.faults.flood(1, chat=7)
    async with path.running(polling=False):
        await path.post(7, "later")
        await path.post(8, "now")
        await api.until(lambda: path.bot.sent(8))
        assert path.bot.sent(7) == []
        await api.until(lambda: path.bot.texts(7) == ["later"])
    refused, sent = [call.at for call in path.bot.called("sendMessage") if call.chat == 7]
    assert sent - refused >= 1


async def test_two_chats_told_to_wait_make_the_whole_account_wait(api: BotApi, path: Path) -> None:
    async with path.running(polling=False):
        api.faults.flood(1, times=2)
        for chat in (7, 8):
            await path.post(chat, "later")
        await api.until(lambda: len(path.bot.called("sendMessage")) >= 2)
        await asyncio.sleep(0.1)
        await path.post(9, "third")
        await api.until(lambda: path.bot.sent(7) and path.bot.sent(8) and path.bot.sent(9))
    calls = path.bot.called("sendMessage")
    assert calls[2].at - calls[1].at >= 0.9


async def test_a_server_that_fails_for_a_while_gets_the_letter_when_it_is_back(api: BotApi, path: Path) -> None:
    api.faults.break_down(times=2)
    async with path.running(polling=False):
        letter = await path.post(7, "answer")
        await path.until_fate(letter, "sent")
    assert path.bot.texts(7) == ["answer"]


async def test_a_letter_whose_call_was_cut_off_before_it_was_carried_out_arrives(api: BotApi, path: Path) -> None:
    api.faults.cut("before", method="sendMessage")
    async with path.running(polling=False):
        await path.until_fate(await path.post(7, "answer"), "sent")
    assert path.bot.texts(7) == ["answer"]


async def test_a_letter_whose_confirmation_was_cut_off_arrives_again_rather_than_never(api: BotApi, path: Path) -> None:
    api.faults.cut("after", method="sendMessage")
    async with path.running(polling=False):
        await path.until_fate(await path.post(7, "answer"), "sent")
    assert path.bot.texts(7) == ["answer", "answer"]


async def test_a_text_that_the_channel_never_takes_is_refused_and_the_next_one_sent(api: BotApi, path: Path) -> None:
    async with path.running(polling=False):
        letter = await path.post(7, "x" * 4097)
        await path.post(7, "next")
        assert "too long" in await path.until_fate(letter, "refused")
        await api.until(lambda: path.bot.texts(7) == ["next"])


async def test_an_answer_to_a_press_that_is_too_old_is_stale(path: Path) -> None:
    body = {"callback_query_id": "gone", "text": "好"}
    async with path.running(polling=False):
        toast = await path.post(7, "", method="answerCallbackQuery", body=body, purpose=Purpose.TOAST)
        await path.until_fate(toast, "stale")
    assert path.undelivered == []


async def test_a_token_that_is_withdrawn_keeps_the_letters(api: BotApi, path: Path) -> None:
    async with path.running(polling=False):
        del api.bots[path.bot.token]
        letter = await path.post(7, "answer")
        await api.until(lambda: path.account.dead)
        await path.until_fate(letter, "waiting")


async def test_a_photo_goes_out_again_by_its_own_id(api: BotApi, path: Path) -> None:
    async with path.running():
        path.bot.photo(7)
        await api.until(lambda: path.handled)
        await path.post(-70, "", method="sendPhoto", body={"photo": {"media": 1}, "caption": "现场"})
        card = (await api.until(lambda: path.bot.sent(-70)))[0]
    assert card["photo"][-1]["file_id"] == next(iter(path.bot.files))


async def test_a_photo_from_another_account_is_uploaded_once_and_then_known(api: BotApi, path: Path) -> None:
    other = Path(api, path.database, "43:other")
    size = other.bot.keep_file(b"picture", "photo.jpg")
    media = await path.receive(Medium(MediaId(0), "photo", other.account.name, size["file_id"], size=7))
    album = [{"type": "photo", "media": {"media": media}}, {"type": "photo", "media": {"media": media}}]
    path.sender.accounts = path.sender.media.accounts = {a.name: a for a in (path.account, other.account)}
    await other.account.start()
    async with path.running(polling=False):
        await path.post(7, "", method="sendPhoto", body={"photo": {"media": media}})
        await path.post(7, "", method="sendMediaGroup", body={"media": album})
        await api.until(lambda: len(path.bot.sent(7)) == 3)
    await other.account.stop()
    assert [data for _name, data in path.bot.files.values()] == [b"picture"]


async def test_an_album_from_another_account_is_uploaded_whole(api: BotApi, path: Path) -> None:
    other = Path(api, path.database, "43:other")
    pictures = [b"one" * 1_000_000, b"two"]
    sizes = [other.bot.keep_file(data, "photo.jpg") for data in pictures]
    media = [await path.receive(Medium(MediaId(0), "photo", other.account.name, s["file_id"], size=3)) for s in sizes]
    album = [{"type": "photo", "media": {"media": key}, "caption": str(key)} for key in media]
    path.sender.accounts = path.sender.media.accounts = {a.name: a for a in (path.account, other.account)}
    await other.account.start()
    async with path.running(polling=False):
        await path.post(7, "", method="sendMediaGroup", body={"media": album})
        await api.until(lambda: len(path.bot.sent(7)) == 2)
    await other.account.stop()
    assert [data for _name, data in path.bot.files.values()] == pictures
    assert path.bot.texts(7) == [str(key) for key in media]


async def _from_local_server(api: BotApi, path: Path, folder: Folder, fate: str) -> str:
    """A photo of an account whose local server keeps files in that folder goes to another; why it did not arrive."""
    other = Path(api, path.database, "43:other")
    other.bot.folder = folder
    size = other.bot.keep_file(b"picture", "photo.jpg") if fate == "sent" else {"file_id": "file-43-1"}
    other.bot.files.setdefault(size["file_id"], ("1/photo.jpg", b"picture"))
    media = await path.receive(Medium(MediaId(0), "photo", other.account.name, size["file_id"], size=7))
    path.sender.accounts = path.sender.media.accounts = {a.name: a for a in (path.account, other.account)}
    await other.account.start()
    async with path.running(polling=False):
        letter = await path.post(7, "", method="sendPhoto", body={"photo": {"media": media}})
        why = await path.until_fate(letter, fate)
    await other.account.stop()
    return why


async def test_a_local_servers_file_is_read_from_the_disk_that_it_names(
    api: BotApi, path: Path, tmp_path: Folder
) -> None:
    await _from_local_server(api, path, tmp_path, "sent")
    assert [data for _name, data in path.bot.files.values()] == [b"picture"]


async def test_where_a_local_servers_disk_is_not_here_the_reason_names_the_setting(
    api: BotApi, path: Path, tmp_path: Folder
) -> None:
    assert "TELEGRAM_API_BASE" in await _from_local_server(api, path, tmp_path / "elsewhere", "refused")


async def test_a_file_that_can_no_longer_be_had_refuses_its_letter_with_the_reason(path: Path) -> None:
    media = await path.receive(Medium(MediaId(0), "photo", Account("telegram:44"), "gone"))
    async with path.running(polling=False):
        letter = await path.post(7, "", method="sendPhoto", body={"photo": {"media": media}})
        assert "telegram:44" in await path.until_fate(letter, "refused")


async def test_two_senders_keep_the_channels_limits_together(database_url: str) -> None:
    pace = Pace(
        private=Limit(timedelta(seconds=0.5)),
        group=Limit(timedelta(seconds=0.5)),
        whole=Limit(timedelta(seconds=1) / 27, burst=3),
    )
    databases = [Database(database_url) for _ in range(2 if "postgres" in database_url else 1)]
    async with BotApi(limits=Limits(chat_gap=0.5, slack=0.1)) as api:
        paths = [Path(api, database, pace=pace) for database in databases]
        for chat in range(1, 41):
            for number in range(2):
                await paths[0].post(chat, str(number))
        for path in paths:
            await path.start(polling=False)
        await api.until(lambda: len(paths[0].bot.sent()) == 80, within=20)
        for path in paths:
            await path.stop()
        assert api.limits.broken == []
        assert all(paths[0].bot.texts(chat) == ["0", "1"] for chat in range(1, 41))
    for database in databases:
        await database.close()


async def test_a_letter_that_is_no_longer_worth_sending_is_stale(path: Path) -> None:
    letter = await path.post(7, "hurry", stale_at=datetime.now(UTC) - timedelta(seconds=1))
    async with path.running(polling=False):
        await path.until_fate(letter, "stale")
    assert path.bot.sent(7) == []
