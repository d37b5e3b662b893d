"""pocketsphinx as it is installed. Real processes and clock; faults: a killed worker, bad grammars, early ends."""

import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
import numpy as np
import pytest
import trio

from bench.short_noises import short_noises
from offhook.actors.recognizer.pocketsphinx import Pocketsphinx, PocketsphinxSettings, open_pocketsphinx
from offhook.actors.recognizer.service import (
    RecognizerFailed,
    RecognizerSession,
    Transcript,
    Utterance,
)
from offhook.actors.responder.certainty import CERTAIN
from offhook.engine.words.expectation import Expectation
from offhook.protocol import mulaw
from tests.actors.recognizer.hearing import BOOKING, DAY, FOUR_DIGITS, FOUR_OR_FEWER, hear, ignore
from tests.actors.responder.front_desk import dialogue_of, front_desk_agent
from tests.actors.served import A_CALL
from tests.actors.speaker.watched_world import WatchedWorld
from tests.fakes.clips import QUIET_FRAME, clip

WITHIN_S = 60
PREROLL = QUIET_FRAME * 15  # with the clips' own 300 ms: what the VAD keeps from before the speech


@asynccontextmanager
async def recognizer_in(world: WatchedWorld) -> AsyncIterator[Pocketsphinx]:
    with trio.fail_after(WITHIN_S):
        async with open_pocketsphinx(world, PocketsphinxSettings()) as recognizer:
            yield recognizer


@asynccontextmanager
async def session_in(world: WatchedWorld) -> AsyncIterator[RecognizerSession]:
    async with recognizer_in(world) as recognizer, recognizer.session(A_CALL) as session:
        yield session


@pytest.mark.parametrize(
    ("name", "expected", "words"),
    [
        ("book_a_room", BOOKING, "book a room"),
        ("today", DAY, "today"),
        ("digits_4271", FOUR_DIGITS, "four two seven one"),
        ("digits_4271", FOUR_OR_FEWER, "four two seven one"),
    ],
)
async def test_real_callers_are_understood(name: str, expected: Expectation, words: str) -> None:
    """What real people answer to the front desk's questions arrives, surely enough, and is seen coming."""
    partials: list[str] = []
    async with session_in(WatchedWorld()) as session:
        transcript = await hear(session, PREROLL + clip(name), expected, partials.append)
    assert transcript.text == words
    assert transcript.confidence >= expected.threshold
    assert partials
    assert all(before != after for before, after in zip(["", *partials], partials, strict=False))


@pytest.mark.parametrize("steps", [0, 1, 2, 3, 6])
async def test_a_caller_who_hangs_up_while_the_words_are_found_crashes_nothing(steps: int) -> None:
    """Waiting for the transcript is cancelled at any step, and asked for again: the words go to the record."""
    async with (
        session_in(WatchedWorld()) as session,
        session.utterance(1, DAY, ignore) as utterance,
    ):
        await utterance.feed(PREROLL + clip("today"))
        await trio.sleep(0.3)  # until that is answered
        async with trio.open_nursery() as nursery:
            nursery.start_soon(utterance.finish)
            for _ in range(steps):
                await trio.lowlevel.checkpoint()
            nursery.cancel_scope.cancel(reason="the caller hangs up")
        assert (await utterance.finish()).text == "today"


@pytest.mark.parametrize("steps", [None, 0, 1, 2, 3, 6])
async def test_a_look_at_a_pause_finds_what_the_end_finds(steps: int | None) -> None:
    """The caller pauses in the middle and goes on; whoever asked there may be cancelled at any step."""
    whole = PREROLL + clip("digits_4271")
    half = len(PREROLL) + 12_640
    async with recognizer_in(WatchedWorld()) as recognizer, recognizer.session(A_CALL) as session:
        plain = await hear(session, whole, FOUR_OR_FEWER)
        async with session.utterance(2, FOUR_OR_FEWER, ignore) as utterance:
            await utterance.feed(whole[:half])
            async with trio.open_nursery() as nursery:
                nursery.start_soon(utterance.look)
                if steps is not None:
                    for _ in range(steps):
                        await trio.lowlevel.checkpoint()
                    nursery.cancel_scope.cancel(reason="the caller goes on")
            await utterance.feed(whole[half:])
            assert await utterance.look() == plain
            assert await utterance.finish() == plain
    assert plain.text == "four two seven one"


async def test_half_a_number_is_not_stretched_to_a_whole_one() -> None:
    """A caller who says two digits of four and looks at the card is heard to say two."""
    first_half = clip("digits_4271")[: round(1.58 * mulaw.SAMPLE_RATE_HZ)]
    async with session_in(WatchedWorld()) as session:
        transcript = await hear(session, PREROLL + first_half + QUIET_FRAME * 45, FOUR_OR_FEWER)
    assert transcript.text == "four two"
    assert transcript.confidence >= FOUR_OR_FEWER.threshold


async def test_what_was_not_expected_is_not_understood() -> None:
    """Foreign speech and an empty line have a confidence below the threshold, whatever words are found in them."""
    async with session_in(WatchedWorld()) as session:
        for sound in (clip("ast_es_pin"), clip("lv_amiable"), QUIET_FRAME * 50, mulaw.SILENCE * 4000, b""):
            transcript = await hear(session, sound, BOOKING)
            assert transcript.confidence < BOOKING.threshold


async def test_an_operator_sees_what_a_caller_was_not_understood_in() -> None:
    """The best words come however unsure they are: the record keeps them, and nobody takes them."""
    async with session_in(WatchedWorld()) as session:
        sure = msgspec.structs.replace(DAY, threshold=1.0)
        transcript = await hear(session, PREROLL + clip("today"), sure)
        assert transcript.text == "today"
        assert transcript.confidence < sure.threshold


