"""What went wrong with a request to a tool's server, and whether the request may have been carried out."""

import httpx  # noqa: ASYNC127  # the project's client is httpx

from offhook.actors.http_answer import Deadlines
from offhook.actors.tools.words import sentence
from offhook.engine.host.service_failed import ServiceFailed
from offhook.engine.run.tool import EffectUnknown, ToolFailed

CONNECT_S = 5.0
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)
"""What goes wrong before anything is sent: the `__context__` of the failure, which is told in words of its own."""


class NoAnswer(ServiceFailed):
    """There is none, or none that can be used. `refused`: the server has said that it did nothing."""

    def __init__(self, message: str, *, refused: bool = False) -> None:
        super().__init__(message)
        self._refused = refused

    @property
    def nothing_done(self) -> bool:
        """Whether that is sure."""
        return self._refused or isinstance(self.__context__, NOT_SENT)


def tool_failure(exc: NoAnswer, *, has_effects: bool) -> ToolFailed:
    """What the engine and the model are told."""
    what = sentence(str(exc))
    return EffectUnknown(what) if has_effects and not exc.nothing_done else ToolFailed(what)


def deadlines_within(seconds: float) -> Deadlines:
    return Deadlines(min(CONNECT_S, seconds * 0.8), seconds, seconds, seconds)
