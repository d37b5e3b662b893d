"""The `openai` voice: OpenAI's speech over HTTP, and every server that speaks the same."""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from functools import partial
from typing import Annotated, Literal

import httpx  # noqa: ASYNC127  # the project's client is httpx
from pydantic import Field, SecretStr, model_validator

from offhook.actors.http_answer import Deadlines, HttpAnswer, http_answer
from offhook.actors.keyed_server import BaseUrl
from offhook.actors.openai_failure import failure, refusal
from offhook.actors.openai_models import shutdown_warning
from offhook.actors.openai_remote import openai_remote
from offhook.actors.openai_server import OpenAiServer
from offhook.actors.speaker.first_sound import FirstSound
from offhook.actors.speaker.last_sound import LastSound
from offhook.actors.speaker.passages import passages
from offhook.actors.speaker.service import (
    StatelessVoice,
    Voice,
    VoiceDeclaration,
    VoiceFailed,
    settings_with_voice,
)
from offhook.actors.warm_up import WarmConnections
from offhook.engine.host.contradictions import refuse
from offhook.engine.host.settings import Seconds, Section
from offhook.engine.host.world import World
from offhook.protocol import openai_errors
from offhook.protocol.openai_speech import LONGEST_INPUT, LOOKED_AT, PATH, SpeechRequest, wrong_beginning, wrong_type
from offhook.protocol.streamed_pcm import StreamedPcm
from offhook.protocol.telephone_audio import BYTES_PER_S

NAME = "openai"
LONGEST_SOUND_S = 10.0
LONGEST_SOUND_S_PER_CHARACTER = 0.5  # three times what slow speech takes, also in scripts with a syllable a character
LONGEST_SILENCE_S = 2.0  # before the first sound


class OpenAiSpeechSettings(Section):
    """OpenAI's voices over HTTP, or those of any server with the same interface; docs/services.md."""

    api_key: SecretStr | None = None
    """Unset: `OPENAI_API_KEY`, the variable of OpenAI's own SDK. A server that is named by `base_url` may need none."""
    base_url: BaseUrl | None = None
    """Where requests go. Unset: `OPENAI_BASE_URL`, or else OpenAI."""
    model: Annotated[str, Field(min_length=1, max_length=200)] = "gpt-4o-mini-tts"
    """OpenAI ends this one, and all others that speak over HTTP, on 2027-01-06."""
    voice: Annotated[str, Field(min_length=1, max_length=200)] = "marin"
    """One of the server's voices; OpenAI's are alloy, ash, ballad, cedar, coral, echo, fable, marin, nova, onyx, sage,
    shimmer and verse."""
    instructions: Annotated[str, Field(max_length=4000)] = ""
    """How it should speak, in plain words; older models take none."""
    speed: Annotated[float, Field(ge=0.25, le=4.0)] = 1.0
    """How fast it speaks; 1 is the voice's own speed."""
    pcm_rate_hz: Literal[8000, 16_000, 24_000, 48_000] = 24_000
    """How many samples a second the server sends. OpenAI always sends 24,000. A wrong rate makes voices too high or
    too low."""
    connect_s: Seconds = 2.0
    """How long a new connection may take."""
    first_byte_s: Seconds = 3.0
    """How long the first sound may take, with the connecting."""
    gap_s: Seconds = 2.0
    """How long each further piece may take."""
    total_s: Seconds = 60.0
    """How long a whole sentence may take."""

    @model_validator(mode="after")
    def _fit_together(self) -> "OpenAiSpeechSettings":
        too_long = "the answer would be given up before its first sound is due"
        refuse(self, (self.first_byte_s > self.total_s, "first_byte_s total_s", too_long))
        return self


@asynccontextmanager
async def open_openai_speech(world: World, settings: OpenAiSpeechSettings) -> AsyncIterator[Voice]:
    """Raises WorkerCannotStart where there is no key."""
    server = _server(world, settings)
    async with world.network() as network:
        yield OpenAiSpeech(network.http, server, settings)


def _server(world: World, settings: OpenAiSpeechSettings) -> OpenAiServer:
    return OpenAiServer(f"speaker.{NAME}", settings, world.environment())


