"""Whatever a carrier may say wrongly, row by row, over real sockets and on the real clock.

Garbage is ignored and counted, and too much of it ends the call. Each row is counted by name, ends the call or does
not, leaves no traceback in the server's log and no task behind, and the call beside it notices nothing. A row stands
for a family: the decoders' own tests go through its members.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import NamedTuple

import msgspec
import pytest
import trio

from offhook.engine.decide.end_reason import EndReason
from offhook.simulation.exchange import settings_with
from tests.fakes.clips import QUIET_FRAME
from tests.web.raw_peer import (
    BINARY,
    PING,
    RESERVED_OPCODE,
    TEXT,
    Peer,
    call_beside,
    frame,
    open_peer,
    upgrade_request,
)
from tests.web.server import open_server

pytestmark = pytest.mark.usefixtures("both_ways")
OTHERS = "MZ" + "9" * 32
NOTHING: Mapping[str, int] = {}
BAD_MESSAGE = {"bad messages": 1}
TOO_LONG = {"messages too long": 1}
OVER_BUDGET = {"connections over their budget": 1}
PONG = 0xA
FIVE_MEGABYTES = 5_000_000
WELL_BELOW_START_S = 5.0  # `limits.start_s` is 10 s
UNSUPPORTED_DATA = b"\x03\xeb"  # 1003 (RFC 6455, 7.4.1)
ODD_LENGTHS = [(0, 0), (0, 1), (0, 7), (1, 159), (21, 161), (41, 4001), (541, 320)]


class Row(NamedTuple):
    """What a peer sends, what is counted for it, and why its call ends, if it does."""

    sends: Callable[[Peer], bytes]
    call_counts: Mapping[str, int] = NOTHING
    server_counts: Mapping[str, int] = NOTHING
    ends: EndReason | None = None


def text(message: str) -> Callable[[Peer], bytes]:
    return lambda _: frame(message.encode())


def event(message: str) -> Callable[[Peer], bytes]:
    """A message of this stream's, written by hand; `@` stands for its name."""
    return lambda peer: frame(message.replace("@", peer.side.identity.stream_sid).encode())


def says(*messages: Callable[[Peer], str]) -> Callable[[Peer], bytes]:
    return lambda peer: b"".join(frame(message(peer).encode()) for message in messages)


def media(at_ms: int, mulaw: bytes = QUIET_FRAME) -> Callable[[Peer], str]:
    return lambda peer: peer.side.media(mulaw, at_ms)


def media_as(payload: str, timestamp: str = '"0"') -> Callable[[Peer], bytes]:
    return event(f'{{"event":"media","streamSid":"@","media":{{"payload":{payload},"timestamp":{timestamp}}}}}')


def raw(data: bytes) -> Callable[[Peer], bytes]:
    return lambda _: data


