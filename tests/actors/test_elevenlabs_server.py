"""Where ElevenLabs is asked, with which key, and what a start finds out about it. In memory; virtual clock."""

from collections.abc import Mapping

import pytest
from pydantic import SecretStr, ValidationError
from trio.testing import MockClock

from offhook.actors.chosen_chain import chosen_chains
from offhook.actors.declaration import NotSetUp
from offhook.actors.elevenlabs import ElevenLabsServer, elevenlabs_remote
from offhook.actors.settings import Settings
from offhook.actors.speaker.elevenlabs import ElevenLabsSocketSettings
from offhook.engine.host.service_failed import ServiceFailed
from offhook.engine.host.worker import WorkerCannotStart
from offhook.simulation.fakes.elevenlabs import refusal
from offhook.simulation.fakes.steps import Answer, Fault, Step, before_head, instead, with_body
from tests.actors.elevenlabs_rig import KEY, SECRETS, URL, VARIABLES, rig

SECTION = "speaker.elevenlabs"


def server(environment: Mapping[str, str], **settings: object) -> ElevenLabsServer:
    return ElevenLabsServer(SECTION, ElevenLabsSocketSettings.model_validate(settings), environment)


def test_settings_win_over_the_variable_of_the_sdk() -> None:
    """What neither names is ElevenLabs; an address may be written with its version or without."""
    bare = server({"ELEVENLABS_API_KEY": f" {KEY}\n"})
    assert (bare.url("/v1/models"), bare.headers) == ("https://api.elevenlabs.io/v1/models", {"xi-api-key": KEY})
    assert bare.why == "ELEVENLABS_API_KEY is set"
    own = server(VARIABLES, api_key="other", base_url="https://api.eu.residency.elevenlabs.io/v1/")
    assert own.url("/v1/models") == "https://api.eu.residency.elevenlabs.io/v1/models"
    assert own.headers == {"xi-api-key": "other"}
    assert own.why == "speaker.elevenlabs.api_key and speaker.elevenlabs.base_url are set"
    assert server({}, base_url="http://127.0.0.1:8800").headers == {}


def test_a_key_that_is_missing_or_that_no_header_can_hold() -> None:
    """Is named without being shown."""
    with pytest.raises(NotSetUp, match=r"^no key: neither speaker\.elevenlabs\.api_key nor ELEVENLABS_API_KEY is set$"):
        server({"ELEVENLABS_API_KEY": " "})
    with pytest.raises(WorkerCannotStart) as caught:
        server({}, api_key=f"{KEY} x")
    assert str(caught.value) == "the key cannot be sent: it holds blanks, or characters that are not ASCII"
    settings = ElevenLabsSocketSettings(api_key=SecretStr(KEY))
    assert KEY not in f"{settings!r} {settings} {ElevenLabsServer(SECTION, settings, {})!r}"


def test_with_its_key_it_stands_in_front_of_other_voices() -> None:
    """And over HTTP behind itself; only the agent's words go there."""
    both = {**VARIABLES, "OPENAI_API_KEY": "sk-other"}
    chosen = chosen_chains(Settings(), both, None)["speaker"]
    assert chosen.names == ("elevenlabs", "elevenlabs_http", "openai_realtime", "openai", "piper", "flite", "espeak_ng")
    assert chosen.why["elevenlabs_http"] == "ELEVENLABS_API_KEY is set"
    assert chosen.remotes["elevenlabs"].host == "api.elevenlabs.io"
    alone = chosen_chains(Settings(), VARIABLES, None)
    assert alone["speaker"].names == ("elevenlabs", "elevenlabs_http", "piper", "flite", "espeak_ng")
    assert alone["recognizer"].names == ("whisper", "pocketsphinx")
    assert KEY not in repr(alone)


def test_a_model_without_a_websocket_is_refused_by_the_check() -> None:
    """With where it is set."""
    with pytest.raises(ValidationError, match="eleven_v3 has no WebSocket"):
        Settings.model_validate({"speaker": {"elevenlabs": {"model": "eleven_v3"}}})
    Settings.model_validate({"speaker": {"elevenlabs_http": {"model": "eleven_v3"}}})


FIXED: dict[str, tuple[Fault, str, float]] = {
    "wrong key": (
        instead(refusal(401, "invalid_api_key", SECRETS)),
        "elevenlabs.example: HTTP 401: the key is not accepted (invalid_api_key); set ELEVENLABS_API_KEY to a key that"
        " is valid; meanwhile calls use the next service of the chain",
        60.0,
    ),
    "busy": (
        instead(refusal(429, "system_busy", SECRETS)),
        "elevenlabs.example: HTTP 429: the service is overloaded (system_busy); look at the limits and the credit of"
        " the account; meanwhile calls use the next service of the chain",
        2.0,
    ),
    "out of order": (
        instead(Answer(500, {}, [Step.HEAD])),
        "elevenlabs.example: HTTP 500: the server has failed; wait until it works again; meanwhile calls use the next"
        " service of the chain",
        0.0,
    ),
    "no answer": (
        before_head(Step.HANG),
        "elevenlabs.example: no answer within 2 s; check the network, a proxy, and speaker.elevenlabs.base_url",
        0.0,
    ),
}


@pytest.mark.parametrize("name", FIXED)
async def test_a_start_says_what_is_wrong_and_what_to_do(name: str, autojump_clock: MockClock) -> None:
    """In one line, without the key."""
    fault, words, rest_s = FIXED[name]
    async with rig() as joined:
        joined.fake.http_faults.append(fault)
        remote = elevenlabs_remote(SECTION, ElevenLabsSocketSettings(base_url=URL), VARIABLES)
        assert remote.ask is not None
        with pytest.raises(ServiceFailed) as caught:
            await remote.ask(joined.world, 2.0)
    assert (str(caught.value), caught.value.rest_s) == (words, rest_s)


@pytest.mark.parametrize(
    ("fault", "model", "warnings"),
    [
        (None, "eleven_flash_v2_5", []),
        (None, "eleven_of_next_year", ["elevenlabs.example lists no model 'eleven_of_next_year': check {}.model"]),
        (
            instead(refusal(401, "missing_permissions", SECRETS)),
            "eleven_flash_v2_5",
            [
                "elevenlabs.example: HTTP 401: the key does not permit this (missing_permissions); it may be that"
                " ELEVENLABS_API_KEY is not allowed to speak either"
            ],
        ),
        (with_body(b"no list"), "eleven_flash_v2_5", []),
        (
            with_body(b"<html>", content_type="text/html; charset=utf-8"),
            "eleven_flash_v2_5",
            ["elevenlabs.example: answers with a web page: is {}.base_url right?"],
        ),
        (instead(Answer(404, {}, [Step.HEAD])), "eleven_flash_v2_5", []),
    ],
)
async def test_what_is_no_failure(
    fault: Fault | None, model: str, warnings: list[str], autojump_clock: MockClock
) -> None:
    """A key that may only speak need not be allowed to look at models; a server of one's own need not have any list."""
    async with rig() as joined:
        joined.fake.http_faults.extend([] if fault is None else [fault])
        remote = elevenlabs_remote(SECTION, ElevenLabsSocketSettings(base_url=URL, model=model), VARIABLES)
        assert remote.ask is not None
        assert list(await remote.ask(joined.world, 2.0)) == [each.format(SECTION) for each in warnings]
