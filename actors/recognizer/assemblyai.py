"""The recognizer `assemblyai`: streaming recognition by AssemblyAI, v3.

A call has one connection, and all its utterances are one stream of audio on it: each is a stretch of that stream, in
which several of AssemblyAI's turns may lie (`protocol/assemblyai_turns.py`). Audio that had to wait is sent faster than
it was spoken, but not all at once: the service wants it at about the pace of speech.
"""

import math
from collections import deque
from collections.abc import AsyncIterator, Callable, Generator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Annotated, NamedTuple

import trio
from pydantic import Field, SecretStr, model_validator

from offhook.actors.assemblyai import ASSEMBLYAI_VENDOR, INACTIVITY_TIMEOUT_S, AssemblyAiDialect, assemblyai_remote
from offhook.actors.at_once import at_once
from offhook.actors.keyed_server import BaseUrl, KeyedServer
from offhook.actors.recognizer.assemblyai_utterance import BYTES_PER_MS, AssemblyAiUtterance, Patience
from offhook.actors.recognizer.service import (
    Recognizer,
    RecognizerDeclaration,
    RecognizerFailed,
    RecognizerSession,
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
from offhook.protocol import assemblyai_streaming as wire
from offhook.protocol.telephone_audio import BYTES_PER_S

NAME = "assemblyai"
ENGLISH, MULTILINGUAL = "universal-streaming-english", "universal-streaming-multilingual"
LANGUAGES = {ENGLISH: ("en",), MULTILINGUAL: ("en", "es", "fr", "de", "it", "pt")}
ANSWERED_WITHIN_S = 2.0  # a ForceEndpoint that is not answered by then never will be
Share = Annotated[float, Field(ge=0, le=1)]
SilenceMs = Annotated[int, Field(ge=0, le=10_000)]


class AssemblyAiRecognizerSettings(Section):
    """AssemblyAI's streaming recognition; docs/services.md."""

    api_key: SecretStr | None = None
    """Unset: `ASSEMBLYAI_API_KEY`. A server that is named by `base_url` may need none."""
    base_url: BaseUrl | None = None
    """Where to connect to, such as https://streaming.eu.assemblyai.com. Unset: https://streaming.assemblyai.com."""
    model: Annotated[str, Field(max_length=200)] = ""
    """Which model recognises. Empty: `universal-streaming-english` for callers who speak English, otherwise
    `universal-streaming-multilingual`."""
    keyterms: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=wire.LONGEST_KEYTERM)], ...],
        Field(max_length=wire.MOST_KEYTERMS),
    ] = ()
    """Names and words that callers are likely to say."""
    end_of_turn_confidence: Share | None = None
    """How sure AssemblyAI must be that the caller has finished. Unset: as it likes, 0.4. Where it holds that before
    `vad.silence_ms` are over, turns end sooner (docs/end-of-turn.md)."""
    min_turn_silence_ms: SilenceMs | None = 160
    """After so much silence AssemblyAI may hold that the caller has finished. Unset: as it likes, 400."""
    max_turn_silence_ms: SilenceMs | None = None
    """After so much silence AssemblyAI ends a turn of its own in any case. Unset: as it likes, 1280. Several of its
    turns make one utterance."""
    vad_threshold: Share | None = None
    """From which likelihood on AssemblyAI takes sound for speech. Unset: as it likes, 0.4."""
    format_turns: bool = False
    """Whether to wait for final words with punctuation and digits, which come after the plain ones. Off: the plain ones
    count, and every answer comes sooner."""
    catch_up: Annotated[float, Field(ge=1, le=100)] = 50.0
    """How many times faster than speech audio is sent that had to wait, such as an utterance that another service has
    lost. Faster may be refused, or give worse words; with 1 the caller waits as long as the utterance was."""
    connect_s: Seconds = 2.0
    """How long a connection may take, until the session has begun."""
    pause_s: Seconds = 0.05
    """How long complete words are waited for at a pause. After that a reply is drafted for the words so far."""
    final_s: Seconds = 0.6
    """How long final words are waited for after the end. After that the words so far count, if AssemblyAI has found the
    pause behind them."""
    total_s: Seconds = 3.0
    """How long any words may take after the end."""

    @model_validator(mode="after")
    def _fit_together(self) -> "AssemblyAiRecognizerSettings":
        shortest, longest = self.min_turn_silence_ms, self.max_turn_silence_ms
        too_long = "words would be given up before they are waited for"
        upside_down = "min_turn_silence_ms must not be above max_turn_silence_ms"
        both = shortest is not None and longest is not None and shortest > longest
        refuse(
            self,
            (both, "min_turn_silence_ms max_turn_silence_ms", upside_down),
            (self.final_s > self.total_s, "final_s total_s", too_long),
        )
        return self

    def model_for(self, language: str, among: Sequence[str] = ()) -> str:
        """`among`: the languages one of which is spoken."""
        hears_all = bool(among) and all(_plain(each) in LANGUAGES[MULTILINGUAL] for each in among)
        return self.model or (ENGLISH if _plain(language) == "en" and not hears_all else MULTILINGUAL)