IN_A_CALL = {
    "malformed JSON": Row(text('{"event": "media", '), BAD_MESSAGE),
    "no JSON": Row(text("hello"), BAD_MESSAGE),
    "an empty message": Row(text(""), BAD_MESSAGE),
    "JSON of another kind": Row(text("[1, 2, 3]"), BAD_MESSAGE),
    "brackets without end": Row(text("[" * 50_000), BAD_MESSAGE),
    "a surrogate alone": Row(text(r'{"event": "\ud800"}'), BAD_MESSAGE),
    "a binary message": Row(lambda peer: frame(peer.side.media(QUIET_FRAME, 0).encode(), BINARY), BAD_MESSAGE),
    "an unknown event": Row(event('{"event": "party", "streamSid": "@"}'), BAD_MESSAGE),
    "no event": Row(event('{"streamSid": "@"}'), BAD_MESSAGE),
    "a missing field": Row(event('{"event": "media", "streamSid": "@"}'), BAD_MESSAGE),
    "an extra field": Row(
        event('{"event": "mark", "streamSid": "@", "mark": {"name": "m"}, "x": []}'), {"marks unknown": 1}
    ),
    "numbers as numbers": Row(media_as('"/w=="', "20")),
    "a table for a number": Row(media_as('"/w=="', "{}"), BAD_MESSAGE),
    "a list for an object": Row(event('{"event": "media", "streamSid": "@", "media": []}'), BAD_MESSAGE),
    "bad base64": Row(media_as('"!"'), BAD_MESSAGE),
    "base64 without its padding": Row(media_as('"abc"'), BAD_MESSAGE),
    "odd payload lengths": Row(says(*(media(at_ms, b"\xff" * length) for at_ms, length in ODD_LENGTHS))),
    "another call's media": Row(
        event(f'{{"event":"media","streamSid":"{OTHERS}","media":{{"payload":""}}}}'), BAD_MESSAGE
    ),
    "another call's stop": Row(event(f'{{"event": "stop", "streamSid": "{OTHERS}"}}'), BAD_MESSAGE),
    "another track": Row(
        event('{"event": "media", "streamSid": "@", "media": {"payload": "/w==", "track": "outbound"}}'),
        {"media of another track": 1},
    ),
    "a second greeting": Row(says(lambda peer: peer.side.connected()), BAD_MESSAGE),
    "a second start": Row(says(lambda peer: peer.side.start({})), BAD_MESSAGE),
    "a second start that cannot be served": Row(event('{"event": "start", "streamSid": "@"}'), BAD_MESSAGE),
    "a mark that was never sent": Row(says(lambda peer: peer.side.mark("g7:1")), {"marks unknown": 1}),
    "a key that no telephone has": Row(says(lambda peer: peer.side.dtmf("E")), BAD_MESSAGE),
    "a gap in the timestamps": Row(says(media(0), media(500), media(520)), {"missing audio filled, ms": 480}),
    "one timestamp far ahead": Row(says(media(0), media(10**14), media(40), media(60)), {"timestamps ignored": 1}),
    "one timestamp far behind": Row(
        says(media(90_000), media(0), media(90_040), media(90_060)), {"timestamps ignored": 1}
    ),
    "timestamps that go backwards": Row(says(media(1000), media(980), media(1020), media(0), media(20))),
    "200 KB of text": Row(text('"' + "x" * 200_000 + '"'), BAD_MESSAGE),
    "5 MB of text": Row(text("x" * FIVE_MEGABYTES), {}, TOO_LONG, EndReason.CALLER_HUNG_UP),
    "5 MB of bytes": Row(raw(frame(b"x" * FIVE_MEGABYTES, BINARY)), {}, TOO_LONG, EndReason.CALLER_HUNG_UP),
    "a message without end": Row(
        raw(frame(b"x" * 600_000, TEXT, final=False) + frame(b"x" * 600_000, 0, final=False)),
        {},
        TOO_LONG,
        EndReason.CALLER_HUNG_UP,
    ),
    "a reserved opcode": Row(raw(frame(b"x", RESERVED_OPCODE)), ends=EndReason.CALLER_HUNG_UP),
    "reserved bits": Row(raw(frame(b"x", reserved_bits=0b111)), ends=EndReason.CALLER_HUNG_UP),
    "compressed though not agreed": Row(raw(frame(b"x", reserved_bits=0b100)), ends=EndReason.CALLER_HUNG_UP),
    "no UTF-8": Row(raw(frame(b"\xff\xfe")), ends=EndReason.CALLER_HUNG_UP),
    "a frame that is not masked": Row(raw(b"\x81\x05hello"), ends=EndReason.CALLER_HUNG_UP),
    "a ping that is too long": Row(raw(frame(b"x" * 126, PING)), ends=EndReason.CALLER_HUNG_UP),
    "HTTP": Row(raw(upgrade_request()), ends=EndReason.CALLER_HUNG_UP),
}


