"""Carries out what the question for the language has decided: asks in each voice, sets the language, and lets whoever
answers in it answer."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, suppress

import msgspec

from offhook.actors.responder.prepared_parts import PreparedParts
from offhook.actors.responder.service import Commit, Sentence, Written
from offhook.engine.run.call_language import CallLanguage
from offhook.engine.run.tool import ToolFailed


async def in_their_voices(language: CallLanguage, sentences: Sequence[Sentence]) -> AsyncIterator[Written]:
    """Each in its language. One that no voice can say now is left out."""
    said: list[Sentence] = []
    for each in sentences:
        with suppress(ToolFailed):
            if each.language:
                await language.open_voice(each.language)
            said.append(each if each.language else msgspec.structs.replace(each, language=language.tag))
    return PreparedParts((0.0, each) for each in said)


async def set_or_stay(language: CallLanguage, tag: str) -> None:
    """The caller has chosen it. If nobody speaks it now, the call goes on in the one it has."""
    try:
        await language.set(tag)
    except ToolFailed:
        language.settle()


class ReplyInChosen:
    """A reply in the language that the caller has chosen with these words: it is set when they are the answer."""

    def __init__(
        self,
        choose: Callable[[], Awaitable[None]],
        answer: Callable[[], AbstractAsyncContextManager[AsyncIterator[Written]]],
        commit: Commit,
        stack: AsyncExitStack,
    ) -> None:
        """`stack` holds the answer until the reply is left."""
        self._choose, self._answer, self._commit, self._stack = choose, answer, commit, stack
        self._reply: AsyncIterator[Written] | None = None

    def __aiter__(self) -> "ReplyInChosen":
        return self

    async def __anext__(self) -> Written:
        if self._reply is None:
            await self._commit()
        return await anext(await self.begin())

    async def begin(self) -> AsyncIterator[Written]:
        """Set the language, and ask whoever answers in it, if that was not done by now."""
        if self._reply is None:
            await self._choose()
            self._reply = await self._stack.enter_async_context(self._answer())
        return self._reply
