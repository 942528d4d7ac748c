"""Personal data is found exactly, in every notation that people use, and nothing else is covered."""

import pytest

from classifiers.reader import JiebaReader
from tickets.reading import mask

DOORS = """
我家住>3号楼2单元501<漏水
>3#2单元501<没水
>12-3-602<的灯坏了
>三号楼二门<堆满纸箱
>八号楼三单元六零二<天天吵
>５号楼１单元３０２<下水堵了
>7-501<着火了
幸福里>A座1801<装修
>2栋1301房<养鸡
>302<没人！水往我家灌
楼上>1203<半夜跳绳
帽儿胡同>甲5号院<要修
>东单元三楼西户<烧煤
>402室<漏水
>15幢302<有人扔垃圾
>6号楼3单元1层<太吵
"""
NUMBERS = """
phone 打我电话>13800138000<谢谢
phone 手机>138-0013-8000<
phone >１３９１２３４５６７８<是我
phone >+86 13912345678<
phone 座机>0571-88123456<白天有人
phone >(010)62345678<
phone 电话>88123456<
phone >一三八零零一三八零零零<打我
identity 身份证>11010519491231002X<
identity 号码>110105194912310021<写错一位也是人家的
card 卡号>6222021234567890128<
card 打到>6222 0212 3456 7890 128<
plate >京A12345<堵门
plate >沪AD12345<占充电位
plate >粤B·D1234F<乱停
plate 车牌>苏e12345<
name 我叫>王伟<，住这里
name 联系人：>张三<
name 我叫>欧阳娜娜<电话
name >王建国<先生说的
"""
NOTHING = """
打了12345三次 没人管
3栋电梯坏了，5号楼整栋停水
2021年3月 交了500元
24-48小时 给答复
我是业主，我叫他小声点
物业费每平1.85元，涨到2.20
"""


def _lines(table: str) -> list[str]:
    return table.strip().splitlines()


def _parted(line: str) -> tuple[str, str]:
    before, rest = line.split(">")
    inside, after = rest.split("<")
    return before + inside + after, inside


@pytest.mark.parametrize("line", _lines(DOORS))
def test_a_door_is_found_in_any_notation(reader: JiebaReader, line: str) -> None:
    text, door = _parted(line)
    assert [(span.what, text[span.start : span.end]) for span in reader.spans(text)] == [("door", door)]


@pytest.mark.parametrize("line", _lines(NUMBERS))
def test_numbers_plates_and_introduced_names_are_found(reader: JiebaReader, line: str) -> None:
    what, _, marked = line.partition(" ")
    text, inside = _parted(marked)
    assert [(span.what, text[span.start : span.end]) for span in reader.spans(text)] == [(what, inside)]


@pytest.mark.parametrize("text", _lines(NOTHING))
def test_numbers_that_are_nobodys_are_left_alone(reader: JiebaReader, text: str) -> None:
    assert reader.spans(text) == ()


def test_a_masked_text_keeps_its_length_and_all_but_the_personal_data(reader: JiebaReader) -> None:
    text = "我叫王伟，3号楼2单元501漏水，电话13800138000，车京A12345😡"
    covered = mask(text, reader.spans(text))
    assert covered == "我叫王＊，" + "＊" * 9 + "漏水，电话" + "＊" * 11 + "，车京" + "＊" * 6 + "😡"
    assert len(covered) == len(text)


def test_the_grounds_of_a_guess_never_show_personal_data(reader: JiebaReader) -> None:
    text = "我叫王建国，3号楼2单元501漏水到我家"
    reading = reader.read(text)
    private = {text[span.start : span.end] for span in reading.spans}
    assert reading.why
    assert not any(word in data for word in reading.why for data in private)
