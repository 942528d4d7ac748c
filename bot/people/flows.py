"""The sheet 流程: a street's own ways of working a matter through, beside W1–W12, which stand in flows.csv."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bot.people.sheets import Remark, Row
from bot.people.terms import plain
from tickets.flows import END, Actor, Flow, Stage, Step, mistakes

FLOWS = "流程"
HEADERS = ("流程", "名称", "阶段", "步骤", "谁", "做什么", "产出", "下一步", "汇合")
BUILT_IN = Path(__file__).with_name("flows.csv")

ACTORS: Mapping[str, Actor] = {
    "居民": Actor.RESIDENT,
    "运维": Actor.OPERATOR,
    "社区": Actor.COMMUNITY,
    "街道": Actor.STREET,
    "部门": Actor.DEPARTMENT,
    "物业": Actor.PROPERTY,
    "议事厅": Actor.COUNCIL,
    "法官": Actor.JUDGE,
    "区": Actor.DISTRICT,
    "市级部门": Actor.CITY,
    "企业": Actor.COMPANY,
    "一把手": Actor.HEAD,
    "包村干部": Actor.CADRE,
    "指挥中心": Actor.CENTRE,
}
STAGES: Mapping[str, Stage] = {"预见": Stage.FORESEEN, "化解": Stage.DISSOLVED, "处置": Stage.HANDLED}

_WHY: Mapping[str, str] = {
    "twice": "步骤“{what}”出现了两次",
    "unknown": "下一步“{what}”不在这个流程里",
    "endless": "这个流程没有一步写“完”，走不到头",
    "unreached": "步骤“{what}”没有哪一步走得到",
    "loop": "从步骤“{what}”只能绕圈，走不到“完”",
    "lonely": "步骤“{what}”写了汇合，可是只有一条路到它",
}


def built_in() -> tuple[Flow, ...]:
    """W1–W12."""
    with BUILT_IN.open(encoding="utf-8", newline="") as file:
        rows = [Row(FLOWS, line, cells) for line, cells in enumerate(csv.DictReader(file), start=2)]
    flows, wrong = understood(rows)
    if wrong:
        raise ValueError("\n".join(remark.told for remark in wrong))
    return flows


def understood(rows: Iterable[Row]) -> tuple[tuple[Flow, ...], list[Remark]]:
    """The flows of the rows, and everything that is wrong with them."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(plain(row["流程"]), []).append(row)
    wrong = [remark for lines in found.values() for row in lines for remark in _wrong(row)]
    if wrong:
        return (), wrong
    flows = tuple(_flow(code, lines) for code, lines in found.items())
    return flows, [
        Remark(FLOWS, one.line, f"{flow.code}：{_WHY[one.why].format(what=one.what)}")
        for flow in flows
        for one in mistakes(flow)
    ]


def _flow(code: str, rows: list[Row]) -> Flow:
    return Flow(code, rows[0]["名称"], STAGES[plain(rows[0]["阶段"])], tuple(map(_step, rows)))


def _step(row: Row) -> Step:
    following = plain(row["下一步"])
    names = tuple(name for name in following.replace("/", "+").split("+") if name not in {"", END})
    either = "/" in following
    return Step(
        plain(row["步骤"]),
        ACTORS[plain(row["谁"])],
        row["做什么"],
        row["产出"],
        (*names, END) if either and END in following else names,
        either,
        plain(row["汇合"]) == "是",
        row.number,
    )


def _wrong(row: Row) -> Iterator[Remark]:
    for header in ("流程", "步骤", "做什么", "产出", "下一步"):
        if not plain(row[header]):
            yield Remark(FLOWS, row.number, f"“{header}”没有填")
    if plain(row["谁"]) not in ACTORS:
        yield Remark(FLOWS, row.number, f"“谁”没有“{row['谁']}”这一种，可填：{'、'.join(ACTORS)}")
    if plain(row["阶段"]) not in STAGES:
        yield Remark(FLOWS, row.number, f"“阶段”没有“{row['阶段']}”这一种，可填：{'、'.join(STAGES)}")
    if plain(row["汇合"]) not in {"", "是"}:
        yield Remark(FLOWS, row.number, "“汇合”只能填“是”，或者空着")
