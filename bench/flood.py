"""Measures what a peer that floods the server costs another call: answers and interruptions, with and without it.

    python -m bench.flood [--items 20] [--bytes-per-s 600000]

Starts the real server and calls it with human voices as `bench.one_call` does: first alone, then beside a peer in
another process that sends one kind of bytes at that rate and connects again whenever it is closed. Prints JSON: times
in milliseconds, and how often the peer was closed.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

import msgspec
import trio

from bench.one_call import scripts, summary
from bench.zero_latency import SETTINGS
from offhook.protocol.carriers.twilio.theirs import CarrierSide, StreamIdentity
from offhook.telephone.phone import CallOptions, place_call
from offhook.telephone.phone_network import open_network
from offhook.telephone.server_process import running_server

PATH = "/media-stream"
HANDSHAKE = (
    f"GET {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
).encode()
BLOCK_BYTES = 6000
START_S = 1.5
MASK = b"\0\0\0\0"
STRANGER = CarrierSide(StreamIdentity("AC", "CAstranger", "MZstranger"))


def text_frame(message: str) -> bytes:
    """A client's text message (RFC 6455, 5.2), with a mask of zeros."""
    payload = message.encode()
    length = bytes([0x80 | len(payload)]) if len(payload) < 126 else b"\xfe" + len(payload).to_bytes(2)
    return b"\x81" + length + MASK + payload


IN_A_CALL = text_frame(STRANGER.connected()) + text_frame(STRANGER.start({}))
FLOODS = {
    "pongs before a call": (b"", b"\x8a\x80" + MASK),
    "one-byte pieces before a call": (b"\x01\x81" + MASK + b"x", b"\x00\x81" + MASK + b"x"),
    "pongs in a call": (IN_A_CALL, b"\x8a\x80" + MASK),
    "audio in a call": (IN_A_CALL, text_frame(STRANGER.media(b"\xff" * 160, 0))),
}
"""By name, what the peer sends once, and what it sends without end."""


class Flooded(msgspec.Struct):
    """What happened to the peer."""

    bytes_sent: int = 0
    times_closed: int = 0


async def attack(port: int, kind: str, bytes_per_s: float) -> Flooded:
    """Flood until standard input ends; connect again whenever closed."""
    first, block = FLOODS[kind]
    met = Flooded()

    async def for_ever() -> None:
        began = trio.current_time()
        while True:  # noqa: ASYNC913  # each iteration waits for a connection
            with suppress(trio.BrokenResourceError):
                async with await trio.open_tcp_stream("127.0.0.1", port) as peer:
                    await peer.send_all(HANDSHAKE)
                    await peer.receive_some(4096)
                    await peer.send_all(first)
                    while True:
                        await trio.sleep_until(began + met.bytes_sent / bytes_per_s)
                        await peer.send_all(block * (BLOCK_BYTES // len(block)))
                        met.bytes_sent += BLOCK_BYTES
            met.times_closed += 1

    async with trio.open_nursery() as nursery, trio.lowlevel.FdStream(os.dup(0)) as told:
        nursery.start_soon(for_ever)
        await told.receive_some(1)
        nursery.cancel_scope.cancel()
    return met


@asynccontextmanager
async def attacked(port: int, kind: str, bytes_per_s: float) -> AsyncIterator[Flooded]:
    """Flood the server from another process; the result is known when the context is left."""
    command = [sys.executable, "-m", "bench.flood", "--attack", str(port), kind, str(bytes_per_s)]
    process = await trio.lowlevel.open_process(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    met = Flooded()
    await trio.sleep(START_S)
    yield met
    await process.stdin.aclose()
    told = b"".join([bytes(data) async for data in process.stdout])
    await process.wait()
    found = msgspec.json.decode(told, type=Flooded)
    met.bytes_sent, met.times_closed = found.bytes_sent, found.times_closed


async def measure(items: int, bytes_per_s: float) -> dict[str, object]:
    found: dict[str, object] = {}
    async with running_server(SETTINGS, lambda line: None) as address, open_network() as network:
        port = urlsplit(address).port
        assert port is not None

        async def calls() -> dict[str, object]:
            options = [CallOptions(f"{address}/voice-stream", items=each, max_seconds=300) for each in scripts(items)]
            outcomes = [await place_call(each, network=network) for each in options]
            return summary(outcomes)  # noqa: ASYNC910  # there is a call for each script

        found["alone"] = await calls()
        for kind in FLOODS:
            async with attacked(port, kind, bytes_per_s) as met:
                beside = await calls()
            found[kind] = beside | {"peer_bytes": met.bytes_sent, "peer_closed": met.times_closed}
        found["alone again"] = await calls()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="Answers and interruptions beside a peer who floods the server.")
    parser.add_argument("--items", type=int, default=20, help="utterances of each call")
    parser.add_argument("--bytes-per-s", type=float, default=600_000, help="how much the peer sends")
    parser.add_argument("--attack", nargs=3, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.attack is not None:
        port, kind, rate = arguments.attack
        print(msgspec.json.encode(trio.run(attack, int(port), kind, float(rate))).decode())
        return
    print(json.dumps(trio.run(measure, arguments.items, arguments.bytes_per_s), indent=2))


if __name__ == "__main__":
    main()
