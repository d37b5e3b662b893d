"""The messages between a voice and its worker.

request                    answers
ListVoices                 the list, then the end
Render(passage, voice)     when its words begin, as far as the synthesizer tells; pieces of 8 kHz mu-law; the end
"""

import msgspec

from offhook.engine.words.spoken_words import WordTime

END = b""
"""Follows the last answer to a request."""


class ListVoices(msgspec.Struct, frozen=True, tag=True):
    """Ask for the list of voices."""


class Render(msgspec.Struct, frozen=True, tag=True):
    """Speak a passage."""

    passage: str
    voice: str


class OfferedVoice(msgspec.Struct, frozen=True):
    """A voice of a worker."""

    name: str
    languages: dict[str, int]
    """Lower-case tags; the number says how far this voice is from being the language's first choice."""


encode = msgspec.json.encode
decode_request = msgspec.json.Decoder[ListVoices | Render](ListVoices | Render).decode
decode_words = msgspec.json.Decoder(list[WordTime]).decode
decode_offer = msgspec.json.Decoder(list[OfferedVoice]).decode
