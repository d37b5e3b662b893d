"""Every way in which a call can end, in every state of a call: how soon the call is over, and what it leaves behind.

python -m offhook.simulation.ending_matrix     every cell, as text
"""

import enum
from collections.abc import Callable, Sequence

import msgspec
import trio

from offhook.actors.responder.service import HangUp, Sentence, Transfer
from offhook.actors.settings import Settings
from offhook.engine.decide.costs import Used
from offhook.engine.record.call_record import CallRecord
from offhook.engine.run.exchange import Exchange
from offhook.protocol.carriers.twilio.carrier import TWILIO
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import announced, open_simulated_exchange, settings_with
from offhook.simulation.residue import Residue, count
from offhook.simulation.scene import (
    CALL_LIMIT_S,
    RECOGNITION_S,
    SENTENCES,
    SOUND_S,
    THOUGHT_S,
    Moment,
    Said,
    follow,
    reach,
    sentences_heard,
)
from offhook.simulation.seeded import simulate
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice, detector_with
from offhook.simulation.trouble import Kind, Trouble

OVER_WITHIN_S = 60.0
CARRIER_SILENCE_S, IDLE_S, DRAIN_S = 4.0, 2.5, 0.5
TRANSFER_TO = "+15550177"
BAD_MESSAGES = 101  # one more than limits.bad_messages
MILLION, PRICED = 1_000_000, "simulated voice"
MILLION_COSTS = 10.0  # far more than what is said in the scene


class Way(enum.Enum):
    """Who or what ends the call."""

    STOP = "the caller hangs up"
    SOCKET = "the socket is gone"
    SILENCE = "the carrier falls silent"
    STALL = "the carrier does not read"
    GARBAGE = "the carrier sends garbage"
    AGENT = "the agent hangs up"
    TRANSFER = "the agent transfers"
    LIMIT = "the call's limit is reached"
    COST = "the call has cost what it may"
    MUTE = "the caller says nothing more"
    SHUTDOWN = "the server is told to stop"
    CRASHES = "an actor crashes again and again"
    LINE = "the line writer crashes"
    CANCELLED = "the server cancels the call"


class Cell(msgspec.Struct, frozen=True):
    """One way to end, in one state of the call."""

    way: Way
    moment: Moment

    @property
    def name(self) -> str:
        return f"{self.way.value}, {self.moment.value}"


class Finding(msgspec.Struct, frozen=True):
    """The result of one cell. Times are in seconds since the call began."""

    struck_at: float
    ended_at: float
    heard: list[Said]
    records: list[CallRecord]
    transfer: str | None
    kept: Residue
    held_before: Residue
    places: int
    """For calls, held after its end."""


def cells() -> Sequence[Cell]:
    return [Cell(way, moment) for way in Way for moment in Moment]


def run(cell: Cell, *, seed: int = 1) -> Finding:
    """Play the scene and end it in this way."""
    limit_s = CALL_LIMIT_S
    if cell.way is Way.LIMIT and cell.moment is not Moment.ENDING:
        # The limit cannot be triggered. So it is set to the instant at which that moment comes in another run.
        limit_s = run(Cell(Way.STOP, cell.moment), seed=seed).struck_at
    finding, _ = simulate(_Run(cell, limit_s).play, seed=seed)
    return finding


class _Run:
    """Plays one call to its end."""

    def __init__(self, cell: Cell, limit_s: float) -> None:
        self._cell, self._limit_s = cell, limit_s
        self._answering = trio.CancelScope()
        self._hearing = Trouble(Kind.CRASH, times=99, armed=False)
        self._sending = Trouble(Kind.CRASH, armed=False)
        self._voice = SimulatedVoice(SOUND_S)
        sentences = (Sentence(text) for text in SENTENCES)
        self._responder = SimulatedResponder(*sentences, pause_s=THOUGHT_S)
        self._struck_at = 0.0

    async def play(self) -> Finding:
        async with open_simulated_exchange(
            self._settings(),
            recognizer=SimulatedRecognizer("a question", final_s=RECOGNITION_S),
            responder=self._responder,
            voice=self._voice,
            open_detector=detector_with(self._hearing),
        ) as exchange:
            before = count()
            carrier = SimulatedCarrier(sending=self._sending)
            ended_at = await self._call(exchange, carrier)
            carrier.close()
            kept = count()
            return Finding(
                struck_at=self._struck_at,
                ended_at=ended_at,
                heard=sentences_heard(carrier, self._voice),
                records=await exchange.recent_calls(10),
                transfer=await exchange.find_transfer(carrier.call_sid),
                kept=kept,
                held_before=before,
                places=exchange.places_held,
            )

    def _settings(self) -> Settings:
        mute = self._cell.way is Way.MUTE
        return settings_with(
            limits={"call_s": self._limit_s, "carrier_silence_s": CARRIER_SILENCE_S, "cost": MILLION_COSTS},
            prices={"speaker": {PRICED: {"million_characters": MILLION_COSTS}}},
            floor={"idle_s": IDLE_S, "silences": 0, "keypad_pause_s": 1.0} if mute else {},
            server={"drain_s": DRAIN_S},
        )

    async def _call(self, exchange: Exchange, carrier: SimulatedCarrier) -> float:
        parameters = await announced(exchange, carrier)
        async with trio.open_nursery() as nursery:
            nursery.start_soon(carrier.run, parameters)
            nursery.start_soon(follow, carrier)
            nursery.start_soon(self._strike, exchange, carrier)
            with trio.fail_after(OVER_WITHIN_S), self._answering:
                await exchange.answer(carrier.line, TWILIO, needs_token=True)
            ended_at = trio.current_time()
            nursery.cancel_scope.cancel(reason="the call is over")
        return ended_at

    async def _strike(self, exchange: Exchange, carrier: SimulatedCarrier) -> None:
        await reach(self._cell.moment, exchange, carrier)
        self._struck_at = trio.current_time()
        self._actions(exchange, carrier)[self._cell.way]()

    def _actions(self, exchange: Exchange, carrier: SimulatedCarrier) -> dict[Way, Callable[[], None]]:
        return {
            Way.STOP: carrier.hang_up,
            Way.SOCKET: carrier.drop,
            Way.SILENCE: lambda: setattr(carrier, "is_silent", True),
            Way.STALL: lambda: setattr(carrier.line, "reads", False),
            Way.GARBAGE: lambda: _send_garbage(carrier),
            Way.AGENT: lambda: setattr(self._responder, "closing", HangUp()),
            Way.TRANSFER: lambda: setattr(self._responder, "closing", Transfer(TRANSFER_TO)),
            Way.LIMIT: lambda: None,
            Way.COST: lambda: exchange.live_calls[0].use(f"speaker.{PRICED}", Used(characters=MILLION)),
            Way.MUTE: carrier.fall_mute,
            Way.SHUTDOWN: exchange.drain,
            Way.CRASHES: self._hearing.arm,
            Way.LINE: self._sending.arm,
            Way.CANCELLED: self._answering.cancel,
        }


def _send_garbage(carrier: SimulatedCarrier) -> None:
    for _ in range(BAD_MESSAGES):
        carrier.post("garbage")
