"""自来水管爆裂 (S3:39): an 应急哨 from the danger page, all on the scene within the hour, closed after two hours."""

from tests.conversations.blowing import RECEIVERS, board, comes, confirms, ended, minutes, reports, says_who, whistle_of
from tests.conversations.residents import neighbour
from tests.conversations.town import Someone, Town, number_in
from tickets.whistles.kinds import WhistleState

MAIN = "门口自来水管爆了，水冲进一楼，电箱泡在水里，快来人"
WATER, BUREAU, OFFICE = "江城自来水和平营业所", "和平区水务局", "槐荫街道城市管理办公室"


async def test_a_burst_water_main_is_closed_in_two_hours(town: Town) -> None:
    """Two taps call three units; each says who comes, checks in, reports; the blower scores them and ends it."""
    resident, duty = await neighbour(town), town.person("李敏")
    plumber, bureau, office = (town.person(RECEIVERS[unit]) for unit in (WATER, BUREAU, OFFICE))

    # 10:05  何静云 reports it; 李敏, on duty, is paged, and blows in two taps.
    await resident.says(MAIN)
    number = number_in(town.find(resident.user, "收到，编号").text)
    await duty.presses("应急哨")
    look = town.last(duty.user).text
    assert f"{WATER}（牵头）、{BUREAU}、{OFFICE}" in look
    assert "今天 11:05 前到场" in look
    await duty.presses("吹响")
    assert f"⚪ {WATER}（牵头） · 没响应" in board(town, duty, number)

    # 10:08  Each unit says who comes and when; one card a unit, in its group too, changed in place.
    await minutes(town, 3)
    for receiver in (plumber, office):
        await confirms(receiver)
    await says_who(bureau, "调度员小郑 10:40")
    assert f"🔵 {WATER}（牵头） · 响应 10:08 · 洪亮 10:23 到" in board(town, duty, number)
    assert f"🔵 {BUREAU} · 响应 10:08 · 调度员小郑 10:40 到" in board(town, duty, number)

    # 10:25  On the scene, within the hour.
    await minutes(town, 17)
    for receiver in (plumber, bureau, office):
        await comes(receiver)
    assert "应急哨 · 3 家到了 3 家" in town.find(duty.user, "3 家到了").text

    # 12:05  Two hours after the call the water runs again.
    await minutes(town, 100)
    await reports(plumber, "总阀关了，管子换好，12:00 恢复供水。")
    await reports(bureau, "水质查过，合格。")
    await reports(office, "积水清完了。")
    assert "都反馈了，等评价" in board(town, duty, number)
    await ended(duty, WATER, BUREAU, OFFICE)
    await _reads_it_in_plain_words(resident, number)
    whistle = await whistle_of(town, number)
    assert whistle.state is WhistleState.ENDED
    assert all(leg.arrived_at and leg.arrive_by and leg.arrived_at < leg.arrive_by for leg in whistle.legs.values())
    assert len([m for m in town.chat(plumber.user) if "【应急哨】" in m.text]) == 1


async def _reads_it_in_plain_words(resident: Someone, number: str) -> None:
    """The ticket's own story has the turns, and none of the internal words."""
    await resident.says("/my")
    await resident.presses(number)
    told = resident.chat[-1].text
    assert "请了部门来处理" in told
    assert f"{WATER}回话：总阀关了" in told
    assert "哨" not in told
