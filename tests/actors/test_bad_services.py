"""Services that break their contract in front of ones that work: what the chain makes of them. Virtual time."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import aclosing, asynccontextmanager

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.chain import Patience
from offhook.actors.link import RESTS_IN_CALL_S, Link
from offhook.actors.recognizer.chain import RecognizerChain
from offhook.actors.recognizer.service import RecognizerFailed, RecognizerSession, Transcript
from offhook.actors.responder.chain import ResponderChain
from offhook.actors.responder.service import CallerTurn, Occasion, Sentence
from offhook.actors.served_call import ServedCall
from offhook.actors.speaker.chain import VoiceChain
from offhook.actors.speaker.service import StatelessVoice, Voice, VoiceFailed, VoicePiece, VoiceSession
from offhook.engine.decide.breaker import FAILURES, FIRST_REST_S
from offhook.engine.record import facts
from offhook.engine.record.facts.fact import AnyWhat
from offhook.engine.words.expectation import Expectation
from offhook.engine.words.spoken_words import WordTime
from offhook.simulation.failing_services import Ear, WordByWord, Writer
from offhook.simulation.services import SimulatedResponder, SimulatedVoice
from offhook.simulation.trouble import Kind, PlantedBug, Trouble
from tests.actors.one_call import one_call
from tests.actors.served import committed
from tests.actors.test_failover import ask, caller_said, faults

PATIENCE = Patience(switch_within_s=0.8, last_within_s=3.0)
TEXT = "one two three four"
LOUD = bytes([64])


class Told:
    """Keeps what a session reports."""

    def __init__(self) -> None:
        self.failures: list[facts.ServiceFailed] = []

    def __call__(self, what: AnyWhat, *, turn: int = 0, utterance: int = 0) -> None:
        del turn, utterance
        assert isinstance(what, facts.ServiceFailed)
        self.failures.append(what)

    def seconds(self, at: float) -> float:
        return at

    @property
    def switches(self) -> list[tuple[str, str]]:
        return [(failed.service, failed.instead) for failed in self.failures]

    @property
    def call(self) -> ServedCall:
        return ServedCall(caller="+15550123", language="en", report=self)


async def say(told: Told, *voices: Voice, text: str = TEXT) -> list[VoicePiece]:
    async with VoiceChain([Link(voice) for voice in voices], PATIENCE).session(told.call) as session:
        return await say_in(session, text)


async def say_in(session: VoiceSession, text: str = TEXT) -> list[VoicePiece]:
    async with session.sentence(text) as pieces:
        return [piece async for piece in pieces]


class Scripted(StatelessVoice):
    """Says what the generator yields."""

    name = "first"

    def __init__(self, sound: Callable[[], AsyncGenerator[VoicePiece]]) -> None:
        self._sound = sound

    def speaks(self, language: str) -> bool:
        return bool(language)

    @asynccontextmanager
    async def say(self, text: str, language: str) -> AsyncIterator[AsyncIterator[VoicePiece]]:
        del text, language
        async with aclosing(self._sound()) as pieces:
            yield pieces


class InTheBackground(Scripted):
    """Renders in a task of its own, whose errors come out of the context, as those of any nursery."""

    @asynccontextmanager
    async def say(self, text: str, language: str) -> AsyncIterator[AsyncIterator[VoicePiece]]:
        del text, language
        send, receive = trio.open_memory_channel[VoicePiece](0)
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._render, send)
            with receive:
                yield receive
            nursery.cancel_scope.cancel()

    async def _render(self, send: trio.MemorySendChannel[VoicePiece]) -> None:
        with send:
            async with aclosing(self._sound()) as pieces:
                async for piece in pieces:
                    await send.send(piece)


async def half() -> AsyncGenerator[VoicePiece]:
    yield LOUD * 4000
    await trio.sleep(0.01)
    raise VoiceFailed("a planted failure")


async def half_then_bug() -> AsyncGenerator[VoicePiece]:
    yield LOUD * 4000
    await trio.sleep(0.01)
    raise ValueError("what was said")


async def late_under_a_shield() -> AsyncGenerator[VoicePiece]:
    with trio.CancelScope(shield=True):
        await trio.sleep(PATIENCE.switch_within_s + 0.1)
    yield LOUD * 160
    yield LOUD * 160


async def words_first() -> AsyncGenerator[VoicePiece]:
    for character, byte in ((0, 0), (4, 2000), (8, 4000), (14, 6000)):
        yield WordTime(character, byte)
    yield LOUD * 3000
    await trio.sleep(0.01)
    raise VoiceFailed("a planted failure")


@pytest.mark.parametrize("sound", [half, half_then_bug])
async def test_a_sentence_whose_background_task_fails_is_not_taken_for_whole(
    sound: Callable[[], AsyncGenerator[VoicePiece]], autojump_clock: MockClock
) -> None:
    """The next voice says the rest, at once."""
    told, second = Told(), WordByWord("second")
    began_at = trio.current_time()
    await say(told, InTheBackground(sound), second)
    assert second.said
    assert told.switches == [("first", "second")]
    assert "what was said" not in told.failures[0].error
    assert trio.current_time() - began_at < 0.1


async def test_a_bug_of_a_service_is_a_failure_if_another_one_can_take_over(autojump_clock: MockClock) -> None:
    """The actor need not crash for it, and the error is told without what it says."""
    told, second = Told(), WordByWord("second")
    await say(told, Scripted(half_then_bug), second)
    assert second.said
    assert told.switches == [("first", "second")]
    assert told.failures[0].error.startswith("ValueError")


@pytest.mark.parametrize("voice", [Scripted, InTheBackground])
async def test_the_log_tells_where_a_bug_of_a_service_is(voice: type[Scripted], autojump_clock: MockClock) -> None:
    """File and line, as for a crash, but not the message of a foreign error: it may quote the caller."""
    told = Told()
    await say(told, voice(half_then_bug), WordByWord("second"))
    (failed,) = told.failures
    assert f'File "{__file__}"' in failed.traceback
    assert "in half_then_bug" in failed.traceback
    assert "what was said" not in failed.traceback


async def test_a_failure_as_services_may_have_needs_no_traceback(autojump_clock: MockClock) -> None:
    told = Told()
    await say(told, InTheBackground(half), WordByWord("second"))
    assert [failed.traceback for failed in told.failures] == [""]


async def test_the_last_voice_crashes_its_actor_with_a_bug(autojump_clock: MockClock) -> None:
    """There is none better, and a fresh start may help."""
    told = Told()
    with pytest.raises(ValueError, match="what was said"):
        await say(told, Scripted(half_then_bug))
    assert told.failures == []


async def test_a_voice_that_was_too_late_and_sounds_after_all(autojump_clock: MockClock) -> None:
    """Sound that came in the moment of its deadline is taken."""
    told = Told()
    pieces = await say(told, Scripted(late_under_a_shield), WordByWord("second"))
    assert pieces[0] == LOUD * 160


async def test_word_times_ahead_of_the_sound_do_not_outlive_their_voice(autojump_clock: MockClock) -> None:
    """Times of words that the first voice has not said are not told: those of the second one are right."""
    told, second = Told(), WordByWord("second")
    pieces = await say(told, Scripted(words_first), second)
    times = [piece.byte for piece in pieces if isinstance(piece, WordTime)]
    assert times == sorted(times)
    assert times[:2] == [0, 2000]
    assert 4000 not in times


class Clings(WordByWord):
    """Hangs in its sentence, and again while it is given up."""

    def __init__(self) -> None:
        super().__init__("first", Trouble(Kind.HANG))

    @asynccontextmanager
    async def say(self, text: str, language: str) -> AsyncIterator[AsyncIterator[VoicePiece]]:
        try:
            async with super().say(text, language) as sound:
                yield sound
        finally:
            with trio.move_on_after(9, shield=True):
                await trio.sleep_forever()


async def test_nobody_waits_for_a_service_that_was_given_up(autojump_clock: MockClock) -> None:
    """However long it takes to close what it has begun."""
    told, second = Told(), WordByWord("second")
    chain = VoiceChain([Link(Clings()), Link(second)], PATIENCE)
    async with chain.session(told.call) as session:
        with trio.fail_after(PATIENCE.switch_within_s + 0.1):
            await say_in(session)
    assert second.said == [TEXT]


class NoSession(Ear):
    """Its session does not begin."""

    def __init__(self, error: Exception) -> None:
        super().__init__("first", "wrong")
        self._error = error

    @asynccontextmanager
    async def session(self, call: ServedCall) -> AsyncIterator[RecognizerSession]:
        raise self._error
        yield self


@pytest.mark.parametrize("error", [RecognizerFailed("a planted failure"), PlantedBug("a planted bug")])
async def test_a_session_that_fails_to_begin_costs_nothing(error: Exception, autojump_clock: MockClock) -> None:
    """Whatever it raises: the call is answered, and the next service hears the caller."""
    hears = [NoSession(error), Ear("second", "book a room")]
    async with one_call(
        recognizer=hears, responder=SimulatedResponder(Sentence("Fifty.")), voice=SimulatedVoice(1)
    ) as call:
        await call.carrier.agent_has_spoken()
        await ask(call)
    assert caller_said(call.record) == ["book a room"]
    assert faults(call.record) == {"recognizer failed": 1}


class Breaks(Ear):
    """Its first session breaks while nothing is asked of it."""

    sessions = 0

    @asynccontextmanager
    async def session(self, call: ServedCall) -> AsyncIterator[RecognizerSession]:
        self.sessions += 1
        async with super().session(call) as session, trio.open_nursery() as nursery:
            if self.sessions == 1:
                nursery.start_soon(self._break)
            yield session

    async def _break(self) -> None:
        await trio.sleep(0.5)
        raise RecognizerFailed("the connection was closed")


async def test_the_last_service_whose_session_broke_begins_another_one(autojump_clock: MockClock) -> None:
    """Nothing that the caller says is lost, and the record counts it."""
    ear, responder = Breaks("only", "book a room"), SimulatedResponder(Sentence("Fifty."))
    async with one_call(recognizer=ear, responder=responder, voice=SimulatedVoice(1)) as call:
        await call.carrier.agent_has_spoken()
        await ask(call)
    assert caller_said(call.record) == ["book a room"]
    assert ear.sessions == 2
    assert faults(call.record) == {"recognizer failed": 1}


class SlowEar(Ear):
    """Takes audio more slowly than it is spoken."""

    async def feed(self, mulaw: bytes) -> None:
        await trio.sleep(0.3)
        await super().feed(mulaw)


async def test_a_recognizer_that_falls_behind_is_replaced(autojump_clock: MockClock) -> None:
    """Not each piece of audio has the deadline, but how far it is behind."""
    told = Told()
    chain = RecognizerChain([Link(SlowEar("first", "wrong")), Link(Ear("second", "book a room"))], PATIENCE)
    async with chain.session(told.call) as session, session.utterance(1, Expectation(), print) as utterance:
        began_at = trio.current_time()
        for _ in range(10):
            await utterance.feed(LOUD * 160)
        assert trio.current_time() - began_at < PATIENCE.switch_within_s + 0.3
        assert (await utterance.finish()).text == "book a room"


class Broken(Ear):
    """The task that reads its connection crashes while the caller waits for the words."""

    @asynccontextmanager
    async def session(self, call: ServedCall) -> AsyncIterator[RecognizerSession]:
        async with super().session(call) as session, trio.open_nursery() as nursery:
            self._nursery = nursery
            yield session
            nursery.cancel_scope.cancel()

    async def finish(self) -> Transcript:
        self._nursery.start_soon(self._break)
        await trio.sleep_forever()

    async def _break(self) -> None:
        await trio.sleep(0.1)
        raise RecognizerFailed("the connection was closed", rest_s=30)


async def test_a_session_that_breaks_in_mid_work_is_noticed_at_once(autojump_clock: MockClock) -> None:
    """Nobody waits for the deadline; and what the service has said of its rest is known."""
    told, first = Told(), Link(Broken("first", "wrong"))
    chain = RecognizerChain([first, Link(Ear("second", "book a room"))], PATIENCE)
    async with chain.session(told.call) as session, session.utterance(1, Expectation(), print) as utterance:
        await utterance.feed(LOUD * 1600)
        with trio.fail_after(0.2):
            assert (await utterance.finish()).text == "book a room"
    assert told.switches == [("first", "second")]
    assert not first.breaker.allows(trio.current_time() + 29)


async def test_a_responder_without_first_tokens_recovers_too(autojump_clock: MockClock) -> None:
    """An answer to the caller's words shows that it works."""
    trouble = Trouble(Kind.FAIL, times=FAILURES)
    first, second = Link(SimulatedResponder(Sentence("One."), trouble=trouble)), Link(Writer("second"))
    chain, told = ResponderChain([first, second], PATIENCE), Told()
    for _ in range(FAILURES):
        await answer(chain, told)
    assert not first.breaker.is_closed
    await trio.sleep(FIRST_REST_S)
    assert await answer(chain, told) == [Sentence("One.")]
    assert first.breaker.is_closed


