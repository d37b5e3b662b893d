"""A carrier's habits with marks, as the server sees them. Virtual time."""

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import Sentence
from offhook.engine.record.conversation import AgentSaid
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange, record_of
from offhook.simulation.mark_habits import MarkHabits
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice

TEXT = "one two three four five six seven eight nine ten"
HABITS = {
    "as documented": MarkHabits(),
    "late, and so out of order": MarkHabits(late_s=0.5),
    "some lost": MarkHabits(lost=0.5),
    "none at all": MarkHabits(lost=1.0),
    "twice": MarkHabits(twice=1.0, late_s=0.1),
    "those of a clear dropped": MarkHabits(echoes_cleared=False),
}


@pytest.mark.parametrize("habits", HABITS.values(), ids=HABITS.keys())
@pytest.mark.parametrize("cut_after_s", [0.5, 1.3, 1.8, None])
async def test_the_record_says_what_was_heard(
    habits: MarkHabits, cut_after_s: float | None, autojump_clock: MockClock
) -> None:
    """Whatever comes back and when: the transcript is at most one word behind the ear, and never ahead of it."""
    responder = SimulatedResponder(Sentence(TEXT))
    async with open_simulated_exchange(
        recognizer=SimulatedRecognizer("stop it"), responder=responder, voice=SimulatedVoice(2)
    ) as exchange:
        carrier = SimulatedCarrier(marks=habits)
        async with calling(exchange, carrier):
            await carrier.wait(lambda: carrier.seconds_heard >= (cut_after_s or 2.0) - 0.001)
            if cut_after_s is not None:
                carrier.speak(0.4)
                await carrier.wait(lambda: bool(carrier.clears))
            heard_s = carrier.seconds_heard
            await trio.sleep(1.5)
        record = await record_of(exchange, carrier)
    said = next(entry for entry in record.transcript if isinstance(entry, AgentSaid))
    ends = [len(" ".join(TEXT.split()[: number + 1])) for number in range(10)]
    heard_words = sum(end <= heard_s / 2 * len(TEXT) + 1e-6 for end in ends)
    assert heard_words - 1 <= len(said.text.split()) <= heard_words
    assert record.over is not None
    assert "marks unknown" not in record.over.faults
