"""A fake of the system that a hook tells of calls: it verifies each request, and answers as well as it is told to.

Over a real socket or in memory, by `HttpServer`.
"""

import enum
from collections import Counter
from collections.abc import Callable

import msgspec
import trio

from offhook.protocol.standard_webhooks import verify
from offhook.simulation.fakes.http_server import Answerer, CutOff, HttpServer, Received

SLOW_S = 6.0
RETRY_AFTER_S = 45


class Reply(enum.Enum):
    """How one request is answered. What is `taken` counts as delivered at the sender, too."""

    TAKEN = "200"
    TAKEN_LATE = "200 after some seconds"
    TAKEN_AND_CUT = "200, and the connection breaks in its body"
    TAKEN_ENDLESS = "200, and its body does not end"
    TAKEN_COMPRESSED = "200, and a compressed body"
    ERROR = "500"
    BUSY = "429 with Retry-After"
    AWAY = "503"
    MOVED = "302"
    GONE = "410"
    CUT = "the connection breaks before the answer"
    HANGS = "nothing is answered"

    @property
    def is_taken(self) -> bool:
        return self.name.startswith("TAKEN")


class Delivery(msgspec.Struct, frozen=True):
    """A request that was verified, and how it was answered."""

    at: float
    host: str
    message_id: str
    reply: Reply
    body: dict[str, object]


class HookReceiver:
    """Answers as `reply_to` says, which is asked for each request."""

    def __init__(
        self, secret: str, wall_time: Callable[[], float], reply_to: Callable[[Received], Reply] = lambda _: Reply.TAKEN
    ) -> None:
        self._secret, self._wall_time, self.reply_to = secret, wall_time, reply_to
        self.server = HttpServer(self._answer)
        self.deliveries: list[Delivery] = []
        self.open: Counter[tuple[str, str]] = Counter()
        """Requests that are being answered, by host and message."""
        self.most_at_once: Counter[str] = Counter()
        """By host."""
        self.twice_at_once: list[str] = []
        """Messages of which two requests were open."""

    def of(self, host: str) -> list[Delivery]:
        return [each for each in self.deliveries if each.host == host]

    async def wait_for(self, count: int) -> None:
        """Until so many requests have come."""
        await self.server.wait(lambda: len(self.deliveries) >= count)

    async def _answer(self, request: Received, answerer: Answerer) -> None:
        message_id = verify(self._secret, request.headers, request.body, self._wall_time())
        host = request.headers["host"]
        reply = self.reply_to(request)
        body = msgspec.json.decode(request.body, type=dict[str, object])
        self.deliveries.append(Delivery(trio.current_time(), host, message_id, reply, body))
        self.server.changed()
        self.open[host, message_id] += 1
        at_once = sum(number for (other, _), number in self.open.items() if other == host)
        self.most_at_once[host] = max(self.most_at_once[host], at_once)
        if self.open[host, message_id] > 1:
            self.twice_at_once.append(message_id)
        try:
            await _carry_out(reply, answerer)
        finally:
            self.open[host, message_id] -= 1


async def _carry_out(reply: Reply, answerer: Answerer) -> None:
    match reply:
        case Reply.TAKEN:
            await answerer.whole(200, b"{}", "application/json", {})
        case Reply.TAKEN_LATE:
            await trio.sleep(SLOW_S)
            await answerer.whole(204, b"", "application/json", {})
        case Reply.TAKEN_AND_CUT:
            await answerer.begin(200, {"content-length": "100"})
            await answerer.send(b"the end is")
            raise CutOff(reset=True)
        case Reply.TAKEN_ENDLESS:
            await answerer.begin(200, {"transfer-encoding": "chunked"})
            while True:
                await answerer.send(b"more and more " * 100)
                await trio.sleep(0.05)
        case Reply.TAKEN_COMPRESSED:
            await answerer.whole(200, b"\x1f\x8b", "application/json", {"content-encoding": "gzip"})
        case Reply.ERROR:
            await answerer.whole(500, b"sorry", "text/plain", {})
        case Reply.BUSY:
            await answerer.whole(429, b"", "text/plain", {"retry-after": str(RETRY_AFTER_S)})
        case Reply.AWAY:
            await answerer.whole(503, b"", "text/plain", {})
        case Reply.MOVED:
            await answerer.whole(302, b"", "text/plain", {"location": "http://elsewhere.internal/"})
        case Reply.GONE:
            await answerer.whole(410, b"", "text/plain", {})
        case Reply.CUT:
            raise CutOff(reset=True)
        case Reply.HANGS:
            await trio.sleep_forever()
