"""How the server says no."""

from typing import Any


class Refusal(Exception):
    """An answer that is not ok; `parameters` as in the Bot API's ResponseParameters."""

    def __init__(self, status: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters

    def answer(self) -> dict[str, Any]:
        body = {"ok": False, "error_code": self.status, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad(why: str) -> Refusal:
    return Refusal(400, f"Bad Request: {why}")
