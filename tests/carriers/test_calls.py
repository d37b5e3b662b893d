"""Whole calls over each carrier, in virtual time: the far side is played, everything else is the real engine.

A carrier that is added to `simulation/carriers.py` runs through all of it.
"""

import random

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import HangUp, Sentence
from offhook.engine.record import facts
from offhook.engine.record.conversation import AgentSaid, CallerSaid
from offhook.engine.record.facts import Fact
from offhook.simulation.caller_voice import speech
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.carriers import CARRIERS, BothSides
from offhook.simulation.chance_call import play
from offhook.simulation.exchange import calling, open_simulated_exchange, record_of
from offhook.simulation.mark_habits import MarkHabits
from offhook.simulation.numbered import numbered
from offhook.simulation.promises import check_record, check_wire
from offhook.simulation.scene import sentences_heard
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice
from tests.fakes.clips import clip

# As in tests/actors/responder/test_openai_chat.py.
pytestmark = pytest.mark.filterwarnings("ignore:Async generator '(openai|httpx|httpcore)[.].*:ResourceWarning")

SPEECH = clip("today")[2400:]  # voiced from its first frame on
TEXT = "one two three four five six seven eight nine ten"
SEEDS = range(4)
each_carrier = pytest.mark.parametrize("sides", CARRIERS, ids=[sides.ours.name for sides in CARRIERS])


def carrier_of(sides: BothSides, marks: MarkHabits | None = None) -> SimulatedCarrier:
    return SimulatedCarrier(far_side=sides.far_side, marks=marks)


def onset_within_s(sides: BothSides) -> float:
    """By when the VAD must have heard a voice: a sound is sent only when its message is full."""
    return 0.2 + sides.ours.capabilities.frame_ms / 1000


@each_carrier
async def test_a_question_is_answered_and_everything_is_on_record(sides: BothSides, autojump_clock: MockClock) -> None:
    """Greeting, question, answer, hang-up; the record names the carrier, and so does the list of live calls."""
    voice, responder = SimulatedVoice(1), SimulatedResponder(Sentence("we open at nine"), numbered=True)
    recognizer = SimulatedRecognizer("when do you open")
    async with open_simulated_exchange(recognizer=recognizer, responder=responder, voice=voice) as exchange:
        carrier = carrier_of(sides)
        async with calling(exchange, carrier, sides.ours):
            await carrier.agent_has_spoken()
            (live,) = [call.live() for call in exchange.live_calls]
            asked_at = trio.current_time()
            carrier.say(SPEECH)
            await carrier.agent_has_spoken()
        record = await record_of(exchange, carrier)
    greeting, question, answer = record.transcript
    assert (greeting.text, question.text) == (numbered(1, "we open at nine"), "when do you open")
    assert answer.text == numbered(2, "we open at nine")
    assert question.at_s == pytest.approx(asked_at, abs=0.02)  # each frame of a message has a time of its own
    assert (live["carrier"], live["carrier_call_id"]) == (sides.ours.name, carrier.call_sid)
    assert (record.begun.carrier, record.begun.carrier_call_id) == (sides.ours.name, carrier.call_sid)
    assert record.begun.caller == "+15550100"
    assert record.over is not None
    assert (record.over.end_reason, record.over.faults) == ("caller hung up", {})
    check_wire(carrier)


@each_carrier
async def test_an_answer_comes_as_soon_after_the_question(sides: BothSides, autojump_clock: MockClock) -> None:
    """Long messages cost the wait until they are full, and no more than that."""
    responder = SimulatedResponder(Sentence("Yes."))
    async with open_simulated_exchange(responder=responder, voice=SimulatedVoice(1)) as exchange:
        carrier = carrier_of(sides)
        async with calling(exchange, carrier, sides.ours):
            await carrier.agent_has_spoken()
            carrier.say(SPEECH)
            await carrier.wait(lambda: carrier.playout.sounding)
        record = await record_of(exchange, carrier)
    (turn,) = [turn.times for turn in record.turns if turn.turn == 2]
    assert turn["end_of_turn"] - turn["last_voiced"] <= 0.3 + sides.ours.capabilities.frame_ms / 1000
    assert turn["first_frame_sent"] - turn["end_of_turn"] < 0.01


class Pauses:
    """An observer that counts how often the caller paused and went on."""

    kinds = (facts.SpeechResumed,)

    def __init__(self) -> None:
        self.number = 0

    def observe(self, fact: Fact) -> None:
        self.number += 1


@each_carrier
async def test_a_late_message_is_no_pause(sides: BothSides, autojump_clock: MockClock) -> None:
    """Until the next message is due, its absence means nothing; then it may still be late on the network."""
    pauses = Pauses()
    async with open_simulated_exchange(voice=SimulatedVoice(1), observers=[lambda begun: pauses]) as exchange:
        carrier = carrier_of(sides)
        async with calling(exchange, carrier, sides.ours):
            await carrier.agent_has_spoken()
            carrier.say(speech(1.5, random.Random(1)))
            await trio.sleep(0.5)
            carrier.stalled = True
            await trio.sleep(0.13 + sides.ours.capabilities.frame_ms / 1000)
            carrier.stalled = False
            await carrier.agent_has_spoken()
        record = await record_of(exchange, carrier)
    assert pauses.number == 0
    assert len([entry for entry in record.transcript if isinstance(entry, CallerSaid)]) == 1


