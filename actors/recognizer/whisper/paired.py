"""`whisper` with `pocketsphinx` beside it, where the dialogue expects phrases: each has what the other lacks.

pocketsphinx listens along. It has partial texts, and words of its grammar that it is sure of are taken at once. Of all
others Whisper has the last word: it hears the utterance at the pause, what it writes by itself and how likely it finds
the words of the grammar (`judgement.py`). While it is busy, late or broken, pocketsphinx's words are taken as if it
were alone.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from itertools import pairwise
from typing import TypeVar

import trio

from offhook.actors.recognizer.pocketsphinx import NAME as POCKETSPHINX
from offhook.actors.recognizer.service import (
    Recognizer,
    RecognizerFailed,
    RecognizerSession,
    Transcript,
    TranscriptSoFar,
    Utterance,
)
from offhook.actors.recognizer.whisper.judgement import SURE, fits, judged, judged_beside
from offhook.actors.recognizer.whisper.messages import LONGEST_BYTES, Heard
from offhook.actors.recognizer.whisper.recognizer import NAME, Whisper
from offhook.actors.served_call import ServedCall
from offhook.engine.words.expectation import Expectation
from offhook.protocol.telephone_audio import BYTES_PER_S

LATEST_S = 0.55
"""So long Whisper is waited for after the turn. A chain asks the next service after 0.6 s at the soonest."""
STALE_AFTER_BYTES = 3 * BYTES_PER_S // 2
"""What was heard at a pause is the whole utterance if no more than silence came after it."""

T = TypeVar("T")


class Paired:
    """Both, as one recognizer."""

    guesses = True
    name = NAME

    def __init__(self, whisper: Whisper, grammar: Recognizer) -> None:
        self._whisper, self._grammar = whisper, grammar

    def speaks(self, language: str) -> bool:
        return self._whisper.speaks(language)

    def unknown_words(self, expected: Sequence[Expectation]) -> tuple[str, ...]:
        return self._whisper.unknown_words(expected)

    @asynccontextmanager
    async def session(self, call: ServedCall) -> AsyncIterator[RecognizerSession]:
        async with self._whisper.session(call) as alone:
            if call.among or not self._grammar.speaks(call.language):
                yield alone
                return
            async with self._grammar.session(call) as grammar:
                yield _Session(self._whisper, call, alone, grammar)


class _Session:
    """What pocketsphinx learns of the caller's voice is kept for the call."""

    def __init__(
        self, whisper: Whisper, call: ServedCall, alone: RecognizerSession, grammar: RecognizerSession
    ) -> None:
        self._whisper, self._call, self._alone, self._grammar = whisper, call, alone, grammar

    def utterance(
        self, number: int, expected: Expectation, on_partial: Callable[[str], None]
    ) -> AbstractAsyncContextManager[Utterance]:
        """Without phrases pocketsphinx would listen for any English: half of it wrong, for a fifth of a core."""
        if not expected.phrases:
            return self._alone.utterance(number, expected, on_partial)
        return self._both(number, expected, on_partial)

    @asynccontextmanager
    async def _both(
        self, number: int, expected: Expectation, on_partial: Callable[[str], None]
    ) -> AsyncIterator[Utterance]:
        async with AsyncExitStack() as stack:
            begin = stack.enter_async_context(self._grammar.utterance(number, expected, on_partial))
            grammar = _Guarded(await _unless_it_fails(begin))
            yield _Utterance(self._whisper, self._call, grammar, expected)


class _Guarded:
    """pocketsphinx's utterance, for as long as it works."""

    def __init__(self, utterance: Utterance | None) -> None:
        self._utterance = utterance
        self._final: Transcript | None = None

    async def feed(self, mulaw: bytes) -> None:
        await trio.lowlevel.checkpoint()
        if self._utterance is not None:
            await self._or_give_up(self._utterance.feed(mulaw))

    async def text_so_far(self) -> str:
        await trio.lowlevel.checkpoint()
        found = None if self._utterance is None else await self._or_give_up(self._utterance.so_far())
        return "" if found is None else found.transcript.text

    async def finish(self) -> Transcript | None:
        """None if it has failed."""
        await trio.lowlevel.checkpoint()
        if self._final is None and self._utterance is not None:
            self._final = await self._or_give_up(self._utterance.finish())
        return self._final

    async def _or_give_up(self, asked: Awaitable[T]) -> T | None:
        try:
            return await asked
        except RecognizerFailed:  # Whisper is there, and the next utterance may find another worker
            self._utterance = None
            return None


class _Utterance:
    """Keeps the audio for Whisper."""

    def __init__(self, whisper: Whisper, call: ServedCall, grammar: _Guarded, expected: Expectation) -> None:
        self._whisper, self._call, self._grammar, self._expected = whisper, call, grammar, expected
        self._sound = bytearray()
        self._at_pause: tuple[int, Heard] | None = None
        """What Whisper heard at the last pause, and in how many bytes."""

    async def feed(self, mulaw: bytes) -> None:
        self._sound += mulaw[: LONGEST_BYTES - len(self._sound)]
        await self._grammar.feed(mulaw)

    async def so_far(self) -> TranscriptSoFar | None:
        self._at_pause = None
        so_far = await self._grammar.text_so_far()
        try:
            heard = await self._hear(so_far)
        except RecognizerFailed:
            return None  # the turn may end without it; what is asked for then comes sooner
        self._at_pause = len(self._sound), heard
        return TranscriptSoFar(self._judged(Transcript(so_far, confidence=0.5), heard), stands=False)

    async def finish(self) -> Transcript:
        grammar = await self._grammar.finish()
        if grammar is None:
            return self._judged(None, await self._heard_with(""))
        if grammar.confidence >= SURE and fits(grammar.text, self._expected):
            return grammar
        heard: Heard | None = None
        with trio.move_on_after(LATEST_S):
            heard = await _unless_it_fails(self._heard_with(grammar.text))
        return grammar if heard is None else self._judged(grammar, heard)

    async def _heard_with(self, text: str) -> Heard:
        """What Whisper hears, and how likely it finds this text. Raises RecognizerFailed."""
        await trio.lowlevel.checkpoint()
        if self._at_pause is not None:
            heard_bytes, heard = self._at_pause
            is_whole = len(self._sound) - heard_bytes <= STALE_AFTER_BYTES
            is_asked = not text or any(each.text == text for each in heard.asked)
            if is_whole and (is_asked or fits(self._judged(None, heard).text, self._expected)):
                return heard
        return await self._hear(text)

    async def _hear(self, text: str) -> Heard:
        return await self._whisper.hear(bytes(self._sound), self._call, (text,) if text else ())

    def _judged(self, grammar: Transcript | None, heard: Heard) -> Transcript:
        sound_s = len(self._sound) / BYTES_PER_S
        if grammar is None:
            return judged(heard, sound_s, self._expected)
        return judged_beside(grammar, heard, sound_s, self._expected)


async def _unless_it_fails(asked: Awaitable[T]) -> T | None:
    try:
        return await asked
    except RecognizerFailed:
        return None


def paired(recognizers: Sequence[Recognizer]) -> list[Recognizer]:
    """The same recognizers; one of Whisper that stands right in front of pocketsphinx listens together with it."""
    found = list(recognizers)
    for place, (first, second) in enumerate(pairwise(recognizers)):
        if isinstance(first, Whisper) and first.pairs and second.name == POCKETSPHINX:
            found[place] = Paired(first, second)
    return found
