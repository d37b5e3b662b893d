"""What `offhook call` tells after a call of its words. Real servers of this process, the real clock."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import pytest
import trio
from typer.testing import CliRunner

from offhook import cli
from offhook.engine.record.conversation import BACKCHANNEL, NOTHING_FITS, UNSURE, AgentSaid, CallerSaid, Entry
from offhook.reports.told_entry import told
from offhook.telephone.phone_words import ASK_WITHIN_S, MAX_RECORD_BYTES, Words, words_of
from tests.web.server import open_server

SID = "CA" + "0" * 32
GREETING = {"who": "agent", "turn": 0, "text": "Hello.", "at_s": 0.0, "interrupted": False}
RECORD = {"call_sid": SID, "transcript": [GREETING], "ended_at": 5.0}


def answer(body: bytes, status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body


def record(**changed: object) -> bytes:
    return answer(json.dumps(RECORD | changed).encode())


@asynccontextmanager
async def answering(*answers: bytes) -> AsyncIterator[tuple[str, list[bytes]]]:
    """A server that gives one answer after the other, the last again and again; what it was asked."""
    asked: list[bytes] = []

    async def serve(stream: trio.SocketStream) -> None:
        asked.append(bytes(await stream.receive_some(65_536)).partition(b"\r\n")[0])
        try:
            await stream.send_all(answers[min(len(asked), len(answers)) - 1])
        except trio.BrokenResourceError:
            return  # the other side has had enough
        await stream.aclose()

    async with trio.open_nursery() as nursery:
        (listener,) = await nursery.start(partial(trio.serve_tcp, serve, 0, host="127.0.0.1"))
        yield f"127.0.0.1:{listener.socket.getsockname()[1]}", asked
        nursery.cancel_scope.cancel()


async def test_whoever_calls_our_server_reads_what_was_said() -> None:
    """Under the CallSid, which also finds the call on the server."""
    async with open_server() as server:
        arguments = ["call", server.webhook_url, "--press", "1", "--max-seconds=8"]
        with trio.fail_after(25):
            run = await trio.to_thread.run_sync(partial(CliRunner().invoke, cli.commands, arguments))
        (begun,) = [record.begun for record in await server.finished_records()]
        stored = await server.exchange.find_call(begun.call_sid)
    assert stored is not None
    said = run.output.partition(f"CallSid {begun.call_sid}: what was said and heard")[2]
    assert len(stored.transcript) >= 2
    assert [told(entry)[1] in said for entry in stored.transcript] == [True] * len(stored.transcript)


@pytest.mark.parametrize(
    ("called", "page"),
    [
        ("http://{}/voice-stream", "/calls/"),
        ("http://{}/phone/voice-stream?tenant=7", "/phone/calls/"),
        ("ws://{}/media-stream?token=a#b", "/calls/"),
        ("http://{}", "/calls/"),
    ],
)
async def test_the_record_is_asked_for_beside_what_was_called(called: str, page: str) -> None:
    """On the same origin, below the same path, without what may have been secret in the query."""
    async with answering(record()) as (place, asked):
        assert [entry.text for entry in (await words_of(called.format(place), SID)).transcript] == ["Hello."]
    assert asked == [f"GET {page}{SID} HTTP/1.1".encode()]


async def test_a_record_without_its_end_is_waited_for() -> None:
    """The last words are stored when the server lets go of the call."""
    late = dict(GREETING, text="Goodbye.", turn=1)
    async with answering(record(ended_at=None), record(transcript=[GREETING, late])) as (place, asked):
        words = await words_of(f"http://{place}/voice-stream", SID)
    assert [entry.text for entry in words.transcript] == ["Hello.", "Goodbye."]
    assert len(asked) == 2


async def test_a_record_that_never_ends_is_told_as_it_is() -> None:
    """Nobody waits for it longer than a few seconds."""
    async with answering(record(ended_at=None)) as (place, _):
        with trio.fail_after(ASK_WITHIN_S + 3):
            assert len((await words_of(f"http://{place}/voice-stream", SID)).transcript) == 1


@pytest.mark.parametrize(
    "other",
    [
        answer(b"no such page", "404 Not Found"),
        answer(b"", "403 Forbidden"),
        answer(b"<html></html>"),
        answer(b"[]"),
        answer(b'{"x": ' + b"[" * 100_000),
        record(call_sid="CAother"),
        record(transcript=[{"who": "nobody"}]),
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
        b"garbage\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n" + b" " * (MAX_RECORD_BYTES + 1),
    ],
    ids=["404", "403", "a page", "a list", "deep", "another call", "other words", "redirect", "no HTTP", "no end"],
)
async def test_a_server_of_another_make_tells_nothing(other: bytes) -> None:
    """Whatever it answers there: no words, no error, and no second question."""
    async with answering(other) as (place, asked):
        assert await words_of(f"http://{place}/voice", SID) == Words()
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (CallerSaid(1, "a room", 1.0, "speech", 0.9), '"a room"'),
        (
            CallerSaid(1, "hang up", 1.0, "speech", 0.31, not_taken=UNSURE),
            '"hang up" (not taken: not sure enough, 0.31)',
        ),
        (CallerSaid(1, "mm-hmm", 1.0, "speech", 0.9, not_taken=BACKCHANNEL), '"mm-hmm" (not taken: backchannel)'),
        (CallerSaid(1, "42", 1.0, "keys"), "presses 42"),
        (CallerSaid(1, "7", 1.0, "keys", not_taken=NOTHING_FITS), "presses 7 (not taken: nothing fits)"),
        (CallerSaid(1, "", 1.0, "silence"), "(silence: nothing was understood)"),
        (AgentSaid(1, "We are", 1.0, interrupted=True, unheard="open."), '"We are" (cut off before "open.")'),
    ],
)
def test_each_kind_of_entry_has_its_words(entry: Entry, words: str) -> None:
    """Speech in quotes, keys as keys, and what nobody heard apart from what was."""
    assert told(entry)[1] == words
