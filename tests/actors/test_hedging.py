"""Hedging: a service is late, so the next one of its chain is asked too, and the faster one goes on. Virtual time."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from pydantic import ValidationError
from trio.testing import MockClock

from offhook.actors.responder.service import CallerTurn, Commit, Heard, Sentence, Written
from offhook.actors.settings import Settings
from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.conversation import AgentSaid, CallerSaid
from offhook.simulation.exchange import settings_with
from offhook.simulation.failing_services import WORD_S, Ear, WordByWord, Writer
from offhook.simulation.services import SimulatedVoice
from offhook.simulation.trouble import Kind, Trouble
from tests.actors.one_call import OneCall, one_call

HEDGE_S = 0.3
TURN_S = 0.42  # the silence that ends a turn, and what the detector adds
ONE_SENTENCE = "one two three four five six"


def hedged(role: str, **more: object) -> Settings:
    sections: dict[str, dict[str, object]] = {
        role: {"hedge_ms": round(1000 * HEDGE_S), **more},
        "vad": {"adaptive": False},
    }
    return settings_with(**sections)


def said(record: CallRecord) -> list[tuple[str, str]]:
    """Who said what."""
    return [
        ("agent" if isinstance(each, AgentSaid) else "caller", each.text)
        for each in record.transcript
        if isinstance(each, AgentSaid | CallerSaid)
    ]


def hedges(record: CallRecord) -> int:
    assert record.over is not None
    return record.over.discarded.get("hedges", 0)


def faults(record: CallRecord) -> dict[str, int]:
    assert record.over is not None
    return dict(record.over.faults)


async def ask(call: OneCall) -> float:
    """Speak, and wait for the answer. Returns after how many seconds it began."""
    before = len(call.carrier.media)
    call.carrier.speak(0.6)
    await call.carrier.wait(lambda: len(call.carrier.media) > before)
    await call.carrier.agent_has_spoken()
    return call.carrier.media[before].at - call.carrier.spoken_until


# Voices.


async def test_a_late_voice_costs_the_caller_no_more_than_the_hedge(autojump_clock: MockClock) -> None:
    """The second one speaks the whole sentence; nothing of the first one follows it."""
    first, second = WordByWord("first", first_byte_s=0.7), WordByWord("second")
    async with one_call(
        hedged("speaker"), responder=Writer("head", Sentence(ONE_SENTENCE)), voice=[first, second]
    ) as call:
        await call.carrier.agent_has_spoken()
    assert (first.said, second.said) == ([ONE_SENTENCE], [ONE_SENTENCE])
    assert call.carrier.media[0].at == pytest.approx(HEDGE_S, abs=0.1)
    assert call.carrier.seconds_heard == pytest.approx(len(ONE_SENTENCE.split()) * WORD_S, abs=0.1)
    assert said(call.record) == [("agent", ONE_SENTENCE)]
    assert (hedges(call.record), faults(call.record)) == (1, {})


async def test_a_voice_that_is_a_little_late_may_still_be_the_faster_one(autojump_clock: MockClock) -> None:
    """The second one was asked for nothing, and that is on record."""
    first, second = WordByWord("first", first_byte_s=0.4), WordByWord("second", first_byte_s=0.4)
    async with one_call(
        hedged("speaker"), responder=Writer("head", Sentence(ONE_SENTENCE)), voice=[first, second]
    ) as call:
        await call.carrier.agent_has_spoken()
    assert call.carrier.media[0].at == pytest.approx(0.4, abs=0.1)
    assert call.carrier.seconds_heard == pytest.approx(len(ONE_SENTENCE.split()) * WORD_S, abs=0.1)
    assert second.said == [ONE_SENTENCE]
    assert (hedges(call.record), faults(call.record)) == (1, {})


async def test_a_voice_in_time_is_the_only_one_that_is_asked(autojump_clock: MockClock) -> None:
    first, second = WordByWord("first", first_byte_s=0.2), WordByWord("second")
    async with one_call(
        hedged("speaker"), responder=Writer("head", Sentence(ONE_SENTENCE)), voice=[first, second]
    ) as call:
        await call.carrier.agent_has_spoken()
    assert (second.said, hedges(call.record)) == ([], 0)


async def test_without_the_setting_nobody_is_asked_twice(autojump_clock: MockClock) -> None:
    first, second = WordByWord("first", first_byte_s=0.7), WordByWord("second")
    async with one_call(responder=Writer("head", Sentence(ONE_SENTENCE)), voice=[first, second]) as call:
        await call.carrier.agent_has_spoken()
    assert (second.said, hedges(call.record)) == ([], 0)


async def test_the_faster_voice_may_fail_in_its_sentence(autojump_clock: MockClock) -> None:
    """Whoever was asked too and thrown away is asked again, from the word on at which the sentence stopped."""
    first = WordByWord("first", Trouble(Kind.FAIL), 3, first_byte_s=0.4)
    second = WordByWord("second", first_byte_s=0.4)
    async with one_call(
        hedged("speaker"), responder=Writer("head", Sentence(ONE_SENTENCE)), voice=[first, second]
    ) as call:
        await call.carrier.agent_has_spoken()
    assert second.said == [ONE_SENTENCE, "three four five six"]
    assert said(call.record) == [("agent", ONE_SENTENCE)]
    assert (hedges(call.record), faults(call.record)) == (1, {"voice failed": 1})


@pytest.mark.parametrize("fails", ["the first", "the second"])
async def test_one_of_two_that_fails_leaves_it_to_the_other(fails: str, autojump_clock: MockClock) -> None:
    """While both are asked: the sentence is complete."""
    trouble = Trouble(Kind.FAIL)
    if fails == "the first":
        first, second = WordByWord("first", trouble, first_byte_s=0.5), WordByWord("second", first_byte_s=0.4)
    else:
        first, second = WordByWord("first", first_byte_s=0.5), WordByWord("second", trouble, first_byte_s=0.1)
    async with one_call(
        hedged("speaker"), responder=Writer("head", Sentence(ONE_SENTENCE)), voice=[first, second]
    ) as call:
        await call.carrier.agent_has_spoken()
    assert said(call.record) == [("agent", ONE_SENTENCE)]
    assert call.carrier.seconds_heard == pytest.approx(len(ONE_SENTENCE.split()) * WORD_S, abs=0.1)
    assert faults(call.record) == {"voice failed": 1}


async def test_if_both_fail_the_next_sentence_is_spoken(autojump_clock: MockClock) -> None:
    first = WordByWord("first", Trouble(Kind.FAIL), first_byte_s=0.5, in_sentence=1)
    second = WordByWord("second", Trouble(Kind.FAIL), first_byte_s=0.5, in_sentence=1)
    head = Writer("head", Sentence(ONE_SENTENCE), Sentence("Two."))
    async with one_call(hedged("speaker"), responder=head, voice=[first, second]) as call:
        await call.carrier.agent_has_spoken()
    assert said(call.record) == [("agent", "Two.")]
    assert faults(call.record) == {"voice failed": 2}


async def test_a_caller_interrupts_while_two_voices_are_asked(autojump_clock: MockClock) -> None:
    """Both are let go, and the next answer is spoken."""
    first, second = WordByWord("first", first_byte_s=0.79), WordByWord("second", first_byte_s=0.79)
    head = Writer("head", Sentence(ONE_SENTENCE))
    async with one_call(
        hedged("speaker"), recognizer=Ear("ear", "wait"), responder=head, voice=[first, second]
    ) as call:
        await call.carrier.wait(lambda: bool(second.said))
        await ask(call)
    assert said(call.record)[-1] == ("agent", ONE_SENTENCE)
    assert faults(call.record) == {}


# Responders.


async def test_a_late_model_costs_the_caller_no_more_than_the_hedge(autojump_clock: MockClock) -> None:
    """The second one is told the same, and goes on with the conversation."""
    first, second = Writer("first", Sentence("Sixty."), first_s=1.6), Writer("second", Sentence("Fifty."))
    settings = hedged("responder", max_drafts=0)
    async with one_call(
        settings, recognizer=Ear("ear", "how much"), responder=[first, second], voice=SimulatedVoice(1)
    ) as call:
        await call.carrier.agent_has_spoken()
        answered_s = await ask(call)
    assert said(call.record) == [("agent", "Fifty."), ("caller", "how much"), ("agent", "Fifty.")]
    assert answered_s == pytest.approx(TURN_S + HEDGE_S, abs=0.05)
    assert second.asked == first.asked
    assert (hedges(call.record), faults(call.record)) == (2, {})


class Committing(Writer):
    """Does what cannot be undone before its first word."""

    def __init__(self, name: str, *parts: Sentence, first_s: float) -> None:
        super().__init__(name, *parts, first_s=first_s)
        self.done = 0

    @asynccontextmanager
    async def reply(
        self, turn: CallerTurn, heard: Sequence[Heard], commit: Commit
    ) -> AsyncIterator[AsyncIterator[Written]]:
        async with super().reply(turn, heard, commit) as parts:
            yield self._committed(parts, commit)

    async def _committed(self, parts: AsyncIterator[Written], commit: Commit) -> AsyncIterator[Written]:
        await commit()
        self.done += 1
        async for part in parts:
            yield part


async def test_what_cannot_be_undone_is_done_by_one_of_two_models(autojump_clock: MockClock) -> None:
    """The first that may do it is the one that replies, however late its words are."""
    first, second = (
        Committing("first", Sentence("Booked."), first_s=1.0),
        Committing("second", Sentence("No."), first_s=0),
    )
    settings = hedged("responder", max_drafts=0)
    async with one_call(settings, responder=[first, second], voice=SimulatedVoice(1)) as call:
        await call.carrier.agent_has_spoken()
    assert (first.done, second.done) == (1, 0)
    assert said(call.record) == [("agent", "Booked.")]


# Recognizers.


async def test_a_late_recognizer_costs_the_caller_no_more_than_the_hedge(autojump_clock: MockClock) -> None:
    """The second one hears the whole utterance; late words of the first one are void."""
    first, second = Ear("first", "wrong", final_s=0.9), Ear("second", "how much")
    settings = hedged("recognizer")
    head = Writer("head", Sentence("Fifty."))
    async with one_call(settings, recognizer=[first, second], responder=head, voice=SimulatedVoice(1)) as call:
        await call.carrier.agent_has_spoken()
        answered_s = await ask(call)
    assert said(call.record)[1:] == [("caller", "how much"), ("agent", "Fifty.")]
    assert answered_s == pytest.approx(TURN_S + HEDGE_S, abs=0.05)
    assert second.heard == first.heard
    assert (hedges(call.record), faults(call.record)) == (1, {})


# Settings.


@pytest.mark.parametrize(("role", "too_late_ms"), [("recognizer", 1000), ("responder", 1800), ("speaker", 800)])
def test_a_hedge_after_the_switch_over_is_refused(role: str, too_late_ms: int) -> None:
    """Whoever starts the server is told both settings."""
    with pytest.raises(ValidationError, match=f"hedge_ms = {too_late_ms} and switch_within_s = .* contradict"):
        settings_with(**{role: {"hedge_ms": too_late_ms}})
