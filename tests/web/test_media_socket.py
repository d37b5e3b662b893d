"""The media socket over real sockets, on the real clock: every way in which a peer can misbehave.

After each of them nothing of the connection may be left: no call, no task.
"""

import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
import trio
from trio_websocket import ConnectionClosed

from protocol.carrier_side import CarrierSide, PlayAudio, StreamIdentity
from simulation.phone import CallOptions, place_call
from simulation.phone_events import StreamEnded
from simulation.phone_network import CallError, MediaSocket, open_network
from simulation.phone_stream import Ending
from tests.fakes.clips import QUIET_FRAME
from tests.fakes.exchange import settings_with
from tests.fakes.services import TroubledVoice
from tests.web.server import TestServer, open_server

UPGRADE = (
    b"GET /media-stream HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
TEXT, BINARY, PING, RESERVED = 0x1, 0x2, 0x9, 0xB
MEBIBYTE = 2**20


@pytest.fixture(autouse=True)
def real_clock_deadline() -> None:
    """Marks that nothing here runs on a virtual clock."""
