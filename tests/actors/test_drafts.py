"""Replies that are drafted while the caller pauses. Virtual time; the caller's voice is modelled, its words are set.

The caller speaks, is silent for `pause_s`, and speaks on; a pause is noticed 120 ms after the last voiced frame and
the turn is over after 300.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import (
    CallerTurn,
    Commit,
    HangUp,
    Heard,
    Occasion,
    ReplyPart,
    Sentence,
    Written,
)
from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.conversation import AgentSaid, CallerSaid
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import REPEAT, as_it_is, settings_with
from offhook.simulation.sabotage import Sabotage
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice
from offhook.simulation.trouble import Kind, Trouble
from tests.actors.one_call import OneCall, one_call

ANSWER = "A room is fifty."


class Conversation:
    """A greeting, a question with a pause in it or none, an answer."""

    def __init__(
        self,
        *texts: str,
        parts: tuple[ReplyPart, ...] = (Sentence(ANSWER),),
        thought_s: float = 0.4,
        max_drafts: int = 2,
        trouble: Trouble | None = None,
        sabotage: Sabotage | None = None,
    ) -> None:
        self.voice = SimulatedVoice(1, first_byte_s=0.3)
        self.responder = SimulatedResponder(*parts, pause_s=thought_s, trouble=trouble)
        self.recognizer = SimulatedRecognizer(*texts, streams=True)
        self._change_cast = as_it_is if sabotage is None else sabotage.change
        self._settings = settings_with(
            vad={"adaptive": False}, responder={"max_drafts": max_drafts}, floor={"filler_s": 0}
        )

    def call(self) -> AbstractAsyncContextManager[OneCall]:
        return one_call(
            self._settings,
            recognizer=self.recognizer,
            responder=self.responder,
            voice=self.voice,
            change_cast=self._change_cast,
        )

    async def ask(self, *speaks_s: float, pause_s: float = 0.3) -> OneCall:
        """Speak so often after the greeting, with so long pauses; hear the answer out."""
        async with self.call() as call:
            await call.carrier.agent_has_spoken()
            for seconds in speaks_s:
                call.carrier.speak(seconds)
                await trio.sleep(seconds + pause_s)
            await call.carrier.agent_has_spoken()
        return call

    @property
    def questions(self) -> list[str]:
        """What the responder was asked, draft or not."""
        return [turn.text for turn in self.responder.asked if turn.occasion is Occasion.SPEECH]


async def test_a_draft_whose_words_are_all_is_the_answer(autojump_clock: MockClock) -> None:
    """It was asked for once, at the pause, and is heard 180 ms sooner than without it."""
    said: dict[int, CallRecord] = {}
    for max_drafts in (2, 0):
        conversation = Conversation("what does it cost", max_drafts=max_drafts)
        said[max_drafts] = (await conversation.ask(0.6)).record
        assert conversation.questions == ["what does it cost"]
        assert conversation.voice.said == [ANSWER, ANSWER]
    sooner, later = (record.turns[-1].times for record in said.values())
    assert sooner["draft_started"] == sooner["pause"] < sooner["end_of_turn"]
    assert "draft_started" not in later
    waits = [times["first_frame_sent"] - times["last_voiced"] for times in (sooner, later)]
    assert waits == [pytest.approx(0.82), pytest.approx(1.0)]
    assert said[2].over is not None
    assert said[2].over.discarded == {}


async def test_a_caller_who_goes_on_discards_the_draft(autojump_clock: MockClock) -> None:
    """Nothing of it is heard or remembered; what it cost is on record; the whole question is answered."""
    conversation = Conversation("what does it cost", thought_s=0.02)
    conversation.recognizer.partials = ["what does it", "what does it cost"]
    call = await conversation.ask(0.6, 0.6)
    assert conversation.questions == ["what does it", "what does it cost"]
    assert call.record.over is not None
    assert call.record.over.discarded == {"drafts": 1, "characters": len(ANSWER)}
    assert [type(entry) for entry in call.record.transcript] == [AgentSaid, CallerSaid, AgentSaid]
    assert [sent.mulaw[0] for sent in call.carrier.media][-1] == 3


async def test_other_words_at_the_end_discard_the_draft(autojump_clock: MockClock) -> None:
    """The recognizer has thought better of it: the answer is to what it says last."""
    conversation = Conversation("what does it cost today")
    conversation.recognizer.partials = ["what does it cost"]
    call = await conversation.ask(0.6)
    assert conversation.questions == ["what does it cost", "what does it cost today"]
    assert call.record.over is not None
    assert call.record.over.discarded["drafts"] == 1


async def test_drafts_are_bounded(autojump_clock: MockClock) -> None:
    """A caller who pauses again and again is drafted for `responder.max_drafts` times."""
    conversation = Conversation("a b c d e", max_drafts=2)
    conversation.recognizer.partials = ["a", "a b", "a b c", "a b c d", "a b c d e"]
    await conversation.ask(*[0.5] * 5)
    assert conversation.questions == ["a", "a b", "a b c d e"]


async def test_a_draft_acts_on_nothing(autojump_clock: MockClock) -> None:
    """One that would hang up does not, if the caller goes on."""
    conversation = Conversation("bye for now", thought_s=0.0)
    conversation.recognizer.partials = ["bye", "bye for now"]
    conversation.responder.closing_of = {"bye": HangUp()}
    call = await conversation.ask(0.5, 0.5)
    assert conversation.questions == ["bye", "bye for now"]
    assert call.record.over is not None
    assert call.record.over.end_reason == "caller hung up"


async def test_keys_discard_the_draft(autojump_clock: MockClock) -> None:
    """A key pressed in the pause is the answer; what was drafted is not heard."""
    conversation = Conversation("what does it cost")
    async with conversation.call() as call:
        await call.carrier.agent_has_spoken()
        call.carrier.speak(0.6)
        await call.carrier.wait(lambda: len(conversation.questions) == 1)
        call.carrier.press("4")
        await call.carrier.agent_has_spoken()
    assert [turn.occasion for turn in conversation.responder.asked][-1] is not Occasion.ANSWERED
    assert call.record.over is not None
    assert call.record.over.discarded["drafts"] == 1


async def test_a_draft_that_fails_is_tried_again(autojump_clock: MockClock) -> None:
    """The caller hears the answer, and no apology."""
    trouble = Trouble(Kind.FAIL, armed=False)
    conversation = Conversation("what does it cost", trouble=trouble)
    async with conversation.call() as call:
        await call.carrier.agent_has_spoken()
        trouble.arm()
        call.carrier.speak(0.6)
        await call.carrier.agent_has_spoken()
    assert conversation.questions == ["what does it cost"] * 2
    assert [entry.text for entry in call.record.transcript if isinstance(entry, AgentSaid)] == [ANSWER, ANSWER]


@pytest.mark.parametrize("actor", ["responder", "speaker", "recognizer", "vad"])
async def test_a_crash_while_a_draft_is_open_costs_no_answer(actor: str, autojump_clock: MockClock) -> None:
    """Whoever crashes in the pause: the caller hears an answer, once."""
    sabotage = Sabotage(actor, SimulatedCarrier().call_sid)
    conversation = Conversation("what does it cost", sabotage=sabotage)
    async with conversation.call() as call:
        await call.carrier.agent_has_spoken()
        call.carrier.speak(0.6)
        await call.carrier.wait(lambda: len(conversation.questions) == 1)
        sabotage.arm()
        await call.carrier.agent_has_spoken()
        await trio.sleep(1)
        assert not call.carrier.playout.sounding
    answers = [entry.text for entry in call.record.transcript if isinstance(entry, AgentSaid)]
    assert len(answers) == 2
    assert answers[1] in (ANSWER, "Once more, please?")
    assert call.record.over is not None
    assert call.record.over.faults == {f"{actor} crashed": 1}


class SlowToStop(SimulatedResponder):
    """A model whose stream takes more than a second to close when its first draft is cut off."""

    @asynccontextmanager
    async def reply(
        self, turn: CallerTurn, heard: Sequence[Heard], commit: Commit
    ) -> AsyncIterator[AsyncIterator[Written]]:
        async with super().reply(turn, heard, commit) as parts:
            try:
                yield parts
            finally:
                if turn.text == "what":
                    with trio.move_on_after(1.15, shield=True):
                        await trio.sleep_forever()


async def test_a_model_that_is_slow_to_stop_costs_no_answer(autojump_clock: MockClock) -> None:
    """The caller pauses three times, and one draft is dropped before it has begun: nobody waits for it."""
    recognizer = SimulatedRecognizer("what does it cost today", streams=True)
    recognizer.partials = ["what", "what does", "what does it"]
    responder, voice = SlowToStop(Sentence(ANSWER), pause_s=0.1, repeat=REPEAT), SimulatedVoice(1)
    settings = settings_with(vad={"adaptive": False}, floor={"filler_s": 0, "idle_s": 60})
    async with one_call(settings, recognizer=recognizer, responder=responder, voice=voice) as call:
        await call.carrier.agent_has_spoken()
        for _ in range(3):
            call.carrier.speak(0.3)
            await trio.sleep(0.6)
        await trio.sleep(12)
    assert voice.said[-1] == ANSWER
    assert REPEAT not in voice.said
    times = call.record.turns[-1].times
    assert times["first_frame_sent"] - times["end_of_turn"] < 1.0


@pytest.mark.parametrize("how", ["hang up", "crash", "limit"])
async def test_the_cost_of_a_draft_that_the_calls_end_discards_is_counted(how: str, autojump_clock: MockClock) -> None:
    """It was thought of all the same; and of the turn that never was nothing stands in the record."""
    carrier = SimulatedCarrier()
    sabotage = Sabotage("responder", carrier.call_sid)
    limits = {"call_s": 3.0 if how == "limit" else 60}
    async with one_call(
        settings_with(vad={"adaptive": False}, floor={"filler_s": 0}, limits=limits),
        recognizer=SimulatedRecognizer("what does it cost", streams=True),
        responder=SimulatedResponder(Sentence(ANSWER)),
        voice=SimulatedVoice(1),
        change_cast=sabotage.change,
        carrier=carrier,
    ) as call:
        await trio.sleep_until(2.1)
        carrier.speak(0.6)
        await trio.sleep_until(2.999)
        if how == "crash":
            sabotage.arm()
            await trio.sleep(0.02)
        elif how == "limit":
            await trio.sleep(1.5)
    assert call.record.over is not None
    assert call.record.over.discarded == {"drafts": 1, "characters": len(ANSWER)}
    assert all("first_token" not in turn.times for turn in call.record.turns if turn.turn == 2)
