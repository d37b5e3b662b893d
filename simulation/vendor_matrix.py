"""Every pair of services of a role in one chain: the first one is down, hangs or is slow at each phase of its work, and
the second one takes over. How long the caller hears nothing, and whether anything is missing.

The real clients over fakes in memory, with the classic latencies and the default deadlines; the other two roles are
embedded services. One question, and its answer of two sentences. When the phases come, the same call without a failure
tells.
"""

import enum
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from functools import cache
from itertools import permutations
from typing import NamedTuple, TypeVar

import trio

from offhook.actors.recognizer.service import Recognizer
from offhook.actors.responder.service import Responder, Sentence
from offhook.actors.speaker.service import Voice
from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.conversation import AgentSaid
from offhook.engine.record.timeline import Instant
from offhook.simulation.breaking_wire import Failure
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import AGENT, calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.failing_services import Ear, WordByWord
from offhook.simulation.failover_matrix import ANSWER, BEHIND_S, SPEAKS_FOR_S, Finding, Rest, silences
from offhook.simulation.seeded import simulate
from offhook.simulation.vendors import (
    Placed,
    Said,
    place_recognizer,
    place_responder,
    place_voice,
    remote_services,
)

SAID = Said("is the table free", ANSWER)
EMBEDDED = "embedded"
ASKS_AFTER_S = 5.0  # the greeting is over long before
FINISHED_S = 25.0  # after the question
T = TypeVar("T")


class Phase(enum.Enum):
    """The role, what the service is about to do, and how long after which moment of the answered turn it breaks."""

    HEARS = ("recognizer", "while the caller speaks", Instant.FIRST_VOICED, 0.5)
    ENDS = ("recognizer", "after the caller's last word", Instant.LAST_VOICED, 0.13)
    BEGINS = ("responder", "before its first word", Instant.RESPONDER_STARTED, 0.05)
    WRITES = ("responder", "in its first sentence", Instant.FIRST_TOKEN, 0.01)
    GOES_ON = ("responder", "after its first sentence", Instant.FIRST_SENTENCE, 0.01)
    SOUNDS = ("speaker", "before its first sound", Instant.FIRST_SENTENCE, 0.1)
    SPEAKS = ("speaker", "in the middle of a sentence", Instant.VOICE_FIRST_BYTE, 0.2)

    @property
    def role(self) -> str:
        return self.value[0]


class Pair(NamedTuple):
    """Two services of a role."""

    role: str
    first: str
    second: str


class Cell(NamedTuple):
    pair: Pair
    phase: Phase
    failure: Failure


def pairs() -> list[Pair]:
    """Each service over a network with each other one behind it, and with an embedded one."""
    found: dict[str, list[str]] = {}
    for each in remote_services():
        role, _, name = each.partition(".")
        found.setdefault(role, []).append(name)
    return [
        Pair(role, first, second)
        for role, names in found.items()
        for first, second in permutations([*names, EMBEDDED], 2)
        if first != EMBEDDED
    ]


def phases_of(pair: Pair) -> list[Phase]:
    return [phase for phase in Phase if phase.role == pair.role]


@cache
def undisturbed(pair: Pair) -> tuple[Finding, Mapping[str, float]]:
    """The call in which nothing fails, and when the moments of its answer were."""
    (found, times), _ = simulate(_Call(pair, None, None).play, seed=0)
    return found, times


@cache
def run(cell: Cell) -> Finding:
    """The same call with the failure."""
    _, times = undisturbed(cell.pair)
    _, _, instant, after_s = cell.phase.value
    (found, _), _ = simulate(_Call(cell.pair, cell.failure, times[instant.value] + after_s).play, seed=0)
    return found


class _Call:
    def __init__(self, pair: Pair, failure: Failure | None, breaks_at: float | None) -> None:
        self._pair, self._failure, self._breaks_at = pair, failure, breaks_at
        self._fail: Callable[[Failure], Awaitable[None]] | None = None

    async def play(self) -> tuple[Finding, Mapping[str, float]]:
        ear: Recognizer = Ear(EMBEDDED, SAID.words, final_s=BEHIND_S, streams=True)
        writer: Responder = Rest(EMBEDDED, *(Sentence(text) for text in SAID.answer), first_s=BEHIND_S)
        voice: Voice = WordByWord(EMBEDDED, first_byte_s=BEHIND_S)
        async with AsyncExitStack() as stack:
            recognizers = await self._chain(stack, "recognizer", place_recognizer, ear)
            responders = await self._chain(stack, "responder", place_responder, writer)
            voices = await self._chain(stack, "speaker", place_voice, voice)
            exchange = await stack.enter_async_context(
                open_simulated_exchange(
                    settings_with(floor={"idle_s": 60}),  # the caller asks nothing more
                    agent=AGENT.replace("fillers = []", 'fillers = ["One moment."]'),
                    recognizer=recognizers,
                    responder=responders,
                    voice=voices,
                )
            )
            carrier = SimulatedCarrier()
            async with calling(exchange, carrier), trio.open_nursery() as nursery:
                nursery.start_soon(self._break, trio.current_time())
                await trio.sleep(ASKS_AFTER_S)
                carrier.speak(SPEAKS_FOR_S)
                await trio.sleep(SPEAKS_FOR_S + FINISHED_S)
                nursery.cancel_scope.cancel(reason="the call is over")
            return _finding(carrier, await record_of(exchange, carrier))

    async def _chain(
        self,
        stack: AsyncExitStack,
        role: str,
        place: Callable[[str, Said], AbstractAsyncContextManager[Placed[T]]],
        embedded: T,
    ) -> list[T]:
        """The pair, if it is of this role; else the embedded service."""
        if role != self._pair.role:
            return [embedded]
        first = await stack.enter_async_context(place(self._pair.first, SAID))
        self._fail = lambda failure: first.wire.fail(failure, first.network)
        if self._pair.second == EMBEDDED:
            return [first.service, embedded]
        second = await stack.enter_async_context(place(self._pair.second, SAID))
        return [first.service, second.service]

    async def _break(self, began_at: float) -> None:
        if self._failure is not None and self._breaks_at is not None and self._fail is not None:
            await trio.sleep_until(began_at + self._breaks_at)
            await self._fail(self._failure)


def _finding(carrier: SimulatedCarrier, record: CallRecord) -> tuple[Finding, Mapping[str, float]]:
    """What the caller heard, and when the moments of the answer were."""
    assert record.over is not None
    said = [entry.text for entry in record.transcript if isinstance(entry, AgentSaid)]
    answered = next(turn for turn in record.turns if Instant.LAST_VOICED.value in turn.times)
    return Finding(*silences(carrier), said[-1], record.over.faults), answered.times
