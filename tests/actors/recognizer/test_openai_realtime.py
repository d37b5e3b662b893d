"""The recognizer `openai_realtime`, against the fake in memory. Virtual clock; faults are used up, one for each
connection or utterance."""

import base64

import numpy as np
import pytest
import trio
import trio.testing
from trio.testing import MockClock
from trio_websocket import ConnectionClosed

from offhook.actors.recognizer.openai_realtime import (
    CONFIDENCE,
    OpenAiRealtimeTranscriptionSettings,
    open_openai_realtime,
)
from offhook.actors.recognizer.service import RecognizerFailed, RecognizerSession, Transcript, TranscriptSoFar
from offhook.engine.decide.costs import Used
from offhook.engine.host.worker import WorkerCannotStart
from offhook.engine.words.expectation import Expectation
from offhook.protocol import mulaw
from offhook.protocol.service_errors import REFUSED_REST_S
from offhook.simulation.fakes.steps import Step, Wait
from offhook.simulation.fakes.websocket_server import Event, Fault, Steps, after, before, first_then, instead
from offhook.simulation.seeded import simulate
from offhook.simulation.world import SimulatedWorld
from tests.actors.openai_audio_rig import KEY, VARIABLES, WORDS, leaks
from tests.actors.openai_realtime_rig import ANSWERS, ONE_SECOND, OPENINGS, SET_UPS, Rig, error_event, rig
from tests.actors.recognizer.hearing import hear, ignore
from tests.actors.served import A_CALL, Counted

ANY = Expectation()
DELTA = "conversation.item.input_audio_transcription.delta"
COMPLETED = "conversation.item.input_audio_transcription.completed"


def delta(item: str, text: str) -> Event:
    return {"type": DELTA, "event_id": "event_delta", "item_id": item, "content_index": 0, "delta": text}


def final(item: str, text: str) -> Event:
    usage = {"type": "duration", "seconds": 1}
    event = {"type": COMPLETED, "event_id": "event_final", "item_id": item, "content_index": 0, "usage": usage}
    return {**event, "transcript": text}


def not_recognised(steps: Steps) -> Steps:
    committed = steps[0]
    assert isinstance(committed, dict)
    error = {"type": "transcription_error", "code": "audio_unintelligible", "message": f"{KEY} {WORDS}", "param": None}
    kind = "conversation.item.input_audio_transcription.failed"
    event = {"type": kind, "event_id": "event_failed", "content_index": 0, "error": error}
    return [*steps[:3], {**event, "item_id": committed["item_id"]}]


def endlessly(text: str, times: int, apart_s: float) -> Fault:
    def words(steps: Steps) -> Steps:
        committed = steps[0]
        assert isinstance(committed, dict)
        more = delta(str(committed["item_id"]), text)
        return [*steps[:3], *(each for _ in range(times) for each in (Wait(apart_s), more))]

    return words


def final_of(text: str) -> Fault:
    def finished(steps: Steps) -> Steps:
        committed = steps[0]
        assert isinstance(committed, dict)
        return [*steps[:3], final(str(committed["item_id"]), text)]

    return finished


FAULTS: dict[str, tuple[Fault, str, float]] = {
    **{name: (fault, words, 0.1) for name, (fault, words) in ANSWERS.items()},
    "hangs before an answer": (instead(Step.HANG), "no words within 3 s", 3.0),
    "hangs after the commit": (first_then(3, Step.HANG), "no words within 3 s", 3.0),
    "hangs in the middle": (
        first_then(4, Step.HANG),
        "no more words within 2 s, in the middle of the answer",
        2.1,
    ),
    "does not take the commit": (
        instead(error_event("invalid_request_error", cause="utterance-1")),
        "an error in the answer: the request is not accepted (invalid_request_error)",
        0.1,
    ),
    "cannot recognise it": (not_recognised, "an error in the answer: of an unknown kind", 0.1),
    "words without end": (endlessly("um ", 100, 1.0), "no final words within 10 s", 10.0),
    "a text without end": (endlessly("um " * 2000, 3, 0.0), "a transcript of more than 10000 characters", 0.1),
    "a final text without end": (final_of("um " * 1_000_000), "a transcript of more than 10000 characters", 0.1),
}

