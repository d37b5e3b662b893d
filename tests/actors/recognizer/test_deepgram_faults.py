"""How the recognizer `deepgram` fails, and goes on, against the fake in memory. Virtual clock; faults are used up, one
for each connection or stretch of speech."""

import pytest
import trio
import trio.testing
from trio.testing import MockClock

from offhook.actors.recognizer.service import RecognizerFailed, Utterance
from offhook.protocol.service_errors import BUSY_REST_S, REFUSED_REST_S
from offhook.simulation.fakes.deepgram import NO_ANSWER, NO_AUDIO, NOT_DECODED, refusal, results
from offhook.simulation.fakes.steps import Step
from offhook.simulation.fakes.websocket_server import (
    Close,
    Fault,
    Garbage,
    Opening,
    Refusal,
    first_then,
    half_then,
    instead,
)
from tests.actors.deepgram_rig import KEY, WORDS, rig
from tests.actors.recognizer.deepgram_calls import ANY, ONE_SECOND, SILENCE, next_is_heard, send
from tests.actors.recognizer.hearing import hear, ignore
from tests.actors.served import A_CALL

AN_ERROR = {"type": "Error", "variant": "X", "description": f"{KEY} may not say {WORDS}", "message": WORDS}
NOT_IN_TIME = "no words within 3 s"


def leaks(exc: BaseException | None) -> list[str]:
    """The texts of a failure and its causes that quote the key or the words."""
    found = []
    while exc is not None:
        found += [text for text in (str(exc), repr(exc)) if KEY in text or WORDS in text]
        exc = exc.__cause__ or (None if exc.__suppress_context__ else exc.__context__)
    return found


FAULTS: dict[str, tuple[Fault, str, float]] = {
    "closes without a frame": (first_then(1, Step.CLOSE), "the connection broke", 0.1),
    "breaks": (first_then(1, Step.RESET), "the connection broke", 0.1),
    "closes with a code": (first_then(1, Close(1011, WORDS)), "the server closed with code 1011", 0.1),
    "waits for audio": (half_then(NO_AUDIO), "no audio was sent for too long (NET-0001)", 0.1),
    "does not answer in time": (half_then(NO_ANSWER), "the service did not answer in its own time (NET-0000)", 0.1),
    "cannot decode the audio": (half_then(NOT_DECODED), "the audio cannot be decoded (DATA-0000)", 0.1),
    "ends the stream": (half_then(Close(1000)), "the server closed with code 1000", 0.1),
    "JSON that is none": (first_then(1, f'{{"{WORDS}'), "a message that is none of Deepgram's", 0.1),
    "a page": (first_then(1, f"<html>{KEY} {WORDS}</html>"), "a message that is none of Deepgram's", 0.1),
    "results of another shape": (
        first_then(1, f'{{"type": "Results", "start": "{WORDS}"}}'),
        "a message that is none of Deepgram's",
        0.1,
    ),
    "times that cannot be": (
        instead(results(5.0, 1.0, [], is_final=True)),
        "a message that is none of Deepgram's",
        0.1,
    ),
    "a binary message": (first_then(1, WORDS.encode()), "a message that is no text", 0.1),
    "an error": (first_then(1, AN_ERROR), "the service reports an error", 0.1),
    "an error with a code": (
        instead({**AN_ERROR, "description": "NET-0000"}),
        "the service did not answer in its own time (NET-0000)",
        0.1,
    ),
    "hangs before an answer": (instead(Step.HANG), NOT_IN_TIME, 3.0),
    "a text without end": (
        instead(
            results(
                0.1,
                1.0,
                [{"word": "um" * 6000, "start": 0.2, "end": 0.9, "confidence": 1, "punctuated_word": "um" * 6000}],
                is_final=True,
            )
        ),
        "results without end",
        0.1,
    ),
}
"""By name: what becomes of the final results, the whole text of the failure, and how long they were waited for."""

