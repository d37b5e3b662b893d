"""The recognizer `openai`, against the fake in memory. Virtual clock; faults are used up, one for each request."""

import json

import numpy as np
import pytest
import trio
import trio.testing
from trio.testing import MockClock

from offhook.actors.asking import bug_behind
from offhook.actors.recognizer.openai_transcription import (
    CONFIDENCE,
    OpenAiTranscriptionSettings,
    open_openai_transcription,
)
from offhook.actors.recognizer.service import RecognizerFailed, Transcript, TranscriptSoFar
from offhook.engine.decide.costs import Used
from offhook.engine.host.worker import WorkerCannotStart
from offhook.engine.words.expectation import Expectation
from offhook.protocol import mulaw
from offhook.protocol.wav import read_wav
from offhook.simulation.fakes.openai_audio import event, form_of
from offhook.simulation.fakes.steps import Fault, Step, Wait, before_head, slow, with_body
from offhook.simulation.world import SimulatedWorld
from tests.actors.openai_audio_rig import FAULTS_OF_BOTH, KEY, PAGE, VARIABLES, WORDS, error, leaks, rig
from tests.actors.recognizer.hearing import hear, ignore
from tests.actors.served import A_CALL, Counted

ONE_SECOND = bytes(range(250)) * 32
ANY = Expectation()
DRIP: list[bytes | Wait] = [
    each for _ in range(100) for each in (Wait(1.0), event({"type": "transcript.text.delta", "delta": "um "}))
]
LATE_FINAL = [
    event({"type": "transcript.text.delta", "delta": "late "}),
    event({"type": "transcript.text.done", "text": "something else"}),
]
FAULTS: dict[str, tuple[Fault, str, float]] = {
    **FAULTS_OF_BOTH,
    "a page": (PAGE, "an answer that is no transcript", 0.0),
    "events that are none": (with_body(f"data: {WORDS}\n\n".encode()), "an event that is no part of a transcript", 0.0),
    "JSON of another shape": (
        with_body(json.dumps({"transcript": WORDS}).encode(), content_type="application/json"),
        "an answer that is no transcript",
        0.0,
    ),
    "nothing": (with_body(), "the stream ended without a final text", 0.0),
    "nothing, as JSON": (with_body(content_type="application/json"), "an answer that is no transcript", 0.0),
    "no final text": (
        lambda answer: with_body(*answer.steps[1:-1])(answer),
        "the stream ended without a final text",
        0.0,
    ),
    "words without end": (with_body(*DRIP), "the answer has not ended within 10 s", 10.0),
    "an event without end": (with_body(*[b"data: " + b"x" * 65_536] * 20), "an event of more than 1048576 bytes", 0.0),
    "JSON without end": (
        with_body(*[b" " * 65_536] * 20, content_type="application/json"),
        "an answer of more than 1048576 bytes",
        0.0,
    ),
}


@pytest.mark.parametrize("name", FAULTS)
async def test_each_fault_is_named_and_in_time(name: str, autojump_clock: MockClock) -> None:
    """A failure says what went wrong and quotes neither key nor words. The audio is kept: the same utterance can be
    asked about again."""
    fault, words, waited_s = FAULTS[name]
    async with (
        rig() as joined,
        joined.recognizer().session(A_CALL) as session,
        session.utterance(1, ANY, ignore) as utterance,
    ):
        await utterance.feed(ONE_SECOND)
        joined.fake.faults.append(fault)
        began = trio.current_time()
        with pytest.raises(RecognizerFailed) as caught:
            await utterance.finish()
        assert str(caught.value) == words
        assert leaks(caught.value) == []
        assert bug_behind(caught.value) is None  # the operator gets one line, and no traceback of ours
        assert trio.current_time() - began == pytest.approx(waited_s)
        assert (await utterance.finish()).text == WORDS
        sent = [form_of(request)["file"] for request in joined.fake.requests]
    assert len(set(sent)) == 1


async def test_the_whole_utterance_is_sent(autojump_clock: MockClock) -> None:
    """As a WAV file that holds what the caller said, sample for sample, with the language of the session."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        assert await hear(session, ONE_SECOND, ANY) == Transcript(WORDS, CONFIDENCE)
        (request,) = joined.fake.requests
    form = form_of(request)
    samples, rate_hz = read_wav(form["file"])
    assert rate_hz == 8000
    assert np.array_equal(samples, mulaw.decode(ONE_SECOND))
    assert form["language"] == b"en"
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert b'filename="utterance.wav"' in request.body


async def test_what_is_set_is_sent(autojump_clock: MockClock) -> None:
    """And what is not set is not."""
    async with rig() as joined:
        async with joined.recognizer(stream=False, prompt="Names: Doe.", model="m").session(A_CALL) as session:
            await hear(session, ONE_SECOND, ANY)
        (request,) = joined.fake.requests
    form = form_of(request)
    del form["file"]
    assert form == {"model": b"m", "response_format": b"json", "language": b"en", "prompt": b"Names: Doe."}


async def test_words_are_told_as_they_come(autojump_clock: MockClock) -> None:
    """Where the model streams; at the end the final text counts."""
    partials: list[str] = []
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        joined.fake.words = "yes please"
        assert (await hear(session, ONE_SECOND, ANY, partials.append)).text == "yes please"
        assert partials == ["yes", "yes please"]
        joined.fake.streams = False
        assert (await hear(session, ONE_SECOND, ANY, partials.append)).text == "yes please"
    assert partials == ["yes", "yes please"]


async def test_the_final_words_do_not_wait_for_the_end_of_the_stream(autojump_clock: MockClock) -> None:
    """A second final text, and a stream that hangs after the first, change nothing."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        joined.fake.faults.append(lambda answer: with_body(*answer.steps[1:], *LATE_FINAL, Step.HANG)(answer))
        began = trio.current_time()
        assert (await hear(session, ONE_SECOND, ANY)).text == WORDS
        assert trio.current_time() - began < 0.1
        await trio.testing.wait_all_tasks_blocked()
        assert len(joined.fake.server.left_early) == 1


