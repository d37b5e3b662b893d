"""The second opinions on what is a voice: the noise floor, Silero's model, and what setting brings which.

Real recordings and the real model; tones and noise from a seed. No clock but where calls share a run.
"""

import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import trio
import webrtcvad
from hypothesis import given
from hypothesis import strategies as st

from offhook.actors.high_pass import HighPass
from offhook.actors.noise_floor import NoiseFloor, NoiseFloorDetector
from offhook.actors.silero.batches import MOST_WINDOWS, Batches, RunFailed
from offhook.actors.silero.detector import SileroDetector, Windows
from offhook.actors.silero.model import (
    CONTEXT_SAMPLES,
    WINDOW_SAMPLES,
    Judgement,
    Memory,
    ModelUnusable,
    SileroModel,
    load_model,
    nothing_heard,
)
from offhook.actors.silero.veto import (
    PLAIN_FRAMES,
    REMEMBERED_FRAMES,
    SURE_FRAMES,
    UNLIKELY_WINDOWS,
    Veto,
    VetoDetector,
)
from offhook.actors.start_up_failed import StartUpFailed
from offhook.actors.voice_detector import FRAME_SAMPLES, WARM_UP_FRAMES, VoiceDetector, WebRtcDetector, is_voiced
from offhook.actors.voice_detectors import detector_opener
from offhook.engine.host.settings import VadSettings
from offhook.protocol import mulaw
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange
from offhook.simulation.seeded import simulate
from offhook.simulation.services import SimulatedRecognizer, SimulatedVoice
from tests.fakes.clips import QUIET_FRAME, clip

SPOKEN = clip("go_forward")
FRAMES_3_S = 150
HUM, VOICE = 1e4, 1e6  # powers: a line's hum, and a voice 20 dB above it


def frames_of(sound: bytes) -> list[bytes]:
    return [sound[at : at + FRAME_SAMPLES] for at in range(0, len(sound) - FRAME_SAMPLES + 1, FRAME_SAMPLES)]


def made(samples: np.ndarray[tuple[int], np.dtype[np.float64]]) -> list[bytes]:
    return frames_of(mulaw.encode(np.rint(samples).astype(np.int16)))


def hiss(seconds: float, root_mean_square: float = 1000.0) -> list[bytes]:
    return made(np.random.default_rng(3).standard_normal(round(seconds * mulaw.SAMPLE_RATE_HZ)) * root_mean_square)


def beeps(seconds: float) -> list[bytes]:
    """Of 300 ms each, with as much quiet between."""
    at_s = np.arange(round(seconds * mulaw.SAMPLE_RATE_HZ)) / mulaw.SAMPLE_RATE_HZ
    return made(np.where(at_s % 0.6 < 0.3, 1.0, 0.002) * 6000 * np.sin(2 * np.pi * 800 * at_s))


async def verdicts(detector: VoiceDetector, frames: list[bytes]) -> list[bool]:
    return [await is_voiced(detector, frame) for frame in frames]


@pytest.fixture(scope="session")
def model() -> SileroModel:
    return load_model()


class CountingModel:
    """The real one, that writes down how many windows came along in each run."""

    def __init__(self, model: SileroModel) -> None:
        self._model = model
        self.runs: list[int] = []

    def judge(self, windows: list[bytes], memories: list[Memory], gains: list[float]) -> list[Judgement]:
        self.runs.append(len(windows))
        return self._model.judge(windows, memories, gains)


# WebRTC's.


@pytest.mark.parametrize("silent_frames", [20, 25, 26, 30, 200])
def test_a_caller_who_was_muted_is_heard_as_without_it(silent_frames: int) -> None:
    """WebRTC's detector is not asked in a long digital silence, and judges what comes next as if it had been."""
    settings = VadSettings()
    ours, theirs = WebRtcDetector(settings), webrtcvad.Vad(settings.aggressiveness)
    muted = [QUIET_FRAME] * silent_frames
    line = [frame for name in ("go_forward", "book_a_room", "today") for frame in (*frames_of(clip(name)), *muted)]
    for number, frame in enumerate([*muted, *hiss(0.5, 100.0), *muted, *line, *hiss(1.0, 300.0), *muted, *line]):
        expected = theirs.is_speech(mulaw.decode_to_bytes(frame), mulaw.SAMPLE_RATE_HZ)
        assert ours.judge(frame) is (expected and number >= WARM_UP_FRAMES)


