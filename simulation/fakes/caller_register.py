"""A user's own server that knows callers: what `[lookup]` of an agent file asks. It verifies each signature."""

import hashlib
import hmac
import json
from base64 import b64decode, b64encode
from collections.abc import Awaitable, Callable
from functools import partial

import trio

from offhook.simulation.fakes.http_server import Answerer, HttpServer, Received

SECRET = "whsec_" + b64encode(bytes(range(32))).decode()
URL = "https://crm.example.com/caller"
LOOKUP = f'\n[lookup]\nurl = "{URL}"\nsecret = "{SECRET}"\n'
Respond = Callable[[Answerer], Awaitable[None]]
JSON = "application/json"


async def _whole(answerer: Answerer, *, status: int, body: bytes) -> None:
    await answerer.whole(status, body, JSON, {})


def respond(facts: object, status: int = 200) -> Respond:
    return partial(_whole, status=status, body=json.dumps(facts).encode())


def respond_bytes(body: bytes, status: int = 200) -> Respond:
    return partial(_whole, status=status, body=body)


async def late(answerer: Answerer) -> None:
    await trio.sleep(5)
    await _whole(answerer, status=200, body=b'{"name": "Ada"}')


async def drip(answerer: Answerer) -> None:
    """Begins at once, and never ends."""
    await answerer.begin(200, {"content-type": JSON})
    while True:
        await answerer.send(b" ")
        await trio.sleep(0.4)


class CallerRegister:
    """Answers each request in the same way."""

    def __init__(self, how: Respond) -> None:
        self.how = how
        self.asked: list[dict[str, object]] = []
        self.ids: list[str] = []
        self.badly_signed = 0
        self.http = HttpServer(self._answer)

    async def serve(self, stream: trio.abc.Stream) -> None:
        await self.http.serve(stream)

    async def _answer(self, request: Received, answerer: Answerer) -> None:
        headers = request.headers
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + request.body
        wanted = hmac.new(b64decode(SECRET.removeprefix("whsec_")), signed, hashlib.sha256).digest()
        if headers["webhook-signature"] != f"v1,{b64encode(wanted).decode()}" or request.method != "POST":
            self.badly_signed += 1
        self.ids.append(headers["webhook-id"])
        self.asked.append(json.loads(request.body))
        await self.how(answerer)
