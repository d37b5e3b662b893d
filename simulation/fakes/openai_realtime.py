"""A fake of OpenAI's Realtime interface: transcription sessions, and spoken responses.

What it answers is written from OpenAI's reference; tests compare it with the types of OpenAI's own package.
"""

import base64
import json
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import zip_longest

import numpy as np
import trio
from trio_websocket import ConnectionClosed

from offhook.protocol import mulaw
from offhook.simulation.fakes.openai_audio import chunks
from offhook.simulation.fakes.websocket_server import Close, Event, Fault, Peer, Steps, WebSocketServer
from offhook.simulation.world import EPOCH

PCM_BYTES_PER_S, MULAW_BYTES_PER_S = 48_000, 8000
LISTENED_S = 0.4
"""How much more audio there must be for another word, while it listens."""


def virtual_wall_time() -> float:
    return EPOCH + trio.current_time()


@dataclass
class FakeOpenAiRealtime:
    """One server. `set_ups` and `faults` are used up: one for each session.update, one for each commit or response."""

    key: str = "sk-test-0123456789abcdef"
    """Empty: none is wanted."""
    words: str = "a room for two nights"
    texts: deque[str] = field(default_factory=deque)
    """What is heard before, one for each item."""
    final_s: float = 0.1
    """How long recognition takes after a commit."""
    listens: bool = True
    """Whether words are sent before the commit, as gpt-live-transcribe does."""
    tells_last: bool = False
    """Whether the last word is among them."""
    deaf: bool = False
    """Whether it reads nothing more once a session is set up."""
    lasts_s: float = 3600.0
    wall_time: Callable[[], float] = virtual_wall_time
    set_ups: deque[Fault] = field(default_factory=deque)
    faults: deque[Fault] = field(default_factory=deque)
    received: list[Event] = field(default_factory=list)
    speech_s: float = 1.0
    silent_s: float = 0.0
    sound_of: Callable[[str], bytes] | None = None
    """What the speech of a text is, as mu-law; None: a tone of `speech_s`."""
    chunk_bytes: int = 4801
    says: Callable[[str], str] = str
    """What a voice makes of a text; models paraphrase."""
    late_sound: bool = True
    """Whether a cancelled response still sends a piece of sound."""
    heard: list[bytes] = field(default_factory=list)
    """The audio of each commit."""
    server: WebSocketServer = field(init=False)

    def __post_init__(self) -> None:
        self.server = WebSocketServer(self._serve)

    @property
    def sent(self) -> list[Event]:
        return [event for peer in self.server.peers for event in peer.sent]

    def received_of(self, kind: str) -> list[Event]:
        return [event for event in self.received if event["type"] == kind]

    async def _serve(self, peer: Peer) -> None:
        async with trio.open_nursery() as nursery:
            session = _Session(self, peer, nursery)
            try:
                wrong = self._wrong(peer)
                if wrong is not None:
                    await peer.send([session.error(wrong, None), Close(3000, "invalid_request_error")])
                await peer.send([session.event("session.created", session=dict(session.shown))])
                while True:
                    event = json.loads(await peer.receive())
                    self.received.append(event)
                    await session.take(event)
                    if self.deaf:
                        await trio.sleep_forever()
            except ConnectionClosed:
                nursery.cancel_scope.cancel(reason="the connection is over")

    def _wrong(self, peer: Peer) -> Mapping[str, object] | None:
        if self.key and peer.headers.get("authorization") != f"Bearer {self.key}":
            given = peer.headers.get("authorization", "nothing").removeprefix("Bearer ")
            return problem("invalid_api_key", f"Incorrect API key provided: {given}.")
        if "openai-beta" in peer.headers:
            return problem("beta_api_shape_disabled", "The Realtime Beta API is no longer supported.")
        if not peer.path.startswith("/v1/realtime?"):
            return problem("invalid_url", f"Invalid URL ({peer.path})")
        return None


def problem(code: str | None, message: str, kind: str = "invalid_request_error", param: str | None = None) -> Event:
    return {"type": kind, "code": code, "message": message, "param": param}