# The noise floor.


def test_a_silence_that_is_measured_at_once_is_measured_as_frame_by_frame() -> None:
    """In each frame that fires stands out what would stand out if every frame were measured by itself."""
    settings = VadSettings()
    together, first, high_pass, floor = (
        NoiseFloorDetector(WebRtcDetector(settings)),
        WebRtcDetector(settings),
        HighPass(),
        NoiseFloor(),
    )
    line = [*hiss(2.0, 30.0), *frames_of(SPOKEN), *[QUIET_FRAME] * 77, *frames_of(SPOKEN), *hiss(0.5), *hiss(2.0, 30.0)]
    found = []
    for frame in line:
        sound = high_pass.filtered(frame)
        stands_out = floor.stands_out(float(sound.dot(sound)) / FRAME_SAMPLES)
        found.append(first.judge(frame) and stands_out)
        assert together.judge(frame) is found[-1]
    assert 50 < sum(found) < len(found) / 2


def test_steady_noise_does_not_stand_out() -> None:
    """Not even at the call's first frame: that it has always been there is the first guess."""
    floor = NoiseFloor()
    assert not any(floor.stands_out(HUM) for _ in range(500))


def test_a_fan_that_is_switched_on_is_noise_after_three_seconds() -> None:
    """A sound without a gap stands out at once, for 3 s and a little, and no longer."""
    floor = NoiseFloor()
    for _ in range(200):
        floor.stands_out(HUM)
    after = [floor.stands_out(VOICE) for _ in range(500)]
    assert all(after[2:FRAMES_3_S])
    assert not any(after[FRAMES_3_S + 20 :])


def test_the_floor_falls_at_once() -> None:
    """Noise that stops leaves no deafness behind: half a second later a voice as loud as it was is heard."""
    floor = NoiseFloor()
    for power in [VOICE] * 200 + [HUM] * 25:
        floor.stands_out(power)
    assert any(floor.stands_out(VOICE) for _ in range(3))


def test_long_speech_with_gaps_stays_above_the_floor() -> None:
    """A minute of words with a tenth of a second between them is a minute of words, whatever the line hums."""
    floor = NoiseFloor()
    for _ in range(50):
        floor.stands_out(HUM)
    words = []
    for _ in range(120):
        words.append([floor.stands_out(VOICE) for _ in range(20)])
        for _ in range(5):
            floor.stands_out(HUM)
    assert all(all(word[2:]) for word in words)


def test_after_digital_silence_the_faintest_line_noise_is_no_voice() -> None:
    """A bridge that sends nothing at all, and then a good line: anything would be louder than nothing."""
    floor = NoiseFloor()
    assert not any(floor.stands_out(power) for power in [0.0] * 200 + [60.0] * 200)


@given(st.lists(st.floats(0, 2.0**30)))
def test_what_is_heard_never_raises_and_is_never_too_much(powers: list[float]) -> None:
    """Any powers give verdicts, and the first frame of a line is never a voice."""
    floor = NoiseFloor()
    heard = [floor.stands_out(power) for power in powers]
    assert heard[:1] in ([], [False])


async def test_with_the_noise_floor_a_fan_is_no_caller_and_a_caller_is() -> None:
    """WebRTC's takes loud hiss for a voice; with the floor it does not, and the words in a quiet room stay whole."""
    alone, both = (detector_opener(VadSettings(confirm=confirm)) for confirm in ("none", "noise_floor"))
    settings = VadSettings()
    assert sum(await verdicts(alone(settings), hiss(4.0, 2000.0))) > FRAMES_3_S
    assert not any(await verdicts(both(settings), hiss(4.0, 2000.0)))
    call = [QUIET_FRAME] * 100 + frames_of(SPOKEN)
    heard, confirmed = await verdicts(alone(settings), call), await verdicts(both(settings), call)
    assert sum(confirmed) > 0.9 * sum(heard)


# Silero's windows. A stream in which each byte tells its place.


def numbered(frames: int) -> list[bytes]:
    return frames_of(bytes(number % 251 for number in range(frames * FRAME_SAMPLES)))


def test_the_first_window_ends_with_the_frame_that_fires() -> None:
    """So that nothing has to be waited for."""
    windows, stream = Windows(), numbered(10)
    assert [windows.feed(frame, firing=False) for frame in stream[:-1]] == [None] * 9
    assert windows.feed(stream[-1], firing=True) == b"".join(stream)[-CONTEXT_SAMPLES - WINDOW_SAMPLES :]