RESTS_S = {
    "wrong key": REFUSED_REST_S,
    "does not take the settings": REFUSED_REST_S,
    "takes another audio format": REFUSED_REST_S,
    "too many requests": 20.0,
}
"""How long a service that fails so is to be left alone."""


async def next_is_heard(session: RecognizerSession) -> None:
    assert (await hear(session, ONE_SECOND, ANY)).text == WORDS


@pytest.mark.parametrize("name", FAULTS)
async def test_each_fault_of_an_answer_is_named_and_in_time(name: str, autojump_clock: MockClock) -> None:
    """A failure says what went wrong and quotes neither key nor words; the next utterance is heard."""
    fault, words, waited_s = FAULTS[name]
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        joined.fake.faults.append(fault)
        async with session.utterance(1, ANY, ignore) as utterance:
            await utterance.feed(ONE_SECOND)
            await trio.testing.wait_all_tasks_blocked()
            began = trio.current_time()
            with pytest.raises(RecognizerFailed) as caught:
                await utterance.finish()
        assert str(caught.value) == words
        assert leaks(caught.value) == []
        assert trio.current_time() - began == pytest.approx(waited_s)
        await next_is_heard(session)


@pytest.mark.parametrize("name", OPENINGS)
async def test_each_fault_of_a_handshake_is_named(name: str, autojump_clock: MockClock) -> None:
    """The connection fails before the caller speaks, and again; the next utterance tries once more."""
    opening, words, waited_s = OPENINGS[name]
    async with rig() as joined:
        joined.fake.server.openings += [opening, opening]
        async with joined.recognizer().session(A_CALL) as session:
            await trio.sleep(5)
            began = trio.current_time()
            with pytest.raises(RecognizerFailed) as caught:
                await hear(session, ONE_SECOND, ANY)
            assert str(caught.value) == words
            assert leaks(caught.value) == []
            assert trio.current_time() - began == pytest.approx(waited_s)
            assert caught.value.rest_s == RESTS_S.get(name, 0.0)
            await next_is_heard(session)
        assert joined.fake.server.connections == 3


@pytest.mark.parametrize("name", SET_UPS)
async def test_each_fault_of_setting_up_is_named(name: str, autojump_clock: MockClock) -> None:
    """As with the handshake, while the caller speaks already."""
    fault, words, waited_s = SET_UPS[name]
    async with rig() as joined:
        joined.fake.set_ups.append(fault)
        async with joined.recognizer().session(A_CALL) as session:
            with pytest.raises(RecognizerFailed) as caught:
                await hear(session, ONE_SECOND, ANY)
            assert str(caught.value) == words
            assert leaks(caught.value) == []
            assert caught.value.rest_s == RESTS_S.get(name, 0.0)
            assert trio.current_time() == pytest.approx(waited_s)
            await next_is_heard(session)


async def test_a_network_that_refuses(autojump_clock: MockClock) -> None:
    """And then does not."""
    async with rig() as joined:
        joined.memory.refusing = True
        async with joined.recognizer().session(A_CALL) as session:
            with pytest.raises(RecognizerFailed, match="no connection: it was refused"):
                await hear(session, ONE_SECOND, ANY)
            joined.memory.refusing = False
            await next_is_heard(session)


async def test_the_connection_is_there_before_the_caller_speaks(autojump_clock: MockClock) -> None:
    """One for the call, however many utterances; entering the session waits for nothing."""
    async with rig() as joined:
        joined.memory.connect_s = 1.0
        async with joined.recognizer().session(A_CALL) as session:
            assert trio.current_time() == 0.0
            await trio.sleep(1.5)
            for _ in range(3):
                await next_is_heard(session)
            assert trio.current_time() == pytest.approx(1.5 + 3 * joined.fake.final_s)
        assert joined.fake.server.connections == 1
        assert joined.fake.server.ended == [1000]


async def test_a_caller_who_is_faster_than_the_connection_is_heard(autojump_clock: MockClock) -> None:
    """The sound waits for it."""
    async with rig() as joined:
        joined.memory.connect_s = 1.0
        async with joined.recognizer().session(A_CALL) as session:
            await next_is_heard(session)
        assert trio.current_time() == pytest.approx(1.0 + joined.fake.final_s)
        assert len(joined.fake.heard[0]) == 48_000


