"""Actors that crash, hang and services that fail, inside a live call. Virtual time; one planted trouble each.

tests/simulation/test_supervision_matrix.py has every actor in every state; here stands what each repair looks like.
"""

import json
from collections import Counter
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from io import StringIO

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.recognizer.service import RecognizerSession, Utterance
from offhook.actors.responder.service import Sentence
from offhook.actors.served_call import ServedCall
from offhook.engine.record.conversation import AgentSaid
from offhook.engine.record.facts.server_fault import ServerFault
from offhook.engine.words.expectation import Expectation
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.promises import check_wire
from offhook.simulation.sabotage import Sabotage
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice
from offhook.simulation.trouble import Kind, Trouble
from tests.actors.one_call import one_call
from tests.fakes.clips import clip


async def test_speaker_crash_costs_one_repeated_sentence(autojump_clock: MockClock) -> None:
    """A speaker that crashes in mid-sentence is cleared, and the next incarnation says the sentence again, whole."""
    voice, carrier = SimulatedVoice(2), SimulatedCarrier()
    responder = SimulatedResponder(Sentence("One."), Sentence("Two."))
    sabotage = Sabotage("speaker", carrier.call_sid)
    async with open_simulated_exchange(responder=responder, voice=voice, change_cast=sabotage.change) as exchange:
        async with calling(exchange, carrier):
            await carrier.wait(lambda: carrier.seconds_heard > 0.3)
            sabotage.arm()
            await carrier.wait(lambda: len(voice.said) == 4)
            await carrier.agent_has_spoken()
        record = await record_of(exchange, carrier)
    assert voice.said == ["One.", "Two.", "One.", "Two."]  # the second one is made while the first one plays
    assert len(carrier.clears) == 1
    assert [(entry.turn, entry.text) for entry in record.transcript] == [(1, "One. Two.")]
    assert record.over is not None
    assert record.over.faults == {"speaker crashed": 1}
    check_wire(carrier)


async def test_a_voice_that_crashes_before_it_is_heard_costs_nothing(autojump_clock: MockClock) -> None:
    """A sentence is made ahead of its sound: what goes wrong there is repaired before the caller hears of it."""
    voice = SimulatedVoice(2, Trouble(Kind.CRASH), in_piece=1)
    responder = SimulatedResponder(Sentence("One."), Sentence("Two."))
    async with open_simulated_exchange(responder=responder, voice=voice) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.agent_has_spoken()
        record = await record_of(exchange, carrier)
    assert carrier.seconds_heard == 4.0
    assert record.over is not None
    assert record.over.faults == {"speaker crashed": 1}


async def test_recognizer_crash_asks_the_caller_again(autojump_clock: MockClock) -> None:
    """A transcript lost to a crash is asked for again at once, not after the floor's patience."""
    recognizer = SimulatedRecognizer("book a room", finishing=Trouble(Kind.CRASH))
    responder = SimulatedResponder(Sentence("Pardon?"))
    async with open_simulated_exchange(recognizer=recognizer, responder=responder) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.agent_has_spoken()
            carrier.say(clip("book_a_room"))
            await carrier.wait(lambda: len(responder.asked) == 2)
            assert trio.current_time() - carrier.spoken_until < 0.5
            assert responder.asked[1].text == ""
            await carrier.agent_has_spoken()
            carrier.say(clip("book_a_room"))
            await carrier.wait(lambda: len(responder.asked) == 3)
            assert responder.asked[2].text == "book a room"
        record = await record_of(exchange, carrier)
    assert record.over is not None
    assert record.over.faults == {"recognizer crashed": 1}


@pytest.mark.parametrize(
    ("when", "kind"),
    [("feeding", Kind.FAIL), ("feeding", Kind.HANG), ("finishing", Kind.FAIL), ("finishing", Kind.HANG)],
)
async def test_recognizer_service_that_fails_is_no_crash(when: str, kind: Kind, autojump_clock: MockClock) -> None:
    """A service that loses an utterance, while it is fed or at its end, costs that utterance and no restart."""
    trouble = Trouble(kind)
    recognizer = SimulatedRecognizer(
        "book a room",
        feeding=trouble if when == "feeding" else None,
        finishing=trouble if when == "finishing" else None,
    )
    responder = SimulatedResponder(Sentence("Pardon?"))
    async with open_simulated_exchange(recognizer=recognizer, responder=responder) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.agent_has_spoken()
            carrier.say(clip("book_a_room"))
            await carrier.wait(lambda: len(responder.asked) == 2)
            assert responder.asked[1].text == ""
        record = await record_of(exchange, carrier)
    assert record.over is not None
    assert record.over.faults == {"recognizer failed": 1}


