"""The fake of Deepgram for `offhook fakes`: the faults of HTTP answers, as its WebSocket has them."""

from collections import deque

from offhook.simulation.fakes.deepgram import FakeDeepgram, refusal
from offhook.simulation.fakes.phase_faults import Break, Phase, PhaseFault
from offhook.simulation.fakes.steps import Answer, Step
from offhook.simulation.fakes.websocket_server import half_then, instead

USES = 1000  # more than a connection has
_STEPS = {Break.HANG: Step.HANG, Break.CLOSE: Step.CLOSE, Break.RESET: Step.RESET}


def open_deepgram(key: str, latency_s: float, fault: PhaseFault | Answer | None) -> FakeDeepgram:
    """The fake for one connection. Before the head means before the handshake, after it before any result. In
    mid-stream, half of the results of a stretch of speech have come."""
    fake = FakeDeepgram(key=key, final_s=latency_s)
    match fault:
        case Answer(status, headers):
            fake.server.openings.append(refusal(status, headers.get("retry-after", "")))
        case PhaseFault(what, Phase.BEFORE_HEAD):
            fake.server.openings.append(_STEPS[what])
        case PhaseFault(what, Phase.AFTER_HEAD):
            fake.begins.append(instead(_STEPS[what]))
        case PhaseFault(what, Phase.MID_STREAM):
            fake.faults = deque([half_then(_STEPS[what])] * USES)
        case None:
            pass
    return fake
