"""What the reader promises about any text."""

from dataclasses import replace

import pytest

from classifiers.finding.personal import spans
from classifiers.finding.writer import subject
from classifiers.learning.corpus import FROZEN, read_examples
from classifiers.reader import JiebaReader
from tickets.kinds import Matter, Peril, Topic, Urgency
from tickets.reading import Reading


@pytest.mark.parametrize(
    ("text", "peril"),
    [
        ("着火了", Peril.FIRE),
        ("煤气漏了，味道好大", Peril.GAS),
        ("电梯困人了！4栋2单元", Peril.TRAPPED),
        ("我不想活了", Peril.SUICIDE),
        ("老公又打我，孩子在哭", Peril.VIOLENCE),
        ("老人晕倒了叫不醒", Peril.MEDICAL),
        ("我家孩子走丢了，穿红衣服", Peril.MISSING),
        ("電線掉下來了冒火花", Peril.ELECTRIC),
    ],
)
def test_danger_now_is_called_and_named(reader: JiebaReader, text: str, peril: Peril) -> None:
    reading = reader.read(text)
    assert (reading.danger, reading.peril, reading.urgency) == (True, peril, Urgency.EMERGENCY)


@pytest.mark.parametrize(
    "text",
    [
        "没有煤气味了",
        "去年着过火",
        "火已经灭了，谢谢消防员",
        "怕着火，能不能装个烟感",
        "上次电梯困人，物业赔钱了吗",
        "万一着火怎么办",
    ],
)
def test_danger_denied_feared_or_past_is_no_emergency(reader: JiebaReader, text: str) -> None:
    reading = reader.read(text)
    assert (reading.danger, reading.peril) == (False, None)
    assert reading.urgency is not Urgency.EMERGENCY


@pytest.mark.parametrize(
    "text", ["你好", "谢谢", "辛苦了！", "在吗？", "您好，在吗", "多謝晒🙏", "谢谢你们👍", "哈喽～"]
)
def test_greetings_and_thanks_are_small_talk_and_nobody_is_asked(reader: JiebaReader, text: str) -> None:
    reading = reader.read(text)
    assert (reading.small_talk, reading.ask) == (True, False)


@pytest.mark.parametrize("text", ["你好，楼道灯坏了", "谢谢，可是还在漏水", "有人吗 电梯困人", "路灯", "😡😡😡"])
def test_a_matter_with_a_greeting_is_no_small_talk(reader: JiebaReader, text: str) -> None:
    assert not reader.read(text).small_talk


@pytest.mark.parametrize("text", ["", "   ", "😡😡😡", "？？？", "\u202e\u200f", "1"])
def test_a_text_that_says_nothing_is_asked_about(reader: JiebaReader, text: str) -> None:
    assert reader.read(text).ask


@pytest.mark.parametrize(
    "text", ["路灯不亮" * 1250, "\u202e楼道灯坏了\u202c", "👨‍👩‍👧‍👦" * 500, "\ud800半个字", "a" * 20000, "3-" * 3000]
)
def test_any_text_is_read(reader: JiebaReader, text: str) -> None:
    assert isinstance(reader.read(text), Reading)


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("楼上漏水，把我家天花板泡了", Matter.HOUSEHOLD),
        ("物业费涨价没有征求业主意见", Matter.SHARED),
        ("人行道的井盖没了，市政来人看看", Matter.PUBLIC),
    ],
)
def test_plain_matters_are_sorted_with_words_of_the_text_as_grounds(
    reader: JiebaReader, text: str, matter: Matter
) -> None:
    reading = reader.read(text)
    assert reading.matter is matter
    assert 1 <= len(reading.why) <= 3
    assert all(word in text for word in reading.why)


@pytest.mark.parametrize(
    ("text", "grounds"),
    [("楼道里煤气味很大", {"楼道", "煤气味"}), ("楼上漏水到我家卫生间", {"楼上", "漏水", "卫生间"})],
)
def test_grounds_are_whole_words(reader: JiebaReader, text: str, grounds: set[str]) -> None:
    why = set(reader.read(text).why)
    assert len(why) > 1
    assert why <= grounds


def test_the_end_of_a_text_lends_no_half_words(reader: JiebaReader) -> None:
    assert all(len(word) > 1 for word in reader.read("搭建了个棚子在楼道").why)


@pytest.mark.parametrize(
    ("usual", "unusual"),
    [
        ("物业费太高，电梯坏了", "無业费太高，电替坏了"),
        ("楼道灯坏了", "樓道燈壞了"),
        ("小区WIFI坏了", "小区ＷＩＦＩ坏了"),
    ],
)
def test_spelling_does_not_change_a_reading(reader: JiebaReader, usual: str, unusual: str) -> None:
    assert reader.read(usual).confidence == reader.read(unusual).confidence


@pytest.mark.parametrize(
    "told",
    [
        "槐荫路上的路灯坏了三天了，我住3号楼2单元501，电话13812345678",
        "我是3-2-501的业主，槐荫路上的路灯坏了三天了，请打13812345678",
        "我叫王建国，手机号是13812345678，槐荫路上的路灯坏了三天了",
    ],
)
def test_who_writes_does_not_change_what_it_is_about(reader: JiebaReader, told: str) -> None:
    reading = reader.read(told)
    assert (reading.matter, reading.topic, reading.ask) == (Matter.PUBLIC, Topic.ROADS, False)
    assert "路灯" in reading.why


def test_where_the_writer_lives_counts_when_it_is_where_the_trouble_is(reader: JiebaReader) -> None:
    assert reader.read("我住的3号楼2单元电梯坏了，电话13812345678").matter is Matter.SHARED


@pytest.mark.parametrize("text", ["我住3号楼", "我是3-2-501的业主，电话13812345678", "住，电话", "我"])
def test_a_text_that_only_tells_who_writes_is_read_whole(text: str) -> None:
    assert subject(text, spans(text)) == (text, range(len(text)))


def test_places_of_the_community_are_found_and_change_no_guess(reader: JiebaReader) -> None:
    text = "幸福里3号楼2单元的灯坏了"
    known, plain = reader.read(text), JiebaReader().read(text)
    assert known.place == "幸福里3号楼2单元"
    assert (known.matter, known.confidence) == (plain.matter, plain.confidence)


@pytest.mark.parametrize(
    "text",
    ["3号楼2单元501楼上漏水，我叫王小明，电话13800138000", "幸福路的路灯坏了。另外我们小区的电梯三天没人修"],
)
def test_a_guess_says_all_that_a_reading_says_but_where(reader: JiebaReader, text: str) -> None:
    assert reader.guess(text) == replace(reader.read(text), place="", places=())


def test_a_question_finds_the_known_question_that_asks_the_same(reader: JiebaReader) -> None:
    known = ("老年卡怎么办理", "垃圾几点投放", "居住证需要什么材料")
    assert reader.answer("请问垃圾投放是几点", known) == 1
    assert reader.answer("老年卡咋办理呀", known) == 0
    assert reader.answer("楼上漏水怎么办", known) is None
    assert reader.answer("", known) is None
    assert reader.answer("老年卡怎么办理", ()) is None


def test_many_texts_are_read_as_each_alone(reader: JiebaReader) -> None:
    texts = [one.text for one in read_examples(FROZEN)] + [
        "",
        "。",
        "路灯坏了。" * 1500,
        "楼上漏水。另外大门的道闸坏了",
        "😡",
    ]
    assert list(reader.guess_all(texts)) == [reader.guess(text) for text in texts]
