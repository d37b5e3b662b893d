"""The worker side of `rendering.py`: a synthesizer in a process of its own. No Trio here."""

import signal
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from offhook.actors.speaker.rendering import END, ListVoices, OfferedVoice, Render, decode_request, encode
from offhook.actors.speaker.telephone_sound import telephone_sound
from offhook.engine.words.spoken_words import WordTime
from offhook.protocol.mulaw import SAMPLE_RATE_HZ, Samples

PIECE_BYTES = 8000  # 1 s: few pieces, so that even digits read out at length fit into what a session may leave unread
RENDER_WITHIN_S = 5.0


class Rendering(NamedTuple):
    """The audio of a passage."""

    samples: Samples
    rate_hz: int
    words: Sequence[tuple[int, int]] = ()
    """The words whose beginning is known: first character, sample."""


class RenderingProgram(ABC):
    """A worker program around a synthesizer that renders a passage in one go."""

    render_within_s = RENDER_WITHIN_S

    @abstractmethod
    def offered(self) -> list[OfferedVoice]: ...

    @abstractmethod
    def render(self, passage: str, voice: str) -> Rendering:
        """`passage` holds no NUL; `voice` is the name of an offered voice."""

    def handle(self, session: int, body: bytes) -> Iterator[bytes]:
        match decode_request(body):
            case ListVoices():
                yield encode(self.offered())
            case Render(passage, voice):
                words, sound = self._sound(passage, voice)
                yield encode(words)
                for start in range(0, len(sound), PIECE_BYTES):
                    yield sound[start : start + PIECE_BYTES]
        yield END

    def close(self, session: int) -> None:
        del session  # nothing is kept from one request to the next

    def _sound(self, passage: str, voice: str) -> tuple[list[WordTime], bytes]:
        # Nobody listens to a library that hangs, and no exception reaches into it. The alarm's default action ends
        # the process; the pool starts another one.
        signal.setitimer(signal.ITIMER_REAL, self.render_within_s)
        rendering = self.render(passage, voice)
        signal.setitimer(signal.ITIMER_REAL, 0)
        sound = telephone_sound(rendering.samples, rendering.rate_hz)
        begins = (
            (word, sample * SAMPLE_RATE_HZ // rendering.rate_hz - sound.left_out) for word, sample in rendering.words
        )
        return [WordTime(word, min(max(byte, 0), len(sound.mulaw))) for word, byte in begins], sound.mulaw
