"""Deepgram's streaming recognition, listen v1, over a WebSocket. What is not listed here is ignored.

    client  binary messages: 8 kHz mu-law; an empty one would end the stream
            KeepAlive       every few seconds without audio, or the server closes with NET-0001
            Finalize        recognise what was sent, now
            CloseStream     nothing more comes
    server  Results         {start, duration}: which part of the audio they are about. Until `is_final` they may change
            UtteranceEnd    no word for some time
            Error

Times are in seconds of the audio that was sent on this connection. Results of a Finalize say so by `from_finalize`,
if there are any.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import msgspec

from offhook.protocol.errors import RemoteProtocolError
from offhook.protocol.telephone_audio import BYTES_PER_S, LATEST_S

KEEP_ALIVE = '{"type":"KeepAlive"}'
FINALIZE = '{"type":"Finalize"}'
CLOSE_STREAM = '{"type":"CloseStream"}'
UTTERANCE_END_MS = 1000  # the least that Deepgram takes
LONGEST_KEYTERMS = 1500
"""Characters of all key terms together. Deepgram takes 500 tokens, and recognises nothing at all with more."""


def listen_path(model: str, language: str, keyterms: Sequence[str], endpointing_ms: int) -> str:
    """Path and query of a connection for a call's audio, words so far included. `endpointing_ms` of silence make
    `speech_final`; with 0 there is none."""
    query = [
        ("model", model),
        ("language", language),
        ("encoding", "mulaw"),
        ("sample_rate", str(BYTES_PER_S)),
        ("channels", "1"),
        ("interim_results", "true"),
        ("punctuate", "true"),
        ("endpointing", str(endpointing_ms) if endpointing_ms else "false"),
        ("utterance_end_ms", str(UTTERANCE_END_MS)),
        *(("keyterm", term) for term in keyterms),
    ]
    return f"/listen?{urlencode(query)}"


MULTI = "multi"
_SEVERAL: Mapping[str, frozenset[str]] = {
    "nova-3": frozenset(["de", "en", "es", "fr", "hi", "it", "ja", "nl", "pt", "ru"]),
    "nova-2": frozenset(("en", "es")),
}
"""By the beginning of a model's name, the languages that it tells apart."""


def hears_several(model: str, languages: Sequence[str]) -> bool:
    """Whether one connection hears all of these, without their countries. Of a model that is not known here nobody
    knows: it is taken to."""
    known = next((known for name, known in _SEVERAL.items() if model.startswith(name)), None)
    return known is None or known.issuperset(languages)


class Word(msgspec.Struct, frozen=True):
    """A word, and the same as it stands in the text."""

    word: str
    start: float
    end: float
    confidence: float
    punctuated_word: str | None = None
    language: str | None = None
    """Only of a connection for several."""

    @property
    def text(self) -> str:
        return self.punctuated_word or self.word

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2


class Alternative(msgspec.Struct, frozen=True):
    transcript: str
    confidence: float = 0.0
    words: tuple[Word, ...] = ()


class Channel(msgspec.Struct, frozen=True):
    alternatives: tuple[Alternative, ...] = ()


class Results(msgspec.Struct, frozen=True):
    """What was recognised in a part of the audio; often nothing."""

    start: float
    duration: float
    channel: Channel
    is_final: bool | None = None
    speech_final: bool | None = None
    """After so much silence as was asked for."""
    from_finalize: bool | None = None

    @property
    def end(self) -> float:
        return self.start + self.duration

    @property
    def best(self) -> Alternative:
        return self.channel.alternatives[0] if self.channel.alternatives else Alternative("")


class UtteranceEnd(msgspec.Struct, frozen=True):
    """There was no word since `last_word_end`; -1 if there was none at all."""

    last_word_end: float


class Failure(msgspec.Struct, frozen=True):
    """Error. Its texts are not repeated: they may quote anything."""

    description: object = None
    message: object = None
    variant: object = None

    @property
    def texts(self) -> str:
        return " ".join(text for text in (self.variant, self.description, self.message) if isinstance(text, str))


ServerMessage = Results | UtteranceEnd | Failure
_MESSAGES: Mapping[str, type[ServerMessage]] = {"Results": Results, "UtteranceEnd": UtteranceEnd, "Error": Failure}
_NOT_DEEPGRAMS = "a message that is none of Deepgram's"


class _Head(msgspec.Struct):
    type: str


def read_message(text: str) -> ServerMessage | None:
    """None for a message that is not needed here. Raises RemoteProtocolError."""
    try:
        known = _MESSAGES.get(msgspec.json.decode(text, type=_Head).type)
        message = None if known is None else msgspec.json.decode(text, type=known)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise RemoteProtocolError(_NOT_DEEPGRAMS) from None  # the cause would quote it
    if isinstance(message, Results) and not _is_possible(message):
        raise RemoteProtocolError(_NOT_DEEPGRAMS)
    return message


def _is_possible(results: Results) -> bool:
    spans = [(results.start, results.end), *((word.start, word.end) for word in results.best.words)]
    return all(0 <= start <= end < LATEST_S for start, end in spans)
