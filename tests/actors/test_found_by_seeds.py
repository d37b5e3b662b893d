"""What `offhook simulate` found, each as a call of its own. Virtual time."""

import trio
from trio.testing import MockClock

from offhook.actors.responder.service import Sentence
from offhook.engine.record.conversation import AgentSaid, CallerSaid
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.promises import words_in
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice
from offhook.simulation.trouble import Kind, Trouble

TEXT = "one two three four five six seven eight nine ten"


async def test_what_waits_in_a_slow_line_is_not_sent_after_the_agent_was_stopped(autojump_clock: MockClock) -> None:
    """A line that takes 150 ms for each message: of the four that wait for it at the interruption none goes out, so
    the clear is the next one, and nothing is heard that the record does not know."""
    slow = Trouble(Kind.SLOW, armed=False)
    async with open_simulated_exchange(
        recognizer=SimulatedRecognizer("stop it"),
        responder=SimulatedResponder(Sentence(TEXT), Sentence("And more.")),
        voice=SimulatedVoice(2),
    ) as exchange:
        carrier = SimulatedCarrier(sending=slow)
        async with calling(exchange, carrier):
            await carrier.wait(lambda: carrier.seconds_heard >= 1.2)
            slow.arm()
            carrier.speak(0.6)
            await carrier.wait(lambda: bool(carrier.clears))
            began_at = carrier.spoken[0][0]
            assert carrier.clears[0].at - began_at < 0.1 + 2 * 0.15
        record = await record_of(exchange, carrier)
    first = next(entry for entry in record.transcript if isinstance(entry, AgentSaid))
    assert first.unheard
    assert "And" not in first.text


async def test_what_a_slow_line_plays_up_to_the_clear_is_on_record(autojump_clock: MockClock) -> None:
    """A key is pressed while a line takes 150 ms for each message: the clear is out that much later, and what the
    caller heard until then is remembered, in its place before the key."""
    slow = Trouble(Kind.SLOW, armed=False)
    async with open_simulated_exchange(
        responder=SimulatedResponder(Sentence(TEXT), Sentence("And more.")), voice=SimulatedVoice(2)
    ) as exchange:
        carrier = SimulatedCarrier(sending=slow)
        async with calling(exchange, carrier):
            await carrier.wait(lambda: carrier.seconds_heard >= 0.5)
            slow.arm()
            await trio.sleep(0.02)
            carrier.press("4")
            await carrier.wait(lambda: bool(carrier.clears))
            heard_s = carrier.seconds_heard
            await carrier.wait(lambda: carrier.seconds_heard > heard_s)
        record = await record_of(exchange, carrier)
    said = [entry for entry in record.transcript if entry.turn <= 2]
    assert [type(entry) for entry in said[:2]] == [AgentSaid, CallerSaid]
    assert isinstance(said[0], AgentSaid)
    assert carrier.clears[0].at - carrier.pressed[0] > 0.1
    assert len(said[0].text.split()) == words_in(TEXT, heard_s, 2)


async def test_a_line_that_breaks_unseen_plays_nothing_more(autojump_clock: MockClock) -> None:
    """The socket is gone and the receiver hangs, so that the call goes on for a while: what had been sent ahead and
    not been played when the line broke is not remembered as heard."""
    deaf = Trouble(Kind.HANG, armed=False)
    settings = settings_with(limits={"carrier_silence_s": 3.0}, speaker={"lead_ms": 1000})
    async with open_simulated_exchange(
        settings, responder=SimulatedResponder(Sentence(TEXT)), voice=SimulatedVoice(2)
    ) as exchange:
        carrier = SimulatedCarrier(receiving=deaf)
        async with calling(exchange, carrier):
            await carrier.wait(lambda: carrier.seconds_heard >= 0.3)
            deaf.arm()
            await carrier.wait(lambda: carrier.seconds_heard >= 0.5)
            carrier.drop()
        record = await record_of(exchange, carrier)
    (said,) = (entry for entry in record.transcript if isinstance(entry, AgentSaid))
    assert said.text in ("one two", "one two three")


async def test_a_hang_up_that_is_read_late_was_no_later(autojump_clock: MockClock) -> None:
    """A process that needs 150 ms for each message learns of the end when it has read all that came before: nothing
    that would have played meanwhile is remembered as heard."""
    slow = Trouble(Kind.SLOW, armed=False)
    async with open_simulated_exchange(
        responder=SimulatedResponder(Sentence(TEXT)), voice=SimulatedVoice(2)
    ) as exchange:
        carrier = SimulatedCarrier(receiving=slow)
        async with calling(exchange, carrier):
            await carrier.wait(lambda: carrier.seconds_heard >= 0.3)
            slow.arm()
            await carrier.wait(lambda: carrier.seconds_heard >= 0.7)
            hung_up_at = trio.current_time()
            carrier.hang_up()
        assert trio.current_time() > hung_up_at + 0.5
        record = await record_of(exchange, carrier)
    (said,) = (entry for entry in record.transcript if isinstance(entry, AgentSaid))
    heard_s = carrier.seconds_heard
    assert words_in(TEXT, heard_s, 2) <= len(said.text.split()) <= words_in(TEXT, heard_s + 0.1, 2)


async def test_a_goodbye_that_is_cut_off_is_on_record(autojump_clock: MockClock) -> None:
    """The call's limit is reached and the caller hangs up in the middle of the goodbye: what was said of it, was."""
    voice = SimulatedVoice(2)
    async with open_simulated_exchange(
        settings_with(limits={"call_s": 5.0}), responder=SimulatedResponder(Sentence("Hello.")), voice=voice
    ) as exchange:
        carrier = SimulatedCarrier()
        async with calling(exchange, carrier):
            await carrier.wait(lambda: "We have to end here." in voice.said and carrier.playout.sounding)
            await trio.sleep(1.2)
            carrier.hang_up()
        record = await record_of(exchange, carrier)
    goodbye = record.transcript[-1]
    assert isinstance(goodbye, AgentSaid)
    assert (goodbye.text, goodbye.unheard, goodbye.interrupted) == ("We have to", "end here.", True)
