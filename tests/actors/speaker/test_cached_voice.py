"""A voice with a memory. Virtual clock; faults: a voice that fails in mid-sentence, a caller who interrupts."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.speaker.cached_voice import LONGEST_BYTES, CachedVoice, SaidCache
from offhook.actors.speaker.service import StatelessVoice, Voice, VoiceFailed, VoicePiece
from offhook.engine.words.spoken_words import WordTime
from offhook.simulation.services import SimulatedVoice
from tests.actors.served import A_CALL
from tests.actors.speaker.listening import saying, seconds, sound_of, words_of

ROOM = 10_000_000
FIRST_BYTE_S = 0.4


class SteadyVoice(StatelessVoice):
    """Makes three pieces of a second each, one a second, and fails before the last one as often as it is told to."""

    name = "steady"

    def __init__(self, failures: int = 0) -> None:
        self.failures, self.said = failures, 0

    def speaks(self, language: str) -> bool:
        return language == "en"

    @asynccontextmanager
    async def say(self, text: str, language: str) -> AsyncIterator[AsyncIterator[bytes]]:
        self.said += 1
        async with aclosing(self._sound()) as sound:
            yield sound

    async def _sound(self) -> AsyncGenerator[bytes]:
        for number in range(3):
            await trio.sleep(1)
            if number == 2 and self.failures:
                self.failures -= 1
                raise VoiceFailed("hoarse")
            yield bytes([number]) * 8000


async def listen(voice: Voice, text: str, heard: list[bytes]) -> None:
    """Keeps what was heard also where the voice fails."""
    async with saying(voice, text) as pieces:
        async for piece in pieces:
            assert isinstance(piece, bytes)
            heard.append(piece)


async def test_a_sentence_said_before_starts_at_once(autojump_clock: MockClock) -> None:
    """The first time takes as long as the voice takes; the second time the whole sound is there at the same instant."""
    voice = CachedVoice(SimulatedVoice(3, first_byte_s=FIRST_BYTE_S), "", SaidCache(ROOM))
    first = await sound_of(voice, "Hello.")
    asked_at = trio.current_time()
    assert asked_at == pytest.approx(FIRST_BYTE_S)
    async with saying(voice, "Hello.") as pieces:
        arrivals = [(trio.current_time() - asked_at, piece) async for piece in pieces]
    assert arrivals == [(0.0, first)]


async def test_a_new_sentence_is_passed_on_as_it_is_made(autojump_clock: MockClock) -> None:
    """Remembering delays nothing: each piece comes when the voice has made it."""
    voice = CachedVoice(SteadyVoice(), "", SaidCache(ROOM))
    async with saying(voice, "Hello.") as pieces:
        arrivals = [(trio.current_time(), len(piece)) async for piece in pieces if isinstance(piece, bytes)]
    assert arrivals == [(1.0, 8000), (2.0, 8000), (3.0, 8000)]


async def test_half_a_sentence_is_not_kept(autojump_clock: MockClock) -> None:
    """A caller who interrupts leaves no half sentence behind for the next one."""
    inner = SteadyVoice()
    voice = CachedVoice(inner, "", SaidCache(ROOM))
    async with saying(voice, "Hello.") as pieces:
        assert await anext(aiter(pieces))
    with trio.move_on_after(2.5):
        await sound_of(voice, "Hello.")
    assert seconds(await sound_of(voice, "Hello.")) == 3
    assert seconds(await sound_of(voice, "Hello.")) == 3
    assert inner.said == 3


async def test_a_failure_is_passed_on_and_not_kept(autojump_clock: MockClock) -> None:
    """What came before it is heard, then VoiceFailed; the sentence is made anew the next time."""
    voice = CachedVoice(SteadyVoice(failures=1), "", SaidCache(ROOM))
    heard: list[bytes] = []
    with pytest.raises(VoiceFailed, match="hoarse"):
        await listen(voice, "Hello.", heard)
    assert seconds(b"".join(heard)) == 2
    assert seconds(await sound_of(voice, "Hello.")) == 3


async def test_two_that_ask_at_the_same_time_are_both_served(autojump_clock: MockClock) -> None:
    """Neither waits for the other's rendering, and the sentence is kept once."""
    inner, cache = SteadyVoice(), SaidCache(ROOM)
    voice = CachedVoice(inner, "", cache)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(sound_of, voice, "Hello.")
        nursery.start_soon(sound_of, voice, "Hello.")
    assert trio.current_time() == 3
    assert inner.said == 2
    assert cache.statistics().entries == 1
    assert cache.statistics().bytes == 24_000


