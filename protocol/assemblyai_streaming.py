"""AssemblyAI's streaming recognition, v3, over a WebSocket. What is not listed here is ignored.

    server  Begin           {expires_at}
    client  binary messages: 8 kHz mu-law, 50 to 1000 ms each
            ForceEndpoint   the turn is over
            KeepAlive       every few seconds without audio, where there is an `inactivity_timeout`
            Terminate       nothing more comes; without it a session is paid for up to three hours
    server  Turn            {turn_order, words}: all words of a turn so far; again and again until `end_of_turn`, and
                            with `format_turns` once more after that
            Heartbeat       {total_audio_received_ms}
            Error           and then a close frame with the same code
            Termination     after Terminate, and then a close frame

A turn is what AssemblyAI takes for one. Times are in milliseconds of the audio that was sent on this connection. A
ForceEndpoint without a turn need not be answered.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import urlencode

import msgspec

from offhook.protocol.errors import RemoteProtocolError
from offhook.protocol.telephone_audio import BYTES_PER_S, LATEST_S

PATH = "/v3/ws"
TOKEN_PATH = "/v3/token?expires_in_seconds=1"  # a path
"""Answers with a key for a second of use, if the key is accepted. It costs nothing."""
FORCE_ENDPOINT = '{"type":"ForceEndpoint"}'
KEEP_ALIVE = '{"type":"KeepAlive"}'
TERMINATE = '{"type":"Terminate"}'
SHORTEST_MS, LONGEST_MS = 50, 1000  # of a message with audio; another one ends the session with 3007
MOST_KEYTERMS, LONGEST_KEYTERM = 100, 50


class Thresholds(msgspec.Struct, frozen=True):
    """When AssemblyAI takes a turn to be over. None: as it likes."""

    end_of_turn_confidence: float | None = None
    min_turn_silence_ms: int | None = None
    max_turn_silence_ms: int | None = None
    vad: float | None = None


def path_of(
    model: str,
    keyterms: Sequence[str],
    thresholds: Thresholds,
    inactivity_timeout_s: int,
    *,
    format_turns: bool,
    tells_language: bool = False,
) -> str:
    """Path and query of a connection for a call's audio."""
    optional = {
        "end_of_turn_confidence_threshold": thresholds.end_of_turn_confidence,
        "min_turn_silence": thresholds.min_turn_silence_ms,
        "max_turn_silence": thresholds.max_turn_silence_ms,
        "vad_threshold": thresholds.vad,
        "keyterms_prompt": msgspec.json.encode([*keyterms]).decode() if keyterms else None,
    }
    query = [
        ("speech_model", model),
        ("encoding", "pcm_mulaw"),
        ("sample_rate", str(BYTES_PER_S)),
        ("format_turns", "true" if format_turns else "false"),
        ("inactivity_timeout", str(inactivity_timeout_s)),
        ("session_heartbeat", "true"),
        *((("language_detection", "true"),) if tells_language else ()),
        *((name, str(value)) for name, value in optional.items() if value is not None),
    ]
    return f"{PATH}?{urlencode(query)}"


class Begin(msgspec.Struct, frozen=True):
    """The session is set up."""

    expires_at: float | str | None = None

    @property
    def ends_at(self) -> float | None:
        """When the server will end the session, in seconds since 1970. The reference has a date, its examples a
        number."""
        if not isinstance(self.expires_at, str):
            return self.expires_at
        try:
            date = datetime.fromisoformat(self.expires_at)
        except ValueError:
            return None
        return (date if date.tzinfo is not None else date.replace(tzinfo=UTC)).timestamp()


class Word(msgspec.Struct, frozen=True):
    """A word. Until it is final it may still change."""

    text: str
    start: float
    end: float
    confidence: float
    word_is_final: bool = False

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2


class Turn(msgspec.Struct, frozen=True):
    """A turn so far."""

    turn_order: int
    transcript: str
    words: tuple[Word, ...] = ()
    end_of_turn: bool = False
    turn_is_formatted: bool = False
    utterance: str | None = None
    """The words up to a pause, where the server has just found one."""
    language_code: str | None = None
    """Where it was asked for."""


class Heartbeat(msgspec.Struct, frozen=True):
    """The session is alive."""

    total_audio_received_ms: float = 0.0


class Failure(msgspec.Struct, frozen=True):
    """Error. Its text is not repeated: it quotes what was sent."""

    error_code: object = None
    error: object = None


class Termination(msgspec.Struct, frozen=True):
    """The session is over."""


ServerMessage = Begin | Turn | Heartbeat | Failure | Termination
_MESSAGES: Mapping[str, type[ServerMessage]] = {
    "Begin": Begin,
    "Turn": Turn,
    "Heartbeat": Heartbeat,
    "Error": Failure,
    "Termination": Termination,
}
_NOT_ASSEMBLYAIS = "a message that is none of AssemblyAI's"


class _Head(msgspec.Struct):
    type: str


def read_message(text: str) -> ServerMessage | None:
    """None for a message that is not needed here. Raises RemoteProtocolError."""
    try:
        known = _MESSAGES.get(msgspec.json.decode(text, type=_Head).type)
        message = None if known is None else msgspec.json.decode(text, type=known)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise RemoteProtocolError(_NOT_ASSEMBLYAIS) from None  # the cause would quote it
    if isinstance(message, Turn) and not _is_possible(message):
        raise RemoteProtocolError(_NOT_ASSEMBLYAIS)
    return message


def _is_possible(turn: Turn) -> bool:
    return turn.turn_order >= 0 and all(0 <= word.start <= word.end < LATEST_S * 1000 for word in turn.words)
