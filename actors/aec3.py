"""WebRTC's echo canceller, AEC3, as the package `livekit` carries it (extra `aec`).

It works in frames of 10 ms, without an event loop; the same sound gives the same result each time. The package starts
four threads, which only wait, and imports asyncio, of which nothing runs here. Loading it takes 0.3 s and 25 MB, a
canceller 0.3 MB, and a second of audio 10 ms of processor time (measured, one slow core). Its noise suppression and its
gain control stay off: docs/echo.md says why.
"""

from typing import TYPE_CHECKING

import numpy as np

from offhook.actors.echo_canceller import CancellerFailed, CancellerUnusable, OpenCanceller
from offhook.protocol import mulaw

if TYPE_CHECKING:
    from livekit.rtc import AudioFrame, AudioProcessingModule

PIECE_SAMPLES = 80  # 10 ms, as it demands
PIECE_BYTES = 2 * PIECE_SAMPLES


class Aec3:
    """The canceller of one line."""

    def __init__(self, module: "AudioProcessingModule", frame: "type[AudioFrame]") -> None:
        self._module, self._frame = module, frame

    def clean(self, heard: bytes, played: bytes) -> bytes:
        heard, played = mulaw.decode_to_bytes(heard), mulaw.decode_to_bytes(played)
        return b"".join(
            self._clean(heard[at : at + PIECE_BYTES], played[at : at + PIECE_BYTES])
            for at in range(0, len(heard), PIECE_BYTES)
        )

    def _clean(self, heard: bytes, played: bytes) -> bytes:
        """Takes 16-bit samples, and returns mu-law."""
        piece = self._samples(heard)
        try:
            self._module.process_reverse_stream(self._samples(played))
            self._module.process_stream(piece)
        except RuntimeError as exc:
            raise CancellerFailed(str(exc)) from exc
        return mulaw.encode(np.frombuffer(piece.data, dtype=np.int16))

    def _samples(self, linear: bytes) -> "AudioFrame":
        return self._frame(bytearray(linear), mulaw.SAMPLE_RATE_HZ, 1, PIECE_SAMPLES)


def load_aec3() -> OpenCanceller:
    """Load the library, once for all calls. Returns a function that opens a canceller for one line. Raises
    CancellerUnusable."""
    try:
        from livekit.rtc import AudioFrame, AudioProcessingModule  # here, because it is an extra
    except ImportError as exc:
        raise CancellerUnusable("livekit is not installed; install Offhook's extra `aec`") from exc

    def open_canceller() -> Aec3:
        return Aec3(AudioProcessingModule(echo_cancellation=True), AudioFrame)

    try:
        open_canceller()  # the first one loads the native library
    except (ImportError, OSError, RuntimeError) as exc:
        raise CancellerUnusable(f"livekit's native library cannot be loaded here ({type(exc).__name__})") from exc
    return open_canceller
