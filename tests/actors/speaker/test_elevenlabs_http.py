"""The voice `elevenlabs_http`, against the fake in memory. Virtual clock; faults are used up, one for each request."""

import json
from collections.abc import Callable

import pytest
import trio
import trio.testing
from pydantic import ValidationError
from trio.testing import MockClock

from offhook.actors.served_call import ServedCall
from offhook.actors.speaker.elevenlabs_http import ElevenLabsHttpSettings, open_elevenlabs_http
from offhook.actors.speaker.service import VoiceFailed
from offhook.engine.host.worker import WorkerCannotStart
from offhook.simulation.fakes.elevenlabs import refusal, unprocessable
from offhook.simulation.fakes.openai_realtime import speech
from offhook.simulation.fakes.steps import (
    Answer,
    Fault,
    Step,
    Wait,
    after_head,
    before_head,
    half_then,
    instead,
    with_body,
)
from offhook.simulation.world import SimulatedWorld
from tests.actors.elevenlabs_rig import KEY, LASTS_S, SECRETS, VARIABLES, rig, said_by, sound_in, words_in
from tests.actors.openai_audio_rig import WORDS, leaks
from tests.actors.served import A_CALL
from tests.actors.speaker.listening import seconds, sound_of

LINE = b'{"audio_base64": "'
Failed = tuple[Fault, str, float, float]


def refused(status: int, name: str, words: str, rest_s: float) -> Failed:
    return instead(refusal(status, name, SECRETS)), f"HTTP {status}: {words} ({name})", rest_s, 0.0


def plain(status: int, body: bytes, words: str, rest_s: float = 0.0) -> Failed:
    answer = Answer(status, {"content-type": "application/json"}, [Step.HEAD, body])
    return instead(answer), f"HTTP {status}: {words}", rest_s, 0.0


FAULTS: dict[str, Failed] = {
    "hangs before the head": (before_head(Step.HANG), "no answer within 3 s", 0.0, 3.0),
    "hangs after the head": (after_head(Step.HANG), "no answer within 3 s", 0.0, 3.0),
    "hangs in the middle": (half_then(Step.HANG), "nothing more within 2 s, in the middle of the answer", 0.0, 2.0),
    "closes in the middle": (half_then(Step.CLOSE), "the connection broke in the middle of the answer", 0.0, 0.0),
    "breaks in the middle": (half_then(Step.RESET), "the connection broke in the middle of the answer", 0.0, 0.0),
    "closes after the head": (after_head(Step.CLOSE), "the connection broke before the answer", 0.0, 0.0),
    "wrong key": refused(401, "invalid_api_key", "the key is not accepted", 60.0),
    "not permitted": refused(401, "missing_permissions", "the key does not permit this", 60.0),
    "no credit": refused(401, "quota_exceeded", "the account has no credit left", 60.0),
    "payment": plain(402, b'{"detail": {"type": "payment_issue"}}', "the account has no credit left", 60.0),
    "forbidden": plain(403, b"", "the key does not permit this", 60.0),
    "no such voice": refused(400, "voice_not_found", "there is no such voice, or not for this account", 60.0),
    "no such model": refused(400, "model_not_found", "there is no such model, or not for this account", 60.0),
    "blocked": refused(401, "detected_unusual_activity", "the account is blocked for unusual activity", 60.0),
    "no such address": plain(404, b'{"detail": "Not Found"}', "there is no such voice or address", 60.0),
    "not accepted": (instead(unprocessable()), "HTTP 422: the request is not accepted", 0.0, 0.0),
    "too many at once": refused(
        429, "too_many_concurrent_requests", "more requests at the same time than the account may have", 2.0
    ),
    "busy": refused(429, "system_busy", "the service is overloaded", 2.0),
    "out of order": plain(500, b"oops", "the server has failed"),
    "a page of a proxy": plain(502, b"<html>Bad Gateway</html>", "the server has failed"),
    "overloaded": plain(503, b"", "the service is overloaded", 2.0),
    "a newer error": plain(
        429, b'{"detail": {"type": "rate_limit_error", "code": "concurrent_limit_exceeded", "message": "no"}}',
        "more requests at the same time than the account may have (concurrent_limit_exceeded)", 2.0,
    ),
    "an error that never ends": (
        instead(Answer(500, {"content-type": "application/json"}, [Step.HEAD, b"{", Step.HANG])),
        "HTTP 500: the server has failed",
        0.0,
        2.0,
    ),
    "a redirect": (
        instead(Answer(307, {"location": "http://elsewhere.example/"}, [Step.HEAD])),
        "HTTP 307: a redirect, which is not followed",
        0.0,
        0.0,
    ),
    "nothing": (with_body(), "silence instead of speech", 0.0, 0.0),
}  # fmt: skip
OF_TIMES: dict[str, Failed] = {
    "a page": (with_body(f"<html>{SECRETS}</html>".encode()), "an answer that is no audio with times", 0.0, 0.0),
    "half a line": (with_body(LINE), "an answer that is no audio with times", 0.0, 0.0),
    "a line without end": (with_body(LINE, *[b"A" * 65_536] * 70), "a line of more than 4194304 bytes", 0.0, 0.0),
    "no base64": (with_body(b'{"audio_base64": "my name!"}\n'), "audio that is not base64", 0.0, 0.0),
    "an error with status 200": (
        with_body(b'{"detail": {"status": "system_busy"}}\n'),
        "an error in the answer: the service is overloaded (system_busy)", 2.0, 0.0,
    ),
    "an error in the middle": (
        with_body(b'{"audio_base64": ""}\n', b'{"detail": {"message": "This request exceeds your quota"}}\n'),
        "an error in the answer: the account has no credit left (quota_exceeded)", 60.0, 0.0,
    ),
    "an error as over a WebSocket": (
        with_body(f'{{"error": "invalid_api_key", "message": "{SECRETS}", "code": 1008}}'.encode()),
        "an error in the answer: the key is not accepted (invalid_api_key)", 60.0, 0.0,
    ),
    "an error of an unknown kind": (
        with_body(f'{{"detail": {{"status": "new", "message": "{SECRETS}"}}}}'.encode()),
        "an error in the answer: of an unknown kind", 0.0, 0.0,
    ),
}  # fmt: skip
OF_SOUND: dict[str, Failed] = {
    "JSON": (
        with_body(b"{}", content_type="application/json; charset=utf-8"),
        "an answer of the type application/json instead of mu-law",
        0.0,
        0.0,
    ),
    "MP3": (
        with_body(b"ID3", content_type="audio/mpeg"), "an answer of the type audio/mpeg instead of mu-law", 0.0, 0.0,
    ),
    "silence": (with_body(b"\xff" * 8000), "silence instead of speech", 0.0, 0.0),
    "silence without end": (with_body(b"\xff" * 80_000, Step.HANG), "silence instead of speech", 0.0, 0.0),
    "sound without end": (
        with_body(*[speech(1.0)] * 100), "sound without end: more than 19.5 s for 19 characters", 0.0, 0.0,
    ),
    "sound that drips": (
        with_body(*[each for _ in range(100) for each in (Wait(1.0), speech(0.1))]),
        "the answer has not ended within 60 s",
        0.0,
        60.0,
    ),
}  # fmt: skip
ALL = [
    *(pytest.param(True, found, id=name) for name, found in FAULTS.items()),
    *(pytest.param(False, found, id=f"{name}, without times") for name, found in FAULTS.items()),
    *(pytest.param(True, found, id=name) for name, found in OF_TIMES.items()),
    *(pytest.param(False, found, id=name) for name, found in OF_SOUND.items()),
]  # fmt: skip


