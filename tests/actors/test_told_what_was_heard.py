"""What a responder is told of the conversation: what the caller heard, and said. Virtual time, no faults."""

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.recognizer.service import Transcript
from offhook.actors.responder.service import HeardLine, Occasion, Sentence
from offhook.engine.record.conversation import UNSURE, AgentSaid, CallerSaid
from offhook.engine.words.expectation import Expectation
from offhook.simulation.exchange import settings_with
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice
from tests.actors.counting_voice import WORD_STEPS, WORDS, CountingVoice, steps_heard
from tests.actors.one_call import one_call

PATIENT = settings_with(vad={"adaptive": False}, floor={"idle_s": 60, "filler_s": 0})


def told(heard: tuple[HeardLine, ...]) -> list[tuple[str, str]]:
    return [(line.who, line.text) for line in heard]


@pytest.mark.parametrize(
    ("mode", "after_s"), [("immediate", 0.5), ("immediate", 1.0), ("immediate", 1.45), ("confirmed", 0.5)]
)
async def test_an_interrupted_reply_is_told_as_it_was_heard(
    mode: str, after_s: float, autojump_clock: MockClock
) -> None:
    """To the word, and as it stands in the record; the words that interrupted are what is to be answered."""
    voice, responder = CountingVoice(), SimulatedResponder(Sentence(WORDS))
    async with one_call(
        settings_with(barge_in={"mode": mode}, floor={"idle_s": 60, "filler_s": 0}),
        recognizer=SimulatedRecognizer("what does it cost", "and breakfast"),
        responder=responder,
        voice=voice,
    ) as call:
        await call.carrier.wait(lambda: call.carrier.seconds_heard >= after_s)
        call.carrier.speak(0.6)
        await call.carrier.wait(lambda: len(responder.asked) == 2)
        played = steps_heard(call.carrier)
        await call.carrier.agent_has_spoken()
        call.carrier.speak(0.6)
        await call.carrier.wait(lambda: len(responder.asked) == 3)
    greeting, question, answer, *_ = call.record.transcript
    assert isinstance(greeting, AgentSaid)
    words = WORDS.split()[: len(greeting.text.split())]
    assert abs(len(words) * WORD_STEPS - len(played)) <= WORD_STEPS
    (cut,) = responder.told[1]
    assert (cut.who, cut.text, cut.turn, cut.cut_off) == ("agent", " ".join(words), 1, True)
    assert cut.text == greeting.text != WORDS
    assert responder.asked[1].text == question.text == "what does it cost"
    assert told(responder.told[2]) == [("agent", greeting.text), ("caller", question.text), ("agent", answer.text)]
    assert answer.text == WORDS
    assert not responder.told[2][2].cut_off


async def test_nothing_was_heard_before_the_greeting(autojump_clock: MockClock) -> None:
    """The conversation begins with it."""
    responder = SimulatedResponder(Sentence("Hello."))
    async with one_call(responder=responder) as call:
        await call.carrier.agent_has_spoken()
    assert responder.asked[0].occasion is Occasion.ANSWERED
    assert responder.told == [()]


async def test_keys_are_told(autojump_clock: MockClock) -> None:
    """As the caller's words, and not while they are being answered."""
    responder = SimulatedResponder(Sentence("Fifty."))
    async with one_call(
        PATIENT, recognizer=SimulatedRecognizer("a room"), responder=responder, voice=SimulatedVoice(1)
    ) as call:
        await call.carrier.agent_has_spoken()
        await trio.sleep(0.5)
        call.carrier.press("1")
        await call.carrier.agent_has_spoken()
        await trio.sleep(0.5)
        call.carrier.speak(0.6)
        await call.carrier.agent_has_spoken()
    assert [turn.text for turn in responder.asked] == ["", "1", "a room"]
    assert [told(heard) for heard in responder.told] == [
        [],
        [("agent", "Fifty.")],
        [("agent", "Fifty."), ("caller", "1"), ("agent", "Fifty.")],
    ]


