"""The recognizer `assemblyai`, against the fake in memory. Virtual clock; faults are used up, one for each connection
or turn that ends."""

from urllib.parse import parse_qs, urlsplit

import pytest
import trio
import trio.testing
from trio.testing import MockClock

from offhook.actors.assemblyai import INACTIVITY_TIMEOUT_S, KEEP_ALIVE_S
from offhook.actors.recognizer.assemblyai import AssemblyAiRecognizerSettings, open_assemblyai
from offhook.actors.recognizer.service import RecognizerFailed, RecognizerSession, Transcript, Utterance
from offhook.actors.served_call import ServedCall
from offhook.engine.host.worker import WorkerCannotStart
from offhook.engine.words.expectation import Expectation
from offhook.protocol.service_errors import BUSY_REST_S, REFUSED_REST_S
from offhook.simulation.fakes.assemblyai import NO_BALANCE, TOO_MANY, error, refusal
from offhook.simulation.fakes.steps import Step
from offhook.simulation.fakes.websocket_server import Close, Fault, Garbage, Opening, Refusal, before, instead
from offhook.simulation.world import SimulatedWorld
from tests.actors.assemblyai_rig import KEY, WORDS, Rig, feed_as_spoken, frames, rig, speech
from tests.actors.recognizer.hearing import hear, ignore
from tests.actors.served import A_CALL, Counted
from tests.fakes.clips import clip

ANY = Expectation()
ONE_SECOND = speech(1.0)
NOT_AN_EVENT = "a message that is none of AssemblyAI's"
TOO_MANY_SESSIONS = "too many sessions, or too many new ones in a minute"
BAD_AUDIO = "audio was sent too fast, or in pieces that are too short or too long (3007)"
QUOTING = f"{KEY} may not say {WORDS}"


def leaks(exc: BaseException | None) -> list[str]:
    """The texts of a failure and its causes that quote the key or the words."""
    found = []
    while exc is not None:
        found += [text for text in (str(exc), repr(exc)) if KEY in text or WORDS in text]
        exc = exc.__cause__ or (None if exc.__suppress_context__ else exc.__context__)
    return found


FAULTS: dict[str, tuple[Fault, str, float, float]] = {
    "closes without a frame": (instead(Step.CLOSE), "the connection broke", 0.0, 0.1),
    "breaks": (instead(Step.RESET), "the connection broke", 0.0, 0.1),
    "closes with a code": (instead(Close(1011, QUOTING)), "the server closed with code 1011", 0.0, 0.1),
    "refuses the key later": (instead(*error(1008)), "the key is not accepted (1008)", REFUSED_REST_S, 0.1),
    "fails": (instead(*error(3005)), "the server has failed (3005)", 0.0, 0.1),
    "says a long time why it fails": (
        instead(*error(3005, QUOTING * 9)),
        "the server has failed (3005)",
        0.0,
        0.1,
    ),
    "does not take a message": (instead(*error(3006, QUOTING)), "a message was not accepted (3006)", 0.0, 0.1),
    "does not take the audio": (instead(*error(3007)), BAD_AUDIO, 0.0, 0.1),
    "expires": (instead(*error(3008)), "the session has expired (3008)", 0.0, 0.1),
    "has too many sessions": (instead(*error(3009)), f"{TOO_MANY_SESSIONS} (3009)", BUSY_REST_S, 0.1),
    "an error, and no close": (
        instead(error(3005)[0], Step.HANG),
        "the server has failed (3005)",
        0.0,
        0.1,
    ),
    "a close, and no error": (instead(error(3009)[1]), f"{TOO_MANY_SESSIONS} (3009)", BUSY_REST_S, 0.1),
    "an error of an unknown kind": (
        instead({"type": "Error", "error_code": 4711, "error": QUOTING}),
        "the service reports an error",
        0.0,
        0.1,
    ),
    "ends the session": (
        instead({"type": "Termination", "audio_duration_seconds": 1, "session_duration_seconds": 1}),
        "the service has ended the session",
        0.0,
        0.1,
    ),
    "JSON that is none": (instead(f'{{"{QUOTING}'), NOT_AN_EVENT, 0.0, 0.1),
    "a page": (instead(f"<html>{QUOTING}</html>"), NOT_AN_EVENT, 0.0, 0.1),
    "a turn of another shape": (instead(f'{{"type": "Turn", "turn_order": "{QUOTING}"}}'), NOT_AN_EVENT, 0.0, 0.1),
    "a binary message": (instead(QUOTING.encode()), "a message that is no text", 0.0, 0.1),
    "hangs before an answer": (instead(Step.HANG), "no more words within 3 s", 0.0, 3.0),
}
"""By name: what becomes of the end of a turn, the whole text of the failure, for how long the service is to be left
alone, and how long it was waited for."""