async def test_the_session_is_set_up_as_the_settings_say(autojump_clock: MockClock) -> None:
    """The service detects no turns; what is not set is not sent."""
    async with rig() as joined:
        async with joined.recognizer().session(A_CALL) as session:
            await next_is_heard(session)
        async with joined.recognizer(model="m", prompt="Rooms.", keywords=["Doe"], mulaw=True).session(A_CALL) as two:
            await next_is_heard(two)
        first, second = (event["session"] for event in joined.fake.received_of("session.update"))
        peers = joined.fake.server.peers
    pcm, mu = {"type": "audio/pcm", "rate": 24_000}, {"type": "audio/pcmu"}
    plain = {"model": "gpt-live-transcribe", "language": "en"}
    told = {"model": "m", "language": "en", "prompt": "Rooms.", "keywords": ["Doe"]}
    assert first == {
        "type": "transcription",
        "audio": {"input": {"format": pcm, "transcription": plain, "turn_detection": None}},
    }
    assert second == {
        "type": "transcription",
        "audio": {"input": {"format": mu, "transcription": told, "turn_detection": None}},
    }
    assert joined.fake.heard[1] == ONE_SECOND
    assert [peer.path for peer in peers] == ["/v1/realtime?intent=transcription"] * 2
    assert [peer.headers["authorization"] for peer in peers] == [f"Bearer {KEY}"] * 2


async def test_the_sound_is_the_same_at_24_khz(autojump_clock: MockClock) -> None:
    """Every third sample is the caller's."""
    tone = mulaw.encode(np.round(8000 * np.sin(2 * np.pi * 440 * np.arange(8000) / 8000)).astype(np.int16))
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        await hear(session, tone, ANY)
        pcm = np.frombuffer(joined.fake.heard[0], dtype="<i2")
    assert len(pcm) == 24_000
    difference = pcm[::3].astype(float) - mulaw.decode(tone)
    assert np.sqrt(np.mean(np.square(difference[100:-100]))) < 100


async def test_words_are_told_while_the_caller_speaks(autojump_clock: MockClock) -> None:
    """And at a pause; at the end the final text counts."""
    partials: list[str] = []
    async with (
        rig() as joined,
        joined.recognizer().session(A_CALL) as session,
        session.utterance(1, ANY, partials.append) as utterance,
    ):
        await trio.testing.wait_all_tasks_blocked()
        assert await utterance.so_far() is None
        await utterance.feed(ONE_SECOND)
        await trio.testing.wait_all_tasks_blocked()
        assert partials == ["my", "my name"]
        assert await utterance.so_far() == TranscriptSoFar(Transcript("my name", CONFIDENCE), stands=False)
        assert (await utterance.finish()).text == WORDS


async def test_models_that_answer_after_the_commit(autojump_clock: MockClock) -> None:
    """Their words are told as they come."""
    partials: list[str] = []
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        joined.fake.listens = False
        assert await hear(session, ONE_SECOND, ANY, partials.append) == Transcript(WORDS, CONFIDENCE)
    assert partials == ["my", "my name", "my name is", "my name is Jane", "my name is Jane Doe"]


async def test_an_abandoned_utterance_is_cleared(autojump_clock: MockClock) -> None:
    """Its sound is not part of the next one, and its words are told to nobody."""
    partials: list[str] = []
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        async with session.utterance(1, ANY, ignore) as utterance:
            await trio.testing.wait_all_tasks_blocked()
            await utterance.feed(ONE_SECOND)
        joined.fake.words = "no thanks"
        assert (await hear(session, ONE_SECOND, ANY, partials.append)).text == "no thanks"
        kinds = [event["type"] for event in joined.fake.received]
    assert kinds.count("input_audio_buffer.clear") == kinds.count("input_audio_buffer.commit") == 1
    assert len(joined.fake.heard) == 1
    assert len(joined.fake.heard[0]) == 48_000
    assert set(partials) <= {"no", "no thanks"}


