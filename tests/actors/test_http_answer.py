"""An HTTP answer is read so that other calls have their turn, however it comes. Over the memory network."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import httpx  # noqa: ASYNC127  # the project's client is httpx
import pytest
import trio

from offhook.actors.http_answer import LONGEST_PIECE, Deadlines, HttpAnswer, http_answer
from offhook.engine.host.service_failed import ServiceFailed
from offhook.simulation.fakes.http_server import Answerer, HttpServer, Received
from offhook.simulation.fakes.memory_network import in_memory

# As in test_openai_audio_call.py.
pytestmark = pytest.mark.filterwarnings("ignore:Async generator '(httpx|httpcore)[.].*:ResourceWarning")


@asynccontextmanager
async def answer_in_chunks(chunks: bytes) -> AsyncIterator[HttpAnswer]:
    """An answer whose chunks are in one piece of the network."""

    async def answering(request: Received, answerer: Answerer) -> None:
        del request
        await answerer.begin(200, {"content-type": "text/event-stream"})
        await answerer.garbage(chunks + b"0\r\n\r\n")
        await trio.sleep_forever()

    async with (
        in_memory(HttpServer(answering).serve) as (_, transport),
        httpx.AsyncClient(transport=transport) as client,
    ):
        request = client.build_request("GET", "http://service.test/")
        async with http_answer(client, request, Deadlines(1, 1, 1, 9), ServiceFailed) as answer:
            yield answer


@asynccontextmanager
async def other_calls_turns() -> AsyncIterator[Callable[[], int]]:
    """How many turns a call has had that goes on beside."""
    turns = 0

    async def other_call() -> None:
        nonlocal turns
        while True:
            await trio.lowlevel.checkpoint()
            turns += 1

    async with trio.open_nursery() as nursery:
        nursery.start_soon(other_call)
        yield lambda: turns
        nursery.cancel_scope.cancel(reason="all is read")


async def test_an_answer_in_chunks_of_a_byte_does_not_silence_the_other_calls() -> None:
    """Thousands of them arrive at once. Before, all calls of the worker stood still for a quarter of a minute."""
    chunks = 5000
    async with answer_in_chunks(b"1\r\n:\r\n" * chunks) as answer, other_calls_turns() as turns:
        assert await answer.whole(chunks) == b":" * chunks
        assert turns() > chunks / 2


async def test_leaving_such_an_answer_does_not_silence_them_either() -> None:
    """What has arrived of it is read to its end, so that its connection is closed in order."""
    chunks = 5000
    async with other_calls_turns() as turns:
        async with answer_in_chunks(b"1\r\n:\r\n" * chunks) as answer:
            await answer.piece()
            before = turns()
        assert turns() - before > chunks / 10


async def test_no_piece_is_so_long_that_it_holds_thousands_of_events() -> None:
    """What is done with a piece is done without a pause."""
    body = bytes(range(256)) * 200
    read = []
    async with answer_in_chunks(b"%x\r\n%b\r\n" % (len(body), body)) as answer:
        while (piece := await answer.piece()) is not None:
            read.append(piece)
    assert b"".join(read) == body
    assert max(map(len, read)) <= LONGEST_PIECE