def _plain(language: str) -> str:
    """A tag without its country."""
    return language.partition("-")[0].lower()


@asynccontextmanager
async def open_assemblyai(world: World, settings: AssemblyAiRecognizerSettings) -> AsyncIterator[Recognizer]:
    """Raises WorkerCannotStart where there is no key."""
    server = KeyedServer(ASSEMBLYAI_VENDOR, f"recognizer.{NAME}", settings, world.environment())
    async with world.network() as network:
        yield AssemblyAiRecognizer(network, server, settings, world.wall_time)


class AssemblyAiRecognizer:
    """Each call has a connection of its own."""

    name = NAME
    counts_itself = True  # it is paid for the time of a session, whatever is sent

    def __init__(
        self,
        network: Network,
        server: KeyedServer,
        settings: AssemblyAiRecognizerSettings,
        wall_time: Callable[[], float],
    ) -> None:
        self._network, self._server, self._settings, self._wall_time = network, server, settings, wall_time

    @property
    def guesses(self) -> bool:
        """The others are language models that listen, and may write words for noise."""
        return self._settings.model not in ("", ENGLISH, MULTILINGUAL)

    def speaks(self, language: str) -> bool:
        model = self._settings.model_for(language)
        return bool(language) and (model not in LANGUAGES or _plain(language) in LANGUAGES[model])

    def unknown_words(self, expected: Sequence[Expectation]) -> tuple[str, ...]:
        del expected  # it writes any word
        return ()

    @asynccontextmanager
    async def session(self, call: ServedCall) -> AsyncIterator[RecognizerSession]:
        chosen = self._settings
        thresholds = wire.Thresholds(
            chosen.end_of_turn_confidence, chosen.min_turn_silence_ms, chosen.max_turn_silence_ms, chosen.vad_threshold
        )
        model = chosen.model_for(call.language, call.among)
        path = wire.path_of(
            model,
            chosen.keyterms,
            thresholds,
            INACTIVITY_TIMEOUT_S,
            format_turns=chosen.format_turns,
            tells_language=bool(call.among) and model != ENGLISH,
        )
        dialect = AssemblyAiDialect(self._network, self._server, path, self._wall_time)
        connection: ServiceConnection[wire.ServerMessage] = ServiceConnection(dialect, chosen.connect_s)
        session = _Session(connection, chosen, partial(call.used, f"recognizer.{NAME}"))
        async with trio.open_nursery() as nursery:
            nursery.start_soon(connection.run, session, name="recognizer connection")  # noqa: ASYNC113  # nobody waits for it
            nursery.start_soon(session.send_in_time, name="recognizer audio")  # noqa: ASYNC113  # as above
            yield session
            session.close()
            connection.close()


class _Forced(NamedTuple):
    """A ForceEndpoint that need not be answered."""

    utterance: AssemblyAiUtterance
    until_ms: float
    """Where it stands in the audio."""
    at: float