@pytest.mark.parametrize("row", IN_A_CALL.values(), ids=IN_A_CALL)
async def test_bad_input_in_a_call(row: Row) -> None:
    """Counted to the last one; the call goes on, or ends at once and is on record with the reason."""
    async with open_server() as server:
        async with call_beside(server):
            async with open_peer(server) as peer:
                await peer.start()
                await peer.hears(b'"media"')
                if row.ends is None:
                    await peer.send_bytes(row.sends(peer))
                    await peer.hang_up()
                else:
                    with suppress(trio.BrokenResourceError):  # cut off in the middle of it
                        await peer.send_bytes(row.sends(peer))
                    await peer.until_closed()
            await server.live_calls(1)
            (record,) = await server.finished_records()
        await server.at_rest()
    assert record.over is not None
    assert record.over.end_reason == (row.ends or EndReason.CALLER_HUNG_UP).value
    assert record.over.faults == row.call_counts
    assert server.exchange.faults == row.server_counts
    assert "Traceback" not in server.log


BEFORE_START = {
    "media before start": Row(says(media(0)), {}, BAD_MESSAGE),
    "a mark before start": Row(says(lambda peer: peer.side.mark("g0:1")), {}, BAD_MESSAGE),
    "a key before start": Row(says(lambda peer: peer.side.dtmf("1")), {}, BAD_MESSAGE),
    "stop before start": Row(says(lambda peer: peer.side.stop()), {}, BAD_MESSAGE),
    "no JSON": Row(text("hello"), {}, BAD_MESSAGE),
    "a binary message": Row(raw(frame(b"\x00\x01", BINARY)), {}, BAD_MESSAGE),
}


@pytest.mark.parametrize("row", BEFORE_START.values(), ids=BEFORE_START)
async def test_bad_input_before_the_start(row: Row) -> None:
    """Counted for the server, as there is no call yet; the start that follows is answered."""
    async with open_server() as server:
        async with call_beside(server):
            async with open_peer(server) as peer:
                await peer.send_bytes(row.sends(peer))
                await peer.start()
                await peer.hears(b'"media"')
                await peer.hang_up()
            await server.live_calls(1)
            (record,) = await server.finished_records()
        await server.at_rest()
    assert record.over is not None
    assert record.over.faults == {}
    assert server.exchange.faults == row.server_counts
    assert "Traceback" not in server.log


STARTS_THAT_NEVER_COME_RIGHT = {
    "A-law": ((b"x-mulaw", b"x-alaw"), "audio as 'audio/x-alaw' at 8000 Hz"),
    "16 kHz": ((b"8000", b"16000"), "at 16000 Hz"),
    "no call": ((b'"callSid"', b'"sid"'), "start.callSid is missing"),
    "two streams": ((b"MZ", b"MX"), "two different streams"),
    "the wrong way": ((b'["inbound"]', b'["outbound"]'), "stream the inbound track"),
    "a terminal's escapes": ((b"audio/x-mulaw", rb"\u001b[2J\u202e"), r"'\x1b[2J\u202e'"),
}


@pytest.mark.parametrize(("change", "reason"), STARTS_THAT_NEVER_COME_RIGHT.values(), ids=STARTS_THAT_NEVER_COME_RIGHT)
async def test_a_start_that_never_comes_right_ends_at_once_with_its_reason(
    change: tuple[bytes, bytes], reason: str
) -> None:
    """Who set up the carrier wrongly reads why in one warning, and so does the carrier; nobody waits for a timeout."""
    async with open_server(settings_with(log={"format": "json"})) as server:
        async with call_beside(server):
            async with open_peer(server) as peer:
                with trio.fail_after(WELL_BELOW_START_S):
                    await peer.send_bytes(frame(peer.side.start({}).encode().replace(*change, 1)))
                    closing = (await peer.until_closed()).rpartition(b"\x88")[2]
            assert await server.finished_records() == []
        await server.at_rest()
    lines = [msgspec.json.decode(line) for line in server.log.splitlines() if line.startswith("{")]
    (warning,) = (line for line in lines if line["level"] != "info")
    assert warning["event"] == "connection dropped: its start cannot be served"
    assert warning["level"] == "warning"
    assert reason in warning["reason"]
    assert closing[1:3] == UNSUPPORTED_DATA
    assert warning["reason"].encode().startswith(closing[3:])
    assert len(closing) > 40
    assert server.exchange.faults == {"starts refused": 1}


