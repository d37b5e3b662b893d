"""The baseline of this server stack: the least work with which an ASGI application can be the other end of a call.

    hypercorn bench.bare_app:app --worker-class trio

It decodes every message (JSON, base64, mu-law), runs WebRTC's VAD on every frame, has the simplest rule for the
beginning and the end of speech, and answers with the messages that our speaker would send: the same sizes at the same
pace, the marks, the `clear`. No actors, no supervision, no ledger, no record, no log. `bench.turns` also reports the
real server's figures as ratios to these.
"""

from collections import deque
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from typing import Any

import msgspec
import numpy as np
import trio
import webrtcvad

from bench.recordings import RULES, VAD_AGGRESSIVENESS
from bench.script import FRAMES_PER_S, TONE_S
from offhook.actors.speaker.actor import MARK_EVERY_S
from offhook.actors.speaker.speaker_settings import SpeakerSettings
from offhook.actors.voice_detector import WARM_UP_FRAMES
from offhook.engine.decide.endpointing import FRAME_MS
from offhook.protocol import mulaw

# ASGI's own types: its messages are dictionaries of anything (ASGI specification, "Events").
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_SPEAKER = SpeakerSettings()
LEAD_S = _SPEAKER.lead_ms / 1000
FIRST_BYTES = mulaw.SAMPLE_RATE_HZ // FRAMES_PER_S
LATER_BYTES = _SPEAKER.chunk_ms * mulaw.SAMPLE_RATE_HZ // 1000
MARK_EVERY_BYTES = MARK_EVERY_S * mulaw.SAMPLE_RATE_HZ
SENTENCES = 3
ONSET_FRAMES = RULES.onset_ms // FRAME_MS
WINDOW_FRAMES = RULES.onset_window_ms // FRAME_MS
SILENCE_FRAMES = RULES.silence_ms // FRAME_MS


class Payload(msgspec.Struct):
    payload: bytes


class StreamName(msgspec.Struct, rename="camel"):
    stream_sid: str


class MarkName(msgspec.Struct):
    name: str


class Connected(msgspec.Struct, tag="connected", tag_field="event"):
    pass


class Start(msgspec.Struct, tag="start", tag_field="event"):
    start: StreamName


class Media(msgspec.Struct, tag="media", tag_field="event", rename="camel"):
    media: Payload
    stream_sid: str


class Mark(msgspec.Struct, tag="mark", tag_field="event", rename="camel"):
    mark: MarkName
    stream_sid: str


class Clear(msgspec.Struct, tag="clear", tag_field="event", rename="camel"):
    stream_sid: str


class Stop(msgspec.Struct, tag="stop", tag_field="event"):
    pass


_decoder = msgspec.json.Decoder(Connected | Start | Media | Mark | Stop)
_encoder = msgspec.json.Encoder()


def _tone() -> bytes:
    time_s = np.arange(round(TONE_S * mulaw.SAMPLE_RATE_HZ)) / mulaw.SAMPLE_RATE_HZ
    return mulaw.encode(np.round(4633 * np.sin(2 * np.pi * 440 * time_s)).astype(np.int16))


TONE = _tone()


async def app(scope: Message, receive: Receive, send: Send) -> None:  # noqa: ASYNC910  # there is no fourth type
    match scope["type"]:
        case "websocket":
            await _answer(receive, send)
        case "http":
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body", "body": b""})
        case "lifespan":
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})


async def _answer(receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "websocket.accept"})
    async with trio.open_nursery() as nursery:
        call = _Call(send, nursery)
        while (message := await receive())["type"] != "websocket.disconnect":
            match _decoder.decode(message["text"]):
                case Start(start=start):
                    call.start(start.stream_sid)
                case Media(media=media):
                    await call.hear(media.payload)
                case Stop():
                    call.stop()
                    await send({"type": "websocket.close"})
        call.stop()


class _Call:
    """One connection: detects speech by the simplest rule, and plays a reply that can be interrupted."""

    def __init__(self, send: Send, nursery: trio.Nursery) -> None:
        self._send, self._nursery = send, nursery
        self._stream = ""
        self._vad = webrtcvad.Vad(VAD_AGGRESSIVENESS)
        self._frames = self._silence = self._marks = self._unmarked = 0
        self._speaking = False
        self._recent: deque[bool] = deque(maxlen=WINDOW_FRAMES)
        self._reply = trio.CancelScope()
        self._plays_until = 0.0

    def start(self, stream: str) -> None:
        self._stream = stream
        self._nursery.start_soon(self._say, 1, self._reply)

    def stop(self) -> None:
        self._reply.cancel()

    async def hear(self, frame: bytes) -> None:  # noqa: ASYNC910  # most frames get no answer
        self._frames += 1
        voiced = self._vad.is_speech(mulaw.decode(frame).tobytes(), mulaw.SAMPLE_RATE_HZ)
        stands_alone = not (self._recent and self._recent[-1])
        self._recent.append(voiced and self._frames > WARM_UP_FRAMES)
        if not self._speaking:
            if sum(self._recent) >= ONSET_FRAMES:
                self._speaking, self._silence = True, 0
                await self._fall_silent()
            return  # noqa: ASYNC910  # as above
        self._silence = 0 if voiced and not stands_alone else self._silence + 1
        if self._silence >= SILENCE_FRAMES and not voiced:
            self._speaking = False
            self._recent.clear()
            self._reply = trio.CancelScope()
            self._nursery.start_soon(self._say, SENTENCES, self._reply)

    async def _fall_silent(self) -> None:  # noqa: ASYNC910  # nor does silence
        self._reply.cancel()
        if self._plays_until > trio.current_time():
            self._plays_until = 0.0
            await self._tell(Clear(self._stream))

    async def _say(self, sentences: int, reply: trio.CancelScope) -> None:  # noqa: ASYNC910  # it says something
        with reply:
            first, self._unmarked = FIRST_BYTES, 0
            for _ in range(sentences):
                for chunk in _chunks(first):
                    await trio.sleep_until(self._plays_until + len(chunk) / mulaw.SAMPLE_RATE_HZ - LEAD_S)
                    now = trio.current_time()
                    self._plays_until = max(self._plays_until, now) + len(chunk) / mulaw.SAMPLE_RATE_HZ
                    await self._tell(Media(Payload(chunk), self._stream))
                    self._unmarked += len(chunk)
                    if self._unmarked + LATER_BYTES > MARK_EVERY_BYTES:
                        await self._mark()
                first = LATER_BYTES
                await self._mark()

    async def _mark(self) -> None:
        self._marks += 1
        self._unmarked = 0
        await self._tell(Mark(MarkName(str(self._marks)), self._stream))

    async def _tell(self, message: Media | Mark | Clear) -> None:
        await self._send({"type": "websocket.send", "text": _encoder.encode(message).decode()})


def _chunks(first: int) -> Iterator[bytes]:
    """The tone, in chunks like those of our speaker."""
    yield TONE[:first]
    for start in range(first, len(TONE), LATER_BYTES):
        yield TONE[start : start + LATER_BYTES]