async def test_a_pause_is_a_question_of_its_own(autojump_clock: MockClock) -> None:
    """What it returns stands if the caller says no more; if the caller goes on, the whole utterance is sent again."""
    async with (
        rig() as joined,
        joined.recognizer().session(A_CALL) as session,
        session.utterance(1, ANY, ignore) as utterance,
    ):
        await utterance.feed(ONE_SECOND)
        joined.fake.words = "my name is"
        assert await utterance.so_far() == TranscriptSoFar(Transcript("my name is", CONFIDENCE), stands=True)
        await utterance.feed(ONE_SECOND)
        joined.fake.words = WORDS
        assert (await utterance.finish()).text == WORDS
        lengths = [len(read_wav(form_of(request)["file"])[0]) for request in joined.fake.requests]
    assert lengths == [8000, 16_000]


async def test_a_caller_who_goes_on_ends_the_question(autojump_clock: MockClock) -> None:
    """The request is closed at once, and the next one is answered."""
    async with (
        rig() as joined,
        joined.recognizer().session(A_CALL) as session,
        session.utterance(1, ANY, ignore) as utterance,
    ):
        await utterance.feed(ONE_SECOND)
        joined.fake.faults.append(slow(2.0))
        with trio.move_on_after(0.2):
            await utterance.so_far()
        assert trio.current_time() == pytest.approx(0.2)
        assert (await utterance.finish()).text == WORDS


async def test_sound_that_is_sent_twice_is_counted_twice(autojump_clock: MockClock) -> None:
    """At a pause, even if the caller goes on before there are words; not if the service refuses or is gone."""
    counted = Counted()
    async with (
        rig() as joined,
        joined.recognizer().session(counted.call) as session,
        session.utterance(1, ANY, ignore) as utterance,
    ):
        await utterance.feed(ONE_SECOND)
        joined.fake.faults.append(slow(2.0))
        with trio.move_on_after(0.2):
            await utterance.so_far()
        await utterance.feed(ONE_SECOND)
        joined.fake.faults.append(error(401, "invalid_api_key"))
        with pytest.raises(RecognizerFailed):
            await utterance.so_far()
        joined.fake.faults.extend([before_head(Step.CLOSE)] * 2)
        with pytest.raises(RecognizerFailed):
            await utterance.finish()
        await utterance.finish()
    assert counted.used == {"recognizer.openai": Used(requests=2, seconds=3.0)}


async def test_no_words_are_no_failure(autojump_clock: MockClock) -> None:
    """A cough has none; what is too short for the service is not sent."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        joined.fake.words = ""
        assert await hear(session, ONE_SECOND, ANY) == Transcript("", 0.0)
        assert await hear(session, ONE_SECOND[:700], ANY) == Transcript("", 0.0)
        assert len(joined.fake.requests) == 1


async def test_an_utterance_without_end_is_refused(autojump_clock: MockClock) -> None:
    """The audio that is kept is bounded."""
    async with (
        rig() as joined,
        joined.recognizer().session(A_CALL) as session,
        session.utterance(1, ANY, ignore) as utterance,
    ):
        await utterance.feed(ONE_SECOND * 180)
        with pytest.raises(RecognizerFailed, match="an utterance of more than 180 s"):
            await utterance.feed(b"\xff")


async def test_a_connection_is_used_again_and_its_end_costs_no_utterance(autojump_clock: MockClock) -> None:
    """Only the first utterance pays for the handshake; a request that meets a closed connection is sent once more."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        await hear(session, ONE_SECOND, ANY)
        await hear(session, ONE_SECOND, ANY)
        assert joined.fake.server.connections == 1
        await trio.sleep(61)
        assert (await hear(session, ONE_SECOND, ANY)).text == WORDS
        assert joined.fake.server.connections == 2


async def test_a_server_that_breaks_every_connection_is_asked_twice(autojump_clock: MockClock) -> None:
    """No more: what breaks a new connection too is a fault."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        joined.fake.faults += [before_head(Step.CLOSE), before_head(Step.RESET)]
        with pytest.raises(RecognizerFailed, match="the connection broke before the answer"):
            await hear(session, ONE_SECOND, ANY)
        assert joined.fake.server.connections == 2


async def test_the_sdks_own_variables_are_enough(autojump_clock: MockClock) -> None:
    """It is opened as the server opens it, over the network of the world; without them it is skipped."""
    settings = OpenAiTranscriptionSettings()
    async with rig() as joined:
        world = SimulatedWorld(transport=joined.transport, environment=VARIABLES)
        async with (
            open_openai_transcription(world, settings) as recognizer,
            recognizer.session(A_CALL) as session,
        ):
            assert (await hear(session, ONE_SECOND, ANY)).text == WORDS
            assert (recognizer.name, recognizer.guesses) == ("openai", True)
            assert recognizer.speaks("sw")
            assert recognizer.unknown_words([Expectation(phrases=("zymurgy",))]) == ()
    with pytest.raises(WorkerCannotStart, match=r"^no key: neither recognizer.openai.api_key nor"):
        async with open_openai_transcription(SimulatedWorld(), settings):
            pass
