"""The messages between the pocketsphinx recognizer and its worker (msgspec's MessagePack).

parent                 worker
Start, Audio      ->   Partial   one for each, in turn
Look              ->   Final     of the audio so far; more may follow
Finish            ->   Final
any of them       ->   Failed    the last answer of the session
"""

import msgspec

from offhook.engine.words.expectation import Expectation
from offhook.protocol.mulaw import SAMPLE_RATE_HZ

LONGEST_BYTES = 30 * SAMPLE_RATE_HZ
"""The longest utterance; audio after that is ignored. No answer takes so long."""

MOST_CONFIDENT = 0.89
"""Above that, a throat that is cleared is more frequent than a "hang up" or "bye" that was said (`bench.endings`): a
grammar finds its shortest phrases in such sounds. So it is never certain enough for what cannot be undone."""


class Start(msgspec.Struct, frozen=True, tag=True):
    """An utterance begins. `cepstral_mean` is what was learnt of this caller; empty for a new one."""

    expected: Expectation
    cepstral_mean: str


class Audio(msgspec.Struct, frozen=True, tag=True):
    """The caller's sound, 8 kHz mu-law."""

    mulaw: bytes


class Look(msgspec.Struct, frozen=True, tag=True):
    """The caller pauses: the words so far are wanted, as `Finish` would find them."""


class Finish(msgspec.Struct, frozen=True, tag=True):
    """The utterance is over."""


class Partial(msgspec.Struct, frozen=True, tag=True):
    """The words so far, whether or not they changed."""

    text: str


class Final(msgspec.Struct, frozen=True, tag=True):
    """What was most likely said, however unsure that is, and the mean to start this caller's next utterance with."""

    text: str
    confidence: float
    cepstral_mean: str


class Failed(msgspec.Struct, frozen=True, tag=True):
    """This utterance cannot be recognised."""

    reason: str


Request = Start | Audio | Look | Finish
Answer = Partial | Final | Failed

encode = msgspec.msgpack.encode
_requests = msgspec.msgpack.Decoder[Request](Request)
_answers = msgspec.msgpack.Decoder[Answer](Answer)


def decode_request(body: bytes) -> Request:
    request: Request = _requests.decode(body)
    return request


def decode_answer(body: bytes) -> Answer:
    answer: Answer = _answers.decode(body)
    return answer
