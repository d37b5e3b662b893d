"""Where ElevenLabs' speech is, the key for it, how a call's connection to it is kept, and whether it takes the key."""

import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Protocol

import httpx  # noqa: ASYNC127  # the project's client is httpx
from pydantic import SecretStr

from offhook.actors.declaration import NotSetUp, Remote
from offhook.actors.http_answer import LONGEST_ERROR, Deadlines, HttpAnswer, http_answer
from offhook.actors.service_connection import Habits, Lost, SetUp
from offhook.engine.host.network import Network
from offhook.engine.host.service_failed import ServiceFailed
from offhook.engine.host.websocket import WebSocket, WebSocketClosed, WebSocketFailed, WebSocketRefused
from offhook.engine.host.worker import WorkerCannotStart
from offhook.engine.host.world import World
from offhook.protocol import elevenlabs_contexts as wire
from offhook.protocol import elevenlabs_errors, elevenlabs_models
from offhook.protocol.errors import RemoteProtocolError

ELEVENLABS_URL = "https://api.elevenlabs.io"
KEY_VARIABLE = "ELEVENLABS_API_KEY"
REST_OF_BODY_S = 0.2
LONGEST_LIST = 1_048_576  # of models
_SENDABLE = re.compile(r"[!-~]{1,1000}")


class ElevenLabsSettings(Protocol):
    """What the settings of both voices have in common."""

    @property
    def base_url(self) -> str | None: ...

    @property
    def api_key(self) -> SecretStr | None: ...

    @property
    def model(self) -> str: ...


class ElevenLabsServer:
    """Raises NotSetUp, or WorkerCannotStart where no request could succeed."""

    def __init__(self, section: str, settings: ElevenLabsSettings, environment: Mapping[str, str]) -> None:
        self.section = section
        self.key_setting = f"{section}.api_key" if settings.api_key else KEY_VARIABLE
        key = settings.api_key.get_secret_value() if settings.api_key else environment.get(KEY_VARIABLE, "")
        self.key = key.strip()
        """Empty: none is needed."""
        self.base_url = (settings.base_url or ELEVENLABS_URL).removesuffix("/v1")
        if not self.key and settings.base_url is None:  # a server of one's own may need none
            raise NotSetUp(f"no key: neither {section}.api_key nor {KEY_VARIABLE} is set")
        if self.key and not _SENDABLE.fullmatch(self.key):
            raise WorkerCannotStart("the key cannot be sent: it holds blanks, or characters that are not ASCII")
        given = [self.key_setting] if self.key else []
        given += [f"{section}.base_url"] if settings.base_url else []
        self.why = f"{' and '.join(given)} {'is' if len(given) == 1 else 'are'} set"
        """What has set it up."""

    @property
    def host(self) -> str:
        return httpx.URL(self.base_url).host

    @property
    def headers(self) -> dict[str, str]:
        return {"xi-api-key": self.key} if self.key else {}

    def url(self, path: str) -> str:
        return self.base_url + path


class ElevenLabsDialect:
    """A connection is set up when it is open: the server says nothing before it is asked."""

    habits = Habits()

    def __init__(self, network: Network, server: ElevenLabsServer, path: str) -> None:
        self._network, self._server, self._path = network, server, path

    def connect(self) -> AbstractAsyncContextManager[WebSocket]:
        return self._network.websocket(self._server.url(self._path), self._server.headers)

    def failed(self, why: WebSocketFailed) -> Lost:
        match why:
            case WebSocketRefused():
                error = elevenlabs_errors.of_answer(why.status, why.body)
            case WebSocketClosed():
                error = elevenlabs_errors.of_close(why.code, why.reason, str(why))
            case _:
                return Lost(str(why))
        return Lost(error.words, error.rest_s)

    def read(self, message: str) -> wire.Answer:
        return wire.read_answer(message)

    def set_up_by(self, event: wire.Answer | None) -> SetUp | None:
        return SetUp() if event is None else None

    def ended_by(self, event: wire.Answer, *, is_set_up: bool) -> Lost | None:
        del is_set_up
        error = event.failure
        if error is None or error.only_this:  # then the sentence has failed, and not the connection
            return None
        return Lost(error.words, error.rest_s)


async def refusal(answer: HttpAnswer) -> elevenlabs_errors.ElevenLabsError:
    """Why an answer's status is not 200."""
    return elevenlabs_errors.of_answer(answer.status, await answer.beginning(LONGEST_ERROR))


def elevenlabs_remote(section: str, settings: ElevenLabsSettings, environment: Mapping[str, str]) -> Remote:
    """Raises NotSetUp, or WorkerCannotStart for a key that cannot be used."""
    server = ElevenLabsServer(section, settings, environment)
    return Remote(server.host, server.why, partial(_ask, server, settings.model))


async def _ask(server: ElevenLabsServer, model: str, world: World, within_s: float) -> Sequence[str]:
    """Which models there are, which costs nothing. Warnings. Raises ServiceFailed."""
    deadlines = Deadlines(connect_s=within_s, first_byte_s=within_s, gap_s=within_s, total_s=within_s + REST_OF_BODY_S)
    try:
        async with world.network() as network:
            url = server.url(elevenlabs_models.PATH)
            request = network.http.build_request("GET", url, headers=server.headers)
            async with http_answer(network.http, request, deadlines, ServiceFailed) as answer:
                body = await answer.beginning(LONGEST_LIST)
    except ServiceFailed as exc:
        fix = f"check the network, a proxy, and {server.section}.base_url"
        raise ServiceFailed(f"{server.host}: {exc}; {fix}") from exc
    if answer.status in (200, 404) and answer.content_type.lower().startswith("text/html"):
        return [f"{server.host}: answers with a web page: is {server.section}.base_url right?"]
    if answer.status == 200:
        return _about_model(server, model, body)
    error = elevenlabs_errors.of_answer(answer.status, body)
    said = f"{server.host}: {error.words}"
    if answer.status == 403 or elevenlabs_errors.name_in(body) == "missing_permissions":
        # A key that may only speak is not allowed to look at models.
        return [f"{said}; it may be that {server.key_setting} is not allowed to speak either"]
    if fix := _fix(answer.status, server):
        raise ServiceFailed(f"{said}; {fix}; meanwhile calls use the next service of the chain", rest_s=error.rest_s)
    return []


def _about_model(server: ElevenLabsServer, model: str, body: bytes) -> Sequence[str]:
    try:
        models = elevenlabs_models.that_speak(body)
    except RemoteProtocolError:
        return []  # a server of one's own need not know what it was asked
    return [] if model in models else [f"{server.host} lists no model {model!r}: check {server.section}.model"]


def _fix(status: int, server: ElevenLabsServer) -> str:
    """What to do; empty for a server that only does not know what it was asked."""
    match status:
        case 401:
            return f"set {server.key_setting} to a key that is valid"
        case 402 | 429:
            return "look at the limits and the credit of the account"
        case _:
            return "wait until it works again" if status >= 500 else ""
