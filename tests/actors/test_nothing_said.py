"""Sounds that are no words, and hesitation: the agent goes on listening. Words that nobody understands are answered."""

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.recognizer.service import Transcript
from tests.actors.dialogue_call import HEARD_WITHIN_S, DialogueCall, dialogue_call
from tests.actors.responder.front_desk import PATH

FRONT_DESK = PATH.read_text(encoding="utf-8")
SORRY = "Sorry, I did not get that."
MUMBLED = Transcript("what about the parking", 0.1)
COUGHED = Transcript("bye", 0.2)


@pytest.mark.parametrize("sound", ["", "um", "Uhmm...", "er, um", COUGHED], ids=str)
async def test_a_caller_who_thinks_is_not_transferred(sound: str | Transcript, autojump_clock: MockClock) -> None:
    """Three sounds after a question, then the answer: no "Sorry", no keys, no person, and the answer is heard."""
    async with dialogue_call(FRONT_DESK, sound, sound, sound, "book a room") as caller:
        await caller.hears_out("You can say")
        for _ in range(3):
            await caller.says(0.3)
        assert len(caller.heard) == 3
        await caller.says()
        await caller.hears("For which day?")


async def test_a_caller_who_hesitates_has_the_whole_time_again(autojump_clock: MockClock) -> None:
    """ "Um" says that an answer comes; a noise says nothing, and the prompt comes when it was due."""
    prompts = {}
    for sound in ("um", ""):
        async with dialogue_call(FRONT_DESK, sound, floor={"idle_s": 7.0}) as caller:
            await caller.hears_out("You can say")
            quiet_since = trio.current_time()
            await trio.sleep(5.0)
            await caller.says(0.3)
            await caller.hears("Would you like")
            prompts[sound] = trio.current_time() - quiet_since
    assert prompts["um"] == pytest.approx(5.6 + 7.0, abs=0.3)
    assert prompts[""] == pytest.approx(7.0, abs=0.5)


async def test_three_words_that_nobody_understands_stop_the_greeting(autojump_clock: MockClock) -> None:
    """They are no cough: the caller wants something, and is told that it was not understood."""
    async with dialogue_call(FRONT_DESK, MUMBLED) as caller:
        await caller.hears("Good day")
        await trio.sleep(0.5)
        await caller.says(0.9)
        await caller.hears(SORRY)
    assert len(caller.carrier.clears) == 1


@pytest.mark.parametrize("words", ["what about the parking", MUMBLED], ids=["heard well", "heard badly"])
async def test_words_that_do_not_fit_are_not_understood(words: str | Transcript, autojump_clock: MockClock) -> None:
    """After a question: the third failed answer in a row leads to a person."""
    async with dialogue_call(FRONT_DESK, words, words, words) as caller:
        await caller.hears_out("You can say")
        for _ in range(3):
            await caller.says(0.9)
            await caller.falls_silent()
        await caller.call.over.wait()
    assert caller.end_reason == "transferred"
    assert caller.heard.count(SORRY) == 2


async def test_a_noisy_line_is_hung_up_on_in_the_end(autojump_clock: MockClock) -> None:
    """A door or a cough over each prompt and after it, and never a word: two prompts, the goodbye, the end."""
    async with dialogue_call(FRONT_DESK) as caller:
        with trio.fail_after(3 * HEARD_WITHIN_S):
            while not caller.call.over.is_set():
                caller.carrier.speak(0.25)
                await trio.sleep(1.7)
    assert caller.end_reason == "caller silent"
    assert caller.heard[-1] == "Thank you for calling the Harbor Hotel. Goodbye."


async def until_the_goodbye_for_silence(caller: DialogueCall) -> None:
    await caller.hears("Thank you for calling")
    await trio.sleep(0.6)


@pytest.mark.parametrize("responder", ["dialogue", "scripted"])
@pytest.mark.parametrize("words", ["book a room", "hello?", "no wait, I am here", MUMBLED], ids=str)
async def test_who_speaks_into_the_goodbye_for_silence_is_heard(
    words: str | Transcript, responder: str, autojump_clock: MockClock
) -> None:
    """The end was decided because nobody was there; somebody is. What was said is on record."""
    async with dialogue_call(FRONT_DESK, words, responder={"chain": [responder]}) as caller:
        await until_the_goodbye_for_silence(caller)
        await caller.says(1.0)
        await trio.sleep(1.0)
        assert not caller.call.over.is_set()
        assert not caller.heard[-1].startswith("Thank you for calling")
    assert caller.caller_words == [words if isinstance(words, str) else words.text]


async def test_who_presses_a_key_into_the_goodbye_for_silence_is_there(autojump_clock: MockClock) -> None:
    """Key 1 books a room."""
    async with dialogue_call(FRONT_DESK) as caller:
        await until_the_goodbye_for_silence(caller)
        caller.carrier.press("1")
        await caller.hears("For which day?")


@pytest.mark.parametrize("sound", ["", "thank you", "bye"])
async def test_a_cough_does_not_take_the_goodbye_for_silence_back(sound: str, autojump_clock: MockClock) -> None:
    """Nor does courtesy: the caller is silent, or content."""
    async with dialogue_call(FRONT_DESK, sound) as caller:
        await until_the_goodbye_for_silence(caller)
        await caller.says(0.3)
        with trio.fail_after(10):
            await caller.call.over.wait()
    assert caller.end_reason == "caller silent"