async def test_recognizer_crash_in_mid_utterance_invents_nothing(autojump_clock: MockClock) -> None:
    """What is left of an utterance whose beginning is lost is not taken for the caller's words."""
    recognizer = SimulatedRecognizer("the second half", feeding=Trouble(Kind.CRASH))
    responder = SimulatedResponder(Sentence("Pardon?"))
    async with open_simulated_exchange(recognizer=recognizer, responder=responder) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.agent_has_spoken()
            carrier.say(clip("book_a_room"))
            await carrier.wait(lambda: len(responder.asked) == 2)
            assert responder.asked[1].text == ""


async def test_responder_crash_asks_the_caller_again(autojump_clock: MockClock) -> None:
    """An answer lost to a crash becomes a request to say it again, in the agent's own words."""
    voice = SimulatedVoice(1)
    responder = SimulatedResponder(Sentence("Hello."), trouble=Trouble(Kind.CRASH))
    async with open_simulated_exchange(responder=responder, voice=voice) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.wait(lambda: voice.said == ["Once more, please?"])
            await carrier.agent_has_spoken()
            carrier.say(clip("book_a_room"))
            await carrier.wait(lambda: voice.said[-1] == "Hello.")
        record = await record_of(exchange, carrier)
    assert voice.said == ["Once more, please?", "Hello."]
    assert record.over is not None
    assert record.over.faults == {"responder crashed": 1}


@pytest.mark.parametrize("kind", [Kind.FAIL, Kind.HANG])
async def test_responder_service_that_fails_apologises(kind: Kind, autojump_clock: MockClock) -> None:
    """The caller of a service that does not answer hears something within its deadline."""
    voice = SimulatedVoice(1)
    responder = SimulatedResponder(Sentence("Hello."), trouble=Trouble(kind))
    async with open_simulated_exchange(responder=responder, voice=voice) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.wait(lambda: voice.said == ["Once more, please?"], within_s=6.5)
        record = await record_of(exchange, carrier)
    assert record.over is not None
    assert "responder crashed" not in record.over.faults


@pytest.mark.parametrize("kind", [Kind.FAIL, Kind.HANG])
async def test_voice_that_fails_leaves_the_call_going(kind: Kind, autojump_clock: MockClock) -> None:
    """A sentence that cannot be spoken is passed over, and not taken for heard; the next one is said."""
    voice = SimulatedVoice(2, Trouble(kind), in_piece=1)
    responder = SimulatedResponder(Sentence("One."), Sentence("Two."))
    async with open_simulated_exchange(responder=responder, voice=voice) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.wait(lambda: len(voice.said) == 2)
            await carrier.agent_has_spoken()
        record = await record_of(exchange, carrier)
    assert voice.said == ["One.", "Two."]
    (said,) = record.transcript
    assert isinstance(said, AgentSaid)
    assert (said.text, said.unheard) == ("Two.", "One.")
    assert record.over is not None
    assert record.over.faults == {"voice failed": 1}


async def test_garbage_is_counted_and_the_call_goes_on(autojump_clock: MockClock) -> None:
    """What breaks the protocol is ignored and counted; the caller is answered all the same."""
    garbage: list[str | bytes] = [
        "{",
        "[]",
        "null",
        b"\x00\x01",
        '{"event":"surprise"}',
        '{"event":"media"}',
        '{"event":"media","streamSid":"MZother","media":{"payload":"/w=="}}',
        '{"event":"media","streamSid":7,"media":{"payload":"/w=="}}',
        '{"event":"start"}',
        '{"event":"connected","protocol":"Call","version":"1.0.0"}',
    ]
    async with open_simulated_exchange() as exchange:
        carrier = SimulatedCarrier()
        for message in garbage[:5]:
            carrier.post(message)  # before the stream has even begun
        async with calling(exchange, carrier):
            await carrier.agent_has_spoken()
            for message in garbage:
                carrier.post(message)
            before = len(carrier.media)
            carrier.say(clip("book_a_room"))
            await carrier.wait(lambda: len(carrier.media) > before)
        record = await record_of(exchange, carrier)
    assert exchange.faults[ServerFault.BAD_MESSAGES] == 5
    assert record.over is not None
    assert record.over.faults == {"bad messages": len(garbage)}


async def test_too_much_garbage_ends_the_call(autojump_clock: MockClock) -> None:
    """A peer that sends nothing but garbage is let go, politely, and within bounds."""
    async with open_simulated_exchange() as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier) as over:
            await trio.sleep(1)
            for _ in range(101):
                carrier.post("garbage")
            with trio.fail_after(5):
                await over.wait()
        record = await record_of(exchange, carrier)
    assert record.over is not None
    assert record.over.end_reason == "too many bad messages"


async def test_trouble_in_one_call_changes_nothing_in_another(autojump_clock: MockClock) -> None:
    """Beside a peer that reads nothing and floods us with garbage, another caller hears an unbroken greeting."""
    async with open_simulated_exchange(voice=SimulatedVoice(3)) as exchange:
        troubled, other = SimulatedCarrier(1), SimulatedCarrier(2)
        troubled.line.reads = False
        async with calling(exchange, troubled) as over, calling(exchange, other):
            await other.wait(lambda: other.playout.sounding)
            for _ in range(101):
                troubled.post("garbage")
            with trio.fail_after(15):
                await over.wait()
        record = await record_of(exchange, other)
    assert other.seconds_heard >= 3.0
    assert other.playout.gaps == []
    assert record.over is not None
    assert record.over.faults == {}


