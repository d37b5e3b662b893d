"""What may go wrong with an answer, at which phase, whichever fake gives it: `offhook fakes --fault NAME:FAULT`.

`hang`, `close` and `reset` at each of three phases, `hang-mid-stream` for one, and refusals by their HTTP status.
"""

import enum
from collections.abc import Mapping
from typing import NamedTuple

import trio

from offhook.simulation.fakes.http_server import Answerer, CutOff
from offhook.simulation.fakes.openai_audio import error_body
from offhook.simulation.fakes.steps import Answer


class Break(enum.Enum):
    HANG = "hang"  # nothing more is sent, and the connection stays open
    CLOSE = "close"
    RESET = "reset"


class Phase(enum.Enum):
    BEFORE_HEAD = "before-head"
    AFTER_HEAD = "after-head"
    MID_STREAM = "mid-stream"


class PhaseFault(NamedTuple):
    """An answer breaks at a phase."""

    what: Break
    phase: Phase


_PIECES_BEFORE_THE_MIDDLE = 2

FAULTS: Mapping[str, PhaseFault | Answer] = {
    **{f"{what.value}-{phase.value}": PhaseFault(what, phase) for what in Break for phase in Phase},
    "401": error_body(401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided."),
    "404": error_body(404, "invalid_request_error", "model_not_found", "The model does not exist."),
    "429": error_body(429, "requests", "rate_limit_exceeded", "Rate limit reached.", retry_after="20"),
    "500": error_body(500, "server_error", "server_error", "The server had an error."),
    "503": error_body(503, "server_error", "server_is_overloaded", "The server is overloaded."),
}
"""By name."""


class BreakingAnswerer(Answerer):
    """Passes an answer on until its fault."""

    def __init__(self, to: Answerer, fault: PhaseFault) -> None:
        super().__init__(to.http, to.stream, head_only=to.head_only)
        self._fault = fault
        self._pieces = 0

    async def whole(self, status: int, body: bytes, content_type: str, headers: Mapping[str, str]) -> None:
        await self.begin(status, {"content-type": content_type, "content-length": str(len(body)), **headers})
        half = len(body) // 2
        await super().send(body[:half])
        await self._reach(Phase.MID_STREAM)
        await super().send(body[half:])
        await self.end()

    async def begin(self, status: int, headers: Mapping[str, str]) -> None:
        await self._reach(Phase.BEFORE_HEAD)
        await super().begin(status, headers)
        await self._reach(Phase.AFTER_HEAD)

    async def send(self, data: bytes) -> None:
        if self._pieces == _PIECES_BEFORE_THE_MIDDLE:
            await self._reach(Phase.MID_STREAM)
        self._pieces += 1
        await super().send(data)

    async def _reach(self, phase: Phase) -> None:
        if phase is not self._fault.phase:
            return
        if self._fault.what is Break.HANG:
            await trio.sleep_forever()
        raise CutOff(reset=self._fault.what is Break.RESET)