async def test_text_language_voice_and_manner_are_told_apart(autojump_clock: MockClock) -> None:
    """Whatever changes the sound is part of the key; half a character in the text is no obstacle."""
    cache, inner = SaidCache(ROOM), SimulatedVoice(1)
    slow, fast = CachedVoice(inner, "rate = 1", cache), CachedVoice(inner, "rate = 2", cache)
    other = CachedVoice(SteadyVoice(), "rate = 1", cache)
    sounds = [
        await sound_of(slow, "Hello."),
        await sound_of(slow, "Hello!"),
        await sound_of(slow, "Hello.", "es"),
        await sound_of(slow, "Hello\ud800."),
        await sound_of(fast, "Hello."),
        await sound_of(other, "Hello."),
    ]
    assert len(set(sounds)) == len(sounds)
    assert await sound_of(slow, "Hello.") == sounds[0]
    assert (cache.statistics().misses, cache.statistics().hits) == (6, 1)


async def test_it_is_the_voice_that_it_wraps() -> None:
    """Name and languages are the wrapped voice's."""
    voice = CachedVoice(SteadyVoice(), "", SaidCache(ROOM))
    assert voice.name == "steady"
    assert [voice.speaks("en"), voice.speaks("es")] == [True, False]


async def test_a_recitation_is_not_kept() -> None:
    """What is longer than any sentence is said to its end, and does not drive out what is said every day."""
    longest = LONGEST_BYTES / 8000
    cache = SaidCache(ROOM)
    assert seconds(await sound_of(CachedVoice(SimulatedVoice(longest + 1), "", cache), "The Iliad.")) == longest + 1
    assert cache.statistics().entries == 0
    assert seconds(await sound_of(CachedVoice(SimulatedVoice(longest), "", cache), "A sonnet.")) == longest
    assert cache.statistics().entries == 1


async def test_what_was_prepared_is_neither_hit_nor_miss(autojump_clock: MockClock) -> None:
    """The statistics speak of what calls asked for; a line that is there already is not made again."""
    inner, cache = SteadyVoice(), SaidCache(ROOM)
    voice = CachedVoice(inner, "", cache)
    async with voice.session(A_CALL) as session:
        await session.prepare("Hello.")
        await session.prepare("Hello.")
    assert (inner.said, cache.statistics().hit_rate) == (1, None)
    await sound_of(voice, "Hello.")
    assert (inner.said, cache.statistics().hit_rate) == (1, 1.0)


async def test_without_room_nothing_is_prepared(autojump_clock: MockClock) -> None:
    """A cache that is switched off costs no rendering."""
    inner = SteadyVoice()
    async with CachedVoice(inner, "", SaidCache(0)).session(A_CALL) as session:
        await session.prepare("Hello.")
    assert inner.said == 0


class TellingVoice(StatelessVoice):
    """Tells when its second word begins, and says three seconds."""

    name = "telling"

    def speaks(self, language: str) -> bool:
        return language == "en"

    @asynccontextmanager
    async def say(self, text: str, language: str) -> AsyncIterator[AsyncIterator[VoicePiece]]:
        async with aclosing(self._told()) as pieces:
            yield pieces

    async def _told(self) -> AsyncGenerator[VoicePiece]:
        await trio.lowlevel.checkpoint()
        yield WordTime(4, 12_000)
        yield bytes(24_000)


async def test_word_times_are_kept_with_the_sound(autojump_clock: MockClock) -> None:
    """The second time they are there before it, as the first time."""
    voice = CachedVoice(TellingVoice(), "", SaidCache(ROOM))
    assert await words_of(voice, "one two") == await words_of(voice, "one two") == [("two", 1.5)]
    async with saying(voice, "one two") as pieces:
        assert isinstance(await anext(pieces), WordTime)