OPENINGS: dict[str, tuple[Opening, str, float, float]] = {
    "wrong key": (refusal(401), "HTTP 401: the key is not accepted", REFUSED_REST_S, 0.0),
    "no credit": (refusal(402), "HTTP 402: the account has no credit left", REFUSED_REST_S, 0.0),
    "not permitted": (refusal(403), "HTTP 403: the key does not permit this", REFUSED_REST_S, 0.0),
    "too many": (refusal(429), f"HTTP 429: {TOO_MANY_SESSIONS}", BUSY_REST_S, 0.0),
    "too many for a while": (
        refusal(429, "20"),
        f"HTTP 429: {TOO_MANY_SESSIONS}; it asks to wait 20 s",
        20.0,
        0.0,
    ),
    "overloaded": (refusal(503), "HTTP 503: the server is overloaded", 0.0, 0.0),
    "a page of a proxy": (Refusal(502, f"<html>{KEY}</html>".encode()), "HTTP 502: the server has failed", 0.0, 0.0),
    "no HTTP": (Garbage(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"), "the connection broke", 0.0, 0.0),
    "closes before the handshake": (Step.CLOSE, "the connection broke before there was a WebSocket", 0.0, 0.0),
    "hangs before the handshake": (Step.HANG, "no connection within 2 s", 0.0, 2.0),
}
BEGINS: dict[str, tuple[Fault, str, float, float]] = {
    "wrong key": (instead(*error(1008)), "the key is not accepted (1008)", REFUSED_REST_S, 0.0),
    "too many": (instead(*error(1008, TOO_MANY)), f"{TOO_MANY_SESSIONS} (1008)", BUSY_REST_S, 0.0),
    "no credit": (instead(*error(1008, NO_BALANCE)), "the account has no credit left (1008)", REFUSED_REST_S, 0.0),
    "too many at once": (instead(*error(3009)), f"{TOO_MANY_SESSIONS} (3009)", BUSY_REST_S, 0.0),
    "fails": (instead(*error(3005)), "the server has failed (3005)", 0.0, 0.0),
    "closes without a frame": (instead(Step.CLOSE), "the connection broke", 0.0, 0.0),
    "does not begin": (instead(Step.HANG), "no connection within 2 s", 0.0, 2.0),
}
"""By name, of the handshake and of the session's beginning, as above."""


async def feed_on(utterance: Utterance, sound: bytes, times: int, apart_s: float) -> None:
    for _ in range(times):
        await utterance.feed(sound)
        await trio.sleep(apart_s)


async def next_is_heard(session: RecognizerSession) -> None:
    assert (await hear(session, ONE_SECOND, ANY)).text == WORDS


async def send(joined: Rig, *steps: object) -> None:
    """The server sends something of itself, and it arrives."""
    await trio.testing.wait_all_tasks_blocked()
    await joined.fake.server.peers[-1].send(steps)  # type: ignore[arg-type]
    await trio.testing.wait_all_tasks_blocked()


@pytest.mark.parametrize("name", FAULTS)
async def test_each_fault_of_an_answer_is_named_and_in_time(name: str, autojump_clock: MockClock) -> None:
    """A failure says what went wrong and quotes neither key nor words; the next utterance is heard."""
    fault, words, rest_s, waited_s = FAULTS[name]
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        joined.fake.faults.append(fault)
        await trio.testing.wait_all_tasks_blocked()
        began = trio.current_time()
        with pytest.raises(RecognizerFailed) as caught:
            await hear(session, ONE_SECOND, ANY)
        assert str(caught.value) == words
        assert leaks(caught.value) == []
        assert caught.value.rest_s == rest_s
        assert trio.current_time() - began == pytest.approx(waited_s, abs=0.05)
        await next_is_heard(session)


@pytest.mark.parametrize("name", OPENINGS)
async def test_each_fault_of_a_handshake_is_named(name: str, autojump_clock: MockClock) -> None:
    """And the next utterance tries anew."""
    opening, words, rest_s, waited_s = OPENINGS[name]
    async with rig() as joined:
        joined.fake.server.openings.append(opening)
        await fails_and_recovers(joined, words, rest_s, waited_s)


@pytest.mark.parametrize("name", BEGINS)
async def test_each_fault_of_a_beginning_is_named(name: str, autojump_clock: MockClock) -> None:
    """The handshake succeeds, and no session follows; each failure is named once."""
    fault, words, rest_s, waited_s = BEGINS[name]
    async with rig() as joined:
        joined.fake.begins.append(fault)
        await fails_and_recovers(joined, words, rest_s, waited_s)


async def fails_and_recovers(joined: Rig, words: str, rest_s: float, waited_s: float) -> None:
    async with joined.recognizer().session(A_CALL) as session:
        began = trio.current_time()
        with pytest.raises(RecognizerFailed) as caught:
            await hear(session, ONE_SECOND, ANY)
        assert str(caught.value) == words
        assert leaks(caught.value) == []
        assert caught.value.rest_s == rest_s
        assert trio.current_time() - began == pytest.approx(waited_s)
        await next_is_heard(session)


async def test_a_network_that_refuses(autojump_clock: MockClock) -> None:
    """It is tried anew for each utterance."""
    async with rig() as joined:
        joined.memory.refusing = True
        async with joined.recognizer().session(A_CALL) as session:
            with pytest.raises(RecognizerFailed, match="no connection: it was refused"):
                await hear(session, ONE_SECOND, ANY)
            joined.memory.refusing = False
            await next_is_heard(session)


async def test_the_session_is_there_before_the_caller_speaks_and_stays(autojump_clock: MockClock) -> None:
    """The server ends it after a minute without a message; KeepAlive stands for the audio while the agent speaks."""
    async with rig() as joined:
        joined.memory.connect_s = 0.5
        async with joined.recognizer().session(A_CALL) as session:
            await trio.sleep(0.5 + 10 * KEEP_ALIVE_S + 1)
            assert len(joined.fake.received_of("KeepAlive")) == 10
            await next_is_heard(session)
            await trio.sleep(600)
            await next_is_heard(session)
        assert joined.fake.server.connections == 1


async def test_a_session_that_nobody_ends_is_not_paid_for_long(autojump_clock: MockClock) -> None:
    """The server is told to end it when it hears nothing, as of a process that was killed."""
    async with rig() as joined:
        async with joined.recognizer().session(A_CALL) as session:
            await next_is_heard(session)
            (peer,) = joined.fake.server.peers
        asked = parse_qs(urlsplit(peer.path).query)["inactivity_timeout"]
    assert asked == [str(INACTIVITY_TIMEOUT_S)]
    assert KEEP_ALIVE_S < INACTIVITY_TIMEOUT_S / 2


async def test_a_caller_who_is_faster_than_the_session_is_heard(autojump_clock: MockClock) -> None:
    """What was said meanwhile is sent when there is one."""
    async with rig() as joined:
        joined.memory.connect_s = 1.5
        async with joined.recognizer().session(A_CALL) as session:
            await next_is_heard(session)
        assert joined.fake.heard == [ONE_SECOND]


async def test_settings_are_what_is_asked_for(autojump_clock: MockClock) -> None:
    """In the query; the key stands in a header, without a word before it."""
    async with rig() as joined:
        chosen = joined.recognizer(
            model="u3-rt-pro",
            keyterms=["Zoë"],
            end_of_turn_confidence=0.7,
            min_turn_silence_ms=None,
            max_turn_silence_ms=2000,
            vad_threshold=0.2,
        )
        for recognizer in (joined.recognizer(), chosen):
            async with recognizer.session(A_CALL) as session:
                await next_is_heard(session)
        async with joined.recognizer().session(ServedCall(caller="", language="pt-BR")) as session:
            await next_is_heard(session)
        queries = [parse_qs(urlsplit(peer.path).query) for peer in joined.fake.server.peers]
        assert joined.fake.server.peers[0].headers["authorization"] == KEY
    usual, other, portuguese = ({name: values[0] for name, values in each.items()} for each in queries)
    assert usual["speech_model"] == "universal-streaming-english"
    assert usual["format_turns"] == "false"
    assert usual["min_turn_silence"] == "160"
    assert "keyterms_prompt" not in usual
    assert "end_of_turn_confidence_threshold" not in usual
    assert portuguese["speech_model"] == "universal-streaming-multilingual"
    assert other["speech_model"] == "u3-rt-pro"
    assert other["keyterms_prompt"] == '["Zoë"]'
    assert other["end_of_turn_confidence_threshold"] == "0.7"
    assert other["max_turn_silence"] == "2000"
    assert other["vad_threshold"] == "0.2"
    assert "min_turn_silence" not in other


async def test_languages_are_those_of_the_model(autojump_clock: MockClock) -> None:
    """Of a model that is not known, all."""
    async with rig() as joined:
        usual, english = joined.recognizer(), joined.recognizer(model="universal-streaming-english")
        another = joined.recognizer(model="whisper-rt")
    assert [usual.speaks(tag) for tag in ("en-GB", "de", "pt-BR", "ja", "")] == [True, True, True, False, False]
    assert [english.speaks(tag) for tag in ("en", "de")] == [True, False]
    assert another.speaks("ja")
    assert (usual.guesses, another.guesses) == (False, True)


async def test_audio_is_collected_as_the_service_wants_it(autojump_clock: MockClock) -> None:
    """Frames of 20 ms are too short for it: 60 ms a message, and never less than 50. Nothing is lost."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        await trio.testing.wait_all_tasks_blocked()
        async with session.utterance(1, ANY, ignore) as utterance:
            await feed_as_spoken(utterance, ONE_SECOND)
            assert (await utterance.finish()).text == WORDS
        lengths = [length for _, length in joined.fake.pieces]
        assert lengths == [480] * 16 + [400]
        assert joined.fake.heard == [ONE_SECOND + b"\xff" * 80]
        assert len(joined.fake.received_of("ForceEndpoint")) == 1


@pytest.mark.parametrize(("catch_up", "took_s"), [(50.0, 0.192), (8.0, 1.2), (1.0, 9.6)])
async def test_audio_that_had_to_wait_is_sent_at_a_pace(
    catch_up: float, took_s: float, autojump_clock: MockClock
) -> None:
    """An utterance that another service has lost comes at once; all at once is more than the service takes."""
    async with rig() as joined, joined.recognizer(catch_up=catch_up).session(A_CALL) as session:
        joined.fake.ahead_s = 9.9
        await trio.testing.wait_all_tasks_blocked()
        async with session.utterance(1, ANY, ignore) as utterance:
            for second in (ONE_SECOND,) * 10:
                await utterance.feed(second)
            began = trio.current_time()
            assert (await utterance.finish()).text == WORDS
        times = [at for at, _ in joined.fake.pieces]
        assert times[-1] - began == pytest.approx(took_s)
        assert {length for _, length in joined.fake.pieces} == {3200}


async def test_a_long_utterance_at_a_slow_pace_is_not_given_up(autojump_clock: MockClock) -> None:
    """The deadline counts from its end."""
    async with rig() as joined, joined.recognizer(catch_up=2).session(A_CALL) as session:
        assert (await hear(session, speech(30.0), ANY)).text == WORDS


async def test_a_server_that_takes_no_more_than_is_spoken(autojump_clock: MockClock) -> None:
    """3007 is named; the pace of speech is one setting away."""
    async with rig() as joined:
        joined.fake.ahead_s = 1.0
        async with joined.recognizer().session(A_CALL) as session:
            with pytest.raises(RecognizerFailed, match=r"audio was sent too fast, .* \(3007\)"):
                await hear(session, speech(5.0), ANY)
        async with joined.recognizer(catch_up=1).session(A_CALL) as session:
            assert (await hear(session, speech(5.0), ANY)).text == WORDS


async def test_words_are_told_while_the_caller_speaks(autojump_clock: MockClock) -> None:
    """Those that are not final too."""
    told: list[str] = []
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        await trio.testing.wait_all_tasks_blocked()
        async with session.utterance(1, ANY, told.append) as utterance:
            await feed_as_spoken(utterance, ONE_SECOND)
            assert told == ["a", "a room"]
            transcript = await utterance.finish()
    assert transcript.text == WORDS
    assert transcript.confidence == pytest.approx(0.9)
    assert told == ["a", "a room", WORDS]
    assert [word.text for word in transcript.words] == WORDS.split()
    assert [round(word.start_s, 1) for word in transcript.words] == [0.0, 0.2, 0.4, 0.6, 0.8]


async def test_a_server_that_reads_nothing(autojump_clock: MockClock) -> None:
    """It is named, and nothing piles up."""
    async with rig() as joined:
        joined.fake.deaf = True
        async with joined.recognizer(catch_up=100).session(A_CALL) as session:
            async with session.utterance(1, ANY, ignore) as utterance:
                await trio.sleep(1)
                joined.fake.deaf = False  # of the next ones
                with pytest.raises(RecognizerFailed, match="it took nothing within 2 s"):
                    await feed_on(utterance, ONE_SECOND[:4000], 200, 0.1)
            await next_is_heard(session)


async def test_an_utterance_without_end_is_refused(autojump_clock: MockClock) -> None:
    """Nothing is wrong with the service then."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        async with session.utterance(1, ANY, ignore) as utterance:
            with pytest.raises(RecognizerFailed, match="an utterance of more than 180 s") as caught:
                await feed_on(utterance, ONE_SECOND, 181, 0.001)
        assert caught.value.only_this


async def test_a_service_that_hangs_is_left_whoever_waited(autojump_clock: MockClock) -> None:
    """Also where a chain has waited less long than the settings say: the next utterance has a new session, and the one
    before is terminated."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        joined.fake.listens = False
        joined.fake.faults.append(instead(Step.HANG))
        with trio.move_on_after(1.0) as patience:
            await hear(session, ONE_SECOND, ANY)
        assert patience.cancelled_caught
        await next_is_heard(session)
        assert joined.fake.server.connections == 2
        assert joined.fake.terminated == 1


async def test_a_session_that_is_lost_between_utterances_is_opened_again_once(autojump_clock: MockClock) -> None:
    """And the times of its audio begin anew. Lost again, it waits until it is needed."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        await next_is_heard(session)
        for _ in range(2):
            await send(joined, *error(3005))
            await trio.sleep(1)
        assert joined.fake.server.connections == 2
        await next_is_heard(session)
        assert joined.fake.server.connections == 3


async def test_a_session_that_is_lost_in_an_utterance_fails_it(autojump_clock: MockClock) -> None:
    """The chain has its audio, and asks the next service."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        await trio.testing.wait_all_tasks_blocked()
        async with session.utterance(1, ANY, ignore) as utterance:
            await utterance.feed(ONE_SECOND)
            await send(joined, *error(3005))
            with pytest.raises(RecognizerFailed, match="3005"):
                await utterance.feed(ONE_SECOND)
        await next_is_heard(session)


async def test_the_end_of_a_call_ends_the_session(autojump_clock: MockClock) -> None:
    """Terminate, and then its answer is waited for; a server that reads nothing is not."""
    async with rig() as joined:
        async with joined.recognizer().session(A_CALL) as session:
            await next_is_heard(session)
        assert joined.fake.terminated == 1
        assert joined.fake.sent[-1]["type"] == "Termination"
        assert joined.fake.server.ended == [1000]
        joined.fake.deaf = True
        async with joined.recognizer().session(A_CALL) as session:
            await trio.sleep(1)
            began = trio.current_time()
        assert trio.current_time() - began <= 0.5


async def test_the_session_is_renewed_before_it_expires(autojump_clock: MockClock) -> None:
    """Between two utterances, five minutes before the server ends it; nobody notices."""
    async with rig() as joined:
        joined.fake.lasts_s = 1000.0
        async with joined.recognizer().session(A_CALL) as session:
            for _ in range(20):
                await trio.sleep(100)
                await next_is_heard(session)
        assert joined.fake.server.connections == 3
        assert joined.fake.terminated == 3
        assert all(event["type"] != "Error" for event in joined.fake.sent)


async def test_the_session_is_renewed_within_three_hours(autojump_clock: MockClock) -> None:
    """Whatever the server says of its end."""
    async with rig() as joined:
        joined.fake.begins.append(lambda steps: [{**steps[0], "expires_at": 4_000_000_000}])  # type: ignore[dict-item]
        async with joined.recognizer().session(A_CALL) as session:
            await trio.sleep(175 * 60)
            await next_is_heard(session)
            assert joined.fake.server.connections == 2


async def test_it_needs_a_key(autojump_clock: MockClock) -> None:
    """Or a server of one's own; a key that cannot be sent is not tried."""
    world = SimulatedWorld()
    with pytest.raises(WorkerCannotStart, match=r"neither recognizer\.assemblyai\.api_key nor ASSEMBLYAI_API_KEY"):
        async with open_assemblyai(world, AssemblyAiRecognizerSettings()):
            pass
    with pytest.raises(WorkerCannotStart, match="the key cannot be sent"):
        async with open_assemblyai(world, AssemblyAiRecognizerSettings.model_validate({"api_key": "a b"})):
            pass


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"keyterms": ["x" * 51]}, "keyterms"),
        ({"keyterms": ["x"] * 101}, "keyterms"),
        ({"final_s": 4}, "words would be given up before they are waited for"),
        ({"base_url": "ftp://x"}, "base_url"),
        ({"max_turn_silence_ms": 100}, "min_turn_silence_ms must not be above max_turn_silence_ms"),
        ({"catch_up": 0.5}, "catch_up"),
        ({"end_of_turn_confidence": 2}, "end_of_turn_confidence"),
    ],
)
def test_settings_that_cannot_be_meant(settings: dict[str, object], why: str) -> None:
    """They are refused at the start."""
    with pytest.raises(ValueError, match=why):
        AssemblyAiRecognizerSettings.model_validate(settings)


