"""A voice that the VAD takes for speech, and that can still be identified byte by byte: for tests with an echo."""

import random
from collections.abc import Iterable, Iterator
from functools import cache

from offhook.protocol.mulaw import SILENCE
from offhook.simulation.caller_voice import speech
from offhook.simulation.placed_voice import STEP_BYTES, STEPS, Place, PlacedVoice

_WINDOW_BYTES = 40  # 5 ms are enough to identify the place
_TOLD_APART_BYTES = 32  # fewer may match many places: where a syllable begins there is little but noise
_WORDS = 6  # in a sentence of the full length
_GAP_S = 0.06


@cache
def _spoken(sentence: int) -> bytes:
    """Words of changing pitch with a gap after each. Noise in the last bit of each byte makes every 5 ms unique."""
    chance = random.Random(f"sentence {sentence}")
    gap = SILENCE * round(_GAP_S * 8000)
    words = b"".join(speech(STEPS * STEP_BYTES / 8000 / _WORDS - _GAP_S, chance) + gap for _ in range(_WORDS))
    return bytes(byte ^ chance.getrandbits(1) for byte in words)


class SpeakingVoice(PlacedVoice):
    """Speech-like audio, in the same pieces as those of a placed voice."""

    _told = 0  # the sentence in the previous message

    def sound_of(self, sentence: int, from_step: int, to_step: int) -> bytes:
        return self._all_of(sentence)[from_step * STEP_BYTES : to_step * STEP_BYTES]

    def places(self, sounds: Iterable[tuple[float, bytes]]) -> Iterator[Place]:
        sentence, expected = 0, 0  # the sentence that is being said, and the next byte of it
        last: tuple[int, int] | None = None
        for at, mulaw in sounds:
            for offset in range(0, len(mulaw), _WINDOW_BYTES):
                window = mulaw[offset : offset + _WINDOW_BYTES]
                if len(window) < _TOLD_APART_BYTES and not self._goes_on(window, sentence, expected):
                    continue
                sentence, begins = self._find(window, sentence, expected)
                expected = begins + len(window)
                if (here := (sentence, begins // STEP_BYTES)) != last:
                    last = here
                    yield Place(at + offset / 8000, *here)

    def sentences_in(self, mulaw: bytes) -> set[int]:
        found = {number + 1 for number in range(len(self.said)) if mulaw in self._all_of(number + 1)}
        if len(mulaw) < _TOLD_APART_BYTES and self._told in found:  # the end of a sentence may be short
            return {self._told}
        self._told = min(found, default=0)
        return found

    def _find(self, window: bytes, sentence: int, expected: int) -> tuple[int, int]:
        """The sentence and offset of this window: the expected one if it fits, else the last match in the newest
        sentence that contains it."""
        if self._goes_on(window, sentence, expected):
            return sentence, expected
        for number in range(len(self.said), 0, -1):
            sound = self._all_of(number)
            until = expected + len(window) if number == sentence else len(sound)
            place = sound.rfind(window, 0, until)
            if place >= 0:
                return number, place
        raise AssertionError("a sound that nobody has made")

    def _goes_on(self, window: bytes, sentence: int, expected: int) -> bool:
        return sentence > 0 and self._all_of(sentence)[expected : expected + len(window)] == window

    def _all_of(self, sentence: int) -> bytes:
        return _spoken(sentence)[: self.steps * STEP_BYTES]
