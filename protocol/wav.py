"""Reads WAV files as people have them: PCM, float, mu-law and A-law, with any kind of header; and writes plain ones.

Chunks: "Multimedia Programming Interface and Data Specifications 1.0" (RIFF). Formats: RFC 2361; the extensible header
is Microsoft's WAVEFORMATEXTENSIBLE.

WavError          this file cannot be read; the message says why, and which files can be
"""

import struct
from collections.abc import Iterator

import msgspec
import numpy as np
from numpy.typing import NDArray

from offhook.protocol import mulaw

LOWEST_RATE_HZ, HIGHEST_RATE_HZ = 8000, 48000
READABLE = "PCM of 8, 16, 24 or 32 bits, float, A-law and mu-law can be read"

_PCM, _FLOAT, _ALAW, _MULAW, _EXTENSIBLE = 1, 3, 6, 7, 0xFFFE
_NAMES = {_PCM: "PCM", _FLOAT: "float", _ALAW: "A-law", _MULAW: "mu-law"}
_NAMES |= {2: "Microsoft ADPCM", 17: "IMA ADPCM", 49: "GSM 6.10", 85: "MP3"}
_SUBFORMAT_TAIL = bytes.fromhex("000000001000800000aa00389b71")
"""What follows the format's number in the extensible header's GUID, for every format that has a number."""
_KNOWN_IDS = (b"fmt ", b"data")
_FMT_BYTES, _SUBFORMAT_AT, _EXTENSIBLE_BYTES = 16, 24, 40

Samples = NDArray[np.float32]


class WavError(Exception):
    """The message says what is wrong with the file."""


class _Format(msgspec.Struct, frozen=True):
    code: int
    channels: int
    rate_hz: int
    bits: int


def read_wav(data: bytes) -> tuple[Samples, int]:
    """Samples in the range of 16 bits, stereo mixed to mono, and the sample rate. Raises WavError.

    A file whose writer was killed, or wrote into a pipe, has wrong lengths: it is read to its end.
    """
    if data[:4] in (b"RIFX", b"RF64"):
        raise WavError(f"a WAV file of the kind {data[:4].decode()}, not RIFF: convert it")
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise WavError("not a WAV file")
    chunks: dict[bytes, bytes] = {}
    for name, content in _chunks(data):
        chunks.setdefault(name, content)
    if any(name not in chunks for name in _KNOWN_IDS):
        raise WavError("not a WAV file, or not a whole one: it has no sound, or not the kind of it")
    form = _format(chunks[b"fmt "])
    frame = form.channels * _bytes_of(form)
    raw = chunks[b"data"]
    samples = _samples(raw[: len(raw) - len(raw) % frame], form)
    return samples.reshape(-1, form.channels).mean(axis=1, dtype=np.float32), form.rate_hz


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    (whole,) = struct.unpack_from("<I", data, 4)
    at = 12
    while at + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, at)
        begins = at + 8
        if name == b"data" and not size and whole + 8 <= begins:  # the writer never filled in either length
            size = len(data)
        yield name, data[begins : begins + size]
        at = _next_chunk(data, begins + size) if size % 2 else begins + size


def _next_chunk(data: bytes, at: int) -> int:
    """Where the next chunk begins. A pad byte follows a chunk of odd length, but some writers leave it out."""
    if data[at + 1 : at + 5] in _KNOWN_IDS:
        return at + 1
    is_name = len(data) >= at + 4 and all(0x20 <= byte < 0x7F for byte in data[at : at + 4])
    return at if is_name else at + 1


def _format(chunk: bytes) -> _Format:
    if len(chunk) < _FMT_BYTES:
        raise WavError(f"not a WAV file: it tells its format in {len(chunk)} bytes, and 16 are needed")
    code, channels, rate_hz, _, _, bits = struct.unpack_from("<HHIIHH", chunk)
    if code == _EXTENSIBLE and len(chunk) >= _EXTENSIBLE_BYTES and chunk[26:40] == _SUBFORMAT_TAIL:
        (code,) = struct.unpack_from("<H", chunk, _SUBFORMAT_AT)
    if channels not in (1, 2):
        raise WavError(f"{channels} channels; 1 or 2 can be read")
    if not LOWEST_RATE_HZ <= rate_hz <= HIGHEST_RATE_HZ:
        raise WavError(f"{rate_hz} samples a second; {LOWEST_RATE_HZ} to {HIGHEST_RATE_HZ} can be read")
    return _Format(code, channels, rate_hz, bits)


def _bytes_of(form: _Format) -> int:
    """The size of one sample of one channel. Raises WavError for formats that cannot be read."""
    width = -(-form.bits // 8)  # 12-bit PCM is in the upper bits of 16
    readable = {_PCM: (1, 2, 3, 4), _FLOAT: (4, 8), _ALAW: (1,), _MULAW: (1,)}.get(form.code, ())
    if width not in readable or (form.bits % 8 and form.code != _PCM):
        name = _NAMES.get(form.code, f"format {form.code}")
        raise WavError(f"{name} with {form.bits} bits a sample; {READABLE}")
    return width


def _samples(raw: bytes, form: _Format) -> Samples:
    if form.code == _MULAW:
        return mulaw.decode_to_floats(raw)
    if form.code == _ALAW:
        return _ALAW_LEVELS.take(np.frombuffer(raw, dtype=np.uint8))
    if form.code == _FLOAT:
        levels = np.frombuffer(raw, dtype="<f4" if _bytes_of(form) == 4 else "<f8")
        scaled: Samples = np.nan_to_num(np.clip(levels, -1.0, 1.0) * 32768).astype(np.float32)
        return scaled
    return _pcm(raw, _bytes_of(form))


def _pcm(raw: bytes, width: int) -> Samples:
    if width == 1:  # 8-bit WAV is unsigned
        return (np.frombuffer(raw, dtype=np.uint8).astype(np.float32) - 128) * 256
    if width == 2:
        return np.frombuffer(raw, dtype="<i2").astype(np.float32)
    padded = np.zeros((len(raw) // width, 4), dtype=np.uint8)  # adds the low bytes that 24-bit samples lack
    padded[:, 4 - width :] = np.frombuffer(raw, dtype=np.uint8).reshape(-1, width)
    return (padded.view("<i4")[:, 0] / 65536).astype(np.float32)


def _alaw_levels() -> Samples:
    """The 256 levels of A-law (ITU-T G.711, table 1a), in the range of 16 bits."""
    codes = np.arange(256) ^ 0x55  # every other bit is inverted on the line
    steps, segments = (codes & 0x0F) * 16 + 8, (codes >> 4) & 0x07
    levels = np.where(segments, (steps + 256) << np.maximum(segments - 1, 0), steps)
    return np.where(codes & 0x80, levels, -levels).astype(np.float32)


_ALAW_LEVELS = _alaw_levels()


def wav_of(mulaw_sound: bytes) -> bytes:
    """A WAV file of 16-bit PCM, 8000 Hz, mono, of G.711 mu-law: every player reads that."""
    samples = mulaw.decode(mulaw_sound).astype("<i2").tobytes()
    form = struct.pack("<HHIIHH", _PCM, 1, mulaw.SAMPLE_RATE_HZ, 2 * mulaw.SAMPLE_RATE_HZ, 2, 16)
    chunks = b"WAVEfmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", len(samples)) + samples
    return b"RIFF" + struct.pack("<I", len(chunks)) + chunks
