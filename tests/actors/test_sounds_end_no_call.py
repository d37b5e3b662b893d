"""A cough that a recognizer takes for "bye" ends no call, from the sound on the wire to the record. Virtual time."""

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.recognizer.service import Transcript, TranscriptSoFar
from offhook.engine.record.conversation import AgentSaid
from offhook.simulation.exchange import settings_with
from offhook.simulation.services import SimulatedRecognizer, SimulatedVoice
from tests.actors.one_call import one_call
from tests.actors.responder.front_desk import front_desk_agent

COUGH_S, WORD_S = 0.15, 0.5
ASKED = "Shall I hang up?"


class DoubtfulRecognizer(SimulatedRecognizer):
    """Says each text with its own confidence. At a pause it knows the words and no confidence, as a grammar does."""

    guesses = True

    def __init__(self, *heard: tuple[str, float]) -> None:
        super().__init__("")
        self._heard = list(heard)

    async def so_far(self) -> TranscriptSoFar | None:
        await trio.lowlevel.checkpoint()
        return TranscriptSoFar(Transcript(self._heard[0][0], 1.0), stands=False)

    async def finish(self) -> Transcript:
        await trio.lowlevel.checkpoint()
        text, confidence = self._heard.pop(0) if len(self._heard) > 1 else self._heard[0]
        return Transcript(text, confidence)


async def heard_from_agent(sounds_s: list[float], *taken_for: tuple[str, float]) -> tuple[list[str], bool]:
    """What a caller who makes these sounds hears, turn by turn, and whether the call goes on."""
    async with one_call(
        settings_with(responder={"chain": ["dialogue"]}, floor={"idle_s": 60}),
        agent=front_desk_agent().text,
        recognizer=DoubtfulRecognizer(*taken_for),
        voice=SimulatedVoice(1),
    ) as call:
        await trio.sleep(8)
        for sound_s in sounds_s:
            call.carrier.speak(sound_s)
            await trio.sleep(8)
        goes_on = not call.over.is_set()
    return [entry.text for entry in call.record.transcript if isinstance(entry, AgentSaid)], goes_on


@pytest.mark.parametrize("confidence", [0.45, 1.0], ids=["in doubt", "a recognizer without doubts"])
@pytest.mark.parametrize("words", ["bye", "hang up", "a person", "start over"])
async def test_a_cough_that_sounds_like_an_end(words: str, confidence: float, autojump_clock: MockClock) -> None:
    """Short as it is, it cannot have been the words: nobody is let go, and nobody is asked either."""
    heard, goes_on = await heard_from_agent([COUGH_S], (words, confidence))
    assert goes_on
    assert not any("Goodbye" in each or "Shall I" in each or "connecting" in each for each in heard)


async def test_a_cleared_throat_that_sounds_like_an_end(autojump_clock: MockClock) -> None:
    """As long as a word. A goodbye was drafted while its confidence was not known: it is never heard."""
    heard, goes_on = await heard_from_agent([WORD_S] * 2, ("bye", 0.45), ("no", 0.8))
    assert goes_on
    assert heard[1] == ASKED
    assert heard[2].startswith("Would you like to book a room")


async def test_a_caller_who_mumbles_bye(autojump_clock: MockClock) -> None:
    """Is asked, says yes, and hears the goodbye: the call ends."""
    heard, goes_on = await heard_from_agent([WORD_S] * 2, ("bye", 0.45), ("yes", 0.8))
    assert heard[1:] == [ASKED, "Thank you for calling the Harbor Hotel. Goodbye."]
    assert not goes_on