async def answer(chain: ResponderChain, told: Told) -> Sequence[object]:
    turn = CallerTurn(Occasion.SPEECH, "how much")
    async with chain.session(told.call) as session, session.reply(turn, (), committed) as parts:
        return [part async for part in parts if isinstance(part, Sentence)]


async def hangs() -> AsyncGenerator[VoicePiece]:
    await trio.sleep_forever()
    yield b""


async def test_the_voice_that_is_last_is_never_said_to_be_left_alone(autojump_clock: MockClock) -> None:
    """It is asked in any case."""
    noted: list[tuple[str, float]] = []
    first = Link(Scripted(hangs), lambda name, rest_s: noted.append((f"first {name}", rest_s)))
    last = Link(Scripted(hangs), lambda name, rest_s: noted.append((f"last {name}", rest_s)))
    chain = VoiceChain([first, last], PATIENCE)
    for _ in range(FAILURES):
        async with chain.session(Told().call) as session:
            with pytest.raises(VoiceFailed):
                await say_in(session)
    assert noted == [("first first", FIRST_REST_S)]


class Guesses(Ear):
    guesses = True


async def test_partial_texts_count_if_the_one_that_hears_does_not_guess(autojump_clock: MockClock) -> None:
    """Whatever stands behind it: the caller's first words stop the agent."""
    told, trouble = Told(), Trouble(Kind.FAIL, armed=False)
    first, second = Ear("first", "stop", finishing=trouble), Guesses("second", "stop")
    async with RecognizerChain([Link(first), Link(second)], PATIENCE).session(told.call) as session:
        async with session.utterance(1, Expectation(), print) as utterance:
            assert not session.guesses
            trouble.arm()
            await utterance.finish()
            assert session.guesses
        await trio.sleep(RESTS_IN_CALL_S)
        async with session.utterance(2, Expectation(), print):
            assert not session.guesses


async def test_one_call_finds_out_whether_a_service_works_again(autojump_clock: MockClock) -> None:
    """It still hangs after its rest. Of several callers who wait for a sentence in that moment, one pays for it."""
    first, second = WordByWord("first", Trouble(Kind.HANG, times=99)), WordByWord("second")
    links: list[Link[Voice]] = [Link(first), Link(second)]
    for _ in range(FAILURES):
        links[0].breaker.fail(trio.current_time())
    await trio.sleep(FIRST_REST_S)
    waited: list[float] = []

    async def one(told: Told) -> None:
        async with VoiceChain(links, PATIENCE).session(told.call) as session:
            began_at = trio.current_time()
            await say_in(session)
            waited.append(trio.current_time() - began_at)

    callers = [Told() for _ in range(5)]
    async with trio.open_nursery() as nursery:
        for told in callers:
            nursery.start_soon(one, told)
    assert [seconds > 0.7 for seconds in sorted(waited)] == [False] * 4 + [True]
    assert len(first.said) == 1
    assert sum(len(told.failures) for told in callers) == 1
