"""A stream breaks at every phase of a conversation, in three ways, and the call returns: what the caller hears then."""

import enum
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import trio

from offhook.actors.settings import Settings
from offhook.engine.decide.floor import FloorState
from offhook.engine.record.call_record import CallRecord
from offhook.engine.run.exchange import Exchange
from offhook.protocol.carriers.twilio.carrier import TWILIO
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import open_simulated_exchange, settings_with
from offhook.simulation.residue import Residue, count
from offhook.simulation.scene import Said, sentences_heard
from offhook.simulation.seeded import simulate
from offhook.simulation.services import SimulatedRecognizer, SimulatedVoice

CARRIER_TAKES_S = 0.5  # from the end of a stream to the beginning of the next: a webhook, and a handshake
SENTENCE_S, FIRST_BYTE_S, RECOGNITION_S = 1.6, 0.3, 0.2
SPEAKS_FOR_S, KEY_EVERY_S, LISTENS_S = 0.8, 0.4, 0.4
OVER_WITHIN_S, LOOK_EVERY_S = 60.0, 0.02
KEYS = "4271"
WELCOME, GLAD = "Welcome to the little restaurant by the sea.", "We are glad that you call us."
WHICH_DAY, WITH_PLEASURE = "For which day would you like a table?", "Friday, that is a very good choice."
WHICH_NUMBER, BOOKED = "What is your number of four digits?", "Your table is booked for friday."
GOODBYE = "Thank you for calling us and goodbye."
LINE_DROPPED = "Sorry, that was the line. Could you say that again?"
AGENT = f"""
name = "tables"
greeting = "{WELCOME} {GLAD}"
goodbye = "{GOODBYE}"
line_dropped = "{LINE_DROPPED}"
fillers = []
[dialogue]
start = "day"
[dialogue.slots.day]
type = "day"
[dialogue.slots.number]
type = "digits"
length = {len(KEYS)}
[dialogue.states.day]
slot = "day"
ask = "{WHICH_DAY}"
answer = "{{day}}, that is a very good choice."
go = "number"
[dialogue.states.number]
slot = "number"
ask = "{WHICH_NUMBER}"
go = "booked"
[dialogue.states.booked]
ask = "That is all we need. Your table is booked for {{day}}."
go = "hang_up"
"""


class Phase(enum.Enum):
    """Where the conversation is when the stream breaks."""

    GREETING = "in the greeting"
    LISTENING = "the caller is to speak"
    CALLER_SPEAKING = "the caller speaks"
    PAUSE = "the caller pauses"
    THINKING = "the caller's words are recognised"
    ANSWER = "the answer has no sound yet"
    FIRST_WORD = "the answer's first word"
    MID_SENTENCE = "in the middle of a sentence"
    BETWEEN = "between two sentences"
    INTERRUPTED = "the caller interrupts"
    KEYS = "a number is half keyed in"
    GOODBYE = "in the goodbye"


class Way(enum.Enum):
    """How the stream breaks."""

    SOCKET = "the socket is gone"
    UNNOTICED = "the server does not notice"
    KILLED = "the process is killed"


class Cell(msgspec.Struct, frozen=True):
    """One way, in one phase."""

    way: Way
    phase: Phase

    @property
    def name(self) -> str:
        return f"{self.way.value}, {self.phase.value}"


class Finding(msgspec.Struct, frozen=True):
    """The result of one cell. Times are in seconds since the call began."""

    struck_at: float
    heard_before: list[Said]
    heard: list[Said]
    """After the return."""
    records: list[CallRecord]
    kept: Residue
    held_before: Residue

    @property
    def silent_s(self) -> float:
        """From the break to the first sound after it."""
        return self.heard[0].at - self.struck_at


def cells() -> Sequence[Cell]:
    return [Cell(way, phase) for way in Way for phase in Phase]


def run(cell: Cell, *, seed: int = 1) -> Finding:
    """Play the conversation, and break its stream in this way."""
    with tempfile.TemporaryDirectory() as folder:
        finding, _ = simulate(_Run(cell, Path(folder)).play, seed=seed)
    return finding


class _Caller:
    """Answers each question, and says it again when asked to."""

    def __init__(self, voice: SimulatedVoice, phase: Phase) -> None:
        self._voice, self._phase = voice, phase
        self.carrier = SimulatedCarrier()
        self._answered = 0
        self._last = self._name_day

    async def follow(self) -> None:
        """Until cancelled, on whatever stream there is."""
        while True:
            await self._hear_out()
            heard = self.heard
            if len(heard) <= self._answered or self.carrier.hung_up:
                continue
            self._answered = len(heard)
            await self._react(heard[-1].text)

    @property
    def heard(self) -> list[Said]:
        """In this stream."""
        return sentences_heard(self.carrier, self._voice)

    def connect(self, carrier: SimulatedCarrier) -> None:
        """The call goes on in another stream."""
        self.carrier, self._answered = carrier, 0

    def seconds_of(self, text: str) -> float:
        """How much was heard of a sentence in this stream."""
        codes = [number for number, said in enumerate(self._voice.said, start=1) if said == text]
        heard = self.carrier.heard
        return sum(sound.mulaw.count(code) for code in codes for sound in heard if sound.mulaw[0] == code) / 8000

    def is_said(self, text: str) -> bool:
        """Whether a voice was asked for it."""
        return text in self._voice.said

    async def _hear_out(self) -> None:
        quiet_since = trio.current_time()
        while trio.current_time() - quiet_since < LISTENS_S:
            await trio.sleep(LOOK_EVERY_S)
            carrier = self.carrier
            if carrier.playout.sounding:
                quiet_since = trio.current_time()
                if self._phase is Phase.INTERRUPTED and self.seconds_of(WHICH_NUMBER) > 0.5 and not carrier.returned:
                    carrier.speak(SPEAKS_FOR_S)
                    await trio.sleep(SPEAKS_FOR_S)

    async def _react(self, heard: str) -> None:
        if heard.endswith("table?"):
            self._last = self._name_day
        elif heard.endswith("digits?"):
            self._last = self._key_number
        elif heard != LINE_DROPPED:
            return
        await self._last()

    async def _name_day(self) -> None:
        self.carrier.speak(SPEAKS_FOR_S)
        await trio.sleep(SPEAKS_FOR_S)

    async def _key_number(self) -> None:
        carrier = self.carrier
        for key in KEYS:
            if not carrier.hung_up:
                carrier.press(key)
                await trio.sleep(KEY_EVERY_S)


