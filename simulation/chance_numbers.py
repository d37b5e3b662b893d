"""Random callers of several numbers, at two workers: who answers each, and does that agent know what it should?

Meanwhile agent files change, well and badly, look-ups fail in every way, the shared folder cannot be written, and
streams break. One integer, the seed, decides all of it.
"""

import random
import tempfile
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import msgspec
import trio

from offhook.actors.agent_files import AgentFiles, read_agents
from offhook.actors.settings import NumberSettings
from offhook.engine.record.conversation import AgentSaid
from offhook.engine.run.exchange import Exchange
from offhook.engine.run.ring import Ring
from offhook.protocol.stream_token import TOKEN_PARAMETER
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange, settings_with
from offhook.simulation.fakes.caller_register import LOOKUP, CallerRegister, drip, late, respond, respond_bytes
from offhook.simulation.fakes.http_server import Answerer, CutOff
from offhook.simulation.fakes.memory_network import in_memory
from offhook.simulation.promises import BrokenPromise
from offhook.simulation.residue import count
from offhook.simulation.seeded import Trace, simulate
from offhook.simulation.services import SimulatedVoice
from offhook.simulation.shared_folder import SharedMemory
from offhook.simulation.world import SimulatedWorld

NUMBERS = {"+15550100": "clinic", "sip:sales@example.com": "sales"}
NAMES = ("desk", "clinic", "sales")
LOOKUPS = ("good", "good", "good", "late", "drips", "garbage", "refused", "cut", "a list", "down")
TAKEN_UP_WITHIN_S = 4.0
CALLS_S, SENTENCE_S, HEARS_S = 20.0, 0.3, 0.6


class PlannedCaller(msgspec.Struct, frozen=True):
    """One caller."""

    number: int
    at_s: float
    dials: str
    asks_for: str
    lookup: str
    webhook_at: int
    """The worker."""
    stream_at: int
    breaks: bool
    returns_at: int

    @property
    def agent(self) -> str:
        """Who is to answer."""
        return self.asks_for if self.asks_for in NAMES else NUMBERS.get(self.dials, "desk")


class Plan(msgspec.Struct, frozen=True):
    """Everything that the seed decides."""

    callers: list[PlannedCaller]
    edits: list[tuple[float, str, bool]]
    """When which agent's file changes, and whether it is any good then."""
    disk_fails_at_s: float | None


class Heard(msgspec.Struct, frozen=True):
    """What a caller heard, and what is on record."""

    caller: PlannedCaller
    rang_at: float
    agent: str
    called: str
    greeting: str
    returned: int


def draw(seed: int) -> Plan:
    chance = random.Random(f"{seed}/numbers")
    callers = [
        PlannedCaller(
            number=number,
            at_s=round(chance.uniform(0.5, CALLS_S), 2),
            dials=chance.choice((*NUMBERS, "+15550999", "")),
            asks_for=chance.choice(("", "", *NAMES, "nobody")),
            lookup=chance.choice(LOOKUPS),
            webhook_at=chance.randrange(2),
            stream_at=chance.randrange(2),
            breaks=chance.random() < 0.4,
            returns_at=chance.randrange(2),
        )
        for number in range(1, chance.randint(3, 7))
    ]
    drawn = [
        (round(chance.uniform(0.0, CALLS_S), 2), chance.choice(NAMES), chance.random() < 0.6)
        for _ in range(chance.randint(0, 5))
    ]
    edits: list[tuple[float, str, bool]] = []
    for at_s, name, is_good in sorted(drawn):
        # What is written over at once may never be taken up, and nobody could say then which version is to answer.
        if not any(edited == name and at_s < before + TAKEN_UP_WITHIN_S for before, edited, _ in edits):
            edits.append((at_s, name, is_good))
    fails_at_s = chance.uniform(0.0, CALLS_S) if chance.random() < 0.3 else None
    return Plan(callers, edits, fails_at_s)


