"""Services that misbehave on request, behind the real interfaces."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import trio

from actors.recognizer.service import Listener, RecognizerFailed, Transcript, Utterance
from actors.responder.service import CallerTurn, ReplyPart, ResponderFailed, Talk
from actors.speaker.service import VoiceFailed
from engine.expectation import Expectation

CRASH, FAIL, HANG = "crash", "fail", "hang"


class Trouble:
    """What goes wrong, and how often: `Trouble(CRASH, times=1)` spoils the first use and none after it."""

    def __init__(self, kind: str, times: int = 1, failure: Callable[[str], Exception] = RuntimeError) -> None:
        self._kind, self.left, self._failure = kind, times, failure

    async def strike(self) -> None:
        if self.left == 0:
            return
        self.left -= 1
        if self._kind == HANG:
            await trio.sleep_forever()
        raise RuntimeError("a planted bug") if self._kind == CRASH else self._failure("a planted failure")


NO_TROUBLE = Trouble(CRASH, times=0)


class TroubledRecognizer:
    """Says `texts` one after the other, the last one again and again."""

    name = "troubled recognizer"

    def __init__(self, *texts: str, feeding: Trouble = NO_TROUBLE, finishing: Trouble = NO_TROUBLE) -> None:
        self._texts, self._feeding, self._finishing = list(texts), feeding, finishing
        self.expected: list[Expectation] = []
        self.heard: list[bytes] = []
        for trouble in (feeding, finishing):
            trouble._failure = RecognizerFailed

    def speaks(self, language: str) -> bool:
        return bool(language)

    def unknown_words(self, expected: Sequence[Expectation]) -> tuple[str, ...]:
        del expected
        return ()

    def listen(self) -> Listener:
        return self

    @asynccontextmanager
    async def utterance(self, expected: Expectation, on_partial: Callable[[str], None]) -> AsyncIterator[Utterance]:
        self.expected.append(expected)
        self.heard.append(b"")
        on_partial("so far")
        yield self

    async def feed(self, mulaw: bytes) -> None:
        await self._feeding.strike()
        self.heard[-1] += mulaw
        await trio.lowlevel.checkpoint()

    async def finish(self) -> Transcript:
        await self._finishing.strike()
        text = self._texts.pop(0) if len(self._texts) > 1 else self._texts[0]
        return Transcript(text, 0.9)


class TroubledResponder:
    """Answers every turn with the same parts, `pause_s` apart, and remembers what it was asked."""

    name = "troubled responder"

    def __init__(
        self, *parts: ReplyPart, trouble: Trouble = NO_TROUBLE, pause_s: float = 0.0, max_digits: int = 1
    ) -> None:
        self._parts, self._trouble, self._pause_s = parts, trouble, pause_s
        self.expected = Expectation(max_digits=max_digits)
        self.asked: list[CallerTurn] = []
        trouble._failure = ResponderFailed

    def speaks(self, language: str) -> bool:
        return bool(language)

    def expectations(self) -> tuple[Expectation, ...]:
        return ()

    def talk(self, caller: str, language: str) -> Talk:
        del caller, language
        return self

    @asynccontextmanager
    async def reply(self, turn: CallerTurn) -> AsyncIterator[AsyncIterator[ReplyPart]]:
        self.asked.append(turn)
        parts = self._say()
        try:
            yield parts
        finally:
            with trio.move_on_after(1, shield=True):
                await parts.aclose()

    async def _say(self) -> AsyncGenerator[ReplyPart, None]:
        await self._trouble.strike()
        for part in self._parts:
            await trio.sleep(self._pause_s)
            yield part


class TroubledVoice:
    """`seconds` of sound for each sentence, one second a piece; trouble strikes before the piece it is planted in."""

    name = "troubled voice"

    def __init__(
        self, seconds: int = 2, trouble: Trouble = NO_TROUBLE, in_piece: int = 0, first_byte_s: float = 0.0
    ) -> None:
        self._seconds, self._trouble, self._in_piece = seconds, trouble, in_piece
        self._first_byte_s = first_byte_s
        self.said: list[str] = []
        trouble._failure = VoiceFailed

    def speaks(self, language: str) -> bool:
        return bool(language)

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

    async def _sound(self, number: int) -> AsyncGenerator[bytes, None]:
        await trio.sleep(self._first_byte_s)
        for piece in range(self._seconds):
            if piece == self._in_piece:
                await self._trouble.strike()
            yield bytes([number]) * 8000  # the mu-law code tells which sentence a byte on the wire belongs to
