"""How the agent's sound goes out: never more ahead than the lead, with marks often enough. Virtual time."""

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import Occasion, Sentence
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import settings_with
from offhook.simulation.mark_habits import MarkHabits
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder
from tests.actors.counting_voice import WORDS, CountingVoice
from tests.actors.one_call import one_call
from tests.actors.test_slow_lines import longest_lead_s


def longest_unmarked_ms(carrier: SimulatedCarrier) -> float:
    longest = unmarked = 0
    for sent in carrier.sent:
        unmarked = unmarked + len(sent.mulaw) if sent.kind == "media" else 0
        longest = max(longest, unmarked)
    return longest / 8


@pytest.mark.parametrize("lead_ms", [100, 400, 5000])
@pytest.mark.parametrize("chunk_ms", [20, 60, 100, 160, 200, 400, 1000])
async def test_lead_marks_and_gaps(chunk_ms: int, lead_ms: int, autojump_clock: MockClock) -> None:
    """Whatever the settings: no more than the lead unplayed, a mark at least every 200 ms of sound, no gap in it."""
    settings = settings_with(speaker={"chunk_ms": chunk_ms, "lead_ms": lead_ms})
    responder = SimulatedResponder(*[Sentence(WORDS)] * 2)
    async with one_call(settings, responder=responder, voice=CountingVoice()) as call:
        await trio.sleep(4.5)
    assert call.carrier.seconds_heard == 4.0
    assert longest_unmarked_ms(call.carrier) <= 200
    assert longest_lead_s(call.carrier) <= lead_ms / 1000 + 0.001
    assert call.carrier.playout.gaps == []


@pytest.mark.parametrize("late_s", [0.0, 0.8])
@pytest.mark.parametrize("lost", [0.0, 1.0])
async def test_a_short_answer_after_the_last_sound_counts(
    late_s: float, lost: float, autojump_clock: MockClock
) -> None:
    """A caller who says "okay" when the agent has finished answers it, however slow the carrier's marks are."""
    responder = SimulatedResponder(Sentence(WORDS))
    carrier = SimulatedCarrier(marks=MarkHabits(late_s=late_s, lost=lost), seed=4)
    async with one_call(
        recognizer=SimulatedRecognizer("Okay."), responder=responder, voice=CountingVoice(), carrier=carrier
    ):
        await carrier.wait(lambda: carrier.seconds_heard >= 2.0)
        await trio.sleep(0.2)
        carrier.speak(0.4)
        await trio.sleep(3)
    assert [turn.text for turn in responder.asked if turn.occasion is Occasion.SPEECH] == ["Okay."]


@pytest.mark.parametrize("seed", range(3))
async def test_a_late_mark_is_not_the_next_replys(seed: int, autojump_clock: MockClock) -> None:
    """Marks that come back up to 3 s late, of a reply that another one waits behind: the first mark back of the next
    one is its own, which lies 200 ms behind its first sound."""
    responder = SimulatedResponder(Sentence(WORDS, protected=True))
    carrier = SimulatedCarrier(marks=MarkHabits(late_s=3.0), seed=seed)
    async with one_call(
        recognizer=SimulatedRecognizer("Wait a moment."), responder=responder, voice=CountingVoice(), carrier=carrier
    ) as call:
        await carrier.wait(lambda: carrier.seconds_heard >= 0.5)
        carrier.speak(0.25)
        await carrier.wait(lambda: len(responder.asked) == 2)
        await trio.sleep(8)
    times = call.record.turns[1].times
    assert times["first_mark_back"] - times["first_frame_sent"] >= 0.19
