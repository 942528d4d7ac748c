"""What a channel's user did, in words that all channels share."""

from dataclasses import dataclass, field

from storage.bridges.books import Grant


@dataclass(frozen=True, slots=True)
class Text:
    """Something typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Tap:
    """A native button: the number under which it was shown, of that message where the channel tells it."""

    number: int
    message: int | None = None


@dataclass(frozen=True, slots=True)
class Press:
    """A native button that bears what it says about a message."""

    data: str
    message: int


@dataclass(frozen=True, slots=True)
class Start:
    """Somebody came by a link or a printed code; `scene` is what it bears, at most 64 of A-Za-z0-9_-."""

    scene: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """A menu item that stands for a command, without its slash."""

    name: str


@dataclass(frozen=True, slots=True)
class File:
    """A file that lies with the channel under the name `remote`. `kind` is photo, voice, video or document."""

    kind: str
    remote: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map."""

    latitude: float
    longitude: float
    title: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Presence:
    """The user lets us write to them, or no more."""

    reachable: bool


@dataclass(frozen=True, slots=True)
class Other:
    """Something that the channel shows to nobody: a kind of message that it does not pass on."""


Deed = Text | Tap | Press | Start | Command | File | Spot | Presence | Other


@dataclass(frozen=True, slots=True)
class Incoming:
    """One push. `key` is the same whenever the channel repeats it; `grant` is what it lets us send.

    One that comes `late` was said long ago: that there are many at once is not the user's haste.
    """

    external: str
    key: str
    deeds: tuple[Deed, ...] = field(default=())
    grant: Grant | None = None
    name: str = ""
    language: str = "zh-hans"
    late: bool = False