class _Session:
    """One connection's session."""

    def __init__(self, fake: FakeOpenAiRealtime, peer: Peer, nursery: trio.Nursery) -> None:
        self._fake, self._peer, self._nursery = fake, peer, nursery
        self._events, self._items = 0, 0
        self._number = len(fake.server.peers)
        transcribes = peer.path.endswith("?intent=transcription")
        self.shown: dict[str, object] = {
            "type": "transcription" if transcribes else "realtime",
            "object": "realtime.transcription_session" if transcribes else "realtime.session",
            "id": f"sess_{self._number}",
            "expires_at": int(fake.wall_time() + fake.lasts_s),
        }
        self._audio = bytearray()
        self._item = ""
        self._previous: str | None = None
        self._text = fake.words  # of this item
        self._told = 0  # words of this item that were sent while it listened
        self._responses = 0
        self._speaking: dict[str, tuple[trio.CancelScope, _Response]] = {}

    def event(self, kind: str, **fields: object) -> Event:
        self._events += 1
        return {"type": kind, "event_id": f"event_{self._number}_{self._events}", **fields}

    def error(self, why: Mapping[str, object], cause: object) -> Event:
        return self.event("error", error={**why, "event_id": cause})

    async def take(self, event: Event) -> None:
        match event["type"]:
            case "session.update":
                await self._update(event)
            case "input_audio_buffer.append":
                await self._append(base64.b64decode(str(event["audio"])))
            case "input_audio_buffer.commit":
                await self._commit(event)
            case "input_audio_buffer.clear":
                self._audio.clear()
                self._item, self._told = "", 0
                await self._peer.send([self.event("input_audio_buffer.cleared")])
            case "response.create":
                await self._respond(event)
            case "response.cancel":
                await self._cancel(event)
            case kind:
                why = problem("invalid_value", f"Invalid value: '{kind}'.", param="type")
                await self._peer.send([self.error(why, event.get("event_id"))])

    async def _update(self, event: Event) -> None:
        given = event["session"]
        assert isinstance(given, dict)
        if given["type"] != self.shown["type"]:
            why = problem("invalid_value", "Passing a transcription session update to a realtime session.")
            await self._peer.send([self.error(why, event.get("event_id"))])
            return
        self.shown |= given
        steps: Steps = [self.event("session.updated", session=dict(self.shown))]
        await self._peer.send(self._fake.set_ups.popleft()(steps) if self._fake.set_ups else steps)

    @property
    def _listening(self) -> dict[str, object]:
        audio = self.shown.get("audio")
        return audio.get("input", {}) if isinstance(audio, dict) else {}

    @property
    def _bytes_per_s(self) -> int:
        sent = self._listening.get("format", {})
        return MULAW_BYTES_PER_S if isinstance(sent, dict) and sent.get("type") == "audio/pcmu" else PCM_BYTES_PER_S

    async def _append(self, audio: bytes) -> None:
        if not self._item:
            self._items += 1
            self._item = f"item_{self._number}_{self._items}"
            self._text = self._fake.texts.popleft() if self._fake.texts else self._fake.words
        self._audio += audio
        words = _in_words(self._text)
        wanted = int(len(self._audio) / self._bytes_per_s / LISTENED_S) if self._fake.listens else 0
        while self._told < min(wanted, len(words) if self._fake.tells_last else len(words) - 1):
            await self._peer.send([self._delta(self._item, words[self._told])])
            self._told += 1

    async def _commit(self, event: Event) -> None:
        cause = event.get("event_id")
        if len(self._audio) < self._bytes_per_s / 10:
            why = problem("input_audio_buffer_commit_empty", "Error committing input audio buffer: buffer too small.")
            await self._peer.send([self.error(why, cause)])
            return
        self._fake.heard.append(bytes(self._audio))
        steps = self._recognised(self._item, self._told)
        self._audio.clear()
        self._previous, self._item, self._told = self._item, "", 0
        steps = self._fake.faults.popleft()(steps) if self._fake.faults else steps
        self._nursery.start_soon(self._send_turn, steps, name="a turn of the fake")

    async def _send_turn(self, steps: Steps) -> None:
        with suppress(ConnectionClosed, trio.ClosedResourceError):  # the reader sees it too
            await trio.sleep(self._fake.final_s)
            await self._peer.send(steps)

    def _recognised(self, item_id: str, told: int) -> Steps:
        words, text = _in_words(self._text), self._text
        item: dict[str, object] = {
            "id": item_id,
            "type": "message",
            "object": "realtime.item",
            "status": "completed",
            "role": "user",
        }
        item |= {"content": [{"type": "input_audio", "transcript": None}]}
        usage = {"type": "tokens", "input_tokens": 14, "output_tokens": 7, "total_tokens": 21}
        place = {"item_id": item_id, "content_index": 0}
        return [
            self.event("input_audio_buffer.committed", item_id=item_id, previous_item_id=self._previous),
            self.event("conversation.item.added", item=item, previous_item_id=self._previous),
            self.event("conversation.item.done", item=item, previous_item_id=self._previous),
            *(self._delta(item_id, word) for word in words[told:]),
            self.event("conversation.item.input_audio_transcription.completed", **place, transcript=text, usage=usage),
        ]

    def _delta(self, item_id: str, delta: str) -> Event:
        kind = "conversation.item.input_audio_transcription.delta"
        return self.event(kind, item_id=item_id, content_index=0, delta=delta)

    async def _respond(self, event: Event) -> None:
        asked = event["response"]
        assert isinstance(asked, dict)
        if self.shown["type"] != "realtime" or not asked["input"][0]["content"][0]["text"]:
            why = problem("invalid_value", f"cannot say {asked}", param="response.input")
            await self._peer.send([self.error(why, event.get("event_id"))])
            return
        self._responses += 1
        response = _Response(self, f"resp_{self._number}_{self._responses}", asked.get("metadata"))
        said = self._fake.says(asked["input"][0]["content"][0]["text"])
        sound = self._fake.sound_of(said) if self._fake.sound_of else speech(self._fake.speech_s, self._fake.silent_s)
        steps = response.steps(said, chunks(sound, self._fake.chunk_bytes))
        steps = self._fake.faults.popleft()(steps) if self._fake.faults else steps
        scope = trio.CancelScope()
        self._speaking[response.id] = (scope, response)
        self._nursery.start_soon(self._speak, steps, scope, response, name="a response of the fake")

    async def _speak(self, steps: Steps, scope: trio.CancelScope, response: "_Response") -> None:
        with suppress(ConnectionClosed, trio.ClosedResourceError), scope:
            await self._peer.send(steps)
        if not scope.cancelled_caught:
            self._speaking.pop(response.id, None)

    async def _cancel(self, event: Event) -> None:
        speaking = self._speaking.pop(str(event.get("response_id")), None)
        if speaking is None:
            why = problem("response_cancel_not_active", "Cancellation failed: no active response found")
            await self._peer.send([self.error(why, event.get("event_id"))])
            return
        scope, response = speaking
        scope.cancel(reason="response.cancel")
        late = [response.sound(speech(0.1))] if self._fake.late_sound else []
        await self._peer.send([*late, *response.ending("cancelled", "client_cancelled")])


