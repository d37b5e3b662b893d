"""Makes one signed request to one receiver, and says what came of it."""

from collections.abc import Mapping
from typing import Literal

import httpx  # noqa: ASYNC127  # the project's client is httpx
import msgspec
import trio

from offhook.actors.http_answer import Deadlines, http_answer
from offhook.engine.host.service_failed import ServiceFailed
from offhook.engine.host.world import World
from offhook.engine.record.hook_settings import HookSettings
from offhook.hooks.retries import retry_after_s
from offhook.protocol.standard_webhooks import signed_headers

LONGEST_ANSWER = 65_536
"""How many bytes of an answer are read. Nothing is done with them; but then the connection can be used again."""
CONNECT_S = 5.0
_READ_S = 2.0
_GONE = 410
_BUSY = (429, 503)


class NotTaken(ServiceFailed):
    """There was no answer. The text says why, and quotes neither side."""


class Answered(msgspec.Struct, frozen=True):
    """What came of a request."""

    outcome: Literal["taken", "gone", "failed"]
    """`gone`: the receiver wants it never again."""
    why: str = ""
    """What is wrong, in words; empty if it is taken."""
    status: int | None = None
    """None: there was no answer."""
    retry_after_s: float = 0.0
    seconds: float = 0.0


class Receiver:
    """Where the messages of one hook go."""

    def __init__(self, hook: HookSettings, secret: str, world: World) -> None:
        self.name, self.host, self.timeout_s = hook.called, hook.host, hook.timeout_s
        self._url, self._secret, self._world = hook.url, secret, world
        self._headers = {name: value.get_secret_value() for name, value in hook.headers.items()}

    def headers(self, message_id: str, body: bytes) -> Mapping[str, str]:
        """Those that the signature is in, for an attempt that is made now."""
        return signed_headers(self._secret, message_id, self._world.wall_time(), body)

    async def send(
        self, http: httpx.AsyncClient, message_id: str, body: bytes, signed: Mapping[str, str] | None = None
    ) -> Answered:
        """Takes no longer than the timeout of the hook, and two seconds more for the body of the answer. `signed` are
        the headers if they were made before."""
        await trio.lowlevel.checkpoint()
        began = trio.current_time()
        signed = self.headers(message_id, body) if signed is None else signed
        headers = {**self._headers, **signed, "content-type": "application/json", "user-agent": "offhook"}
        request = http.build_request("POST", self._url, headers=headers, content=body)
        within_s = self.timeout_s
        deadlines = Deadlines(min(CONNECT_S, within_s), within_s, _READ_S, within_s + _READ_S)
        found: Answered | None = None
        try:
            async with http_answer(http, request, deadlines, NotTaken) as answer:
                found = self._judged(answer.status, answer.headers)
                with trio.move_on_after(_READ_S):
                    await answer.beginning(LONGEST_ANSWER)
        except NotTaken as exc:
            found = found or Answered("failed", str(exc))
        assert found is not None
        return msgspec.structs.replace(found, seconds=trio.current_time() - began)

    def _judged(self, status: int, headers: Mapping[str, str]) -> Answered:
        if 200 <= status < 300:
            return Answered("taken", status=status)
        if status == _GONE:
            return Answered("gone", "HTTP 410: the receiver does not want it", status)
        if 300 <= status < 400:
            return Answered("failed", f"HTTP {status}: it redirects, which is not followed; correct the url", status)
        after_s = retry_after_s(headers.get("retry-after", ""), self._world.wall_time()) if status in _BUSY else 0.0
        return Answered("failed", f"HTTP {status}", status, after_s)
