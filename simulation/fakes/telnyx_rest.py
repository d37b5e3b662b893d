"""A fake of Telnyx's Call Control: takes the commands for calls of one account, in memory or on a socket.

What it checks and answers is written from Telnyx's reference ("Call Commands").
"""

import json
from base64 import b64decode
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

import trio

from offhook.simulation.fakes.http_server import Answerer, HttpServer, Received
from offhook.simulation.fakes.steps import Answer, Fault, Step, send

KEY = "KEY0123456789ABCDEF_fake"
_REQUIRED: Mapping[str, Sequence[str]] = {
    "answer": (),
    "reject": ("cause",),
    "hangup": (),
    "transfer": ("to",),
    "streaming_start": ("stream_url",),
    "speak": ("payload", "voice"),
    "playback_start": ("audio_url",),
}
_CHOICES: Mapping[str, Sequence[object]] = {
    "cause": ("CALL_REJECTED", "NOT_FOUND", "TEMPORARILY_UNAVAILABLE", "USER_BUSY"),
    "stream_track": ("inbound_track", "outbound_track", "both_tracks"),
    "stream_codec": ("PCMU", "PCMA", "G722", "OPUS", "AMR-WB", "L16", "default"),
    "stream_bidirectional_mode": ("mp3", "rtp"),
    "stream_bidirectional_codec": ("PCMU", "PCMA", "G722", "OPUS", "AMR-WB", "L16"),
    "stream_bidirectional_target_legs": ("both", "self", "opposite"),
    "payload_type": ("text", "ssml"),
}
Body = dict[str, object]


@dataclass
class Commanded:
    """A command that was carried out."""

    call_id: str
    action: str
    body: Body

    @property
    def state(self) -> Mapping[str, str]:
        state: Mapping[str, str] = json.loads(b64decode(str(self.body["client_state"]), validate=True))
        return state

    @property
    def path(self) -> str:
        """Of the stream's URL."""
        return "/" + str(self.body["stream_url"]).split("/", 3)[3]


def refusal(status: int, code: str, title: str, detail: str) -> Answer:
    errors = [
        {"code": code, "title": title, "detail": detail, "meta": {"url": f"https://developers.telnyx.com/{code}"}}
    ]
    return _json({"errors": errors}, status)


def _json(body: Mapping[str, object], status: int = 200) -> Answer:
    return Answer(status, {"content-type": "application/json"}, [Step.HEAD, json.dumps(body).encode()])


CALL_ENDED = refusal(422, "90018", "Call has already ended", "This call is no longer active")


@dataclass
class FakeTelnyx:
    """One account. `faults` are used up, one for each request."""

    key: str = KEY
    over: set[str] = field(default_factory=set)
    """Calls that have ended."""
    commanded: list[Commanded] = field(default_factory=list)
    repeated: int = 0
    """How many commands came again, and were ignored."""
    faults: deque[Fault] = field(default_factory=deque)
    refused: dict[str, Answer] = field(default_factory=dict)
    """By action: every such command gets this answer, and is not carried out."""
    http: HttpServer = field(init=False)

    def __post_init__(self) -> None:
        self.http = HttpServer(self.answer)
        self._seen: set[tuple[str, str]] = set()

    async def serve(self, stream: trio.abc.Stream) -> None:
        await self.http.serve(stream)

    @property
    def actions(self) -> Sequence[str]:
        return [each.action for each in self.commanded]

    async def answer(self, request: Received, answerer: Answerer) -> None:
        """Answer one request. One that goes wrong has been carried out, as with a real server."""
        answer = self._answer(request)
        await send(self.faults.popleft()(answer) if self.faults else answer, answerer)

    def _answer(self, request: Received) -> Answer:
        if request.headers.get("authorization") != f"Bearer {self.key}":
            return refusal(401, "10009", "Authentication failed", "Could not understand the provided credentials.")
        match request.path.split("/"):
            case ["", "v2", "calls", call_id, "actions", action] if request.method == "POST" and action in _REQUIRED:
                return self.refused.get(action) or self._carry_out(unquote(call_id), action, request.body)
            case _:
                return refusal(404, "10005", "Resource not found", f"{request.method} {request.path}")

    def _carry_out(self, call_id: str, action: str, written: bytes) -> Answer:
        body: Body = json.loads(written)
        for name in _REQUIRED[action]:
            if not body.get(name):
                return refusal(422, "10004", "Missing required parameter", f"The '{name}' parameter is required")
        for name, choices in _CHOICES.items():
            if name in body and body[name] not in choices:
                return refusal(422, "10015", "Invalid parameter", f"{name} is {body[name]!r}")
        if call_id in self.over:
            return CALL_ENDED
        seen = (call_id, str(body["command_id"]))
        if seen in self._seen:
            self.repeated += 1
        else:
            self._seen.add(seen)
            self.commanded.append(Commanded(call_id, action, body))
            if action in ("reject", "hangup"):
                self.over.add(call_id)
        return _json({"data": {"result": "ok"}})
