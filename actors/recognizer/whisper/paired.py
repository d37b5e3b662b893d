"""`whisper` with `pocketsphinx` beside it, where the dialogue expects phrases: each has what the other lacks.

pocketsphinx listens along. It has partial texts, and words of its grammar that it is sure of are taken at once. Of all
others Whisper has the last word: at the pause it says what it hears by itself, and how likely it finds the words of
the grammar (`judgement.py`). While it is busy, late or broken, pocketsphinx's words are taken as if it
were alone.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from functools import partial
from itertools import pairwise

import trio

from offhook.actors.recognizer.pocketsphinx import NAME as POCKETSPHINX
from offhook.actors.recognizer.pocketsphinx import Pocketsphinx
from offhook.actors.recognizer.service import (
    Recognizer,
    RecognizerFailed,
    RecognizerSession,
    Transcript,
    TranscriptSoFar,
    Utterance,
)
from offhook.actors.recognizer.whisper.grammar_listener import Grammar, GrammarListener, GrammarSession
from offhook.actors.recognizer.whisper.judgement import is_sure, judged, judged_beside
from offhook.actors.recognizer.whisper.messages import LONGEST_BYTES, Heard
from offhook.actors.recognizer.whisper.queue import Busy
from offhook.actors.recognizer.whisper.recognizer import NAME, Whisper
from offhook.actors.served_call import ServedCall
from offhook.engine.record import facts
from offhook.engine.record.facts import Fault
from offhook.engine.words.expectation import Expectation
from offhook.protocol.telephone_audio import BYTES_PER_S

FROM_END_S, FROM_PAUSE_S = 0.55, 0.9
"""So long Whisper is waited for. A chain asks the next service 1 s after the pause, as `switch_within_s` says, and
0.6 s after the turn at the soonest."""


class Paired:
    """Both, as one recognizer."""

    guesses = True
    hears_each_alone = True
    name = NAME

    def __init__(self, whisper: Whisper, grammar: Grammar) -> None:
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

    def __init__(self, whisper: Whisper, call: ServedCall, alone: RecognizerSession, grammar: GrammarSession) -> None:
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
            sound = bytearray()
            failed = partial(_tell_failed, self._call, POCKETSPHINX, instead=NAME)
            grammar = GrammarListener(
                stack, lambda: self._grammar.utterance(number, expected, on_partial), sound, failed
            )
            await grammar.listen()
            yield _Utterance(self._whisper, self._call, grammar, sound, expected)


class _Utterance:
    """Keeps the audio for Whisper."""

    def __init__(
        self, whisper: Whisper, call: ServedCall, grammar: GrammarListener, sound: bytearray, expected: Expectation
    ) -> None:
        self._whisper, self._call, self._grammar, self._expected = whisper, call, grammar, expected
        self._sound = sound

    async def feed(self, mulaw: bytes) -> None:
        self._sound += mulaw[: LONGEST_BYTES - len(self._sound)]
        await self._grammar.listen()

    async def so_far(self) -> TranscriptSoFar:
        return TranscriptSoFar(await self._recognised(FROM_PAUSE_S), stands=True)

    async def finish(self) -> Transcript:
        return await self._recognised(FROM_END_S)

    async def _recognised(self, within_s: float) -> Transcript:
        """Raises RecognizerFailed if both have failed. The more time pocketsphinx takes, the less Whisper has."""
        whisper_until = trio.CancelScope(deadline=trio.current_time() + within_s)
        grammar = await self._grammar.words()
        sound = bytes(self._sound)
        sound_s = len(sound) / BYTES_PER_S
        if grammar is None:
            return judged(await self._whisper.hear(sound, self._call), sound_s, self._expected)
        if is_sure(grammar, self._expected):
            return grammar
        heard = await self._whisper_beside(grammar, sound, whisper_until, within_s)
        return grammar if heard is None else judged_beside(grammar, heard, sound_s, self._expected)

    async def _whisper_beside(
        self, grammar: Transcript, sound: bytes, until: trio.CancelScope, within_s: float
    ) -> Heard | None:
        """None, and a line in the log, where it is late or has failed: then pocketsphinx's words are taken."""
        why = f"no words within {within_s:g} s"
        try:
            with until:
                return await self._whisper.hear(sound, self._call, (grammar.text,) if grammar.text else ())
        except Busy:
            return None  # which has been told
        except RecognizerFailed as exc:
            why = str(exc)
        _tell_failed(self._call, NAME, why, instead=POCKETSPHINX)
        return None


def _tell_failed(call: ServedCall, service: str, why: str, *, instead: str) -> None:
    """The chain cannot: for it, the two are one service that works."""
    call.report(facts.ServiceFailed(Fault.RECOGNIZER_FAILED, service, why, instead))


def paired(recognizers: Sequence[Recognizer]) -> list[Recognizer]:
    """The same recognizers; one of Whisper that stands right in front of pocketsphinx listens together with it."""
    found = list(recognizers)
    for place, (first, second) in enumerate(pairwise(recognizers)):
        if isinstance(first, Whisper) and first.pairs and isinstance(second, Pocketsphinx):
            found[place] = Paired(first, second)
    return found
