"""The caller hangs up while speaking: what was said until then is on record. Virtual time."""

from collections.abc import Callable

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.recognizer.service import Transcript
from offhook.actors.responder.service import Sentence
from offhook.engine.decide.not_taken import CALL_OVER
from offhook.engine.record.conversation import CallerSaid
from offhook.simulation.failing_services import Ear
from offhook.simulation.services import SimulatedResponder, SimulatedVoice
from offhook.simulation.trouble import Kind, Trouble
from tests.actors.one_call import OneCall, one_call

RESPONDER = SimulatedResponder(Sentence("Fifty."))
SPOKEN_S = 0.9


async def hang_up_while_speaking(call: OneCall, after_s: float = SPOKEN_S) -> float:
    """Returns how long the exchange holds the call then."""
    await call.carrier.agent_has_spoken()
    call.carrier.speak(SPOKEN_S)
    await trio.sleep(after_s)
    began_at = trio.current_time()
    call.carrier.hang_up()
    await call.over.wait()
    return trio.current_time() - began_at


def last_words(call: OneCall) -> list[tuple[str, str]]:
    return [(entry.text, entry.not_taken) for entry in call.record.transcript if isinstance(entry, CallerSaid)]


@pytest.mark.parametrize("after_s", [0.6, SPOKEN_S, SPOKEN_S + 0.2, SPOKEN_S + 0.5])
@pytest.mark.parametrize("streams", [True, False])
async def test_the_last_words_are_on_record(streams: bool, after_s: float, autojump_clock: MockClock) -> None:
    """In the middle of a word, in the pause behind it, and while the words are waited for."""
    ear = Ear("ear", "cancel my booking", final_s=0.3, streams=streams)
    async with one_call(recognizer=ear, responder=RESPONDER, voice=SimulatedVoice(1)) as call:
        held_s = await hang_up_while_speaking(call, after_s)
    assert last_words(call) == [("cancel my booking", CALL_OVER)]
    assert held_s < 0.5
    (entry,) = [each for each in call.record.transcript if isinstance(each, CallerSaid)]
    assert entry.until_s is not None
    spoken_s = entry.until_s - entry.at_s
    assert spoken_s == pytest.approx(min(after_s, SPOKEN_S), abs=0.25)  # a pause is noticed that much later


class HangsUpAtTheWords(Ear):
    """The caller hangs up so many steps of the scheduler before the words are final."""

    def __init__(self, steps: int) -> None:
        super().__init__("ear", "cancel my booking")
        self.steps = steps
        self.hang_up: Callable[[], None] = lambda: None

    async def finish(self) -> Transcript:
        self.hang_up()
        for _ in range(self.steps):
            await trio.lowlevel.checkpoint()
        return await super().finish()


@pytest.mark.parametrize("steps", range(12))
async def test_no_moment_of_hanging_up_loses_the_last_words(steps: int, autojump_clock: MockClock) -> None:
    """Also not the one at which they become final, are handed over, or are taken."""
    ear = HangsUpAtTheWords(steps)
    async with one_call(recognizer=ear, responder=RESPONDER, voice=SimulatedVoice(1)) as call:
        ear.hang_up = call.carrier.hang_up
        await call.carrier.agent_has_spoken()
        call.carrier.speak(SPOKEN_S)
        await call.over.wait()
    assert [words for words, _ in last_words(call)] == ["cancel my booking"]


async def test_a_recognizer_that_hangs_holds_the_call_for_a_second_at_most(autojump_clock: MockClock) -> None:
    ear = Ear("ear", "cancel my booking", finishing=Trouble(Kind.HANG))
    async with one_call(recognizer=ear, responder=RESPONDER, voice=SimulatedVoice(1)) as call:
        held_s = await hang_up_while_speaking(call)
    assert last_words(call) == []
    assert 0.9 < held_s < 1.5


async def test_a_recognizer_that_fails_then_loses_nothing_else(autojump_clock: MockClock) -> None:
    ear = Ear("ear", "cancel my booking", finishing=Trouble(Kind.FAIL))
    async with one_call(recognizer=ear, responder=RESPONDER, voice=SimulatedVoice(1)) as call:
        held_s = await hang_up_while_speaking(call)
    assert last_words(call) == []
    assert held_s < 0.5
    assert call.record.over is not None
    assert call.record.over.end_reason == "caller hung up"