OPENINGS: dict[str, tuple[Opening, str, float, float]] = {
    "wrong key": (refusal(401), "HTTP 401: the key is not accepted (INVALID_AUTH)", REFUSED_REST_S, 0.0),
    "no credit": (
        refusal(402),
        "HTTP 402: the account has no credit left (ASR_PAYMENT_REQUIRED)",
        REFUSED_REST_S,
        0.0,
    ),
    "not permitted": (
        refusal(403),
        "HTTP 403: the key does not permit this (INSUFFICIENT_PERMISSIONS)",
        REFUSED_REST_S,
        0.0,
    ),
    "another language": (
        refusal(400),
        "HTTP 400: the request is not accepted: perhaps the model does not know the language",
        REFUSED_REST_S,
        0.0,
    ),
    "too many connections": (
        refusal(429),
        "HTTP 429: too many connections or requests (TOO_MANY_REQUESTS)",
        BUSY_REST_S,
        0.0,
    ),
    "too many connections for a while": (
        refusal(429, "20"),
        "HTTP 429: too many connections or requests (TOO_MANY_REQUESTS); it asks to wait 20 s",
        20.0,
        0.0,
    ),
    "overloaded": (refusal(503), "HTTP 503: the server is overloaded", 0.0, 0.0),
    "a page of a proxy": (Refusal(502, f"<html>{KEY}</html>".encode()), "HTTP 502: the server has failed", 0.0, 0.0),
    "no HTTP": (Garbage(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"), "the connection broke", 0.0, 0.0),
    "closes before the handshake": (Step.CLOSE, "the connection broke before there was a WebSocket", 0.0, 0.0),
    "hangs before the handshake": (Step.HANG, "no connection within 2 s", 0.0, 2.0),
}
"""By name: what becomes of the handshake, the whole text of the failure, for how long the service is to be left alone,
and how long it was waited for."""


async def feed_on(utterance: Utterance, sound: bytes, times: int, apart_s: float) -> None:
    for _ in range(times):
        await utterance.feed(sound)
        await trio.sleep(apart_s)


@pytest.mark.parametrize("name", FAULTS)
async def test_each_fault_of_an_answer_is_named_and_in_time(name: str, autojump_clock: MockClock) -> None:
    """A failure says what went wrong and quotes neither key nor words; the next utterance is heard."""
    fault, words, waited_s = FAULTS[name]
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        joined.fake.listens = False
        joined.fake.faults.append(fault)
        async with session.utterance(1, ANY, ignore) as utterance:
            await utterance.feed(ONE_SECOND + SILENCE * 5)
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
    opening, words, rest_s, waited_s = OPENINGS[name]
    async with rig() as joined:
        joined.fake.server.openings += [opening, opening]
        async with joined.recognizer().session(A_CALL) as session:
            await trio.sleep(5)
            began = trio.current_time()
            with pytest.raises(RecognizerFailed) as caught:
                await hear(session, ONE_SECOND, ANY)
            assert str(caught.value) == words
            assert caught.value.rest_s == rest_s
            assert leaks(caught.value) == []
            assert trio.current_time() - began == pytest.approx(waited_s)
            await next_is_heard(session)
        assert joined.fake.server.connections == 3


async def test_a_network_that_refuses(autojump_clock: MockClock) -> None:
    """It is tried anew for each utterance."""
    async with rig() as joined:
        joined.memory.refusing = True
        async with joined.recognizer().session(A_CALL) as session:
            with pytest.raises(RecognizerFailed, match="no connection: it was refused"):
                await hear(session, ONE_SECOND, ANY)
            joined.memory.refusing = False
            await next_is_heard(session)


async def test_a_service_that_hangs_is_left_whoever_waited(autojump_clock: MockClock) -> None:
    """Also where a chain has waited less long than the settings say: the next utterance has a new connection."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        joined.fake.listens = False
        joined.fake.faults.append(instead(Step.HANG))
        with trio.move_on_after(1.0) as patience:
            await hear(session, ONE_SECOND + SILENCE * 3, ANY)
        assert patience.cancelled_caught
        await next_is_heard(session)
        assert joined.fake.server.connections == 2


async def test_a_connection_that_is_lost_between_utterances_is_opened_again_once(autojump_clock: MockClock) -> None:
    """And the times of its audio begin anew. Lost again, it waits until it is needed."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        await next_is_heard(session)
        for _ in range(2):
            await send(joined, NO_AUDIO)
            await trio.sleep(1)
        assert joined.fake.server.connections == 2
        await next_is_heard(session)
        assert joined.fake.server.connections == 3


async def test_a_connection_that_is_lost_in_an_utterance_fails_it(autojump_clock: MockClock) -> None:
    """The chain has its audio, and asks the next service."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        async with session.utterance(1, ANY, ignore) as utterance:
            await utterance.feed(ONE_SECOND)
            await send(joined, NO_ANSWER)
            with pytest.raises(RecognizerFailed, match="NET-0000"):
                await utterance.feed(ONE_SECOND)
        await next_is_heard(session)


async def test_a_server_that_reads_nothing(autojump_clock: MockClock) -> None:
    """It is named, and nothing piles up."""
    async with rig() as joined:
        joined.fake.deaf = True
        async with joined.recognizer().session(A_CALL) as session, session.utterance(1, ANY, ignore) as utterance:
            await trio.sleep(1)
            with pytest.raises(RecognizerFailed, match="it took nothing within 2 s"):
                await feed_on(utterance, ONE_SECOND, 200, 0.1)


async def test_an_utterance_without_end_is_refused(autojump_clock: MockClock) -> None:
    """Nothing is wrong with the service then."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        async with session.utterance(1, ANY, ignore) as utterance:
            with pytest.raises(RecognizerFailed, match="an utterance of more than 180 s") as caught:
                await feed_on(utterance, SILENCE * 5, 181, 0.001)
        assert caught.value.only_this
