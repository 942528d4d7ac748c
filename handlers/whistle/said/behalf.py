"""In whose name something was done, where the right was lent."""

from handlers.texts import Texts
from tickets.ports import Work


def in_whose_name(said: str, work: Work, t: Texts) -> str:
    """The sentence that says what was done; with the lender's name where the last deed was done with a lent right."""
    event = work.blown[-1][0] if work.blown else None
    giver = work.directory.name_of(event.detail.get("for")) if event else ""
    return t("{said}（代{who}）", said=said, who=giver) if said and giver else said
