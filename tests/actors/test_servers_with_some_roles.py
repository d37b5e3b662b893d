"""A server of one's own often has only some of OpenAI's services. A real HTTP client in memory, in virtual time."""

import pytest
from trio.testing import MockClock

from offhook.actors.asked_at_start import Answers, ask_services
from offhook.actors.recognizer.openai_transcription import OPENAI_TRANSCRIPTION
from offhook.actors.responder.openai_chat import OPENAI
from offhook.actors.speaker.openai_speech import OPENAI_SPEECH
from offhook.simulation.fakes.http_server import Answerer, HttpServer, Received
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.world import SimulatedWorld

DECLARATIONS = {"recognizer": OPENAI_TRANSCRIPTION, "responder": OPENAI, "speaker": OPENAI_SPEECH}
PATHS = {"recognizer": "/audio/transcriptions", "responder": "/chat/completions", "speaker": "/audio/speech"}


async def said_at_start(there: dict[str, int], url: str = "http://box.local/v1") -> Answers:
    """What is said of a server that answers these requests with these statuses, and any other with 404."""

    async def answer(request: Received, answerer: Answerer) -> None:
        status = there.get(f"{request.method} {request.path}", 404)
        await answerer.whole(status, b'{"detail": "Not Found"}', "application/json", {})

    environment = {"OPENAI_BASE_URL": url}
    async with in_memory(HttpServer(answer).serve) as (_, transport):
        remotes = {
            f"{role}.openai": declaration.remote(declaration.settings(), environment)
            for role, declaration in DECLARATIONS.items()
            if declaration.remote is not None
        }
        return await ask_services(remotes, SimulatedWorld(transport=transport))


def missing(role: str) -> str:
    return (
        f"{role}.openai: box.local: HTTP 404: it has no {PATHS[role]} there; correct OPENAI_BASE_URL, which mostly ends"
        f" with /v1, or leave {role}.openai out of {role}.chain; meanwhile calls use the next service of the chain"
    )


async def test_nobody_finds_out_from_a_caller_that_the_server_only_writes(autojump_clock: MockClock) -> None:
    """Such as Ollama's: nothing was said at the start, and no call was heard or spoken to by it."""
    answers = await said_at_start({"POST /v1/chat/completions": 400})
    assert sorted(answers.warnings()) == [missing("recognizer"), missing("speaker")]
    assert {service: failure.rest_s for service, failure in answers.failures.items()} == {
        "recognizer.openai": 60.0,
        "speaker.openai": 60.0,
    }


async def test_an_address_without_its_v1_is_named_at_the_start(autojump_clock: MockClock) -> None:
    """All of its services are elsewhere."""
    complete = {f"POST /v1{path}": 422 for path in PATHS.values()}
    answers = await said_at_start(complete, "http://box.local")
    assert sorted(answers.warnings()) == [missing("recognizer"), missing("responder"), missing("speaker")]


@pytest.mark.parametrize("status", [400, 415, 422, 500, 200])
async def test_a_server_that_knows_no_models_and_has_all_services_is_no_problem(
    status: int, autojump_clock: MockClock
) -> None:
    """However it refuses the empty request."""
    answers = await said_at_start({f"POST /v1{path}": status for path in PATHS.values()})
    assert (answers.warnings(), answers.failures) == ([], {})


async def test_a_server_that_knows_the_model_is_asked_no_more(autojump_clock: MockClock) -> None:
    """Its address is right then."""
    models = {"gpt-transcribe", "gpt-6-luna", "gpt-4o-mini-tts"}
    answers = await said_at_start({f"GET /v1/models/{model}": 200 for model in models})
    assert answers.failures == {}
