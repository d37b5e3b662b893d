"""The `openai` recognizer: OpenAI's transcription over HTTP, and every server that speaks the same.

It takes an utterance in one piece: it is asked when the caller pauses, and again if the caller goes on.
"""

from collections.abc import AsyncIterator, Callable, Generator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from functools import partial
from typing import Annotated

import httpx  # noqa: ASYNC127  # the project's client is httpx
import trio
from pydantic import Field, SecretStr, model_validator

from offhook.actors.at_once import at_once
from offhook.actors.http_answer import Deadlines, HttpAnswer, http_answer
from offhook.actors.keyed_server import BaseUrl
from offhook.actors.openai_failure import failure, refusal
from offhook.actors.openai_models import shutdown_warning
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
from offhook.actors.warm_up import WarmConnections
from offhook.engine.decide.costs import Used
from offhook.engine.host.contradictions import refuse
from offhook.engine.host.settings import Seconds, Section
from offhook.engine.host.world import World
from offhook.engine.words.expectation import Expectation
from offhook.protocol import openai_transcription as wire
from offhook.protocol.errors import RemoteProtocolError
from offhook.protocol.said_words import said_words
from offhook.protocol.service_errors import ReportedError
from offhook.protocol.telephone_audio import BYTES_PER_S

NAME = "openai"
LONGEST_UTTERANCE_S = 180.0
LONGEST_ANSWER = 1 << 20
DRAINED_WITHIN_S = 0.05  # the end of the stream, after the words: then the connection is kept for the next utterance
CONFIDENCE = 0.8
"""The service gives none for its current models. These words are right more often than those of a phrase list, so they
stand above the thresholds of ordinary answers and of a yes (0.4, 0.7). But it also finds words in noise, so they stay
below the certainty (0.9) from which on a choice that cannot be undone is made without asking."""


class OpenAiTranscriptionSettings(Section):
    """OpenAI's transcription over HTTP, or that of any server with the same interface; docs/services.md."""

    api_key: SecretStr | None = None
    """Unset: `OPENAI_API_KEY`, the variable of OpenAI's own SDK. A server that is named by `base_url` may need none."""
    base_url: BaseUrl | None = None
    """Where requests go. Unset: `OPENAI_BASE_URL`, or else OpenAI."""
    model: Annotated[str, Field(min_length=1, max_length=200)] = "gpt-transcribe"
    """Which model recognises."""
    prompt: Annotated[str, Field(max_length=4000)] = ""
    """Names and words that callers are likely to say, in a sentence of the agent's language."""
    stream: bool = True
    """Whether the words are asked for as they are found. Models that cannot do so send them in one piece."""
    connect_s: Seconds = 2.0
    """How long a new connection may take."""
    first_byte_s: Seconds = 3.0
    """How long the first words may take, with the connecting."""
    gap_s: Seconds = 2.0
    """How long each further piece of the answer may take."""
    total_s: Seconds = 10.0
    """How long the whole answer may take."""

    @model_validator(mode="after")
    def _fit_together(self) -> "OpenAiTranscriptionSettings":
        too_long = "the answer would be given up before its first word is due"
        refuse(self, (self.first_byte_s > self.total_s, "first_byte_s total_s", too_long))
        return self


@asynccontextmanager
async def open_openai_transcription(world: World, settings: OpenAiTranscriptionSettings) -> AsyncIterator[Recognizer]:
    """Raises WorkerCannotStart where there is no key."""
    server = _server(world, settings)
    async with world.network() as network:
        yield OpenAiTranscription(network.http, server, settings)


def _server(world: World, settings: OpenAiTranscriptionSettings) -> OpenAiServer:
    return OpenAiServer(f"recognizer.{NAME}", settings, world.environment())


