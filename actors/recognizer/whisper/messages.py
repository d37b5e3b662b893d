"""The messages between the whisper recognizer and its worker (msgspec's MessagePack).

parent         worker
Describe  ->   Described   what the model can do
Hear      ->   Heard       one whole utterance, or one up to a pause
Hear      ->   Failed      it cannot be recognised; the worker goes on
"""

import msgspec

from offhook.protocol.mulaw import SAMPLE_RATE_HZ

LONGEST_BYTES = 29 * SAMPLE_RATE_HZ
"""The model hears 30 s and not more; of a longer utterance it hears the beginning."""


class Describe(msgspec.Struct, frozen=True, tag=True):
    """Asks for `Described`."""


class Described(msgspec.Struct, frozen=True, tag=True):
    """The languages that the model hears, as it calls them: "en", "yue"."""

    languages: tuple[str, ...]


class Hear(msgspec.Struct, frozen=True, tag=True):
    """An utterance, 8 kHz mu-law. `among` are the languages that it may be in: one, or the model finds out which; none:
    it may be in any. `readings` are texts about which it is asked how likely each is."""

    mulaw: bytes
    among: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()


class Reading(msgspec.Struct, frozen=True):
    """A text, and the mean of its tokens' log probabilities."""

    text: str
    log_probability: float


class Heard(msgspec.Struct, frozen=True, tag=True):
    """What the model finds, the most likely text first."""

    readings: tuple[Reading, ...]
    asked: tuple[Reading, ...]
    """The texts that it was asked about."""
    no_speech: float
    """How likely nobody speaks, 0 to 1."""
    language: str
    language_probability: float
    """Of all languages that it knows, whatever it was told to choose among; 1 where it knows one."""


class Failed(msgspec.Struct, frozen=True, tag=True):
    """This utterance cannot be recognised."""

    reason: str


Request = Describe | Hear
Answer = Described | Heard | Failed

encode = msgspec.msgpack.encode
_requests = msgspec.msgpack.Decoder[Request](Request)
_answers = msgspec.msgpack.Decoder[Answer](Answer)


def decode_request(body: bytes) -> Request:
    request: Request = _requests.decode(body)
    return request


def decode_answer(body: bytes) -> Answer:
    answer: Answer = _answers.decode(body)
    return answer
