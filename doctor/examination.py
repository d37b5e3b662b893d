"""Carries out all checks, each with a deadline. One that crashes or does not end is a finding like any other.

The machine comes first, because whatever else runs would make it look slower; then a trial start; then everything over
the network at the same time; and last what is built in.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import partial

import msgspec
import trio

from offhook.actors.chosen_chain import chosen_chains
from offhook.actors.in_use import InUse
from offhook.actors.start_up import Rehearsal, Texts, rehearse
from offhook.actors.start_up_failed import StartUpFailed
from offhook.actors.voice_detectors import detector_opener
from offhook.doctor.asked_services import MODELS, AskedService, ask_all, is_of_model, proxy_findings, service_findings
from offhook.doctor.certificates import expiry_findings, trust_findings
from offhook.doctor.chains import chain_findings
from offhook.doctor.clock import SteadyWatch, clock_findings
from offhook.doctor.embedded import try_embedded
from offhook.doctor.finding import Finding, good, parted, warning, wrong
from offhook.doctor.hooks import hook_findings
from offhook.doctor.keys import key_findings
from offhook.doctor.machine import look_at_machine, machine_findings
from offhook.doctor.measured_network import Measurement
from offhook.doctor.phone_number import look_at_number
from offhook.doctor.public_address import PublicAddress, call_public_address
from offhook.doctor.secrets import Secrets
from offhook.doctor.setup import MakeNetwork, Setup
from offhook.doctor.trial import time_frames
from offhook.engine.host.errors_in_words import in_words
from offhook.engine.host.settings import VadSettings
from offhook.engine.host.settings_sources import DEFAULT
from offhook.engine.host.world import World
from offhook.web.listening import listening_problems

TOTAL_S = 28.0
MACHINE_S, START_S, SERVICES_S, ADDRESS_S, EMBEDDED_S, OTHERS_S = 8.0, 9.0, 12.0, 14.0, 10.0, 2.0
NUMBER_S, HOOKS_S = 12.0, 8.0
AREAS = (
    "start",
    "keys",
    "chains",
    "services",
    "models",
    "public address",
    "phone number",
    "hooks",
    "embedded",
    "clock",
    "certificates",
    "machine",
)
"""In the order in which they are told."""
_REPORT_IT = "this is a mistake of Offhook's: please report it with this line"
Check = Callable[[list[Finding]], Awaitable[None]]


async def examine(
    texts: Texts, world: World, make_network: MakeNetwork, address: PublicAddress | None
) -> list[Finding]:
    """Everything that was found, in the order of AREAS. `texts` must be usable."""
    settings, agents = texts.usable()
    chosen = chosen_chains(settings, world.environment(), agents.default)
    doctor = _Doctor(Setup(texts, settings, agents.default, world, chosen, make_network), address)
    await doctor.carry_out_all()
    secrets = Secrets(settings, world.environment())
    masked = (
        msgspec.structs.replace(each, what=secrets.masked(each.what), fix=secrets.masked(each.fix))
        for each in doctor.found
    )
    return sorted(masked, key=lambda finding: AREAS.index(finding.area))


class _Doctor:
    """Holds what later checks need of earlier ones."""

    def __init__(self, setup: Setup, address: PublicAddress | None) -> None:
        self._setup, self._address = setup, address
        self.found: list[Finding] = []
        self._ends_at = trio.current_time() + TOTAL_S
        self._in_use = InUse()
        self._asked: Mapping[str, AskedService] = {}
        self._at_address: list[Measurement] = []
        self._at_hooks: dict[str, list[Measurement]] = {}

    async def carry_out_all(self) -> None:
        watch = SteadyWatch(self._setup.world)
        await self._carry_out("machine", MACHINE_S, self._machine)
        await self._carry_out("start", START_S, self._start)
        await self._carry_out("certificates", OTHERS_S, self._trust)
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._carry_out, "services", SERVICES_S, self._services)
            nursery.start_soon(self._carry_out, "public address", ADDRESS_S, self._public_address)
            nursery.start_soon(self._carry_out, "phone number", NUMBER_S, self._phone_number)
            nursery.start_soon(self._carry_out, "hooks", HOOKS_S, self._hooks)
        await self._carry_out("embedded", EMBEDDED_S, partial(try_embedded, self._setup))
        await self._carry_out("keys", OTHERS_S, _all(lambda: key_findings(self._setup.chosen)))
        settings = self._setup.settings
        await self._carry_out("chains", OTHERS_S, _all(lambda: chain_findings(self._in_use, settings, self._asked)))
        await self._carry_out("clock", OTHERS_S, _all(lambda: [*self._clocks(), *watch.findings()]))
        await self._carry_out("certificates", OTHERS_S, _all(self._expiry))

    async def _carry_out(self, area: str, within_s: float, check: Check) -> None:
        await trio.lowlevel.checkpoint()
        found: list[Finding] = []
        try:
            with trio.move_on_at(min(trio.current_time() + within_s, self._ends_at)) as patience:
                await check(found)
            if patience.cancelled_caught:
                found.append(wrong(area, f"not finished within {within_s:g} s", "look at the machine's load"))
        except Exception as exc:  # noqa: BLE001  # whatever it is, the other checks are carried out
            found.append(wrong(area, f"this could not be checked: {in_words(exc)}", _REPORT_IT))
        self.found += found

    async def _machine(self, found: list[Finding]) -> None:
        settings = self._setup.settings
        try:
            opener = detector_opener(settings.vad)
        except StartUpFailed:  # the start says so; the trial does without the second detector
            opener = detector_opener(VadSettings(confirm="none"))
        frame_ms = await time_frames(opener, settings.vad)
        loaded = self._setup.texts.loaded
        is_set = loaded is not None and loaded.place("limits", "calls") != DEFAULT
        found += machine_findings(look_at_machine(), frame_ms, settings.limits.calls, limit_is_set=is_set)

    async def _start(self, found: list[Finding]) -> None:
        rehearsal = await rehearse(self._setup.texts, self._setup.world, ask=False)
        self._in_use = rehearsal.in_use
        for problem in (*rehearsal.problems, *listening_problems(self._setup.settings.server)):
            found.append(wrong("start", *parted(problem)))
        if not found:
            agent, settings = self._setup.agent, self._setup.settings
            where = f"{settings.server.host}:{settings.server.port}"
            what = f"the server would start on {where}, with {settings.agent.path or agent.path}"
            found.append(good("start", what, "offhook serve --check prints every setting"))
            files = self._setup.texts.agents
            for number, each in files.lines() if files is not None and files.others else ():
                found.append(good("start", f"{number}: {each.name} answers", each.path))
        found += self._start_warnings(rehearsal)

    def _start_warnings(self, rehearsal: Rehearsal) -> Iterable[Finding]:
        """What a service says of its model is of the area `models`; a key that cannot be used is told elsewhere."""
        told_elsewhere = [why for chain in self._setup.chosen.values() for why in chain.unusable.values()]
        for text in rehearsal.warnings:
            if not any(text.endswith(why) for why in told_elsewhere):
                yield warning(MODELS if is_of_model(text) else "start", *parted(text))

    async def _trust(self, found: list[Finding]) -> None:
        await trio.lowlevel.checkpoint()
        found += trust_findings(self._setup.make_network, self._setup.world.environment())

    async def _services(self, found: list[Finding]) -> None:
        self._asked = await ask_all(self._setup)
        found += service_findings(self._asked)
        if self._asked:
            found += proxy_findings(self._setup.world.environment())
            if not any(each.area == MODELS for each in (*self.found, *found)):
                found.append(good(MODELS, "no service says that its model ends soon"))

    async def _public_address(self, found: list[Finding]) -> None:
        await call_public_address(self._setup, self._address, found, self._at_address)

    async def _phone_number(self, found: list[Finding]) -> None:
        await look_at_number(self._setup, self._address, found)

    async def _hooks(self, found: list[Finding]) -> None:
        await hook_findings(self._setup, found, self._at_hooks)

    def _clocks(self) -> Iterable[Finding]:
        """Beside those of services only: the clock at our own address may be this one."""
        return clock_findings([each for asked in self._asked.values() for each in asked.measurements])

    def _expiry(self) -> Iterable[Finding]:
        ends: dict[str, float] = {}
        named = [(asked.remote.host, asked.measurements) for asked in self._asked.values()]
        if self._address is not None:
            named.append((self._address.host, self._at_address))
        for host, measurements in (*named, *self._at_hooks.items()):
            for each in measurements:
                if each.certificate_ends is not None:
                    ends[host] = each.certificate_ends
        return expiry_findings(ends, self._setup.world.wall_time())


def _all(findings: Callable[[], Iterable[Finding]]) -> Check:
    """A check that waits for nothing."""

    async def check(found: list[Finding]) -> None:
        await trio.lowlevel.checkpoint()
        found += findings()

    return check
