"""A caller and an agent take turns. Virtual time, real speech, the real wire format in memory; no faults."""

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.recognizer.service import Transcript
from offhook.actors.responder.service import HangUp, Occasion, Sentence, Transfer
from offhook.engine.record.conversation import AgentSaid, CallerSaid
from offhook.engine.words.heard_word import HeardWord
from offhook.protocol.telephone_audio import BYTES_PER_S
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange, settings_with
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice
from tests.actors.one_call import one_call
from tests.fakes.clips import QUIET_FRAME, clip


async def test_answer_comes_when_the_silence_is_over(autojump_clock: MockClock) -> None:
    """With services of zero latency the reply starts exactly `silence_ms` after the last voiced frame."""
    async with one_call(settings_with(vad={"adaptive": False})) as call:
        await call.carrier.agent_has_spoken()
        before = len(call.carrier.media)
        call.carrier.say(clip("book_a_room"))
        await call.carrier.wait(lambda: len(call.carrier.media) > before)
    times = call.record.turns[1].times
    assert round(times["end_of_turn"] - times["last_voiced"], 3) == 0.300
    assert times["first_frame_sent"] == times["end_of_turn"]


async def test_first_chunk_is_short_and_the_lead_is_kept(autojump_clock: MockClock) -> None:
    """A reply starts with 20 ms of audio, goes on in `chunk_ms`, and no more than `lead_ms` waits at the carrier."""
    async with one_call(settings_with(speaker={"lead_ms": 300, "chunk_ms": 60})) as call:
        await call.carrier.agent_has_spoken()
    sizes = [len(sent.mulaw) for sent in call.carrier.media]
    assert sizes[0] == 160
    assert set(sizes[1:-1]) == {480}
    sent = 0
    for message in call.carrier.media:
        sent += len(message.mulaw)
        played = (message.at - call.carrier.media[0].at) * 8000
        assert sent - played <= 300 * 8 + 1


async def test_greeting_is_played_whole_without_gaps(autojump_clock: MockClock) -> None:
    """The carrier's playout never runs dry inside a reply, and hears every byte of it."""
    async with one_call() as call:
        await call.carrier.agent_has_spoken()
    assert call.carrier.playout.gaps == []
    assert call.carrier.seconds_heard == 2.0


async def test_preroll_reaches_the_recognizer(autojump_clock: MockClock) -> None:
    """What the recognizer hears is the caller's own audio, unbroken, from before the onset to the end."""
    recognizer = SimulatedRecognizer("book a room")
    async with one_call(recognizer=recognizer) as call:
        await call.carrier.agent_has_spoken()
        call.carrier.say(clip("book_a_room"))
        await call.carrier.wait(lambda: len(recognizer.heard) == 1 and call.carrier.playout.sounding)
    speech = clip("book_a_room")
    assert speech[2400:9000] in recognizer.heard[0]


class TimingRecognizer(SimulatedRecognizer):
    """Finds the caller's recording in what it was fed, and takes it for one word."""

    async def finish(self) -> Transcript:
        speech = clip("book_a_room")
        from_s = (self.heard[-1].index(speech[2400:9000]) - 2400) / BYTES_PER_S
        word = HeardWord("room", from_s, from_s + len(speech) / BYTES_PER_S, 0.876)
        return Transcript("room", 0.9, (word,))


async def test_words_stand_in_the_record_when_they_were_said(autojump_clock: MockClock) -> None:
    """However much audio from before the onset the recognizer was fed; a recognizer without times tells none."""
    async with one_call(recognizer=TimingRecognizer("")) as call:
        began_at = trio.current_time()
        await call.carrier.agent_has_spoken()
        await trio.sleep(1.0)
        said_s = trio.current_time() - began_at
        call.carrier.say(clip("book_a_room"))
        await call.carrier.wait(lambda: call.carrier.playout.sounding)
    said = call.record.transcript[1]
    assert isinstance(said, CallerSaid)
    (word,) = said.words
    assert word.text == "room"
    assert word.confidence == 0.88
    assert word.start_s == pytest.approx(said_s, abs=0.021)  # a frame is sent when it is over
    assert word.end_s - word.start_s == pytest.approx(len(clip("book_a_room")) / BYTES_PER_S, abs=0.002)


async def test_conversation_is_recorded_as_heard(autojump_clock: MockClock) -> None:
    """The record holds both sides in order, and one latency line's worth of instants for each turn."""
    responder = SimulatedResponder(Sentence("One."), Sentence("Two."))
    async with one_call(recognizer=SimulatedRecognizer("book a room"), responder=responder) as call:
        await call.carrier.agent_has_spoken()
        call.carrier.say(clip("book_a_room"))
        await trio.sleep(2)
        await call.carrier.agent_has_spoken()
    assert [type(entry) for entry in call.record.transcript] == [AgentSaid, CallerSaid, AgentSaid]
    assert call.record.transcript[1].text == "book a room"
    answer = call.record.transcript[2]
    assert isinstance(answer, AgentSaid)
    assert (answer.turn, answer.text, answer.interrupted) == (2, "One. Two.", False)
    assert [turn.turn for turn in call.record.turns] == [1, 2]


