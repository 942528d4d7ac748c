"""到场: what counts as being on the scene, and when a check-in is one."""

from dataclasses import dataclass
from datetime import datetime
from math import asin, cos, radians, sin, sqrt

from tickets.errors import Unusable
from tickets.ids import MediaId
from tickets.whistles.leg import Leg, Point
from tickets.whistles.limits import Limits
from tickets.whistles.whistle import Whistle

_EARTH = 6_371_000


@dataclass(frozen=True, slots=True)
class Scene:
    """What somebody on the scene shows: where they stand, or pictures from there."""

    point: Point | None = None
    media: tuple[MediaId, ...] = ()


def check_presence(whistle: Whistle, leg: Leg, scene: Scene, at: datetime, limits: Limits) -> None:
    """Raises Unusable("evidence"), ("place") or ("hour")."""
    if scene.point is None and not scene.media:
        raise Unusable("evidence")
    agreed = whistle.muster_at or leg.coming_at
    if agreed and at < agreed - limits.early:
        raise Unusable("hour")
    if scene.point and whistle.point and metres(scene.point, whistle.point) > limits.radius:
        raise Unusable("place")


def metres(one: Point, other: Point) -> float:
    """The way between two points over the round earth."""
    here, there = radians(one.latitude), radians(other.latitude)
    half = sin((there - here) / 2) ** 2
    half += cos(here) * cos(there) * sin(radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * _EARTH * asin(sqrt(min(1.0, half)))
