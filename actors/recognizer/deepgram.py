"""The recognizer `deepgram`: streaming recognition by Deepgram, listen v1.

A call has one connection, and all its utterances are one stream of audio on it: each is a stretch of that stream, and
results are about stretches too (`protocol/deepgram_span.py`). At a pause the service is asked to recognise what it has,
so the final words are mostly there when the turn ends.
"""

import math
from collections.abc import AsyncIterator, Callable, Generator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Annotated

import trio
from pydantic import Field, SecretStr, model_validator

from offhook.actors.at_once import at_once
from offhook.actors.deepgram import DEEPGRAM_VENDOR, FIRST_AUDIO, DeepgramDialect, deepgram_remote
from offhook.actors.keyed_server import BaseUrl, KeyedServer
from offhook.actors.recognizer.service import (
    FedAtOnce,
    Recognizer,
    RecognizerDeclaration,
    RecognizerFailed,
    RecognizerSession,
    Transcript,
    TranscriptSoFar,
    Utterance,
)
from offhook.actors.served_call import ServedCall
from offhook.actors.service_connection import Lost, ServiceConnection
from offhook.engine.decide.costs import Used
from offhook.engine.host.contradictions import refuse
from offhook.engine.host.network import Network
from offhook.engine.host.settings import Seconds, Section
from offhook.engine.host.world import World
from offhook.engine.run.mailbox import Wake
from offhook.engine.words.expectation import Expectation
from offhook.engine.words.heard_word import HeardWord
from offhook.protocol import deepgram_listen as wire
from offhook.protocol.deepgram_span import Span
from offhook.protocol.telephone_audio import BYTES_PER_S, FRAME_BYTES

NAME = "deepgram"
LONGEST_UTTERANCE_S = 180.0
LONGEST_PIECE = BYTES_PER_S // 4  # Deepgram advises 20 to 250 ms
REACHES_THE_END_S = 0.3  # there is about so much silence at a pause, as the detector of voices is a little late


class DeepgramRecognizerSettings(Section):
    """Deepgram's streaming recognition; docs/services.md."""

    api_key: SecretStr | None = None
    """Unset: `DEEPGRAM_API_KEY`. A server that is named by `base_url` may need none."""
    base_url: BaseUrl | None = None
    """Where to connect to, such as https://api.eu.deepgram.com/v1. Unset: https://api.deepgram.com/v1."""
    model: Annotated[str, Field(min_length=1, max_length=200)] = "nova-3"
    """Which model recognises."""
    language: Annotated[str, Field(max_length=20, pattern=r"^[A-Za-z-]*$")] = ""
    """In which language callers speak, or `multi` for several. Empty: in that of the agent, without its country; and in
    several, where the agent does not know it yet (docs/languages.md)."""
    keyterms: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=200)], ...], Field(max_length=100)] = ()
    """Names and words that callers are likely to say. Only nova-3 takes them."""
    endpointing_ms: Annotated[int, Field(ge=0, le=5000)] = 300
    """After so much silence Deepgram holds that the caller has finished; 0: never. Where that is less than
    `vad.silence_ms`, turns end sooner (docs/end-of-turn.md)."""
    connect_s: Seconds = 2.0
    """How long a connection may take."""
    final_s: Seconds = 0.4
    """How long final words are waited for, at a pause and at the end. After that the words so far count, if they reach
    to the end of the audio."""
    total_s: Seconds = 3.0
    """How long words that reach to the end may take after it."""

    @model_validator(mode="after")
    def _fit_together(self) -> "DeepgramRecognizerSettings":
        too_many = f"more than {wire.LONGEST_KEYTERMS} characters together, which Deepgram may not take"
        too_long = "words would be given up before they are waited for"
        refuse(
            self,
            (sum(map(len, self.keyterms)) > wire.LONGEST_KEYTERMS, "keyterms", too_many),
            (self.final_s > self.total_s, "final_s total_s", too_long),
        )
        return self


@asynccontextmanager
async def open_deepgram(world: World, settings: DeepgramRecognizerSettings) -> AsyncIterator[Recognizer]:
    """Raises WorkerCannotStart where there is no key."""
    server = KeyedServer(DEEPGRAM_VENDOR, f"recognizer.{NAME}", settings, world.environment())
    async with world.network() as network:
        yield DeepgramRecognizer(network, server, settings)


def _plain(language: str) -> str:
    """A tag without its country."""
    return language.partition("-")[0].lower()


