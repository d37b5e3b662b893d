"""A service fails in the middle of its work, and the next one of its chain goes on. Calls over the real wire format.

Two services of a role; what the caller hears, how long it takes, and what the record says. Virtual time.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.recognizer.service import Utterance
from offhook.actors.responder.service import HangUp, Sentence
from offhook.actors.served_call import ServedCall
from offhook.actors.speaker.service import VoiceSession
from offhook.engine.decide.breaker import FAILURES, FIRST_REST_S
from offhook.engine.record import facts
from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.conversation import AgentSaid, CallerSaid
from offhook.engine.run.exchange import Exchange
from offhook.engine.words.expectation import Expectation
from offhook.protocol.telephone_audio import BYTES_PER_S
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import REPEAT, calling, open_simulated_exchange, record_of
from offhook.simulation.failing_services import WORD_S, Ear, WordByWord, Writer
from offhook.simulation.services import SimulatedResponder, SimulatedVoice
from offhook.simulation.trouble import Kind, Trouble
from tests.actors.one_call import OneCall, one_call

SWITCH_S = {"recognizer": 1.0, "responder": 1.8, "speaker": 0.8}


def agent_said(record: CallRecord) -> list[str]:
    return [entry.text for entry in record.transcript if isinstance(entry, AgentSaid)]


def caller_said(record: CallRecord) -> list[str]:
    return [entry.text for entry in record.transcript if isinstance(entry, CallerSaid)]


def faults(record: CallRecord) -> dict[str, int]:
    assert record.over is not None
    return dict(record.over.faults)


async def ask(call: OneCall, seconds: float = 0.6) -> float:
    """Speak, and wait for the answer. Returns after how many seconds it began."""
    call.carrier.speak(seconds)
    before = len(call.carrier.media)
    await call.carrier.wait(lambda: len(call.carrier.media) > before and not call.carrier.media[-1].at < 0)
    await call.carrier.agent_has_spoken()
    return call.carrier.media[before].at - call.carrier.spoken_until


# Recognizers.


@pytest.mark.parametrize("kind", [Kind.FAIL, Kind.HANG])
@pytest.mark.parametrize("phase", ["feeding", "finishing"])
async def test_an_utterance_is_recognised_by_the_next_recognizer(
    kind: Kind, phase: str, autojump_clock: MockClock
) -> None:
    """From its beginning: it is fed all the audio that the first one got."""
    trouble = Trouble(kind)
    first = Ear("first", "wrong", feeding=trouble) if phase == "feeding" else Ear("first", "wrong", finishing=trouble)
    second, responder = Ear("second", "book a room"), SimulatedResponder(Sentence("Fifty."))
    async with one_call(recognizer=[first, second], responder=responder, voice=SimulatedVoice(1)) as call:
        await call.carrier.agent_has_spoken()
        late_s = await ask(call)
    assert caller_said(call.record) == ["book a room"]
    assert REPEAT not in agent_said(call.record)
    assert faults(call.record) == {"recognizer failed": 1}
    assert second.heard[0].startswith(first.heard[0])
    assert len(second.heard[0]) > 0.6 * 8000
    assert late_s < 1.5 + (SWITCH_S["recognizer"] if kind is Kind.HANG else 0.0)


async def test_if_all_recognizers_fail_the_caller_is_asked_again(autojump_clock: MockClock) -> None:
    """Each is counted; the next utterance goes to the last one, because the others rest."""
    first = Ear("first", "wrong", finishing=Trouble(Kind.FAIL))
    second = Ear("second", "book a room", finishing=Trouble(Kind.FAIL))
    responder = SimulatedResponder(Sentence("Fifty."), repeat=REPEAT)
    async with one_call(recognizer=[first, second], responder=responder, voice=SimulatedVoice(1)) as call:
        await call.carrier.agent_has_spoken()
        await ask(call)
        await ask(call)
    assert REPEAT in agent_said(call.record)
    assert caller_said(call.record) == ["", "book a room"]
    assert faults(call.record) == {"recognizer failed": 2}
    assert len(first.heard) == 1


async def test_a_recognizer_that_failed_is_asked_again_after_a_while(autojump_clock: MockClock) -> None:
    first, second = Ear("first", "one", finishing=Trouble(Kind.FAIL)), Ear("second", "two")
    responder = SimulatedResponder(Sentence("Fifty."))
    async with one_call(recognizer=[first, second], responder=responder, voice=SimulatedVoice(1)) as call:
        await call.carrier.agent_has_spoken()
        await ask(call)
        await ask(call)
        await trio.sleep(10)
        await ask(call)
    assert caller_said(call.record) == ["two", "two", "one"]


class LateEar(Ear):
    """Tells words of an utterance while the next recognizer is at it."""

    @asynccontextmanager
    async def utterance(
        self, number: int, expected: Expectation, on_partial: Callable[[str], None]
    ) -> AsyncIterator[Utterance]:
        async with super().utterance(number, expected, on_partial) as utterance:
            try:
                yield utterance
            finally:
                on_partial("late words")


async def test_late_words_of_a_recognizer_that_was_given_up_are_void(autojump_clock: MockClock) -> None:
    """They reach neither the record nor the responder."""
    first = LateEar("first", "wrong", finishing=Trouble(Kind.HANG))
    second, responder = Ear("second", "book a room"), SimulatedResponder(Sentence("Fifty."))
    async with one_call(recognizer=[first, second], responder=responder, voice=SimulatedVoice(1)) as call:
        await call.carrier.agent_has_spoken()
        await ask(call)
    assert caller_said(call.record) == ["book a room"]
    assert [turn.text for turn in responder.asked if turn.text] == ["book a room"]


# Responders.


@pytest.mark.parametrize("kind", [Kind.FAIL, Kind.HANG])
async def test_an_unspoken_reply_is_made_anew_by_the_next_responder(kind: Kind, autojump_clock: MockClock) -> None:
    """It is told the same words and the same conversation."""
    first = Writer("first", Sentence("Never."), trouble=Trouble(kind, armed=False))
    second = Writer("second", Sentence("Fifty."))
    async with one_call(recognizer=Ear("ear", "how much"), responder=[first, second], voice=SimulatedVoice(1)) as call:
        await call.carrier.agent_has_spoken()
        first._trouble.arm()
        late_s = await ask(call)
    assert agent_said(call.record) == ["Never.", "Fifty."]
    assert second.asked == first.asked[1:]
    assert second.told == first.told[1:]
    assert faults(call.record) == {"responder failed": 1}
    assert late_s < 1.0 + (SWITCH_S["responder"] if kind is Kind.HANG else 0.0)


@pytest.mark.parametrize("kind", [Kind.FAIL, Kind.HANG])
async def test_a_reply_that_is_spoken_goes_on_after_its_last_whole_sentence(
    kind: Kind, autojump_clock: MockClock
) -> None:
    """The next responder is told what was said of it; the caller hears each sentence once."""
    first = Writer("first", Sentence("It is fifty."), Sentence("Never."), trouble=Trouble(kind, armed=False), before=2)
    second = Writer("second", Sentence("With breakfast."))
    async with one_call(recognizer=Ear("ear", "how much"), responder=[first, second], voice=SimulatedVoice(1)) as call:
        await call.carrier.agent_has_spoken()
        first._trouble.arm()
        await ask(call)
        await trio.sleep(3)
    assert agent_said(call.record)[-1] == "It is fifty. With breakfast."
    assert second.asked[-1].said == "It is fifty."
    assert faults(call.record) == {"responder failed": 1}


async def test_a_reply_that_ends_the_call_is_complete(autojump_clock: MockClock) -> None:
    """Whatever fails after that."""
    trouble = Trouble(Kind.FAIL, armed=False)
    first = Writer("first", Sentence("Goodbye."), HangUp(), trouble=trouble, before=3)
    second = Writer("second", Sentence("Never."))
    async with one_call(recognizer=Ear("ear", "bye"), responder=[first, second], voice=SimulatedVoice(1)) as call:
        trouble.arm()
        with trio.fail_after(5):
            await call.over.wait()
    assert agent_said(call.record) == ["Goodbye."]
    assert second.asked == []


async def test_if_all_responders_fail_the_caller_is_asked_again(autojump_clock: MockClock) -> None:
    first = Writer("first", Sentence("Hello."), trouble=Trouble(Kind.FAIL, armed=False, times=9))
    second = Writer("second", Sentence("Never."), trouble=Trouble(Kind.FAIL, times=9))
    async with one_call(recognizer=Ear("ear", "how much"), responder=[first, second], voice=SimulatedVoice(1)) as call:
        await call.carrier.agent_has_spoken()
        first._trouble.arm()
        await ask(call)
    assert agent_said(call.record) == ["Hello.", REPEAT]
    assert faults(call.record) == {"responder failed": 2}


# Voices.

LONG = "one two three four five six seven eight nine ten"


@pytest.mark.parametrize("kind", [Kind.FAIL, Kind.HANG])
@pytest.mark.parametrize("before", [0, 4])
async def test_a_sentence_goes_on_at_the_word_at_which_the_voice_stopped(
    kind: Kind, before: int, autojump_clock: MockClock
) -> None:
    """Nothing is missing, at most the last word is said twice, and the silence is shorter than a second."""
    first, second = WordByWord("first", Trouble(kind), before), WordByWord("second")
    async with one_call(responder=Writer("head", Sentence(LONG)), voice=[first, second]) as call:
        began_at = trio.current_time()
        await call.carrier.wait(lambda: bool(second.said))
        await call.carrier.agent_has_spoken()
        took_s = trio.current_time() - began_at
    words = LONG.split()
    assert first.said == [LONG]
    assert second.said == [" ".join(words[max(before - 1, 0) :])]  # when its last word ends, a voice does not say
    assert agent_said(call.record) == [LONG]
    assert faults(call.record) == {"voice failed": 1}
    silent_s = took_s - call.carrier.seconds_heard
    assert call.carrier.seconds_heard == pytest.approx((before + len(second.said[0].split())) * WORD_S, abs=0.1)
    assert silent_s < (1.0 if kind is Kind.HANG else 0.3)


class Crumbs(SimulatedVoice):
    """A tenth of a second of sound, and a pause, again and again."""

    def __init__(self, pause_s: float, crumbs: int = 100) -> None:
        super().__init__()
        self._pause_s, self._crumbs = pause_s, crumbs

    async def _sound(self, number: int) -> AsyncGenerator[bytes, None]:  # noqa: ASYNC900  # `say` closes it
        for _ in range(self._crumbs):
            yield bytes([number]) * (BYTES_PER_S // 10)
            await trio.sleep(self._pause_s)


@pytest.mark.parametrize("pause_s", [0.3, 0.7])
async def test_a_sentence_is_not_heard_in_crumbs(pause_s: float, autojump_clock: MockClock) -> None:
    """A voice whose machine is too slow: each crumb came in time, and the caller understood none of it."""
    first, second = Crumbs(pause_s), WordByWord("second")
    async with one_call(responder=Writer("head", Sentence(LONG)), voice=[first, second]) as call:
        await call.carrier.wait(lambda: bool(second.said))
        assert trio.current_time() < 2.5
    assert faults(call.record) == {"voice failed": 1}


@pytest.mark.parametrize("pause_s", [0.05, 0.1])
async def test_a_voice_that_keeps_up_with_speech_is_kept(pause_s: float, autojump_clock: MockClock) -> None:
    """It sends its sound as it is to be heard, without any in store."""
    first, second = Crumbs(pause_s, crumbs=50), WordByWord("second")
    async with one_call(responder=Writer("head", Sentence(LONG)), voice=[first, second]) as call:
        await call.carrier.agent_has_spoken()
    assert second.said == []
    assert faults(call.record) == {}


@pytest.mark.parametrize("before", [1, 5, 9])
async def test_without_word_times_no_word_is_lost(before: int, autojump_clock: MockClock) -> None:
    """Where the voice stopped is estimated, as if it spoke slowly: words may be said twice."""
    first = WordByWord("first", Trouble(Kind.FAIL), before, tells_times=False)
    second = WordByWord("second", tells_times=False)
    async with one_call(responder=Writer("head", Sentence(LONG)), voice=[first, second]) as call:
        await call.carrier.agent_has_spoken()
    rest = second.said[0].split()
    assert LONG.split()[-len(rest) :] == rest
    assert before - 5 <= len(LONG.split()) - len(rest) <= before
    assert agent_said(call.record) == [LONG]


async def test_the_estimate_knows_how_fast_the_voice_speaks(autojump_clock: MockClock) -> None:
    """From a whole sentence of it before."""
    trouble = Trouble(Kind.FAIL, armed=False)
    first, second = WordByWord("first", trouble, 8, tells_times=False), WordByWord("second", tells_times=False)
    responder = Writer("head", Sentence(LONG))
    async with one_call(recognizer=Ear("ear", "go on"), responder=responder, voice=[first, second]) as call:
        await call.carrier.agent_has_spoken()
        trouble.arm()
        await ask(call)
    assert 5 <= len(LONG.split()) - len(second.said[0].split()) <= 8


async def test_what_was_heard_is_known_across_the_voices(autojump_clock: MockClock) -> None:
    """The caller interrupts the second one: the record ends at the word that was heard then."""
    first, second = WordByWord("first", Trouble(Kind.FAIL), 2), WordByWord("second")
    async with one_call(
        recognizer=Ear("ear", "stop it"), responder=Writer("head", Sentence(LONG)), voice=[first, second]
    ) as call:
        await call.carrier.wait(lambda: call.carrier.seconds_heard > 5 * WORD_S)
        call.carrier.speak(0.8)
        await call.carrier.wait(lambda: bool(call.carrier.clears))
        heard_s = call.carrier.seconds_heard
        await trio.sleep(2)
    (said,) = [entry for entry in call.record.transcript if isinstance(entry, AgentSaid)][:1]
    twice = 2 - LONG.split().index(second.said[0].split()[0])
    assert abs(len(said.text.split()) - (heard_s / WORD_S - twice)) <= 1
    assert said.text == " ".join(LONG.split()[: len(said.text.split())])


async def test_a_call_keeps_the_voice_that_took_over(autojump_clock: MockClock) -> None:
    """For a while, so that voices do not change to and fro; later the first one is tried again."""
    first, second = WordByWord("first", Trouble(Kind.FAIL, times=1)), WordByWord("second")
    responder = Writer("head", Sentence("One."), Sentence("Two."))
    async with one_call(recognizer=Ear("ear", "go on"), responder=responder, voice=[first, second]) as call:
        await call.carrier.agent_has_spoken()
        await trio.sleep(1)
        assert second.said == ["One.", "Two."]
        await trio.sleep(10)
        await ask(call)
        await trio.sleep(1)
    assert first.said == ["One.", "One.", "Two."]


async def test_two_services_that_hang_cost_less_than_twice_the_time(autojump_clock: MockClock) -> None:
    """As both do whose network is down: the second one has half of the time."""
    voices = [WordByWord(name, Trouble(Kind.HANG)) for name in ("first", "second")]
    async with one_call(responder=Writer("head", Sentence("One.")), voice=[*voices, WordByWord("third")]) as call:
        await call.carrier.agent_has_spoken()
    assert [voice.said for voice in voices] == [["One."], ["One."]]
    began_at = call.carrier.media[0].at
    assert 1.5 * SWITCH_S["speaker"] <= began_at < 1.5 * SWITCH_S["speaker"] + 0.2


async def test_if_all_voices_fail_the_sentence_is_missing(autojump_clock: MockClock) -> None:
    """The next one is spoken."""
    first = WordByWord("first", Trouble(Kind.FAIL, times=9))
    second = WordByWord("second", Trouble(Kind.FAIL, times=1))
    async with one_call(responder=Writer("head", Sentence("One."), Sentence("Two.")), voice=[first, second]) as call:
        await call.carrier.agent_has_spoken()
        await trio.sleep(1)
    assert agent_said(call.record) == ["Two."]
    assert faults(call.record) == {"voice failed": 2}


# Several calls, and sessions.


async def call_once(exchange: Exchange, number: int) -> float:
    """Hear the greeting begin, and hang up. Returns after how many seconds it began."""
    carrier = SimulatedCarrier(number)
    began_at = trio.current_time()
    async with calling(exchange, carrier):
        await carrier.wait(lambda: carrier.seconds_heard > 0)
    return carrier.media[0].at - began_at


async def test_the_next_call_knows_what_the_first_ones_have_found_out(autojump_clock: MockClock) -> None:
    """After some failures in a row all calls leave a service alone; after a while one of them tries it again."""
    first, second = WordByWord("first", Trouble(Kind.HANG, times=FAILURES)), WordByWord("second")
    async with open_simulated_exchange(responder=Writer("head", Sentence("One.")), voice=[first, second]) as exchange:
        waited = [await call_once(exchange, number) for number in range(FAILURES + 1)]
        assert [seconds > 0.99 * SWITCH_S["speaker"] for seconds in waited] == [True] * FAILURES + [False]
        assert waited[-1] < 0.2
        assert len(first.said) == FAILURES
        await trio.sleep(FIRST_REST_S)
        await call_once(exchange, FAILURES + 1)
    assert len(first.said) == FAILURES + 1
    assert len(second.said) == FAILURES + 1


class Unreachable(WordByWord):
    """Its session does not begin, or breaks while the call goes on."""

    def __init__(self, begins_after_s: float, breaks_after_s: float) -> None:
        super().__init__("first")
        self._begins_after_s, self._breaks_after_s = begins_after_s, breaks_after_s

    @asynccontextmanager
    async def session(self, call: ServedCall) -> AsyncIterator[VoiceSession]:
        await trio.sleep(self._begins_after_s)
        async with super().session(call) as session, trio.open_nursery() as nursery:
            nursery.start_soon(self._break)
            yield session

    async def _break(self) -> None:
        await trio.sleep(self._breaks_after_s)
        raise ValueError("what was said")


async def test_a_session_that_does_not_begin_costs_half_a_second(autojump_clock: MockClock) -> None:
    """The next voice speaks."""
    second = WordByWord("second")
    async with one_call(responder=Writer("head", Sentence(LONG)), voice=[Unreachable(60, 60), second]) as call:
        with trio.fail_after(4):
            await call.carrier.agent_has_spoken()
    assert second.said == [LONG]
    assert faults(call.record) == {"voice failed": 1}


async def test_a_session_that_breaks_costs_only_itself(autojump_clock: MockClock) -> None:
    """The call goes on with the next voice, and its record names no words of the error."""
    first, second, told = Unreachable(0, 4), WordByWord("second"), Told()
    responder = Writer("head", Sentence("One two three."))
    async with open_simulated_exchange(
        recognizer=Ear("ear", "go on"), responder=responder, voice=[first, second], observers=[lambda begun: told]
    ) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.agent_has_spoken()
            await trio.sleep(4)
            carrier.speak(0.6)
            await carrier.agent_has_spoken()
        record = await record_of(exchange, carrier)
    assert agent_said(record) == ["One two three.", "One two three."]
    assert (first.said, second.said) == (["One two three."], ["One two three."])
    (failed,) = told.failures
    assert (failed.service, failed.instead) == ("first", "second")
    assert "what was said" not in failed.error


class Told:
    """Keeps the failures of services that it is told of."""

    def __init__(self) -> None:
        self.failures: list[facts.ServiceFailed] = []

    def observe(self, fact: facts.Fact) -> None:
        if isinstance(fact.what, facts.ServiceFailed):
            self.failures.append(fact.what)
