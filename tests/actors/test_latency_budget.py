"""How soon an answer must sound, exact in virtual time, and that the engine adds no time of its own.

Measured by the carrier's clock, from the caller's last voiced frame to the first audio frame of the answer, and in the
record, which must say the same. The detector is exact here; what WebRTC's adds is the last test's.
The classic latencies: recognition 300 ms, a model's first sentence 400 ms, a voice's first byte 400 ms; silence 300 ms.
"""

from collections.abc import Callable, Mapping
from itertools import takewhile

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import Sentence
from offhook.actors.speaker.cached_voice import CachedVoice
from offhook.actors.speaker.memory_cache import MemoryCache
from offhook.actors.speaker.service import Voice
from offhook.actors.voice_detector import VoiceDetector, WebRtcDetector
from offhook.engine.host.settings import VadSettings
from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.timeline import latency
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import AGENT, calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice
from tests.actors.served import A_CALL

EXACTLY = 1e-6
QUIETER_THAN = 0x60  # mu-law counts down from 0x7F as it gets louder; the modelled line hisses at 0x7E
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


class ExactDetector:
    """Voiced is what is loud: unlike WebRTC's it does not hold on to a voice that has ended."""

    likelihood, vetoes = None, False

    async def judge(self, frame: bytes) -> bool:
        await trio.lowlevel.checkpoint()
        return min(byte & 0x7F for byte in frame) < QUIETER_THAN


def exact_detector(settings: VadSettings) -> VoiceDetector:
    del settings  # loud is loud
    return ExactDetector()


async def ask(
    recognizer: Mapping[str, object] | SimulatedRecognizer,
    max_drafts: int,
    model_s: float,
    voice: Voice,
    open_detector: Callable[[VadSettings], VoiceDetector] = exact_detector,
    agent: str = AGENT,
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
        agent=agent,
        recognizer=recognizer if isinstance(recognizer, SimulatedRecognizer) else (),
        responder=SimulatedResponder(Sentence("Fifty."), pause_s=model_s),
        voice=voice,
        open_detector=open_detector,
    ) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.agent_has_spoken()
            carrier.speak(0.6)
            await carrier.agent_has_spoken()
        return carrier, await record_of(exchange, carrier)


async def voice_with_memory() -> Voice:
    """One that has said the answer before."""
    voice = CachedVoice(SimulatedVoice(1, first_byte_s=0.4), "", MemoryCache(1_000_000))
    async with voice.session(A_CALL) as session:
        await session.prepare("Fifty.")
    return voice


def answered_after_ms(carrier: SimulatedCarrier, record: CallRecord) -> float:
    """Of the second turn, by the carrier's own clock; the record must know of the same first frame."""
    first_frame = next(sent.at for sent in carrier.media if sent.at > carrier.spoken_until)
    greeted_after, answered_after = (record.turns[number].times["first_frame_sent"] for number in (0, 1))
    assert answered_after - greeted_after == pytest.approx(first_frame - carrier.media[0].at, abs=EXACTLY)
    return 1000 * (first_frame - carrier.spoken_until)


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
    voice = await voice_with_memory() if cached else SimulatedVoice(1, first_byte_s=0.4)
    carrier, record = await ask(recognizer, max_drafts, model_s, voice)
    assert answered_after_ms(carrier, record) == pytest.approx(budget_ms, abs=1000 * EXACTLY)
    parts = latency(record.turns[1].times)
    assert parts.total == budget_ms == sum(value or 0 for _, value in parts.stages())


@pytest.mark.parametrize("max_drafts", [0, 2])
async def test_an_answer_of_the_agent_file_waits_for_no_model(max_drafts: int, autojump_clock: MockClock) -> None:
    """It sounds when the caller's turn is over: its words are recognised by then, and its voice was rendered before."""
    recognizer = {"chain": ["scripted"], "scripted": {"text": "what does a room cost", "final_ms": 0}}
    agent = f'{AGENT}[[answers]]\nask = ["How much is a room?"]\nanswer = "Fifty."\n'
    carrier, record = await ask(recognizer, max_drafts, SLOW_MODEL, await voice_with_memory(), agent=agent)
    assert answered_after_ms(carrier, record) == pytest.approx(300, abs=1000 * EXACTLY)


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
            answered_at = next(sent.at for sent in carrier.media if sent.at > carrier.spoken_until)
            await trio.sleep(0.8)
            carrier.speak(0.3)
            await carrier.wait(lambda: bool(carrier.clears))
            await carrier.agent_has_spoken()
        record = await record_of(exchange, carrier)
    times = record.turns[1].times
    began_at = carrier.media[0].at - record.turns[0].times["first_frame_sent"]
    for earlier, later in (("end_of_turn", "first_frame_sent"), ("onset", "cleared"), ("verdict", "resumed")):
        assert times[later] == pytest.approx(times[earlier], abs=EXACTLY), (earlier, later)
    assert times["all_played"] == pytest.approx(carrier.heard[-1].until - began_at, abs=EXACTLY)
    before_mark = takewhile(
        lambda sent: sent.kind == "media", (sent for sent in carrier.sent if sent.at >= answered_at)
    )
    marked_s = sum(len(sent.mulaw) for sent in before_mark) / 8000
    assert times["first_mark_back"] == pytest.approx(times["first_frame_sent"] + marked_s, abs=EXACTLY)
    order = ("last_voiced", "pause", "end_of_turn", "transcript", "responder_started", "first_token", "first_sentence")
    rest = ("voice_first_byte", "first_frame_sent", "onset_voiced", "onset", "cleared", "verdict", "resumed")
    at = [times[name] for name in (*order, *rest, "all_played")]
    assert at == sorted(at)
    parts = latency(times)
    assert dict(parts.stages()) == {"silence": parts.total, "recognizer": 0, "responder": 0, "voice": 0, "wire": 0}


async def test_webrtcs_detector_holds_on_to_the_voice(autojump_clock: MockClock) -> None:
    """It calls 120 ms of the quiet after a voice speech: the caller waits for those too, and no record shows it."""
    carrier, record = await ask(STREAMING, 2, SET_ANSWER, await voice_with_memory(), WebRtcDetector)
    assert latency(record.turns[1].times).total == 300
    assert answered_after_ms(carrier, record) == pytest.approx(300 + 120, abs=1000 * EXACTLY)