class _Run:
    """One call, in two streams."""

    def __init__(self, cell: Cell, folder: Path) -> None:
        self._cell, self._folder = cell, folder
        self._voice = SimulatedVoice(SENTENCE_S, first_byte_s=FIRST_BYTE_S)
        self._caller = _Caller(self._voice, cell.phase)

    async def play(self) -> Finding:
        before = count()
        caller, first = self._caller, self._caller.carrier
        async with trio.open_nursery() as nursery, self._exchange("first") as exchange:
            nursery.start_soon(caller.follow)
            async with trio.open_nursery() as streams:
                streams.start_soon(first.run)
                streams.start_soon(exchange.answer, first.line, TWILIO)
                await first.wait(lambda: self._is_reached(exchange), OVER_WITHIN_S)
                struck_at = trio.current_time()
                if self._cell.way is Way.KILLED:
                    shutil.copytree(self._folder / "first", self._folder / "second")
                if self._cell.way is not Way.UNNOTICED:
                    first.drop()
                else:
                    first.is_silent = True
                heard_before = caller.heard
                await trio.sleep(CARRIER_TAKES_S)
                records = await self._return(exchange)
            nursery.cancel_scope.cancel(reason="the call is over")
        first.close()
        return Finding(struck_at, heard_before, caller.heard, records, count(), before)

    def _is_reached(self, exchange: Exchange) -> bool:
        return bool(exchange.live_calls) and _SIGNS[self._cell.phase](self._caller, exchange)

    async def _return(self, exchange: Exchange) -> list[CallRecord]:
        """What the carrier does when a stream has ended: it asks, and obeys."""
        if self._cell.way is not Way.KILLED:
            return await self._go_on(exchange)
        async with self._exchange("second") as second:
            return await self._go_on(second)

    async def _go_on(self, exchange: Exchange) -> list[CallRecord]:
        call_sid = self._caller.carrier.call_sid
        token = await exchange.find_return(call_sid, 0)
        assert token is not None, "the caller is told to go"
        again = SimulatedCarrier(returned=1, token=token)
        self._caller.connect(again)
        async with trio.open_nursery() as nursery:
            nursery.start_soon(again.run)
            with trio.fail_after(OVER_WITHIN_S):
                await exchange.answer(again.line, TWILIO)
            nursery.cancel_scope.cancel(reason="the stream is over")
        again.close()
        assert await exchange.find_return(call_sid, 1) is None, "the call has ended"
        recent = await exchange.recent_calls(10)
        return [record for each in recent if (record := await exchange.find_call(each.begun.call_sid)) is not None]

    @asynccontextmanager
    async def _exchange(self, name: str) -> AsyncIterator[Exchange]:
        folder = self._folder / name
        folder.mkdir(exist_ok=True)
        async with open_simulated_exchange(
            _settings(folder),
            agent=AGENT,
            recognizer=SimulatedRecognizer("friday", final_s=RECOGNITION_S),
            voice=self._voice,
        ) as exchange:
            yield exchange


def _settings(folder: Path) -> Settings:
    return settings_with(
        responder={"chain": ["dialogue"]},
        store={"path": str(folder / "calls.db")},
        floor={"keypad_pause_s": 1.0},
    )


def _is(state: FloorState) -> Callable[[_Caller, Exchange], bool]:
    """In the caller's first turn."""
    return lambda caller, exchange: exchange.live_calls[0].turns.state is state and bool(caller.carrier.spoken)


def _heard(text: str, seconds: float) -> Callable[[_Caller, Exchange], bool]:
    return lambda caller, exchange: caller.seconds_of(text) > seconds


_SIGNS: dict[Phase, Callable[[_Caller, Exchange], bool]] = {
    Phase.GREETING: _heard(WELCOME, 0.8),
    Phase.LISTENING: lambda caller, exchange: (
        exchange.live_calls[0].turns.state is FloorState.IDLE and not caller.carrier.spoken
    ),
    Phase.CALLER_SPEAKING: _is(FloorState.CALLER_SPEAKING),
    Phase.PAUSE: _is(FloorState.CALLER_PAUSING),
    Phase.THINKING: _is(FloorState.THINKING),
    Phase.ANSWER: lambda caller, exchange: caller.is_said(WITH_PLEASURE),
    Phase.FIRST_WORD: _heard(WITH_PLEASURE, 0.02),
    Phase.MID_SENTENCE: _heard(WITH_PLEASURE, 0.8),
    Phase.BETWEEN: _heard(WITH_PLEASURE, SENTENCE_S - 0.01),
    Phase.INTERRUPTED: _is(FloorState.INTERRUPTED),
    Phase.KEYS: lambda caller, exchange: len(caller.carrier.pressed) == 2,
    Phase.GOODBYE: _heard(GOODBYE, 0.8),
}
