"""Asks each service over the network, at the start, whether it takes its key: all at the same time, for a moment.

A service that refuses is one line for the person who starts the server. The server starts all the same, and calls use
the next one of the chain.
"""

from collections.abc import Mapping, Sequence

import trio

from offhook.actors.declaration import Remote
from offhook.engine.host.errors_in_words import in_words
from offhook.engine.host.service_failed import ServiceFailed
from offhook.engine.host.world import World

WITHIN_S = 2.0
LATER_S = 0.5  # for whoever does not keep to that


class Answers:
    """What the services have said, by `role.service`."""

    def __init__(self) -> None:
        self.failures: dict[str, ServiceFailed] = {}
        self._warnings: dict[str, list[str]] = {}

    def note(self, service: str, warning: str) -> None:
        self._warnings.setdefault(warning, []).append(service)

    def add(self, others: "Answers") -> None:
        for warning, services in others._warnings.items():
            self._warnings.setdefault(warning, []).extend(services)

    def warnings(self) -> list[str]:
        """What is wrong with several services for the same reason, such as their common key, is one line."""
        return [f"{', '.join(sorted(services))}: {warning}" for warning, services in self._warnings.items()]


async def ask_services(remotes: Mapping[str, Remote], world: World, within_s: float = WITHIN_S) -> Answers:
    answers = Answers()
    async with trio.open_nursery() as nursery:
        for service, remote in remotes.items():
            nursery.start_soon(_ask, service, remote, world, within_s, answers, name=f"ask {service}")
    return answers


async def _ask(service: str, remote: Remote, world: World, within_s: float, answers: Answers) -> None:
    if remote.ask is None:
        return
    found: Sequence[str] = [f"{remote.host}: no answer within {within_s:g} s"]
    try:
        with trio.move_on_after(within_s + LATER_S):
            found = await remote.ask(world, within_s)
    except ServiceFailed as exc:
        answers.failures[service] = exc
        answers.note(service, str(exc))
    except Exception as exc:  # noqa: BLE001  # a mistake in what a package asks must not keep the server from starting
        answers.note(service, f"could not be asked whether it works: {in_words(exc)}")
    else:
        for warning in found:
            answers.note(service, warning)
