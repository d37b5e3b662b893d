"""The agent's voice comes back from rooms that the echo guard is blind to, and the canceller takes it away.

Virtual time, recorded voices, modelled speakerphones. The canceller is the real one; where it has to fail, a fake.
"""

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import StringIO
from itertools import pairwise

import numpy as np
import pytest
import trio
from numpy.typing import NDArray
from trio.testing import MockClock

from bench.speakerphones import room
from offhook.actors.aec3 import load_aec3
from offhook.actors.echo_canceller import CancellerFailed, EchoCanceller, OpenCanceller
from offhook.actors.responder.service import Sentence
from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.conversation import CallerSaid
from offhook.protocol import mulaw
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.echo_path import EchoPath
from offhook.simulation.exchange import calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.mark_habits import MarkHabits
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder
from tests.fakes.clips import clip
from tests.fakes.prompt_voice import PROMPT, PromptVoice

Sound = NDArray[np.float64]
CALLER = clip("living_room_lamp")[2400:]
LONG = (PROMPT + mulaw.SILENCE * 2000) * 4
KNEE = 4000.0

open_aec3 = load_aec3()


class Counting:
    """Opens cancellers, and counts the frames that they clean."""

    def __init__(self, fails_after: int | None = None) -> None:
        self.opened = self.cleaned = 0
        self._fails_after = fails_after

    def __call__(self) -> EchoCanceller:
        self.opened += 1
        self._canceller = open_aec3()
        return self

    def clean(self, heard: bytes, played: bytes) -> bytes:
        if self.cleaned == self._fails_after:
            raise CancellerFailed("no more")
        self.cleaned += 1
        return self._canceller.clean(heard, played)


def rattling(sound: Sound) -> Sound:
    """A loudspeaker that is too loud for itself: it flattens its peaks, and its case buzzes."""
    flat = np.tanh(sound / KNEE) * KNEE
    buzz = np.random.default_rng(len(sound)).standard_normal(len(sound)) * 0.1 * np.abs(flat)
    return flat + np.where(np.abs(sound) > KNEE, buzz, 0.0)


def live_room(seed: int, *, delay_ms: float = 120.0, direct_db: float = 0.0) -> EchoPath:
    """A loudspeaker that rattles, across a room with hard walls; 10 dB down."""
    chance = random.Random(f"{seed}/live room")
    answer = room(0.4, direct_db, chance)
    answer = np.convolve(answer, [1.0, -0.9])  # a small loudspeaker has no bass
    return EchoPath(delay_ms, 10, chance, answer / np.linalg.norm(answer), rattling)


class Call:
    """A call whose agent greets with a sound, and answers with it."""

    def __init__(
        self,
        echo: str,
        path: EchoPath | None,
        sound: bytes = LONG,
        open_canceller: OpenCanceller = open_aec3,
        marks: MarkHabits | None = None,
    ) -> None:
        self.carrier = SimulatedCarrier(echo=path, marks=marks or MarkHabits())
        self.recognizer, self.log = SimulatedRecognizer("the lamp"), StringIO()
        self._echo, self._sound, self._open_canceller = echo, sound, open_canceller
        self.records: list[CallRecord] = []

    @asynccontextmanager
    async def going_on(self) -> AsyncIterator[None]:
        settings = settings_with(agent={"path": ""}, barge_in={"echo": self._echo})
        async with open_simulated_exchange(
            settings,
            recognizer=self.recognizer,
            responder=SimulatedResponder(Sentence("Yes.")),
            voice=PromptVoice(self._sound),
            open_canceller=self._open_canceller,
            log_to=self.log,
        ) as exchange:
            async with calling(exchange, self.carrier):
                yield
            self.records.append(await record_of(exchange, self.carrier))

    async def greeted(self) -> None:
        """Until the greeting has played, or for so long as it would have taken."""
        seconds = len(self._sound) / 8000
        with trio.move_on_after(seconds + 3.0):
            await self.carrier.wait(lambda: self.carrier.seconds_heard >= seconds)
        await trio.sleep(1.0)

    async def speak_over(self, after_s: float) -> float:
        """A caller begins so long after the agent. Returns how long the agent went on."""
        await self.carrier.wait(lambda: self.carrier.playout.sounding)
        await trio.sleep(after_s)
        before, began_at = len(self.carrier.clears), trio.current_time()
        self.carrier.say(CALLER)
        await self.carrier.wait(lambda: len(self.carrier.clears) > before)
        return self.carrier.clears[before].at - began_at

    @property
    def anybody_spoke(self) -> bool:
        return any(isinstance(entry, CallerSaid) for entry in self.records[0].transcript)


def loudness(sound: bytes) -> float:
    return float((mulaw.decode(sound).astype(float) ** 2).mean())


@pytest.mark.parametrize("delay_ms", [60.0, 120.0, 300.0, 450.0])
async def test_the_agent_is_not_interrupted_by_itself_across_a_live_room(
    delay_ms: float, autojump_clock: MockClock
) -> None:
    """Its voice is taken out of what is heard. Untouched, it would stop the agent."""
    untouched, cleaned = (Call(echo, live_room(1, delay_ms=delay_ms)) for echo in ("off", "cancel"))
    for each in (untouched, cleaned):
        async with each.going_on():
            await each.greeted()
    assert len(untouched.carrier.clears) >= 1
    assert cleaned.carrier.clears == []
    assert not cleaned.anybody_spoke