async def test_a_cleared_throat_is_never_certain() -> None:
    """A grammar finds "hang up" in it, as likely as in any voice: so likely that a call would end is nothing to it."""
    expected = next(iter(dialogue_of(front_desk_agent()).expectations()))
    throats = [sound for kind, sound in short_noises(25, seed=1) if kind == "throat"]
    async with session_in(WatchedWorld()) as session:
        sounds = [QUIET_FRAME * 30 + mulaw.encode(each.astype(np.int16)) + PREROLL for each in throats]
        heard = [await hear(session, each, expected) for each in sounds]
    assert {"hang up", "goodbye"} & {each.text for each in heard}
    assert all(each.confidence < CERTAIN for each in heard)


async def test_any_english_is_heard_where_nothing_is_expected() -> None:
    """Without phrases the general model answers, whatever its confidence."""
    async with session_in(WatchedWorld()) as session:
        transcript = await hear(session, PREROLL + clip("go_forward"), Expectation(threshold=1.0))
    assert "forward ten meters" in transcript.text


async def test_two_callers_at_once_do_not_mix() -> None:
    """Two utterances with one grammar, their frames interleaved on one worker, each give their own words."""
    async with recognizer_in(WatchedWorld()) as recognizer:
        either = Expectation(phrases=(*BOOKING.phrases, "today"))
        sounds = [PREROLL + clip("book_a_room"), PREROLL + clip("today")]
        async with (
            recognizer.session(A_CALL) as one,
            recognizer.session(A_CALL) as other,
            one.utterance(1, either, ignore) as first,
            other.utterance(1, either, ignore) as second,
        ):
            for start in range(0, max(map(len, sounds)), 160):
                for utterance, sound in zip((first, second), sounds, strict=True):
                    await utterance.feed(sound[start : start + 160])
            assert (await first.finish()).text == "book a room"
            assert (await second.finish()).text == "today"


async def test_a_killed_worker_costs_one_utterance() -> None:
    """The utterance in hand fails as a service does, and the same call is served again soon."""
    world = WatchedWorld()
    async with session_in(world) as session:
        async with session.utterance(1, DAY, ignore) as utterance:
            await utterance.feed(clip("today"))
            os.kill(world.processes[0].pid, signal.SIGKILL)
            with pytest.raises(RecognizerFailed):
                await _feed_for_ever(utterance)
            with pytest.raises(RecognizerFailed):
                await utterance.finish()
        assert (await _patiently(session, PREROLL + clip("today"))).text == "today"
    assert len(world.processes) == 2


async def _feed_for_ever(utterance: Utterance) -> None:
    while True:
        await utterance.feed(QUIET_FRAME)


async def _patiently(session: RecognizerSession, sound: bytes) -> Transcript:
    """A caller whom a failure does not discourage: a new worker takes a moment."""
    while True:
        try:
            return await hear(session, sound, DAY)
        except RecognizerFailed:
            await trio.sleep(0.1)


async def test_an_utterance_left_early_leaves_nothing() -> None:
    """Half an utterance, however it ends, is in no later transcript, and its worker lives."""
    world = WatchedWorld()
    async with session_in(world) as session:
        for _ in range(3):
            async with session.utterance(1, DAY, ignore) as utterance:
                await utterance.feed(clip("book_a_room"))
            with trio.CancelScope() as scope:
                async with session.utterance(1, DAY, ignore) as utterance:
                    await utterance.feed(clip("book_a_room"))
                    scope.cancel(reason="barge-in")
                    await utterance.feed(clip("book_a_room"))
            assert (await hear(session, PREROLL + clip("today"), DAY)).text == "today"
    assert len(world.processes) == 1


@pytest.mark.parametrize(
    ("expected", "reason"),
    [
        (Expectation(phrases=("book a qwxyz room zyzzyva",)), "qwxyz, zyzzyva"),
        (Expectation(phrases=("book a check-in",)), "check-in"),
        (Expectation(phrases=("कमरा",)), "कमरा"),
        (Expectation(phrases=("<nobody>",)), "<nobody>"),
        (Expectation(phrases=("(a",)), "'(a'"),
        (Expectation(phrases=("a; public <x> = b",)), "<x>"),
        (Expectation(phrases=("stop;",)), "stop;"),
    ],
)
async def test_a_bad_grammar_fails_its_utterance_only(expected: Expectation, reason: str) -> None:
    """The failure names what is wrong, and the same worker serves the next utterance."""
    world = WatchedWorld()
    async with session_in(world) as session:
        with pytest.raises(RecognizerFailed) as caught:
            await hear(session, clip("today"), expected)
        assert reason in str(caught.value)
        assert (await hear(session, PREROLL + clip("today"), DAY)).text == "today"
    assert len(world.processes) == 1


async def test_an_endless_utterance_is_cut() -> None:
    """A line that never falls silent is heard for 30 seconds, and still gets an answer in time."""
    async with session_in(WatchedWorld()) as session, session.utterance(1, DAY, ignore) as utterance:
        for _ in range(35):
            await utterance.feed(QUIET_FRAME * 50)
        await utterance.feed(bytes(5_000_000))  # longer than a frame of the pipe may be
        assert (await utterance.finish()).confidence < DAY.threshold


async def test_it_speaks_english_only() -> None:
    """Every kind of English, and nothing else."""
    async with recognizer_in(WatchedWorld()) as recognizer:
        assert recognizer.name == "pocketsphinx"
        assert all(map(recognizer.speaks, ["en", "en-US", "en_GB", "EN-in"]))
        assert not any(map(recognizer.speaks, ["", "es", "enx", "de-DE", "hi"]))
