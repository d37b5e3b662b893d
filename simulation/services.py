"""Simulated recognizer, responder, voice and VAD: the real interfaces, fixed latencies, and faults on request."""

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from itertools import count
from typing import NamedTuple

import msgspec
import trio

from offhook.actors.recognizer.service import (
    RecognizerFailed,
    RecognizerSession,
    Transcript,
    TranscriptSoFar,
    Utterance,
)
from offhook.actors.responder.service import (
    CallerTurn,
    Collected,
    Commit,
    Heard,
    HeardLine,
    Occasion,
    ReplyPart,
    ResponderFailed,
    ResponderSession,
    Sentence,
    UseTools,
    WantedTool,
    Written,
)
from offhook.actors.served_call import ServedCall
from offhook.actors.speaker.service import StatelessVoice, VoiceFailed
from offhook.actors.voice_detector import VoiceDetector, WebRtcDetector
from offhook.engine.host.settings import VadSettings
from offhook.engine.words.expectation import Expectation
from offhook.simulation.numbered import numbered
from offhook.simulation.trouble import Trouble, no_trouble

BYTES_PER_S = 8000


class SimulatedRecognizer:
    """Recognises `texts` one after the other, and then the last one always. Confidence is 0.9 unless given."""

    name = "simulated recognizer"
    guesses = False

    def __init__(
        self,
        *texts: str | Transcript,
        feeding: Trouble | None = None,
        finishing: Trouble | None = None,
        final_s: float = 0.0,
        streams: bool = False,
        confidence: float = 0.9,
        hears_each_alone: bool = False,
    ) -> None:
        self.hears_each_alone = hears_each_alone
        self._streams, self._confidence = streams, confidence
        self.partials: list[str] = []
        """The text so far at each pause; after the last of them it is the whole text."""
        self._transcripts = [Transcript(text, confidence) if isinstance(text, str) else text for text in texts]
        self._final_s = final_s
        self._feeding, self._finishing = feeding or no_trouble(), finishing or no_trouble()
        self._feeding.failure = self._finishing.failure = RecognizerFailed
        self.expected: list[Expectation] = []
        self.heard: list[bytes] = []

    def speaks(self, language: str) -> bool:
        return bool(language)

    def unknown_words(self, expected: Sequence[Expectation]) -> tuple[str, ...]:
        del expected
        return ()

    def session(self, call: ServedCall) -> AbstractAsyncContextManager[RecognizerSession]:
        del call
        return nullcontext(self)

    @asynccontextmanager
    async def utterance(
        self, number: int, expected: Expectation, on_partial: Callable[[str], None]
    ) -> AsyncIterator[Utterance]:
        del number
        self.expected.append(expected)
        self.heard.append(b"")
        if self._streams:
            on_partial(self._transcripts[0].text.partition(" ")[0])
        yield self

    async def feed(self, mulaw: bytes) -> None:
        await self._feeding.strike()
        self.heard[-1] += mulaw
        await trio.lowlevel.checkpoint()

    async def so_far(self) -> TranscriptSoFar | None:
        """The next of its `partials`, or else the next text; only if it `streams`."""
        await trio.lowlevel.checkpoint()
        heard = Transcript(self.partials.pop(0), self._confidence) if self.partials else self._transcripts[0]
        return TranscriptSoFar(heard, stands=False) if self._streams else None

    async def finish(self) -> Transcript:
        await self._finishing.strike()
        await trio.sleep(self._final_s)
        return self._transcripts.pop(0) if len(self._transcripts) > 1 else self._transcripts[0]


