""" "One moment, please": what a caller hears whose answer takes long. Virtual time."""

from contextlib import AbstractAsyncContextManager
from functools import partial

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import Sentence
from offhook.engine.record.conversation import AgentSaid
from offhook.simulation.exchange import AGENT, settings_with
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice
from tests.actors.one_call import OneCall, one_call

FIRST, SECOND = "One moment.", "Let me see."
PATIENT_AGENT = AGENT.replace("fillers = []", f'fillers = ["{FIRST}", "{SECOND}"]')
ANSWER = "A room is fifty."


class Conversation:
    """A greeting, then questions that are answered after so long."""

    def __init__(self, *, thought_s: float, recognised_s: float = 0.0, streams: bool = False, **floor: float) -> None:
        self.voice = SimulatedVoice(1)
        self.responder = SimulatedResponder(Sentence(ANSWER), pause_s=thought_s)
        self.recognizer = SimulatedRecognizer("what does it cost", final_s=recognised_s, streams=streams)
        self._settings = settings_with(vad={"adaptive": False}, floor=floor, recognizer={"final_within_s": 5})

    def call(self) -> AbstractAsyncContextManager[OneCall]:
        return one_call(
            self._settings, agent=PATIENT_AGENT, recognizer=self.recognizer, responder=self.responder, voice=self.voice
        )

    async def ask(self, *, times: int = 1, interrupt_after_s: float | None = None) -> OneCall:
        async with self.call() as call:
            carrier = call.carrier
            await carrier.agent_has_spoken()
            for number in range(times):
                carrier.speak(0.6)
                if interrupt_after_s is not None:
                    await carrier.wait(lambda: FIRST in self.voice.said and carrier.playout.sounding)
                    await trio.sleep(interrupt_after_s)
                    carrier.speak(0.6)
                await carrier.wait(partial(self._has_answered, number + 2))
                await carrier.agent_has_spoken()
        return call

    def _has_answered(self, times: int) -> bool:
        return self.voice.said.count(ANSWER) == times


@pytest.mark.parametrize("recognised_s", [0.0, 1.0, 2.5])
async def test_a_caller_who_waits_is_told_so(recognised_s: float, autojump_clock: MockClock) -> None:
    """1.2 s after the end of the turn, whether the words or the thoughts take so long; then comes the answer."""
    conversation = Conversation(thought_s=2.0, recognised_s=recognised_s)
    call = await conversation.ask()
    assert conversation.voice.said == [ANSWER, FIRST, ANSWER]
    times = call.record.turns[-1].times
    assert times["filler_sent"] - times["end_of_turn"] == pytest.approx(1.2)
    assert times["first_frame_sent"] - times["end_of_turn"] >= 2.0 + recognised_s - 1e-9
    said = [entry for entry in call.record.transcript if isinstance(entry, AgentSaid)]
    assert said[-1].text == f"{FIRST} {ANSWER}"


async def test_an_answer_in_time_needs_none(autojump_clock: MockClock) -> None:
    """Nor does a greeting, however long it takes."""
    conversation = Conversation(thought_s=1.19)
    await conversation.ask()
    assert conversation.voice.said == [ANSWER, ANSWER]


async def test_they_take_turns(autojump_clock: MockClock) -> None:
    """The same filler is never heard twice in a row."""
    conversation = Conversation(thought_s=2.0)
    await conversation.ask(times=3)
    assert [text for text in conversation.voice.said if text != ANSWER] == [FIRST, SECOND, FIRST]


async def test_the_time_of_a_draft_does_not_count(autojump_clock: MockClock) -> None:
    """A filler is due from the end of the turn on, and a draft that is there by then needs none."""
    conversation = Conversation(thought_s=1.3, streams=True)
    call = await conversation.ask()
    assert conversation.voice.said == [ANSWER, ANSWER]
    times = call.record.turns[-1].times
    assert times["first_frame_sent"] - times["end_of_turn"] == pytest.approx(1.12)


async def test_an_interrupted_filler_is_stopped(autojump_clock: MockClock) -> None:
    """The caller speaks over it: it is cleared, its answer is not heard, and the new words are answered."""
    conversation = Conversation(thought_s=2.5)
    call = await conversation.ask(interrupt_after_s=0.3)
    assert len(call.carrier.clears) == 1
    assert conversation.voice.said[:2] == [ANSWER, FIRST]
    assert conversation.voice.said[-1] == ANSWER
    said = [entry for entry in call.record.transcript if isinstance(entry, AgentSaid)]
    assert said[1].interrupted
    assert ANSWER not in said[1].text


async def test_after_the_filler_comes_the_apology(autojump_clock: MockClock) -> None:
    """An answer that never comes is apologised for by the same deadline as without a filler."""
    conversation = Conversation(thought_s=0.0, recognised_s=4.9, thinking_s=3.0)
    async with conversation.call() as call:
        await call.carrier.agent_has_spoken()
        call.carrier.speak(0.6)
        await call.carrier.wait(lambda: "Once more, please?" in conversation.voice.said)
    assert conversation.voice.said == [ANSWER, FIRST, "Once more, please?"]


async def test_none_for_who_wants_none(autojump_clock: MockClock) -> None:
    """`floor.filler_s = 0` is silence until the answer."""
    conversation = Conversation(thought_s=2.0, filler_s=0)
    await conversation.ask()
    assert conversation.voice.said == [ANSWER, ANSWER]


async def test_the_first_mark_back_is_not_the_fillers(autojump_clock: MockClock) -> None:
    """The carrier says that "one moment" has played long before the answer's first sound: that is no mark of it."""
    times = (await Conversation(thought_s=3.5).ask()).record.turns[-1].times
    assert times["filler_sent"] < times["first_frame_sent"] < times["first_mark_back"]
