"""One connection of the fake of ElevenLabs: its contexts, with the rules whose breach ends the connection."""

import base64
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

import trio
from trio_websocket import ConnectionClosed

from offhook.simulation.fakes.elevenlabs_voice import Spoken
from offhook.simulation.fakes.websocket_server import Close, Event, Peer, Steps

if TYPE_CHECKING:
    from offhook.simulation.fakes.elevenlabs import FakeElevenLabs

MOST_CONTEXTS = 5
LONGEST_REASON = 123  # bytes (RFC 6455, section 5.5)
_CHANGED = "voice_settings field must be provided in the first message and then either be not provided or not change."
_TOO_MANY = "Maximum simultaneous contexts per WebSocket connection exceeded (5). Please close an existing context."
_IDLE = "Have not received a new text input within the timeout of {:g} seconds. Streaming input terminated."


def problem(name: str, message: str) -> Steps:
    """An error, after which the connection is closed. Its message quotes what it should not."""
    error: Event = {"message": message, "error": name, "code": 1008}
    return [error, Close(1008, message.encode()[:LONGEST_REASON].decode(errors="ignore"))]


@dataclass
class _Context:
    name: str
    text: str = ""
    closed: trio.Event = field(default_factory=trio.Event)


class _Refused(Exception):
    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.steps = problem(name, message)


class Contexts:
    """What one client has opened."""

    def __init__(self, fake: "FakeElevenLabs", peer: Peer) -> None:
        self._fake, self._peer = fake, peer
        self._url = urlsplit(peer.path)
        self._query = parse_qs(self._url.query)
        self._open: dict[str, _Context] = {}
        self._settings: object = None
        self._has_begun = False

    async def serve(self) -> None:
        async with trio.open_nursery() as nursery:
            try:
                self._check()
                await self._read(nursery)
            except _Refused as exc:
                with suppress(ConnectionClosed):
                    await self._peer.send(exc.steps)
            except ConnectionClosed:
                pass
            nursery.cancel_scope.cancel(reason="the connection is over")

    def _check(self) -> None:
        if self._fake.key and self._peer.headers.get("xi-api-key") != self._fake.key:
            raise _Refused("invalid_api_key", f"Invalid API key: {self._peer.headers.get('xi-api-key')}")
        voice = unquote(self._url.path.split("/")[3])
        if self._fake.voices and voice not in self._fake.voices:
            raise _Refused("voice_not_found", f"A voice with voice_id {voice} does not exist.")
        if self._query["model_id"] == ["eleven_v3"]:
            raise _Refused("model_not_found", "The model eleven_v3 does not exist on this endpoint.")
        assert self._query["output_format"] == ["ulaw_8000"], self._query

    async def _read(self, nursery: trio.Nursery) -> None:
        idle_s = float(self._query.get("inactivity_timeout", ["20"])[0])
        while True:
            message = None
            with trio.move_on_after(idle_s):
                message = json.loads(await self._peer.receive())
            if message is None:
                raise _Refused("input_timeout_exceeded", _IDLE.format(idle_s))
            self._fake.received.append(message)
            self._take(message, nursery)
            self._fake.sockets.changed()

    def _take(self, message: Mapping[str, object], nursery: trio.Nursery) -> None:
        if message.get("close_socket"):
            raise ConnectionClosed(None)
        name = str(message.get("context_id", "default"))
        if message.get("close_context"):
            if name in self._open:
                self._open[name].closed.set()
            return
        context = self._open.get(name) or self._begin(name)
        self._keep_settings(message.get("voice_settings"))
        context.text += str(message.get("text") or "")
        if len(context.text) > 5000:
            raise _Refused("max_character_limit_exceeded", f"'{context.text}' exceeds the character limit of 5000.")
        if message.get("flush"):
            nursery.start_soon(self._speak, context, name=f"context {name} of the fake")

    def _begin(self, name: str) -> _Context:
        if len(self._open) == MOST_CONTEXTS:
            raise _Refused("max_active_conversations", _TOO_MANY)
        context = self._open[name] = _Context(name)
        self._fake.most_contexts = max(self._fake.most_contexts, len(self._open))
        return context

    def _keep_settings(self, given: object) -> None:
        if given is not None and self._has_begun and given != self._settings:
            raise _Refused("invalid_input_message", _CHANGED)
        self._settings, self._has_begun = given or self._settings, True

    async def _speak(self, context: _Context) -> None:
        with suppress(ConnectionClosed, trio.ClosedResourceError):
            await trio.sleep(self._fake.first_sound_s)
            early = context.closed.is_set()
            if early and not self._fake.early_close_is_final:
                await trio.sleep_forever()
            text = context.text.removeprefix(" ")
            steps: Steps = [] if early else [self._sound(context, each) for each in self._fake.sound.of(text)]
            final: Event = {"isFinal": True, "contextId": context.name}
            if self._fake.faults and not early:
                steps = self._fake.faults.popleft()(steps)
            await self._peer.send(steps)
            await context.closed.wait()
            del self._open[context.name]
            await self._peer.send([final])

    def _sound(self, context: _Context, spoken: Spoken) -> Event:
        alignment = None
        if spoken.characters:
            alignment = {
                "chars": [*spoken.characters],
                "charStartTimesMs": [round((each - spoken.begins_s) * 1000) for each in spoken.starts_s],
                "charDurationsMs": [round(spoken.lasts_s * 1000) for _ in spoken.starts_s],
            }
        return {
            "audio": base64.b64encode(spoken.audio).decode(),
            "isFinal": None,
            "contextId": context.name,
            "alignment": alignment,
            "normalizedAlignment": alignment,
        }
