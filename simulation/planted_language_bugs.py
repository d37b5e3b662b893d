"""Bugs in the languages of a call, planted where a trial may change it: each must break a promise."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from offhook.engine.run.call import Actors, Call, Cast
from offhook.engine.run.call_language import CallLanguage


def forgotten_on_return(cast: Cast) -> Cast:
    """A call that has returned begins in the agent's own language once more."""
    return _ChangedCast(cast, _forget)


def set_too_late(cast: Cast) -> Cast:
    """Whoever hears, answers or speaks is told the language that was set before the last one."""
    return _ChangedCast(cast, _lag)


def asked_once_more(cast: Cast) -> Cast:
    """A call that has returned asks for the language, whether it is known or not."""
    return _ChangedCast(cast, _ask)


def set_before_it_is_there(cast: Cast) -> Cast:
    """The call is in a language before anybody has it, and stays there if nobody does."""
    return _ChangedCast(cast, _hurry)


class _ChangedCast:
    def __init__(self, cast: Cast, change: Callable[[Call], None]) -> None:
        self._cast, self._change = cast, change

    @asynccontextmanager
    async def play(self, call: Call) -> AsyncIterator[Actors]:
        self._change(call)
        async with self._cast.play(call) as actors:
            yield actors


def _forget(call: Call) -> None:
    if call.before is not None:
        call.language.agent = call.language.whole_agent


def _ask(call: Call) -> None:
    if call.before is not None and call.language.whole_agent.chosen_by.value == "ask":
        call.language.is_asked = True


class _Lagging(CallLanguage):
    """Is one behind."""

    def __init__(self, real: CallLanguage) -> None:
        self.__dict__ = real.__dict__
        self._next = real.agent

    async def set(self, tag: str) -> None:
        self.agent, behind = self._next, self.agent
        try:
            await super().set(tag)
        finally:
            self._next, self.agent = self.agent, behind


def _lag(call: Call) -> None:
    call.language = _Lagging(call.language)


class _Reckless(CallLanguage):
    """Tells of a language before somebody is found who has it."""

    def __init__(self, real: CallLanguage) -> None:
        self.__dict__ = real.__dict__

    async def set(self, tag: str) -> None:
        if tag in self._own.tags:
            self._change(tag)
        await super().set(tag)


def _hurry(call: Call) -> None:
    call.language = _Reckless(call.language)
