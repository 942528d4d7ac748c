"""What each entry of `sync_msg` means. Pure."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.bridge.arriving.incoming import File, Other, Spot, Start, Tap, Text
from bot.channels.wxkf.messages import Closed, Done, Failed, meaning, recalled
from storage.bridges.books import Grant
from storage.bridges.permits import Permit
from tests.wxkf.payloads import BROKEN, EVENTS, MESSAGES

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
KF, WHO = "wkKf", "wmWho"


def entry(kind: str, fields: Any, origin: int = 3, ago: float = 0) -> dict[str, Any]:
    sent = int((NOW - timedelta(hours=ago)).timestamp())
    whole = {"msgid": "m1", "send_time": sent, "origin": origin, "msgtype": kind, kind: fields}
    return whole | {"open_kfid": KF, "external_userid": WHO}


def event(kind: str, ago: float = 0, **fields: Any) -> dict[str, Any]:
    part = {"event_type": kind, "open_kfid": KF, "external_userid": WHO, **fields}
    return entry("event", part, 4, ago) | {"open_kfid": "", "external_userid": ""}


def done(found: Any) -> Done:
    assert isinstance(found, Done)
    return found


@pytest.mark.parametrize(
    ("kind", "deed"),
    [
        ("text", Text("3号楼楼道灯坏了")),
        ("image", File("photo", "media-image")),
        ("voice", File("voice", "media-voice")),
        ("video", File("video", "media-video")),
        ("file", File("document", "media-file")),
        ("location", Spot(23.106021881103501, 113.320503234863, "槐树里", "3号")),
        ("link", Text("楼道灯\n坏了三天\nhttps://example.org/1")),
        ("merged_msg", Text("群聊的聊天记录\n老王：楼下水管爆了")),
        ("miniprogram", Text("小程序")),
        ("business_card", Other()),
        ("channels", Other()),
        ("note", Other()),
        ("a_kind_of_tomorrow", Other()),
    ],
)
def test_every_kind_of_message_is_a_deed(kind: str, deed: Any) -> None:
    assert done(meaning(entry(kind, MESSAGES[kind]), KF, NOW)).incoming.deeds == (deed,)


def test_a_tapped_button_names_its_message_and_its_number() -> None:
    tapped = entry("text", {"content": "解决了", "menu_id": "41-2"})
    assert done(meaning(tapped, KF, NOW)).incoming.deeds == (Tap(2, 41),)


def test_a_button_that_is_not_ours_is_words() -> None:
    other = entry("text", {"content": "转人工", "menu_id": "faq/7"})
    assert done(meaning(other, KF, NOW)).incoming.deeds == (Text("转人工"),)


def test_a_message_allows_five_until_48_hours_after_it_was_said() -> None:
    assert done(meaning(entry("text", {"content": "在吗"}), KF, NOW)).incoming.grant == Grant(5, timedelta(hours=48))
    late = done(meaning(entry("text", {"content": "在吗"}, ago=47), KF, NOW)).incoming
    assert (late.grant, late.late) == (Grant(5, timedelta(hours=1)), True)
    assert done(meaning(entry("text", {"content": "在吗"}, ago=50), KF, NOW)).incoming.grant is None


@pytest.mark.parametrize("origin", [0, 5, 9])
def test_what_a_member_says_by_hand_is_nobodys_post(origin: int) -> None:
    assert meaning(entry("text", {"content": "您好"}, origin), KF, NOW) is None


def test_another_account_is_not_this_one() -> None:
    assert meaning(entry("text", {"content": "您好"}), "wkOther", NOW) is None
    assert meaning(event("enter_session", scene="C"), "wkOther", NOW) is None


def test_who_comes_by_a_link_starts_with_its_own_words_before_its_printed_ones() -> None:
    came = event("enter_session", scene="C", scene_param="s_abc%2D1", welcome_code="code")
    found = done(meaning(came, KF, NOW))
    assert found.incoming.deeds == (Start("s_abc-1"),)
    assert found.permit == Permit("code", NOW + timedelta(seconds=20))
    assert found.incoming.grant == Grant(1, timedelta(seconds=20), brief=True)
    bad = event("enter_session", scene="C", scene_param="%3Cscript%3E")
    assert done(meaning(bad, KF, NOW)).incoming.deeds == (Start("C"),)


def test_who_only_comes_back_is_not_greeted_again() -> None:
    assert meaning(event("enter_session", scene=""), KF, NOW) is None


def test_a_code_older_than_20_seconds_is_none() -> None:
    found = done(meaning(event("enter_session", ago=0.01, scene="C", welcome_code="code"), KF, NOW))
    assert (found.permit, found.incoming.grant) == (None, None)


@pytest.mark.parametrize(
    ("kind", "why", "closes"),
    [
        (4, "48 hours", True),
        (6, "five", True),
        (10, "blocked", False),
        (13, "safety", False),
        (99, "arrive", False),
    ],
)
def test_a_failed_message_says_why(kind: int, why: str, closes: bool) -> None:
    found = meaning(event("msg_send_fail", fail_msgid="f1", fail_type=kind), KF, NOW)
    assert isinstance(found, Failed)
    assert (found.name, found.closes, why in found.why) == ("f1", closes, True)


@pytest.mark.parametrize("change", [1, 2, 3, 4])
def test_a_session_that_a_member_has_or_that_ended_takes_nothing_of_ours(change: int) -> None:
    assert meaning(event("session_status_change", change_type=change), KF, NOW) == Closed(WHO, NOW)


@pytest.mark.parametrize(
    "kind", [kind for kind in EVENTS if "enter" not in kind and "fail" not in kind and "session" not in kind]
)
def test_other_events_change_nothing(kind: str) -> None:
    assert meaning(event(kind, **EVENTS[kind]), KF, NOW) is None


def test_what_was_taken_back_is_known_by_its_name() -> None:
    assert recalled([event("user_recall_msg", recall_msgid="m7"), entry("text", {})]) >= {"m7"}


@pytest.mark.parametrize("broken", BROKEN)
def test_what_cannot_be_read_is_passed_over(broken: Any) -> None:
    found = meaning(broken, KF, NOW)
    assert found is None or isinstance(found, Done)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=8), inside, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from([*MESSAGES, "event"]), JSON, JSON)
def test_no_entry_can_break_it(kind: str, part: Any, value: Any) -> None:
    name = next(iter(MESSAGES.get(kind) or {"event_type": 1}))
    for fields in (part, {name: value}, {"item": [{"msg_content": value}], "title": part, "menu_id": value}):
        meaning(entry(kind, fields), KF, NOW)
        meaning(entry(kind, fields, 4), KF, NOW)
        recalled([entry(kind, fields)])