class DeepgramRecognizer:
    """Each call has a connection of its own."""

    name = NAME
    counts_itself = True
    guesses = False

    def __init__(self, network: Network, server: KeyedServer, settings: DeepgramRecognizerSettings) -> None:
        self._network, self._server, self._settings = network, server, settings

    def speaks(self, language: str) -> bool:
        chosen = self._settings.language
        if chosen == wire.MULTI:
            return wire.hears_several(self._settings.model, [_plain(language)])
        return bool(language) and (not chosen or _plain(chosen) == _plain(language))

    def unknown_words(self, expected: Sequence[Expectation]) -> tuple[str, ...]:
        del expected  # it writes any word
        return ()

    def _language_of(self, call: ServedCall) -> str:
        several = [_plain(each) for each in call.among]
        return wire.MULTI if several and wire.hears_several(self._settings.model, several) else _plain(call.language)

    @asynccontextmanager
    async def session(self, call: ServedCall) -> AsyncIterator[RecognizerSession]:
        chosen = self._settings
        language = chosen.language or self._language_of(call)
        path = wire.listen_path(chosen.model, language, chosen.keyterms, chosen.endpointing_ms)
        dialect = DeepgramDialect(self._network, self._server, path)
        connection: ServiceConnection[wire.ServerMessage] = ServiceConnection(dialect, chosen.connect_s)
        session = _Session(connection, chosen, partial(call.used, f"recognizer.{NAME}"))
        async with trio.open_nursery() as nursery:
            nursery.start_soon(connection.run, session, name="recognizer connection")  # noqa: ASYNC113  # nobody waits for it
            yield session
            connection.close()


class _Session:
    """Which stretch of the connection's audio an utterance is."""

    def __init__(
        self,
        connection: ServiceConnection[wire.ServerMessage],
        settings: DeepgramRecognizerSettings,
        count: Callable[[Used], None],
    ) -> None:
        self._connection, self._settings, self._count = connection, settings, count
        self._sent = self._finalized = 0  # bytes
        self._current: _Utterance | None = None

    @at_once
    def utterance(self, number: int, expected: Expectation, on_partial: Callable[[str], None]) -> Generator[Utterance]:
        del number, expected
        utterance = self._current = _Utterance(self, self._settings, on_partial)
        self._connection.use()
        try:
            yield utterance
        finally:
            self._leave(utterance)

    def _leave(self, utterance: "_Utterance") -> None:
        if utterance.sent:
            self._count(Used(requests=1, seconds=utterance.sent / BYTES_PER_S))
        if self._current is utterance:
            self._current = None
        if utterance.waits_in_vain:  # the next one might too
            self._connection.renew()
        else:
            self._finalize()  # so that its last audio is not recognised as the beginning of the next one
        self._connection.used()

    @property
    def busy(self) -> bool:
        return self._current is not None

    def send(self, utterance: "_Utterance") -> None:
        """Send what waits, if there is a connection."""
        if not self._connection.ready:
            return
        if utterance.span is None:
            utterance.span = Span(self._sent / BYTES_PER_S)
        sound = utterance.take_audio()
        for start in range(0, len(sound), LONGEST_PIECE):
            self._connection.post(sound[start : start + LONGEST_PIECE])
        self._sent += len(sound)
        utterance.sent += len(sound)
        if utterance.wants_final and self._finalize():
            utterance.final_until, utterance.final_asked_at = self._sent / BYTES_PER_S, trio.current_time()

    def _finalize(self) -> bool:
        """Ask for final words; False if that was done, or there is no connection."""
        if not self._connection.ready or self._finalized >= self._sent:
            return False
        self._finalized = self._sent
        self._connection.post(wire.FINALIZE)
        return True

    def connected(self) -> None:
        self._sent = self._finalized = len(FIRST_AUDIO)
        if self._current is not None and self._current.span is None:
            self.send(self._current)

    def lost(self, why: Lost, *, returns: bool) -> None:
        if self._current is not None and (self._current.span is not None or not returns):
            self._current.fail(RecognizerFailed(why.words, rest_s=why.rest_s))

    def received(self, event: wire.ServerMessage) -> None:
        utterance = self._current
        if utterance is None or utterance.span is None:
            return
        match event:
            case wire.Results():
                utterance.take(utterance.span, event)
            case wire.UtteranceEnd():
                utterance.span.no_more_words(event)
            case wire.Failure():
                pass  # the connection is over, of which `lost` tells


