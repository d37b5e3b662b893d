"""One caller's call with everything in it: greeting, question, answer, interruption, answer, question, goodbye.

The caller keeps to the clock, whatever the agent does, so that two calls can be compared:

    0 s  greeting    3.1 s  question    6.4 s  interrupts the answer    11.3 s  question    16.5 s  the call's limit

No two things happen at the same instant: their order would then be up to the scheduler.
"""

import enum
from collections.abc import Callable, Sequence

import msgspec
import trio

from offhook.engine.decide.floor import FloorState
from offhook.engine.run.call import Call
from offhook.engine.run.exchange import Exchange
from offhook.simulation.caller_voice import SAMPLE_RATE_HZ
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.placed_voice import STEP_BYTES, Place, PlacedVoice
from offhook.simulation.services import SimulatedVoice

FIRST_QUESTION_S, INTERRUPTION_S, LAST_QUESTION_S = 3.111, 6.411, 11.311
QUESTION_FOR_S = 0.8
CALL_LIMIT_S = 16.503
SOUND_S, SENTENCES = 1.2, ("The first part.", "The second part.")
RECOGNITION_S, THOUGHT_S, FIRST_BYTE_S = 0.2017, 0.1503, 0.0307
SAME_STRETCH_S = 0.7  # a shorter silence is a gap in a sentence, a longer one begins another attempt


class Moment(enum.Enum):
    """The states of a call in which something may happen to it."""

    GREETING = "greeting"
    CALLER_SPEAKING = "caller speaking"
    THINKING = "thinking"
    AGENT_SPEAKING = "agent speaking"
    JUST_INTERRUPTED = "just interrupted"
    ENDING = "ending"


class Said(msgspec.Struct, frozen=True):
    """A sentence, or the part of it that the caller heard."""

    at: float
    text: str
    seconds: float

    @property
    def whole(self) -> bool:
        return self.seconds > SOUND_S - 0.02

    @property
    def until(self) -> float:
        return self.at + self.seconds


async def follow(carrier: SimulatedCarrier) -> None:
    """Play the caller's part, up to the last question."""
    began_at = trio.current_time()
    for at_s in (FIRST_QUESTION_S, INTERRUPTION_S, LAST_QUESTION_S):
        await trio.sleep_until(began_at + at_s)
        carrier.speak(QUESTION_FOR_S)


async def reach(moment: Moment, exchange: Exchange, carrier: SimulatedCarrier) -> None:
    """Wait until the call first reaches this moment."""
    await carrier.wait(lambda: (call := find_call(exchange, carrier)) is not None and _SIGNS[moment](call, carrier))


def find_call(exchange: Exchange, carrier: SimulatedCarrier) -> Call | None:
    return next((call for call in exchange.live_calls if call.begun.call_sid == carrier.call_sid), None)


def sentences_heard(carrier: SimulatedCarrier, voice: SimulatedVoice) -> list[Said]:
    """What was heard by the carrier's playout clock, sentence by sentence, identified by the voice's codes."""
    stretches: list[tuple[int, Said]] = []
    for sound in carrier.heard:
        at, mulaw = sound.at, sound.mulaw
        while mulaw:
            code, rest = mulaw[0], mulaw.lstrip(mulaw[:1])
            seconds, mulaw = (len(mulaw) - len(rest)) / SAMPLE_RATE_HZ, rest
            same = bool(stretches) and stretches[-1][0] == code and at - stretches[-1][1].until < SAME_STRETCH_S
            begun_at = stretches.pop()[1].at if same else at
            stretches.append((code, Said(begun_at, voice.text_of(code), at + seconds - begun_at)))
            at += seconds
    return [said for _, said in stretches]


def placed_sentences(heard: Sequence[Place], voice: PlacedVoice) -> list[Said]:
    """How much of each sentence was heard from its beginning on, in one piece or in several."""
    begun: dict[int, float] = {}
    reached: dict[int, int] = {}
    for place in heard:
        begun.setdefault(place.sentence, place.at)
        reached[place.sentence] = max(reached.get(place.sentence, 0), place.step + 1)
    return [Said(at, voice.said[code - 1], reached[code] * STEP_BYTES / SAMPLE_RATE_HZ) for code, at in begun.items()]


def _well_into_greeting(call: Call, carrier: SimulatedCarrier) -> bool:
    return carrier.seconds_heard > 0.4


def _well_into_speech(call: Call, carrier: SimulatedCarrier) -> bool:
    return call.turns.state is FloorState.CALLER_SPEAKING


def _just_thinking(call: Call, carrier: SimulatedCarrier) -> bool:
    return call.turns.state is FloorState.THINKING and call.turns.turn == 2


def _answering(call: Call, carrier: SimulatedCarrier) -> bool:
    return call.turns.state is FloorState.AGENT_SPEAKING and call.turns.turn == 2


def _interrupted(call: Call, carrier: SimulatedCarrier) -> bool:
    return call.turns.state is FloorState.INTERRUPTED


def _ending(call: Call, carrier: SimulatedCarrier) -> bool:
    return call.turns.state is FloorState.ENDING


_SIGNS: dict[Moment, Callable[[Call, SimulatedCarrier], bool]] = {
    Moment.GREETING: _well_into_greeting,
    Moment.CALLER_SPEAKING: _well_into_speech,
    Moment.THINKING: _just_thinking,
    Moment.AGENT_SPEAKING: _answering,
    Moment.JUST_INTERRUPTED: _interrupted,
    Moment.ENDING: _ending,
}
