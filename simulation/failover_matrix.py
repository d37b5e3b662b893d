"""A service is down, hangs or is slow, at each phase of its work, in front of one that works: how long the caller hears
nothing, and whether anything is missing.

One question and its answer of two sentences, with the default deadlines. The service in front has the classic latencies
(recognition 300 ms, a model's first sentence 400 ms, a voice's first sound 400 ms), the one behind it is embedded and
takes 50 ms.
"""

import enum
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import pairwise

import msgspec
import trio

from offhook.actors.responder.service import CallerTurn, Commit, Heard, Sentence, Written
from offhook.engine.record.conversation import AgentSaid
from offhook.simulation.breaking_wire import SLOW_S, Failure
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import AGENT, calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.failing_services import Ear, WordByWord, Writer
from offhook.simulation.seeded import simulate
from offhook.simulation.trouble import Kind, Trouble

FRONT_S = {"recognizer": 0.3, "model": 0.4, "voice": 0.4}
BEHIND_S = 0.05
SPEAKS_FOR_S = 1.5
ANSWER = ("The table by the window is free tonight.", "Shall I keep it for you?")


class Phase(enum.Enum):
    """The role, and what it is about to do."""

    HEARS = ("recognizer", "while the caller speaks")
    ENDS = ("recognizer", "after the caller's last word")
    BEGINS = ("model", "before its first word")
    WRITES = ("model", "in its first sentence")
    GOES_ON = ("model", "after its first sentence")
    SOUNDS = ("voice", "before its first sound")
    SPEAKS = ("voice", "in the middle of a sentence")
    SAYS_MORE = ("voice", "before its second sentence")

    @property
    def role(self) -> str:
        return self.value[0]


class Cell(msgspec.Struct, frozen=True):
    """One failure at one phase."""

    phase: Phase
    failure: Failure


class Finding(msgspec.Struct, frozen=True):
    """What the caller hears."""

    answered_s: float
    """The silence before the agent's first sound: an answer, or a filler."""
    silent_s: float
    """The longest silence after that, until the answer is over."""
    said: str
    """The agent's answer on record."""
    faults: dict[str, int]

    def later_s(self, undisturbed: "Finding") -> float:
        """How much longer than without the failure the caller hears nothing at a time."""
        answered_s, silent_s = self.answered_s - undisturbed.answered_s, self.silent_s - undisturbed.silent_s
        return round(max(answered_s, silent_s, 0.0), 3)


class Late(Trouble):
    """Everything takes SLOW_S more."""

    async def strike(self) -> None:
        if self.armed:
            await trio.sleep(SLOW_S)


def run(cell: Cell | None) -> Finding:
    """Play the call with this failure, or with none."""
    finding, _ = simulate(_Call(cell).play, seed=0)
    return finding


class _Call:
    def __init__(self, cell: Cell | None) -> None:
        self._cell = cell
        self._troubles = {phase: self._trouble(phase) for phase in Phase}

    def _trouble(self, phase: Phase) -> Trouble:
        if self._cell is None or self._cell.phase is not phase:
            return Trouble(Kind.FAIL, times=0)
        match self._cell.failure:
            case Failure.DOWN:
                return Trouble(Kind.FAIL, armed=False)
            case Failure.HANGS:
                return Trouble(Kind.HANG, armed=False)
            case Failure.SLOW:
                return Late(Kind.SLOW, armed=False)

    def _first(self, *phases: Phase) -> Phase:
        """The phase that this cell strikes, of those of one service; the first one if it strikes another service."""
        struck = [phase for phase in phases if self._cell is not None and phase is self._cell.phase]
        return struck[0] if struck else phases[0]

    async def play(self) -> Finding:
        writes = self._first(Phase.BEGINS, Phase.WRITES, Phase.GOES_ON)
        speaks = self._first(Phase.SOUNDS, Phase.SPEAKS, Phase.SAYS_MORE)
        sentences = [Sentence(text) for text in ANSWER]
        async with open_simulated_exchange(
            settings_with(floor={"idle_s": 60}),  # the caller asks nothing more
            agent=AGENT.replace("fillers = []", 'fillers = ["One moment."]'),
            recognizer=[
                Ear(
                    "front",
                    "is the table free",
                    feeding=self._troubles[Phase.HEARS],
                    finishing=self._troubles[Phase.ENDS],
                    final_s=FRONT_S["recognizer"],
                    streams=True,
                ),
                Ear("behind", "is the table free", final_s=BEHIND_S, streams=True),
            ],
            responder=[
                Writer(
                    "front",
                    *sentences,
                    trouble=self._troubles[writes],
                    before=[Phase.BEGINS, Phase.WRITES, Phase.GOES_ON].index(writes),
                    first_s=FRONT_S["model"],
                ),
                Rest("behind", *sentences, first_s=BEHIND_S),
            ],
            voice=[
                WordByWord(
                    "front",
                    self._troubles[speaks],
                    before=3 if speaks is Phase.SPEAKS else 0,
                    in_sentence={Phase.SPEAKS: 3, Phase.SAYS_MORE: 4}.get(speaks),  # the greeting has two
                    first_byte_s=FRONT_S["voice"],
                ),
                WordByWord("behind", first_byte_s=BEHIND_S),
            ],
        ) as exchange:
            carrier = SimulatedCarrier()
            async with calling(exchange, carrier):
                await self._ask(carrier)
            record = await record_of(exchange, carrier)
        assert record.over is not None
        said = [entry.text for entry in record.transcript if isinstance(entry, AgentSaid)]
        return Finding(*silences(carrier), said[-1], record.over.faults)

    async def _ask(self, carrier: SimulatedCarrier) -> None:
        await carrier.agent_has_spoken()
        await trio.sleep(2.0)
        carrier.speak(SPEAKS_FOR_S)
        await trio.sleep(SPEAKS_FOR_S / 2)
        for trouble in self._troubles.values():
            trouble.arm()
        await trio.sleep(SPEAKS_FOR_S / 2 + 20.0)


class Rest(Writer):
    """Goes on after what was said."""

    @asynccontextmanager
    async def reply(
        self, turn: CallerTurn, heard: Sequence[Heard], commit: Commit
    ) -> AsyncIterator[AsyncIterator[Written]]:
        rest = [part for part in self._parts if not (isinstance(part, Sentence) and part.text in turn.said)]
        async with Writer(self.name, *rest, first_s=self._first_s).reply(turn, heard, commit) as parts:
            yield parts


def silences(carrier: SimulatedCarrier) -> tuple[float, float]:
    """Before the agent's first sound after the question, and the longest after that."""
    asked_at = carrier.spoken_until
    sounds = [sound for sound in carrier.heard if sound.at >= asked_at]
    gaps = [later.at - earlier.until for earlier, later in pairwise(sounds)]
    return round(sounds[0].at - asked_at, 3), round(max(gaps, default=0.0), 3)
