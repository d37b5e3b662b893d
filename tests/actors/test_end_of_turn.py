"""The silence that a call waits for, by what was said so far. Virtual time, real speech; no faults."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from trio.testing import MockClock

from offhook.actors.recognizer.service import Utterance
from offhook.engine.run.reply import Sentence
from offhook.engine.words.expectation import AnswerKind, Expectation
from offhook.simulation.exchange import settings_with
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder
from tests.actors.one_call import one_call
from tests.fakes.clips import clip

FOUR_DIGITS = Expectation(kind=AnswerKind.DIGITS, max_digits=4)


class StreamingRecognizer(SimulatedRecognizer):
    """Tells at once what it will have made out."""

    @asynccontextmanager
    async def utterance(
        self, number: int, expected: Expectation, on_partial: Callable[[str], None]
    ) -> AsyncIterator[Utterance]:
        async with super().utterance(number, expected, on_partial) as utterance:
            on_partial(self._transcripts[0].text)
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
    async with one_call(
        settings_with(vad={"adaptive": adaptive}), recognizer=StreamingRecognizer(said), responder=responder
    ) as call:
        await call.carrier.agent_has_spoken()
        before = len(call.carrier.media)
        call.carrier.say(clip("book_a_room"))
        await call.carrier.wait(lambda: len(call.carrier.media) > before)
    times = call.record.turns[1].times
    assert round(times["end_of_turn"] - times["last_voiced"], 3) == silence_s
