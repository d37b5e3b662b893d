"""The WAV files that people have, said into a telephone. The files are put together here, byte by byte. No clock."""

import struct
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.protocol import mulaw
from offhook.protocol.wav import WavError, read_wav
from offhook.telephone.clip import ClipError, from_wav

RATE_HZ = 8000
TONE = 0.5 * np.sin(2 * np.pi * 440 * np.arange(RATE_HZ // 2) / RATE_HZ)
PCM_16 = (TONE * 32767).astype("<i2").tobytes()
PCM_24 = b"".join(struct.pack("<i", int(level * 8388607))[:3] for level in TONE)
GUID_TAIL = bytes.fromhex("000000001000800000aa00389b71")


def riff(*chunks: bytes, size: int | None = None) -> bytes:
    body = b"WAVE" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body) if size is None else size) + body


def chunk(name: bytes, content: bytes, *, size: int | None = None, pad: bytes = b"\0") -> bytes:
    length = len(content) if size is None else size
    return name + struct.pack("<I", length) + content + (pad if len(content) % 2 else b"")


def fmt(code: int, bits: int, *, channels: int = 1, extra: bytes = b"") -> bytes:
    block = channels * -(-bits // 8)
    return chunk(b"fmt ", struct.pack("<HHIIHH", code, channels, RATE_HZ, RATE_HZ * block, block, bits) + extra)


def extensible(code: int, bits: int) -> bytes:
    return fmt(0xFFFE, bits, extra=struct.pack("<HHIH", 22, bits, 4, code) + GUID_TAIL)


def data(content: bytes) -> bytes:
    return chunk(b"data", content)


KINDS = {
    "16 bits": riff(fmt(1, 16), data(PCM_16)),
    "16 bits, extensible": riff(extensible(1, 16), data(PCM_16)),
    "12 bits at the top of 16": riff(fmt(1, 12), data(PCM_16)),
    "24 bits": riff(fmt(1, 24), data(PCM_24)),
    "24 bits, extensible": riff(extensible(1, 24), data(PCM_24)),
    "32 bits": riff(fmt(1, 32), data((TONE * 2147483647).astype("<i4").tobytes())),
    "float": riff(fmt(3, 32, extra=b"\0\0"), data(TONE.astype("<f4").tobytes())),
    "float of 64 bits": riff(fmt(3, 64, extra=b"\0\0"), data(TONE.astype("<f8").tobytes())),
    "float, extensible": riff(extensible(3, 32), data(TONE.astype("<f4").tobytes())),
    "stereo": riff(fmt(1, 16, channels=2), data(np.repeat(np.frombuffer(PCM_16, "<i2"), 2).tobytes())),
}
LENGTHS = {
    "a pipe's, which nobody knew": riff(fmt(1, 16), chunk(b"data", PCM_16, size=2**32 - 1), size=2**32 - 1),
    "a killed recorder's": riff(fmt(1, 16), chunk(b"data", PCM_16, size=0), size=0),
    "a killed recorder's, that counted its header": riff(fmt(1, 16), chunk(b"data", PCM_16, size=0), size=36),
    "longer than the file": riff(fmt(1, 16), chunk(b"data", PCM_16, size=len(PCM_16) + 1000)),
    "an odd chunk with its pad": riff(fmt(1, 16), chunk(b"LIST", b"INFOabc"), data(PCM_16)),
    "an odd chunk without its pad": riff(fmt(1, 16), chunk(b"LIST", b"INFOabc", pad=b""), data(PCM_16)),
    "an odd chunk before the format, without its pad": riff(chunk(b"a   ", b"1", pad=b""), fmt(1, 16), data(PCM_16)),
    "a pad that looks like a letter": riff(fmt(1, 16), chunk(b"LIST", b"INFOabc", pad=b"x"), data(PCM_16)),
    "more behind the sound": riff(fmt(1, 16), data(PCM_16), chunk(b"id3 ", b"x" * 33), data(b"\1\1")),
    "the sound before its format": riff(data(PCM_16), fmt(1, 16)),
}


@pytest.mark.parametrize("what", KINDS)
def test_a_recording_of_this_kind_sounds_as_its_speaker_did(what: str) -> None:
    """Sample by sample what 16 bits of it would be, whatever the width and the header."""
    samples, rate_hz = read_wav(KINDS[what])
    assert rate_hz == RATE_HZ
    assert np.abs(samples - TONE * 32767).max() < 2


@pytest.mark.parametrize("what", LENGTHS)
def test_a_recording_with_lengths_like_this_is_read_to_its_end(what: str) -> None:
    """Neither a chunk nor a sample is lost or made up."""
    samples, _ = read_wav(LENGTHS[what])
    assert samples.astype("<i2").tobytes() == PCM_16


def test_a_recording_of_a_telephone_is_said_as_it_is() -> None:
    """Mu-law at 8 kHz reaches the agent code by code."""
    codes = bytes(range(128, 255)) + bytes(range(127)) + b"\xff" * 67  # -0 and +0 are one level
    clip = from_wav(riff(fmt(7, 8, extra=b"\0\0"), chunk(b"fact", struct.pack("<I", len(codes))), data(codes)))
    assert mulaw.decode(b"".join(clip.frames)[: len(codes)]).tolist() == mulaw.decode(codes).tolist()


def test_a_recording_of_a_european_telephone_has_its_levels() -> None:
    """A-law by ITU-T G.711, table 1a: the smallest, the first of each next segment, the largest."""
    codes = bytes([0xD5, 0x55, 0xC5, 0xF5, 0xAA, 0x2A])
    samples, _ = read_wav(riff(fmt(6, 8, extra=b"\0\0"), data(codes)))
    assert samples.tolist() == [8, -8, 264, 528, 32256, -32256]


def test_no_number_that_is_none_is_heard() -> None:
    """Float files hold infinities and what is no number; what is too loud is as loud as can be."""
    levels = np.array([np.nan, np.inf, -np.inf, 2.0, -2.0, 0.0], dtype="<f4").tobytes()
    samples, _ = read_wav(riff(fmt(3, 32), data(levels)))
    assert samples.tolist() == [0, 32768, -32768, 32768, -32768, 0]


@pytest.mark.parametrize(
    ("file", "complaint"),
    [
        (b"RIFX" + KINDS["16 bits"][4:], "kind RIFX"),
        (b"RF64" + KINDS["16 bits"][4:], "kind RF64"),
        (riff(fmt(1, 16)), "not a WAV file, or not a whole one"),
        (riff(data(PCM_16)), "not a WAV file, or not a whole one"),
        (riff(chunk(b"fmt ", b"\1\0\1\0"), data(PCM_16)), "its format in 4 bytes"),
        (riff(fmt(1, 16, channels=0), data(PCM_16)), "0 channels"),
        (riff(fmt(85, 0), data(PCM_16)), "MP3 with 0 bits a sample; PCM of 8, 16, 24 or 32 bits, float, A-law"),
        (riff(fmt(49, 0), data(PCM_16)), "GSM 6.10"),
        (riff(fmt(1, 0), data(PCM_16)), "PCM with 0 bits"),
        (riff(fmt(3, 16), data(PCM_16)), "float with 16 bits"),
        (riff(fmt(7, 16), data(PCM_16)), "mu-law with 16 bits"),
        (riff(fmt(0xFFFE, 16), data(PCM_16)), "format 65534"),
        (riff(fmt(1, 16), data(b"")), "no sound"),
        (riff(fmt(1, 16), data(b"x")), "no sound"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_apart(file: bytes, complaint: str) -> None:
    """The text names the kind, and what could be read instead."""
    with pytest.raises(ClipError, match=complaint):
        from_wav(file)


@given(st.sampled_from([*KINDS.values(), *LENGTHS.values()]), st.integers(0, 90), st.binary(min_size=1, max_size=6))
def test_a_damaged_file_is_read_or_refused(file: bytes, where: int, instead: bytes) -> None:
    """Whatever its header says: samples or words, no traceback."""
    with suppress(WavError):
        read_wav(file[:where] + instead + file[where + len(instead) :])