def test_window_follows_window_and_none_lags() -> None:
    """While it fires no sample is left out or judged twice, each window has its context, and at most 28 ms wait."""
    windows, stream = Windows(), numbered(60)
    sound = b"".join(stream)
    ends_at = 0
    for number, frame in enumerate(stream, start=1):
        window = windows.feed(frame, firing=number > 3)
        if window is not None:
            ends_at = ends_at + WINDOW_SAMPLES if ends_at else number * FRAME_SAMPLES
            assert window == sound[ends_at - WINDOW_SAMPLES - CONTEXT_SAMPLES : ends_at]
        if ends_at:
            assert number * FRAME_SAMPLES - ends_at <= 224
    assert ends_at


def test_after_a_silence_the_windows_begin_anew() -> None:
    """What was left when it stopped firing is not judged late."""
    windows, stream = Windows(), numbered(20)
    for number, frame in enumerate(stream[:-1]):
        windows.feed(frame, firing=number < 10)
    assert windows.feed(stream[-1], firing=True) == b"".join(stream)[-CONTEXT_SAMPLES - WINDOW_SAMPLES :]


# Silero's model.


async def test_tones_are_no_voice_and_words_are(model: SileroModel) -> None:
    """Beeps make WebRTC's fire; with Silero's opinion they are nothing, and words are heard as ever."""
    settings = VadSettings()
    tone, call = beeps(6.0), [QUIET_FRAME] * 50 + frames_of(SPOKEN)
    assert sum(await verdicts(WebRtcDetector(settings), tone)) > 50
    assert not any(await verdicts(SileroDetector(WebRtcDetector(settings), Batches(model)), tone))
    heard = await verdicts(WebRtcDetector(settings), call)
    confirmed = await verdicts(SileroDetector(WebRtcDetector(settings), Batches(model)), call)
    assert sum(confirmed) > 0.75 * sum(heard)
    assert not any(after and not before for before, after in zip(heard, confirmed, strict=True))


async def test_the_model_runs_only_while_the_first_detector_fires(model: SileroModel) -> None:
    """A silent caller costs nothing, a speaking one five runs in eight frames at most."""
    counting = CountingModel(model)
    settings = VadSettings()
    await verdicts(SileroDetector(WebRtcDetector(settings), Batches(counting)), [QUIET_FRAME] * 300)
    assert counting.runs == []
    fired = sum(await verdicts(WebRtcDetector(settings), frames_of(SPOKEN)))
    await verdicts(SileroDetector(WebRtcDetector(settings), Batches(counting)), frames_of(SPOKEN))
    assert 0.5 * fired < len(counting.runs) < 0.7 * fired


def test_the_model_that_was_tested_is_the_one_that_runs(tmp_path: Path) -> None:
    """Another file under its name is refused before it runs, and the message gives both hashes."""
    other = tmp_path / "silero_vad.onnx"
    other.write_bytes(b"something else")
    with pytest.raises(ModelUnusable, match=r"SHA-256 is [0-9a-f]{64}, not 1a153a22"):
        load_model(other)


async def test_a_soft_voice_is_amplified_for_the_model(model: SileroModel) -> None:
    """Of a caller 20 dB softer than the recording, nearly all that WebRTC's detector hears is a voice to it."""
    settings = VadSettings()
    soft = frames_of(mulaw.encode((mulaw.decode(SPOKEN) / 10).astype(np.int16)))
    heard = await verdicts(WebRtcDetector(settings), soft)
    confirmed = await verdicts(SileroDetector(WebRtcDetector(settings), Batches(model)), soft)
    assert sum(confirmed) > 0.75 * sum(heard) > 0


# Silero's veto.


def sounds(veto: Veto, *likelihoods: float) -> bool:
    """A sound of so many windows, then 0.4 s of quiet. Returns whether the veto held at its end."""
    for each in likelihoods:
        veto.frame(firing=True)
        veto.judged(each)
    held = veto.holds
    for _ in range(20):
        veto.frame(firing=False)
    return held


def test_a_sound_counts_until_it_was_unlikely_for_long_enough() -> None:
    """And again once it is likely: nothing waits for the model."""
    assert not sounds(Veto(), *[0.01] * (UNLIKELY_WINDOWS - 1))
    assert sounds(Veto(), *[0.01] * UNLIKELY_WINDOWS)
    assert not sounds(Veto(), *[0.01] * UNLIKELY_WINDOWS, 0.6)


