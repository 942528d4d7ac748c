"""docs/states.md as data: what it says may happen, where it leads, and who may cause it."""

import re
from pathlib import Path

from tickets.kinds import Deed, State
from tickets.rules.rights import Standing

PAGE = Path("docs/states.md").read_text("utf-8")
LETTERS = {
    letter: (Deed(deed), who)
    for letter, deed, who in re.findall(r"^\| ([a-z]) \| `(\w+)` \S+ \| ([\w, ]+) \|", PAGE, flags=re.MULTILINE)
}
STAYING = {
    Deed(deed): (who, states)
    for deed, who, states in re.findall(r"^\| `(\w+)` \S+ \| ([\w, ]+) \| ([\w, ]+) \|", PAGE, flags=re.MULTILINE)
}


def drawn_moves() -> dict[tuple[State, Deed], State]:
    """Every pair of the page: the lettered arrows, and the rows of what leaves the state as it is."""
    found = {}
    for here, there, letters in re.findall(r"^    (\w+) --> (\w+): ([a-z ]+)$", PAGE, flags=re.MULTILINE):
        for letter in letters.split():
            found[State(here), LETTERS[letter][0]] = State(there)
    for deed, (_, states) in STAYING.items():
        found |= {(s, deed): s for s in (State if states == "any state" else map(State, states.split(", ")))}
    return found


def births() -> set[State]:
    """Where the page lets a ticket begin."""
    return {State(there) for there in re.findall(r"^    \[\*\] --> (\w+): a$", PAGE, flags=re.MULTILINE)}


def told_rights() -> dict[Deed, set[Standing]]:
    """Who may do what, as the page has it."""
    rows = [*LETTERS.values(), *((deed, who) for deed, (who, _) in STAYING.items())]
    return {deed: set(map(Standing, who.split(", "))) for deed, who in rows}
