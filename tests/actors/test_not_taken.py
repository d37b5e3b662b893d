"""What callers were not understood in is on record, and nobody acts on it. Virtual time, modelled services."""

import trio
from trio.testing import MockClock

from offhook.actors.responder.dialogue import open_dialogue
from offhook.actors.responder.service import Occasion, Sentence
from offhook.engine.host.agent import load_agent
from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.conversation import NO_WORDS, NOTHING_FITS, UNSURE, AgentSaid, CallerSaid
from offhook.engine.words.expectation import Expectation
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice
from tests.actors.one_call import one_call

UNSURE_OF = 0.31
PHRASES = Expectation(phrases=("a room", "hang up"))
DESK = """
name = "desk"
language = "en"
greeting = "Hello."
goodbye = "Goodbye."
[dialogue]
start = "wish"
[dialogue.states.wish]
ask = "What can I do?"
keys = "Press 1 for the opening hours."
[[dialogue.states.wish.choices]]
say = ["opening hours"]
key = "1"
answer = "Day and night."
go = "wish"
[[dialogue.states.wish.choices]]
say = ["hang up"]
go = "hang_up"
"""


def expecting() -> SimulatedResponder:
    responder = SimulatedResponder(Sentence("Gladly."), repeat="Sorry?")
    responder.expected = PHRASES
    return responder


def noted(record: CallRecord) -> list[tuple[str, float, str]]:
    caller = [entry for entry in record.transcript if isinstance(entry, CallerSaid)]
    return [(entry.text, entry.confidence, entry.not_taken) for entry in caller]


async def test_words_that_nobody_is_sure_of_are_kept_and_not_answered(autojump_clock: MockClock) -> None:
    """The operator reads what the caller was asked to say again."""
    responder = expecting()
    recognizer = SimulatedRecognizer("hang up", confidence=UNSURE_OF)
    async with one_call(recognizer=recognizer, responder=responder) as call:
        await call.carrier.agent_has_spoken()
        call.carrier.speak(0.8)
        await trio.sleep(4)
    assert noted(call.record) == [("hang up", UNSURE_OF, UNSURE)]
    assert [(turn.occasion, turn.text) for turn in responder.asked[1:2]] == [(Occasion.SPEECH, "")]
    assert [entry.text for entry in call.record.transcript if isinstance(entry, AgentSaid)][1] == "Sorry?"


async def test_words_over_the_agent_that_nobody_is_sure_of_are_kept(autojump_clock: MockClock) -> None:
    """They stop nothing for long, and the record says what they may have been."""
    responder = expecting()
    recognizer = SimulatedRecognizer("hang up", confidence=UNSURE_OF)
    async with one_call(recognizer=recognizer, responder=responder, voice=SimulatedVoice(5)) as call:
        await call.carrier.wait(lambda: call.carrier.seconds_heard >= 2.0)
        call.carrier.speak(0.6)
        await trio.sleep(8)
    assert noted(call.record) == [("hang up", UNSURE_OF, UNSURE)]
    assert len(responder.asked) == 1


async def test_a_draft_is_not_made_of_words_that_nobody_is_sure_of(autojump_clock: MockClock) -> None:
    """A streaming recognizer has them at the pause: the responder is asked once, for what was not understood."""
    responder = expecting()
    recognizer = SimulatedRecognizer("hang up", confidence=UNSURE_OF, streams=True)
    async with one_call(recognizer=recognizer, responder=responder) as call:
        await call.carrier.agent_has_spoken()
        call.carrier.speak(0.8)
        await trio.sleep(4)
    assert [turn.text for turn in responder.asked[1:2]] == [""]
    assert call.record.over is not None
    assert call.record.over.discarded == {}


async def test_unsure_words_that_were_overtaken_are_kept(autojump_clock: MockClock) -> None:
    """The caller went on before they were recognized: nobody answers them, and they are no miss."""
    responder = expecting()
    recognizer = SimulatedRecognizer("hang up", final_s=1.0, confidence=UNSURE_OF)
    async with one_call(recognizer=recognizer, responder=responder) as call:
        await call.carrier.agent_has_spoken()
        call.carrier.speak(0.8)
        await trio.sleep(1.5)
        call.carrier.speak(0.8)
        await trio.sleep(4)
    assert noted(call.record)[:2] == [("hang up", UNSURE_OF, UNSURE)] * 2
    assert [turn.text for turn in responder.asked[1:2]] == [""]
    assert sum(turn.occasion is Occasion.SPEECH for turn in responder.asked) == 1


async def test_sound_without_words_is_told_as_such(autojump_clock: MockClock) -> None:
    """It was heard, and nothing was found in it."""
    async with one_call(recognizer=SimulatedRecognizer(""), responder=expecting()) as call:
        await call.carrier.agent_has_spoken()
        call.carrier.speak(0.8)
        await trio.sleep(4)
    assert [(text, why) for text, _, why in noted(call.record)] == [("", NO_WORDS)]


async def test_words_and_keys_that_are_no_answer_are_told_as_such(autojump_clock: MockClock) -> None:
    """Understood word for word, and not among what the agent knows."""
    agent = load_agent("desk.toml", DESK)
    recognizer = SimulatedRecognizer("a room by the sea", "opening hours", "")
    async with (
        open_dialogue(agent) as responder,
        one_call(agent=DESK, recognizer=recognizer, responder=responder) as call,
    ):
        for _ in range(2):
            await call.carrier.agent_has_spoken()
            call.carrier.speak(0.8)
            await trio.sleep(3)
        await call.carrier.agent_has_spoken()
        call.carrier.press("7")
        await trio.sleep(3)
    assert [(text, why) for text, _, why in noted(call.record)][:3] == [
        ("a room by the sea", NOTHING_FITS),
        ("opening hours", ""),
        ("7", NOTHING_FITS),
    ]


async def test_a_yes_that_was_not_sure_enough_to_hang_up_is_told_as_such(autojump_clock: MockClock) -> None:
    """Operators read that a "yes" did not fit "Shall I hang up?", and looked for the mistake in the agent file."""
    agent = load_agent("desk.toml", DESK)
    recognizer = SimulatedRecognizer("hang up", "yes", confidence=0.6)
    async with (
        open_dialogue(agent) as responder,
        one_call(agent=DESK, recognizer=recognizer, responder=responder) as call,
    ):
        for _ in range(2):
            await call.carrier.agent_has_spoken()
            call.carrier.speak(0.8)
            await trio.sleep(3)
    assert noted(call.record)[:2] == [("hang up", 0.6, ""), ("yes", 0.6, UNSURE)]
