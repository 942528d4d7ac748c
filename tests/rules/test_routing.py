"""Where a matter lands, for every class and place, and why a person must decide where no rule does."""

from dataclasses import replace

import pytest

from bot.people.sample import WORKBOOK
from bot.people.workbook import load
from tickets.directory import Directory, Post, Role
from tickets.ids import AreaCode, PersonId
from tickets.kinds import Matter
from tickets.rules.routing import Landing, Unrouted, land


@pytest.fixture(scope="module")
def street() -> Directory:
    """The sample street with its people's posts."""
    roster = load(WORKBOOK)
    ids = {person.code: PersonId(n) for n, person in enumerate(roster.people, start=1)}
    posts = tuple(Post(ids[person.code], unit, role) for person in roster.people for unit, role in person.posts)
    return Directory({a.code: a for a in roster.areas}, {u.code: u for u in roster.units}, posts=posts)


@pytest.mark.parametrize(
    ("matter", "area", "landing"),
    [
        (Matter.PUBLIC, "H3-3-2", Landing("H-SQ")),
        (Matter.PUBLIC, None, Landing("H-SQ")),
        (Matter.SHARED, "H3-3-2", Landing("H3-ZB")),
        (Matter.SHARED, "H5", Landing("H5-ZB")),
        (Matter.SHARED, "H", Landing(None, Unrouted.NO_GRID)),
        (Matter.SHARED, None, Landing(None, Unrouted.NO_GRID)),
        (Matter.HOUSEHOLD, "H3-3-2", Landing("H3-3-2-W")),
        (Matter.HOUSEHOLD, "H3-3-1", Landing("H3-3-W")),
        (Matter.HOUSEHOLD, "H3", Landing(None, Unrouted.NO_LEADER)),
        (Matter.HOUSEHOLD, None, Landing(None, Unrouted.NO_LEADER)),
    ],
)
def test_every_class_lands_by_its_place(street: Directory, matter: Matter, area: str | None, landing: Landing) -> None:
    assert land(matter, AreaCode("H"), AreaCode(area) if area else None, street) == landing


def test_a_unit_without_people_is_told_and_not_chosen(street: Directory) -> None:
    deserted = replace(street, posts=tuple(p for p in street.posts if p.unit != "H3-ZB"))
    assert land(Matter.SHARED, AreaCode("H"), AreaCode("H3-1"), deserted) == Landing(None, Unrouted.NO_PEOPLE)


def test_a_place_without_the_unit_is_told(street: Directory) -> None:
    bare = replace(street, units={code: unit for code, unit in street.units.items() if code != "H-SQ"})
    assert land(Matter.PUBLIC, AreaCode("H"), None, bare) == Landing(None, Unrouted.NO_UNIT)


def test_a_micro_grid_whose_leader_left_falls_to_the_one_around_it(street: Directory) -> None:
    left = tuple(p for p in street.posts if not (p.unit == "H3-3-2-W" and p.role is Role.LEADER))
    assert land(Matter.HOUSEHOLD, AreaCode("H"), AreaCode("H3-3-2"), replace(street, posts=left)) == Landing("H3-3-W")