@each_carrier
@pytest.mark.parametrize("cut_after_s", [0.5, 1.3, 1.7])
async def test_an_interrupted_agent_stops_and_the_record_says_what_was_heard(
    sides: BothSides, cut_after_s: float, autojump_clock: MockClock
) -> None:
    """Whether the marks of what a clear drops come back or not: the transcript is never ahead of the ear."""
    responder, voice = SimulatedResponder(Sentence(TEXT), numbered=True), SimulatedVoice(2)
    async with open_simulated_exchange(
        recognizer=SimulatedRecognizer("stop it"), responder=responder, voice=voice
    ) as exchange:
        carrier = carrier_of(sides)
        async with calling(exchange, carrier, sides.ours):
            await carrier.wait(lambda: carrier.seconds_heard >= cut_after_s)
            spoken_at = trio.current_time()
            carrier.say(SPEECH)
            await carrier.wait(lambda: bool(carrier.clears))
            assert trio.current_time() - spoken_at < onset_within_s(sides)
            assert not carrier.playout.sounding
            await carrier.agent_has_spoken()
        record = await record_of(exchange, carrier)
    check_wire(carrier)
    assert max(check_record([record], sentences_heard(carrier, voice), lambda text: 2.0)) <= 0
    agent = [entry for entry in record.transcript if isinstance(entry, AgentSaid)]
    assert [entry.interrupted for entry in agent] == [True, False]
    assert record.over is not None
    assert not {"marks unknown", "marks overdue"} & set(record.over.faults)


@each_carrier
async def test_keys_are_taken_and_stop_the_agent(sides: BothSides, autojump_clock: MockClock) -> None:
    """At once, and with what was heard until then."""
    responder = SimulatedResponder(Sentence("Thank you."), max_digits=4)
    async with open_simulated_exchange(responder=responder, voice=SimulatedVoice(3)) as exchange:
        carrier = carrier_of(sides)
        async with calling(exchange, carrier, sides.ours):
            await carrier.wait(lambda: carrier.seconds_heard > 1)
            carrier.press("4")
            await trio.sleep(0.01)
            assert (len(carrier.clears), carrier.playout.sounding) == (1, False)
            carrier.press("271")
            await carrier.agent_has_spoken()
        record = await record_of(exchange, carrier)
    assert [entry.text for entry in record.transcript if isinstance(entry, CallerSaid)] == ["4271"]
    check_wire(carrier)


@each_carrier
@pytest.mark.parametrize("stops", [True, False])
async def test_a_caller_hangs_up(sides: BothSides, stops: bool, autojump_clock: MockClock) -> None:
    """With a message, if the carrier has one, or by the end of the connection alone: the call is over at once."""
    async with open_simulated_exchange(voice=SimulatedVoice(3)) as exchange:
        carrier = carrier_of(sides)
        async with calling(exchange, carrier, sides.ours) as over:
            await carrier.wait(lambda: carrier.seconds_heard > 1)
            (carrier.hang_up if stops else carrier.drop)()
            with trio.fail_after(2):
                await over.wait()
        record = await record_of(exchange, carrier)
    assert record.over is not None
    assert record.over.end_reason == "caller hung up"


HABITS = {"as declared": MarkHabits(), "late": MarkHabits(late_s=0.4), "none": MarkHabits(lost=1.0)}


@each_carrier
@pytest.mark.parametrize("marks", HABITS.values(), ids=HABITS.keys())
async def test_a_goodbye_is_heard_to_its_end(sides: BothSides, marks: MarkHabits, autojump_clock: MockClock) -> None:
    """The agent hangs up when its last word has played, also where no mark tells of it."""
    responder, voice = SimulatedResponder(Sentence("goodbye"), numbered=True), SimulatedVoice(1)
    responder.closing_of["that is all"] = HangUp()
    async with open_simulated_exchange(
        recognizer=SimulatedRecognizer("that is all"), responder=responder, voice=voice
    ) as exchange:
        carrier = carrier_of(sides, marks)
        async with calling(exchange, carrier, sides.ours) as over:
            await carrier.agent_has_spoken()
            carrier.say(SPEECH)
            with trio.fail_after(10):
                await over.wait()
        record = await record_of(exchange, carrier)
    heard = sentences_heard(carrier, voice)
    assert [(said.text, round(said.seconds, 2)) for said in heard] == [
        (numbered(1, "goodbye"), 1.0),
        (numbered(2, "goodbye"), 1.0),
    ]
    assert check_record([record], heard, lambda text: 1.0) == [0, 0]
    assert record.over is not None
    assert record.over.end_reason == "agent hung up"


@each_carrier
@pytest.mark.parametrize("seed", SEEDS)
def test_no_promise_is_broken(sides: BothSides, seed: int) -> None:
    """Calls that chance makes up, each with what goes wrong in it."""
    outcome, _ = play(seed, sides=sides)
    assert outcome.records
