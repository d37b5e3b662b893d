"""A fake of AssemblyAI's streaming recognition, v3.

What it answers is written from AssemblyAI's reference; tests compare it with the types of AssemblyAI's own package.
Each turn with a voice in it says the next of `texts`, and after the last one `words`. A turn ends at a ForceEndpoint,
or after silence: `min_turn_silence` of it where `sure`, otherwise `max_turn_silence`.
"""

import json
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import numpy as np
import trio
from trio_websocket import ConnectionClosed

from offhook.protocol import mulaw
from offhook.simulation.fakes.http_server import Answerer, Received
from offhook.simulation.fakes.steps import Answer, Step, Wait, send
from offhook.simulation.fakes.websocket_server import Close, Event, Fault, Peer, Refusal, Steps, WebSocketServer
from offhook.simulation.world import EPOCH

PATH = "/v3/ws"
TOKEN_PATH = "/v3/token"  # a path
BYTES_PER_MS, FRAME_BYTES, FRAME_MS = 8, 160, 20
VOICE = 500  # of 32768; less is silence
LISTENED_MS = 400
"""How much more voice there must be for another word."""
TOO_LONG_FOR_A_CLOSE = 123
"""Bytes that a close frame's reason may have."""
_REASONS = {
    1008: "Unauthorized Connection: Missing Authorization header",
    3005: "Session Cancelled: An error occurred",
    3006: "Invalid Message Type: Sing",
    3007: "Input duration violation: 20 ms. Expected between 50 and 1000 ms",
    3008: "Session Expired: Maximum session duration exceeded",
    3009: "Unauthorized Connection: Too many concurrent sessions",
}
TOO_MANY = "Unauthorized Connection: Too many concurrent sessions"
NO_BALANCE = "Unauthorized Connection: Insufficient account balance"


def virtual_wall_time() -> float:
    return EPOCH + trio.current_time()


def error(code: int, text: str = "") -> Steps:
    """How the server ends a session that cannot go on."""
    text = text or _REASONS[code]
    reason = text if len(text.encode()) <= TOO_LONG_FOR_A_CLOSE else "See Error message for details"
    return [{"type": "Error", "error_code": code, "error": text}, Close(code, reason)]


def refusal(status: int, retry_after: str = "") -> Refusal:
    """What the handshake is answered with."""
    headers = {"content-type": "application/json"} | ({"retry-after": retry_after} if retry_after else {})
    return Refusal(status, error_body(status), headers)


def error_body(status: int) -> bytes:
    return json.dumps({"error": "Invalid API key" if status == 401 else "Failed"}).encode()


def in_english(text: str) -> str:
    del text
    return "en"


@dataclass
class FakeAssemblyAi:
    """One server. `begins` and `faults` are used up: one for each connection, one for each turn that ends."""

    key: str = "0123456789abcdef0123456789abcdef"
    """Empty: none is wanted."""
    words: str = "a room for two nights"
    texts: deque[str] = field(default_factory=deque)
    language_of: Callable[[str], str] = in_english
    """In which language a text is, which is told where it was asked for."""
    final_s: float = 0.1
    """How long the end of a turn takes."""
    listens: bool = True
    """Whether words are sent while a turn goes on."""
    sure: bool = False
    """Whether it takes every pause for the end of a turn."""
    answers_nothing: bool = False
    """Whether a ForceEndpoint without a turn is answered, with an empty one."""
    heartbeat_s: float = 5.0
    ahead_s: float = 300.0
    """How much more audio it takes than a clock would have let pass."""
    lasts_s: float = 10_800.0
    deaf: bool = False
    """Whether it reads nothing."""
    wall_time: Callable[[], float] = virtual_wall_time
    begins: deque[Fault] = field(default_factory=deque)
    faults: deque[Fault] = field(default_factory=deque)
    received: list[Event] = field(default_factory=list)
    """The messages that are no audio."""
    heard: list[bytes] = field(default_factory=list)
    """Each connection's audio."""
    pieces: list[tuple[float, int]] = field(default_factory=list)
    """When each message with audio came, and how long it was, in bytes."""
    terminated: int = 0
    """How many sessions were ended by a Terminate."""
    server: WebSocketServer = field(init=False)

    def __post_init__(self) -> None:
        self.server = WebSocketServer(self._serve, self._refuse)

    @property
    def sent(self) -> list[Event]:
        return [event for peer in self.server.peers for event in peer.sent]

    def received_of(self, kind: str) -> list[Event]:
        return [event for event in self.received if event["type"] == kind]

    def says(self) -> str:
        return self.texts.popleft() if self.texts else self.words

    def _refuse(self, path: str, headers: Mapping[str, str]) -> Refusal | None:
        del headers  # a wrong key is told after the handshake
        return refusal(404) if urlsplit(path).path != PATH else None

    async def _serve(self, peer: Peer) -> None:
        self.heard.append(b"")
        async with trio.open_nursery() as nursery:
            session = _Session(self, peer, nursery, len(self.heard) - 1)
            try:
                if self.key and peer.headers.get("authorization") != self.key:
                    await peer.send(error(1008))
                begin = [session.begin()]
                await peer.send(self.begins.popleft()(begin) if self.begins else begin)
                nursery.start_soon(session.send_heartbeats, name="heartbeats of the fake")
                while True:
                    if self.deaf:
                        await trio.sleep_forever()
                    with trio.move_on_at(session.ends_at) as patience:
                        message = await peer.receive_any()
                    if patience.cancelled_caught:
                        await peer.send(session.ending())
                    else:
                        await session.take(message)
            except ConnectionClosed:
                nursery.cancel_scope.cancel(reason="the connection is over")


