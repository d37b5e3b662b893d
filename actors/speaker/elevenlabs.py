"""The voice `elevenlabs`: ElevenLabs over a WebSocket. Each call has a connection, each sentence a context of its own.

A context is closed when its first sound has come, or when its sentence is left. Before its first sound it is not
closed to have it ended: that can cost the whole sentence (`protocol/elevenlabs_contexts.py`).
"""

from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing, asynccontextmanager
from functools import partial

import trio
from pydantic import model_validator

from offhook.actors.elevenlabs import ElevenLabsDialect, ElevenLabsServer, elevenlabs_remote
from offhook.actors.http_answer import Deadlines
from offhook.actors.served_call import ServedCall
from offhook.actors.service_connection import Lost, ServiceConnection
from offhook.actors.speaker.elevenlabs_settings import ElevenLabsVoiceSettings
from offhook.actors.speaker.elevenlabs_sound import SentenceSound
from offhook.actors.speaker.passages import passages
from offhook.actors.speaker.service import (
    Voice,
    VoiceDeclaration,
    VoiceFailed,
    VoicePiece,
    VoiceSession,
    settings_with_voice,
)
from offhook.engine.host.contradictions import refuse
from offhook.engine.host.network import Network
from offhook.engine.host.world import World
from offhook.engine.run.mailbox import Wake
from offhook.protocol import elevenlabs_contexts as wire
from offhook.protocol import elevenlabs_models
from offhook.protocol.telephone_audio import BYTES_PER_S

NAME = "elevenlabs"
MOST_CONTEXTS = wire.MOST_CONTEXTS - 1  # the server frees one somewhat later than it says
RENEWED_IDLE_S = wire.LONGEST_IDLE_S - 30.0
LONGEST_TEXT = elevenlabs_models.LONGEST_TEXT
_BYTES_PER_MS = BYTES_PER_S / 1000
_NO_TIMES = wire.Alignment()

Connection = ServiceConnection[wire.Answer]


class ElevenLabsSocketSettings(ElevenLabsVoiceSettings):
    """ElevenLabs' voices over a WebSocket; docs/services.md."""

    @model_validator(mode="after")
    def _fit_together(self) -> "ElevenLabsSocketSettings":
        if elevenlabs_models.over_http_only(self.model):
            raise ValueError(f"{self.model} has no WebSocket: name another model, or use elevenlabs_http")
        too_long = "the sentence would be given up before its first sound is due"
        refuse(self, (self.first_sound_s > self.total_s, "first_sound_s total_s", too_long))
        return self


@asynccontextmanager
async def open_elevenlabs(world: World, settings: ElevenLabsSocketSettings) -> AsyncIterator[Voice]:
    """Raises WorkerCannotStart where there is no key."""
    server = ElevenLabsServer(f"speaker.{NAME}", settings, world.environment())
    async with world.network() as network:
        yield ElevenLabsVoice(network, server, settings)


class ElevenLabsVoice:
    """It tells the times of words, where its model tells those of characters."""

    name = NAME

    def __init__(self, network: Network, server: ElevenLabsServer, settings: ElevenLabsSocketSettings) -> None:
        self._network, self._server, self._settings = network, server, settings
        self.server_url = server.base_url

    def speaks(self, language: str) -> bool:
        return elevenlabs_models.speaks(self._settings.model, self._settings.language_code or language)

    def in_voice(self, voice: str, language: str) -> Voice:
        del language  # the model decides, not the voice
        return ElevenLabsVoice(self._network, self._server, settings_with_voice(self._settings, voice))

    @asynccontextmanager
    async def session(self, call: ServedCall) -> AsyncIterator[VoiceSession]:
        chosen = self._settings
        language = chosen.language_code or elevenlabs_models.told_language(chosen.model, call.language)
        dialect = ElevenLabsDialect(self._network, self._server, wire.path(chosen.voice, chosen.model, language))
        connection = ServiceConnection(dialect, chosen.connect_s)
        session = _Session(connection, chosen)
        async with trio.open_nursery() as nursery:
            nursery.start_soon(connection.run, session, name="voice connection")  # noqa: ASYNC113  # nobody waits for it
            async with trio.open_nursery() as watching:
                watching.start_soon(session.renew_when_idle, name="idle voice connection")  # noqa: ASYNC113  # the same
                yield session
                watching.cancel_scope.cancel(reason="the session is over")
            connection.close()


