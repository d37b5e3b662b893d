"""The language of a call: the agent's own at first, another one once the caller wants it (the tool `set_language`)."""

from collections.abc import Awaitable, Callable

import trio

from offhook.engine.host.agent import Agent
from offhook.engine.record import facts
from offhook.engine.record.call_so_far import CallSoFar
from offhook.engine.record.reporter import Report
from offhook.engine.run.tool import ToolFailed


async def _nobody_knows_it(tag: str) -> None:
    await trio.lowlevel.checkpoint()
    raise ToolFailed(f"Nobody here hears and speaks {tag!r}.")


class CallLanguage:
    """It belongs to the call. Whoever hears, answers or speaks asks it whenever something new begins."""

    def __init__(self, agent: Agent, before: CallSoFar | None, report: Report) -> None:
        self._own, self._report = agent, report
        self.agent = agent if before is None else agent.in_language(before.language)
        """With what it says in this language."""
        self.open: Callable[[str], Awaitable[None]] = _nobody_knows_it
        """Makes the services ready for a language. Raises ToolFailed, in words, if they do not have it. The cast sets
        it."""
        self.changed: Callable[[str], None] = lambda tag: None
        """Told the new one. The call sets it."""

    @property
    def tag(self) -> str:
        return self.agent.language

    @property
    def own(self) -> str:
        """The agent's own one."""
        return self._own.language

    @property
    def may_change(self) -> bool:
        return bool(self._own.languages)

    async def set(self, tag: str) -> None:
        """From now on. Raises ToolFailed in words, and then nothing has changed."""
        if tag not in (self.own, *self._own.languages):
            raise ToolFailed(f"The agent has no language {tag!r}.")
        await self.open(tag)
        if tag != self.tag:
            self._report(facts.LanguageSet(tag))
            self._change(tag)

    def give_up(self) -> None:
        """Go on in the agent's own language: this process has nobody for the one that another has set."""
        self._change(self.own)

    def _change(self, tag: str) -> None:
        self.agent = self._own.in_language(tag)
        self.changed(tag)