class _Session:
    """One connection's audio, and the turns in it."""

    def __init__(self, fake: FakeAssemblyAi, peer: Peer, nursery: trio.Nursery, number: int) -> None:
        self._fake, self._peer, self._nursery, self._number = fake, peer, nursery, number
        query = {name: values[0] for name, values in parse_qs(urlsplit(peer.path).query).items()}
        self._formats = query.get("format_turns") == "true"
        self._tells = query.get("language_detection") == "true"
        self._model = query.get("speech_model", "")
        self._min_silence_ms = int(query.get("min_turn_silence", "400"))
        self._max_silence_ms = int(query.get("max_turn_silence", "1280"))
        self._inactivity_s = float(query.get("inactivity_timeout", "inf"))
        self._has_heartbeat = query.get("session_heartbeat") == "true"
        self._is_right = query.get("encoding") == "pcm_mulaw" and query.get("sample_rate") == "8000"
        self._began_at = trio.current_time()
        self._active_until = self._began_at + self._inactivity_s
        self._partly = b""
        self._at_ms = 0
        self._turn = 0
        self._words: list[str] = []
        self._first_voiced: int | None = None
        self._last_voiced = self._voiced_ms = 0
        self._told = 0
        self._has_paused = False

    def begin(self) -> Event:
        configuration = {"model": self._model, "mode": None, "api_version": "2025-05-12"}
        expires_at = int(self._fake.wall_time() + self._fake.lasts_s)
        return {"type": "Begin", "id": f"s-{self._number}", "expires_at": expires_at, "configuration": configuration}

    @property
    def ends_at(self) -> float:
        return min(self._active_until, self._began_at + self._fake.lasts_s)

    def ending(self) -> Steps:
        """It has lasted too long, or nothing was sent for too long."""
        return error(3008) if self._active_until > trio.current_time() else [self._termination(), Close(1000)]

    async def send_heartbeats(self) -> None:
        with suppress(ConnectionClosed, trio.ClosedResourceError):
            while self._has_heartbeat:
                await trio.sleep(self._fake.heartbeat_s)
                await self._peer.send([self._heartbeat()])

    def _heartbeat(self) -> Event:
        since_ms = round((trio.current_time() - self._began_at) * 1000)
        received_ms = len(self._fake.heard[self._number]) // BYTES_PER_MS
        counts = {"total_audio_received_ms": received_ms, "total_duration_ms": since_ms}
        return {"type": "Heartbeat", **counts, "realtime_factor": 1.0, "max_speech_probability": 0.5}

    async def take(self, message: str | bytes) -> None:
        self._active_until = trio.current_time() + self._inactivity_s
        if isinstance(message, bytes):
            await self._take_audio(message)
            return
        event = json.loads(message)
        self._fake.received.append(event)
        match event["type"]:
            case "KeepAlive":
                pass
            case "ForceEndpoint":
                self._end_turn()
            case "Terminate":
                self._fake.terminated += 1
                await self._peer.send([*self._turn_over(), self._termination(), Close(1000)])
            case kind:
                await self._peer.send(error(3006, f"Invalid Message Type: {kind}"))

    async def _take_audio(self, sound: bytes) -> None:
        length_ms = len(sound) / BYTES_PER_MS
        self._fake.heard[self._number] += sound
        self._fake.pieces.append((trio.current_time(), len(sound)))
        received_s = len(self._fake.heard[self._number]) / BYTES_PER_MS / 1000
        passed_s = trio.current_time() - self._began_at
        if not self._is_right:
            await self._peer.send(error(3006, "Invalid Message: the audio cannot be decoded"))
        elif not 50 <= length_ms <= 1000:
            wrong = f"Input duration violation: {length_ms} ms. Expected between 50 and 1000 ms"
            await self._peer.send(error(3007, wrong))
        elif received_s > passed_s + self._fake.ahead_s:
            fast = f"Audio Transmission Rate Exceeded: Received {received_s} sec. audio in {passed_s} sec"
            await self._peer.send(error(3007, fast))
        else:
            await self._hear(self._partly + sound)

    async def _hear(self, sound: bytes) -> None:
        whole = len(sound) - len(sound) % FRAME_BYTES
        self._partly = sound[whole:]
        for start in range(0, whole, FRAME_BYTES):
            await self._hear_frame(sound[start : start + FRAME_BYTES])

    async def _hear_frame(self, frame: bytes) -> None:
        voiced = int(np.abs(mulaw.decode(frame).astype(np.int32)).max()) > VOICE
        if voiced:
            if self._first_voiced is None:
                self._first_voiced, self._words = self._at_ms, self._fake.says().split()
                self._told = self._voiced_ms = 0
            self._last_voiced, self._has_paused = self._at_ms + FRAME_MS, False
            self._voiced_ms += FRAME_MS
        self._at_ms += FRAME_MS
        if self._first_voiced is None:
            return
        if voiced and self._fake.listens and self._voiced_ms >= (self._told + 1) * LISTENED_MS:
            await self._tell_more()
        elif not voiced:
            self._be_silent(self._at_ms - self._last_voiced)

    async def _tell_more(self) -> None:
        """Another word, which is not final yet; those before it are."""
        if self._told < len(self._words):
            self._told += 1
            await self._peer.send([self._so_far(self._told, final=self._told - 1)])

    def _be_silent(self, silent_ms: int) -> None:
        if silent_ms >= (self._min_silence_ms if self._fake.sure else self._max_silence_ms):
            self._end_turn()
        elif silent_ms >= self._min_silence_ms and not self._has_paused and self._fake.listens:
            self._has_paused = True
            every = len(self._words)
            self._send_later([self._so_far(every, final=every, utterance=" ".join(self._words))])

    def _so_far(self, count: int, *, final: int, utterance: str = "") -> Event:
        assert self._first_voiced is not None
        placed = _placed(self._words[:count], self._first_voiced, self._last_voiced, final)
        return self._with_language(turn(self._turn, placed, utterance=utterance))

    def _end_turn(self) -> None:
        self._send_later(self._turn_over())

    def _turn_over(self) -> Steps:
        first, self._first_voiced = self._first_voiced, None
        if first is None:
            if not self._fake.answers_nothing:
                return []
            self._turn += 1
            return [turn(self._turn - 1, [], ended=True)]
        every = len(self._words)
        placed = _placed(self._words, first, self._last_voiced, every)
        steps: list[Event] = [turn(self._turn, placed, utterance=" ".join(self._words), ended=True)]
        if self._formats:
            steps.append(turn(self._turn, _formatted(placed), ended=True, formatted=True))
        self._turn += 1
        told: Steps = [*map(self._with_language, steps)]
        return self._fake.faults.popleft()(told) if self._fake.faults else told

    def _with_language(self, told: Event) -> Event:
        return {**told, "language_code": self._fake.language_of(" ".join(self._words))} if self._tells else told

    def _send_later(self, steps: Steps) -> None:
        if steps:
            self._nursery.start_soon(self._send_late, [Wait(self._fake.final_s), *steps], name="turns of the fake")

    async def _send_late(self, steps: Steps) -> None:
        with suppress(ConnectionClosed, trio.ClosedResourceError):  # the reader sees it too
            await self._peer.send(steps)

    def _termination(self) -> Event:
        audio_s = len(self._fake.heard[self._number]) // (BYTES_PER_MS * 1000)
        session_s = int(trio.current_time() - self._began_at)
        return {"type": "Termination", "audio_duration_seconds": audio_s, "session_duration_seconds": session_s}


