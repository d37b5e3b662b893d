"""Where services over a network are, with which key, and what a start says of the key. Virtual clock."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import NamedTuple

import pytest
import trio
from pydantic import SecretStr
from trio.testing import MockClock

from offhook.actors.asked_at_start import ask_services
from offhook.actors.assemblyai import ASSEMBLYAI_VENDOR, assemblyai_remote
from offhook.actors.declaration import NotSetUp, Remote
from offhook.actors.deepgram import DEEPGRAM_VENDOR, deepgram_remote
from offhook.actors.elevenlabs import ELEVENLABS_VENDOR
from offhook.actors.keyed_server import KeyedServer, KeyedSettings, Vendor
from offhook.actors.openai_server import OPENAI_VENDOR
from offhook.actors.recognizer.assemblyai import AssemblyAiRecognizerSettings
from offhook.actors.recognizer.deepgram import DeepgramRecognizerSettings
from offhook.engine.host.worker import WorkerCannotStart
from offhook.protocol.vendor_variables import is_of_vendor
from offhook.simulation.fakes import assemblyai, deepgram
from offhook.simulation.fakes.http_server import Answerer, Answering, HttpServer, Received
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.world import SimulatedWorld

KEY = "key-0123456789abcdef"
SECTION = "recognizer.some"
OWN = "http://box.local/v1"
VENDORS = {
    "assemblyai": (ASSEMBLYAI_VENDOR, {"Authorization": KEY}),
    "deepgram": (DEEPGRAM_VENDOR, {"Authorization": f"Token {KEY}"}),
    "elevenlabs": (ELEVENLABS_VENDOR, {"xi-api-key": KEY}),
    "openai": (OPENAI_VENDOR, {"Authorization": f"Bearer {KEY}"}),
}
of_each_vendor = pytest.mark.parametrize(("vendor", "headers"), VENDORS.values(), ids=VENDORS)


def server(vendor: Vendor, environment: Mapping[str, str], **settings: object) -> KeyedServer:
    """Of a service with no settings but these."""
    return KeyedServer(vendor, SECTION, DeepgramRecognizerSettings.model_validate(settings), environment)


@of_each_vendor
def test_settings_win_over_the_variable_of_the_sdk(vendor: Vendor, headers: Mapping[str, str]) -> None:
    """The key goes out as the vendor wants it; no program that we start inherits the variable."""
    bare = server(vendor, {vendor.key_variable: f" {KEY}\n"})
    assert (bare.url("/x"), bare.headers) == (f"{vendor.url}/x", headers)
    assert bare.why == f"{vendor.key_variable} is set"
    own = server(vendor, {vendor.key_variable: "other"}, api_key=KEY, base_url=f"{OWN}/")
    assert (own.url("/x"), own.host, own.headers) == (f"{OWN}/x", "box.local", headers)
    assert own.why == f"{SECTION}.api_key and {SECTION}.base_url are set"
    assert server(vendor, {}, base_url=OWN).headers == {}
    assert is_of_vendor(vendor.key_variable)


@of_each_vendor
def test_a_key_that_is_missing_or_that_no_header_can_hold(vendor: Vendor, headers: Mapping[str, str]) -> None:
    """Is named without being shown: the HTTP library would quote it in its error."""
    del headers
    with pytest.raises(NotSetUp) as missing:
        server(vendor, {vendor.key_variable: " "})
    assert str(missing.value) == f"no key: neither {SECTION}.api_key nor {vendor.key_variable} is set"
    for key in (f"{KEY} x", f"{KEY}\r\nX: y", "schlüssel"):
        with pytest.raises(WorkerCannotStart) as caught:
            server(vendor, {}, api_key=key)
        assert str(caught.value) == "the key cannot be sent: it holds blanks, or characters that are not ASCII"
    assert KEY not in f"{server(vendor, {}, api_key=KEY)!r}"


class Recognizer(NamedTuple):
    """One whose server is asked about its key alone."""

    section: str
    settings: KeyedSettings
    remote: Callable[[str, KeyedSettings, Mapping[str, str]], Remote]
    asked_for: str
    error_body: Callable[[int], bytes]
    answer_well: Callable[..., Awaitable[None]]
    too_many: str


ASSEMBLYAI = Recognizer(
    "recognizer.assemblyai",
    AssemblyAiRecognizerSettings(api_key=SecretStr(KEY), base_url="http://box.local"),
    assemblyai_remote,
    "/v3/token?expires_in_seconds=1",
    assemblyai.error_body,
    assemblyai.answer_about_key,
    "too many sessions, or too many new ones in a minute",
)
DEEPGRAM = Recognizer(
    "recognizer.deepgram",
    DeepgramRecognizerSettings(api_key=SecretStr(KEY), base_url=OWN),
    deepgram_remote,
    "/v1/auth/token",
    deepgram.error_body,
    deepgram.answer_about_key,
    "too many connections or requests",
)
of_each = pytest.mark.parametrize("recognizer", [ASSEMBLYAI, DEEPGRAM], ids=lambda each: each.section)


def answering(recognizer: Recognizer, status: int) -> Answering:
    async def answer(request: Received, answerer: Answerer) -> None:
        del request
        await answerer.whole(status, recognizer.error_body(status) + KEY.encode(), "application/json", {})

    return answer


async def said_at_start(recognizer: Recognizer, answer: Answering) -> tuple[list[str], list[float]]:
    """The warnings, and for how long the service is to be left alone."""
    served = HttpServer(answer)
    async with in_memory(served.serve) as (_, transport):
        remote = recognizer.remote(recognizer.section, recognizer.settings, {})
        answers = await ask_services({recognizer.section: remote}, SimulatedWorld(transport=transport))
    assert [(request.method, request.path) for request in served.requests] == [("GET", recognizer.asked_for)]
    assert KEY not in f"{answers.warnings()} {answers.failures}"
    return answers.warnings(), [failure.rest_s for failure in answers.failures.values()]


ELSEWHERE = "; meanwhile calls use the next service of the chain"


@of_each
@pytest.mark.parametrize(
    ("status", "said", "rests_s"),
    [
        (
            401,
            f"HTTP 401: the key is not accepted; set {{0.section}}.api_key to a key that is valid{ELSEWHERE}",
            [60.0],
        ),
        (
            402,
            f"HTTP 402: the account has no credit left; look at the limits and the credit of the account{ELSEWHERE}",
            [60.0],
        ),
        (
            403,
            "HTTP 403: the key does not permit this; it may be that {0.section}.api_key is not allowed to recognise"
            " speech",
            [],
        ),
        (404, "", []),
        (429, f"HTTP 429: {{0.too_many}}; look at the limits and the credit of the account{ELSEWHERE}", [2.0]),
        (500, f"HTTP 500: the server has failed; wait until it works again{ELSEWHERE}", [0.0]),
    ],
)
async def test_what_a_start_says_of_the_key(
    recognizer: Recognizer, status: int, said: str, rests_s: list[float], autojump_clock: MockClock
) -> None:
    """What is wrong and what to do; a server that does not know the request is no problem."""
    warnings = [f"{recognizer.section}: box.local: {said.format(recognizer)}"] if said else []
    assert await said_at_start(recognizer, answering(recognizer, status)) == (warnings, rests_s)


@of_each
async def test_a_key_that_is_right_is_not_spoken_of(recognizer: Recognizer, autojump_clock: MockClock) -> None:
    """It is asked about with a request that costs nothing."""
    assert await said_at_start(recognizer, partial(recognizer.answer_well, key=KEY)) == ([], [])


@of_each
async def test_a_web_page_is_no_server_of_the_service(recognizer: Recognizer, autojump_clock: MockClock) -> None:
    """Such as that of a router: the address is wrong."""

    async def answer(request: Received, answerer: Answerer) -> None:
        del request
        await answerer.whole(200, b"<html>", "text/html", {})

    page = f"{recognizer.section}: box.local: answers with a web page: is {recognizer.section}.base_url right?"
    assert await said_at_start(recognizer, answer) == ([page], [])


@of_each
async def test_a_server_that_does_not_answer_is_named(recognizer: Recognizer, autojump_clock: MockClock) -> None:
    """Within the two seconds of a start."""

    async def hang(request: Received, answerer: Answerer) -> None:
        del request, answerer
        await trio.sleep_forever()

    (warning,), _ = await said_at_start(recognizer, hang)
    assert f"check the network, a proxy, and {recognizer.section}.base_url" in warning
