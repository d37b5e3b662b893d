"""The reader of a client's WebSocket frames: whole, byte by byte, with more behind it. Pure.

The cases are those that test suites of the protocol have; wsproto, which reads what takes the other way, is the oracle
for all the rest.
"""

import random
import struct
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wsproto.connection import Connection, ConnectionState, ConnectionType
from wsproto.events import BytesMessage, CloseConnection, TextMessage
from wsproto.events import Ping as OtherPing

from offhook.web.lane.frames_in import Broken, FrameReader, PeerCloses, Ping, Received
from offhook.web.lane.masking import unmasked, unmasked_in_python

TEXT, BINARY, CLOSE, PING, PONG = 0x1, 0x2, 0x8, 0x9, 0xA
CONTINUED = 0x0
LONGEST = 2**20
KEY = b"\x12\x00\xff\x7a"


def frame(payload: bytes, opcode: int = TEXT, *, final: bool = True, reserved: int = 0, key: bytes = KEY) -> bytes:
    """A client's frame."""
    return header(len(payload), opcode, final=final, reserved=reserved) + key + unmasked_in_python(payload, key)


def header(length: int, opcode: int = TEXT, *, final: bool = True, reserved: int = 0) -> bytes:
    first = final << 7 | reserved << 4 | opcode
    if length < 126:
        return bytes((first, 0x80 | length))
    if length < 2**16:
        return struct.pack("!BBH", first, 0x80 | 126, length)
    return struct.pack("!BBQ", first, 0x80 | 127, length)


def close(code: int, reason: bytes = b"") -> bytes:
    return frame(code.to_bytes(2) + reason, CLOSE)


def whole(data: bytes) -> Iterator[bytes]:
    yield data


def byte_by_byte(data: bytes) -> Iterator[bytes]:
    return (data[at : at + 1] for at in range(len(data)))


def with_nothing_between(data: bytes) -> Iterator[bytes]:
    for at in range(0, len(data), 7):
        yield data[at : at + 7]
        yield b""


FEEDS = (whole, byte_by_byte, with_nothing_between)


def read(pieces: Iterator[bytes] | Sequence[bytes], longest: int = LONGEST) -> list[Received]:
    reader = FrameReader(longest)
    return [each for piece in pieces for each in reader.feed(piece)]


class Case(NamedTuple):
    """What a client sends, and what is read of it. Of what is refused, only the code is compared."""

    sent: bytes
    received: list[Received | int]