async def test_the_sound_that_was_sent_is_counted(autojump_clock: MockClock) -> None:
    """Of an utterance that was abandoned too; not what no connection has taken."""
    counted = Counted()
    async with rig() as joined:
        joined.memory.refusing = True
        async with joined.recognizer().session(counted.call) as session:
            with pytest.raises(RecognizerFailed):
                await hear(session, ONE_SECOND, ANY)
            assert counted.used == {}
            joined.memory.refusing = False
            await next_is_heard(session)
            async with session.utterance(2, ANY, ignore) as utterance:
                await trio.testing.wait_all_tasks_blocked()
                await utterance.feed(ONE_SECOND)
    assert counted.used == {"recognizer.openai_realtime": Used(requests=2, seconds=2.0)}


async def test_nothing_is_committed_that_would_be_refused(autojump_clock: MockClock) -> None:
    """Neither an empty utterance nor one that is too short for the service; both have no words."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        assert await hear(session, b"", ANY) == Transcript("", 0.0)
        assert await hear(session, ONE_SECOND[:700], ANY) == Transcript("", 0.0)
        await next_is_heard(session)
        assert len(joined.fake.received_of("input_audio_buffer.commit")) == 1
        assert all(event["type"] != "error" for event in joined.fake.sent)


async def test_no_words_are_no_failure(autojump_clock: MockClock) -> None:
    """A cough has none."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        joined.fake.words = ""
        assert await hear(session, ONE_SECOND, ANY) == Transcript("", 0.0)


async def test_late_words_belong_to_no_other_utterance(autojump_clock: MockClock) -> None:
    """Nor does a second final text of the utterance before; events that nobody knows are ignored."""
    partials: list[str] = []
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        late = [delta("item_1_1", " late"), final("item_1_1", "something else")]
        unheard_of = final("item_0", "something older")
        joined.fake.faults += [
            after(*late, Wait(0.05), *late),
            before({"type": "session.paused", "event_id": "e"}, *late, unheard_of),
        ]
        await next_is_heard(session)
        joined.fake.words = "no thanks"
        assert (await hear(session, ONE_SECOND, ANY, partials.append)).text == "no thanks"
    assert set(partials) <= {"no", "no thanks"}


async def test_finals_that_come_in_another_order(autojump_clock: MockClock) -> None:
    """The first utterance is given up, its final comes after that of the second."""

    def later(steps: Steps) -> Steps:
        return [*steps[:3], Wait(6.0), *steps[3:]]

    async with rig() as joined:
        joined.fake.faults.append(later)
        async with joined.recognizer().session(A_CALL) as session:
            async with session.utterance(1, ANY, ignore) as utterance:
                await utterance.feed(ONE_SECOND)
                with pytest.raises(RecognizerFailed, match="no words within 3 s"):
                    await utterance.finish()
                joined.fake.words = "no thanks"
            assert (await hear(session, ONE_SECOND, ANY)).text == "no thanks"
            await trio.sleep(10)
            assert (await hear(session, ONE_SECOND, ANY)).text == "no thanks"