def test_after_a_knock_the_next_sound_has_to_be_likely() -> None:
    """A voice is, and is trusted from then on; after a while the knock is forgotten."""
    veto = Veto()
    assert not sounds(veto, 0.05)
    assert sounds(veto, 0.2)
    assert not sounds(veto, 0.2, 0.7)
    assert not sounds(veto, 0.2)
    for _ in range(REMEMBERED_FRAMES):
        veto.frame(firing=False)
    assert not sounds(veto, 0.05)


def test_the_model_rests_longer_once_a_voice_was_likely_twice() -> None:
    """A cough that begins like a voice is heard again soon; of a voice that goes on, one window in a second is."""
    veto = Veto()
    asked = []
    for frame in range(100):
        veto.frame(firing=True)
        if veto.asks:
            asked.append(frame)
            veto.judged(0.9)
    assert [later - sooner for sooner, later in pairwise(asked)] == [SURE_FRAMES, PLAIN_FRAMES]


async def test_of_a_caller_who_speaks_the_model_hears_little(model: SileroModel) -> None:
    """Once it is sure it rests for a moment; what WebRTC's detector and the noise floor hear is heard as it was."""
    settings, counting, call = VadSettings(), CountingModel(model), frames_of(clip("book_a_room"))
    first = NoiseFloorDetector(WebRtcDetector(settings))
    heard = await verdicts(first, call)
    afterwards = VetoDetector(NoiseFloorDetector(WebRtcDetector(settings)), counting)
    assert await verdicts(afterwards, call) == heard
    assert 0 < len(counting.runs) < 0.15 * sum(heard)


# Calls that share a run.


async def hear_together(batches: Batches, calls: list[list[bytes]]) -> list[list[bool]]:
    """All calls' frames arrive at the same instants, 20 ms apart."""
    heard: list[list[bool]] = [[] for _ in calls]

    async def listen(call: int) -> None:
        detector = SileroDetector(WebRtcDetector(VadSettings()), batches)
        for frame in calls[call]:
            await trio.sleep(0.02)
            heard[call].append(await is_voiced(detector, frame))

    async with trio.open_nursery() as nursery:
        for call in range(len(calls)):
            nursery.start_soon(listen, call)
    return heard


def test_calls_that_speak_at_once_share_their_runs_and_not_their_verdicts(model: SileroModel) -> None:
    """Six callers who say three things, in half as many runs or fewer; each is heard as if alone on the line."""
    calls = [frames_of(clip(name)) for name in ("go_forward", "book_a_room", "sunday_week") * 2]
    together, apart = CountingModel(model), CountingModel(model)
    heard, trace = simulate(hear_together, Batches(together), calls, seed=1)
    for call, frames in zip(heard, calls, strict=True):
        alone, _ = simulate(hear_together, Batches(apart), [frames], seed=1)
        assert alone == [call]
    assert max(together.runs) == len(calls)
    assert len(together.runs) < len(apart.runs) / 2
    again, same = simulate(hear_together, Batches(model), calls, seed=1)
    assert (again, same.digest) == (heard, trace.digest)


async def test_no_run_takes_more_windows_than_it_may(
    model: SileroModel, autojump_clock: trio.testing.MockClock
) -> None:
    """A crowd is judged in several runs, so that the frames of others come through between them."""
    counting = CountingModel(model)
    crowd = 2 * MOST_WINDOWS + 5
    judgements = await _judged_by(Batches(counting), crowd)
    assert sorted(counting.runs) == [5, MOST_WINDOWS, MOST_WINDOWS]
    assert len(judgements) == crowd


async def _judged_by(batches: Batches, calls: int, leave: int | None = None) -> dict[int, Judgement]:
    """What each of so many calls is told; the call `leave` is over at once."""
    told: dict[int, Judgement] = {}
    window = clip("go_forward")[8000 : 8000 + CONTEXT_SAMPLES + WINDOW_SAMPLES]

    async def ask(call: int) -> None:
        with trio.CancelScope() as scope:
            if call == leave:
                scope.cancel()
            told[call] = await batches.judge(window, nothing_heard(), 1.0)

    async with trio.open_nursery() as nursery:
        for call in range(calls):
            nursery.start_soon(ask, call)
    return told


