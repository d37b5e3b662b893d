"""The silence that a call waits for, by what was said so far. Virtual time, real speech; no faults."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from trio.testing import MockClock

from actors.recognizer.service import Utterance
from engine.expectation import AnswerKind, Expectation
from engine.reply import Sentence
from simulation.carrier import SimulatedCarrier
from simulation.exchange import calling, open_simulated_exchange, record_of, settings_with
from simulation.services import SimulatedRecognizer, SimulatedResponder
from tests.fakes.clips import clip

FOUR_DIGITS = Expectation(kind=AnswerKind.DIGITS, max_digits=4)


class StreamingRecognizer(SimulatedRecognizer):
    """Tells at once what it will have made out."""

    @asynccontextmanager
    async def utterance(self, expected: Expectation, on_partial: Callable[[str], None]) -> AsyncIterator[Utterance]:
        async with super().utterance(expected, on_partial) as utterance:
            on_partial(self._texts[0])
            yield utterance


@pytest.mark.parametrize(
    ("said", "expected", "adaptive", "silence_s"),
    [
        ("book a room", Expectation(), True, 0.300),
        ("Book a room.", Expectation(), True, 0.200),
        ("book a", Expectation(), True, 0.900),
        ("four two", FOUR_DIGITS, True, 0.900),
        ("4271", FOUR_DIGITS, True, 0.200),
        ("book a", Expectation(), False, 0.300),
        ("4271", FOUR_DIGITS, False, 0.300),
    ],
)
async def test_the_turn_ends_when_words_and_question_say_so(
    said: str, expected: Expectation, adaptive: bool, silence_s: float, autojump_clock: MockClock
) -> None:
    """Exactly so long after the last voiced frame; where it does not adapt, always `silence_ms`."""
    responder = SimulatedResponder(Sentence("Certainly."))
    responder.expected = expected
    async with open_simulated_exchange(
        settings_with(vad={"adaptive": adaptive}), recognizer=StreamingRecognizer(said), responder=responder
    ) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.agent_has_spoken()
            before = len(carrier.media)
            carrier.say(clip("book_a_room"))
            await carrier.wait(lambda: len(carrier.media) > before)
        record = await record_of(exchange, carrier)
    times = record.turns[1].times
    assert round(times["end_of_turn"] - times["last_voiced"], 3) == silence_s
