"""A voice whose every byte identifies its sentence and its place in it, so that tests know exactly what was heard.

Bytes alternate: one below 128 for the sentence, one from 128 on for the place, in steps of 20 ms. All are loud. Words
are spoken evenly. Other voices may speak with its sound; each of them begins a sentence of its own, also where it says
the rest of one that another could not finish.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Iterator
from contextlib import aclosing, asynccontextmanager

import msgspec
import trio

from offhook.actors.speaker.service import StatelessVoice, VoiceFailed
from offhook.simulation.trouble import Trouble

STEP_BYTES = 160
STEPS = 96  # so many places can be distinguished with loud bytes: 1.92 s
LONG_CHARACTERS = 30
_FIRST_STEP = 128
_CODES = 127  # the last one below 128 is a second code for silence
_LOOK_EVERY_BYTES = 40  # 5 ms


class Place(msgspec.Struct, frozen=True):
    """20 ms of a sentence, or the part of it that was heard in one piece."""

    at: float
    sentence: int
    step: int


class PlacedVoice(StatelessVoice):
    """Makes `seconds` of audio for each sentence, in pieces of half a second. Faults strike before a piece.

    A voice of `one_speed` takes so long for LONG_CHARACTERS, and less for a shorter sentence, as people do.
    """

    name = "placed voice"

    def __init__(self, seconds: float, trouble: Trouble, first_byte_s: float, *, one_speed: bool = False) -> None:
        self.steps = min(round(seconds * 8000 / STEP_BYTES), STEPS)
        self._one_speed = one_speed
        self._trouble, self._first_byte_s = trouble, first_byte_s
        self._trouble.failure = VoiceFailed
        self.said: list[str] = []
        self.without_times: dict[int, None] = {}
        """Sentences that other voices have said with this sound, without telling when words begin."""

    @property
    def seconds(self) -> float:
        return self.steps * STEP_BYTES / 8000

    def steps_of(self, text: str) -> int:
        share = min(len(text) / LONG_CHARACTERS, 1.0) if self._one_speed else 1.0
        return max(1, round(self.steps * share))

    def seconds_of(self, text: str) -> float:
        return self.steps_of(text) * STEP_BYTES / 8000

    def speaks(self, language: str) -> bool:
        return bool(language)

    @asynccontextmanager
    async def say(self, text: str, language: str) -> AsyncIterator[AsyncIterator[bytes]]:
        del language
        async with aclosing(self._sound(self.begin(text))) as pieces:
            yield pieces

    def begin(self, text: str) -> int:
        """The number of a new sentence."""
        self.said.append(text)
        assert len(self.said) < _CODES, "more sentences than there are codes for them"
        return len(self.said)

    def sound_of(self, sentence: int, from_step: int, to_step: int) -> bytes:
        steps = range(from_step, min(to_step, self.steps_of(self.said[sentence - 1])))
        return b"".join(bytes([sentence, _FIRST_STEP + step]) * (STEP_BYTES // 2) for step in steps)

    def whole_sound(self, text: str, *, with_times: bool) -> bytes:
        """All of a new sentence, for a voice that tells when words begin, or does not."""
        number = self.begin(text)
        if not with_times:
            self.without_times[number] = None
        return self.sound_of(number, 0, self.steps)

    async def _sound(self, sentence: int) -> AsyncGenerator[bytes]:  # noqa: ASYNC900  # `say` closes it
        await trio.sleep(self._first_byte_s)
        for begin in range(0, self.steps_of(self.said[sentence - 1]), 25):
            await self._trouble.strike()
            yield self.sound_of(sentence, begin, begin + 25)

    def places(self, sounds: Iterable[tuple[float, bytes]]) -> Iterator[Place]:
        """The places that these sounds contain, in order. Each sound comes with the time at which it began."""
        last: tuple[int, int] | None = None
        for at, mulaw in sounds:
            for offset in range(0, len(mulaw) - 1, _LOOK_EVERY_BYTES):
                if mulaw[offset : offset + 2] != mulaw[offset + 2 : offset + 4] and offset + 4 <= len(mulaw):
                    continue  # two sounds meet here: one byte may be of the first, and one of the second
                one, other = sorted(mulaw[offset : offset + 2])
                here = (one, other - _FIRST_STEP)
                if here != last and one < _FIRST_STEP <= other:
                    last = here
                    yield Place(at + offset / 8000, *here)

    def sentences_in(self, mulaw: bytes) -> set[int]:
        """The numbers of the sentences in a message."""
        return {byte for byte in mulaw if byte < _FIRST_STEP}
