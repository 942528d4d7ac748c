"""The sheet 职责: the list of duties as a street has it, understood row by row."""

from collections.abc import Iterator, Mapping

from bot.people.cells import Cells
from bot.people.checks import Draft
from bot.people.sheets import Remark
from tickets.ids import UnitCode
from tickets.kinds import Topic, Urgency
from tickets.whistles.duties import DutyItem, Part, Section

ITEMS = "职责"
HEADERS = ("编号", "板块", "事项", "街道职责", "牵头", "配合", "主题", "关键词", "哨型", "依据", "社区可牵头")

SECTIONS: Mapping[str, Section] = {
    "党群工作": Section.PARTY,
    "平安建设": Section.SAFETY,
    "城市管理": Section.CITY,
    "社区建设": Section.COMMUNITY,
    "民生保障": Section.WELFARE,
    "综合保障": Section.SUPPORT,
}
PARTS: Mapping[str, Part] = {
    "负责": Part.LEADS,
    "承担": Part.LEADS,
    "组织": Part.COORDINATES,
    "协调": Part.COORDINATES,
    "参与": Part.ASSISTS,
    "协助": Part.ASSISTS,
}
TYPES: Mapping[str, Urgency] = {"快捷哨": Urgency.QUICK, "攻坚哨": Urgency.COMPLEX, "应急哨": Urgency.EMERGENCY}
YES: Mapping[str, bool] = {"是": True, "否": False}

TOPICS: Mapping[str, Topic] = {
    "物业": Topic.PROPERTY,
    "停车": Topic.PARKING,
    "噪音": Topic.NOISE,
    "卫生": Topic.WASTE,
    "街面秩序": Topic.STREET_ORDER,
    "道路设施": Topic.ROADS,
    "水电气热": Topic.UTILITIES,
    "消防安全": Topic.FIRE_SAFETY,
    "房屋维修": Topic.REPAIRS,
    "住房": Topic.HOUSING,
    "交通": Topic.TRANSPORT,
    "污染": Topic.POLLUTION,
    "绿化": Topic.GREENING,
    "市场消费": Topic.MARKET,
    "劳动": Topic.LABOR,
    "教育文体": Topic.EDUCATION,
    "医疗卫生": Topic.HEALTH,
    "民政救助": Topic.WELFARE,
    "治安": Topic.SECURITY,
    "邻里": Topic.NEIGHBOR,
    "家庭": Topic.FAMILY,
    "养犬宠物": Topic.PETS,
    "农村土地": Topic.LAND,
    "干部作风": Topic.CONDUCT,
    "其他": Topic.OTHER,
}


def understood(cells: Cells) -> DutyItem | None:
    """One line of the list; None, and remarks, where it is not understood."""
    section, part = cells.term("板块", SECTIONS), cells.term("街道职责", PARTS)
    type_, listed = cells.term("哨型", TYPES), cells.term("社区可牵头", YES)
    number, name = cells.code("编号", needed=True), cells.prose("事项", needed=True)
    lead = UnitCode(cells.code("牵头", needed=True))
    if section is None or part is None or type_ is None or listed is None:
        return None
    return DutyItem(
        number=number,
        section=section,
        name=name,
        part=part,
        lead=lead,
        others=tuple(map(UnitCode, cells.codes("配合"))),
        topics=frozenset(cells.terms("主题", TOPICS, needed=False)),
        words=cells.words("关键词"),
        type=type_,
        basis=cells.prose("依据"),
        listed=listed,
    )


def fit(draft: Draft) -> Iterator[Remark]:
    """Every number once, every unit known."""
    first: dict[str, int] = {}
    for line in draft.items:
        row = first.setdefault(line.it.number, line.row)
        if row != line.row:
            yield Remark(ITEMS, line.row, f"编号“{line.it.number}”和第 {row} 行重复")
        for unit in (line.it.lead, *line.it.others):
            if draft.lacks("单位", unit):
                yield Remark(ITEMS, line.row, f"单位“{unit}”不在“单位”表里")
