"""An application with a sampler beside it: GET /profile/count and /profile/sample begin, GET /profile/stop
gives the result."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import msgspec

from bench.sampler import Sampler

COUNT, SAMPLE, STOP = "/profile/count", "/profile/sample", "/profile/stop"

# ASGI's own types: its messages are dictionaries of anything (ASGI specification, "Events").
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]


class Profiled:
    """The application with three more pages."""

    def __init__(self, application: Application) -> None:
        self._application, self._sampler = application, Sampler()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        path = scope.get("path")
        if path == COUNT:
            self._sampler.count()
            await answer(send, b"")
        elif path == SAMPLE:
            self._sampler.sample()
            await answer(send, b"")
        elif path == STOP:
            await answer(send, msgspec.json.encode(self._sampler.stop()))
        else:
            await self._application(scope, receive, send)


async def answer(send: Send, body: bytes) -> None:
    headers = [(b"content-length", str(len(body)).encode()), (b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
