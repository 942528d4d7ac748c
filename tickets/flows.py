"""治理流程: the ways a matter is worked through, as data: actor, output, next, forks and joins.

W1–W12 are those of domain K; a street may write its own. What is wrong with one is told with the line it stands in.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tickets.errors import Unusable

END = "完"
"""Stands among the next steps of one that may also be the last."""
DEFAULT = "W6"
"""发帖派单: what a post is on that nobody has put on another."""


class Actor(StrEnum):
    """Who does a step."""

    RESIDENT = "resident"
    OPERATOR = "operator"
    COMMUNITY = "community"
    STREET = "street"
    DEPARTMENT = "department"
    PROPERTY = "property"
    COUNCIL = "council"
    JUDGE = "judge"
    DISTRICT = "district"
    CITY = "city"
    COMPANY = "company"
    HEAD = "head"
    CADRE = "cadre"
    CENTRE = "centre"


class Stage(StrEnum):
    """预见、化解、处置 (S4:31, 119, 203)."""

    FORESEEN = "foreseen"
    DISSOLVED = "dissolved"
    HANDLED = "handled"


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `next` are those that follow, all of them (a fork) or, with `either`, one; none: the end.

    `joins`: it begins only when every way that leads to it has come. `line` is where it stands in its file.
    """

    number: str
    actor: Actor
    does: str
    output: str
    next: tuple[str, ...] = ()
    either: bool = False
    joins: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class Flow:
    """One way; its first step is where it begins."""

    code: str
    name: str
    stage: Stage
    steps: tuple[Step, ...]

    def step(self, number: str) -> Step | None:
        return next((step for step in self.steps if step.number == number), None)


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a flow, and in which line."""

    line: int
    why: str
    what: str = ""


def mistakes(flow: Flow) -> Iterator[Wrong]:
    """Steps twice, unknown next steps, what is never reached, dead ends and loops without a way out, idle joins."""
    seen: set[str] = set()
    for step in flow.steps:
        if step.number in seen:
            yield Wrong(step.line, "twice", step.number)
        seen.add(step.number)
        yield from (Wrong(step.line, "unknown", n) for n in step.next if n != END and flow.step(n) is None)
    if not any(_ends(step) for step in flow.steps):
        yield Wrong(flow.steps[0].line, "endless")
    reached, leaving = _reached(flow), _leaving(flow)
    for step in flow.steps:
        if step.number not in reached:
            yield Wrong(step.line, "unreached", step.number)
        elif step.number not in leaving:
            yield Wrong(step.line, "loop", step.number)
        if step.joins and len(_before(flow, step.number)) < 2:
            yield Wrong(step.line, "lonely", step.number)


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a ticket stands on a flow: the steps that are open now, and those done."""

    open: tuple[str, ...]
    done: tuple[str, ...] = ()

    def text(self) -> str:
        """As a ticket keeps it: `2,3|1`."""
        return f"{','.join(self.open)}|{','.join(self.done)}"

    @classmethod
    def read(cls, text: str) -> "Stand":
        """The opposite of `text`."""
        now, _, done = text.partition("|")
        return cls(_listed(now), _listed(done))


def begin(flow: Flow) -> Stand:
    """At its first step."""
    return Stand((flow.steps[0].number,))


def advance(flow: Flow, stand: Stand, number: str, choice: str = "") -> Stand:
    """The step is done; what follows is open, a join when all its ways have come.

    Raises Unusable("step") for a step that is not open, ("choice") where one of several ways must be chosen.
    """
    step = flow.step(number)
    if step is None or number not in stand.open:
        raise Unusable("step")
    following = step.next
    if step.either and len(step.next) > 1:
        if choice not in step.next:
            raise Unusable("choice")
        following = (choice,)
    done = (*stand.done, number)
    left = tuple(name for name in stand.open if name != number)
    ready = [name for name in following if name not in {*left, END} and _may_begin(flow, name, done)]
    return Stand((*left, *ready), done)


def missing(flow: Flow, stand: Stand) -> Sequence[Step]:
    """The steps that are open: who must do what, with which output."""
    return [step for number in stand.open if (step := flow.step(number))]


def _ends(step: Step) -> bool:
    return not step.next or END in step.next


def _may_begin(flow: Flow, number: str, done: Iterable[str]) -> bool:
    step = flow.step(number)
    return step is None or not step.joins or set(_before(flow, number)) <= set(done)


def _before(flow: Flow, number: str) -> list[str]:
    return [step.number for step in flow.steps if number in step.next]


def _reached(flow: Flow) -> set[str]:
    return _spread({step.number: step.next for step in flow.steps}, [flow.steps[0].number])


def _leaving(flow: Flow) -> set[str]:
    """From where the end can be reached."""
    back = {step.number: tuple(_before(flow, step.number)) for step in flow.steps}
    return _spread(back, [step.number for step in flow.steps if _ends(step)])


def _spread(ways: Mapping[str, tuple[str, ...]], start: list[str]) -> set[str]:
    found: set[str] = set()
    while start:
        at = start.pop()
        if at not in found:
            found.add(at)
            start += ways.get(at, ())
    return found


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(",") if part)
