"""Where Deepgram's recognition is, the key for it, and how a call's connection to it is kept."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from functools import partial

from offhook.actors.declaration import Remote
from offhook.actors.http_answer import HttpAnswer
from offhook.actors.key_question import KeyQuestion, Refused
from offhook.actors.keyed_server import KeyedServer, KeyedSettings, Vendor
from offhook.actors.service_connection import Habits, Lost, SetUp
from offhook.engine.host.network import Network
from offhook.engine.host.websocket import WebSocket, WebSocketClosed, WebSocketFailed, WebSocketRefused
from offhook.protocol import deepgram_errors
from offhook.protocol import deepgram_listen as wire
from offhook.protocol.mulaw import SILENCE
from offhook.protocol.service_errors import ServiceError
from offhook.protocol.telephone_audio import FRAME_BYTES

DEEPGRAM_VENDOR = Vendor("https://api.deepgram.com/v1", "DEEPGRAM_API_KEY", scheme="Token")
CHECK_PATH = "/auth/token"
KEEP_ALIVE_S = 4.0  # the server closes after 10 s without audio
FIRST_AUDIO = SILENCE * FRAME_BYTES
"""Sent at once: before the first audio a KeepAlive does not count, and a greeting may be long."""


class DeepgramDialect:
    """A connection is set up when it is open."""

    habits = Habits(first=(FIRST_AUDIO,), while_idle=wire.KEEP_ALIVE, idle_s=KEEP_ALIVE_S, farewell=wire.CLOSE_STREAM)

    def __init__(self, network: Network, server: KeyedServer, path: str) -> None:
        self._network, self._server, self._path = network, server, path

    def connect(self) -> AbstractAsyncContextManager[WebSocket]:
        return self._network.websocket(self._server.url(self._path), self._server.headers)

    def failed(self, why: WebSocketFailed) -> Lost:
        match why:
            case WebSocketRefused():
                error = deepgram_errors.of_answer(why.status, why.body, why.headers.get("retry-after"))
            case WebSocketClosed():
                error = deepgram_errors.of_texts(why.reason, str(why))
            case _:
                error = ServiceError(str(why))
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


def _refused(answer: HttpAnswer, body: bytes) -> Refused:
    error = deepgram_errors.of_answer(answer.status, body, answer.headers.get("retry-after"))
    return Refused(error.words, error.rest_s)


_QUESTION = KeyQuestion(CHECK_PATH, "recognise speech", _refused)


def deepgram_remote(section: str, settings: KeyedSettings, environment: Mapping[str, str]) -> Remote:
    """Raises NotSetUp, or WorkerCannotStart for a key that cannot be used."""
    server = KeyedServer(DEEPGRAM_VENDOR, section, settings, environment)
    return Remote(server.host, server.why, partial(_QUESTION.ask, server))
