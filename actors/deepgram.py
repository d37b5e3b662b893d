"""Where Deepgram's recognition is, the key for it, and how a call's connection to it is kept."""

import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Protocol

import httpx  # noqa: ASYNC127  # the project's client is httpx
from pydantic import SecretStr

from offhook.actors.declaration import NotSetUp, Remote
from offhook.actors.http_answer import LONGEST_ERROR, Deadlines, http_answer
from offhook.actors.service_connection import Habits, Lost, SetUp
from offhook.engine.host.network import Network
from offhook.engine.host.service_failed import ServiceFailed
from offhook.engine.host.websocket import WebSocket, WebSocketClosed, WebSocketFailed, WebSocketRefused
from offhook.engine.host.worker import WorkerCannotStart
from offhook.engine.host.world import World
from offhook.protocol import deepgram_errors
from offhook.protocol import deepgram_listen as wire
from offhook.protocol.mulaw import SILENCE
from offhook.protocol.telephone_audio import FRAME_BYTES

DEEPGRAM_URL = "https://api.deepgram.com/v1"
KEY_VARIABLE = "DEEPGRAM_API_KEY"
CHECK_PATH = "/auth/token"
REST_OF_BODY_S = 0.2
KEEP_ALIVE_S = 4.0  # the server closes after 10 s without audio
FIRST_AUDIO = SILENCE * FRAME_BYTES
"""Sent at once: before the first audio a KeepAlive does not count, and a greeting may be long."""
_SENDABLE = re.compile(r"[!-~]{1,1000}")


class DeepgramSettings(Protocol):
    """What says where it is."""

    @property
    def base_url(self) -> str | None: ...

    @property
    def api_key(self) -> SecretStr | None: ...


class DeepgramServer:
    """Raises NotSetUp, or WorkerCannotStart where no request could succeed."""

    def __init__(self, section: str, settings: DeepgramSettings, environment: Mapping[str, str]) -> None:
        self.section = section
        self.key_setting = f"{section}.api_key" if settings.api_key else KEY_VARIABLE
        key = settings.api_key.get_secret_value() if settings.api_key else environment.get(KEY_VARIABLE, "")
        self.key = key.strip()
        self.base_url = settings.base_url or DEEPGRAM_URL
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
        return {"Authorization": f"Token {self.key}"} if self.key else {}


class DeepgramDialect:
    """A connection is set up when it is open."""

    habits = Habits(first=(FIRST_AUDIO,), while_idle=wire.KEEP_ALIVE, idle_s=KEEP_ALIVE_S, farewell=wire.CLOSE_STREAM)

    def __init__(self, network: Network, server: DeepgramServer, path: str) -> None:
        self._network, self._server, self._path = network, server, path

    def connect(self) -> AbstractAsyncContextManager[WebSocket]:
        return self._network.websocket(self._server.base_url + self._path, self._server.headers)

    def failed(self, why: WebSocketFailed) -> Lost:
        match why:
            case WebSocketRefused():
                error = deepgram_errors.of_answer(why.status, why.body, why.headers.get("retry-after"))
            case WebSocketClosed():
                error = deepgram_errors.of_texts(why.reason, str(why))
            case _:
                error = deepgram_errors.DeepgramError(str(why))
        return Lost(error.words, error.rest_s)

    def read(self, message: str) -> wire.ServerMessage | None:
        return wire.read_message(message)

    def set_up_by(self, event: wire.ServerMessage | None) -> SetUp | None:
        return SetUp() if event is None else None

    def ended_by(self, event: wire.ServerMessage, *, is_set_up: bool) -> Lost | None:
        del is_set_up
        if not isinstance(event, wire.Failure):
            return None
        error = deepgram_errors.of_texts(event.texts, "the service reports an error")
        return Lost(error.words, error.rest_s)


def deepgram_remote(section: str, settings: DeepgramSettings, environment: Mapping[str, str]) -> Remote:
    """Raises NotSetUp, or WorkerCannotStart for a key that cannot be used."""
    server = DeepgramServer(section, settings, environment)
    return Remote(server.host, server.why, partial(_ask, server))


async def _ask(server: DeepgramServer, world: World, within_s: float) -> Sequence[str]:
    """Whether the key is accepted, which costs nothing. Raises ServiceFailed."""
    deadlines = Deadlines(connect_s=within_s, first_byte_s=within_s, gap_s=within_s, total_s=within_s + REST_OF_BODY_S)
    try:
        async with world.network() as network:
            request = network.http.build_request("GET", server.base_url + CHECK_PATH, headers=server.headers)
            async with http_answer(network.http, request, deadlines, ServiceFailed) as answer:
                body = await answer.beginning(LONGEST_ERROR)
    except ServiceFailed as exc:
        fix = f"check the network, a proxy, and {server.section}.base_url"
        raise ServiceFailed(f"{server.host}: {exc}; {fix}") from exc
    error = deepgram_errors.of_answer(answer.status, body, answer.headers.get("retry-after"))
    said = f"{server.host}: {error.words}"
    match answer.status:
        case 401:
            fix = f"set {server.key_setting} to a key that is valid"
        case 402 | 429:
            fix = "look at the limits and the credit of the account"
        case 403:
            return [f"{said}; it may be that {server.key_setting} is not allowed to recognise speech"]
        case status if status >= 500:
            fix = "wait until it works again"
        case _:  # a server of one's own need not know what it was asked
            return []
    raise ServiceFailed(f"{said}; {fix}; meanwhile calls use the next service of the chain", rest_s=error.rest_s)
