"""The latency budget of the design, exact in virtual time, and that the engine adds nothing of its own to it.

Measured on the wire and in the record: from the arrival of the caller's last voiced frame to the first audio frame.
The classic latencies: recognition 300 ms, a model's first sentence 400 ms, a voice's first byte 400 ms; silence 300 ms.
"""

from collections.abc import Mapping

import pytest
import trio
from trio.testing import MockClock

from actors.responder.service import Sentence
from actors.speaker.cached_voice import CachedVoice
from actors.speaker.service import Voice
from actors.speaker.voice_cache import VoiceCache
from engine.record import CallRecord
from engine.timeline import latency
from simulation.carrier import SimulatedCarrier
from simulation.exchange import calling, open_simulated_exchange, record_of, settings_with
from simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice

EXACTLY = 1e-6
FIXED_SILENCE = {"adaptive": False}
BATCH = {"chain": ["scripted_batch"], "scripted_batch": {"text": "what does it cost", "final_ms": 300}}
STREAMING = {"chain": ["scripted"], "scripted": {"text": "what does it cost", "final_ms": 0}}
SLOW_MODEL, SET_ANSWER = 0.4, 0.0
Rows = dict[str, tuple[int, Mapping[str, object], int, float, bool]]

BUDGET: Rows = {
    "drafts on, batch recognition": (1220, BATCH, 2, SLOW_MODEL, False),
    "drafts on, streaming recognition": (920, STREAMING, 2, SLOW_MODEL, False),
    "drafts off, streaming recognition": (1100, STREAMING, 0, SLOW_MODEL, False),
    "reply in the voice cache, streaming recognition": (520, STREAMING, 2, SLOW_MODEL, True),
    "scripted reply, cached voice": (300, STREAMING, 2, SET_ANSWER, True),
}


async def ask(
    recognizer: Mapping[str, object] | SimulatedRecognizer, max_drafts: int, model_s: float, voice: Voice
) -> tuple[SimulatedCarrier, CallRecord]:
    """A greeting, a question, its answer."""
    settings = settings_with(
        vad=FIXED_SILENCE,
        responder={"max_drafts": max_drafts},
        floor={"filler_s": 0},
        recognizer={} if isinstance(recognizer, SimulatedRecognizer) else recognizer,
    )
    async with open_simulated_exchange(
        settings,
        recognizer=recognizer if isinstance(recognizer, SimulatedRecognizer) else None,
        responder=SimulatedResponder(Sentence("Fifty."), pause_s=model_s),
        voice=voice,
    ) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.agent_has_spoken()
            carrier.speak(0.6)
            await carrier.agent_has_spoken()
        return carrier, await record_of(exchange, carrier)


def answered_after_ms(carrier: SimulatedCarrier, record: CallRecord) -> float:
    """Of the second turn; the record and the wire must say the same."""
    times = record.turns[1].times
    on_the_wire = next(sent.at for sent in carrier.media if sent.at > times["last_voiced"])
    began_at = carrier.media[0].at - record.turns[0].times["first_frame_sent"]
    assert on_the_wire - began_at == pytest.approx(times["first_frame_sent"], abs=EXACTLY)
    return 1000 * (times["first_frame_sent"] - times["last_voiced"])


@pytest.mark.parametrize(("budget_ms", "recognizer", "max_drafts", "model_s", "cached"), BUDGET.values(), ids=BUDGET)
async def test_the_budget_is_kept_exactly(
    budget_ms: int,
    recognizer: Mapping[str, object],
    max_drafts: int,
    model_s: float,
    cached: bool,
    autojump_clock: MockClock,
) -> None:
    """Each path takes what its services take, where they cannot overlap, and nothing more."""
    voice: Voice = SimulatedVoice(1, first_byte_s=0.4)
    if cached:
        kept = CachedVoice(voice, "", VoiceCache(1_000_000))
        await kept.prepare("Fifty.", "en")
        voice = kept
    carrier, record = await ask(recognizer, max_drafts, model_s, voice)
    assert answered_after_ms(carrier, record) == pytest.approx(budget_ms, abs=1000 * EXACTLY)
    parts = latency(record.turns[1].times)
    assert parts.total == budget_ms == sum(value or 0 for _, value in parts.stages())


async def test_the_sequential_path_takes_the_sum(autojump_clock: MockClock) -> None:
    """Drafts off, and a recognizer that begins when the caller has finished: 300 + 300 + 400 + 400."""
    recognizer = SimulatedRecognizer("what does it cost", final_s=0.3)
    carrier, record = await ask(recognizer, 0, SLOW_MODEL, SimulatedVoice(1, first_byte_s=0.4))
    assert answered_after_ms(carrier, record) == pytest.approx(1400, abs=1000 * EXACTLY)
    stages = dict(latency(record.turns[1].times).stages())
    assert stages == {"silence": 300, "recognizer": 300, "responder": 400, "voice": 400, "wire": 0}


async def test_the_engine_adds_no_time_of_its_own(autojump_clock: MockClock) -> None:
    """With services that take none: the answer comes in the instant in which the turn is over, the clear in that of
    the onset, the reply goes on in that of the verdict, and it is over when its last byte has been heard."""
    async with open_simulated_exchange(
        settings_with(vad=FIXED_SILENCE),
        recognizer=SimulatedRecognizer("what does it cost", "", streams=False),
        responder=SimulatedResponder(Sentence("Fifty.")),
        voice=SimulatedVoice(2),
    ) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.agent_has_spoken()
            carrier.speak(0.6)
            await carrier.wait(lambda: carrier.playout.sounding)
            await trio.sleep(0.8)
            carrier.speak(0.3)
            await carrier.wait(lambda: bool(carrier.clears))
            await carrier.agent_has_spoken()
        record = await record_of(exchange, carrier)
    times = record.turns[1].times
    began_at = carrier.media[0].at - record.turns[0].times["first_frame_sent"]
    for earlier, later in (("end_of_turn", "first_frame_sent"), ("onset", "cleared"), ("verdict", "resumed")):
        assert times[later] == pytest.approx(times[earlier], abs=EXACTLY), (earlier, later)
    assert times["all_played"] == pytest.approx(carrier.heard[-1].until - began_at, abs=0.001)
    assert times["first_frame_sent"] < times["first_mark_back"] <= times["all_played"]
    order = ("last_voiced", "pause", "end_of_turn", "transcript", "responder_started", "first_token", "first_sentence")
    rest = ("voice_first_byte", "first_frame_sent", "onset_voiced", "onset", "cleared", "verdict", "resumed")
    at = [times[name] for name in (*order, *rest, "all_played")]
    assert at == sorted(at)
