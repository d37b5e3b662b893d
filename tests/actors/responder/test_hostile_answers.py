"""Answers of a model's server that nobody would give who means well. They cost this reply, and no other call anything.

The real client with the SDK over the memory network, in virtual time.
"""

import gzip
import json
import tracemalloc
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import pytest
import trio

from offhook.actors.responder.openai_chat import open_openai_responder
from offhook.actors.responder.service import ResponderFailed, ResponderSession
from offhook.simulation.fakes.http_server import Answerer, HttpServer, Received
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.world import SimulatedWorld
from tests.actors.responder.model_server import AGENT, said, session_of, settings

# As in test_model_replies.py.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Async generator '(openai|httpx|httpcore)[.].*:ResourceWarning",
)

EVENTS = {"content-type": "text/event-stream"}
BOMB = gzip.compress(b"\n" * 64_000_000)
"""A few thousand bytes that become gigabytes are made as easily."""


class Server:
    """It answers every request with these bytes: once, or again and again for as long as somebody reads."""

    def __init__(
        self, body: bytes, headers: Mapping[str, str] = EVENTS, *, status: int = 200, endless: bool = False
    ) -> None:
        self._body, self._headers, self._status, self._endless = body, headers, status, endless
        self.http = HttpServer(self._answer)
        self.sent = 0

    async def _answer(self, request: Received, answerer: Answerer) -> None:
        del request
        await answerer.begin(self._status, self._headers)
        while True:
            await answerer.send(self._body)
            self.sent += len(self._body)
            if not self._endless:
                break
        await answerer.end()


@asynccontextmanager
async def asked(server: Server) -> AsyncIterator[ResponderSession]:
    async with in_memory(server.http.serve) as (_, transport):
        world = SimulatedWorld(transport=transport)
        async with (
            open_openai_responder(world, settings("http://model.test/v1"), AGENT) as responder,
            session_of(responder) as session,
        ):
            yield session


def chunk(**choice: object) -> bytes:
    return b"data: " + json.dumps({"choices": [{"index": 0, "delta": {}, **choice}]}).encode() + b"\n\n"


async def test_a_flood_of_empty_events_does_not_silence_the_other_calls() -> None:
    """They come in one piece of the network; between any two of them whoever else has work to do can do it."""
    events = 300
    server = Server(chunk() * events + chunk(delta={"content": "We are open."}, finish_reason="stop"))
    turns = 0

    async def other_call() -> None:
        nonlocal turns
        while True:
            await trio.lowlevel.checkpoint()
            turns += 1

    async with asked(server) as session, trio.open_nursery() as nursery:
        await said(session)  # whatever is done once
        nursery.start_soon(other_call)
        await trio.lowlevel.checkpoint()
        turns = 0
        assert (await said(session))[-1] == "We are open."
        nursery.cancel_scope.cancel(reason="heard enough")
    assert turns > events


@pytest.mark.parametrize(
    "flood",
    [b"\n" * 32_768, b": alive\n\n" * 4096, b"data: x\n" * 4096, b"x" * 32_768],
    ids=["empty lines", "comments", "an event of many lines", "a long line"],
)
async def test_a_stream_that_never_comes_to_an_event_is_left(flood: bytes) -> None:
    """It fills no memory and keeps no processor busy until the reply's time is over."""
    server = Server(flood, endless=True)
    async with asked(server) as session:
        with pytest.raises(ResponderFailed, match="an event of more than"):
            await said(session)
    assert server.sent < 1_000_000


async def test_a_compressed_answer_is_not_unpacked() -> None:
    """A few kilobytes from the server stopped the worker for a quarter of a minute, and all its calls with it."""
    server = Server(BOMB, {**EVENTS, "content-encoding": "gzip"})
    async with asked(server) as session:
        with pytest.raises(ResponderFailed, match="compressed"):
            await said(session)
    (request,) = server.http.requests
    assert request.headers["accept-encoding"] == "identity"


async def test_a_compressed_error_is_not_unpacked_either() -> None:
    """What its status says is enough."""
    server = Server(BOMB, {"content-type": "application/json", "content-encoding": "gzip"}, status=500)
    async with asked(server) as session:
        tracemalloc.start()
        try:
            with pytest.raises(ResponderFailed, match="HTTP 500"):
                await said(session)
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert peak < 16_000_000


async def test_an_error_without_end_is_left_after_its_beginning() -> None:
    """The SDK would keep all that comes, for as long as it comes."""
    server = Server(b" " * 32_768, {"content-type": "application/json"}, status=500, endless=True)
    async with asked(server) as session:
        with pytest.raises(ResponderFailed, match="HTTP 500"):
            await said(session)
    assert server.sent < 1_000_000


@pytest.mark.parametrize(
    "event",
    [
        b'data: {"choices":' + b"[" * 150 + b"\n\n",
        b"data: " + b"[" * 100_000 + b"\n\n",
        b"data: " + json.dumps({"choices": [{"index": each, "delta": {}} for each in range(2000)]}).encode() + b"\n\n",
    ],
    ids=["not closed", "nested for ever", "of thousands of parts"],
)
async def test_an_event_that_would_take_a_second_to_read_is_not_read(event: bytes) -> None:
    """The SDK makes an object of each part, and stops at no depth: 5,000 choices stopped every call for a second."""
    async with asked(Server(event)) as session:
        with pytest.raises(ResponderFailed, match=r"more than 200 parts|cannot be read"):
            await said(session)


async def test_a_text_full_of_braces_is_no_event_of_many_parts() -> None:
    """Code, or a prompt with JSON in it that the server repeats."""
    server = Server(chunk(delta={"content": "{[" * 300 + "It is open."}, finish_reason="stop"))
    async with asked(server) as session:
        assert str((await said(session))[-1]).endswith("It is open.")
