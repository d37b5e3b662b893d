"""In which pieces the recognizer is given the caller's audio, and how late. Virtual time."""

from itertools import pairwise
from typing import NamedTuple

import trio
from trio.testing import MockClock

from offhook.actors.responder.service import Sentence
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice
from tests.actors.one_call import one_call

FRAME_S, ONSET_S = 0.02, 0.1
VOICELESS_S = 0.14 + 1e-6  # by then the VAD has noticed that no voice sounds any more


class Fed(NamedTuple):
    """A piece of audio, and when it came."""

    at: float
    seconds: float


class NotingRecognizer(SimulatedRecognizer):
    def __init__(self, *texts: str) -> None:
        super().__init__(*texts)
        self.fed: list[Fed] = []

    async def feed(self, mulaw: bytes) -> None:
        self.fed.append(Fed(trio.current_time(), len(mulaw) / 8000))
        await super().feed(mulaw)


async def test_a_caller_who_goes_on_speaking_wakes_it_five_times_a_second(autojump_clock: MockClock) -> None:
    """Of speech without a gap the pieces are 200 ms long, and none is longer."""
    recognizer = NotingRecognizer("book a room")
    async with one_call(recognizer=recognizer) as call:
        await call.carrier.agent_has_spoken()
        began = trio.current_time()
        call.carrier.speak(2.5)
        await trio.sleep(3.5)
    spoken = [piece for piece in recognizer.fed if began + ONSET_S + FRAME_S < piece.at < began + 2.5]
    assert 10 <= len(spoken) <= 12
    assert max(piece.seconds for piece in spoken) <= 0.2 + 1e-6


async def test_the_last_word_comes_before_the_pause(autojump_clock: MockClock) -> None:
    """Wherever the last sound lies in a piece: the VAD notices that no voice sounds a tenth of a second later, and a
    pause after two.
    Then a service that finds ends of turns itself hears the silence as it comes."""
    for more in range(10):
        recognizer = NotingRecognizer("book a room")
        async with one_call(recognizer=recognizer) as call:
            await call.carrier.agent_has_spoken()
            over_at = trio.current_time() + 1.0 + more * FRAME_S
            call.carrier.speak(over_at - trio.current_time())
            await trio.sleep(2.5)
        after = [piece.at for piece in recognizer.fed if piece.at > over_at]
        assert after[0] - over_at <= VOICELESS_S
        assert all(later - sooner <= VOICELESS_S for sooner, later in pairwise(after))


async def test_a_caller_who_talks_over_the_agent_is_heard_in_pieces_of_100_ms(autojump_clock: MockClock) -> None:
    """The agent waits for the words."""
    recognizer = NotingRecognizer("book a room")
    responder = SimulatedResponder(Sentence("A long answer."))
    async with one_call(recognizer=recognizer, responder=responder, voice=SimulatedVoice(6)) as call:
        await call.carrier.wait(lambda: bool(call.carrier.media))
        await trio.sleep(1.0)
        began = trio.current_time()
        call.carrier.speak(1.0)
        await trio.sleep(2.0)
    pieces = [piece for piece in recognizer.fed if piece.at > began]
    assert len(call.carrier.clears) == 1
    assert pieces[0].seconds >= ONSET_S
    assert max(piece.seconds for piece in pieces[1:]) <= 0.1 + 1e-6
