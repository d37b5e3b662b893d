"""The silence that a call waits for, by what was said so far. Virtual time, real speech; no faults."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import chain, repeat

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.recognizer.service import Transcript, TranscriptSoFar, Utterance
from offhook.engine.run.reply import Sentence
from offhook.engine.words.expectation import AnswerKind, Expectation
from offhook.simulation.exchange import settings_with
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder
from tests.actors.one_call import one_call
from tests.fakes.clips import clip

PATIENT = {"min_silence_ms": 300, "silence_ms": 400}
DUTCH = Expectation(language="nl")  # its words are not known, so they say nothing
SHORT_S = 0.560
"""The silence after less than a second of which the words say nothing."""
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
        ("een kamer", DUTCH, True, SHORT_S),
        ("yes that's right.", Expectation(), True, 0.200),
        ("book a", Expectation(), True, 1.200),
        ("four two", FOUR_DIGITS, True, 1.200),
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


class SureRecognizer(SimulatedRecognizer):
    """Says at each pause whether the caller has finished, in turn, and the last answer always; after `after_s`."""

    def __init__(self, text: str, *ended: bool | None, after_s: float = 0.0) -> None:
        super().__init__(text, streams=True)
        self._ended = chain(ended[:-1], repeat(ended[-1]))
        self._after_s = after_s
        self.asked = 0

    async def so_far(self) -> TranscriptSoFar:
        self.asked += 1
        ended = next(self._ended)
        await trio.sleep(self._after_s)
        return TranscriptSoFar(Transcript(self._transcripts[0].text, 0.9), stands=False, ended=ended)


async def silence_before_the_end(
    recognizer: SureRecognizer, *speaks_s: float, expected: Expectation = DUTCH, **vad: int | bool
) -> tuple[float, int]:
    """Speak so often, with short pauses. Returns the silence that ended the turn, and how many turns there were."""
    settings = settings_with(vad=vad)
    responder = SimulatedResponder(Sentence("Certainly."))
    responder.expected = expected
    async with one_call(settings, recognizer=recognizer, responder=responder) as call:
        await call.carrier.agent_has_spoken()
        for seconds in speaks_s:
            call.carrier.speak(seconds)
            await trio.sleep(seconds + 0.25)
        await call.carrier.agent_has_spoken()
    times = call.record.turns[1].times
    return round(times["end_of_turn"] - times["last_voiced"], 3), len(call.record.turns)


@pytest.mark.parametrize(
    ("said", "expected", "ended", "adaptive", "silence_s"),
    [
        ("een kamer", DUTCH, True, True, 0.200),
        ("een kamer", DUTCH, False, True, SHORT_S),
        ("een kamer", DUTCH, None, True, SHORT_S),
        ("book a", Expectation(), True, True, 1.200),
        ("een kamer", DUTCH, True, False, 0.300),
    ],
)
async def test_a_recognizer_may_hold_that_the_caller_has_finished(
    said: str,
    expected: Expectation,
    ended: bool | None,
    adaptive: bool,
    silence_s: float,
    autojump_clock: MockClock,
) -> None:
    """It shortens the silence as a complete answer does; words that hang outweigh it; a missing judgement costs
    nothing."""
    recognizer = SureRecognizer(said, ended)
    assert await silence_before_the_end(recognizer, 0.6, expected=expected, adaptive=adaptive) == (silence_s, 2)


async def test_the_judgement_may_come_in_the_middle_of_the_silence(autojump_clock: MockClock) -> None:
    """160 ms after the pause began it is 280 ms of silence: the turn ends with the next frame, not at 300."""
    silence_s, _ = await silence_before_the_end(SureRecognizer("een kamer", True, after_s=0.15), 0.6)
    assert silence_s == 0.280


async def test_a_judgement_at_one_pause_says_nothing_of_the_next(autojump_clock: MockClock) -> None:
    """The caller went on after it, and is not cut off at the next pause for it."""
    recognizer = SureRecognizer("een kamer", True, None)
    silence_s, turns = await silence_before_the_end(recognizer, 0.6, 0.6, expected=DUTCH, **PATIENT)
    assert silence_s >= 0.4
    assert turns == 2
    assert recognizer.asked == 2


async def test_a_judgement_that_comes_when_the_caller_has_gone_on_is_void(autojump_clock: MockClock) -> None:
    """Nobody waits for it, and no turn ends while the caller is heard."""
    recognizer = SureRecognizer("een kamer", True, None, after_s=0.15)
    silence_s, turns = await silence_before_the_end(recognizer, 0.6, 1.0, expected=DUTCH, **PATIENT)
    assert silence_s >= 0.4
    assert turns == 2
    assert recognizer.asked == 2
