"""How a call's connection to OpenAI's Realtime interface is set up and kept, whatever it is used for."""

import math
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import NamedTuple

from offhook.actors.openai_server import OpenAiServer
from offhook.actors.service_connection import ConnectionUser, Habits, Lost, ServiceConnection, SetUp
from offhook.engine.host.network import Network
from offhook.engine.host.websocket import WebSocket, WebSocketFailed, WebSocketRefused
from offhook.protocol import openai_realtime as wire
from offhook.protocol.openai_errors import of_answer
from offhook.protocol.service_errors import REFUSED_REST_S

SETTING_UP = "session"
"""The id of the event that sets the session up."""
RENEWED_AFTER_S = 50 * 60.0  # OpenAI ends a session after 60 minutes
RENEWED_BEFORE_S = 300.0  # the server's own end: longer than an utterance

Realtime = ServiceConnection[wire.ServerEvent]
RealtimeUser = ConnectionUser[wire.ServerEvent]


class SessionPlan(NamedTuple):
    """What is to be opened."""

    path: str
    set_up: str
    """The event that sets each session up."""
    sound: wire.SoundFormat
    """What it asks for."""


def open_realtime(
    network: Network, server: OpenAiServer, plan: SessionPlan, connect_s: float, wall_time: Callable[[], float]
) -> Realtime:
    return ServiceConnection(_Dialect(network, server, plan, wall_time), connect_s)


class _Dialect:
    def __init__(
        self, network: Network, server: OpenAiServer, plan: SessionPlan, wall_time: Callable[[], float]
    ) -> None:
        self._network, self._server, self._plan, self._wall_time = network, server, plan, wall_time
        self.habits = Habits(first=(plan.set_up,))
        self._expires_at: float | None = None

    def connect(self) -> AbstractAsyncContextManager[WebSocket]:
        self._expires_at = None
        return self._network.websocket(self._server.url(self._plan.path), self._server.headers)

    def failed(self, why: WebSocketFailed) -> Lost:
        if isinstance(why, WebSocketRefused):
            error = of_answer(why.status, why.body, why.headers)
            return Lost(error.words, error.rest_s)
        return Lost(str(why))

    def read(self, message: str) -> wire.ServerEvent | None:
        return wire.read_event(message)

    def set_up_by(self, event: wire.ServerEvent | None) -> SetUp | None:
        if isinstance(event, wire.Created):
            self._expires_at = event.expires_at or self._expires_at
        if not isinstance(event, wire.Updated):
            return None
        left_s = math.inf if self._expires_at is None else self._expires_at - self._wall_time() - RENEWED_BEFORE_S
        return SetUp(min(RENEWED_AFTER_S, left_s))

    def ended_by(self, event: wire.ServerEvent, *, is_set_up: bool) -> Lost | None:
        match event:
            case wire.Failure(error) if not is_set_up or error.code == "session_expired":
                return Lost(error.error.words, error.error.rest_s)
            case wire.Updated() if event.has_other(self._plan.sound):
                return Lost("the server does not take the audio format that was asked for", REFUSED_REST_S)
            case _:
                return None
