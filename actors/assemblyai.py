"""Where AssemblyAI's streaming recognition is, the key for it, and how a call's connection to it is kept."""

import re
from collections.abc import Callable, Mapping, Sequence
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
from offhook.protocol import assemblyai_errors
from offhook.protocol import assemblyai_streaming as wire

ASSEMBLYAI_URL = "https://streaming.assemblyai.com"
KEY_VARIABLE = "ASSEMBLYAI_API_KEY"
INACTIVITY_TIMEOUT_S = 60
"""After so long without a message AssemblyAI ends a session. Without it, one that nobody could end is paid for up to
three hours, such as that of a process that was killed."""
KEEP_ALIVE_S = 15.0  # no audio is sent while the agent speaks
RENEWED_AFTER_S = 170 * 60.0  # AssemblyAI ends a session after 180 minutes
RENEWED_BEFORE_S = 300.0  # the server's own end: longer than an utterance
REST_OF_BODY_S = 0.2
_SENDABLE = re.compile(r"[!-~]{1,1000}")


class AssemblyAiSettings(Protocol):
    """What says where it is."""

    @property
    def base_url(self) -> str | None: ...

    @property
    def api_key(self) -> SecretStr | None: ...


class AssemblyAiServer:
    """Raises NotSetUp, or WorkerCannotStart where no request could succeed."""

    def __init__(self, section: str, settings: AssemblyAiSettings, environment: Mapping[str, str]) -> None:
        self.section = section
        self.key_setting = f"{section}.api_key" if settings.api_key else KEY_VARIABLE
        key = settings.api_key.get_secret_value() if settings.api_key else environment.get(KEY_VARIABLE, "")
        self.key = key.strip()
        self.base_url = settings.base_url or ASSEMBLYAI_URL
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
        return {"Authorization": self.key} if self.key else {}


class AssemblyAiDialect:
    """A connection is set up when the session has begun."""

    habits = Habits(while_idle=wire.KEEP_ALIVE, idle_s=KEEP_ALIVE_S, farewell=wire.TERMINATE)

    def __init__(self, network: Network, server: AssemblyAiServer, path: str, wall_time: Callable[[], float]) -> None:
        self._network, self._server, self._path, self._wall_time = network, server, path, wall_time

    def connect(self) -> AbstractAsyncContextManager[WebSocket]:
        return self._network.websocket(self._server.base_url + self._path, self._server.headers)

    def failed(self, why: WebSocketFailed) -> Lost:
        match why:
            case WebSocketRefused():
                error = assemblyai_errors.of_answer(why.status, why.headers.get("retry-after"))
            case WebSocketClosed():
                error = assemblyai_errors.of_code(why.code, why.reason, str(why))
            case _:
                error = assemblyai_errors.AssemblyAiError(str(why))
        return Lost(error.words, error.rest_s)

    def read(self, message: str) -> wire.ServerMessage | None:
        return wire.read_message(message)

    def set_up_by(self, event: wire.ServerMessage | None) -> SetUp | None:
        if not isinstance(event, wire.Begin):
            return None
        if event.ends_at is None:
            return SetUp(RENEWED_AFTER_S)
        return SetUp(min(RENEWED_AFTER_S, event.ends_at - self._wall_time() - RENEWED_BEFORE_S))

    def ended_by(self, event: wire.ServerMessage, *, is_set_up: bool) -> Lost | None:
        del is_set_up
        match event:
            case wire.Failure(code, text):
                error = assemblyai_errors.of_code(code, text, "the service reports an error")
                return Lost(error.words, error.rest_s)
            case wire.Termination():
                return Lost("the service has ended the session")
            case _:
                return None


def assemblyai_remote(section: str, settings: AssemblyAiSettings, environment: Mapping[str, str]) -> Remote:
    """Raises NotSetUp, or WorkerCannotStart for a key that cannot be used."""
    server = AssemblyAiServer(section, settings, environment)
    return Remote(server.host, server.why, partial(_ask, server))


async def _ask(server: AssemblyAiServer, world: World, within_s: float) -> Sequence[str]:
    """Whether the key is accepted, which costs nothing. Raises ServiceFailed."""
    deadlines = Deadlines(connect_s=within_s, first_byte_s=within_s, gap_s=within_s, total_s=within_s + REST_OF_BODY_S)
    try:
        async with world.network() as network:
            request = network.http.build_request("GET", server.base_url + wire.TOKEN_PATH, headers=server.headers)
            async with http_answer(network.http, request, deadlines, ServiceFailed) as answer:
                await answer.beginning(LONGEST_ERROR)
    except ServiceFailed as exc:
        fix = f"check the network, a proxy, and {server.section}.base_url"
        raise ServiceFailed(f"{server.host}: {exc}; {fix}") from exc
    error = assemblyai_errors.of_answer(answer.status, answer.headers.get("retry-after"))
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
