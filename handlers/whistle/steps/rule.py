"""What a unit asks for (延期、挂起、剔除) and what is decided; the secretary's word on an emergency."""

from collections.abc import Mapping
from dataclasses import replace

from handlers.buttons import number
from handlers.whistle.steps.table import Step, Turn
from tickets.dates import read_date
from tickets.errors import Unknown, Unusable
from tickets.ids import UnitCode
from tickets.whistles.deeds import answering, blowing, pleading
from tickets.whistles.kinds import Plea, WhistleDeed
from tickets.whistles.rules.pleas import PLEAS
from tickets.whistles.rules.rights import Side
from tickets.whistles.whistle import Whistle


def _(sentence: str) -> str:
    return sentence


async def _longer(r: Turn) -> str:
    return await _dated(r, Plea.LONGER)


async def _pause(r: Turn) -> str:
    return await _dated(r, Plea.PAUSE)


async def _dated(r: Turn, plea: Plea) -> str:
    t, found = r.t, read_date(r.words.text, r.work.now, r.work.rules.zone)
    if found is None:
        raise Unusable("date")
    until, grounds = found
    await pleading.plead(r.work, r.whistle, r.person, r.unit, plea, replace(r.words, text=grounds), until)
    return t("已报上去，等吹哨的人定。定之前时限照走。")


async def _exclusion(r: Turn) -> str:
    t = r.t
    await pleading.plead(r.work, r.whistle, r.person, r.unit, Plea.EXCLUSION, r.words)
    return t("已报区里定。含不含这件，两个数都会列出来。")


async def _grant(r: Turn) -> str:
    t = r.t
    named = [unit for unit in r.work.directory.units.values() if unit.name in r.words.text]
    to: UnitCode | None = max(named, key=lambda unit: len(unit.name)).code if named else None
    await pleading.rule(r.work, r.whistle, r.person, number(r.of), granted=True, why=r.words, to=to)
    return t("定了：同意，已告诉他们。")


async def _refuse(r: Turn) -> str:
    t = r.t
    await pleading.rule(r.work, r.whistle, r.person, number(r.of), granted=False, why=r.words)
    return t("定了：不同意，已告诉他们。")


async def _resume(r: Turn) -> str:
    t = r.t
    await answering.resume(r.work, r.whistle, r.person, r.unit)
    return t("接着办，剩下的时间还在。")


async def _ratify(r: Turn) -> str:
    t = r.t
    await blowing.ratify(r.work, r.whistle, r.person, True)
    return t("已补批。")


async def _disown(r: Turn) -> str:
    t = r.t
    await blowing.ratify(r.work, r.whistle, r.person, False, r.words)
    return t("记下了：不同意。叫来的单位照样办完。")


def _deciders(whistle: Whistle, of: str) -> frozenset[Side]:
    asked = whistle.asked.get(number(of))
    return PLEAS[asked.plea].deciders if asked else frozenset(Side)


def _undecided(whistle: Whistle, of: str) -> None:
    """Raises Unknown("plea"), Unusable("ruled")."""
    asked = whistle.asked.get(number(of))
    if asked is None:
        raise Unknown("plea")
    if asked.decided_at is not None:
        raise Unusable("ruled")


def _unratified(whistle: Whistle, of: str) -> None:
    """Raises Unusable("ruled")."""
    if whistle.ratified is not None:
        raise Unusable("ruled")


STEPS: Mapping[str, Step] = {
    "longer": Step(
        WhistleDeed.PLEAD, _longer, _("要到什么时候、为什么？请回复这条，先写日期，比如：12-03 18:00 等配件。")
    ),
    "pause": Step(WhistleDeed.PLEAD, _pause, _("什么拦着、哪天再看？请回复这条，先写日期。")),
    "exclusion": Step(WhistleDeed.PLEAD, _exclusion, _("为什么不该算？请回复这条。")),
    "grant": Step(
        WhistleDeed.RULE,
        _grant,
        _("准，为什么？请回复这条。异议要写改派给哪个单位。"),
        only=_deciders,
        check=_undecided,
    ),
    "refuse": Step(WhistleDeed.RULE, _refuse, _("不准，为什么？请回复这条。"), only=_deciders, check=_undecided),
    "resume": Step(WhistleDeed.RESUME, _resume),
    "ratify": Step(WhistleDeed.RATIFY, _ratify),
    "disown": Step(WhistleDeed.RATIFY, _disown, _("为什么不同意？请回复这条。"), check=_unratified),
}