@pytest.mark.parametrize(("times", "found"), ALL)
async def test_each_fault_is_named_and_in_time(times: bool, found: Failed, autojump_clock: MockClock) -> None:
    """A failure says what went wrong and for how long it is useless to ask again, quotes neither key nor words, and
    the next sentence is spoken."""
    fault, words, rest_s, waited_s = found
    async with rig() as joined:
        voice = joined.http_voice(word_times=times)
        joined.fake.http_faults.append(fault)
        began = trio.current_time()
        with pytest.raises(VoiceFailed) as caught:
            await sound_of(voice, WORDS)
        assert str(caught.value) == words
        assert (caught.value.rest_s, caught.value.only_this) == (rest_s, False)
        assert leaks(caught.value) == []
        assert trio.current_time() - began == pytest.approx(waited_s)
        assert seconds(await sound_of(voice, WORDS)) == pytest.approx(LASTS_S - 0.05)


async def test_a_text_that_is_refused_says_nothing_about_the_service(autojump_clock: MockClock) -> None:
    """The next sentence is asked of it again."""
    async with rig() as joined:
        joined.fake.http_faults.append(instead(refusal(400, "max_character_limit_exceeded", SECRETS)))
        with pytest.raises(VoiceFailed, match="HTTP 400: the text is too long") as caught:
            await sound_of(joined.http_voice(), WORDS)
    assert (caught.value.only_this, caught.value.rest_s) == (True, 0.0)


def one_by_one(answer: Answer) -> Answer:
    body = b"".join(step for step in answer.steps if isinstance(step, bytes))
    return Answer(200, answer.headers, [Step.HEAD, *(body[place : place + 1] for place in range(len(body)))])


def as_it_is(answer: Answer) -> Answer:
    return answer


def without_the_last_end(answer: Answer) -> Answer:
    body = b"".join(step for step in answer.steps if isinstance(step, bytes))
    return Answer(200, answer.headers, [Step.HEAD, body.rstrip()])


