"""Where AssemblyAI's streaming recognition is, the key for it, and how a call's connection to it is kept."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from functools import partial

from offhook.actors.declaration import Remote
from offhook.actors.http_answer import HttpAnswer
from offhook.actors.key_question import KeyQuestion, Refused
from offhook.actors.keyed_server import KeyedServer, KeyedSettings, Vendor
from offhook.actors.service_connection import Habits, Lost, SetUp
from offhook.engine.host.network import Network
from offhook.engine.host.websocket import WebSocket, WebSocketClosed, WebSocketFailed, WebSocketRefused
from offhook.protocol import assemblyai_errors
from offhook.protocol import assemblyai_streaming as wire
from offhook.protocol.service_errors import ServiceError

ASSEMBLYAI_VENDOR = Vendor("https://streaming.assemblyai.com", "ASSEMBLYAI_API_KEY")
INACTIVITY_TIMEOUT_S = 60
"""After so long without a message AssemblyAI ends a session. Without it, one that nobody could end is paid for up to
three hours, such as that of a process that was killed."""
KEEP_ALIVE_S = 15.0  # no audio is sent while the agent speaks
RENEWED_AFTER_S = 170 * 60.0  # AssemblyAI ends a session after 180 minutes
RENEWED_BEFORE_S = 300.0  # the server's own end: longer than an utterance


class AssemblyAiDialect:
    """A connection is set up when the session has begun."""

    habits = Habits(while_idle=wire.KEEP_ALIVE, idle_s=KEEP_ALIVE_S, farewell=wire.TERMINATE)

    def __init__(self, network: Network, server: KeyedServer, path: str, wall_time: Callable[[], float]) -> None:
        self._network, self._server, self._path, self._wall_time = network, server, path, wall_time

    def connect(self) -> AbstractAsyncContextManager[WebSocket]:
        return self._network.websocket(self._server.url(self._path), self._server.headers)

    def failed(self, why: WebSocketFailed) -> Lost:
        match why:
            case WebSocketRefused():
                error = assemblyai_errors.of_answer(why.status, why.headers.get("retry-after"))
            case WebSocketClosed():
                error = assemblyai_errors.of_code(why.code, why.reason, str(why))
            case _:
                error = ServiceError(str(why))
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


def _refused(answer: HttpAnswer, body: bytes) -> Refused:
    del body
    error = assemblyai_errors.of_answer(answer.status, answer.headers.get("retry-after"))
    return Refused(error.words, error.rest_s)


_QUESTION = KeyQuestion(wire.TOKEN_PATH, "recognise speech", _refused)


def assemblyai_remote(section: str, settings: KeyedSettings, environment: Mapping[str, str]) -> Remote:
    """Raises NotSetUp, or WorkerCannotStart for a key that cannot be used."""
    server = KeyedServer(ASSEMBLYAI_VENDOR, section, settings, environment)
    return Remote(server.host, server.why, partial(_QUESTION.ask, server))