EURO = "€uro".encode()
LONG = '{"event":"media","payload":"' + "x" * 200 + '"}'
GOOD = {
    "an empty text": Case(frame(b""), [""]),
    "a text": Case(frame(b"hello"), ["hello"]),
    "125 bytes": Case(frame(b"*" * 125), ["*" * 125]),
    "126 bytes": Case(frame(b"*" * 126), ["*" * 126]),
    "65,535 bytes": Case(frame(b"*" * 65_535), ["*" * 65_535]),
    "65,536 bytes": Case(frame(b"*" * 65_536), ["*" * 65_536]),
    "a carrier's messages": Case(frame(LONG.encode()) * 3, [LONG] * 3),
    "a key of zeros": Case(frame(b"hello", key=bytes(4)), ["hello"]),
    "characters of several bytes": Case(frame("κόσμε 🙂".encode()), ["κόσμε 🙂"]),
    "an empty binary message": Case(frame(b"", BINARY), [b""]),
    "a binary message": Case(frame(b"\x00\xff", BINARY), [b"\x00\xff"]),
    "a long binary message": Case(frame(b"\xfe" * 300, BINARY), [b"\xfe" * 300]),
    "fragments": Case(
        frame(b"he", final=False) + frame(b"ll", CONTINUED, final=False) + frame(b"o", CONTINUED), ["hello"]
    ),
    "fragments without anything": Case(
        frame(b"", final=False) + frame(b"", CONTINUED, final=False) + frame(b"", CONTINUED), [""]
    ),
    "a character over two fragments": Case(frame(EURO[:1], final=False) + frame(EURO[1:], CONTINUED), ["€uro"]),
    "fragments of bytes": Case(
        frame(EURO[:1], BINARY, final=False) + frame(EURO[1:], CONTINUED) + frame(b"a"), [EURO, "a"]
    ),
    "long fragments": Case(frame(b"a" * 200, final=False) + frame(b"b" * 200, CONTINUED), ["a" * 200 + "b" * 200]),
    "a ping": Case(frame(b"", PING), [Ping(b"")]),
    "a ping of 125 bytes": Case(frame(b"\xfe" * 125, PING), [Ping(b"\xfe" * 125)]),
    "a ping between fragments": Case(
        frame(b"he", final=False) + frame(b"?", PING) + frame(b"llo", CONTINUED), [Ping(b"?"), "hello"]
    ),
    "a pong nobody asked for": Case(frame(b"x", PONG) + frame(b"a"), ["a"]),
    "a close": Case(close(1000, b"bye") + frame(b"a"), [PeerCloses(1000, "bye")]),
    "a close without a code": Case(frame(b"", CLOSE), [PeerCloses(1005, "")]),
    "a close between fragments": Case(frame(b"he", final=False) + close(1001), [PeerCloses(1001, "")]),
    "a close with a reason of 123 bytes": Case(close(3000, b"*" * 123), [PeerCloses(3000, "*" * 123)]),
    **{
        f"close code {code}": Case(close(code), [PeerCloses(code, "")])
        for code in (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 3000, 3999, 4000, 4999)
    },
}
BAD = {
    "not masked": Case(b"\x81\x05hello", [1002]),
    "not masked, long": Case(b"\x81\x7e\x00\x7e" + b"x" * 126, [1002]),
    "HTTP": Case(b"GET / HTTP/1.1\r\n\r\n", [1002]),
    **{f"reserved bit {bit}": Case(frame(b"a") + frame(b"b", reserved=bit), ["a", 1002]) for bit in (1, 2, 4)},
    "reserved bit of a ping": Case(frame(b"", PING, reserved=4), [1002]),
    **{f"reserved opcode {opcode:#x}": Case(frame(b"", opcode), [1002]) for opcode in (*range(3, 8), *range(11, 16))},
    "a ping in fragments": Case(frame(b"", PING, final=False), [1002]),
    "a ping of 126 bytes": Case(frame(b"x" * 126, PING), [1002]),
    "a close of 126 bytes": Case(frame(b"\x03\xe8" + b"x" * 124, CLOSE), [1002]),
    "a continuation of nothing": Case(frame(b"x", CONTINUED), [1002]),
    "a continuation after the last": Case(
        frame(b"a", final=False) + frame(b"b", CONTINUED) + frame(b"c", CONTINUED), ["ab", 1002]
    ),
    "a message inside another": Case(frame(b"a", final=False) + frame(b"b"), [1002]),
    "a long message inside another": Case(frame(b"a", final=False) + frame(b"b" * 200), [1002]),
    "125 in two bytes": Case(b"\x81\xfe\x00\x7d" + KEY + b"x" * 125, [1002]),
    "65,535 in eight bytes": Case(b"\x81\xff" + (65_535).to_bytes(8) + KEY, [1002]),
    "a length with the highest bit": Case(b"\x81\xff" + (2**63 + 1).to_bytes(8) + KEY, [1002]),
    "no UTF-8": Case(frame(b"a") + frame(b"\xff"), ["a", 1007]),
    "no UTF-8 in a long text": Case(frame(b"x" * 199 + b"\xff"), [1007]),
    "an overlong form": Case(frame(b"\xc0\xaf"), [1007]),
    "a surrogate": Case(frame(b"\xed\xa0\x80"), [1007]),
    "above the last character": Case(frame(b"\xf4\x90\x80\x80"), [1007]),
    "half a character at the end": Case(frame(EURO[:2]), [1007]),
    "half a character at the end of fragments": Case(frame(b"x", final=False) + frame(EURO[:2], CONTINUED), [1007]),
    "no UTF-8 in a fragment that is not the last": Case(frame(b"\xff", final=False) + frame(b"?", PING), [1007]),
    "a close with half a code": Case(frame(b"\x03", CLOSE), [1002]),
    "a close with no UTF-8": Case(close(1000, b"\xff"), [1007]),
    **{
        f"close code {code}": Case(close(code), [1002])
        for code in (0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535)
    },
}


@pytest.mark.parametrize("feed", FEEDS)
@pytest.mark.parametrize("case", GOOD.values(), ids=GOOD)
def test_what_is_allowed_is_read(case: Case, feed: Callable[[bytes], Iterator[bytes]]) -> None:
    """However it is cut, and with more behind it."""
    assert read(feed(case.sent)) == case.received
    if not isinstance(case.received[-1], PeerCloses) and len(case.sent) < 1000:
        assert read(feed(case.sent + frame(b"behind"))) == [*case.received, "behind"]


@pytest.mark.parametrize("feed", FEEDS)
@pytest.mark.parametrize("case", BAD.values(), ids=BAD)
def test_what_is_not_allowed_is_refused_with_its_code(case: Case, feed: Callable[[bytes], Iterator[bytes]]) -> None:
    """What came before it is read, and nothing that comes after it."""
    received = read(feed(case.sent if len(case.sent) > 2000 else case.sent + frame(b"behind") * 30))
    assert [each.code if isinstance(each, Broken) else each for each in received] == case.received


def test_the_longest_message_is_read() -> None:
    """Up to the byte, in one frame or in several."""
    assert read([frame(b"x" * LONGEST)]) == ["x" * LONGEST]
    assert read([frame(b"x" * (LONGEST - 1), final=False) + frame(b"y", CONTINUED)]) == ["x" * (LONGEST - 1) + "y"]
    assert read([frame(b"x" * (LONGEST + 1))]) == [Broken(1009, f"a message of more than {LONGEST} bytes")]


