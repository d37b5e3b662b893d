"""A service that refuses the key, or says how long to wait, is left alone at once. In memory, in virtual time."""

import pytest
from trio.testing import MockClock

from offhook.actors.recognizer.service import RecognizerFailed
from offhook.actors.responder.service import ResponderFailed
from offhook.actors.speaker.service import VoiceFailed
from offhook.protocol.openai_errors import of_answer
from offhook.protocol.service_errors import BUSY_REST_S, REFUSED_REST_S
from offhook.simulation.fakes.openai_chat import FakeOpenAiChat
from offhook.simulation.fakes.openai_model import refused
from tests.actors.openai_audio_rig import error, rig
from tests.actors.responder.model_server import over_memory, said, session_of
from tests.actors.served import A_CALL

REFUSALS = [
    (401, "invalid_api_key", REFUSED_REST_S),
    (429, "insufficient_quota", REFUSED_REST_S),
    (404, "model_not_found", REFUSED_REST_S),
    (429, "rate_limit_exceeded", BUSY_REST_S),
    (500, "server_error", 0.0),
    (400, "unsupported_value", 0.0),
]


@pytest.mark.parametrize(("status", "code", "rest_s"), REFUSALS)
async def test_the_failure_says_how_long_it_is_useless_to_ask(
    status: int, code: str, rest_s: float, autojump_clock: MockClock
) -> None:
    """Of all three services: what no call can change rests; what may be over soon is tried again."""
    async with rig() as found:
        found.fake.faults.extend([error(status, code)] * 2)
        with pytest.raises(RecognizerFailed) as unheard:
            await found.recognizer().transcribe(bytes(8000), A_CALL, lambda text: None)
        with pytest.raises(VoiceFailed) as unspoken:
            async with found.voice().say("Good day.", "en") as sound:
                await anext(sound)
    fake = FakeOpenAiChat(refused(status, code, "no"))
    async with over_memory(fake) as (responder, _), session_of(responder) as session:
        with pytest.raises(ResponderFailed) as unanswered:
            await said(session)
    assert (unheard.value.rest_s, unanswered.value.rest_s, unspoken.value.rest_s) == (rest_s,) * 3


def test_a_server_that_says_how_long_to_wait_is_believed() -> None:
    """Up to an hour, and only where that header means it."""
    assert of_answer(429, b'{"error": {"code": "rate_limit_exceeded"}}', {"retry-after": "20"}).rest_s == 20
    assert of_answer(503, b"", {"retry-after": "999999"}).rest_s == 3600
    assert of_answer(429, b"", {"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}).rest_s == BUSY_REST_S
    assert of_answer(400, b"", {"retry-after": "20"}).rest_s == 0
