"""The responder `scripted`: three set sentences whatever was said, for tests, benchmarks and first attempts."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

from offhook.actors.responder.prepared_parts import PreparedParts
from offhook.actors.responder.responder_settings import ScriptedResponderSettings
from offhook.actors.responder.sentence_splitter import SentenceSplitter
from offhook.actors.responder.service import CallerTurn, FirstToken, Occasion, ReplyPart, Responder, Sentence, Talk
from offhook.engine.agent import Agent
from offhook.engine.expectation import Expectation

_TOKEN_CHARACTERS = 4


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

    def lines(self) -> tuple[str, ...]:
        return (self._agent.greeting, *self._settings.sentences) if self._agent.greeting else self._settings.sentences

    def talk(self, caller: str, language: str) -> Talk:
        del caller
        return _ScriptedTalk(self._agent, self._settings, language)


class _ScriptedTalk:
    def __init__(self, agent: Agent, settings: ScriptedResponderSettings, language: str) -> None:
        self._agent, self._settings, self._language = agent, settings, language

    @property
    def expected(self) -> Expectation:
        return Expectation(language=self._language)

    def understands(self, *turns: CallerTurn) -> bool:
        return bool(turns)

    def collected(self) -> None:
        return None

    @asynccontextmanager
    async def reply(self, turn: CallerTurn) -> AsyncIterator[AsyncIterator[ReplyPart | FirstToken]]:
        if turn.occasion is Occasion.ANSWERED:
            yield PreparedParts(self._greeting())
        else:
            yield PreparedParts(self._written() if self._settings.characters_per_s else self._sentences())

    def _greeting(self) -> Iterator[tuple[float, ReplyPart]]:
        if self._agent.greeting:
            yield 0.0, Sentence(self._agent.greeting)

    def _sentences(self) -> Iterator[tuple[float, ReplyPart]]:
        wait_ms = self._settings.first_sentence_ms
        for text in self._settings.sentences:
            yield wait_ms / 1000, Sentence(text)
            wait_ms = self._settings.sentence_ms

    def _written(self) -> Iterator[tuple[float, ReplyPart | FirstToken]]:
        """The same text as a language model streams it: what is complete goes out while the rest is written."""
        text = " ".join(self._settings.sentences)
        splitter = SentenceSplitter(self._language, first_clause_characters=self._settings.first_clause_characters)
        yield self._settings.first_token_ms / 1000, FirstToken()
        wait_s = 0.0
        for start in range(0, len(text), _TOKEN_CHARACTERS):
            if start:
                wait_s += _TOKEN_CHARACTERS / self._settings.characters_per_s
            pieces = splitter.feed(text[start : start + _TOKEN_CHARACTERS])
            if start + _TOKEN_CHARACTERS >= len(text):
                pieces += splitter.finish()
            for piece in pieces:
                yield wait_s, Sentence(piece)
                wait_s = 0.0
