"""How the recognizer `assemblyai` fails, and goes on, against the fake in memory. Virtual clock; faults are used up,
one for each connection or turn that ends."""

import pytest
import trio
import trio.testing
from trio.testing import MockClock

from offhook.actors.recognizer.service import RecognizerFailed, Utterance
from offhook.protocol.service_errors import BUSY_REST_S, REFUSED_REST_S
from offhook.simulation.fakes.assemblyai import NO_BALANCE, TOO_MANY, error, refusal
from offhook.simulation.fakes.steps import Step
from offhook.simulation.fakes.websocket_server import Close, Fault, Garbage, Opening, Refusal, instead
from tests.actors.assemblyai_rig import KEY, WORDS, Rig, rig, speech
from tests.actors.recognizer.assemblyai_calls import ANY, ONE_SECOND, next_is_heard, send
from tests.actors.recognizer.hearing import hear, ignore
from tests.actors.served import A_CALL

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


async def test_a_server_that_takes_no_more_than_is_spoken(autojump_clock: MockClock) -> None:
    """3007 is named; the pace of speech is one setting away."""
    async with rig() as joined:
        joined.fake.ahead_s = 1.0
        async with joined.recognizer().session(A_CALL) as session:
            with pytest.raises(RecognizerFailed, match=r"audio was sent too fast, .* \(3007\)"):
                await hear(session, speech(5.0), ANY)
        async with joined.recognizer(catch_up=1).session(A_CALL) as session:
            assert (await hear(session, speech(5.0), ANY)).text == WORDS


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
