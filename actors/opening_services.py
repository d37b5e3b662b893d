"""Opens the services of a role, one after the other."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import TypeVar

from structlog.typing import FilteringBoundLogger

from offhook.actors.asked_at_start import Answers
from offhook.actors.chosen_chain import ChosenChain
from offhook.actors.link import Chained
from offhook.actors.speaker.service import VoiceUnknown
from offhook.engine.host.agent_file import AgentFileError
from offhook.engine.host.errors_in_words import leaves
from offhook.engine.host.network import NetworkUnusable
from offhook.engine.host.worker import WorkerCannotStart

ServiceT = TypeVar("ServiceT", bound=Chained[object])
Opener = Callable[[], AbstractAsyncContextManager[ServiceT]]


class Opening:
    """Opens chain after chain. A service that is not installed is skipped; a wrong setting is a problem."""

    def __init__(self, stack: AsyncExitStack, log: FilteringBoundLogger, problems: list[str]) -> None:
        self._stack, self._log, self.problems = stack, log, problems
        self.left_out: dict[str, str] = {}
        self.networkless = Answers()
        """Those whose network cannot be opened."""

    async def chain(self, chosen: ChosenChain, openers: Mapping[str, Opener[ServiceT]]) -> list[ServiceT]:
        role = chosen.role
        opened: list[ServiceT] = []
        wrong = False
        self.left_out |= {f"{role}.{name}": why for name, why in chosen.left_out.items()}
        for name in chosen.names:
            try:
                service = await self._stack.enter_async_context(openers[name]())
                if service.name == name:
                    opened.append(service)
                else:
                    self.problems.append(f"{role}.{name}: the service that it opens is called {service.name!r}")
                    wrong = True
            except* WorkerCannotStart as group:
                self._skip(role, name, "; ".join(str(exc) for exc in leaves(group)))
            except* NetworkUnusable as group:
                reason = "; ".join(str(exc) for exc in leaves(group))
                self._skip(role, name, reason)
                self.networkless.note(f"{role}.{name}", reason)
            except* (VoiceUnknown, AgentFileError) as group:
                self.problems += [line for exc in leaves(group) for line in str(exc).splitlines()]
                wrong = True
        if not opened and not wrong:
            reasons = "; ".join(f"{name}: {self.left_out[f'{role}.{name}']}" for name in chosen.names)
            self.problems.append(f"{role}.chain: none of its services can start here: {reasons}")
        return opened

    def _skip(self, role: str, name: str, reason: str) -> None:
        self.left_out[f"{role}.{name}"] = reason
        self._log.info("service skipped", role=role, service=name, reason=reason)
