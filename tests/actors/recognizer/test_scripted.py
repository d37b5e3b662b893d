"""The scripted recognizer. Virtual clock; no faults."""

import trio
import trio.testing

from offhook.actors.recognizer.scripted import ScriptedRecognizerSettings, open_scripted_recognizer
from offhook.actors.recognizer.service import Transcript
from offhook.engine.words.expectation import Expectation
from offhook.simulation.world import SimulatedWorld
from tests.actors.recognizer.hearing import hear
from tests.actors.served import A_CALL

ONE_SECOND = bytes(8000)


async def test_it_says_its_text_at_once(autojump_clock: trio.testing.MockClock) -> None:
    """With no latency set, hearing and answering take no virtual time at all."""
    before = trio.current_time()
    settings = ScriptedRecognizerSettings(text="book a room")
    async with (
        open_scripted_recognizer(SimulatedWorld(), settings) as recognizer,
        recognizer.session(A_CALL) as session,
    ):
        assert await hear(session, ONE_SECOND, Expectation()) == Transcript("book a room", 1.0)
    assert trio.current_time() == before


async def test_its_latency_is_exact(autojump_clock: trio.testing.MockClock) -> None:
    """The final comes exactly `final_ms` after the end of speech."""
    async with (
        open_scripted_recognizer(SimulatedWorld(), ScriptedRecognizerSettings(final_ms=300)) as recognizer,
        recognizer.session(A_CALL) as session,
    ):
        before = trio.current_time()
        assert (await hear(session, ONE_SECOND, Expectation())).text == "hello"
    assert round(trio.current_time() - before, 9) == 0.3


async def test_it_speaks_every_language() -> None:
    """Whatever language an agent has, it can be tested with set words."""
    async with open_scripted_recognizer(SimulatedWorld(), ScriptedRecognizerSettings()) as recognizer:
        assert recognizer.name == "scripted"
        assert all(map(recognizer.speaks, ["en", "hi", "pt-BR"]))
