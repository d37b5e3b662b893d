"""The `openai_realtime` recognizer: OpenAI's transcription over a WebSocket, which listens while the caller speaks.

Who is speaking is decided here, not there: the audio of an utterance is committed at its end.
"""

from collections import deque
from collections.abc import AsyncIterator, Callable, Generator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Annotated

import trio
from pydantic import Field, SecretStr, model_validator

from offhook.actors.at_once import at_once
from offhook.actors.http_answer import Deadlines
from offhook.actors.keyed_server import BaseUrl
from offhook.actors.openai_failure import failure
from offhook.actors.openai_models import shutdown_warning
from offhook.actors.openai_realtime import SETTING_UP, Realtime, SessionPlan, open_realtime
from offhook.actors.openai_remote import openai_remote
from offhook.actors.openai_server import OpenAiServer
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
from offhook.actors.service_connection import Lost
from offhook.engine.decide.costs import Used
from offhook.engine.host.contradictions import refuse
from offhook.engine.host.network import Network
from offhook.engine.host.settings import Seconds, Section
from offhook.engine.host.world import World
from offhook.engine.run.mailbox import Wake
from offhook.engine.words.expectation import Expectation
from offhook.protocol import openai_realtime as wire
from offhook.protocol.said_words import said_words
from offhook.protocol.telephone_audio import BYTES_PER_S
from offhook.protocol.upsampled_pcm import UpsampledPcm

NAME = "openai_realtime"
PATH = "/realtime?intent=transcription"
LONGEST_UTTERANCE_S = 180.0
LONGEST_TEXT = 10_000  # twice of what anybody says in that time
SENT_AT_ONCE = BYTES_PER_S // 10
KNOWN_ITEMS = 64
CONFIDENCE = 0.8  # as for the same models over HTTP, `openai_transcription.py`


class OpenAiRealtimeTranscriptionSettings(Section):
    """OpenAI's transcription over a WebSocket, or that of any server with the same interface; docs/services.md."""

    api_key: SecretStr | None = None
    """Unset: `OPENAI_API_KEY`, the variable of OpenAI's own SDK. A server that is named by `base_url` may need none."""
    base_url: BaseUrl | None = None
    """Where to connect to, such as https://api.openai.com/v1. Unset: `OPENAI_BASE_URL`, or else OpenAI."""
    model: Annotated[str, Field(min_length=1, max_length=200)] = "gpt-live-transcribe"
    """Which model recognises."""
    prompt: Annotated[str, Field(max_length=4000)] = ""
    """What callers talk about, in a sentence of the agent's language. Some models take none."""
    keywords: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=200)], ...], Field(max_length=100)] = ()
    """Names and words that callers are likely to say. Only gpt-transcribe and gpt-live-transcribe take them."""
    mulaw: bool = False
    """Whether the telephone's own sound is sent, which is a sixth of the data. Otherwise it is converted to PCM of
    24 kHz, which every model takes."""
    connect_s: Seconds = 2.0
    """How long a connection may take, until it is set up."""
    first_words_s: Seconds = 3.0
    """How long the first words may take after the end of an utterance."""
    gap_s: Seconds = 2.0
    """How long each further piece may take."""
    total_s: Seconds = 10.0
    """How long the final words may take after the end of an utterance."""

    @model_validator(mode="after")
    def _fit_together(self) -> "OpenAiRealtimeTranscriptionSettings":
        too_long = "the words would be given up before the first one is due"
        refuse(self, (self.first_words_s > self.total_s, "first_words_s total_s", too_long))
        return self


@asynccontextmanager
async def open_openai_realtime(
    world: World, settings: OpenAiRealtimeTranscriptionSettings
) -> AsyncIterator[Recognizer]:
    """Raises WorkerCannotStart where there is no key."""
    server = _server(world, settings)
    async with world.network() as network:
        yield OpenAiRealtimeTranscription(network, server, settings, world.wall_time)


def _server(world: World, settings: OpenAiRealtimeTranscriptionSettings) -> OpenAiServer:
    return OpenAiServer(f"recognizer.{NAME}", settings, world.environment())


class OpenAiRealtimeTranscription:
    """Each call has a connection of its own."""

    name = NAME
    counts_itself = True
    guesses = True
    """Such models write words for coughs and noise too."""

    def __init__(
        self,
        network: Network,
        server: OpenAiServer,
        settings: OpenAiRealtimeTranscriptionSettings,
        wall_time: Callable[[], float],
    ) -> None:
        self._network, self._server, self._settings, self._wall_time = network, server, settings, wall_time

    def speaks(self, language: str) -> bool:
        return bool(language)

    def unknown_words(self, expected: Sequence[Expectation]) -> tuple[str, ...]:
        del expected  # it writes any word
        return ()

    @asynccontextmanager
    async def session(self, call: ServedCall) -> AsyncIterator[RecognizerSession]:
        chosen = self._settings
        deadlines = Deadlines(chosen.connect_s, chosen.first_words_s, chosen.gap_s, chosen.total_s)
        audio = wire.MULAW if chosen.mulaw else wire.PCM
        set_up = wire.transcription_session(
            SETTING_UP, chosen.model, "" if call.among else call.language, audio, chosen.prompt, chosen.keywords
        )
        plan = SessionPlan(PATH, set_up, wire.SoundFormat("input", audio))
        realtime = open_realtime(self._network, self._server, plan, chosen.connect_s, self._wall_time)
        session = _Session(realtime, deadlines, partial(call.used, f"recognizer.{NAME}"), mulaw=chosen.mulaw)
        async with trio.open_nursery() as nursery:
            nursery.start_soon(realtime.run, session, name="recognizer connection")  # noqa: ASYNC113  # nobody waits for it
            yield session
            realtime.close()


