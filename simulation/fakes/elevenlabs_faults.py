"""The fake of ElevenLabs for `offhook fakes`: the faults of all fakes, as this service has them."""

from collections import deque
from collections.abc import Mapping

from offhook.simulation.fakes.elevenlabs import FakeElevenLabs, refusal
from offhook.simulation.fakes.phase_faults import Break, Phase, PhaseFault
from offhook.simulation.fakes.steps import Answer, Step
from offhook.simulation.fakes.websocket_server import Refusal, half_then, instead

USES = 1000  # more than a connection has
_STEPS = {Break.HANG: Step.HANG, Break.CLOSE: Step.CLOSE, Break.RESET: Step.RESET}
_REFUSALS: Mapping[int, Answer] = {
    401: refusal(401, "invalid_api_key", "Invalid API key"),
    404: refusal(404, "voice_not_found", "A voice with this voice_id was not found."),
    429: refusal(429, "too_many_concurrent_requests", "Too many concurrent requests."),
    503: refusal(503, "system_busy", "We are currently experiencing heavy traffic."),
}


def refused(answer: Answer) -> Answer:
    """A refusal of OpenAI's, as this service words it."""
    return _REFUSALS.get(answer.status, refusal(answer.status, "internal_server_error", "Something went wrong."))


def open_elevenlabs(key: str, latency_s: float, fault: PhaseFault | Answer | None) -> FakeElevenLabs:
    """The fake for one connection. Before the head means before the handshake; after it nothing comes of a sentence,
    and in mid-stream half of its sound."""
    fake = FakeElevenLabs(key=key, voices=(), first_sound_s=latency_s)
    match fault:
        case Answer():
            said = refused(fault)
            body = b"".join(step for step in said.steps if isinstance(step, bytes))
            fake.sockets.openings.append(Refusal(said.status, body, said.headers))
        case PhaseFault(what, Phase.BEFORE_HEAD):
            fake.sockets.openings.append(_STEPS[what])
        case PhaseFault(what, Phase.AFTER_HEAD):
            fake.faults = deque([instead(_STEPS[what])] * USES)
        case PhaseFault(what, Phase.MID_STREAM):
            fake.faults = deque([half_then(_STEPS[what])] * USES)
        case None:
            pass
    return fake