@pytest.mark.parametrize("feed", FEEDS)
def test_fragments_that_are_too_long_together_are_refused(feed: Callable[[bytes], Iterator[bytes]]) -> None:
    """When one byte too many has come, whatever was announced."""
    sent = frame(b"x" * 300, final=False) + header(2**62, CONTINUED) + KEY + b"x"
    assert read(feed(sent), longest=300) == [Broken(1009, "a message of more than 300 bytes")]
    assert read(feed(sent), longest=301) == []


def test_no_length_makes_it_keep_more_than_came() -> None:
    """A header announces what it likes."""
    reader = FrameReader(LONGEST)
    assert reader.feed(header(LONGEST) + KEY + b"x") == []
    assert not reader.is_over


def test_frames_are_counted_when_their_header_is_there() -> None:
    """Each once, whatever it is, and however it is cut."""
    sent = frame(b"a", final=False) + frame(b"", PING) + frame(b"b", CONTINUED) + frame(LONG.encode())
    for feed in FEEDS:
        reader = FrameReader(LONGEST)
        for piece in feed(sent):
            reader.feed(piece)
        assert reader.frames == 4


def oracle(pieces: Sequence[bytes]) -> list[Received]:
    """What wsproto reads, in our words."""
    connection = Connection(ConnectionType.SERVER, [])
    received: list[Received] = []
    parts: list[str] | list[bytes] = []
    for piece in pieces:
        connection.receive_data(piece)
        for event in connection.events():
            match event:
                case TextMessage():
                    parts = [*(part for part in parts if isinstance(part, str)), event.data]
                    if event.message_finished:
                        received.append("".join(parts))
                        parts = []
                case BytesMessage():
                    parts = [*(part for part in parts if isinstance(part, bytes)), bytes(event.data)]
                    if event.message_finished:
                        received.append(b"".join(parts))
                        parts = []
                case OtherPing():
                    received.append(Ping(bytes(event.payload)))
                case CloseConnection():
                    closed = connection.state is ConnectionState.REMOTE_CLOSING
                    received.append(PeerCloses(event.code, event.reason or "") if closed else Broken(event.code, ""))
                    return received
    return received


def comparable(received: Sequence[Received]) -> list[Received]:
    return [Broken(each.code, "") if isinstance(each, Broken) else each for each in received]


payloads = st.one_of(
    st.text(max_size=200).map(str.encode),
    st.binary(max_size=140),
    st.integers(120, 400).map(lambda size: b"x" * size),
)
frames = st.builds(
    frame,
    payloads,
    st.sampled_from([TEXT, TEXT, CONTINUED, CONTINUED, BINARY, PING, PONG, CLOSE]),
    final=st.booleans(),
    key=st.binary(min_size=4, max_size=4),
)
cuts = st.lists(st.integers(1, 300), min_size=1, max_size=8)


def in_pieces(data: bytes, lengths: Sequence[int]) -> list[bytes]:
    pieces, at, number = [], 0, 0
    while at < len(data):
        length = lengths[number % len(lengths)]
        pieces.append(data[at : at + length])
        at, number = at + length, number + 1
    return pieces


@given(st.lists(frames, max_size=8), cuts)
def test_the_oracle_reads_the_same_frames(sent: list[bytes], lengths: list[int]) -> None:
    """Valid and invalid sequences, cut anyhow."""
    pieces = in_pieces(b"".join(sent), lengths)
    assert comparable(read(pieces)) == comparable(oracle(pieces))


@pytest.mark.parametrize("seed", range(20))
def test_the_oracle_reads_the_same_of_damaged_frames(seed: int) -> None:
    """A stream of a carrier's messages in which bytes are changed, lost or added."""
    chance = random.Random(f"{seed}/frames in")
    for _ in range(25):
        data = bytearray()
        for _ in range(chance.randint(1, 6)):
            payload = chance.choice((LONG.encode(), b"x" * chance.randint(0, 140), "é".encode() * 70))
            opcode = chance.choice((TEXT, TEXT, TEXT, CONTINUED, BINARY, PING, CLOSE))
            data += frame(payload, opcode, final=chance.random() < 0.8, key=chance.randbytes(4))
        for _ in range(chance.randint(0, 3)):
            at = chance.randrange(len(data))
            match chance.randrange(3):
                case 0:
                    data[at] = chance.randrange(256)
                case 1:
                    del data[at : at + chance.randint(1, 4)]
                case _:
                    data[at:at] = chance.randbytes(chance.randint(1, 4))
            if not data:
                data += b"\0"
        pieces = in_pieces(bytes(data), [chance.randint(1, 400) for _ in range(4)])
        assert comparable(read(pieces)) == comparable(oracle(pieces)), (seed, pieces)


@given(st.binary(max_size=600), st.binary(min_size=4, max_size=4))
def test_a_mask_comes_off_in_c_as_in_python(data: bytes, key: bytes) -> None:
    """And twice is as before."""
    assert unmasked(data, key) == unmasked_in_python(data, key)
    assert unmasked(unmasked(data, key), key) == data
