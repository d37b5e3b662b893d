"""The responders `dialogue` and `scripted` behind their contract. Virtual clock; the only fault is leaving early."""

import pydantic
import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.dialogue import open_dialogue
from offhook.actors.responder.scripted import ScriptedResponderSettings, open_scripted_responder
from offhook.actors.responder.service import (
    CallerTurn,
    FirstToken,
    HandsOver,
    Occasion,
    ReplyPart,
    ResponderSession,
    Sentence,
    UseTools,
)
from offhook.actors.served_call import ServedCall
from offhook.engine.host.agent import load_agent
from offhook.engine.host.agent_file import AgentFileInvalid
from offhook.engine.words.expectation import Expectation
from offhook.simulation.world import SimulatedWorld
from tests.actors.responder.front_desk import front_desk_agent
from tests.actors.served import A_CALL, committed

GREETS = load_agent("a.toml", 'name = "a"\ngreeting = "Hello."')
SILENT = load_agent("b.toml", 'name = "b"\nlanguage = "en-GB"')


async def answer(session: ResponderSession, occasion: Occasion, text: str = "") -> list[ReplyPart]:
    async with session.reply(CallerTurn(occasion, text), (), committed) as parts:
        return [part async for part in parts if not isinstance(part, FirstToken | HandsOver | UseTools)]


async def test_a_dialogue_is_held_through_the_contract() -> None:
    """Greeting, an answer, and an expectation that follows it."""
    async with open_dialogue(front_desk_agent()) as responder, responder.session(A_CALL) as session:
        assert responder.name == "dialogue"
        assert (await answer(session, Occasion.ANSWERED))[0] == Sentence("Good day, this is the Harbor Hotel.")
        assert (await answer(session, Occasion.SPEECH, "book a room"))[-1] == Sentence("For which day?", asks=2)
        assert any("<day>" in phrase for phrase in session.expected.phrases)


async def test_two_callers_do_not_share_a_conversation() -> None:
    """What one caller answers changes nothing for another one."""
    async with (
        open_dialogue(front_desk_agent()) as responder,
        responder.session(A_CALL) as first,
        responder.session(A_CALL) as second,
    ):
        before = second.expected
        await answer(first, Occasion.SPEECH, "book a room")
        assert first.expected != before
        assert second.expected == before


async def test_a_cancelled_reply_never_happened(autojump_clock: MockClock) -> None:
    """A draft that is cancelled, even after its last part, leaves the conversation where it was."""
    async with open_dialogue(front_desk_agent()) as responder, responder.session(A_CALL) as session:
        before = session.expected
        with trio.move_on_after(1):
            async with session.reply(CallerTurn(Occasion.SPEECH, "book a room"), (), committed) as parts:
                drafted = [part async for part in parts]
                await trio.sleep_forever()  # nobody commits the draft
        assert session.expected == before
        assert await answer(session, Occasion.SPEECH, "book a room") == drafted
        assert session.expected != before


async def test_a_reply_that_is_not_heard_out_still_counts() -> None:
    """An agent that is interrupted has been answered: leaving the context early moves the conversation on."""
    async with open_dialogue(front_desk_agent()) as responder, responder.session(A_CALL) as session:
        async with session.reply(CallerTurn(Occasion.SPEECH, "book a room"), (), committed) as parts:
            assert await anext(aiter(parts)) == Sentence("With pleasure.")
        assert any("<day>" in phrase for phrase in session.expected.phrases)


async def test_a_dialogue_speaks_the_language_of_its_file() -> None:
    """Regional kinds of one language count as the same; others do not."""
    async with open_dialogue(front_desk_agent()) as responder:
        assert responder.speaks("en-GB")
        assert not responder.speaks("es")


async def test_an_agent_without_a_dialogue_is_refused_when_opened() -> None:
    """The mistake is found at the start, not by the first caller."""
    with pytest.raises(AgentFileInvalid, match="needs a \\[dialogue\\]"):
        async with open_dialogue(GREETS):
            pass


async def test_scripted_says_its_three_sentences_whatever_happens() -> None:
    """Speech, keys and silence are all answered alike, in any language."""
    settings = ScriptedResponderSettings(sentences=("One.", "Two.", "Three."))
    async with (
        open_scripted_responder(SimulatedWorld(), settings, GREETS) as responder,
        responder.session(ServedCall("", "ta")) as session,
    ):
        assert responder.name == "scripted"
        assert responder.speaks("ta")
        assert session.expected == Expectation(language="ta")
        for occasion in (Occasion.SPEECH, Occasion.KEYS, Occasion.SILENCE):
            assert await answer(session, occasion, "x") == [Sentence("One."), Sentence("Two."), Sentence("Three.")]


async def test_scripted_greets_only_with_a_greeting() -> None:
    """An agent without a greeting lets the caller speak first."""
    async with (
        open_scripted_responder(SimulatedWorld(), ScriptedResponderSettings(), GREETS) as responder,
        responder.session(A_CALL) as session,
    ):
        assert await answer(session, Occasion.ANSWERED) == [Sentence("Hello.")]
    async with (
        open_scripted_responder(SimulatedWorld(), ScriptedResponderSettings(), SILENT) as responder,
        responder.session(A_CALL) as session,
    ):
        assert await answer(session, Occasion.ANSWERED) == []


async def test_scripted_takes_the_time_it_is_told_to(autojump_clock: MockClock) -> None:
    """The modelled latencies are exact in virtual time: one wait before the first sentence, one before each other."""
    settings = ScriptedResponderSettings(first_sentence_ms=400, sentence_ms=50)
    async with (
        open_scripted_responder(SimulatedWorld(), settings, GREETS) as responder,
        responder.session(A_CALL) as session,
    ):
        began = trio.current_time()
        arrived = []
        async with session.reply(CallerTurn(Occasion.SPEECH, "hi"), (), committed) as parts:
            async for _ in parts:
                arrived.append(round(trio.current_time() - began, 3))
    assert arrived == [0.4, 0.45, 0.5]


@pytest.mark.parametrize(
    "wrong",
    [{"sentences": ("One.", "Two.")}, {"sentences": ("", "b", "c")}, {"first_sentence_ms": -1}, {"sentense_ms": 1}],
)
def test_scripted_settings_are_bounded(wrong: dict[str, object]) -> None:
    """Too few sentences, empty ones, negative waits and misspelt names are refused."""
    with pytest.raises(pydantic.ValidationError):
        ScriptedResponderSettings.model_validate(wrong)