async def test_a_connection_that_is_lost_between_utterances_is_opened_again_once(autojump_clock: MockClock) -> None:
    """Then nobody insists: only the next utterance tries again."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        joined.fake.faults.append(after(Wait(0.1), Step.CLOSE))
        await next_is_heard(session)
        await trio.sleep(60)
        assert joined.fake.server.connections == 2
        await _lose(joined)
        await trio.sleep(60)
        assert joined.fake.server.connections == 2
        await next_is_heard(session)
        assert joined.fake.server.connections == 3


async def _lose(joined: Rig) -> None:
    with pytest.raises(ConnectionClosed):
        await joined.fake.server.peers[-1].send([Step.CLOSE, {"type": "session.paused", "event_id": "e"}])


async def test_the_connection_is_renewed_before_it_expires(autojump_clock: MockClock) -> None:
    """Between two utterances, five minutes before the server would end it; nobody notices."""
    async with rig() as joined:
        joined.fake.lasts_s = 600.0
        async with joined.recognizer().session(A_CALL) as session:
            await trio.sleep(290)
            async with session.utterance(1, ANY, ignore) as utterance:
                await utterance.feed(ONE_SECOND)
                await trio.sleep(20)
                assert joined.fake.server.connections == 1
                assert (await utterance.finish()).text == WORDS
            await trio.sleep(1)
            assert joined.fake.server.connections == 2
            await next_is_heard(session)
        assert joined.fake.server.ended == [1000, 1000]


async def test_a_server_that_answers_no_pings_is_left(autojump_clock: MockClock) -> None:
    """The connection may be dead long before the kernel says so."""
    async with rig() as joined:
        joined.fake.deaf = True
        async with joined.recognizer().session(A_CALL) as session:
            async with session.utterance(1, ANY, ignore) as utterance:
                await trio.testing.wait_all_tasks_blocked()
                await utterance.feed(ONE_SECOND)
            await trio.sleep(29)
            assert joined.fake.server.connections == 1
            await trio.sleep(2)
            assert joined.fake.server.connections == 2


async def test_a_server_that_reads_nothing(autojump_clock: MockClock) -> None:
    """What waits is bounded in time; the next utterance has a new connection."""
    async with rig() as joined:
        joined.fake.deaf = True
        async with joined.recognizer().session(A_CALL) as session:
            with pytest.raises(RecognizerFailed, match="it took nothing within 2 s"):
                await hear(session, ONE_SECOND * 2, ANY)
            joined.fake.deaf = False
            await next_is_heard(session)


async def test_an_utterance_without_end_is_refused(autojump_clock: MockClock) -> None:
    """The audio that is kept is bounded."""
    async with (
        rig() as joined,
        joined.recognizer().session(A_CALL) as session,
        session.utterance(1, ANY, ignore) as utterance,
    ):
        await utterance.feed(ONE_SECOND * 180)
        with pytest.raises(RecognizerFailed, match="an utterance of more than 180 s") as caught:
            await utterance.feed(b"\xff")
        assert caught.value.only_this


async def test_leaving_a_call_waits_for_nobody(autojump_clock: MockClock) -> None:
    """Whatever the server does, a session is closed within half a second."""
    for opening in (None, Step.HANG):
        async with rig() as joined:
            joined.fake.server.openings.append(opening)
            joined.fake.faults.append(instead(Step.HANG))
            async with joined.recognizer().session(A_CALL) as session, session.utterance(1, ANY, ignore) as utterance:
                await utterance.feed(ONE_SECOND)
                with trio.move_on_after(1.0):
                    await utterance.finish()
                began = trio.current_time()
            assert trio.current_time() - began < 0.5


async def test_it_needs_a_key(autojump_clock: MockClock) -> None:
    """Without one the next service serves."""
    settings = OpenAiRealtimeTranscriptionSettings()
    with pytest.raises(WorkerCannotStart, match=r"neither recognizer\.openai_realtime\.api_key nor OPENAI_API_KEY"):
        async with open_openai_realtime(SimulatedWorld(), settings):
            pass
    async with open_openai_realtime(SimulatedWorld(environment=VARIABLES), settings) as recognizer:
        assert recognizer.name == "openai_realtime"
        assert recognizer.speaks("de")
        assert recognizer.unknown_words([ANY]) == ()


async def test_the_sound_is_base64_of_whole_samples(autojump_clock: MockClock) -> None:
    """Each piece decodes by itself."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        await hear(session, ONE_SECOND[:7777], ANY)
        pieces = [
            base64.b64decode(str(event["audio"])) for event in joined.fake.received_of("input_audio_buffer.append")
        ]
    assert all(len(piece) % 2 == 0 for piece in pieces)
    assert sum(map(len, pieces)) == 6 * 7777


@pytest.mark.parametrize("seed", range(12))
def test_a_refused_key_is_named_whatever_is_read_first(seed: int) -> None:
    """The server says why and closes at once, while the client still writes."""

    async def main() -> RecognizerFailed:
        async with rig() as joined:
            joined.fake.key = "sk-another"
            async with joined.recognizer().session(A_CALL) as session:
                with pytest.raises(RecognizerFailed) as caught:
                    await hear(session, ONE_SECOND, Expectation())
        return caught.value

    failed, _ = simulate(main, seed=seed)
    assert "the key is not accepted" in str(failed)
    assert failed.rest_s == 60.0
