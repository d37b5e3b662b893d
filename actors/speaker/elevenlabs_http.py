"""The voice `elevenlabs_http`: ElevenLabs over HTTP, a request for each sentence. It stands behind `elevenlabs`, and
speaks with models that have no WebSocket."""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from functools import partial

import httpx  # noqa: ASYNC127  # the project's client is httpx
from pydantic import model_validator

from offhook.actors.elevenlabs import ElevenLabsServer, elevenlabs_remote, refusal
from offhook.actors.http_answer import Deadlines, HttpAnswer, http_answer
from offhook.actors.speaker.elevenlabs_settings import ElevenLabsVoiceSettings
from offhook.actors.speaker.elevenlabs_sound import SentenceSound
from offhook.actors.speaker.passages import passages
from offhook.actors.speaker.service import (
    StatelessVoice,
    Voice,
    VoiceDeclaration,
    VoiceFailed,
    VoicePiece,
    settings_with_voice,
)
from offhook.actors.warm_up import WarmConnections
from offhook.engine.host.contradictions import refuse
from offhook.engine.host.world import World
from offhook.engine.words.spoken_words import WordTime
from offhook.protocol import elevenlabs_models
from offhook.protocol import elevenlabs_speech as wire
from offhook.protocol.errors import RemoteProtocolError
from offhook.protocol.service_errors import ReportedError
from offhook.protocol.telephone_audio import BYTES_PER_S

NAME = "elevenlabs_http"
_NO_TIMES = wire.Alignment()


class ElevenLabsHttpSettings(ElevenLabsVoiceSettings):
    """ElevenLabs' voices over HTTP; docs/services.md. Nothing is taken from `speaker.elevenlabs`."""

    word_times: bool = True
    """Ask for the times of words with the sound. Without them, what was heard is estimated from the sound."""

    @model_validator(mode="after")
    def _fit_together(self) -> "ElevenLabsHttpSettings":
        too_long = "the answer would be given up before its first sound is due"
        refuse(self, (self.first_sound_s > self.total_s, "first_sound_s total_s", too_long))
        return self


@asynccontextmanager
async def open_elevenlabs_http(world: World, settings: ElevenLabsHttpSettings) -> AsyncIterator[Voice]:
    """Raises WorkerCannotStart where there is no key."""
    server = _server(world, settings)
    async with world.network() as network:
        yield ElevenLabsHttpVoice(network.http, server, settings)


def _server(world: World, settings: ElevenLabsHttpSettings) -> ElevenLabsServer:
    return ElevenLabsServer(f"speaker.{NAME}", settings, world.environment())


class ElevenLabsHttpVoice(StatelessVoice):
    """Each sentence is a request; connections are kept for the next one."""

    name = NAME

    def __init__(self, client: httpx.AsyncClient, server: ElevenLabsServer, settings: ElevenLabsHttpSettings) -> None:
        self._client, self._server, self._settings = client, server, settings
        self.server_url = server.base_url
        self._url = server.url(wire.path(settings.voice, times=settings.word_times))
        self._headers = {**server.headers, "Content-Type": "application/json"}
        self._deadlines = Deadlines(settings.connect_s, settings.first_sound_s, settings.gap_s, settings.total_s)

    def speaks(self, language: str) -> bool:
        return elevenlabs_models.speaks(self._settings.model, self._settings.language_code or language)

    def in_voice(self, voice: str, language: str) -> Voice:
        del language  # the model decides, not the voice
        return ElevenLabsHttpVoice(self._client, self._server, settings_with_voice(self._settings, voice))

    @asynccontextmanager
    async def say(self, text: str, language: str) -> AsyncIterator[AsyncIterator[VoicePiece]]:
        async with aclosing(self._pieces(text, language)) as pieces:
            yield pieces

    async def _pieces(  # noqa: ASYNC900  # `say` closes it
        self, text: str, language: str
    ) -> AsyncGenerator[VoicePiece]:
        # A generator that yields inside a context is safe here: `say` alone opens it, and always closes it.
        made = 0
        for begins_at, passage in passages(text, elevenlabs_models.LONGEST_TEXT):
            if not any(map(str.isalnum, passage)):
                continue  # dots alone have no sound, and a silent answer would be taken for a fault
            body = self._body(passage, language)
            request = self._client.build_request("POST", self._url, content=body, headers=self._headers)
            before = made
            async with (
                http_answer(self._client, request, self._deadlines, VoiceFailed) as answer,
                aclosing(self._spoken(answer, passage)) as pieces,
            ):
                async for piece in pieces:
                    if isinstance(piece, WordTime):
                        yield WordTime(piece.character + begins_at, piece.byte + before)  # noqa: ASYNC119  # as above
                        continue
                    if isinstance(piece, bytes):
                        made += len(piece)
                    yield piece  # noqa: ASYNC119  # as above

    def _body(self, passage: str, language: str) -> bytes:
        chosen = self._settings
        told = chosen.language_code or elevenlabs_models.told_language(chosen.model, language)
        return wire.SpeechRequest(passage, chosen.model, told, chosen.of_voice() or None).encode()

    async def _spoken(  # noqa: ASYNC900  # closed above
        self, answer: HttpAnswer, passage: str
    ) -> AsyncGenerator[VoicePiece]:
        """The sound in an answer. Raises VoiceFailed for an answer that holds none."""
        if answer.status != 200:
            error = await refusal(answer)
            raise VoiceFailed(error.words, rest_s=error.rest_s, only_this=error.only_this)
        sentence = SentenceSound(passage, self._settings.speed)
        sound = _with_times(answer) if self._settings.word_times else _without_times(answer)
        async with aclosing(sound) as found:
            async for audio, alignment in found:
                begin_at = [begins_s * BYTES_PER_S for begins_s in alignment.starts_s]
                for piece in sentence.feed(audio, alignment.chars, begin_at):
                    yield piece  # noqa: ASYNC119  # as above
        sentence.end()


async def _with_times(answer: HttpAnswer) -> AsyncGenerator[tuple[bytes, wire.Alignment]]:  # noqa: ASYNC900  # closed
    reader = wire.PieceReader()
    ended = False
    while not ended:
        data = await answer.piece()
        ended = data is None
        try:
            found = reader.finish() if data is None else reader.feed(data)
            pieces = [(piece.audio, piece.alignment or piece.normalized or _NO_TIMES) for piece in found]
        except ReportedError as exc:
            raise VoiceFailed(exc.error.words, rest_s=exc.error.rest_s, only_this=exc.error.only_this) from None
        except RemoteProtocolError as exc:
            raise VoiceFailed(str(exc)) from None
        for piece in pieces:
            yield piece


async def _without_times(answer: HttpAnswer) -> AsyncGenerator[tuple[bytes, wire.Alignment]]:  # noqa: ASYNC900  # closed
    if (wrong := wire.wrong_type(answer.content_type)) is not None:
        raise VoiceFailed(wrong)
    while (data := await answer.piece()) is not None:
        yield data, _NO_TIMES


def _connections(world: World, settings: ElevenLabsHttpSettings) -> Sequence[WarmConnections]:
    server = _server(world, settings)
    return (WarmConnections(server.url(elevenlabs_models.PATH), server.headers, 1),)


ELEVENLABS_HTTP = VoiceDeclaration(
    NAME,
    ElevenLabsHttpSettings,
    open_elevenlabs_http,
    connections=_connections,
    remote=partial(elevenlabs_remote, f"speaker.{NAME}"),
)