class OpenAiTranscription:
    """Each question is a request; connections are kept for the next one."""

    name = NAME
    counts_itself = True  # whoever pauses and goes on has the beginning sent twice
    hears_each_alone = True
    guesses = True
    """Such models write words for coughs and noise too."""

    def __init__(self, client: httpx.AsyncClient, server: OpenAiServer, settings: OpenAiTranscriptionSettings) -> None:
        self._client, self._server, self._settings = client, server, settings
        self._deadlines = Deadlines(settings.connect_s, settings.first_byte_s, settings.gap_s, settings.total_s)

    def speaks(self, language: str) -> bool:
        return bool(language)

    def unknown_words(self, expected: Sequence[Expectation]) -> tuple[str, ...]:
        del expected  # it writes any word
        return ()

    def session(self, call: ServedCall) -> AbstractAsyncContextManager[RecognizerSession]:
        return nullcontext(_Session(self, call))

    async def transcribe(self, sound: bytes, call: ServedCall, on_partial: Callable[[str], None]) -> wire.Recognized:
        """The words in a whole utterance. Raises RecognizerFailed."""
        chosen = self._settings
        request = self._client.build_request(
            "POST",
            self._server.url(wire.PATH),
            headers=self._server.headers,
            data=wire.form_fields(
                chosen.model, "" if call.among else call.language, chosen.prompt, stream=chosen.stream
            ),
            files={"file": (wire.FILE_NAME, wire.wav_of(sound), wire.FILE_TYPE)},
        )
        used = Used(requests=1, seconds=len(sound) / BYTES_PER_S)
        taken = partial(call.used, f"recognizer.{NAME}", used)
        async with http_answer(self._client, request, self._deadlines, RecognizerFailed, taken) as answer:
            if answer.status != 200:
                raise failure(RecognizerFailed, await refusal(answer))
            try:
                return await self._text(answer, on_partial)
            except ReportedError as exc:
                raise failure(RecognizerFailed, exc.error) from None
            except RemoteProtocolError as exc:
                raise RecognizerFailed(str(exc)) from None  # a cause would be taken for a bug of ours

    async def _text(self, answer: HttpAnswer, on_partial: Callable[[str], None]) -> wire.Recognized:
        if answer.content_type.partition(";")[0].strip().lower() != "text/event-stream":
            return wire.recognized_in_json(await answer.whole(LONGEST_ANSWER))
        transcript, told = wire.StreamedTranscript(), ""
        while transcript.final is None:
            piece = await answer.piece()
            if piece is not None:
                transcript.feed(piece)
            else:
                transcript.end()
                if transcript.final is None:
                    raise RemoteProtocolError("the stream ended without a final text")
            if transcript.so_far != told:
                told = transcript.so_far
                on_partial(said_words(told))
        with trio.move_on_after(DRAINED_WITHIN_S):
            await answer.beginning(LONGEST_ANSWER)
        return wire.Recognized(transcript.final, transcript.language)


class _Session:
    """Nothing is kept from one utterance to the next."""

    def __init__(self, recognizer: OpenAiTranscription, call: ServedCall) -> None:
        self._recognizer, self._call = recognizer, call

    @at_once
    def utterance(self, number: int, expected: Expectation, on_partial: Callable[[str], None]) -> Generator[Utterance]:
        del number, expected
        yield _WholeUtterance(self._recognizer, self._call, on_partial)


class _WholeUtterance(FedAtOnce):
    """Keeps the audio, so that it can be asked about again: after a longer pause, or after a failure."""

    def __init__(self, recognizer: OpenAiTranscription, call: ServedCall, on_partial: Callable[[str], None]) -> None:
        self._recognizer, self._call, self._on_partial = recognizer, call, on_partial
        self._sound = bytearray()

    def feed_nowait(self, mulaw: bytes) -> None:
        self._sound += mulaw
        if len(self._sound) > LONGEST_UTTERANCE_S * BYTES_PER_S:
            raise RecognizerFailed(f"an utterance of more than {LONGEST_UTTERANCE_S:g} s")

    async def so_far(self) -> TranscriptSoFar:
        return TranscriptSoFar(await self.finish(), stands=True)

    async def finish(self) -> Transcript:
        await trio.lowlevel.checkpoint()
        if len(self._sound) < wire.SHORTEST_S * BYTES_PER_S:
            return Transcript("", confidence=0.0)
        recognized = await self._recognizer.transcribe(bytes(self._sound), self._call, self._on_partial)
        text = said_words(recognized.text)
        return Transcript(text, CONFIDENCE if text else 0.0, language=recognized.language)


def _warnings(world: World, settings: OpenAiTranscriptionSettings) -> Sequence[str]:
    if not _server(world, settings).is_openai:
        return ()
    warning = shutdown_warning(settings.model, world.wall_time())
    return (f"{warning}: set recognizer.{NAME}.model",) if warning else ()


def _connections(world: World, settings: OpenAiTranscriptionSettings) -> Sequence[WarmConnections]:
    return _server(world, settings).warm(1)


OPENAI_TRANSCRIPTION = RecognizerDeclaration(
    NAME,
    OpenAiTranscriptionSettings,
    open_openai_transcription,
    _warnings,
    _connections,
    remote=partial(openai_remote, f"recognizer.{NAME}", endpoint=wire.PATH),
)
