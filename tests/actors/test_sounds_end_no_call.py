"""A cough that a recognizer takes for "bye" ends no call, from the sound on the wire to the record. Virtual time."""

import pytest
import trio
from trio.testing import MockClock

from actors.recognizer.service import Heard, Transcript
from engine.conversation import AgentSaid
from simulation.exchange import settings_with
from simulation.services import SimulatedRecognizer, SimulatedVoice
from tests.actors.one_call import OneCall, one_call
from tests.actors.responder.front_desk import front_desk_agent

COUGH_S, WORD_S = 0.15, 0.5
ASKED = "Shall I hang up?"


class DoubtfulRecognizer(SimulatedRecognizer):
    """Says each text with its own confidence. At a pause it knows the words and no confidence, as a grammar does."""

    guesses = True

    def __init__(self, *heard: tuple[str, float]) -> None:
        super().__init__("")
        self._heard = list(heard)

    async def so_far(self) -> Heard | None:
        await trio.lowlevel.checkpoint()
        return Heard(Transcript(self._heard[0][0], 1.0), stands=False)

    async def finish(self) -> Transcript:
        await trio.lowlevel.checkpoint()
        text, confidence = self._heard.pop(0) if len(self._heard) > 1 else self._heard[0]
        return Transcript(text, confidence)


async def answers(sounds_s: list[float], *heard: tuple[str, float]) -> tuple[list[str], OneCall, bool]:
    """What the agent says to a caller who makes these sounds, one after each reply, and whether the call goes on."""
    voice = SimulatedVoice(1)
    async with one_call(
        settings_with(responder={"chain": ["dialogue"]}, floor={"idle_s": 60}),
        agent=front_desk_agent().text,
        recognizer=DoubtfulRecognizer(*heard),
        voice=voice,
    ) as call:
        await trio.sleep(8)
        for sound_s in sounds_s:
            call.carrier.speak(sound_s)
            await trio.sleep(8)
        goes_on = not call.over.is_set()
    return voice.said, call, goes_on


@pytest.mark.parametrize("confidence", [0.45, 1.0], ids=["in doubt", "a recognizer without doubts"])
@pytest.mark.parametrize("words", ["bye", "hang up", "a person", "start over"])
async def test_a_cough_that_sounds_like_an_end(words: str, confidence: float, autojump_clock: MockClock) -> None:
    """Short as it is, it cannot have been the words: nobody is let go, and nobody is asked either."""
    said, _, goes_on = await answers([COUGH_S], (words, confidence))
    assert goes_on
    assert not any("Goodbye" in each or "Shall I" in each or "connecting" in each for each in said)


async def test_a_cleared_throat_that_sounds_like_an_end(autojump_clock: MockClock) -> None:
    """As long as a word. A goodbye was drafted while its confidence was not known: it is never heard."""
    said, call, goes_on = await answers([WORD_S] * 2, ("bye", 0.45), ("no", 0.8))
    assert goes_on
    assert ASKED in said
    assert said[-1].startswith("Would you like to book a room")
    heard = [entry.text for entry in call.record.transcript if isinstance(entry, AgentSaid)]
    assert not any("Goodbye" in each for each in heard)


async def test_a_caller_who_mumbles_bye(autojump_clock: MockClock) -> None:
    """Is asked, says yes, and hears the goodbye: the call ends by the agent."""
    said, call, goes_on = await answers([WORD_S] * 2, ("bye", 0.45), ("yes", 0.8))
    assert said[-3:] == [ASKED, "Thank you for calling the Harbor Hotel.", "Goodbye."]
    assert not goes_on
    assert call.record.over.end_reason == "agent hung up"
