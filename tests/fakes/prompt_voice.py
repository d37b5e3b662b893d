"""A voice of the agent's that is a recording."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager

import trio

from offhook.actors.speaker.service import StatelessVoice
from tests.fakes.clips import clip

PROMPT = clip("ast_enter_password")


class PromptVoice(StatelessVoice):
    """Says a recorded prompt, whatever the text."""

    name = "prompt"

    def __init__(self, sound: bytes = PROMPT) -> None:
        self._prompt = sound

    def speaks(self, language: str) -> bool:
        return True

    @asynccontextmanager
    async def say(self, text: str, language: str) -> AsyncIterator[AsyncIterator[bytes]]:
        async with aclosing(self._sound()) as sound:
            yield sound

    async def _sound(self) -> AsyncGenerator[bytes, None]:  # noqa: ASYNC900  # `say` closes it
        for start in range(0, len(self._prompt), 800):
            await trio.lowlevel.checkpoint()
            yield self._prompt[start : start + 800]