async def test_words_that_were_not_taken_are_not_told(autojump_clock: MockClock) -> None:
    """The record has them; to the responder the caller said nothing."""
    responder = SimulatedResponder(Sentence("Gladly."), repeat="Sorry?")
    responder.expected = Expectation(phrases=("a room", "hang up"))
    async with one_call(
        PATIENT,
        recognizer=SimulatedRecognizer(Transcript("hang up", 0.31), "a room"),
        responder=responder,
        voice=SimulatedVoice(1),
    ) as call:
        for _ in range(2):
            await call.carrier.agent_has_spoken()
            call.carrier.speak(0.6)
        await call.carrier.agent_has_spoken()
    noted = [entry for entry in call.record.transcript if isinstance(entry, CallerSaid)]
    assert [(entry.text, entry.not_taken) for entry in noted] == [("hang up", UNSURE), ("a room", "")]
    assert [turn.text for turn in responder.asked] == ["", "", "a room"]
    assert told(responder.told[2]) == [("agent", "Gladly."), ("agent", "Sorry?")]


async def test_words_that_are_answered_anew_are_not_told_too(autojump_clock: MockClock) -> None:
    """A cough comes before their answer is heard, so a later turn answers them: the model reads them once."""
    responder = SimulatedResponder(Sentence("Fifty."), pause_s=1.0)
    async with one_call(
        PATIENT, recognizer=SimulatedRecognizer("what does it cost", ""), responder=responder, voice=SimulatedVoice(1)
    ) as call:
        await call.carrier.agent_has_spoken()
        await trio.sleep(0.5)
        call.carrier.speak(0.6)
        await call.carrier.wait(lambda: len(responder.asked) == 2)
        call.carrier.speak(0.25)
        await call.carrier.agent_has_spoken()
    assert [turn.text for turn in responder.asked] == ["", "what does it cost", "what does it cost"]
    assert [told(heard) for heard in responder.told[1:]] == [[("agent", "Fifty.")]] * 2


async def test_words_that_were_overtaken_are_one_with_those_that_follow(autojump_clock: MockClock) -> None:
    """The caller goes on before the answer is heard: both are answered as one, and nothing of it is told as said."""
    responder = SimulatedResponder(Sentence("Fifty."), pause_s=1.0)
    async with one_call(
        PATIENT,
        recognizer=SimulatedRecognizer("what does it cost", "for two nights"),
        responder=responder,
        voice=SimulatedVoice(1),
    ) as call:
        await call.carrier.agent_has_spoken()
        await trio.sleep(0.5)
        call.carrier.speak(0.6)
        await call.carrier.wait(lambda: len(responder.asked) == 2)
        call.carrier.speak(0.6)
        await call.carrier.agent_has_spoken()
    greeted = ("agent", "Fifty.")
    assert [(turn.text, told(heard)) for turn, heard in zip(responder.asked[1:], responder.told[1:], strict=True)] == [
        ("what does it cost", [greeted]),
        ("what does it cost for two nights", [greeted]),
    ]


async def test_a_protected_sentence_is_told_while_it_sounds(autojump_clock: MockClock) -> None:
    """Words over it are answered behind it: the responder knows as much of it as the caller."""
    responder = SimulatedResponder(Sentence(WORDS, protected=True))
    async with one_call(
        PATIENT, recognizer=SimulatedRecognizer("what does it cost"), responder=responder, voice=CountingVoice()
    ) as call:
        await call.carrier.wait(lambda: call.carrier.seconds_heard >= 0.3)
        call.carrier.speak(0.4)
        await call.carrier.wait(lambda: len(responder.asked) == 2)
        played = len(steps_heard(call.carrier))
        assert call.carrier.playout.sounding
    (greeting,) = responder.told[1]
    assert WORDS.startswith(greeting.text)
    assert greeting.text != WORDS
    assert abs(len(greeting.text.split()) * WORD_STEPS - played) <= WORD_STEPS
    assert not greeting.cut_off