def _placed(words: Sequence[str], start: int, end: int, final: int) -> list[Event]:
    """The words one after the other, over all of the time."""
    each = (end - start) / max(len(words), 1)
    return [
        {
            "text": word,
            "start": round(start + number * each),
            "end": round(start + (number + 1) * each),
            "confidence": 0.9,
            "word_is_final": number < final,
        }
        for number, word in enumerate(words)
    ]


def _formatted(placed: Sequence[Event]) -> list[Event]:
    """With a capital and a full stop."""
    texts = [str(word["text"]) for word in placed]
    texts = [texts[0].capitalize(), *texts[1:]]
    texts[-1] += "."
    return [{**word, "text": text} for word, text in zip(placed, texts, strict=True)]


def turn(
    order: int, words: Sequence[Event], *, utterance: str = "", ended: bool = False, formatted: bool = False
) -> Event:
    return {
        "type": "Turn",
        "turn_order": order,
        "turn_is_formatted": formatted,
        "end_of_turn": ended,
        "transcript": " ".join(str(word["text"]) for word in words if word["word_is_final"]),
        "utterance": utterance,
        "end_of_turn_confidence": 0.9 if ended else 0.1,
        "words": [*words],
    }


async def answer_about_key(request: Received, answerer: Answerer, key: str) -> None:
    """GET /v3/token: a key for a short time."""
    status, body = 200, json.dumps({"token": "t-1", "expires_in_seconds": 1}).encode()
    if key and request.headers.get("authorization") != key:
        status, body = 401, error_body(401)
    await send(Answer(status, {"content-type": "application/json"}, [Step.HEAD, body]), answerer)