@pytest.mark.parametrize(("echo", "opened"), [("auto", 0), ("guard", 0), ("cancel", 1)])
async def test_a_call_without_an_echo_needs_no_canceller(echo: str, opened: int, autojump_clock: MockClock) -> None:
    """Though the caller speaks over the agent, three times. With `cancel` there is one, which soon rests."""
    counting = Counting()
    call = Call(echo, None, PROMPT, counting)
    async with call.going_on():
        for after_s in (1.7, 2.0, 1.2):
            assert await call.speak_over(after_s) < 0.3
            await call.carrier.wait(lambda: not call.carrier.playout.sounding)
    assert counting.opened == opened
    assert counting.cleaned < 1.4 * 50


@pytest.mark.parametrize("echo", ["guard", "off"])
async def test_only_auto_and_cancel_use_the_canceller(echo: str, autojump_clock: MockClock) -> None:
    """Whatever comes back."""
    counting = Counting()
    call = Call(echo, EchoPath(120, 10, random.Random(1)), PROMPT, counting)
    async with call.going_on():
        await call.greeted()
    assert counting.opened == 0


async def test_the_canceller_joins_a_call_that_has_shown_an_echo(autojump_clock: MockClock) -> None:
    """Within its first sentence, which the guard protects, and runs only while the echo can come back."""
    counting = Counting()
    call = Call("auto", EchoPath(120, 10, random.Random(1)), PROMPT, counting)
    async with call.going_on():
        await call.carrier.wait(lambda: counting.opened == 1)
        assert call.carrier.playout.sounding
        await call.greeted()
        await trio.sleep(1.0)
        frames = counting.cleaned
        await trio.sleep(2.0)
        assert counting.cleaned == frames
    assert call.carrier.clears == []
    assert "the agent's echo is cancelled" in call.log.getvalue()


@pytest.mark.parametrize("seed", [1, 3, 4])
@pytest.mark.parametrize("after_s", [0.05, 1.5, 6.0])
async def test_a_caller_over_the_echo_of_a_live_room_is_heard(
    seed: int, after_s: float, autojump_clock: MockClock
) -> None:
    """Also one who begins together with the agent, before the canceller can have learnt the room."""
    call = Call("cancel", live_room(seed))
    async with call.going_on():
        assert await call.speak_over(after_s) < 0.6
        await call.carrier.wait(lambda: call.carrier.playout.sounding)
    assert call.anybody_spoke


async def test_the_recognizer_gets_the_cleaned_sound(autojump_clock: MockClock) -> None:
    """What it hears from before the caller's first word is the echo, or hardly anything."""
    with_echo, cleaned = (Call(echo, EchoPath(120, 10, random.Random(1))) for echo in ("guard", "cancel"))
    for each in (with_echo, cleaned):
        async with each.going_on():
            await each.speak_over(6.5)
            await trio.sleep(2.0)
    before = [loudness(each.recognizer.heard[0][:3200]) for each in (with_echo, cleaned)]
    assert before[1] < before[0] / 10


async def test_an_answer_after_a_clear_in_mid_word_is_not_interrupted_by_its_echo(autojump_clock: MockClock) -> None:
    """What was cleared never sounded, and what plays afterwards is put where it plays. No mark is ever echoed."""
    call = Call("cancel", live_room(1), PROMPT, marks=MarkHabits(lost=1.0))
    async with call.going_on():
        for number in range(1, 4):
            await call.speak_over(1.3)
            assert len(call.carrier.clears) == number
            await trio.sleep(2.0)


@pytest.mark.parametrize("jumps_ms", [(240, 180, 240, 180), (150, 200, 140, 210)])
async def test_a_line_whose_delay_jumps_is_learnt_anew(jumps_ms: tuple[int, ...], autojump_clock: MockClock) -> None:
    """The agent speaks on, but for one jump that came at a bad moment."""
    path = EchoPath(180, 10, random.Random(3))
    call = Call("cancel", path)
    async with call.going_on():
        await call.carrier.wait(lambda: call.carrier.playout.sounding)
        for delay_ms in jumps_ms:
            await trio.sleep(2.5)
            path.delay_ms = delay_ms
        await call.greeted()
    assert len(call.carrier.clears) <= 1


async def test_a_line_that_drifts_is_followed(autojump_clock: MockClock) -> None:
    """The way back grows by 0.1 ms a second: two bad clocks."""
    path = live_room(1)
    call = Call("cancel", path)
    async with call.going_on():
        await call.carrier.wait(lambda: call.carrier.playout.sounding)
        for _ in range(14):
            await trio.sleep(1.25)
            path.delay_ms += 0.125  # one sample
        await call.greeted()
    assert call.carrier.clears == []


async def test_a_call_goes_on_without_a_canceller_that_fails(autojump_clock: MockClock) -> None:
    """The guard is left, the record counts it once, and the log says why."""
    counting = Counting(fails_after=50)
    call = Call("cancel", EchoPath(120, 10, random.Random(1)), open_canceller=counting)
    async with call.going_on():
        await call.greeted()
    assert call.carrier.clears == []
    assert call.records[0].over is not None
    assert call.records[0].over.faults == {"echo canceller failed": 1}
    assert "no more" in call.log.getvalue()
    assert counting.cleaned == 50


def test_the_same_sound_is_cleaned_in_the_same_way() -> None:
    """By two cancellers of one process, frame by frame: a run can be repeated."""
    first, second = open_aec3(), open_aec3()
    pieces = list(pairwise(range(0, len(PROMPT), 160)))
    cleaned = [
        [canceller.clean(PROMPT[begins:ends], LONG[begins + 160 : ends + 160]) for begins, ends in pieces]
        for canceller in (first, second)
    ]
    assert cleaned[0] == cleaned[1]
    assert b"".join(cleaned[0]) != PROMPT[: len(pieces) * 160]
