"""What a caller hears: which sound has been played so far, and whether it is a sound at all. Pure."""

from bench.lean_caller import PlayoutClock
from offhook.protocol.mulaw import SAMPLE_RATE_HZ

_NEARLY_SILENT = bytes([0xFF, 0x7F, 0xFE, 0x7E, 0xFD, 0x7D, 0xFC, 0x7C])  # G.711 mu-law next to zero
_SOUND = 0.1
"""A piece is a sound if so much of it is not silence."""


class Ear:
    """The carrier's playout of one stream, and what can be heard of it."""

    def __init__(self) -> None:
        self.playout = PlayoutClock()
        self._sounds: list[tuple[float, float]] = []
        """From when until when each piece of sound is played; those that are over are taken out."""
        self.heard_s = 0.0

    def play(self, sound: bytes, now: float) -> None:
        begins = max(self.playout.plays_until, now)
        self.playout.add(len(sound), now)
        audible = len(sound.translate(None, _NEARLY_SILENT))
        if audible > _SOUND * len(sound):
            self._sounds.append((begins, begins + len(sound) / SAMPLE_RATE_HZ))

    def clear(self, now: float) -> None:
        self.playout.clear(now)
        self._sounds = [(begins, min(until, now)) for begins, until in self._sounds if begins < now]

    def heard(self, now: float) -> tuple[float, float] | None:
        """From when until when something was heard since it was asked last; None if nothing was."""
        due = [(begins, min(until, now)) for begins, until in self._sounds if begins < now]
        self._sounds = [(max(begins, now), until) for begins, until in self._sounds if until > now]
        self.heard_s += sum(until - begins for begins, until in due)
        return (due[0][0], due[-1][1]) if due else None

    def is_sounding(self, now: float) -> bool:
        return self.playout.plays_until > now
