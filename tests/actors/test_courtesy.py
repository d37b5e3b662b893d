"""Courtesy, greetings and goodbyes: what only is polite changes nothing."""

import pytest
import trio
from trio.testing import MockClock

from tests.actors.dialogue_call import dialogue_call
from tests.actors.responder.front_desk import PATH

FRONT_DESK = PATH.read_text(encoding="utf-8")
FAREWELL, MENU = "Thank you for calling the Harbor Hotel.", "How can I help you?"
POLITE = [
    "thank you",
    "Thanks a lot!",
    "okay, bye",
    "Bye bye.",
    "perfect",
    "no problem",
    "OK",
    "Mhmm",
    "you too",
    "goodbye",
    "No, thank you.",
    "no thanks, bye",
    "bye now",
]


@pytest.mark.parametrize("words", POLITE)
async def test_courtesy_over_the_goodbye_does_not_call_it_off(words: str, autojump_clock: MockClock) -> None:
    """The goodbye goes on where it was, once, and the call ends."""
    async with dialogue_call(FRONT_DESK, "goodbye", words) as caller:
        await caller.hears_out("You can say")
        await caller.says()
        await caller.hears(FAREWELL)
        await trio.sleep(0.8)
        await caller.says(0.4)
        with trio.fail_after(10):
            await caller.call.over.wait()
    assert caller.end_reason == "agent hung up"
    assert caller.whole[-2:] == [FAREWELL, "Goodbye."]
    assert caller.heard.count(FAREWELL) == 1
    assert caller.caller_words == ["goodbye", words]


@pytest.mark.parametrize("words", ["wait, book a room", "book a room", "no, wait a moment", "hello?", "no"])
async def test_a_wish_over_the_goodbye_takes_it_back(words: str, autojump_clock: MockClock) -> None:
    """The caller is heard, or asked what it was."""
    async with dialogue_call(FRONT_DESK, "goodbye", words) as caller:
        await caller.hears_out("You can say")
        await caller.says()
        await caller.hears(FAREWELL)
        await trio.sleep(0.8)
        await caller.says(0.6)
        await caller.falls_silent()
        assert not caller.call.over.is_set()
        assert caller.heard[-1].endswith(("?", "a person.")), caller.heard


async def test_thanks_before_a_transfer_do_not_stop_it(autojump_clock: MockClock) -> None:
    """ "One moment, I am connecting you." - "Thank you." - and the caller is connected."""
    async with dialogue_call(FRONT_DESK, "operator", "thank you") as caller:
        await caller.hears_out("You can say")
        await caller.says()
        await caller.hears("One moment")
        await trio.sleep(0.5)
        await caller.says(0.4)
        with trio.fail_after(10):
            await caller.call.over.wait()
    assert caller.end_reason == "transferred"


@pytest.mark.parametrize("words", ["thank you", "OK", "perfect", "Mhmm", "great, thanks"])
async def test_courtesy_after_a_question_is_no_failed_answer(words: str, autojump_clock: MockClock) -> None:
    """The agent goes on listening, and has nothing to be sorry for."""
    async with dialogue_call(FRONT_DESK, words, words, words, "opening hours") as caller:
        await caller.hears_out("You can say")
        for _ in range(3):
            await caller.says(0.4)
        assert len(caller.heard) == 3  # the greeting and its question
        await caller.says()
        await caller.hears("The front desk is open")


async def test_hello_over_the_greeting_gets_the_question(autojump_clock: MockClock) -> None:
    """Whoever says hello wants to know who is there, and is not told "Sorry, I did not get that"."""
    async with dialogue_call(FRONT_DESK, "hello") as caller:
        await caller.hears("Good day")
        await trio.sleep(0.6)
        await caller.says(0.4)
        await caller.falls_silent()
    assert caller.heard == ["Good day, this is the Harbor Hotel.", MENU, caller.heard[-1]]


async def test_hello_after_a_question_gets_it_once_more(autojump_clock: MockClock) -> None:
    """However often: it is no failed answer, and nobody is transferred for it."""
    async with dialogue_call(FRONT_DESK, *["hello?"] * 4) as caller:
        await caller.hears_out("You can say")
        for _ in range(4):
            await caller.says(0.4)
            await caller.falls_silent()
        assert not caller.call.over.is_set()
        assert [text[:14] for text in caller.heard[3:]] == ["Would you like"] * 4