@pytest.mark.parametrize("cut", [as_it_is, one_by_one, without_the_last_end])
async def test_the_sound_and_the_times_are_what_the_server_sent(
    cut: Callable[[Answer], Answer], autojump_clock: MockClock
) -> None:
    """However the answer is cut; silence before the first sound is left out of both."""
    text = "Two tickets, please."
    async with rig() as joined, joined.http_voice().session(A_CALL) as session:
        joined.fake.sound.silent_s = 0.73
        joined.fake.http_faults.append(cut)
        pieces = await said_by(session, text)
    left_out = 0.73 + 0.05 * len(text) - seconds(sound_in(pieces))
    assert sound_in(pieces).endswith(speech(0.05 * len(text)))
    found = words_in(pieces, text)
    assert [word for word, _ in found] == text.split()
    expected = [0.73 + 0.05 * text.index(word) - left_out for word in text.split()]
    assert [at for _, at in found] == pytest.approx(expected, abs=0.002)


async def test_without_times_the_sound_is_asked_for_alone(autojump_clock: MockClock) -> None:
    """And estimated, as with other voices."""
    async with rig() as joined, joined.http_voice(word_times=False).session(A_CALL) as session:
        pieces = await said_by(session, WORDS)
        (request,) = joined.fake.http.requests
    assert words_in(pieces, WORDS) == []
    assert sound_in(pieces) == speech(LASTS_S - 0.05)
    assert request.path.endswith("/stream?output_format=ulaw_8000")


async def test_what_is_set_is_sent(autojump_clock: MockClock) -> None:
    """And what is not set is not; a model that takes a language is told the call's, without a country."""
    async with rig() as joined:
        async with joined.http_voice().session(ServedCall("", "pt-BR")) as session:
            await said_by(session, WORDS)
        full = joined.http_voice(model="eleven_v3", language_code="de", style=0.3, use_speaker_boost=False)
        await sound_of(full, WORDS)
        first, second = joined.fake.http.requests
    assert first.headers["xi-api-key"] == KEY
    assert first.path == "/v1/text-to-speech/JBFqnCBsd6RMkjVDRZzb/stream/with-timestamps?output_format=ulaw_8000"
    assert json.loads(first.body) == {"text": WORDS, "model_id": "eleven_flash_v2_5", "language_code": "pt"}
    assert json.loads(second.body) == {
        "text": WORDS,
        "model_id": "eleven_v3",
        "language_code": "de",
        "voice_settings": {"style": 0.3, "use_speaker_boost": False},
    }


async def test_leaving_early_closes_the_stream_at_once(autojump_clock: MockClock) -> None:
    """After an interruption nothing more is sent; the next sentence makes a connection of its own."""
    async with rig() as joined, joined.http_voice().session(A_CALL) as session:
        joined.fake.http_faults.append(half_then(Step.HANG))
        async with session.sentence(WORDS) as pieces:
            await anext(pieces)
        await trio.testing.wait_all_tasks_blocked()
        assert len(joined.fake.http.left_early) == 1
        assert sound_in(await said_by(session, WORDS))
        assert joined.fake.http.connections == 2


async def test_a_long_text_is_several_requests(autojump_clock: MockClock) -> None:
    """Cut between sentences; the times are those of the whole."""
    text = " ".join(f"Sentence number {number}." for number in range(300))
    async with rig() as joined, joined.http_voice(total_s=600).session(A_CALL) as session:
        pieces = await said_by(session, text)
        asked = [json.loads(request.body)["text"] for request in joined.fake.http.requests]
    assert len(asked) == 2
    assert " ".join(asked) == text
    found = words_in(pieces, text)
    assert [word for word, _ in found] == text.split()
    assert found[-1][1] == pytest.approx(0.05 * (len(text) - 1 - len("299.")), abs=0.01)


@pytest.mark.parametrize("text", ["", " \n", "...", "—"])
async def test_what_has_no_sound_is_not_asked_for(text: str, autojump_clock: MockClock) -> None:
    """It costs nothing, and is no fault."""
    async with rig() as joined:
        assert await sound_of(joined.http_voice(), text) == b""
        assert joined.fake.http.requests == []


async def test_the_key_of_the_sdk_is_enough(autojump_clock: MockClock) -> None:
    """Without one the next service serves. It is opened as the server opens it, over the network of the world."""
    settings = ElevenLabsHttpSettings(base_url="http://voices.example/v1")
    with pytest.raises(WorkerCannotStart, match=r"neither speaker\.elevenlabs_http\.api_key nor ELEVENLABS_API_KEY"):
        async with open_elevenlabs_http(SimulatedWorld(), ElevenLabsHttpSettings()):
            pass
    async with rig() as joined, open_elevenlabs_http(joined.world, settings) as voice:
        assert await sound_of(voice, WORDS)
        (request,) = joined.fake.http.requests
    assert request.headers["host"] == "voices.example"
    assert voice.name == "elevenlabs_http"
    assert VARIABLES["ELEVENLABS_API_KEY"] == request.headers["xi-api-key"]


def test_deadlines_that_contradict_each_other_are_refused() -> None:
    """The first sound cannot be due after the end."""
    with pytest.raises(ValidationError, match="contradict each other"):
        ElevenLabsHttpSettings(first_sound_s=5, total_s=4)
