"""A fake of ElevenLabs' speech: over a WebSocket with contexts (`elevenlabs_contexts.py`), over HTTP, and its models.

What it answers is written from ElevenLabs' reference and from what users of its API report; tests compare it with the
types of ElevenLabs' own package.
"""

import base64
import json
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

import trio

from offhook.simulation.fakes.elevenlabs_contexts import Contexts
from offhook.simulation.fakes.elevenlabs_voice import FakeSound, Spoken
from offhook.simulation.fakes.http_server import Answerer, HttpServer, Received
from offhook.simulation.fakes.steps import Answer, Step, send
from offhook.simulation.fakes.steps import Fault as HttpFault
from offhook.simulation.fakes.websocket_server import Event, Fault, Peer, WebSocketServer

VOICE = "JBFqnCBsd6RMkjVDRZzb"
MODELS = ("eleven_flash_v2_5", "eleven_flash_v2", "eleven_multilingual_v2", "eleven_v3")
LONGEST_TEXT = 5000
_PATH = "/v1/text-to-speech/"


@dataclass
class FakeElevenLabs:
    """One server. `faults` and `http_faults` are used up: one for each context, one for each request."""

    key: str = "sk_0123456789abcdef"
    """Empty: none is wanted."""
    voices: Sequence[str] = (VOICE,)
    """Empty: it has every voice."""
    sound: FakeSound = field(default_factory=FakeSound)
    first_sound_s: float = 0.0
    early_close_is_final: bool = True
    """Whether a context that is closed before its first sound is said to be final; others never are."""
    faults: deque[Fault] = field(default_factory=deque)
    http_faults: deque[HttpFault] = field(default_factory=deque)
    received: list[Event] = field(default_factory=list)
    """What came over WebSockets."""
    most_contexts: int = 0
    """How many there were at the same time on one connection."""
    sockets: WebSocketServer = field(init=False)
    http: HttpServer = field(init=False)

    def __post_init__(self) -> None:
        self.sockets = WebSocketServer(self._serve_socket)
        self.http = HttpServer(self.answer)

    @property
    def sent(self) -> list[Event]:
        return [event for peer in self.sockets.peers for event in peer.sent]

    def received_with(self, key: str) -> list[Event]:
        return [event for event in self.received if key in event]

    async def serve(self, stream: trio.abc.Stream, begun: bytes = b"") -> None:
        """Serve one connection, whichever it is. `begun` was read of it before."""
        while b"\n" not in begun:
            try:
                data = bytes(await stream.receive_some())
            except (trio.BrokenResourceError, trio.ClosedResourceError):
                return
            if not data:
                return
            begun += data
        await (self.sockets if is_socket(begun) else self.http).serve(stream, begun)

    async def _serve_socket(self, peer: Peer) -> None:
        await Contexts(self, peer).serve()

    async def answer(self, request: Received, answerer: Answerer) -> None:
        """Answer one request."""
        answer = self._answer(request)
        await send(self.http_faults.popleft()(answer) if self.http_faults else answer, answerer)

    def _answer(self, request: Received) -> Answer:
        if self.key and request.headers.get("xi-api-key") != self.key:
            return refusal(401, "invalid_api_key", f"Invalid API key: {request.headers.get('xi-api-key')}")
        path, _, query = request.path.partition("?")
        if path == "/v1/models":
            models = [{"model_id": each, "name": each, "can_do_text_to_speech": True} for each in MODELS]
            return Answer(200, {"content-type": "application/json"}, [Step.HEAD, json.dumps(models).encode()])
        voice, _, rest = path.removeprefix(_PATH).partition("/")
        if not path.startswith(_PATH) or rest not in ("stream", "stream/with-timestamps"):
            return Answer(404, {"content-type": "application/json"}, [Step.HEAD, b'{"detail":"Not Found"}'])
        if query != "output_format=ulaw_8000":
            return refusal(400, "invalid_output_format", query)
        return self._speech(unquote(voice), json.loads(request.body), times="timestamps" in rest)

    def _speech(self, voice: str, body: Mapping[str, object], *, times: bool) -> Answer:
        text = body.get("text")
        if not isinstance(text, str):
            return unprocessable()
        if self.voices and voice not in self.voices:
            return refusal(404, "voice_not_found", f"A voice with voice_id {voice} was not found.")
        if len(text) > LONGEST_TEXT:
            return refusal(400, "max_character_limit_exceeded", f"{text} exceeds the character limit")
        spoken = self.sound.of(text)
        if times:
            lines = [json.dumps(_with_times(each)).encode() + b"\n" for each in spoken]
            return Answer(200, {"content-type": "application/json"}, [Step.HEAD, *lines])
        return Answer(200, {"content-type": "audio/basic"}, [Step.HEAD, *(each.audio for each in spoken)])


def _with_times(spoken: Spoken) -> Event:
    if not spoken.characters:
        alignment = None
    else:
        alignment = {
            "characters": [*spoken.characters],
            "character_start_times_seconds": [round(each, 3) for each in spoken.starts_s],
            "character_end_times_seconds": [round(each + spoken.lasts_s, 3) for each in spoken.starts_s],
        }
    encoded = base64.b64encode(spoken.audio).decode()
    return {"audio_base64": encoded, "alignment": alignment, "normalized_alignment": alignment}


def is_socket(begun: bytes) -> bool:
    """Whether a request is for the WebSocket, by its first line."""
    return b"/multi-stream-input" in begun.partition(b"\n")[0]


def refusal(status: int, name: str, message: str, **headers: str) -> Answer:
    """ElevenLabs' error: its message quotes what it should not."""
    body = json.dumps({"detail": {"status": name, "message": message}}).encode()
    return Answer(status, {"content-type": "application/json", **headers}, [Step.HEAD, body])


def unprocessable() -> Answer:
    detail = [{"loc": ["body", "text"], "msg": "Field required", "type": "missing"}]
    body = json.dumps({"detail": detail}).encode()
    return Answer(422, {"content-type": "application/json"}, [Step.HEAD, body])
