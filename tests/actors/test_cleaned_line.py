"""What an echo canceller is told, and when. Time is an argument; the canceller is a fake, the voice a recording."""

from collections.abc import Callable

import numpy as np
import pytest

from offhook.actors.cleaned_line import LEARNING_FRAMES, MARGIN, CleanedLine
from offhook.engine.decide.echo_guard import EchoGuard
from offhook.engine.decide.played_sound import PlayedSound
from offhook.engine.record import facts
from offhook.engine.record.facts.fact import AnyWhat
from offhook.protocol import mulaw
from tests.fakes.clips import QUIET_FRAME, clip

AGENT = (clip("ast_enter_password")[4000:20000] * 4)[: 8000 * 6]
BEGINS_S, FRAME_BYTES, FRAME_S = 10.0, 160, 0.020
DELAY = 1200


class Told:
    """A `Report` that keeps what it is told."""

    def __init__(self) -> None:
        self.facts: list[AnyWhat] = []

    def __call__(self, what: AnyWhat, *, turn: int = 0, utterance: int = 0) -> None:
        self.facts.append(what)

    def seconds(self, at: float) -> float:
        return at


class Leaving:
    """A canceller that leaves so much of the loudness, and keeps what it is told."""

    def __init__(self, share: float) -> None:
        self.share, self.told = share, b""

    def clean(self, heard: bytes, played: bytes) -> bytes:
        self.told += played
        return weaker(heard, self.share)


class Line:
    """A line whose agent has begun to speak, with a canceller."""

    def __init__(self, canceller: Leaving, *, from_the_start: bool) -> None:
        self.played, self.told = PlayedSound(), Told()
        self.played.played(AGENT, BEGINS_S, BEGINS_S)
        self.guard = EchoGuard(self.played)
        self.line = CleanedLine(self.played, self.guard, self.told, lambda: canceller, from_the_start=from_the_start)

    def hear(self, frames: range, sound: Callable[[int], bytes]) -> list[bytes]:
        return [self.line.clean(sound(number), BEGINS_S + (number + 1) * FRAME_S) for number in frames]


def weaker(sound: bytes, share: float) -> bytes:
    return mulaw.encode(np.rint(mulaw.decode(sound) * share).astype(np.int16))


def echo(number: int) -> bytes:
    """Of the agent, 150 ms late and 14 dB down."""
    begins = number * FRAME_BYTES - DELAY
    heard = AGENT[max(0, begins) : max(0, begins + FRAME_BYTES)]
    return weaker(heard.rjust(FRAME_BYTES, mulaw.SILENCE), 0.2)


def test_a_line_rests_until_the_guard_has_found_an_echo() -> None:
    """Then it is told what comes back now, less the margin."""
    canceller = Leaving(0.5)
    line = Line(canceller, from_the_start=False)
    assert line.hear(range(50), echo) == [echo(number) for number in range(50)]
    assert line.told.facts == []
    assert line.guard.is_echo(b"".join(map(echo, range(20, 50))), BEGINS_S + 50 * FRAME_S)
    assert line.hear(range(50, 60), echo) == [weaker(echo(number), 0.5) for number in range(50, 60)]
    assert line.told.facts == [facts.EchoCancelled(150)]
    begins = 50 * FRAME_BYTES - (DELAY - MARGIN)
    assert canceller.told == AGENT[begins : begins + 10 * FRAME_BYTES]


def test_where_nothing_comes_back_it_soon_rests() -> None:
    """Though it was there from the start. An echo that is found later wakes it."""
    canceller = Leaving(1.0)
    line = Line(canceller, from_the_start=True)
    line.hear(range(100), lambda number: QUIET_FRAME)
    assert 0 < len(canceller.told) < 70 * FRAME_BYTES
    canceller.told = b""
    line.hear(range(100, 150), echo)
    assert canceller.told == b""
    assert line.guard.is_echo(b"".join(map(echo, range(120, 150))), BEGINS_S + 150 * FRAME_S)
    line.hear(range(150, 160), echo)
    assert len(canceller.told) == 10 * FRAME_BYTES


@pytest.mark.parametrize(("left", "learning", "learnt"), [(0.2, True, True), (0.45, True, False), (0.7, False, False)])
def test_what_is_hardly_left_is_residue(left: float, learning: bool, learnt: bool) -> None:
    """While the canceller learns the room, more is taken for that: 7 dB below the frame are as good as 10 later."""
    line = Line(Leaving(left), from_the_start=True)
    line.hear(range(20, 40), echo)
    assert line.line.is_residue is learning
    line.hear(range(40, 60 + LEARNING_FRAMES), echo)
    assert line.line.is_residue is learnt


def test_when_the_agent_is_long_silent_the_canceller_is_not_asked() -> None:
    """Nor is anything residue."""
    canceller = Leaving(0.1)
    line = Line(canceller, from_the_start=True)
    ends = len(AGENT) // FRAME_BYTES
    line.hear(range(20, ends + 70), echo)
    canceller.told = b""
    said = line.hear(range(ends + 70, ends + 80), lambda number: AGENT[:FRAME_BYTES])
    assert said == [AGENT[:FRAME_BYTES]] * 10
    assert canceller.told == b""
    assert not line.line.is_residue
