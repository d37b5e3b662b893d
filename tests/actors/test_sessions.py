"""Sessions of services live as long as their call. Virtual time; planted crashes; a service that hangs at its end."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.recognizer.service import RecognizerSession
from offhook.actors.responder.service import ResponderSession, Sentence
from offhook.actors.served_call import ServedCall
from offhook.actors.speaker.service import VoiceSession
from offhook.engine.run.exchange import Exchange
from offhook.protocol.carriers.twilio.carrier import TWILIO
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import as_it_is, calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.sabotage import Sabotage
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice

SERVED = ("+15550100", "en")


class Visits:
    """The sessions of one service: of which calls, and whether they were closed, or cancelled while they closed."""

    def __init__(self, closing_s: float = 0.0) -> None:
        self._closing_s = closing_s
        self.begun: list[tuple[str, str]] = []
        self.closed = self.cancelled = 0

    @asynccontextmanager
    async def visit(self, call: ServedCall) -> AsyncIterator[None]:
        self.begun.append((call.caller, call.language))
        async with trio.open_nursery() as nursery:
            nursery.start_soon(trio.sleep_forever, name="what reads a connection")
            yield
            try:
                await trio.sleep(self._closing_s)
            except trio.Cancelled:
                self.cancelled += 1
                raise
            nursery.cancel_scope.cancel(reason="closed")
        self.closed += 1


class Recognizer(SimulatedRecognizer):
    def __init__(self, visits: Visits) -> None:
        super().__init__("book a room")
        self._visits = visits

    @asynccontextmanager
    async def session(self, call: ServedCall) -> AsyncIterator[RecognizerSession]:
        async with super().session(call) as session, self._visits.visit(call):
            yield session


class Responder(SimulatedResponder):
    def __init__(self, visits: Visits) -> None:
        super().__init__(Sentence("Fifty."))
        self._visits = visits

    @asynccontextmanager
    async def session(self, call: ServedCall) -> AsyncIterator[ResponderSession]:
        async with super().session(call) as session, self._visits.visit(call):
            yield session


class Voice(SimulatedVoice):
    def __init__(self, visits: Visits) -> None:
        super().__init__(1)
        self._visits = visits

    @asynccontextmanager
    async def session(self, call: ServedCall) -> AsyncIterator[VoiceSession]:
        async with super().session(call) as session, self._visits.visit(call):
            yield session


class Served:
    """A server whose three services note their sessions; some take `closing_s` to close one."""

    def __init__(self, **closing_s: float) -> None:
        self.visits = {role: Visits(closing_s.get(role, 0.0)) for role in ("recognizer", "responder", "speaker")}
        self.responder = Responder(self.visits["responder"])
        self.voice: SimulatedVoice = Voice(self.visits["speaker"])

    @asynccontextmanager
    async def open(self, sabotage: Sabotage | None = None, **limits: float) -> AsyncIterator[Exchange]:
        async with open_simulated_exchange(
            settings_with(limits=limits),
            recognizer=Recognizer(self.visits["recognizer"]),
            responder=self.responder,
            voice=self.voice,
            change_cast=as_it_is if sabotage is None else sabotage.change,
        ) as exchange:
            yield exchange

    @property
    def begun(self) -> list[list[tuple[str, str]]]:
        return [visits.begun for visits in self.visits.values()]

    @property
    def closed(self) -> list[int]:
        return [visits.closed for visits in self.visits.values()]

    @property
    def cancelled(self) -> list[str]:
        """The roles whose session was cancelled while it closed."""
        return [role for role, visits in self.visits.items() if visits.cancelled]


@pytest.mark.parametrize("actor", ["recognizer", "responder", "speaker"])
async def test_a_session_outlives_a_crash_of_its_actor(actor: str, autojump_clock: MockClock) -> None:
    """It is begun once and told of its call, serves the actor's next incarnation, and is closed when the call ends."""
    served, carrier = Served(), SimulatedCarrier()
    sabotage = Sabotage(actor, carrier.call_sid)
    async with served.open(sabotage) as exchange:
        async with calling(exchange, carrier):
            await carrier.agent_has_spoken()
            sabotage.arm()
            await trio.sleep(1)
            carrier.speak(0.6)
            await carrier.agent_has_spoken()
            assert served.closed == [0, 0, 0]
        record = await record_of(exchange, carrier)
    assert record.over is not None
    assert record.over.faults == {f"{actor} crashed": 1}
    assert served.responder.asked[-1].text == "book a room"
    assert served.voice.said == ["Fifty.", "Fifty."]
    assert served.begun == [[SERVED]] * 3
    assert served.closed == [1, 1, 1]