class _Utterance(FedAtOnce):
    """The audio that waits for the connection, and the words so far."""

    def __init__(
        self, session: _Session, settings: DeepgramRecognizerSettings, on_partial: Callable[[str], None]
    ) -> None:
        self._session, self._settings, self._on_partial = session, settings, on_partial
        self._waiting = bytearray()
        self._fed = self.sent = 0
        self.span: Span | None = None
        """None until some of its audio is sent."""
        self.wants_final = False
        self.final_until: float | None = None
        """Up to where final words were asked for last, in seconds of the connection's audio."""
        self.final_asked_at = math.inf
        """When."""
        self._waits = False
        self._told = ""
        self._failure: RecognizerFailed | None = None
        self._changed = Wake()

    def feed_nowait(self, mulaw: bytes) -> None:
        self._raise_failure()
        self._fed += len(mulaw)
        if self._fed > LONGEST_UTTERANCE_S * BYTES_PER_S:
            raise RecognizerFailed(f"an utterance of more than {LONGEST_UTTERANCE_S:g} s", only_this=True)
        self._waiting += mulaw
        self.wants_final = False
        if len(self._waiting) >= FRAME_BYTES:
            self._session.send(self)

    async def so_far(self) -> TranscriptSoFar | None:
        await trio.lowlevel.checkpoint()
        self._ask_for_final()
        with trio.move_on_after(self._settings.final_s):
            while not (self._is_final or self._reaches_the_end):  # for a draft they need not be final
                self._raise_failure()
                await self._changed.wait()
        stands = self._is_final
        if self.span is None or not (stands or self.span.text):
            return None
        return TranscriptSoFar(self._transcript(self.span), stands, ended=self.span.held_ended or None)

    async def finish(self) -> Transcript:
        await trio.lowlevel.checkpoint()
        self._raise_failure()
        if not self._fed:
            return Transcript("", confidence=0.0)
        self._ask_for_final()
        self._waits = True
        await self._wait_words(trio.current_time() + self._settings.total_s)
        self._waits = False
        assert self.span is not None, "there are words, or it has failed"
        return self._transcript(self.span)

    @property
    def waits_in_vain(self) -> bool:
        """Whether its words did not come, on a connection that seems to be in order."""
        return self._waits and self._failure is None

    def _ask_for_final(self) -> None:
        self.wants_final = True
        self._session.send(self)

    async def _wait_words(self, by: float) -> None:
        """Wait for final words. If they do not come in time, others will do that reach to the end."""
        while not self._is_final:
            self._raise_failure()
            soon, now = self.final_asked_at + self._settings.final_s, trio.current_time()
            if now >= soon and self._reaches_the_end:
                return
            if now >= by:
                what = "no more words" if self.span is not None and self.span.text else "no words"
                raise RecognizerFailed(f"{what} within {self._settings.total_s:g} s")
            with trio.move_on_at(min(soon, by) if now < soon else by):
                await self._changed.wait()

    @property
    def _is_final(self) -> bool:
        return self.span is not None and self.final_until is not None and self.span.is_final_until(self.final_until)

    @property
    def _reaches_the_end(self) -> bool:
        if self.span is None or self.final_until is None:
            return False
        return self.span.begins < self.span.seen_until >= self.final_until - REACHES_THE_END_S

    def _transcript(self, span: Span) -> Transcript:
        words = tuple(
            HeardWord(
                word.text,
                max(word.start - span.begins, 0.0),
                word.end - span.begins,
                min(max(word.confidence, 0.0), 1.0),
            )
            for word in span.words
        )
        return Transcript(span.text, span.confidence, words, span.language)

    def _raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure

    def take_audio(self) -> bytes:
        sound, self._waiting = bytes(self._waiting), bytearray()
        return sound

    def take(self, span: Span, results: wire.Results) -> None:
        """Results of the connection, whatever they are about. Raises RemoteProtocolError."""
        span.take(results)
        text = span.text
        if text != self._told:
            self._told = text
            self._on_partial(text)
        self._changed.ring()

    def fail(self, why: RecognizerFailed) -> None:
        if self._failure is None:
            self._failure = why
            self._changed.ring()


DEEPGRAM = RecognizerDeclaration(
    NAME, DeepgramRecognizerSettings, open_deepgram, remote=partial(deepgram_remote, f"recognizer.{NAME}")
)
