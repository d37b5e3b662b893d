"""A sentence that is made while the one before still plays: the caller does not wait for it yet. Virtual time."""

from collections.abc import AsyncGenerator

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import Sentence
from offhook.actors.settings import Settings
from offhook.actors.speaker.service import VoicePiece
from offhook.engine.record.call_record import CallRecord
from offhook.simulation.exchange import settings_with
from offhook.simulation.failing_services import WORD_S, WordByWord, Writer
from tests.actors.one_call import one_call
from tests.actors.test_failover import SWITCH_S, faults

LONG = "one two three four five six seven eight nine ten"  # 2.5 s
VERY_LONG = " ".join([LONG] * 4)
SECOND = "And this is the second sentence."


class LateOnce(WordByWord):
    """The sound of its second sentence begins late."""

    def __init__(self, late_s: float) -> None:
        super().__init__("first")
        self._late_s = late_s

    async def _sound(self, text: str, sentence: int) -> AsyncGenerator[VoicePiece]:  # noqa: ASYNC900  # `say` closes it
        await trio.sleep(self._late_s if sentence == 2 else 0.0)
        pieces = super()._sound(text, sentence)
        try:
            async for piece in pieces:
                yield piece
        finally:
            await pieces.aclose()


async def two_sentences(
    first: LateOnce, second: WordByWord, before: str = LONG, settings: Settings | None = None
) -> tuple[CallRecord, float]:
    """Returns how long the caller heard nothing, too."""
    head = Writer("head", Sentence(before), Sentence(SECOND))
    async with one_call(settings, responder=head, voice=[first, second]) as call:
        await call.carrier.wait(lambda: call.carrier.seconds_heard > 0)
        began_at = trio.current_time()
        whole_s = WORD_S * len(f"{before} {SECOND}".split())
        await call.carrier.wait(lambda: call.carrier.seconds_heard > whole_s - 0.05)
        silent_s = trio.current_time() - began_at - whole_s
    return call.record, silent_s


@pytest.mark.parametrize("hedge_ms", [None, 300])
async def test_the_voice_does_not_change_while_nobody_waits(hedge_ms: int | None, autojump_clock: MockClock) -> None:
    """It is later than would be borne if the caller waited, but there in time; nor is another one asked too."""
    first, second = LateOnce(1.8), WordByWord("second")
    settings = None if hedge_ms is None else settings_with(speaker={"hedge_ms": hedge_ms})
    record, silent_s = await two_sentences(first, second, settings=settings)
    assert first.said == [LONG, SECOND]
    assert second.said == []
    assert faults(record) == {}
    assert silent_s < 0.1


async def test_it_changes_when_the_caller_would_begin_to_wait(autojump_clock: MockClock) -> None:
    """A voice that is not there by then is replaced at once, so that nothing is added to the silence."""
    first, second = LateOnce(20.0), WordByWord("second")
    record, silent_s = await two_sentences(first, second)
    assert second.said == [SECOND]
    assert faults(record) == {"voice failed": 1}
    assert silent_s < 0.2


async def test_even_then_no_voice_is_waited_for_without_end(autojump_clock: MockClock) -> None:
    """A long sentence plays, and the voice hangs at the next one: the record tells it after `piece_within_s`."""
    first, second = LateOnce(60.0), WordByWord("second")
    head = Writer("head", Sentence(VERY_LONG), Sentence(SECOND))
    async with one_call(responder=head, voice=[first, second]) as call:
        await call.carrier.wait(lambda: len(first.said) == 2)
        began_at = trio.current_time()
        await call.carrier.wait(lambda: bool(second.said))
        assert SWITCH_S["speaker"] < trio.current_time() - began_at == pytest.approx(3.0, abs=0.3)


async def test_a_short_sentence_before_changes_little(autojump_clock: MockClock) -> None:
    """What still plays is shorter than what a caller would wait: the deadline is the usual one."""
    first, second = LateOnce(20.0), WordByWord("second")
    record, silent_s = await two_sentences(first, second, before="Well.")
    assert second.said == [SECOND]
    assert silent_s < SWITCH_S["speaker"]
    assert faults(record) == {"voice failed": 1}
