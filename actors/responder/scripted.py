"""The responder `scripted`: three set sentences whatever was said, for tests, benchmarks and first attempts."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

from actors.responder.prepared_parts import PreparedParts
from actors.responder.responder_settings import ScriptedResponderSettings
from actors.responder.service import CallerTurn, Occasion, ReplyPart, Responder, Sentence, Talk
from engine.agent import Agent
from engine.expectation import Expectation


@asynccontextmanager
async def open_scripted_responder(settings: ScriptedResponderSettings, agent: Agent) -> AsyncIterator[Responder]:
    yield _ScriptedResponder(agent, settings)


class _ScriptedResponder:
    def __init__(self, agent: Agent, settings: ScriptedResponderSettings) -> None:
        self._agent, self._settings = agent, settings

    @property
    def name(self) -> str:
        return "scripted"

    def speaks(self, language: str) -> bool:
        del language  # it understands nothing in any of them
        return True

    def expectations(self) -> tuple[Expectation, ...]:
        return ()

    def talk(self, caller: str, language: str) -> Talk:
        del caller
        return _ScriptedTalk(self._agent, self._settings, language)


class _ScriptedTalk:
    def __init__(self, agent: Agent, settings: ScriptedResponderSettings, language: str) -> None:
        self._agent, self._settings, self._language = agent, settings, language

    @property
    def expected(self) -> Expectation:
        return Expectation(language=self._language)

    @asynccontextmanager
    async def reply(self, turn: CallerTurn) -> AsyncIterator[AsyncIterator[ReplyPart]]:
        yield PreparedParts(self._greeting() if turn.occasion is Occasion.ANSWERED else self._sentences())

    def _greeting(self) -> Iterator[tuple[float, ReplyPart]]:
        if self._agent.greeting:
            yield 0.0, Sentence(self._agent.greeting)

    def _sentences(self) -> Iterator[tuple[float, ReplyPart]]:
        wait_ms = self._settings.first_sentence_ms
        for text in self._settings.sentences:
            yield wait_ms / 1000, Sentence(text)
            wait_ms = self._settings.sentence_ms