class OpenAiSpeech(StatelessVoice):
    """Each sentence is a request; connections are kept for the next one.

    It gives no word times. Which languages it speaks is not told by the interface: it is asked for any.
    """

    name = NAME

    def __init__(self, client: httpx.AsyncClient, server: OpenAiServer, settings: OpenAiSpeechSettings) -> None:
        self._client, self._server, self._settings = client, server, settings
        self.server_url = server.base_url
        self._headers = {**server.headers, "Content-Type": "application/json"}
        self._deadlines = Deadlines(settings.connect_s, settings.first_byte_s, settings.gap_s, settings.total_s)

    def speaks(self, language: str) -> bool:
        return bool(language)

    def in_voice(self, voice: str, language: str) -> Voice:
        del language  # each voice speaks them all
        return OpenAiSpeech(self._client, self._server, settings_with_voice(self._settings, voice))

    @asynccontextmanager
    async def say(self, text: str, language: str) -> AsyncIterator[AsyncIterator[bytes]]:
        del language  # the text shows it
        async with aclosing(self._sound(text)) as sound:
            yield sound

    async def _sound(self, text: str) -> AsyncGenerator[bytes]:  # noqa: ASYNC900  # `say` closes it
        # A generator that yields inside a context is safe here: `say` alone opens it, and always closes it.
        for _, passage in passages(text, LONGEST_INPUT):
            if not any(map(str.isalnum, passage)):
                continue  # dots alone have no sound, and a silent answer would be taken for a fault
            request = self._client.build_request(
                "POST", self._server.url(PATH), content=self._body(passage), headers=self._headers
            )
            async with (
                http_answer(self._client, request, self._deadlines, VoiceFailed) as answer,
                aclosing(self._spoken(answer, len(passage))) as sound,
            ):
                async for piece in sound:
                    yield piece  # noqa: ASYNC119  # as above

    def _body(self, passage: str) -> bytes:
        chosen = self._settings
        speed = None if chosen.speed == 1 else chosen.speed
        return SpeechRequest(chosen.model, passage, chosen.voice, "pcm", chosen.instructions, speed).encode()

    async def _spoken(self, answer: HttpAnswer, characters: int) -> AsyncGenerator[bytes]:  # noqa: ASYNC900  # closed above
        """The sound in an answer. Raises VoiceFailed for an answer that holds none."""
        if answer.status != 200:
            raise failure(VoiceFailed, await refusal(answer))
        body = await _beginning(answer)
        if (error := openai_errors.in_answer(body)) is not None:
            raise failure(VoiceFailed, error)
        if (wrong := wrong_beginning(body) or wrong_type(answer.content_type, self._settings.pcm_rate_hz)) is not None:
            raise VoiceFailed(wrong)
        longest_s = LONGEST_SOUND_S + LONGEST_SOUND_S_PER_CHARACTER * characters / self._settings.speed
        pcm, first, last, made = StreamedPcm(self._settings.pcm_rate_hz), FirstSound(), LastSound(), 0
        piece: bytes | None = body
        while piece is not None:
            converted = pcm.feed(piece)
            made += len(converted)
            if made > longest_s * BYTES_PER_S:
                raise VoiceFailed(f"sound without end: more than {longest_s:g} s for {characters} characters")
            if sound := last.feed(first.feed(converted)):
                yield sound
            if first.left_out > LONGEST_SILENCE_S * BYTES_PER_S:
                break
            piece = await answer.piece()
        if sound := last.feed(first.feed(pcm.finish())):
            yield sound
        if not first.sounds:
            raise VoiceFailed("silence instead of speech")


async def _beginning(answer: HttpAnswer) -> bytes:
    """Enough of the body to see what it is; the samples that are in it are passed on."""
    body = b""
    while len(body) < LOOKED_AT and (piece := await answer.piece()) is not None:
        body += piece
    return body


def _warnings(world: World, settings: OpenAiSpeechSettings) -> Sequence[str]:
    if not _server(world, settings).is_openai:
        return ()
    warning = shutdown_warning(settings.model, world.wall_time())
    return (f"{warning}, which the voice openai_realtime uses: have that in front in speaker.chain",) if warning else ()


def _connections(world: World, settings: OpenAiSpeechSettings) -> Sequence[WarmConnections]:
    return _server(world, settings).warm(1)


OPENAI_SPEECH = VoiceDeclaration(
    NAME,
    OpenAiSpeechSettings,
    open_openai_speech,
    _warnings,
    _connections,
    remote=partial(openai_remote, f"speaker.{NAME}", endpoint=PATH),
)
