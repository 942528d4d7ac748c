"""Faults that a test switches on: for one chat or method, once, n times or until called off."""

import math
from dataclasses import dataclass

from tests.doubles.botapi.refusal import Refusal, bad


@dataclass
class Fault:
    """One way to fail. `cut` drops the connection: `before` the call is carried out, or `after` it."""

    error: Refusal | None = None
    cut: str = ""
    chat: int | None = None
    method: str | None = None
    times: float = math.inf
    delay: float = 0.0

    def fits(self, method: str, chat: int | None) -> bool:
        return self.times > 0 and self.chat in (None, chat) and (self.method or method).lower() == method.lower()


class Faults:
    """All faults that are on; the oldest fitting one strikes."""

    def __init__(self) -> None:
        self.on: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        self.on.append(fault)
        return fault

    def strike(self, method: str, chat: int | None) -> Fault | None:
        fault = next((one for one in self.on if one.fits(method, chat)), None)
        if fault:
            fault.times -= 1
        return fault

    def clear(self) -> None:
        self.on.clear()

    def block(self, chat: int) -> Fault:
        return self.add(Fault(Refusal(403, "Forbidden: bot was blocked by the user"), chat=chat))

    def unknown(self, chat: int) -> Fault:
        return self.add(Fault(bad("chat not found"), chat=chat))

    def flood(self, seconds: int, chat: int | None = None, times: float = 1) -> Fault:
        refusal = Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        return self.add(Fault(refusal, chat=chat, times=times))

    def break_down(self, times: float, method: str | None = None, chat: int | None = None) -> Fault:
        return self.add(Fault(Refusal(502, "Bad Gateway"), method=method, chat=chat, times=times))

    def migrate(self, chat: int, new: int) -> Fault:
        refusal = Refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=new)
        return self.add(Fault(refusal, chat=chat))

    def cut(self, when: str, times: float = 1, method: str | None = None) -> Fault:
        return self.add(Fault(cut=when, times=times, method=method))

    def slow(self, seconds: float, method: str | None = None, times: float = math.inf) -> Fault:
        return self.add(Fault(delay=seconds, method=method, times=times))