async def test_keys_answer_when_complete(autojump_clock: MockClock) -> None:
    """Four keys where four are expected make one answer at the fourth; a # pressed after it changes nothing."""
    responder = SimulatedResponder(Sentence("Thank you."), max_digits=4)
    async with one_call(responder=responder) as call:
        await call.carrier.agent_has_spoken()
        call.carrier.press("4271#")
        await call.carrier.wait(lambda: len(responder.asked) == 2)
        await call.carrier.agent_has_spoken()
    assert [(turn.occasion, turn.text) for turn in responder.asked[1:]] == [(Occasion.KEYS, "4271")]
    assert [entry.text for entry in call.record.transcript[-2:]] == ["4271", "Thank you."]
    assert call.carrier.clears == []


async def test_keys_answer_after_a_pause(autojump_clock: MockClock) -> None:
    """Fewer keys than expected are an answer when the caller stops pressing."""
    responder = SimulatedResponder(Sentence("Thank you."), max_digits=4)
    async with one_call(responder=responder) as call:
        await call.carrier.agent_has_spoken()
        pressed_at = trio.current_time()
        call.carrier.press("42")
        await call.carrier.wait(lambda: len(responder.asked) == 2)
        assert 3.0 <= trio.current_time() - pressed_at <= 3.1
    assert responder.asked[1].text == "42"


async def test_a_silent_caller_is_asked_again_then_let_go(autojump_clock: MockClock) -> None:
    """Two prompts, then the goodbye, then the call is over: nobody is left on a silent line."""
    responder = SimulatedResponder(Sentence("Hello?"))
    async with one_call(responder=responder) as call:
        with trio.fail_after(60):
            await call.over.wait()
    assert [turn.occasion for turn in responder.asked] == [Occasion.ANSWERED, Occasion.SILENCE, Occasion.SILENCE]
    assert call.record.over is not None
    assert call.record.over.end_reason == "caller silent"
    assert call.record.transcript[-1].text == "We have to end here."


async def test_agent_hangs_up_after_its_goodbye_was_heard(autojump_clock: MockClock) -> None:
    """A reply that hangs up is played to its end, proven by its mark, before the call is over."""
    responder = SimulatedResponder(Sentence("Goodbye."), HangUp())
    async with one_call(responder=responder, voice=SimulatedVoice(2)) as call:
        await call.over.wait()
        assert call.carrier.seconds_heard == 2.0
    assert call.record.over is not None
    assert call.record.over.end_reason == "agent hung up"


async def test_transfer_is_remembered_for_the_carrier(autojump_clock: MockClock) -> None:
    """Where a transferred caller goes is told to the carrier, each time that it asks."""
    responder = SimulatedResponder(Sentence("One moment."), Transfer("+15550123"))
    async with open_simulated_exchange(responder=responder) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier) as over:
            await over.wait()
        assert await exchange.find_transfer(carrier.call_sid) == "+15550123"
        assert await exchange.find_transfer(carrier.call_sid) == "+15550123"


async def test_a_caller_who_came_back_is_not_sent_where_nobody_answered(autojump_clock: MockClock) -> None:
    """Asked while the second stream of a call is ending, the answer is that one's, not the transfer of the first."""
    responder = SimulatedResponder(Sentence("One moment."), Transfer("+15550123"))
    async with open_simulated_exchange(responder=responder) as exchange:
        async with calling(exchange, SimulatedCarrier()) as over:
            await over.wait()
        again, told = SimulatedCarrier(), ["nothing"]

        async def ask() -> None:
            told[0] = await exchange.find_transfer(again.call_sid) or "the end"

        async with calling(exchange, again) as over, trio.open_nursery() as nursery:
            await trio.sleep(0.3)
            nursery.start_soon(ask)
            await trio.sleep(0.2)
            again.hang_up()
            await over.wait()
    assert told == ["the end"]


async def test_words_said_over_an_answer_that_is_on_its_way_count(autojump_clock: MockClock) -> None:
    """A caller who goes on speaking after a pause gets one answer, to both parts as one."""
    recognizer = SimulatedRecognizer("book a room", "for today")
    responder = SimulatedResponder(Sentence("Yes."), pause_s=0.5)
    settings = settings_with(vad={"adaptive": False})
    async with one_call(settings, recognizer=recognizer, responder=responder) as call:
        await call.carrier.agent_has_spoken()
        heard_before = len(call.carrier.media)
        call.carrier.say(clip("book_a_room")[:10_000] + QUIET_FRAME * 15 + clip("today")[2000:])
        await trio.sleep(3)
        await call.carrier.agent_has_spoken()
    assert responder.asked[-1].text == "book a room for today"
    assert [entry.text for entry in call.record.transcript if isinstance(entry, AgentSaid)] == ["Yes.", "Yes."]
    assert len(call.carrier.media) > heard_before
