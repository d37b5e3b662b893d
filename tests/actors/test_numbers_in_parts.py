"""Callers who stop in the middle of a number. Virtual time; one planted crash."""

import pytest
import trio
from trio.testing import MockClock

from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.sabotage import Sabotage
from tests.actors.bank import asked_for_account, said_in

SO_FAR = "I have four two so far. Please go on, or say start again."


@pytest.mark.parametrize("streams", [False, True])
@pytest.mark.parametrize("pause_s", [1.5, 2.0, 5.0])
async def test_the_agent_is_quiet_until_the_number_is_whole(
    pause_s: float, streams: bool, autojump_clock: MockClock
) -> None:
    """However long the caller looks at the card, and whether or not replies are drafted at the pause."""
    async with asked_for_account("four two", "seven one", streams=streams) as call:
        sent = len(call.carrier.media)
        call.carrier.speak(0.6)
        await trio.sleep(0.6 + pause_s)
        assert len(call.carrier.media) == sent
        call.carrier.speak(0.6)
        await call.carrier.agent_has_spoken()
    said = said_in(call.record)
    assert [text for text in said if text not in ("four two", "seven one")] == [
        "four two seven one. Your secret number?"
    ]


async def test_a_caller_who_stops_in_the_middle_is_told_how_far_it_came(autojump_clock: MockClock) -> None:
    """After the silence that any question waits for; the rest may then be keyed in, and is whole at its last key."""
    async with asked_for_account("four two") as call:
        call.carrier.speak(0.6)
        began = trio.current_time()
        await call.carrier.wait(lambda: call.carrier.playout.sounding)
        assert 7.0 <= trio.current_time() - began <= 9.0
        await call.carrier.agent_has_spoken()
        call.carrier.press("71")
        await trio.sleep(2)
    assert said_in(call.record) == ["four two", SO_FAR, "71", "four two seven one. Your secret number?"]


async def test_keys_then_words_are_one_number_in_this_order(autojump_clock: MockClock) -> None:
    """A caller who changes over in the middle does not wait for the keypad's pause."""
    async with asked_for_account("seven", "one") as call:
        call.carrier.press("42")
        await trio.sleep(0.5)
        call.carrier.speak(0.5)
        await trio.sleep(4)
        call.carrier.speak(0.5)
        await call.carrier.agent_has_spoken()
    assert said_in(call.record) == ["42", "seven", "one", "four two seven one. Your secret number?"]


async def test_words_then_keys_are_one_number_in_this_order(autojump_clock: MockClock) -> None:
    """Also where the words are still being recognised when the first key comes."""
    async with asked_for_account("four two") as call:
        call.carrier.speak(0.5)
        await trio.sleep(0.6)
        call.carrier.press("71")
        await call.carrier.agent_has_spoken()
    assert said_in(call.record) == ["four two", "71", "four two seven one. Your secret number?"]


async def test_the_rest_of_a_number_is_keyed_in(autojump_clock: MockClock) -> None:
    """Its last key completes it at once."""
    async with asked_for_account("four two") as call:
        call.carrier.speak(0.6)
        await trio.sleep(2)
        call.carrier.press("7")
        await trio.sleep(0.5)
        call.carrier.press("1")
        await trio.sleep(2)
    assert said_in(call.record) == ["four two", "71", "four two seven one. Your secret number?"]


async def test_a_crash_in_the_middle_of_a_number_costs_no_digit(autojump_clock: MockClock) -> None:
    """What was said is the call's, not the actor's."""
    carrier = SimulatedCarrier()
    sabotage = Sabotage("responder", carrier.call_sid)
    async with asked_for_account("four two", "seven one", change_cast=sabotage.change, carrier=carrier) as call:
        carrier.speak(0.6)
        await trio.sleep(2)
        sabotage.arm()
        await trio.sleep(0.5)
        carrier.speak(0.6)
        await carrier.agent_has_spoken()
    assert said_in(call.record) == ["four two", "seven one", "four two seven one. Your secret number?"]


async def test_half_a_number_does_not_turn_up_in_the_next_one(autojump_clock: MockClock) -> None:
    """The first question was left by a choice: the second number is its own."""
    async with asked_for_account("four two", "no account", "seven one") as call:
        call.carrier.speak(0.6)
        await trio.sleep(2)
        call.carrier.speak(0.6)
        await call.carrier.agent_has_spoken()
        call.carrier.speak(0.6)
        await call.carrier.agent_has_spoken()
    assert said_in(call.record)[-1] == "I have seven one so far. Please go on, or say start again."