class Wish(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a responder does in one reply: it says so many of its sentences, and then calls these tools; all of them if
    it calls none."""

    tools: tuple[WantedTool, ...] = ()
    says: int = 0
    after_s: float = 0.0
    """It thinks so long before anything comes."""


class ToldAt(NamedTuple):
    """The conversation as a responder was told it at one moment."""

    at: float
    turn: CallerTurn
    heard: tuple[Heard, ...]
    language: str = ""
    """In which the responder was to answer."""


class SimulatedResponder:
    """Answers every turn with the same parts, `pause_s` apart, and remembers what it was asked.

    If `repeat` is given, a caller who was not understood hears that instead. If sentences are `numbered`, no two of
    them are alike.
    """

    name = "simulated responder"

    def __init__(
        self,
        *parts: ReplyPart,
        trouble: Trouble | None = None,
        pause_s: float = 0.0,
        max_digits: int = 1,
        repeat: str = "",
        numbered: bool = False,
        first_number: int = 1,
    ) -> None:
        self._numbers = count(first_number) if numbered else None
        self._parts, self._trouble, self._pause_s = parts, trouble or no_trouble(), pause_s
        self._repeat = (Sentence(repeat),) if repeat else parts
        self.closing: ReplyPart | None = None
        """Once set, it ends every reply."""
        self.closing_of: dict[str, ReplyPart] = {}
        """The same, but only for replies to these words."""
        self._trouble.failure = ResponderFailed
        self.expected = Expectation(max_digits=max_digits)
        self.asked: list[CallerTurn] = []
        self.told: list[tuple[HeardLine, ...]] = []
        """The conversation so far, as it was told with each of `asked`."""
        self.told_at: list[ToldAt] = []
        """The same with the tools that were called."""
        self.wishes: Iterator[Wish] = iter(())
        """Of its next replies, one each."""
        self.written_in: dict[str, str] = {}
        """The language that it was told to answer in, for each of its numbered sentences."""
        self._call: ServedCall | None = None

    def speaks(self, language: str) -> bool:
        return bool(language)

    def expectations(self) -> tuple[Expectation, ...]:
        return ()

    def lines(self) -> tuple[str, ...]:
        return ()

    def session(self, call: ServedCall) -> AbstractAsyncContextManager[ResponderSession]:
        return self._of_call(call)

    @asynccontextmanager
    async def _of_call(self, call: ServedCall) -> AsyncIterator[ResponderSession]:
        self._call = call
        try:
            yield self
        finally:
            self._call = None

    def understands(self, *turns: CallerTurn) -> bool:
        return bool(turns)

    def collected(self) -> Collected | None:
        return None

    @asynccontextmanager
    async def reply(
        self, turn: CallerTurn, heard: Sequence[Heard], commit: Commit
    ) -> AsyncIterator[AsyncIterator[Written]]:
        del commit
        self.asked.append(turn)
        self.told.append(tuple(line for line in heard if isinstance(line, HeardLine)))
        language = "" if self._call is None else self._call.language_now
        self.told_at.append(ToldAt(trio.current_time(), turn, tuple(heard), language))
        said = self._repeat if turn.occasion is Occasion.SPEECH and not turn.text else self._parts
        parts = self._say(said, turn, language)
        try:
            yield parts
        finally:
            with trio.move_on_after(1, shield=True):
                await parts.aclose()

    async def _say(  # noqa: ASYNC900  # `reply` closes it
        self, parts: Sequence[ReplyPart], turn: CallerTurn, language: str
    ) -> AsyncGenerator[Written, None]:
        wish = next(self.wishes, Wish())
        await trio.sleep(wish.after_s)
        for part in parts[: wish.says] if wish.tools else parts:
            await self._trouble.strike()
            await trio.sleep(self._pause_s)
            if self._numbers is not None and isinstance(part, Sentence):
                text = numbered(next(self._numbers), part.text)
                self.written_in[text] = language
                yield Sentence(text)
            else:
                yield part
        if wish.tools:
            await self._trouble.strike()
            await trio.sleep(self._pause_s)
            yield UseTools(wish.tools)
            return
        if (closing := self.closing_of.get(turn.text, self.closing)) is not None:
            yield closing


class SimulatedVoice(StatelessVoice):
    """Makes `seconds` of audio for each sentence, in pieces of one second. Faults strike before piece `in_piece`, or
    before every piece if that is None.

    Sentences are numbered from 1 in the order of requests. Each byte of a sentence is its number, so every byte on the
    wire identifies its sentence.
    """

    name = "simulated voice"

    def __init__(
        self, seconds: float = 2, trouble: Trouble | None = None, in_piece: int | None = 0, first_byte_s: float = 0.0
    ) -> None:
        self._seconds, self._trouble, self._in_piece = seconds, trouble or no_trouble(), in_piece
        self._trouble.failure = VoiceFailed
        self._first_byte_s = first_byte_s
        self.said: list[str] = []

    def speaks(self, language: str) -> bool:
        return bool(language)

    def text_of(self, code: int) -> str:
        """The text of the sentence that this byte belongs to."""
        return self.said[code - 1]

    @asynccontextmanager
    async def say(self, text: str, language: str) -> AsyncIterator[AsyncIterator[bytes]]:
        del language
        self.said.append(text)
        pieces = self._sound(len(self.said))
        try:
            yield pieces
        finally:
            with trio.move_on_after(1, shield=True):
                await pieces.aclose()

    async def _sound(self, number: int) -> AsyncGenerator[bytes, None]:  # noqa: ASYNC900  # `say` closes it
        await trio.sleep(self._first_byte_s)
        left = round(self._seconds * BYTES_PER_S)
        piece = 0
        while left > 0:
            if self._in_piece in (None, piece):
                await self._trouble.strike()
            yield bytes([number]) * min(left, BYTES_PER_S)
            left -= BYTES_PER_S
            piece += 1


class SimulatedDetector:
    """WebRTC's VAD. Faults strike before a verdict."""

    likelihood, vetoes = None, False

    def __init__(self, settings: VadSettings, trouble: Trouble) -> None:
        self._real, self._trouble = WebRtcDetector(settings), trouble

    def judge(self, frame: bytes) -> bool | Awaitable[bool]:
        return self._judge_in_trouble(frame) if self._trouble.may_strike else self._real.judge(frame)

    async def _judge_in_trouble(self, frame: bytes) -> bool:
        await self._trouble.strike()
        return self._real.judge(frame)


def detector_with(trouble: Trouble) -> Callable[[VadSettings], VoiceDetector]:
    """Opens a new detector for every incarnation of the VAD actor; all of them share the same fault."""
    return lambda settings: SimulatedDetector(settings, trouble)
