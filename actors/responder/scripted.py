"""The responder `scripted`: three set sentences whatever was said, for tests, benchmarks and first attempts."""

from collections.abc import AsyncIterator, Generator, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import Annotated

from pydantic import Field

from offhook.actors.at_once import at_once
from offhook.actors.responder.prepared_parts import PreparedParts
from offhook.actors.responder.service import (
    CallerTurn,
    Commit,
    FirstToken,
    Heard,
    Occasion,
    ReplyPart,
    Responder,
    ResponderDeclaration,
    ResponderSession,
    Sentence,
)
from offhook.actors.served_call import ServedCall
from offhook.engine.host.agent import Agent
from offhook.engine.host.settings import Section
from offhook.engine.host.world import World
from offhook.engine.words.expectation import Expectation
from offhook.engine.words.sentence_splitter import FIRST_CLAUSE_CHARACTERS, SentenceSplitter

_TOKEN_CHARACTERS = 4
_Text = Annotated[str, Field(min_length=1, max_length=500)]
_Wait = Annotated[int, Field(ge=0, le=60_000)]


class ScriptedResponderSettings(Section):
    """What the responder `scripted` says, and how long it pretends to think."""

    sentences: tuple[_Text, _Text, _Text] = (
        "This is the first of three sentences.",
        "The second one is somewhat longer, so that there is time to interrupt it.",
        "And this was the third.",
    )
    """What it says, every time."""
    first_sentence_ms: _Wait = 0
    """How long it waits before the first sentence."""
    sentence_ms: _Wait = 0
    """How long it waits before each further sentence."""
    characters_per_s: int = Field(default=0, ge=0, le=10_000)
    """0: each sentence is there at once, after its wait. Else how fast the text is written, four characters at a time
    as a model does, and the two waits above count for nothing."""
    first_token_ms: _Wait = 0
    """How long it waits before the first characters, where it writes."""
    first_clause_characters: int = Field(default=FIRST_CLAUSE_CHARACTERS, ge=0, le=500)
    """How long a clause must be to be said before its sentence is written to the end; 0: never."""


@asynccontextmanager
async def open_scripted_responder(
    world: World, settings: ScriptedResponderSettings, agent: Agent
) -> AsyncIterator[Responder]:
    del world  # nothing outside is needed
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
        greeting = self._agent.filled().greeting
        return (greeting, *self._settings.sentences) if greeting else self._settings.sentences

    def session(self, call: ServedCall) -> AbstractAsyncContextManager[ResponderSession]:
        return nullcontext(_ScriptedSession(call.agent or self._agent, self._settings, call.language))


class _ScriptedSession:
    __slots__ = ("_agent", "_language", "_settings")

    def __init__(self, agent: Agent, settings: ScriptedResponderSettings, language: str) -> None:
        self._agent, self._settings, self._language = agent, settings, language

    @property
    def expected(self) -> Expectation:
        return Expectation(language=self._language)

    def understands(self, *turns: CallerTurn) -> bool:
        return bool(turns)

    def collected(self) -> None:
        return None

    @at_once
    def reply(
        self, turn: CallerTurn, heard: Sequence[Heard], commit: Commit
    ) -> Generator[AsyncIterator[ReplyPart | FirstToken]]:
        del heard, commit
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


SCRIPTED = ResponderDeclaration(
    "scripted", ScriptedResponderSettings, open_scripted_responder, embedded=True, only_named=True
)
