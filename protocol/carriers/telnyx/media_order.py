"""Puts the caller's audio in order: Telnyx does not promise the order of media, and numbers it in `chunk`.

Audio that comes too early is held until what is missing before it has come, or until so much is held that it has to be
given up. Then the call is told what there is: it fills gaps by the timestamps. Audio that comes too late, or whose
number says nothing, is passed on as it came. Pure, and without a clock: what is held waits for more audio.
"""

from offhook.protocol.carriers.events import CallerSound

MOST_HELD = 3
"""60 ms of audio: longer than messages of one connection overtake each other, and short beside a pause."""


class MediaOrder:
    """The audio of one track of one stream."""

    def __init__(self) -> None:
        self._next: int | None = None
        self._held: dict[int, CallerSound] = {}

    def put(self, chunk: int, sound: CallerSound) -> CallerSound | None:
        """What the call may hear now, as one piece; None while something before it is missing."""
        if self._next is None:
            self._next = chunk
        if chunk < self._next:
            return sound
        self._held[chunk] = sound
        if chunk > self._next:
            if len(self._held) <= MOST_HELD:
                return None
            self._next = min(self._held)
        return self._take()

    def _take(self) -> CallerSound:
        """All that is held without a gap, from the next one on, which is there."""
        assert self._next is not None
        first, mulaw = self._held[self._next], b""
        while (following := self._held.pop(self._next, None)) is not None:
            mulaw += following.mulaw
            self._next += 1
        return CallerSound(mulaw, first.at_ms, first.from_caller)
