"""An agent presses keys: tones on the carrier's wire, and what record and journal say of them. Virtual time."""

from functools import cache
from itertools import groupby

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import Sentence
from offhook.engine.decide.tool_use import Outcome
from offhook.engine.record.conversation import AgentSaid
from offhook.engine.run.reply import key_tones
from offhook.simulation.caller_voice import key_hz
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import settings_with
from offhook.simulation.sabotage import Sabotage
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice
from tests.actors.one_call import one_call
from tests.actors.test_returns import conversation
from tests.actors.tools.built_in.played_model import PlayedModel, agent_with, call_with, tools_in, wants, wants_all
from tests.fakes.clips import clip
from tests.protocol.test_dtmf import ALL_HZ, level_dbm0

GREETING = [Sentence("Hello.")]
FRAME = 160


def keys_heard(carrier: SimulatedCarrier) -> list[tuple[str, float]]:
    """The keys that the other end has heard, and for how long each sounded, by the carrier's playout."""
    heard = b"".join(sound.mulaw for sound in carrier.heard)
    frames = [heard[at : at + FRAME] for at in range(0, len(heard) - FRAME + 1, FRAME)]
    return [(key, len(list(group)) * 0.020) for key, group in groupby(map(key_in, frames)) if key]


@cache
def key_in(frame: bytes) -> str:
    """The key whose tones fill most of these 20 ms."""
    loud = {hz for hz in ALL_HZ if level_dbm0(frame, hz) > -15}
    return next((key for key in "1234567890*#ABCD" if loud == {*key_hz(key)}), "")


async def test_keys_sound_on_the_wire_and_stand_in_the_record(autojump_clock: MockClock) -> None:
    """After what was said before, each for 100 ms, and then the other end has the floor."""
    model = PlayedModel(GREETING, [Sentence("Opening the door."), wants("send_digits", digits="9w9#")])
    async with call_with(model, agent_with("send_digits")) as call:
        await call.carrier.agent_has_spoken()
        call.carrier.say(clip("book_a_room"))
        await call.carrier.wait(lambda: len(keys_heard(call.carrier)) == 3)
        await trio.sleep(1)
    assert [key for key, _ in keys_heard(call.carrier)] == ["9", "9", "#"]
    assert all(0.08 <= seconds <= 0.12 for _, seconds in keys_heard(call.carrier))
    said = [each for each in call.record.transcript if isinstance(each, AgentSaid)]
    assert [each.text for each in said] == ["Hello.", "Opening the door. [tones 9 w 9 # ]"]
    assert not said[-1].interrupted
    assert len(model.asked) == 2


async def test_an_interruption_cuts_them(autojump_clock: MockClock) -> None:
    """As it cuts speech: no tone is sent behind the clear, and record and model know which were heard."""
    model = PlayedModel(GREETING, [wants("send_digits", digits="1234567890" * 3)], [Sentence("Yes?")])
    async with call_with(model, agent_with("send_digits")) as call:
        await call.carrier.agent_has_spoken()
        call.carrier.say(clip("book_a_room"))
        await call.carrier.wait(lambda: len(keys_heard(call.carrier)) == 5)
        call.carrier.say(clip("book_a_room"))
        await call.carrier.wait(lambda: len(model.asked) == 3)
        await call.carrier.agent_has_spoken()
    heard = "".join(key for key, _ in keys_heard(call.carrier))
    assert 5 <= len(heard) < 12
    cut = next(each for each in call.record.transcript if isinstance(each, AgentSaid) and "tones" in each.text)
    assert cut.interrupted
    told = cut.text.removeprefix("[tones ").replace(" ", "")
    assert heard.startswith(told)
    assert len(heard) - len(told) <= 1


async def test_a_false_alarm_repeats_no_key(autojump_clock: MockClock) -> None:
    """Words that are repeated do no harm; a key that comes twice is another number."""
    keys = "1234567890" * 2
    model = PlayedModel(GREETING, [wants("send_digits", digits=keys)])
    recognizer = SimulatedRecognizer("book a room", "")
    async with one_call(
        agent=agent_with("send_digits"), recognizer=recognizer, responder=model, voice=SimulatedVoice(1)
    ) as call:
        await call.carrier.agent_has_spoken()
        call.carrier.say(clip("book_a_room"))
        await call.carrier.wait(lambda: len(keys_heard(call.carrier)) == 4)
        call.carrier.speak(0.3)
        await call.carrier.wait(lambda: len(call.carrier.clears) == 1)
        await call.carrier.wait(lambda: len(keys_heard(call.carrier)) >= len(keys), within_s=30)
        await trio.sleep(1)
    sounded = "".join(key for key, seconds in keys_heard(call.carrier) if seconds >= 0.04)
    assert sounded == keys


async def test_a_speaker_that_crashes_repeats_no_key(autojump_clock: MockClock) -> None:
    """It would repeat a sentence."""
    carrier = SimulatedCarrier()
    sabotage = Sabotage("speaker", carrier.call_sid)
    async with one_call(
        responder=SimulatedResponder(key_tones("1234567890")), change_cast=sabotage.change, carrier=carrier
    ) as call:
        await call.carrier.wait(lambda: len(keys_heard(call.carrier)) == 4)
        sabotage.arm()
        await call.carrier.wait(lambda: len(call.carrier.clears) == 1)
        await trio.sleep(3)
    assert "".join(key for key, seconds in keys_heard(call.carrier) if seconds >= 0.04) == "1234567890"


async def test_a_call_that_returns_sends_the_rest(autojump_clock: MockClock) -> None:
    """As tones, and none twice."""
    async with conversation(key_tones("1234567890")) as talk:
        async with talk.stream() as carrier:
            await carrier.wait(lambda: len(keys_heard(carrier)) == 4)
        before = keys_heard(talk.carrier)
        assert await talk.returns()
        async with talk.stream() as carrier:
            await trio.sleep(3)
    heard = "".join(key for key, seconds in [*before, *keys_heard(carrier)] if seconds >= 0.04)
    assert heard == "1234567890"


@pytest.mark.parametrize(
    ("digits", "why"),
    [("five", "it has other characters"), ("1" * 500, "it has 500 keys"), ("", "it has 0 keys"), ("12 3", "other")],
)
async def test_what_no_telephone_has_is_refused(digits: str, why: str, autojump_clock: MockClock) -> None:
    """In words, and nothing is sent."""
    model = PlayedModel(GREETING, [wants("send_digits", digits=digits)], [Sentence("I cannot.")])
    async with call_with(model, agent_with("send_digits")) as call:
        await call.carrier.agent_has_spoken()
        call.carrier.say(clip("book_a_room"))
        await call.carrier.wait(lambda: len(model.asked) == 3)
        await call.carrier.agent_has_spoken()
    assert tools_in(call.record) == [("send_digits", Outcome.REFUSED)]
    assert why in model.results[0][2]
    assert keys_heard(call.carrier) == []


async def test_keys_that_are_called_for_twice_are_sent_twice(autojump_clock: MockClock) -> None:
    """A model that splits a number into two calls means both parts."""
    model = PlayedModel(GREETING, [wants_all(("send_digits", {"digits": "11"}), ("send_digits", {"digits": "11"}))])
    async with call_with(model, agent_with("send_digits"), settings=settings_with()) as call:
        await call.carrier.agent_has_spoken()
        call.carrier.say(clip("book_a_room"))
        await call.carrier.wait(lambda: len(keys_heard(call.carrier)) == 4)
    assert "".join(key for key, _ in keys_heard(call.carrier)) == "1111"