class _Session:
    """Which stretch of the connection's audio an utterance is."""

    def __init__(
        self,
        connection: ServiceConnection[wire.ServerMessage],
        settings: AssemblyAiRecognizerSettings,
        count: Callable[[Used], None],
    ) -> None:
        self._connection, self._count = connection, count
        self._counted_until: float | None = None
        """Up to when the time of this session is counted; None: there is none."""
        self._bytes_per_s = settings.catch_up * BYTES_PER_S
        waited = settings.pause_s, settings.final_s, settings.total_s
        self._patience = Patience(*waited, settings.format_turns, self._bytes_per_s)
        self._sent = self._ended = 0  # bytes: of all audio, and of that before the last ForceEndpoint
        self._forced: deque[_Forced] = deque()
        self._next_at = -math.inf
        """When the next piece may be sent."""
        self._last_turn = -1
        """The newest one that has ended."""
        self._current: AssemblyAiUtterance | None = None
        self._waits = Wake()
        self._closed = False

    @at_once
    def utterance(self, number: int, expected: Expectation, on_partial: Callable[[str], None]) -> Generator[Utterance]:
        del number, expected
        utterance = self._current = AssemblyAiUtterance(self._patience, self._waits, on_partial)
        self._connection.use()
        try:
            yield utterance
        finally:
            self._leave(utterance)

    def _leave(self, utterance: AssemblyAiUtterance) -> None:
        if self._current is utterance:
            self._current = None
        if utterance.waits_in_vain:  # the next one might too
            self._connection.renew()
        else:
            self._end_turn(utterance)  # so that the next utterance is no part of this turn
        self._count_time(requests=0 if utterance.stretch is None else 1)
        self._connection.used()

    def _count_time(self, requests: int = 0) -> None:
        if self._counted_until is not None:
            since, self._counted_until = self._counted_until, trio.current_time()
            self._count(Used(requests=requests, seconds=self._counted_until - since))

    @property
    def busy(self) -> bool:
        return self._current is not None

    def close(self) -> None:
        self._count_time()
        self._closed = True
        self._waits.ring()

    async def send_in_time(self) -> None:
        """Send what waits, piece by piece."""
        while not self._closed:
            await self._waits.wait()
            await trio.sleep_until(self._next_at)
            while (utterance := self._sendable()) is not None and (piece := utterance.next_piece()):
                self._send(utterance, piece)
                if utterance.has_more:
                    await trio.sleep_until(self._next_at)
            if (utterance := self._sendable()) is not None and utterance.wants_end:
                self._end_turn(utterance)
                utterance.end_at(self._sent / BYTES_PER_MS)

    def _send(self, utterance: AssemblyAiUtterance, piece: bytes) -> None:
        if utterance.stretch is None:
            utterance.begin_at(self._sent / BYTES_PER_MS)
        self._connection.post(piece)
        self._sent += len(piece)
        self._next_at = trio.current_time() + len(piece) / self._bytes_per_s

    def _sendable(self) -> AssemblyAiUtterance | None:
        utterance = self._current
        return utterance if self._connection.ready and utterance is not None and utterance.is_well else None

    def _end_turn(self, utterance: AssemblyAiUtterance) -> None:
        if self._connection.ready and self._ended < self._sent:
            self._ended = self._sent
            self._forced.append(_Forced(utterance, self._sent / BYTES_PER_MS, trio.current_time()))
            self._connection.post(wire.FORCE_ENDPOINT)

    def connected(self) -> None:
        self._count_time()
        self._counted_until = trio.current_time()
        self._sent = self._ended = 0
        self._forced.clear()
        self._last_turn = -1
        self._waits.ring()

    def lost(self, why: Lost, *, returns: bool) -> None:
        self._count_time()
        self._counted_until = None
        if self._current is not None and (self._current.stretch is not None or not returns):
            self._current.fail(RecognizerFailed(why.words, rest_s=why.rest_s))

    def received(self, event: wire.ServerMessage) -> None:
        utterance = self._current
        match event:
            case wire.Turn():
                if utterance is not None:
                    utterance.take(event)
                if event.end_of_turn and event.turn_order > self._last_turn:
                    self._last_turn = event.turn_order
                    self._is_answered(event)
            case wire.Heartbeat(received_ms) if utterance is not None:
                utterance.is_heard(until_ms=received_ms)
            case _:
                pass

    def _is_answered(self, turn: wire.Turn) -> None:
        """A turn has ended: which ForceEndpoint is that the answer to, if to any?"""
        begins = min((word.start for word in turn.words), default=None)
        while self._forced and (
            self._forced[0].at < trio.current_time() - ANSWERED_WITHIN_S
            or (begins is not None and self._forced[0].until_ms <= begins)
        ):
            self._forced.popleft()
        if self._forced:
            forced = self._forced.popleft()
            if not turn.words and not turn.transcript.strip():
                forced.utterance.has_no_more_words()


ASSEMBLYAI = RecognizerDeclaration(
    NAME,
    AssemblyAiRecognizerSettings,
    open_assemblyai,
    remote=partial(assemblyai_remote, f"recognizer.{NAME}"),
)
