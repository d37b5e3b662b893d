"""The modelled speakerphone and the carrier that has one. Virtual time; every chance is seeded."""

import random

import numpy as np
import pytest
import trio
from numpy.typing import NDArray
from trio.testing import MockClock

from offhook.protocol import mulaw
from offhook.protocol.carriers.twilio.ours import Media, MediaStream
from offhook.protocol.carriers.twilio.start_message import Start
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.echo_path import EchoPath
from tests.fakes.clips import clip

FRAME_S = 0.020
QUIET = b"\xff" * 160
AGENT = clip("today")


def noise(seconds: float) -> bytes:
    return mulaw.encode(np.random.default_rng(3).normal(0, 3000, round(seconds * 8000)).astype(np.int16))


def picked_up(path: EchoPath, seconds: float, said: bytes = QUIET) -> bytes:
    """What the microphone sends from the clock's zero on."""
    return b"".join(path.over(said, (number + 1) * FRAME_S) for number in range(round(seconds / FRAME_S)))


def linear(sound: bytes) -> NDArray[np.float64]:
    return mulaw.decode(sound).astype(np.float64)


@pytest.mark.parametrize("delay_ms", [50, 150, 300, 600])
def test_the_echo_comes_as_late_as_it_is_told_to(delay_ms: int) -> None:
    """A click comes back to the sample; before it there is nothing."""
    path = EchoPath(delay_ms, 10, random.Random(1))
    path.played(mulaw.encode(np.array([30000], dtype=np.int16)), 0.1)
    heard = linear(picked_up(path, 1.0))
    assert np.flatnonzero(heard)[0] == (100 + delay_ms) * 8


@pytest.mark.parametrize("loss_db", [10, 20, 30])
@pytest.mark.parametrize("room", range(5))
def test_the_echo_is_as_weak_as_it_is_told_to_be(loss_db: int, room: int) -> None:
    """Noise loses that much in every room, to half a decibel."""
    path = EchoPath(50, loss_db, random.Random(room))
    sound = noise(2.0)
    path.played(sound, 0.0)
    back, played = linear(picked_up(path, 1.8))[4000:], linear(sound)
    assert 10 * np.log10((played**2).mean() / (back**2).mean()) == pytest.approx(loss_db, abs=0.5)


def test_nothing_played_changes_nothing() -> None:
    """A caller on a speakerphone sounds as without one while the agent is silent, byte for byte."""
    said = bytes(range(96, 256))
    path = EchoPath(50, 10, random.Random(1))
    assert picked_up(path, 0.1, said) == said * 5
    path.played(QUIET, 0.1)
    assert path.over(said, 0.16) == said


def test_caller_and_echo_add_up() -> None:
    """What is picked up is the sum of both, to the precision of mu-law."""
    alone, over = (EchoPath(50, 10, random.Random(1)) for _ in range(2))
    said = AGENT[2400:2560]
    for path in (alone, over):
        path.played(noise(0.5), 0.0)
    echo, both = linear(picked_up(alone, 0.4)), linear(picked_up(over, 0.4, said))
    difference = both - echo - np.tile(linear(said), 20)
    assert np.abs(difference).max() <= np.abs(both).max() / 16


def test_pieces_come_back_as_the_whole_would() -> None:
    """How the carrier's playout cuts the sound is not heard."""
    whole, cut = (EchoPath(150, 20, random.Random(1)) for _ in range(2))
    sound = noise(0.6)
    whole.played(sound, 0.0)
    for start in range(0, len(sound), 160):
        cut.played(sound[start : start + 160], start / 8000)
    assert picked_up(whole, 1.0) == picked_up(cut, 1.0)


def test_a_seed_is_a_room() -> None:
    """The same one sounds the same, another one does not."""

    def heard(seed: int) -> bytes:
        path = EchoPath(50, 10, random.Random(seed))
        path.played(AGENT, 0.0)
        return picked_up(path, 1.0)

    assert heard(1) == heard(1)
    assert heard(1) != heard(2)


def test_every_code_is_its_own_level() -> None:
    """The codec of the speakerphone agrees with the engine's, which it shares no line with."""
    codes = bytes(range(256))
    path = EchoPath(0, 200, random.Random(1))  # so weak that it changes nothing, yet everything is decoded and encoded
    path.played(noise(0.1), 0.0)
    assert (linear(path.over(codes, 0.032)) == linear(codes)).all()


# In a call.


async def line_brings(carrier: SimulatedCarrier, clear_at: float) -> NDArray[np.float64]:
    """The agent says one word and takes back what has not played by then. What the line brings in the first 2 s."""
    stream, brought = MediaStream(), b""

    async def speak() -> None:
        await carrier.line.send(stream.media(AGENT))
        await trio.sleep(clear_at)
        await carrier.line.send(stream.clear())

    async with trio.open_nursery() as nursery:
        nursery.start_soon(carrier.run)
        while len(brought) < 16000:
            match stream.receive(await carrier.line.receive()):
                case Start():
                    nursery.start_soon(speak)
                case Media(media=media):
                    brought += media.payload
        nursery.cancel_scope.cancel()
    carrier.close()
    return linear(brought)


def loudness(sound: NDArray[np.float64]) -> float:
    return float(np.sqrt((sound**2).mean()))


async def test_the_carriers_caller_may_have_a_speakerphone(autojump_clock: MockClock) -> None:
    """The agent's word comes back with what the caller says, not before its time, and ends when it does."""
    carrier = SimulatedCarrier(echo=EchoPath(300, 10, random.Random(1)))
    brought = await line_brings(carrier, clear_at=1.9)
    begins, ends = round((0.3 + 0.3) * 8000), round((0.3 + len(AGENT) / 8000) * 8000)
    assert loudness(brought[:2400]) < 10
    assert loudness(brought[begins : ends - 4000]) > 300
    assert loudness(brought[ends + 1500 :]) < 20


async def test_what_is_cleared_does_not_come_back(autojump_clock: MockClock) -> None:
    """The loudspeaker never got it."""
    carrier = SimulatedCarrier(echo=EchoPath(300, 10, random.Random(1)))
    brought = await line_brings(carrier, clear_at=0.5)
    assert loudness(brought[5000:6400]) > 300
    assert loudness(brought[round((0.5 + 0.3 + 0.15) * 8000) :]) < 20


async def test_a_carrier_without_a_speakerphone_brings_no_echo(autojump_clock: MockClock) -> None:
    """As all carriers were before: the hiss of the line alone."""
    assert loudness(await line_brings(SimulatedCarrier(), clear_at=1.9)) < 10