class _Response:
    """The events of one response; its item is the only one."""

    def __init__(self, session: _Session, response_id: str, metadata: object) -> None:
        self._session, self.id, self._metadata = session, response_id, metadata
        self._item_id = f"item_{response_id}"
        self._place = {"response_id": self.id, "item_id": self._item_id, "output_index": 0, "content_index": 0}
        self._said = ""

    def steps(self, said: str, sounds: Sequence[bytes]) -> Steps:
        """Text runs ahead of sound."""
        self._said = said
        words = [self._event("response.output_audio_transcript.delta", delta=word) for word in _in_words(said)]
        spoken = [self.sound(sound) for sound in sounds]
        mixed = [each for pair in zip_longest(words, spoken) for each in pair if each is not None]
        limits = [{"name": "tokens", "limit": 40_000, "remaining": 39_000, "reset_seconds": 1.5}]
        return [
            self._session.event("response.created", response=self._shown("in_progress")),
            self._session.event("rate_limits.updated", rate_limits=limits),
            self._item("response.output_item.added", "in_progress"),
            self._event("response.content_part.added", part={"type": "audio", "transcript": ""}),
            *mixed,
            *self.ending("completed"),
        ]

    def sound(self, sound: bytes) -> Event:
        return self._event("response.output_audio.delta", delta=base64.b64encode(sound).decode())

    def ending(self, status: str, reason: str | None = None) -> list[Event]:
        """These come on cancellation too."""
        part = {"type": "audio", "transcript": self._said}
        return [
            self._event("response.output_audio.done"),
            self._event("response.output_audio_transcript.done", transcript=self._said),
            self._event("response.content_part.done", part=part),
            self._item("response.output_item.done", "completed" if status == "completed" else "incomplete"),
            self._session.event("response.done", response=self._shown(status, reason)),
        ]

    def _event(self, kind: str, **fields: object) -> Event:
        return self._session.event(kind, **self._place, **fields)

    def _item(self, kind: str, status: str) -> Event:
        content = [] if status == "in_progress" else [{"type": "output_audio", "transcript": self._said}]
        item = {"id": self._item_id, "object": "realtime.item", "type": "message", "role": "assistant"}
        whole = {**item, "status": status, "content": content}
        return self._session.event(kind, response_id=self.id, output_index=0, item=whole)

    def _shown(self, status: str, reason: str | None = None) -> dict[str, object]:
        shown: dict[str, object] = {"id": self.id, "object": "realtime.response", "status": status, "output": []}
        if self._metadata is not None:
            shown["metadata"] = self._metadata
        if reason is not None:
            shown["status_details"] = {"type": status, "reason": reason}
        if status != "in_progress":
            shown["usage"] = {"total_tokens": 60, "input_tokens": 20, "output_tokens": 40}
        return shown


def speech(seconds: float, silent_s: float = 0.0) -> bytes:
    """A tone of 440 Hz at -20 dBFS for speech, with silence before it: 8 kHz mu-law."""
    time_s = np.arange(round(seconds * MULAW_BYTES_PER_S)) / MULAW_BYTES_PER_S
    tone = np.round(4633 * np.sin(2 * np.pi * 440 * time_s)).astype(np.int16)
    return b"\xff" * round(silent_s * MULAW_BYTES_PER_S) + mulaw.encode(tone)


def _in_words(text: str) -> list[str]:
    words = text.split(" ")
    return [word if number == 0 else f" {word}" for number, word in enumerate(words)]
