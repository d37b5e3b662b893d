"""Whether the receivers of hooks can be reached, which no message is sent for, and what waits for them."""

from collections.abc import Iterator, MutableMapping, Sequence
from functools import partial

import httpx  # noqa: ASYNC127  # the project's client is httpx
import trio

from offhook.actors.http_answer import Deadlines, http_answer
from offhook.doctor.finding import Finding, good, parted, warning, wrong
from offhook.doctor.measured_network import Measurement, measured_network
from offhook.doctor.setup import Setup
from offhook.engine.host.network import NetworkUnusable
from offhook.engine.host.service_failed import ServiceFailed
from offhook.engine.record.database import MEMORY
from offhook.engine.record.hook_settings import HookSettings
from offhook.engine.record.outbox import Undelivered
from offhook.hooks.kept_messages import NotReached, kept

AREA = "hooks"
WITHIN_S = 3.0
READ_COST_S = 0.01


async def hook_findings(setup: Setup, found: list[Finding], measured: MutableMapping[str, list[Measurement]]) -> None:
    """All receivers at the same time. `measured`, by host, is for what is said of certificates."""
    hooks = setup.settings.hooks
    async with trio.open_nursery() as nursery:
        for hook in hooks:
            nursery.start_soon(_look_at, hook, setup, found, measured.setdefault(hook.host, []))
    if hooks and setup.settings.store.path != MEMORY:
        work = partial(_waiting, setup.settings.store.path)
        found += await setup.world.run_blocking(work, cost_s=READ_COST_S)


async def _look_at(hook: HookSettings, setup: Setup, found: list[Finding], measured: list[Measurement]) -> None:
    """With HEAD, which every receiver may refuse: that it answers is enough."""
    await trio.lowlevel.checkpoint()
    failure = ""
    try:
        async with measured_network(setup.make_network, setup.world) as (network, measurement):
            measured.append(measurement)
            deadlines = Deadlines(WITHIN_S, WITHIN_S, WITHIN_S, 2 * WITHIN_S)
            request = network.http.build_request("HEAD", hook.url)
            async with http_answer(network.http, request, deadlines, ServiceFailed) as answer:
                await answer.beginning(0)
    except NetworkUnusable as exc:
        found.append(wrong(AREA, *parted(str(exc))))
        return
    except ServiceFailed as exc:
        failure = str(exc)
    found.append(_judged(hook, measurement, failure))


def _judged(hook: HookSettings, measurement: Measurement, failure: str) -> Finding:
    where = hook.called if hook.called == hook.host else f"{hook.called}: {hook.host}"
    if measurement.trouble is not None:
        return wrong(AREA, f"{where}: {measurement.trouble.what}", measurement.trouble.fix)
    if measurement.status is None:
        fix = "messages are kept until it answers; offhook hooks test sends it an example"
        return warning(AREA, f"{where}: {failure}", fix)
    if httpx.codes.is_redirect(measurement.status):
        return warning(AREA, f"{where}: redirects, which hooks do not follow", "name the address to which it leads")
    took_s = sum(each or 0.0 for each in (measurement.connect_s, measurement.tls_s, measurement.first_byte_s))
    fix = "offhook hooks test sends it a signed example"
    figures = {"took_ms": round(took_s * 1000, 1)}
    return good(AREA, f"{where}: answers, within {took_s * 1000:.0f} ms", fix, figures)


def _waiting(path: str) -> Sequence[Finding]:
    try:
        return list(_of_messages(kept(path)))
    except NotReached:  # there is no file before the first call; what is wrong with one is told of the start
        return []


def _of_messages(messages: Sequence[Undelivered]) -> Iterator[Finding]:
    for hook in dict.fromkeys(each.hook for each in messages):
        of_hook = [each for each in messages if each.hook == hook]
        given_up = sum(each.next_at is None for each in of_hook)
        late = [each for each in of_hook if each.tries and each.next_at is not None]
        if late:
            what = f"{hook}: {len(late)} not delivered yet, at last: {late[0].error}"
            yield warning(AREA, what, "look at the receiver; offhook hooks list shows what waits")
        if given_up:
            yield warning(AREA, f"{hook}: {given_up} given up", "offhook hooks retry sends them again")