@pytest.mark.parametrize(
    ("data", "counts"),
    [
        (frame(b"x") * 101, {"bad messages": 101}),
        (frame(b"x" * FIVE_MEGABYTES), OVER_BUDGET),
        (frame(b"", PONG) * 10_000, OVER_BUDGET),
        (frame(b"x", final=False) + frame(b"x", 0, final=False) * 10_000, OVER_BUDGET),
    ],
    ids=["101 bad messages at once", "5 MB of text", "pongs", "one message in many pieces"],
)
async def test_too_much_bad_input_before_the_start_ends_the_connection(data: bytes, counts: dict[str, int]) -> None:
    """Who has no call yet has none to lose: the connection is closed, and nothing of it is on record."""
    async with open_server() as server:
        async with call_beside(server):
            async with open_peer(server) as peer:
                with suppress(trio.BrokenResourceError):  # cut off in the middle of it
                    await peer.send_bytes(data)
                await peer.until_closed()
            assert await server.finished_records() == []
        await server.at_rest()
    assert server.exchange.faults == counts
    assert "Traceback" not in server.log


async def test_a_thousand_bad_messages_at_once_end_the_call_the_polite_way() -> None:
    """Too much garbage is the end of a call, after an apology; that one and no other."""
    async with open_server() as server:
        async with call_beside(server):
            async with open_peer(server) as peer:
                await peer.start()
                await peer.hears(b'"media"')
                await peer.send_bytes(frame(b"x") * 1000)
                await peer.hears(b'"media"')
                await peer.until_closed()
            await server.live_calls(1)
            (record,) = await server.finished_records()
        await server.at_rest()
    assert record.over is not None
    assert record.over.end_reason == EndReason.BAD_MESSAGES.value
    assert record.over.faults["bad messages"] == 1000
    assert "Traceback" not in server.log


async def test_what_a_stalled_line_held_back_is_heard_as_far_as_it_can_be() -> None:
    """20 s of valid audio at once end no call: what is too much for the VAD is dropped, oldest first, and counted."""
    async with open_server() as server:
        async with call_beside(server):
            async with open_peer(server) as peer:
                await peer.start()
                await peer.hears(b'"media"')
                await peer.send(*(peer.side.media(QUIET_FRAME, number * 20) for number in range(1000)))
                await peer.hang_up()
            await server.live_calls(1)
            (record,) = await server.finished_records()
        await server.at_rest()
    assert record.over is not None
    assert record.over.faults.keys() <= {"dropped caller audio"}
    assert record.over.end_reason == EndReason.CALLER_HUNG_UP.value
    assert "Traceback" not in server.log


FLOODS: Mapping[str, Callable[[Peer], bytes]] = {
    "audio": lambda peer: frame(peer.side.media(QUIET_FRAME, 0).encode()),
    "keys": lambda peer: frame(peer.side.dtmf("5").encode()),
    "pongs": raw(frame(b"", PONG)),
    "pings": raw(frame(b"", PING)),
}


@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS)
async def test_a_flood_in_a_call_ends_it_and_delays_nobody(flood: Callable[[Peer], bytes]) -> None:
    """A carrier that sends without end is cut off, on record with the reason; the call beside is answered meanwhile."""
    async with open_server() as server:
        async with call_beside(server):
            async with open_peer(server) as peer:
                await peer.start()
                await peer.hears(b'"media"')
                with suppress(trio.BrokenResourceError):  # cut off in the middle of it
                    await peer.send_bytes(flood(peer) * 10_000)
                await peer.until_closed()
            await server.live_calls(1)
            (record,) = await server.finished_records()
        await server.at_rest()
    assert record.over is not None
    assert record.over.end_reason == EndReason.FLOODED.value
    assert server.exchange.faults == OVER_BUDGET
    assert "Traceback" not in server.log
