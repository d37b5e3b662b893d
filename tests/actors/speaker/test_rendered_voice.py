"""The talk between a voice and its worker. Real processes on the real clock; faults: crash, hang, kill, parent gone."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import trio

from offhook.actors.speaker.rendered_voice import RenderedVoice, voice_for
from offhook.actors.speaker.service import VoiceFailed
from offhook.engine.host.worker import WorkerPool, open_workers
from offhook.engine.words.spoken_words import WordTime
from tests.actors.speaker.listening import seconds, sound_of
from tests.actors.speaker.watched_world import WatchedWorld

BUZZING = [sys.executable, "-m", "tests.actors.speaker.buzzing_worker"]
BUZZ_S = 0.3  # the buzz and the pause behind it
WITHIN_S = 30


@asynccontextmanager
async def open_buzz(world: WatchedWorld) -> AsyncIterator[tuple[RenderedVoice, WorkerPool]]:
    with trio.fail_after(WITHIN_S):
        async with open_workers(world, "buzz", BUZZING, 1) as pool:
            yield RenderedVoice("buzz", pool, [{"en": "buzz"}], longest_passage=20), pool


async def sound_once_recovered(voice: RenderedVoice, text: str) -> bytes:
    """A fresh worker takes a moment; until then the voice says that it fails."""
    while True:
        try:
            return await sound_of(voice, text)
        except VoiceFailed:
            await trio.lowlevel.checkpoint()


async def test_a_long_text_is_spoken_to_its_end() -> None:
    """Each passage is rendered and follows the one before."""
    async with open_buzz(WatchedWorld()) as (voice, pool):
        assert seconds(await sound_of(voice, "This is one. And this is two. Three.")) == pytest.approx(
            3 * BUZZ_S, abs=0.05
        )
        assert await sound_of(voice, "") == b""
        assert pool.sessions_open == 0


async def test_a_passage_is_rendered_only_when_the_one_before_was_taken() -> None:
    """Who leaves early pays for what was heard: the crash that waits in the second passage never happens."""
    async with open_buzz(WatchedWorld()) as (voice, pool):
        async with voice.say("This is the first. Then crash.", "en") as pieces:
            assert await anext(pieces)
        assert await sound_of(voice, "Next.")
        assert pool.deaths == 0
        assert pool.sessions_open == 0


@pytest.mark.parametrize("fault", ["crash", "hang"])
async def test_a_worker_that_fails_costs_one_sentence(fault: str) -> None:
    """A crash or a hang inside the library is a VoiceFailed that does not say what was to be said."""
    async with open_buzz(WatchedWorld()) as (voice, pool):
        with pytest.raises(VoiceFailed) as failure:
            await sound_of(voice, f"Now {fault}.")
        assert fault not in f"{failure.value} {failure.value.__cause__}"
        assert await sound_once_recovered(voice, "Again.")
        assert pool.deaths == 1


async def test_a_killed_worker_costs_one_sentence() -> None:
    """Killed between two passages: the sentence fails, the next one is spoken."""
    world = WatchedWorld()
    async with open_buzz(world) as (voice, _):
        with pytest.raises(VoiceFailed):  # noqa: PT012 -- the failure comes out of the iteration
            async with voice.say("This is the first. And the second.", "en") as pieces:
                assert await anext(pieces)
                world.processes[0].kill()
                async for _piece in pieces:
                    pass
        assert await sound_once_recovered(voice, "Again.")
        assert len(world.processes) == 2


async def test_a_language_it_does_not_speak_is_a_failure() -> None:
    """The chain goes on to another voice instead of hearing the wrong language."""
    async with open_buzz(WatchedWorld()) as (voice, _):
        assert not voice.speaks("fr")
        with pytest.raises(VoiceFailed, match="'fr'"):
            await sound_of(voice, "Bonjour.", "fr")


async def test_the_worker_ends_with_its_parent() -> None:
    """A parent that dies closes the pipe, and that is all it takes."""
    process = await WatchedWorld().open_process(BUZZING)
    assert process.stdin is not None
    assert process.stdout is not None
    with trio.fail_after(WITHIN_S):
        assert await process.stdout.receive_some(1)  # it has started
        await process.stdin.aclose()
        assert await process.wait() == 0
    await process.stdout.aclose()


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "american"),
        ("en-GB", "british"),
        ("en_GB", "british"),
        ("en-GB-x-rp", "british"),
        ("en-IN", "american"),
        ("EN", "american"),
        ("es-MX", "mine"),
        ("fr", None),
        ("e", None),
        ("", None),
    ],
)
def test_a_dialect_falls_back_on_its_language(language: str, expected: str | None) -> None:
    """The most specific tag wins within a table, and the first table that knows the language wins over the next."""
    tables = [{"es": "mine"}, {"en": "american", "en-gb": "british", "es-mx": "mexican"}]
    assert voice_for(language, tables) == expected


async def test_the_words_of_all_passages_have_their_times() -> None:
    """Counted from the beginning of the whole text, in characters, and of its sound, in bytes."""
    text = "This is the first. And the second."
    async with open_buzz(WatchedWorld()) as (voice, _), voice.say(text, "en") as pieces:
        made = [piece async for piece in pieces]
    words = [piece for piece in made if isinstance(piece, WordTime)]
    assert [text[word.character :].split()[0] for word in words] == ["This", "first.", "And", "second."]
    first, second, third, fourth = (seconds(bytes(word.byte)) for word in words)
    assert [first, second] == pytest.approx([0.025, 0.05], abs=0.01)
    assert [third - BUZZ_S, fourth - BUZZ_S] == pytest.approx([first, second], abs=0.01)
