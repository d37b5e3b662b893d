"""Simulated services with names of their own, for chains: each may fail at any point of its work."""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager

import trio

from offhook.actors.responder.service import CallerTurn, Commit, FirstToken, Heard, HeardLine, ReplyPart, Written
from offhook.actors.speaker.service import StatelessVoice, VoiceFailed, VoicePiece
from offhook.engine.words.spoken_words import WordTime
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder
from offhook.simulation.trouble import Trouble, no_trouble

WORD_S = 0.25
TOKEN_AFTER = 0.75  # the share of the time until the first sentence


class Ear(SimulatedRecognizer):
    """A recognizer of whole utterances, or one that `streams`."""

    def __init__(
        self,
        name: str,
        *texts: str,
        feeding: Trouble | None = None,
        finishing: Trouble | None = None,
        final_s: float = 0.0,
        streams: bool = False,
    ) -> None:
        super().__init__(*texts, feeding=feeding, finishing=finishing, final_s=final_s, streams=streams)
        self.name = name


class Writer(SimulatedResponder):
    """A model: its first token, then its parts. The trouble strikes before `before` of these, from 0 on."""

    def __init__(
        self, name: str, *parts: ReplyPart, trouble: Trouble | None = None, before: int = 0, first_s: float = 0.0
    ) -> None:
        super().__init__(*parts, trouble=trouble)
        self.name, self._before, self._first_s = name, before, first_s

    @asynccontextmanager
    async def reply(
        self, turn: CallerTurn, heard: Sequence[Heard], commit: Commit
    ) -> AsyncIterator[AsyncIterator[Written]]:
        del commit
        self.asked.append(turn)
        self.told.append(tuple(line for line in heard if isinstance(line, HeardLine)))
        async with aclosing(self._write()) as parts:
            yield parts

    async def _write(self) -> AsyncGenerator[Written]:  # noqa: ASYNC900  # `reply` closes it
        written: list[tuple[float, Written]] = [(self._first_s * TOKEN_AFTER, FirstToken())]
        written += [(self._first_s * (1 - TOKEN_AFTER), part) for part in self._parts]
        for number, (after_s, part) in enumerate(written):
            if number == self._before:
                await self._trouble.strike()
            await trio.sleep(after_s)
            yield part
        if len(written) == self._before:
            await self._trouble.strike()


class WordByWord(StatelessVoice):
    """Says each word in WORD_S, as fast as it is asked. The trouble strikes before word `before` of a sentence, from 0
    on; if `in_sentence` is given, only in that one, from 1 on."""

    def __init__(
        self,
        name: str,
        trouble: Trouble | None = None,
        before: int = 0,
        *,
        in_sentence: int | None = None,
        tells_times: bool = True,
        first_byte_s: float = 0.0,
    ) -> None:
        self.name, self._trouble, self._before = name, trouble or no_trouble(), before
        self._in_sentence, self._tells_times, self._first_byte_s = in_sentence, tells_times, first_byte_s
        self._trouble.failure = VoiceFailed
        self.said: list[str] = []

    def speaks(self, language: str) -> bool:
        return bool(language)

    @asynccontextmanager
    async def say(self, text: str, language: str) -> AsyncIterator[AsyncIterator[VoicePiece]]:
        del language
        self.said.append(text)
        async with aclosing(self._sound(text, len(self.said))) as sound:
            yield sound

    async def _sound(self, text: str, sentence: int) -> AsyncGenerator[VoicePiece]:  # noqa: ASYNC900  # `say` closes it
        await trio.sleep(self._first_byte_s)
        at = 0
        for number, word in enumerate(text.split()):
            if number == self._before and self._in_sentence in (None, sentence):
                await self._trouble.strike()
            at = text.index(word, at)
            if self._tells_times:
                yield WordTime(at, round(number * WORD_S * 8000))
            at += len(word)
            await trio.lowlevel.checkpoint()
            yield bytes([64]) * round(WORD_S * 8000)