async def test_a_recording_of_a_caller(autojump_clock: MockClock) -> None:
    """Its words stand where the recording has a voice, and all of its audio is heard."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        joined.fake.words = "book a room"
        sound = clip("book_a_room")
        async with session.utterance(1, ANY, ignore) as utterance:
            for frame in frames(sound):
                await trio.sleep(0.02)
                await utterance.feed(frame)
            transcript = await utterance.finish()
        assert joined.fake.heard[0].startswith(sound)
    assert transcript.text == "book a room"
    assert all(0 <= word.start_s < word.end_s <= len(sound) / 8000 for word in transcript.words)


async def test_nothing_fed_is_nothing_heard(autojump_clock: MockClock) -> None:
    """And the service is not asked."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        async with session.utterance(1, ANY, ignore) as utterance:
            assert await utterance.finish() == Transcript("", confidence=0.0)
        assert joined.fake.pieces == []


async def test_messages_that_nobody_knows_are_ignored(autojump_clock: MockClock) -> None:
    """SpeechStarted, warnings, and whatever comes to be."""
    strange = before({"type": "SpeechStarted", "timestamp": 3}, {"type": "Dreamt"}, {"type": "Warning", "warning": ""})
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        joined.fake.faults.append(strange)
        await next_is_heard(session)
        assert joined.fake.server.connections == 1


async def test_the_time_of_the_session_is_counted(autojump_clock: MockClock) -> None:
    """Also while nobody speaks, as it is paid for; not while there is none."""
    counted = Counted()
    async with rig() as joined:
        joined.memory.connect_s = 0.5
        async with joined.recognizer().session(counted.call) as session:
            await trio.sleep(10.5)
            await next_is_heard(session)
            after_one = counted.used["recognizer.assemblyai"]
            await send(joined, *error(3005))
            await trio.sleep(20.5)
            async with session.utterance(2, ANY, ignore):
                pass
    assert (after_one.requests, counted.used["recognizer.assemblyai"].requests) == (1, 1)
    assert after_one.seconds == pytest.approx(10.1, abs=0.05)
    assert counted.used["recognizer.assemblyai"].seconds == pytest.approx(30.1, abs=0.05)
