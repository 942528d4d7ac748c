"""Danger now rings, in whatever words; what is denied, past, feared, played or a manner of speaking does not."""

import pytest

from classifiers.finding.danger import alarms
from classifiers.learning.checks import read_checks
from classifiers.reader import JiebaReader
from classifiers.words.plain import expressions
from tests.classifiers.signs import beginnings, covered, ways

RECALL, PRECISION = 0.95, 0.6


@pytest.mark.parametrize("name", ["danger_tuned", "danger_aside", "danger_second", "danger_fourth", "danger_fifth"])
def test_danger_rings_on_messages_that_nobody_trained_on(reader: JiebaReader, name: str) -> None:
    checks = read_checks(name)
    rung = [row["text"] for row in checks if reader.read(row["text"]).danger]
    true = [row["text"] for row in checks if row["danger"] == "1"]
    right = len(set(rung) & set(true))
    assert right / len(true) >= RECALL, sorted(set(true) - set(rung))
    assert right / len(rung) >= PRECISION, sorted(set(rung) - set(true))


@pytest.mark.parametrize("name", ["danger_second", "danger_fourth", "danger_fifth"])
def test_which_danger_it_is_is_known_of_five_in_six(reader: JiebaReader, name: str) -> None:
    read = [(reader.read(row["text"]), row["peril"]) for row in read_checks(name) if row["danger"] == "1"]
    right = [reading.peril == peril for reading, peril in read if reading.danger]
    assert sum(right) / len(right) >= 5 / 6


@pytest.mark.parametrize(
    "text",
    [
        "没有煤气味了",
        "去年着过火",
        "差点摔了一跤",
        "怕着火",
        "明天消防演习",
        "电视里放的枪战片太吵",
        "急死了",
        "笑死",
        "想吃火锅",
        "这家店火了",
        "救命啊作业太多",
        "煤气灶打不着火",
        "这家店火了，排队都排到马路上",
        "修得快，灯也亮",
    ],
)
def test_manners_of_speaking_and_what_is_denied_past_feared_or_played_do_not_ring(
    reader: JiebaReader, text: str
) -> None:
    assert not reader.read(text).danger


@pytest.mark.parametrize(
    ("text", "peril"),
    [
        ("冒烟了", "fire"),
        ("插座刺啦刺啦冒火星", "fire"),
        ("楼下着火了，谁有灭火器", "fire"),
        ("有股臭鸡蛋味", "gas"),
        ("按铃没人应三天了", "medical"),
        ("不想活了", "suicide"),
        ("唔想活喇", "suicide"),
        ("有人站在窗台外面", "suicide"),
        ("孩子一个人在家哭", "missing"),
        ("孩子丢了，帮忙找", "missing"),
        ("打得很凶", "violence"),
        ("电梯里出不来", "trapped"),
        ("電弟裡出不來", "trapped"),
        ("电线掉水里", "electric"),
        ("老人倒在地上不动", "medical"),
        ("墙裂了往下掉", "collapse"),
    ],
)
def test_a_fragment_dialect_typo_or_indirect_word_of_real_danger_rings_and_is_named(
    reader: JiebaReader, text: str, peril: str
) -> None:
    reading = reader.read(text)
    assert (reading.danger, reading.peril) == (True, peril)


@pytest.mark.parametrize("name", ["emergency", "danger"])
def test_what_speeds_the_search_for_signs_up_misses_none(name: str) -> None:
    kept = {key: [frozenset(part) for part in parts.split(" ")] for key, parts in expressions("cores.txt").items()}
    for key, way in ways(name):
        core, first = kept[key]
        assert covered(way, core), f"cores.txt, {key}: no character of the first part is always in {way}"
        assert beginnings(way) <= first, f"cores.txt, {key}, second part: add {''.join(beginnings(way) - first)}"


def test_a_sign_in_a_long_letter_is_found_where_it_stands() -> None:
    text = "路灯不亮，请修。" * 40 + "三楼着火了！快来。" + "谢谢大家。" * 40
    (alarm,) = [one for one in alarms(text) if one.peril == "fire"]
    assert text[alarm.start : alarm.end].startswith("着火")
    assert alarm.now


def test_a_word_that_rings_by_itself_rings_in_one_clause_of_a_long_grumble(reader: JiebaReader) -> None:
    fees = "物业费从一块二涨到一块八，公示栏里只贴了一张纸，没有明细，也没有开业主大会。问前台，前台说经理在开会。"
    waste = "垃圾桶挪到了我家窗下，夏天蚊子多，窗户不敢开，孩子身上全是包。喷泉三年没出过水，门岗换了三个保安。"
    assert not reader.read(fees + waste + fees).danger
    assert reader.read(fees + waste + "电梯里困着两个人出不来。" + fees).danger


@pytest.mark.parametrize("text", ["我儿子", "孩子", "三楼", "老人…", "快来"])
def test_a_lone_word_that_names_no_danger_wakes_nobody(reader: JiebaReader, text: str) -> None:
    assert not reader.read(text).danger


@pytest.mark.parametrize("text", ["救命", "救命啊", "着火了", "跳楼"])
def test_a_lone_word_of_danger_rings(reader: JiebaReader, text: str) -> None:
    assert reader.read(text).danger