def play(seed: int, *, mixed_up: bool = False) -> tuple[list[Heard], Trace]:
    """`mixed_up`: look-ups tell of another caller, which must be found. Raises BrokenPromise."""
    with tempfile.TemporaryDirectory() as folder:
        return simulate(_Numbers(draw(seed), seed, Path(folder), mixed_up=mixed_up).play, seed=seed)


def text_of(name: str, version: int) -> str:
    """An agent file. Its greeting says what it is, and what it knows, in the figures that it was told."""
    greeting = f"{name} {version}, {{params.name|nobody}}, {{lookup.code|none}}, {{called|hidden}}."
    dropped = f"{name} {version} again, {{lookup.code|none}}."
    return f'name = "{name}"\nread_aloud = false\ngreeting = "{greeting}"\nline_dropped = "{dropped}"\n{LOOKUP}'


class _Numbers:
    """One run."""

    def __init__(self, plan: Plan, seed: int, folder: Path, *, mixed_up: bool) -> None:
        self._plan, self._seed, self._folder, self._mixed_up = plan, seed, folder, mixed_up
        self._memory, self._register = SharedMemory(), CallerRegister(self._answer)
        self._versions = {name: [(0.0, 0)] for name in NAMES}
        """When which version of each file was written."""
        self._heard: list[Heard] = []
        self._workers: list[Exchange] = []
        self._voice = SimulatedVoice(SENTENCE_S)

    async def play(self) -> list[Heard]:
        for name in NAMES:
            self._path(name).write_text(text_of(name, 0))
        before = count()
        async with AsyncExitStack() as stack:
            _, transport = await stack.enter_async_context(in_memory(self._register.serve))
            for worker in range(2):
                exchange = open_simulated_exchange(
                    settings_with(agent={"reload": True}, store={"path": str(self._folder / "calls.db")}),
                    seed=self._seed + worker,
                    agents=self._agents(),
                    voice=self._voice,
                    transport=transport,
                    shared_memory=self._memory,
                )
                self._workers.append(await stack.enter_async_context(exchange))
            async with trio.open_nursery() as nursery:
                for caller in self._plan.callers:
                    nursery.start_soon(self._call, caller, name=f"caller {caller.number}")
                nursery.start_soon(self._edit)
            places = [worker.places_held for worker in self._workers]
        left = count().more_than(before)
        if left or any(places):
            raise BrokenPromise(f"the calls are over and have left behind {left}, places {places}")
        for heard in self._heard:
            self._judge(heard)
        return self._heard

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.toml"

    def _agents(self) -> AgentFiles:
        entries = [NumberSettings(number=(number,), agent=str(self._path(name))) for number, name in NUMBERS.items()]
        found = read_agents(SimulatedWorld(), str(self._path("desk")), entries, lambda where: "settings")
        assert found.files is not None, found.problems
        return found.files

    async def _edit(self) -> None:
        for number, (at_s, name, is_good) in enumerate(self._plan.edits, start=1):
            await trio.sleep_until(at_s)
            if is_good:
                self._path(name).write_text(text_of(name, number))
                self._versions[name].append((at_s, number))
            else:
                self._path(name).write_text(text_of(name, number).replace("params.name", "parms.name"))

    async def _answer(self, answerer: Answerer) -> None:
        """As the caller's plan has it, of whom the request tells."""
        call_sid = str(self._register.asked[-1]["call_sid"])
        caller = next(each for each in self._plan.callers if call_sid == SimulatedCarrier(each.number).call_sid)
        match caller.lookup:
            case "late":
                await late(answerer)
            case "drips":
                await drip(answerer)
            case "garbage":
                await respond_bytes(b'{"code": ')(answerer)
            case "refused":
                await respond({"code": "wrong"}, 403)(answerer)
            case "cut" | "down":
                raise CutOff
            case "a list":
                await respond([{"code": "wrong"}])(answerer)
            case _:
                await respond({"code": f"code {99 if self._mixed_up else caller.number}"})(answerer)

    async def _call(self, caller: PlannedCaller) -> None:
        await trio.sleep_until(caller.at_s)
        if self._plan.disk_fails_at_s is not None and trio.current_time() >= self._plan.disk_fails_at_s:
            self._memory.fails = True
        one, other = self._workers[caller.webhook_at], self._workers[caller.stream_at]
        carrier, rang_at = SimulatedCarrier(caller.number), trio.current_time()
        form = {"name": f"name {caller.number}", **({"agent": caller.asks_for} if caller.asks_for else {})}
        token = await one.admit(carrier.call_sid)
        assert token is not None, "there is room"
        announced = await one.announce(Ring(carrier.call_sid, "twilio", "+15550123", caller.dials, form))
        if trio.current_time() > rang_at + 2.0:
            raise BrokenPromise(f"caller {caller.number} waited for {trio.current_time() - rang_at:.1f} s")
        carrier.brings = {"called": caller.dials, "agent": announced.agent, TOKEN_PARAMETER: token}
        async with calling(other, carrier) as over:
            await carrier.agent_has_spoken()
            await trio.sleep(HEARS_S)
            if caller.breaks:
                carrier.drop()
                await over.wait()
        if caller.breaks:
            await self._return(caller, carrier)
        await self._look(caller, rang_at, other, carrier)

    async def _return(self, caller: PlannedCaller, broken: SimulatedCarrier) -> None:
        worker = self._workers[caller.returns_at]
        token = await worker.find_return(broken.call_sid, 0)
        if token is None:
            raise BrokenPromise(f"caller {caller.number} cannot return")
        carrier = SimulatedCarrier(caller.number, returned=1, token=token)
        async with calling(worker, carrier):
            await trio.sleep(HEARS_S)
            carrier.speak(0.5)
            await trio.sleep(2)

    async def _look(self, caller: PlannedCaller, rang_at: float, worker: Exchange, carrier: SimulatedCarrier) -> None:
        await trio.sleep(2)
        record = await worker.find_call(carrier.call_sid)
        assert record is not None, "every call has a record"
        said = next((each.text for each in record.transcript if isinstance(each, AgentSaid)), "")
        heard = Heard(caller, rang_at, record.begun.agent, record.begun.called, said, len(record.returned_s))
        self._heard.append(heard)

    def _judge(self, heard: Heard) -> None:
        caller, who = heard.caller, f"caller {heard.caller.number}"
        if heard.agent != caller.agent or heard.called != caller.dials:
            raise BrokenPromise(
                f"{who} got {heard.agent} for {heard.called}, and not {caller.agent} for {caller.dials}"
            )
        if heard.returned != caller.breaks:
            raise BrokenPromise(f"{who} returned {heard.returned} times")
        lost = self._plan.disk_fails_at_s is not None and caller.webhook_at != caller.stream_at
        codes = {f"code {caller.number}" if caller.lookup == "good" else "none"} | ({"none"} if lost else set())
        names = {f"name {caller.number}"} | ({"nobody"} if lost else set())
        possible = {
            f"{caller.agent} {version}, {name}, {code}, {caller.dials or 'hidden'}."
            for version in self._current(caller.agent, heard.rang_at)
            for name in names
            for code in codes
        }
        if heard.greeting not in possible:
            raise BrokenPromise(f"{who} heard {heard.greeting!r}, and not one of {sorted(possible)}")

    def _current(self, name: str, rang_at: float) -> Sequence[int]:
        """The versions that a call may begin with that rings then: the looks at files are not at one moment."""
        written = [(at, version) for at, version in self._versions[name] if at <= rang_at + TAKEN_UP_WITHIN_S]
        settled = [version for at, version in written if at <= rang_at - TAKEN_UP_WITHIN_S]
        return [version for at, version in written if at > rang_at - TAKEN_UP_WITHIN_S] + settled[-1:]
