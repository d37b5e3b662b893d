"""Keys that were begun for one question while the call goes on to another. Virtual time; one planted crash."""

import trio
from trio.testing import MockClock

from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.sabotage import Sabotage
from tests.actors.bank import asked_for_account, said_in


async def test_keys_left_over_do_not_answer_the_next_question(autojump_clock: MockClock) -> None:
    """Two keys, then the answer by voice: three seconds later nothing happens, and the next number is asked for."""
    async with asked_for_account("no account") as call:
        call.carrier.press("42")
        call.carrier.speak(0.5)
        await call.carrier.agent_has_spoken()
        await trio.sleep(4)
        call.carrier.press("7777")
        await trio.sleep(3)
    assert said_in(call.record) == [
        "no account",
        "Your secret number?",
        "7777",
        "seven seven seven seven. Are you sure?",
    ]


async def test_keys_left_over_are_no_part_of_the_next_entry(autojump_clock: MockClock) -> None:
    """Where one key is enough it is the answer by itself, while the pause after the others still runs."""
    async with asked_for_account("first be sure") as call:
        call.carrier.press("42")
        call.carrier.speak(0.5)
        await call.carrier.agent_has_spoken()
        call.carrier.press("2")
        await trio.sleep(2)
    assert said_in(call.record) == ["first be sure", "Are you sure?", "2", "Goodbye."]


async def test_keys_left_over_do_not_cut_off_the_goodbye(autojump_clock: MockClock) -> None:
    """The caller has made another choice, and hears it to the end."""
    async with asked_for_account("goodbye", sentence_s=5) as call:
        call.carrier.press("42")
        call.carrier.speak(0.5)
        with trio.fail_after(10):
            await call.over.wait()
    assert said_in(call.record) == ["goodbye", "Goodbye."]
    assert call.record.over is not None
    assert call.record.over.end_reason == "agent hung up"


async def test_words_that_nobody_understood_cost_no_key(autojump_clock: MockClock) -> None:
    """The question is the same: a number that is being keyed in goes on."""
    async with asked_for_account("purple elephants") as call:
        call.carrier.press("42")
        call.carrier.speak(0.5)
        await trio.sleep(1.5)
        call.carrier.press("71")
        await trio.sleep(4)
    said = said_in(call.record)  # in the order of the first sound, or key
    assert "4271" in said
    assert said[-1] == "four two seven one. Your secret number?"


async def test_a_prompt_costs_no_part_of_a_number(autojump_clock: MockClock) -> None:
    """Two keys, a long silence and the question again: the other two make it whole."""
    async with asked_for_account() as call:
        call.carrier.press("42")
        await call.carrier.agent_has_spoken()
        call.carrier.press("71")
        await trio.sleep(4)
    assert said_in(call.record) == [
        "42",
        "I have four two so far. Please go on, or say start again.",
        "71",
        "four two seven one. Your secret number?",
    ]


async def test_keys_pressed_over_a_notice_are_for_the_question_after_it(autojump_clock: MockClock) -> None:
    """Typed ahead, by a caller who knows what comes; what was begun for the question before is gone."""
    async with asked_for_account("first the notice") as call:
        call.carrier.press("42")
        call.carrier.speak(0.5)
        await call.carrier.wait(lambda: call.carrier.playout.sounding)
        call.carrier.press("7777")
        await trio.sleep(4)
    assert said_in(call.record)[-2:] == ["7777", "seven seven seven seven. Are you sure?"]


async def test_a_crash_between_two_keys_costs_none(autojump_clock: MockClock) -> None:
    """Half a number would be read back, or asked for again."""
    carrier = SimulatedCarrier()
    sabotage = Sabotage("responder", carrier.call_sid)
    async with asked_for_account(change_cast=sabotage.change, carrier=carrier) as call:
        carrier.press("42")
        await trio.sleep(0.5)
        sabotage.arm()
        await trio.sleep(0.5)
        carrier.press("71")
        await trio.sleep(3)
    assert said_in(call.record) == ["4271", "four two seven one. Your secret number?"]
    assert call.record.over is not None
    assert call.record.over.faults == {"responder crashed": 1}


async def test_the_erase_key_erases_and_then_repeats_the_question(autojump_clock: MockClock) -> None:
    """With keys before it, it takes them back in silence; with none the caller hears the question, also over it."""
    async with asked_for_account() as call:
        call.carrier.press("99*")
        await trio.sleep(1)
        call.carrier.press("*")
        await trio.sleep(0.5)
        call.carrier.press("*")
        await call.carrier.agent_has_spoken()
        call.carrier.press("4271")
        await trio.sleep(3)
    assert said_in(call.record) == [
        "*",
        "Your",
        "*",
        "Your account?",
        "4271",
        "four two seven one. Your secret number?",
    ]
