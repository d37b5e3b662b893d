"""The recognizer `assemblyai`, against the fake in memory. Virtual clock; faults are used up, one for each connection
or turn that ends."""

from urllib.parse import parse_qs, urlsplit

import pytest
import trio
import trio.testing
from trio.testing import MockClock

from offhook.actors.assemblyai import INACTIVITY_TIMEOUT_S, KEEP_ALIVE_S
from offhook.actors.recognizer.assemblyai import AssemblyAiRecognizerSettings, open_assemblyai
from offhook.actors.recognizer.service import Transcript
from offhook.actors.served_call import ServedCall
from offhook.engine.host.worker import WorkerCannotStart
from offhook.simulation.fakes.assemblyai import error
from offhook.simulation.fakes.websocket_server import before
from offhook.simulation.world import SimulatedWorld
from tests.actors.assemblyai_rig import KEY, WORDS, feed_as_spoken, frames, rig, speech
from tests.actors.recognizer.assemblyai_calls import ANY, ONE_SECOND, next_is_heard, send
from tests.actors.recognizer.hearing import hear, ignore
from tests.actors.served import A_CALL, Counted
from tests.fakes.clips import clip


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