async def test_every_call_has_sessions_of_its_own(autojump_clock: MockClock) -> None:
    """One that ends closes no other's."""
    served = Served()
    async with served.open() as exchange, calling(exchange, SimulatedCarrier(1)):
        async with calling(exchange, SimulatedCarrier(2)):
            await trio.sleep(1)
            assert served.begun == [[SERVED, SERVED]] * 3
        assert served.closed == [1, 1, 1]
        await trio.sleep(1)
        assert served.closed == [1, 1, 1]
    assert served.closed == [2, 2, 2]


@pytest.mark.parametrize(
    ("actor", "reason"),
    [(None, "caller hung up"), ("line writer", "crashed"), ("vad", "restart budget spent")],
)
async def test_sessions_are_closed_however_the_call_ends(
    actor: str | None, reason: str, autojump_clock: MockClock
) -> None:
    """By the caller, by a crash that nothing survives, after a last sentence: that one is said in the same session."""
    served, carrier = Served(), SimulatedCarrier()
    sabotage = Sabotage(actor or "nobody", carrier.call_sid)
    async with served.open(sabotage, restarts=0) as exchange:
        async with calling(exchange, carrier) as over:
            await carrier.agent_has_spoken()
            sabotage.arm()
            if actor is None:
                carrier.hang_up()
            await over.wait()
            assert served.closed == [1, 1, 1]
        record = await record_of(exchange, carrier)
    assert record.over is not None
    assert record.over.end_reason == reason
    assert served.begun == [[SERVED]] * 3


@pytest.mark.parametrize("hanging", [(), ("recognizer",), ("recognizer", "responder", "speaker")])
async def test_sessions_of_a_cancelled_call_are_closed(hanging: tuple[str, ...], autojump_clock: MockClock) -> None:
    """They still have their half second, all together, and the record is written."""
    served, carrier = Served(**dict.fromkeys(hanging, 60.0)), SimulatedCarrier()
    async with served.open() as exchange:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(exchange.answer, carrier.line, TWILIO)
            nursery.start_soon(carrier.run)
            await carrier.agent_has_spoken()
            cancelled_at = trio.current_time()
            nursery.cancel_scope.cancel(reason="the server stops")
        assert trio.current_time() - cancelled_at == pytest.approx(0.5 if hanging else 0.0, abs=0.01)
        carrier.close()
        record = await record_of(exchange, carrier)
    assert record.over is not None
    assert record.over.end_reason == "cancelled"
    assert served.cancelled == list(hanging)
    assert served.closed == [int(role not in hanging) for role in served.visits]


async def ended_after_s(served: Served) -> float:
    """How long the exchange keeps a call after its caller has hung up."""
    carrier = SimulatedCarrier()
    async with served.open() as exchange:
        async with calling(exchange, carrier) as over:
            await carrier.agent_has_spoken()
            carrier.hang_up()
            hung_up_at = trio.current_time()
            await over.wait()
            took_s = trio.current_time() - hung_up_at
        record = await record_of(exchange, carrier)
    assert record.over is not None
    assert record.over.end_reason == "caller hung up"
    assert record.over.faults == {}
    return took_s


@pytest.mark.parametrize("hanging", [("recognizer",), ("speaker",), ("recognizer", "responder", "speaker")])
async def test_a_session_that_hangs_while_it_closes_is_cancelled(
    hanging: tuple[str, ...], autojump_clock: MockClock
) -> None:
    """It delays the end of the call by half a second, however many hang, and the others have time to close."""
    served = Served(**dict.fromkeys(hanging, 60.0))
    delay_s = await ended_after_s(served) - await ended_after_s(Served())
    assert delay_s == pytest.approx(0.5, abs=0.01)
    assert served.cancelled == list(hanging)
    assert served.closed == [int(role not in hanging) for role in served.visits]


class Waiting(SimulatedVoice):
    """Connects before it begins, which it must not, and does not get through."""

    @asynccontextmanager
    async def session(self, call: ServedCall) -> AsyncIterator[VoiceSession]:
        await trio.sleep_forever()
        async with super().session(call) as session:
            yield session


async def test_a_session_that_waits_before_it_begins_ends_the_call(autojump_clock: MockClock) -> None:
    """Soon, with a record, and with the other sessions closed: no call hangs in a service."""
    served, carrier = Served(), SimulatedCarrier()
    served.voice = Waiting(1)
    async with served.open() as exchange:
        async with calling(exchange, carrier) as over:
            with trio.fail_after(2.0):
                await over.wait()
        record = await record_of(exchange, carrier)
    assert record.over is not None
    assert record.over.end_reason == "crashed"
    assert served.closed == [1, 1, 0]