@pytest.mark.parametrize("leave", range(4))
async def test_a_call_that_ends_takes_no_other_with_it(
    leave: int, model: SileroModel, autojump_clock: trio.testing.MockClock
) -> None:
    """Whether it led the run or came along, the others are told."""
    with trio.fail_after(1):
        told = await _judged_by(Batches(model), 4, leave)
    assert {0, 1, 2, 3} - {leave} <= set(told)


async def test_a_failed_run_fails_for_all_and_the_next_is_sound(model: SileroModel) -> None:
    """Each call's VAD crashes and is restarted; nobody waits for ever."""

    class FailingOnce(CountingModel):
        def judge(self, windows: list[bytes], memories: list[Memory], gains: list[float]) -> list[Judgement]:
            judgements = super().judge(windows, memories, gains)
            if len(self.runs) == 1:
                raise MemoryError("no room for the windows")
            return judgements

    batches = Batches(FailingOnce(model))
    told: list[str] = []

    async def ask() -> None:
        try:
            await batches.judge(mulaw.SILENCE * (CONTEXT_SAMPLES + WINDOW_SAMPLES), nothing_heard(), 1.0)
        except (MemoryError, RunFailed) as exc:
            told.append(type(exc).__name__)

    with trio.fail_after(5):
        async with trio.open_nursery() as nursery:
            for _ in range(3):
                nursery.start_soon(ask)
        assert sorted(told) == ["MemoryError", "RunFailed", "RunFailed"]
        assert len(await _judged_by(batches, 3)) == 3


# In a call.


@pytest.mark.parametrize(("confirm", "interrupted"), [("none", True), ("silero", False)])
async def test_beeps_interrupt_nobody_who_has_a_second_opinion(
    confirm: str, interrupted: bool, autojump_clock: trio.testing.MockClock
) -> None:
    """Beeps over the greeting silence the agent of WebRTC's ear alone, and Silero's lets it finish."""
    opener = detector_opener(VadSettings.model_validate({"confirm": confirm}))
    async with open_simulated_exchange(voice=SimulatedVoice(4), open_detector=opener) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.wait(lambda: carrier.playout.sounding)
            await trio.sleep(0.5)
            carrier.say(b"".join(beeps(3.0)))
            await trio.sleep(3.0)
            assert bool(carrier.clears) is interrupted


async def test_beeps_stop_the_agent_for_a_moment_and_only_once(autojump_clock: trio.testing.MockClock) -> None:
    """The first of five silences the agent until the model has heard it; the agent speaks over the others."""
    opener = detector_opener(VadSettings(confirm="veto"))
    recognizer, voice = SimulatedRecognizer(""), SimulatedVoice(6)
    async with open_simulated_exchange(recognizer=recognizer, voice=voice, open_detector=opener) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.wait(lambda: carrier.playout.sounding)
            await trio.sleep(0.5)
            carrier.say(b"".join(beeps(3.0)))
            await carrier.wait(lambda: bool(carrier.clears))
            stopped_at = trio.current_time()
            await carrier.wait(lambda: carrier.playout.sounding)
            assert trio.current_time() - stopped_at < 0.6
            await trio.sleep(3.0)
            assert len(carrier.clears) == 1


# What is set.


def test_without_onnxruntime_the_server_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The start-up fails with the setting, the extra and the way round; no call finds out instead."""
    monkeypatch.setitem(sys.modules, "onnxruntime", None)  # as Python remembers a module that cannot be imported
    with pytest.raises(StartUpFailed) as caught:
        detector_opener(VadSettings(confirm="silero"))
    for part in ("vad.confirm = 'silero'", "onnxruntime", "extra `silero`", "'noise_floor'"):
        assert part in str(caught.value)


def test_the_others_need_no_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without onnxruntime the default and `none` open all the same."""
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    for settings in (VadSettings(), VadSettings(confirm="none")):
        assert detector_opener(settings)(settings)


@pytest.mark.parametrize("confirm", ["auto", "none", "noise_floor", "veto", "silero"])
async def test_every_setting_hears_words_and_no_silence(confirm: str) -> None:
    """The detector that a call opens by it says "voice" where the label does, and not before."""
    settings = VadSettings.model_validate({"confirm": confirm})
    heard = await verdicts(detector_opener(settings)(settings), [QUIET_FRAME] * 100 + frames_of(clip("today")))
    assert not any(heard[:100])
    assert sum(heard[115:140]) >= 15