class DrippingVoice(SimulatedVoice):
    """Half a second of the first sentence, then a millisecond every two and a half seconds."""

    async def _sound(self, number: int) -> AsyncGenerator[bytes, None]:  # noqa: ASYNC900  # `say` closes it
        yield bytes([number]) * 4000
        while number == 1:
            await trio.sleep(2.5)
            yield bytes([number]) * 8


async def test_a_voice_that_drips_is_given_up(autojump_clock: MockClock) -> None:
    """However often it says next to nothing: the caller is not kept in silence, and hears the sentence after it."""
    responder, voice = SimulatedResponder(Sentence("One."), Sentence("Two.")), DrippingVoice()
    async with one_call(responder=responder, voice=voice) as call:
        await call.carrier.wait(lambda: {sound.mulaw[0] for sound in call.carrier.heard} == {1, 2})
        assert trio.current_time() < 5
    assert call.record.over is not None
    assert call.record.over.faults == {"voice failed": 1}


@pytest.mark.parametrize("at_s", [0.5, 1.9, 2.1, 2.5, 3.0, 4.2, 5.0])
async def test_a_crash_repeats_one_sentence_at_most(at_s: float, autojump_clock: MockClock) -> None:
    """Wherever in a reply of three the speaker crashes, the caller hears all of them, and no two again."""
    carrier = SimulatedCarrier()
    sabotage, voice = Sabotage("speaker", carrier.call_sid), SimulatedVoice(2)
    responder = SimulatedResponder(Sentence("One."), Sentence("Two."), Sentence("Three."))
    async with one_call(responder=responder, voice=voice, change_cast=sabotage.change, carrier=carrier):
        await carrier.wait(lambda: carrier.seconds_heard >= at_s)
        sabotage.arm()
        await trio.sleep(8)
    heard = Counter[str]()
    for sound in carrier.heard:
        heard[voice.text_of(sound.mulaw[0])] += len(sound.mulaw)
    assert all(heard[text] >= 16_000 for text in ("One.", "Two.", "Three."))
    assert sum(length > 16_000 for length in heard.values()) <= 1


class _QuotingRecognizer(SimulatedRecognizer):
    """Crashes as libraries do: with what it could not read in its text."""

    def session(self, call: ServedCall) -> AbstractAsyncContextManager[RecognizerSession]:
        del call
        return nullcontext(_QuotingSession())


class _QuotingSession:
    def utterance(
        self, number: int, expected: Expectation, on_partial: Callable[[str], None]
    ) -> AbstractAsyncContextManager[Utterance]:
        raise ValueError("invalid literal for int() with base 10: '4111 1111'")


async def test_a_crash_is_told_without_the_callers_words(autojump_clock: MockClock) -> None:
    """What a library quotes of a number or a sentence is in no field of the log."""
    lines = StringIO()
    settings = settings_with(log={"format": "json"})
    async with open_simulated_exchange(settings, recognizer=_QuotingRecognizer(), log_to=lines) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.agent_has_spoken()
            carrier.speak(0.8)
            await trio.sleep(2)
    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    crashes = [line["error"] for line in told if line["event"] == "actor crashed"]
    assert crashes
    assert all(error.startswith("ValueError") and "4111" not in error for error in crashes)


async def test_a_reply_that_lost_its_responder_does_not_begin_again_over_the_caller(
    autojump_clock: MockClock,
) -> None:
    """The caller speaks over a sentence and goes on after it, and meanwhile the responder crashes: what its next
    incarnation thinks of to the same question is neither said over the caller nor a crash of the speaker."""
    carrier = SimulatedCarrier()
    sabotage = Sabotage("responder", carrier.call_sid)
    async with one_call(
        settings_with(barge_in={"mode": "confirmed"}),
        recognizer=SimulatedRecognizer("book a room"),
        responder=SimulatedResponder(Sentence("One two three four."), Sentence("Five."), pause_s=0.5),
        voice=SimulatedVoice(2),
        change_cast=sabotage.change,
        carrier=carrier,
    ) as call:
        await carrier.wait(lambda: carrier.seconds_heard > 0.1)
        sabotage.arm()
        carrier.speak(6.0)
        await carrier.wait(lambda: not carrier.playout.sounding)
        heard_s = carrier.seconds_heard
        await trio.sleep(3.0)
        assert carrier.seconds_heard == heard_s
        await carrier.wait(lambda: carrier.seconds_heard > heard_s)
        assert trio.current_time() > carrier.spoken_until
    assert call.record.over is not None
    assert call.record.over.faults == {"responder crashed": 1}
