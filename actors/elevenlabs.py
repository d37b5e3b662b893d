"""Where ElevenLabs' speech is, the key for it, how a call's connection to it is kept, and whether it takes the key."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Protocol

from offhook.actors.declaration import Remote
from offhook.actors.http_answer import LONGEST_ERROR, HttpAnswer
from offhook.actors.key_question import KeyQuestion, Refused
from offhook.actors.keyed_server import KeyedServer, KeyedSettings, Vendor
from offhook.actors.service_connection import Habits, Lost, SetUp
from offhook.engine.host.network import Network
from offhook.engine.host.websocket import WebSocket, WebSocketClosed, WebSocketFailed, WebSocketRefused
from offhook.engine.host.world import World
from offhook.protocol import elevenlabs_contexts as wire
from offhook.protocol import elevenlabs_errors, elevenlabs_models
from offhook.protocol.errors import RemoteProtocolError
from offhook.protocol.service_errors import ServiceError

ELEVENLABS_VENDOR = Vendor("https://api.elevenlabs.io", "ELEVENLABS_API_KEY", header="xi-api-key")
LONGEST_LIST = 1_048_576  # of models


class ElevenLabsSettings(KeyedSettings, Protocol):
    """What the settings of both voices have in common."""

    @property
    def model(self) -> str: ...


class ElevenLabsServer(KeyedServer):
    """Its address may be written with its version or without."""

    def __init__(self, section: str, settings: KeyedSettings, environment: Mapping[str, str]) -> None:
        super().__init__(ELEVENLABS_VENDOR, section, settings, environment)
        self.base_url = self.base_url.removesuffix("/v1")


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


async def refusal(answer: HttpAnswer) -> ServiceError:
    """Why an answer's status is not 200."""
    return elevenlabs_errors.of_answer(answer.status, await answer.beginning(LONGEST_ERROR))


def elevenlabs_remote(section: str, settings: ElevenLabsSettings, environment: Mapping[str, str]) -> Remote:
    """Raises NotSetUp, or WorkerCannotStart for a key that cannot be used."""
    server = ElevenLabsServer(section, settings, environment)

    def about_model(world: World, body: bytes) -> Sequence[str]:
        del world
        try:
            models = elevenlabs_models.that_speak(body)
        except RemoteProtocolError:
            return []  # a server of one's own need not know what it was asked
        unknown = f"{server.host} lists no model {settings.model!r}: check {section}.model"
        return [] if settings.model in models else [unknown]

    question = KeyQuestion(elevenlabs_models.PATH, "speak either", _refused, about_model, longest=LONGEST_LIST)
    return Remote(server.host, server.why, partial(question.ask, server))


def _refused(answer: HttpAnswer, body: bytes) -> Refused:
    error = elevenlabs_errors.of_answer(answer.status, body)
    # A key that may only speak is not allowed to look at models.
    return Refused(error.words, error.rest_s, elevenlabs_errors.name_in(body) == "missing_permissions")
