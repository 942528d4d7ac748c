"""督办、批示、现场办公: what leaders do from a whistle's card."""

from collections.abc import Mapping

from handlers.whistle.steps.table import Step, Turn
from tickets.whistles.deeds import leading
from tickets.whistles.kinds import WhistleDeed


def _(sentence: str) -> str:
    return sentence


async def _press(r: Turn) -> str:
    t = r.t
    await leading.press(r.work, r.whistle, r.person)
    return t("已督办，每天提醒。")


async def _lift(r: Turn) -> str:
    t = r.t
    await leading.lift(r.work, r.whistle, r.person)
    return t("已解除督办。")


async def _instruct(r: Turn) -> str:
    t = r.t
    await leading.instruct(r.work, r.whistle, r.person, r.words)
    return t("批示已发给叫来的单位。")


async def _visit(r: Turn) -> str:
    t = r.t
    await leading.visit(r.work, r.whistle, r.person, r.words)
    return t("现场办公记下了，已告诉居民。")


STEPS: Mapping[str, Step] = {
    "press": Step(WhistleDeed.PRESS, _press),
    "lift": Step(WhistleDeed.LIFT, _lift),
    "instruct": Step(WhistleDeed.INSTRUCT, _instruct, _("批示写什么？请回复这条。")),
    "visit": Step(WhistleDeed.VISIT, _visit, _("现场定了什么？请回复这条，居民看得到。")),
}
