"""A Media Streams server in memory, as a modelled network: documents by URL, and a server for each media URL."""

import base64
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import cast
from urllib.parse import urlsplit

import trio
from trio.testing import memory_stream_pair
from trio_websocket import ConnectionClosed, WebSocketConnection, wrap_server_stream

from offhook.telephone.phone_network import CallError, Document, MediaSocket, speak_websocket

CALLER_FRAME = b"\x10\x90" * 80
AGENT_FRAME = b"\x20\xa0" * 80
CALLER_PAYLOAD = base64.b64encode(CALLER_FRAME).decode()
AGENT_PAYLOAD = base64.b64encode(AGENT_FRAME).decode()

JsonObject = dict[str, object]


class AgentLine:
    """The server's end of one stream. It is written by hand, so that it shares no mistake with what it tests."""

    def __init__(self, connection: WebSocketConnection) -> None:
        self.connection = connection
        self.received: list[JsonObject] = []
        self.stream_sid = ""

    async def receive(self) -> JsonObject:
        """Raises ConnectionClosed."""
        message = cast(JsonObject, json.loads(await self.connection.get_message()))
        self.received.append(message)
        if message["event"] == "start":
            self.stream_sid = str(message["streamSid"])
        return message

    async def until(self, event: str) -> JsonObject:
        while (message := await self.receive())["event"] != event:
            pass
        return message

    async def until_caller(self, *, loud: bool) -> None:
        """Wait for the caller's next loud frame, or quiet one."""
        while True:
            message = await self.until("media")
            payload = cast(JsonObject, message["media"])["payload"]
            if (payload == CALLER_PAYLOAD) is loud:
                return

    async def play(self, seconds: float) -> None:
        """Queue so much sound in messages of 20 ms."""
        for _ in range(round(seconds / 0.020)):
            await self.send({"event": "media", "media": {"payload": AGENT_PAYLOAD}})

    async def mark(self, name: str) -> None:
        await self.send({"event": "mark", "mark": {"name": name}})

    async def clear(self) -> None:
        await self.send({"event": "clear"})

    async def send(self, message: JsonObject) -> None:
        await self.connection.send_message(json.dumps({**message, "streamSid": self.stream_sid}))

    async def listen_on(self) -> None:
        """Take in whatever comes until the carrier closes the stream."""
        while True:
            try:
                await self.receive()
            except ConnectionClosed:
                return


Server = Callable[[AgentLine], Awaitable[None]]


async def greet_and_answer(line: AgentLine) -> None:
    """Greets for 1 s; answers each utterance after 300 ms of quiet, for 500 ms."""
    await line.until("start")
    await line.play(1.0)
    while True:
        await line.until_caller(loud=True)
        await line.until_caller(loud=False)
        await trio.sleep(0.280)  # the quiet frame came 20 ms after the last loud one
        await line.play(0.5)


class MemoryNetwork:
    """Answers webhooks from a dictionary and runs a server task for each socket. Keeps what it was asked."""

    def __init__(self, documents: dict[str, str], servers: dict[str, Server]) -> None:
        self.documents, self.servers = documents, servers
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.sounds: dict[str, bytes] = {}
        self.lines: list[AgentLine] = []
        self.server_ends: list[trio.abc.Stream] = []

    async def fetch(self, method: str, url: str, form: dict[str, str]) -> Document:
        await trio.lowlevel.checkpoint()
        self.asked.append((method, url, form))
        if url not in self.documents:
            raise CallError(f"{url} answered 404 Not Found")
        return Document(url, f"<Response>{self.documents[url]}</Response>".encode())

    async def fetch_sound(self, url: str) -> bytes:
        await trio.lowlevel.checkpoint()
        if url not in self.sounds:
            raise CallError(f"{url} answered 404 Not Found")
        return self.sounds[url]

    @asynccontextmanager
    async def open_socket(self, url: str) -> AsyncIterator[MediaSocket]:
        phone_end, server_end = memory_stream_pair()
        self.server_ends.append(server_end)
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._serve, server_end, self.servers[url])  # noqa: ASYNC113  # the handshake waits for it
            parts = urlsplit(url)
            async with speak_websocket(phone_end, parts.netloc, parts.path) as socket:
                yield socket

    async def _serve(self, stream: trio.abc.Stream, server: Server) -> None:
        async with trio.open_nursery() as nursery:
            request = await wrap_server_stream(nursery, stream)
            connection = await request.accept()
            self.lines.append(AgentLine(connection))
            try:
                await server(self.lines[-1])
                await connection.aclose()
            except ConnectionClosed:
                pass  # the carrier was first
            nursery.cancel_scope.cancel(reason="served")
