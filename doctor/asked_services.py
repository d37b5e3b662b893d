"""Asks every service over the network what it is asked at a start, a few times: does it answer, and how soon?"""

import re
from collections.abc import Iterator, Mapping, Sequence

import trio

from offhook.actors.asked_at_start import LATER_S, WITHIN_S
from offhook.actors.declaration import Remote
from offhook.doctor.finding import Finding, good, parted, warning, wrong
from offhook.doctor.measured_network import Measurement, WithNetwork, measured_network
from offhook.doctor.setup import Setup
from offhook.doctor.timings import SLOW_S, timings
from offhook.engine.host.errors_in_words import in_words
from offhook.engine.host.network import NetworkUnusable
from offhook.engine.host.service_failed import ServiceFailed

TIMES = 5
ENOUGH_S = 8.0
"""A server that is so slow is not asked again."""
AREA, MODELS = "services", "models"
_OF_MODEL = re.compile(r"\bset [a-z_]+\.[a-z_0-9]+\.model\b")
_PROXIES = ("HTTPS_PROXY", "ALL_PROXY")
_WEB_PAGE = "answers with a web page, and not as a service does"
_WEB_PAGE_FIX = "look for a proxy or a sign-in page in between (HTTPS_PROXY, NO_PROXY), and check the service's address"


class AskedService:
    """What came of asking one service."""

    def __init__(self, service: str, remote: Remote) -> None:
        self.service, self.remote = service, remote
        self.measurements: list[Measurement] = []
        self.failure = ""
        """What is wrong and what to do; empty if it serves."""
        self.warnings: Sequence[str] = ()

    @property
    def last(self) -> Measurement:
        return self.measurements[-1]


async def ask_all(setup: Setup) -> Mapping[str, AskedService]:
    """All at the same time, each a few times in a row."""
    asked = {service: AskedService(service, remote) for service, remote in setup.remotes().items()}
    async with trio.open_nursery() as nursery:
        for each in asked.values():
            if each.remote.ask is not None:
                nursery.start_soon(_ask_a_few_times, each, setup, name=f"ask {each.service}")
    return asked


async def _ask_a_few_times(asked: AskedService, setup: Setup) -> None:
    await trio.lowlevel.checkpoint()
    began = trio.current_time()
    while not asked.failure and len(asked.measurements) < TIMES and trio.current_time() < began + ENOUGH_S:
        await _ask(asked, setup)


async def _ask(asked: AskedService, setup: Setup) -> None:
    await trio.lowlevel.checkpoint()
    assert asked.remote.ask is not None
    failure = f"{asked.remote.host}: no answer within {WITHIN_S:g} s"
    try:
        async with measured_network(setup.make_network, setup.world) as (network, measurement):
            asked.measurements.append(measurement)
            with trio.move_on_after(WITHIN_S + LATER_S):
                asked.warnings = await asked.remote.ask(WithNetwork(setup.world, network), WITHIN_S)
                failure = ""
    except ServiceFailed as exc:
        failure = str(exc)
    except NetworkUnusable as exc:
        failure = str(exc)
    except Exception as exc:  # noqa: BLE001  # a mistake of a package must not hide the other services
        failure = f"could not be asked: {in_words(exc)}"
    asked.failure = failure


def proxy_findings(environment: Mapping[str, str]) -> Iterator[Finding]:
    """What a proxy in the environment is used for."""
    named = [name for name in environment if name.upper() in _PROXIES and environment[name]]
    if named:
        fix = "services that are reached by a WebSocket need a way without a proxy; docs/services.md names them"
        yield good(AREA, f"{', '.join(named)}: requests go through a proxy, WebSockets do not", fix)


def service_findings(asked: Mapping[str, AskedService]) -> Iterator[Finding]:
    """A line for each service. What is wrong with several for the same reason, such as their key, is one line."""
    together: dict[tuple[str, str], list[str]] = {}
    for service, each in asked.items():
        for found in _wrong(each):
            together.setdefault(found, []).append(service)
    for (what, fix), services in together.items():
        yield wrong(AREA, f"{', '.join(services)}: {what}", fix)
    for service, each in asked.items():
        for text in each.warnings:
            what, fix = parted(text)
            yield warning(MODELS if is_of_model(text) else AREA, f"{service}: {what}", fix)
    for service, each in asked.items():
        if each.remote.ask is None:
            fix = "listen to a call: nothing can be asked of it that costs nothing"
            yield good(AREA, f"{service}: {each.remote.host}: not asked", fix)
        elif not each.failure and not each.last.is_web_page:
            yield _serves(each)


def is_of_model(warning: str) -> bool:
    """Whether a service warns of its model: that ends with the setting to change."""
    return _OF_MODEL.search(warning) is not None


def _wrong(asked: AskedService) -> Iterator[tuple[str, str]]:
    if asked.failure:
        yield _failed(asked)
    elif asked.measurements and asked.last.is_web_page:
        yield f"{asked.remote.host}: {_WEB_PAGE}", _WEB_PAGE_FIX


def _failed(asked: AskedService) -> tuple[str, str]:
    what, fix = parted(asked.failure)
    if asked.measurements and (trouble := asked.last.trouble) is not None:
        return f"{asked.remote.host}: {trouble.what}", "; ".join(filter(None, (trouble.fix, fix)))
    if asked.measurements and asked.last.is_web_page:
        return f"{what}, with a web page", _WEB_PAGE_FIX
    return what, fix


def _serves(asked: AskedService) -> Finding:
    found = timings(asked.measurements)
    what = f"{asked.service}: {asked.remote.host}: {found.in_words()}"
    if found.slow:
        fix = "use a server that is nearer, or look at the network: every answer in a call takes at least as long"
        return warning(AREA, f"{what}: slower than {SLOW_S:g} s", fix, found.figures())
    return good(AREA, what, figures=found.figures())