class _Session:
    """Which sentence an answer is about: each is a context of its own."""

    def __init__(self, connection: Connection, settings: ElevenLabsSocketSettings) -> None:
        self._connection, self._speed = connection, settings.speed
        self._voice_settings: Mapping[str, object] = settings.of_voice()
        self._deadlines = Deadlines(settings.connect_s, settings.first_sound_s, settings.gap_s, settings.total_s)
        self._begun = 0
        self._current: _Sentence | None = None
        self._contexts: dict[str, None] = {}
        """Those that are not final, on this connection."""
        self._used_at = trio.current_time()

    @asynccontextmanager
    async def sentence(self, text: str) -> AsyncIterator[AsyncIterator[VoicePiece]]:
        self._begun += 1
        sound = SentenceSound(text, self._speed)
        speakable = " ".join(passage.text for passage in passages(text, LONGEST_TEXT))
        sentence = self._current = _Sentence(f"sentence-{self._begun}", speakable, sound, self._deadlines)
        self._connection.use()
        self._ask(sentence)
        try:
            async with aclosing(self._pieces(sentence)) as pieces:
                yield pieces
        finally:
            self._leave(sentence)

    async def _pieces(self, sentence: "_Sentence") -> AsyncGenerator[VoicePiece]:  # noqa: ASYNC900  # closed above
        """Raises VoiceFailed."""
        while (piece := await sentence.next_piece()) is not None:
            yield piece
        if sentence.is_speakable:
            sentence.sound.end()

    async def renew_when_idle(self) -> None:
        """The server ends a connection that is not used for too long; a sentence might begin at that moment."""
        while True:
            await trio.sleep_until(self._used_at + RENEWED_IDLE_S)
            if trio.current_time() >= self._used_at + RENEWED_IDLE_S:
                self._used_at = trio.current_time()
                if not self.busy:
                    self._connection.renew()

    def _ask(self, sentence: "_Sentence") -> None:
        if self._connection.ready and sentence.is_speakable:
            sentence.is_asked = True
            self._contexts[sentence.name] = None
            self._connection.post(wire.begin(sentence.name, self._voice_settings))
            self._connection.post(wire.say(sentence.name, sentence.text))

    def _close(self, sentence: "_Sentence") -> None:
        if sentence.is_asked and not sentence.is_closed:
            sentence.is_closed = True
            self._connection.post(wire.close(sentence.name))

    def _leave(self, sentence: "_Sentence") -> None:
        self._used_at = trio.current_time()
        if self._current is sentence:
            self._current = None
        self._close(sentence)
        if sentence.is_late or len(self._contexts) >= MOST_CONTEXTS:
            # The next sentence would wait in vain too, or its context would be one too many.
            self._connection.renew()
        self._connection.used()

    @property
    def busy(self) -> bool:
        return self._current is not None

    def connected(self) -> None:
        self._contexts.clear()
        self._used_at = trio.current_time()
        if self._current is not None and not self._current.is_asked:
            self._ask(self._current)

    def lost(self, why: Lost, *, returns: bool) -> None:
        if self._current is not None and (self._current.is_asked or not returns):
            self._current.fail(VoiceFailed(why.words, rest_s=why.rest_s))

    def received(self, event: wire.Answer) -> None:
        """What is left of a context that was closed belongs to no sentence."""
        sentence = self._current
        if event.is_final and event.context is not None:
            self._contexts.pop(event.context, None)
        if sentence is None or not sentence.is_asked:
            return
        if (error := event.failure) is not None:  # of this text: everything else ends the connection
            sentence.fail(VoiceFailed(error.words, rest_s=error.rest_s, only_this=error.only_this))
            self._connection.renew()
        elif event.context == sentence.name:
            sentence.add(event)
            if event.encoded:
                self._close(sentence)
            if event.is_final:
                sentence.end()


class _Sentence:
    """What has come of it and was not taken yet."""

    def __init__(self, name: str, text: str, sound: SentenceSound, deadlines: Deadlines) -> None:
        self.name, self.text, self.sound, self._deadlines = name, text, sound, deadlines
        self.is_speakable = any(map(str.isalnum, text))  # dots alone have no sound
        self.is_asked = self.is_closed = self.is_late = False
        self._is_over = not self.is_speakable
        self._asked_at = trio.current_time()
        self._sounded_at: float | None = None
        """When sound came last."""
        self._waiting: deque[VoicePiece] = deque()
        self._failure: VoiceFailed | None = None
        self._changed = Wake()

    def add(self, answer: wire.Answer) -> None:
        """More sound, and when the characters begin in it. Raises RemoteProtocolError."""
        audio, alignment = answer.audio, answer.alignment or answer.normalized or _NO_TIMES
        if audio:
            self._sounded_at = trio.current_time()
        begin_at = [self.sound.made + begins_ms * _BYTES_PER_MS for begins_ms in alignment.starts_ms or ()]
        try:
            self._waiting.extend(self.sound.feed(audio, alignment.chars or (), begin_at))
        except VoiceFailed as exc:
            self.fail(exc)
        self._changed.ring()

    def end(self) -> None:
        self._is_over = True
        self._changed.ring()

    def fail(self, why: VoiceFailed) -> None:
        if self._failure is None and not self._is_over:
            self._failure = why
            self._changed.ring()

    async def next_piece(self) -> VoicePiece | None:
        """None at the end. Raises VoiceFailed."""
        await trio.lowlevel.checkpoint()
        while not self._waiting:
            if self._failure is not None:
                raise self._failure
            if self._is_over:
                return None
            await self._wait()
        return self._waiting.popleft()

    async def _wait(self) -> None:
        allowed, end = self._deadlines, self._asked_at + self._deadlines.total_s
        if self._sounded_at is None:
            next_by, late = self._asked_at + allowed.first_byte_s, f"no sound within {allowed.first_byte_s:g} s"
        else:
            next_by, late = self._sounded_at + allowed.gap_s, f"no more sound within {allowed.gap_s:g} s"
        if end <= next_by:
            next_by, late = end, f"the sentence has not ended within {allowed.total_s:g} s"
        with trio.move_on_at(next_by) as patience:
            await self._changed.wait()
        if patience.cancelled_caught:
            self.is_late = True
            raise VoiceFailed(late)


ELEVENLABS = VoiceDeclaration(
    NAME,
    ElevenLabsSocketSettings,
    open_elevenlabs,
    remote=partial(elevenlabs_remote, f"speaker.{NAME}"),
)
