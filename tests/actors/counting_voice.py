"""A voice that counts: each of its bytes says at which place of its sentence it stands, in steps of 10 ms.

So what the carrier plays tells which parts of a sentence were heard, and how often.
"""

from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager

import trio

from offhook.actors.speaker.service import StatelessVoice
from offhook.simulation.carrier import SimulatedCarrier

STEP_BYTES = 80  # 10 ms
WORDS = "one two three four five six seven eight nine ten"
WORD_STEPS = 20  # of 10 ms: ten words, evenly spoken in two seconds
REPEATED_AT_MOST_STEPS = 30 + 6  # 300 ms, and the way from the clock to the ear that the ledger allows for


class CountingVoice(StatelessVoice):
    """Two seconds a sentence; the n-th sentence that is said counts its steps from 200 n mod 256 on."""

    name = "counting voice"
    steps = 200

    def __init__(self) -> None:
        self.said: list[str] = []

    def speaks(self, language: str) -> bool:
        return bool(language)

    @asynccontextmanager
    async def say(self, text: str, language: str) -> AsyncIterator[AsyncIterator[bytes]]:
        del language
        self.said.append(text)
        async with aclosing(self._sound()) as sound:
            yield sound

    async def _sound(self) -> AsyncGenerator[bytes]:  # noqa: ASYNC900  # `say` closes it
        for begin in range(0, self.steps, 20):
            yield b"".join(bytes([step]) * STEP_BYTES for step in range(begin, begin + 20))
            await trio.lowlevel.checkpoint()


def steps_heard(carrier: SimulatedCarrier) -> list[int]:
    """The places that were played, in order, as far as at least half of their 10 ms was."""
    sound = b"".join(heard.mulaw for heard in carrier.heard)
    return [sound[middle] for middle in range(STEP_BYTES // 2, len(sound), STEP_BYTES)]


def assert_nothing_lost(carrier: SimulatedCarrier, interruptions: int = 1, sentences: int = 1) -> None:
    """Every place of every sentence was heard, and no more than 300 ms again for each interruption."""
    heard = Counter(b"".join(heard.mulaw for heard in carrier.heard))
    assert [step for step in range(CountingVoice.steps) if heard[step] < STEP_BYTES * sentences] == []
    again = sum(heard.values()) / STEP_BYTES - CountingVoice.steps * sentences
    assert 0 <= again <= REPEATED_AT_MOST_STEPS * interruptions
