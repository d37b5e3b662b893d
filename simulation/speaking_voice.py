"""A voice that a voice detector takes for one, whose every byte can be told all the same: its echo is worth hearing."""

import random
from collections.abc import AsyncGenerator, Iterable, Iterator
from functools import cache

import trio

from offhook.protocol.mulaw import SILENCE
from offhook.simulation.caller_voice import speech
from offhook.simulation.placed_voice import STEP_BYTES, STEPS, Place, PlacedVoice

_WINDOW_BYTES = 40  # 5 ms: enough to be found by
_TOLD_APART_BYTES = 32  # less could be of many places: where a syllable begins there is little but noise
_PIECE_STEPS = 25
_WORDS = 6  # in all the steps
_GAP_S = 0.06


@cache
def _spoken(sentence: int) -> bytes:
    """Words of many pitches, as a tune has them, with a gap behind each; and in the last bit of each byte a noise by
    which no 5 ms are like any others."""
    chance = random.Random(f"sentence {sentence}")
    gap = SILENCE * round(_GAP_S * 8000)
    words = b"".join(speech(STEPS * STEP_BYTES / 8000 / _WORDS - _GAP_S, chance) + gap for _ in range(_WORDS))
    return bytes(byte ^ chance.getrandbits(1) for byte in words)


class SpeakingVoice(PlacedVoice):
    """Modelled speech in the same pieces as a placed voice has."""

    _told = 0  # the sentence of the message before

    async def _sound(self, sentence: int) -> AsyncGenerator[bytes]:  # noqa: ASYNC900  # `say` closes it
        await trio.sleep(self._first_byte_s)
        sound = self._all_of(sentence)
        for begin in range(0, len(sound), _PIECE_STEPS * STEP_BYTES):
            await self._trouble.strike()
            yield sound[begin : begin + _PIECE_STEPS * STEP_BYTES]

    def places(self, sounds: Iterable[tuple[float, bytes]]) -> Iterator[Place]:
        sentence, expected = 0, 0  # what is being said, and its byte that comes next
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
        if len(mulaw) < _TOLD_APART_BYTES and self._told in found:  # the last of a sentence may be short
            return {self._told}
        self._told = min(found, default=0)
        return found

    def _find(self, window: bytes, sentence: int, expected: int) -> tuple[int, int]:
        """Where it is: going on, or else where the newest sentence that has it has it last before that."""
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
        return _spoken(sentence)[: self._steps * STEP_BYTES]
