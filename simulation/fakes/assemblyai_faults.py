"""The fake of AssemblyAI for `offhook fakes`: the faults of HTTP answers, as its WebSocket has them."""

from collections import deque

from offhook.simulation.fakes.assemblyai import FakeAssemblyAi, refusal
from offhook.simulation.fakes.phase_faults import Break, Phase, PhaseFault
from offhook.simulation.fakes.steps import Answer, Step
from offhook.simulation.fakes.websocket_server import instead

USES = 1000  # more than a connection has
_STEPS = {Break.HANG: Step.HANG, Break.CLOSE: Step.CLOSE, Break.RESET: Step.RESET}


def open_assemblyai(key: str, latency_s: float, fault: PhaseFault | Answer | None) -> FakeAssemblyAi:
    """The fake for one connection. Before the head means before the handshake, after it before the session begins. In
    mid-stream, words were sent while the caller spoke, and the end of the turn does not come."""
    fake = FakeAssemblyAi(key=key, final_s=latency_s)
    match fault:
        case Answer(status, headers):
            fake.server.openings.append(refusal(status, headers.get("retry-after", "")))
        case PhaseFault(what, Phase.BEFORE_HEAD):
            fake.server.openings.append(_STEPS[what])
        case PhaseFault(what, Phase.AFTER_HEAD):
            fake.begins.append(instead(_STEPS[what]))
        case PhaseFault(what, Phase.MID_STREAM):
            fake.faults = deque([instead(_STEPS[what])] * USES)
        case None:
            pass
    return fake