class _Session:
    """Which utterance an event is about: the service numbers items by itself."""

    def __init__(self, realtime: Realtime, deadlines: Deadlines, count: Callable[[Used], None], *, mulaw: bool) -> None:
        self._realtime, self._deadlines, self._count, self._mulaw = realtime, deadlines, count, mulaw
        self._begun = 0
        self._current: _Utterance | None = None
        self._commits: deque[_Utterance] = deque()
        """Committed, and not yet told as which item."""
        self._clears = 0
        """How many are not confirmed yet."""
        self._past: deque[str] = deque(maxlen=KNOWN_ITEMS)
        """Items of utterances that are over."""

    @at_once
    def utterance(self, number: int, expected: Expectation, on_partial: Callable[[str], None]) -> Generator[Utterance]:
        del number, expected
        self._begun += 1
        name = f"utterance-{self._begun}"  # not the call's number: a chain may ask about one utterance again
        sound = None if self._mulaw else UpsampledPcm(wire.PCM_RATE_HZ // BYTES_PER_S)
        utterance = self._current = _Utterance(self, name, sound, self._deadlines, on_partial)
        self._realtime.use()
        try:
            yield utterance
        finally:
            self._leave(utterance)

    def _leave(self, utterance: "_Utterance") -> None:
        if utterance.sent:
            self._count(Used(requests=1, seconds=utterance.sent / BYTES_PER_S))
        if self._current is utterance:
            self._current = None
        if utterance.sent and not utterance.is_committed:
            self._clears += 1
            self._realtime.post(wire.clear_audio(utterance.name))
        if utterance.item is not None:
            self._past.append(utterance.item)
        if utterance.is_committed and not utterance.is_answered:  # the next one might wait in vain too
            self._realtime.renew()
        self._realtime.used()

    @property
    def busy(self) -> bool:
        return self._current is not None

    def send(self, utterance: "_Utterance") -> None:
        """Send what waits, if there is a connection."""
        if not self._realtime.ready or utterance.is_answered:
            return
        for event in utterance.take_audio():
            self._realtime.post(event)
        if utterance.is_over and not utterance.is_committed:
            utterance.is_committed = True
            self._commits.append(utterance)
            self._realtime.post(wire.commit_audio(utterance.name))

    def connected(self) -> None:
        self._commits.clear()
        self._past.clear()
        self._clears = 0
        if self._current is not None:
            self.send(self._current)

    def lost(self, why: Lost, *, returns: bool) -> None:
        if self._current is not None and (self._current.sent or not returns):
            self._current.fail(RecognizerFailed(why.words, rest_s=why.rest_s))

    def received(self, event: wire.ServerEvent) -> None:
        match event:
            case wire.Committed(item):
                self._committed(item)
            case wire.Cleared():
                self._clears = max(0, self._clears - 1)
            case wire.Words(item, delta) if (utterance := self._about(item)) is not None:
                utterance.add_words(delta)
            case wire.AllWords(item) as words if (utterance := self._named(item)) is not None:
                utterance.finish_with(words)
            case wire.NoWords(item, error) if (utterance := self._named(item)) is not None:
                utterance.fail(failure(RecognizerFailed, error.error))
            case wire.Failure(error):
                self._failed(error)
            case _:
                pass

    def _committed(self, item: str) -> None:
        utterance = self._commits.popleft() if self._commits else None
        if utterance is not None and utterance is self._current:
            utterance.is_item(item)
        else:
            self._past.append(item)

    def _named(self, item: str) -> "_Utterance | None":
        """The utterance that the service has told to be this item."""
        utterance = self._current
        return utterance if utterance is not None and utterance.is_named and utterance.item == item else None

    def _about(self, item: str) -> "_Utterance | None":
        """The utterance whose words these are. Before its commit it is not told as which item it is recognised: then it
        is the newest one that is not known from before. A wrong guess touches partial words only."""
        utterance = self._current
        if utterance is None or item == utterance.item:
            return utterance
        if item in self._past or self._clears or utterance.is_named or not utterance.sent:
            self._past.append(item)
            return None
        if utterance.item is not None:
            self._past.append(utterance.item)
        utterance.guess_item(item)
        return utterance

    def _failed(self, error: wire.Problem) -> None:
        """An error of another utterance's event is none of this one; one of no event at all is the server's own."""
        mine = self._current is not None and error.event_id in (None, self._current.name)
        self._commits = deque(each for each in self._commits if each.name != error.event_id)
        if mine and self._current is not None:
            self._current.fail(failure(RecognizerFailed, error.error))


class _Utterance(FedAtOnce):
    """The audio that waits for the connection, and the words so far."""

    def __init__(
        self,
        session: _Session,
        name: str,
        upsampled: UpsampledPcm | None,
        deadlines: Deadlines,
        on_partial: Callable[[str], None],
    ) -> None:
        self._session, self._upsampled = session, upsampled
        self.name, self._deadlines, self._on_partial = name, deadlines, on_partial
        self._waiting = bytearray()
        self._fed = 0
        self.sent = 0
        """Bytes of its audio, as the telephone has them, that the service was sent."""
        self.is_over = self.is_committed = self.is_named = self.is_answered = False
        self.item: str | None = None
        self._text = ""
        self._final: wire.AllWords | None = None
        self._failure: RecognizerFailed | None = None
        self._heard_at: float | None = None
        """When words came last after its end."""
        self._changed = Wake()

    def feed_nowait(self, mulaw: bytes) -> None:
        self._raise_failure()
        self._fed += len(mulaw)
        if self._fed > LONGEST_UTTERANCE_S * BYTES_PER_S:
            raise RecognizerFailed(f"an utterance of more than {LONGEST_UTTERANCE_S:g} s", only_this=True)
        self._waiting += mulaw
        if len(self._waiting) >= SENT_AT_ONCE:
            self._session.send(self)

    async def so_far(self) -> TranscriptSoFar | None:
        await trio.lowlevel.checkpoint()
        self._raise_failure()
        self._session.send(self)
        text = said_words(self._text)
        return TranscriptSoFar(Transcript(text, CONFIDENCE), stands=False) if text else None

    async def finish(self) -> Transcript:
        await trio.lowlevel.checkpoint()
        self._raise_failure()
        if self._fed < wire.SHORTEST_S * BYTES_PER_S:
            return Transcript("", confidence=0.0)
        self.is_over = True
        self._session.send(self)
        await self._wait_final(trio.current_time())
        self._raise_failure()
        assert self._final is not None, "it has come, or the utterance has failed"
        text = said_words(self._final.transcript)
        return Transcript(text, CONFIDENCE if text else 0.0, language=(self._final.languages or ("",))[0])

    async def _wait_final(self, asked_at: float) -> None:
        allowed = self._deadlines
        while self._final is None and self._failure is None:
            end = asked_at + allowed.total_s
            next_by = asked_at + allowed.first_byte_s if self._heard_at is None else self._heard_at + allowed.gap_s
            if trio.current_time() >= min(next_by, end):
                raise RecognizerFailed(self._too_late(next_by < end))
            with trio.move_on_at(min(next_by, end)):
                await self._changed.wait()

    def _too_late(self, before_the_end: bool) -> str:
        if not before_the_end:
            return f"no final words within {self._deadlines.total_s:g} s"
        if self._heard_at is None:
            return f"no words within {self._deadlines.first_byte_s:g} s"
        return f"no more words within {self._deadlines.gap_s:g} s, in the middle of the answer"

    def _raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure

    def take_audio(self) -> list[str]:
        """The events that send what waits."""
        sound, self._waiting = bytes(self._waiting), bytearray()
        self.sent += len(sound)
        if self._upsampled is not None:
            sound = self._upsampled.feed(sound) + (self._upsampled.finish() if self.is_over else b"")
        return [wire.append_audio(self.name, sound)] if sound else []

    def guess_item(self, item: str) -> None:
        self.item, self._text = item, ""

    def is_item(self, item: str) -> None:
        """The service has told which item its audio is."""
        if item != self.item:
            self.guess_item(item)
        self.is_named = True

    def add_words(self, delta: str) -> None:
        if self._final is not None or not delta:
            return
        self._text += delta
        if self._is_too_long(self._text):
            return
        if self.is_named:  # otherwise they were on the way before the commit was read
            self._heard_at = trio.current_time()
            self._changed.ring()
        self._on_partial(said_words(self._text))

    def finish_with(self, words: wire.AllWords) -> None:
        """The first final text counts."""
        if self._final is None and not self._is_too_long(words.transcript):
            self._final, self.is_answered = words, True
            self._changed.ring()

    def _is_too_long(self, text: str) -> bool:
        """No caller has said that. Every piece of it is handled again with the next one."""
        if len(text) <= LONGEST_TEXT:
            return False
        self.fail(RecognizerFailed(f"a transcript of more than {LONGEST_TEXT} characters"))
        return True

    def fail(self, why: RecognizerFailed) -> None:
        if self._failure is None:
            self._failure, self.is_answered = why, True
            self._changed.ring()


def _warnings(world: World, settings: OpenAiRealtimeTranscriptionSettings) -> Sequence[str]:
    if not _server(world, settings).is_openai:
        return ()
    warning = shutdown_warning(settings.model, world.wall_time())
    return (f"{warning}: set recognizer.{NAME}.model",) if warning else ()


OPENAI_REALTIME = RecognizerDeclaration(
    NAME,
    OpenAiRealtimeTranscriptionSettings,
    open_openai_realtime,
    _warnings,
    remote=partial(openai_remote, f"recognizer.{NAME}", realtime=True),
)
