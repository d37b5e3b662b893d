"""What the carrier plays of the agent's audio, and when, as far as it can still come back as an echo.

Pure: time comes in with every call, and counts samples from the clock's zero. A network that is slow in one direction
delays what plays and the `clear` that ends it alike, so both belong where they are put here.
"""

from offhook.protocol.mulaw import SAMPLE_RATE_HZ, SILENCE

LONGEST_DELAY_S = 0.7  # of an echo over a telephone network, and the jitter of what arrives here
HEARD_S = 0.6  # of the caller's audio, that is compared with what played
KEPT_S = HEARD_S + LONGEST_DELAY_S + 0.7  # after it has played; the caller's audio may wait here for the last of it


class PlayedSound:
    """The agent's audio of one call."""

    __slots__ = ("_ends", "_mulaw")

    def __init__(self) -> None:
        self._mulaw = b""
        self._ends = 0  # the sample behind the last of it

    def played(self, mulaw: bytes, at: float, now: float) -> None:
        """Note audio, and when the carrier plays its first byte. It follows all audio noted before."""
        begins, oldest = max(samples(at), self._ends), samples(now - KEPT_S)
        if self._ends > oldest:
            too_old = max(0, oldest - (self._ends - len(self._mulaw)))
            self._mulaw = b"".join((self._mulaw[too_old:], SILENCE * (begins - self._ends), mulaw))
        else:
            self._mulaw = mulaw
        self._ends = begins + len(mulaw)

    def cleared(self, at: float) -> None:
        """Forget the audio that was to play after this: it was cleared, and never sounded."""
        unheard = min(max(0, self._ends - samples(at)), len(self._mulaw))
        self._mulaw = self._mulaw[: len(self._mulaw) - unheard]
        self._ends -= unheard

    def was_paused(self, now: float, seconds: float) -> None:
        """This process was stopped for so long while the carrier played on: what follows plays that much sooner."""
        self._ends = min(self._ends, max(samples(now), self._ends - samples(seconds)))

    def is_over(self, sample: int) -> bool:
        """Whether nothing plays from this sample on."""
        return self._ends <= sample

    def forget(self) -> None:
        """It cannot come back any more: while callers speak, nothing is kept."""
        self._mulaw = b""

    def until(self, ends: int, length: int) -> bytes:
        """The `length` samples before this one, silent where nothing is known to have played."""
        begins, oldest = ends - length, self._ends - len(self._mulaw)
        known = self._mulaw[max(0, begins - oldest) : max(0, ends - oldest)]
        missing = min(length, max(0, oldest - begins))
        return (SILENCE * missing + known).ljust(length, SILENCE)


def samples(seconds: float) -> int:
    return round(seconds * SAMPLE_RATE_HZ)
