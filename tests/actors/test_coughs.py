"""Sounds without words where nothing is being said over: they cost the caller nothing that was asked. Virtual time."""

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.recognizer.service import Transcript
from offhook.actors.responder.service import Sentence
from offhook.engine.words.expectation import AnswerKind, Expectation
from offhook.simulation.exchange import REPEAT, settings_with
from offhook.simulation.numbered import numbered
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice
from offhook.simulation.trouble import Kind, Trouble
from tests.actors.one_call import one_call

QUESTION, ANSWER = "what does it cost", "A room is fifty."


class SlowOnce(SimulatedRecognizer):
    """The question takes `first_s`, the cough after it nothing."""

    def __init__(self, first_s: float) -> None:
        super().__init__(QUESTION, "")
        self._delays = [first_s, 0.0]

    async def finish(self) -> Transcript:
        await trio.sleep(self._delays.pop(0))
        return self._transcripts.pop(0)


async def said(asks_at: float, first_s: float, coughs_at: float, thought_s: float = 0.0) -> list[str]:
    """What the agent says to a caller who is greeted with a sentence of 3 s, asks something, and coughs."""
    voice = SimulatedVoice(3)
    async with one_call(
        settings_with(vad={"adaptive": False}, recognizer={"final_within_s": 10}, floor={"idle_s": 60, "filler_s": 0}),
        recognizer=SlowOnce(first_s),
        responder=SimulatedResponder(Sentence(ANSWER), repeat=REPEAT, pause_s=thought_s),
        voice=voice,
    ) as call:
        await trio.sleep_until(asks_at)
        call.carrier.speak(0.4)
        await trio.sleep_until(coughs_at)
        call.carrier.speak(0.25)
        await trio.sleep_until(16)
    return voice.said


@pytest.mark.parametrize("first_s", [1.2, 0.6], ids=["while it is judged", "while it sounds"])
async def test_a_cough_after_a_question_over_a_reply(first_s: float, autojump_clock: MockClock) -> None:
    """The words come during the cough, or after it: they are answered."""
    assert await said(1.0, first_s, 2.1) == [ANSWER, ANSWER]


async def test_a_cough_before_words_that_come_after_the_verdict(autojump_clock: MockClock) -> None:
    """The reply goes on, the caller coughs, and then the words of what was asked before come."""
    assert await said(0.5, 3.0, 3.5) == [ANSWER, ANSWER]


@pytest.mark.parametrize("first_s", [0.0, 0.7], ids=["the answer", "the words"])
async def test_a_cough_while_something_is_awaited(first_s: float, autojump_clock: MockClock) -> None:
    """It delays the answer and does not replace the question."""
    assert (await said(5.0, first_s, 6.2, thought_s=1.0))[1:] == [ANSWER]


@pytest.mark.parametrize("sound", ["", "okay"], ids=["a cough", "okay"])
@pytest.mark.parametrize("thought_s", [0.0, 0.6], ids=["the voice is awaited", "the thought is awaited"])
async def test_a_sound_before_the_first_of_an_answer(sound: str, thought_s: float, autojump_clock: MockClock) -> None:
    """All of the answer may have been thought of by then: it is said, and the model is not asked for another. Also
    where it asks for a yes or no: nobody can have agreed to what was not heard."""
    responder = SimulatedResponder(Sentence(ANSWER), repeat=REPEAT, pause_s=thought_s, numbered=True)
    responder.expected = Expectation(kind=AnswerKind.YES_NO)
    voice = SimulatedVoice(1, first_byte_s=0.6)
    async with one_call(
        settings_with(vad={"adaptive": False}, floor={"idle_s": 60, "filler_s": 0}),
        recognizer=SimulatedRecognizer(QUESTION, sound),
        responder=responder,
        voice=voice,
    ) as call:
        await trio.sleep_until(4.0)
        call.carrier.speak(0.4)
        await trio.sleep_until(4.0 + 0.4 + 0.12 + 0.3 + 0.2)
        call.carrier.speak(0.25)
        await trio.sleep_until(12)
    heard = list(dict.fromkeys(voice.text_of(part.mulaw[0]) for part in call.carrier.heard))
    assert heard == [numbered(1, ANSWER), numbered(2, ANSWER)]


async def test_a_noise_before_the_greeting_is_heard(autojump_clock: MockClock) -> None:
    """A voice that takes 0.6 s to its first sound, and a cough 0.3 s into the call: the caller is greeted."""
    voice = SimulatedVoice(2, first_byte_s=0.6)
    async with one_call(
        settings_with(floor={"idle_s": 60}),
        recognizer=SimulatedRecognizer(""),
        responder=SimulatedResponder(Sentence("Good evening."), repeat=REPEAT),
        voice=voice,
    ) as call:
        await trio.sleep_until(0.3)
        call.carrier.speak(0.25)
        await trio.sleep_until(8)
    assert {voice.text_of(sound.mulaw[0]) for sound in call.carrier.heard} == {"Good evening."}


@pytest.mark.parametrize("kind", [Kind.FAIL, Kind.CRASH, Kind.HANG])
@pytest.mark.parametrize("place", ["feeding", "finishing"])
@pytest.mark.parametrize(("spoken_s", "asked_again"), [(0.25, False), (0.8, True)], ids=["a cough", "a question"])
async def test_a_sound_over_a_reply_whose_words_are_lost(
    kind: Kind, place: str, spoken_s: float, asked_again: bool, autojump_clock: MockClock
) -> None:
    """The recognizer fails: what was as short as a cough lets the reply go on, what was longer is asked again."""
    trouble, voice = Trouble(kind, armed=False), SimulatedVoice(5)
    recognizer = (
        SimulatedRecognizer("", feeding=trouble) if place == "feeding" else SimulatedRecognizer("", finishing=trouble)
    )
    async with one_call(
        settings_with(recognizer={"final_within_s": 1.5}, floor={"idle_s": 60}),
        recognizer=recognizer,
        responder=SimulatedResponder(Sentence(ANSWER), repeat=REPEAT),
        voice=voice,
    ) as call:
        await trio.sleep_until(0.5)
        trouble.arm()
        call.carrier.speak(spoken_s)
        await trio.sleep_until(12)
    assert voice.said == [ANSWER, *([REPEAT] if asked_again else [])]
