"""A call as Telnyx places it: webhooks tell of it, and the server commands what becomes of it, over REST.

    call.initiated ──► server ──► answer ──► media socket until it ends ──► streaming.stopped ──► server ──► hangup ...

The server's `telnyx.api_url` must be the address at which the commands are taken here.
"""

import json
from base64 import b64encode
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress

import httpx  # noqa: ASYNC127  # the project's client is httpx
import msgspec
import trio

from offhook.telephone.command_server import NotListening, open_command_server
from offhook.telephone.phone_events import CarrierVoice, Ringing, Transferred
from offhook.telephone.phone_log import PhoneLog
from offhook.telephone.phone_network import CallError
from offhook.telephone.telnyx_key import SigningKey
from offhook.telephone.telnyx_side import TelnyxSide

ANSWER_WITHIN_S, COMMAND_WITHIN_S = 15.0, 10.0
MOST_COMMANDS = 100
SPEECH_S = 1.0
"""How long the carrier says or plays something."""
_OVER = {"errors": [{"code": "90018", "title": "Call has already ended", "detail": "This call is no longer active"}]}
_OK = {"data": {"result": "ok"}}


class TelnyxLine(msgspec.Struct, frozen=True):
    """How to play Telnyx."""

    api_port: int
    """Of this machine, where commands are taken; 0: any."""
    key: SigningKey | None = None
    """None: webhooks are not signed."""


class _NoAnswer(CallError):
    """There is no server any more."""


class _Command(msgspec.Struct, frozen=True):
    action: str
    body: dict[str, object]

    @property
    def state(self) -> str:
        return str(self.body.get("client_state") or "")


class TelnyxCall:
    """One call."""

    def __init__(
        self,
        line: TelnyxLine,
        url: str,
        call_id: str,
        numbers: tuple[str, str],
        new_id: Callable[[], str],
        wall_time: Callable[[], float],
        log: PhoneLog,
        stream: Callable[[str, TelnyxSide], Awaitable[bool]],
    ) -> None:
        """`numbers` of the caller and of whoever is called. `stream` runs a stream to its end, and returns whether the
        caller has left."""
        self._line, self._url, self._call_id, self._log = line, url, call_id, log
        self._caller, self._called = numbers
        self._new_id, self._wall_time, self._stream = new_id, wall_time, stream
        self._commands_send, self._commands = trio.open_memory_channel[_Command](MOST_COMMANDS)
        self._seen: set[str] = set()
        self._state = ""
        self._is_over = False
        self._no_answer: _NoAnswer | None = None
        self._client = httpx.AsyncClient(trust_env=False, timeout=ANSWER_WITHIN_S)
        self._api_url = ""

    async def place(self, stack: AsyncExitStack) -> str:
        """Returns where the caller was put through, or nothing. `stack` closes what it opens. Raises CallError."""
        await stack.enter_async_context(self._client)
        try:
            self._api_url = await stack.enter_async_context(open_command_server(self._line.api_port, self._obey))
        except NotListening as exc:
            raise CallError(f"commands cannot be taken: {exc}") from exc
        stack.enter_context(self._commands)
        self._log.add(Ringing(trio.current_time(), self._url))
        await self._tell("call.initiated", direction="incoming", state="parked")
        return await self._follow()

    async def _follow(self) -> str:
        while True:  # noqa: ASYNC913  # each round waits for a command
            command = await self._next()
            match command.action:
                case "answer" | "streaming_start":
                    if command.action == "answer":
                        await self._tell("call.answered")
                    if url := str(command.body.get("stream_url") or ""):
                        await self._open(url, command)
                    if self._is_over:
                        return ""
                case "speak" | "playback_start":
                    said = str(command.body.get("payload") or command.body.get("audio_url"))
                    self._log.add(CarrierVoice(trio.current_time(), said))
                    await trio.sleep(SPEECH_S)
                    await self._tell("call.speak.ended" if command.action == "speak" else "call.playback.ended")
                case "transfer":
                    to = str(command.body.get("to"))
                    self._log.add(Transferred(trio.current_time(), to))
                    return to
                case "reject":
                    raise CallError(f"{self._url} rejected the call: {command.body.get('cause')}")
                case _:
                    with suppress(_NoAnswer):  # a server that stops does not wait for this
                        await self._hang_up()
                    return ""

    async def _open(self, url: str, command: _Command) -> None:
        side = TelnyxSide(self._call_id, self._new_id(), self._caller, command.state)
        has_left = await self._stream(url, side)
        if has_left:
            self._is_over = True
        try:
            await self._tell("streaming.stopped", stream_url=url)
        except _NoAnswer as exc:
            self._no_answer = exc  # a server that stops may have said already what becomes of the caller
        if has_left:
            await self._hang_up()

    async def _hang_up(self) -> None:
        self._is_over = True
        await self._tell("call.hangup", hangup_cause="normal_clearing")

    async def _next(self) -> _Command:
        with trio.move_on_after(COMMAND_WITHIN_S):
            return await self._commands.receive()
        raise self._no_answer or CallError(
            f"{self._url} sent no command within {COMMAND_WITHIN_S:g} s; the server's telnyx.api_url must be "
            f"{self._api_url}"
        )

    def _obey(self, path: str, body: bytes) -> tuple[int, object]:
        match path.split("/"):
            case ["", "v2", "calls", call_id, "actions", action] if call_id == self._call_id:
                pass
            case _:
                return 404, {"errors": [{"code": "10005", "title": "Resource not found"}]}
        if self._is_over:
            return 422, _OVER
        command = _Command(action, json.loads(body or b"{}"))
        self._state = command.state or self._state  # of all webhooks from here on, whatever they tell of
        command_id = str(command.body.get("command_id") or "")
        if command_id not in self._seen:
            if command_id:
                self._seen.add(command_id)
            try:
                self._commands_send.send_nowait(command)
            except trio.WouldBlock:
                return 429, {"errors": [{"code": "10011", "title": "Too many requests"}]}
        return 200, _OK

    async def _tell(self, event_type: str, **payload: object) -> None:
        """Raises CallError where the webhook is refused."""
        told = {
            "call_control_id": self._call_id,
            "client_state": self._state or None,
            "from": self._caller,
            "to": self._called,
            **payload,
        }
        event = {"record_type": "event", "event_type": event_type, "id": self._new_id(), "payload": told}
        body = json.dumps({"data": event}).encode()
        headers = {"content-type": "application/json"}
        if self._line.key is not None:
            timestamp = str(int(self._wall_time()))
            signature = self._line.key.sign(timestamp.encode() + b"|" + body)
            headers |= {"telnyx-timestamp": timestamp, "telnyx-signature-ed25519": b64encode(signature).decode()}
        try:
            answer = await self._client.post(self._url, content=body, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as exc:
            raise _NoAnswer(f"{self._url} did not answer: {exc or type(exc).__name__}") from exc
        if not answer.is_success:
            why = answer.text.strip()[:200]
            raise CallError(f"{self._url} answered {answer.status_code} to {event_type}: {why}")
