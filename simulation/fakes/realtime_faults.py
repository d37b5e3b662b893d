"""The fake of OpenAI's Realtime interface for `offhook fakes`: the faults of HTTP answers, as a WebSocket has them."""

from collections import deque

from offhook.simulation.fakes.openai_realtime import FakeOpenAiRealtime
from offhook.simulation.fakes.phase_faults import Break, Phase, PhaseFault
from offhook.simulation.fakes.steps import Answer, Step, Wait
from offhook.simulation.fakes.websocket_server import Fault, Refusal, Steps, half_then, instead

PATH = "/v1/realtime"
USES = 1000  # more than a connection has
_STEPS = {Break.HANG: Step.HANG, Break.CLOSE: Step.CLOSE, Break.RESET: Step.RESET}


def open_realtime(key: str, latency_s: float, fault: PhaseFault | Answer | None) -> FakeOpenAiRealtime:
    """The fake for one connection. Before the head means before the handshake, after it before the session is set up.
    In mid-stream, half of the events of a transcript or response have come."""
    fake = FakeOpenAiRealtime(key=key, speech_s=1.5, late_sound=False)
    fake.faults = deque([_late(latency_s)] * USES)
    match fault:
        case Answer(status, headers, steps):
            body = b"".join(step for step in steps if isinstance(step, bytes))
            fake.server.openings.append(Refusal(status, body, headers))
        case PhaseFault(what, Phase.BEFORE_HEAD):
            fake.server.openings.append(_STEPS[what])
        case PhaseFault(what, Phase.AFTER_HEAD):
            fake.set_ups.append(instead(_STEPS[what]))
        case PhaseFault(what, Phase.MID_STREAM):
            fake.faults = deque([half_then(_STEPS[what])] * USES)
        case None:
            pass
    return fake


def _late(latency_s: float) -> Fault:
    def late(steps: Steps) -> Steps:
        return [Wait(latency_s), *steps]

    return late
