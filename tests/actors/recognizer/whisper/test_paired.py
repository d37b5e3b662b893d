"""`whisper` with the real pocketsphinx beside it: real processes and clock, a fake engine, recorded callers."""

import os
import signal
from pathlib import Path

import msgspec
import numpy as np
import pytest
import trio

from bench.short_noises import short_noises
from offhook.actors.recognizer.service import Transcript
from offhook.actors.recognizer.whisper.judgement import SURE
from offhook.actors.recognizer.whisper.paired import FROM_END_S
from offhook.actors.served_call import ServedCall
from offhook.engine.record import facts
from offhook.engine.words.expectation import Expectation
from offhook.protocol import mulaw
from tests.actors.recognizer.hearing import BOOKING, DAY, FOUR_OR_FEWER, hear, ignore
from tests.actors.recognizer.whisper.rig import fake_engine_world, pair
from tests.actors.served import A_CALL, Told
from tests.fakes.clips import QUIET_FRAME, clip
from tests.fakes.whisper_model import Hears, text

PREROLL = QUIET_FRAME * 15
BOOK_A_ROOM = PREROLL + clip("book_a_room")
FOREIGN = PREROLL + clip("lv_amiable")
SAID = "he might even have been made amiable himself"


async def test_what_pocketsphinx_is_sure_of_comes_at_once(tmp_path: Path) -> None:
    """Partial texts too; and Whisper is not asked."""
    partials: list[str] = []
    async with (
        pair(tmp_path, Hears(trouble="hang")) as recognizer,
        recognizer.session(A_CALL) as session,
        session.utterance(1, BOOKING, partials.append) as utterance,
    ):
        await utterance.feed(BOOK_A_ROOM)
        began = trio.current_time()
        transcript = await utterance.finish()
        assert trio.current_time() - began < FROM_END_S
    assert transcript.text == "book a room"
    assert transcript.confidence >= SURE
    assert partials


async def test_free_speech_is_not_forced_into_the_grammar(tmp_path: Path) -> None:
    """pocketsphinx finds one of its phrases in anything; Whisper says what was said."""
    async with pair(tmp_path, text(f"{SAID.capitalize()}.")) as recognizer, recognizer.session(A_CALL) as session:
        transcript = await hear(session, FOREIGN, BOOKING)
    assert transcript.text == SAID
    assert transcript.confidence >= BOOKING.threshold


async def test_a_noise_is_nothing_although_a_grammar_finds_words_in_it(tmp_path: Path) -> None:
    throats = [sound for kind, sound in short_noises(25, seed=1) if kind == "throat"]
    sounds = [QUIET_FRAME * 30 + mulaw.encode(each.astype(np.int16)) + PREROLL for each in throats[:6]]
    doubts = Hears([("Uh...", -1.87)], no_speech=0.66, asked=-4.0)
    async with pair(tmp_path, doubts) as recognizer, recognizer.session(A_CALL) as session:
        heard = [await hear(session, each, BOOKING) for each in sounds]
    assert {each.text for each in heard} == {""}


async def test_words_of_the_grammar_are_believed_where_whisper_finds_them_as_likely(tmp_path: Path) -> None:
    """An accent that each of the two hears badly: what both find likely is what was said."""
    accent = _unsure(clip("today"))
    near, far = (Hears([("To die.", -0.9)], asked=asked) for asked in (-1.0, -6.0))
    async with pair(tmp_path, near, far) as recognizer, recognizer.session(A_CALL) as session:
        believed, refused = [await hear(session, accent, DAY) for _ in range(2)]
    assert (believed.text, believed.confidence >= DAY.threshold) == ("today", True)
    assert refused.text == "to die"


def _unsure(speech: bytes) -> bytes:
    """The same in so much noise that pocketsphinx finds the words, and is not sure of them."""
    samples = mulaw.decode(PREROLL + speech + PREROLL).astype(np.float64)
    noise = np.random.default_rng(5).standard_normal(len(samples)) * 1500
    return mulaw.encode(np.clip(samples + noise, -32_000, 32_000).astype(np.int16))


@pytest.mark.parametrize("trouble", ["hang", "die", "fail"])
async def test_without_whisper_pocketsphinx_answers_as_if_it_were_alone(trouble: str, tmp_path: Path) -> None:
    """Soon enough for a chain that would ask the next service; and the call tells that it was so."""
    heard, told = msgspec.convert({"trouble": trouble}, Hears), Told()
    async with (
        pair(tmp_path, heard) as recognizer,
        recognizer.session(ServedCall("", "en", report=told)) as session,
        session.utterance(1, DAY, ignore) as utterance,
    ):
        await utterance.feed(_unsure(clip("today")))
        with trio.fail_after(FROM_END_S + 1):
            transcript = await utterance.finish()
    assert transcript.text == "today"
    (failed,) = told.what
    assert isinstance(failed, facts.ServiceFailed)
    assert (failed.service, failed.instead) == ("whisper", "pocketsphinx")


async def test_while_whisper_is_busy_the_lighter_one_answers(tmp_path: Path) -> None:
    """The caller of a second call does not wait for the first, and its record tells why Whisper was not asked."""
    told = Told()
    busy = pair(tmp_path, Hears(trouble="hang"), max_waiting_s=0.0)
    async with busy as recognizer, recognizer.session(A_CALL) as session, trio.open_nursery() as nursery:
        nursery.start_soon(hear, session, FOREIGN, Expectation())
        await trio.sleep(0.2)
        async with (
            recognizer.session(ServedCall("", "en", report=told)) as second,
            second.utterance(1, DAY, ignore) as utterance,
        ):
            await utterance.feed(_unsure(clip("today")))
            began = trio.current_time()
            assert (await utterance.finish()).text == "today"
            assert trio.current_time() - began < FROM_END_S
            assert [type(what) for what in told.what] == [facts.RecognizerBusy]
        nursery.cancel_scope.cancel(reason="the first one hangs")


@pytest.mark.parametrize("stroke", [signal.SIGKILL, signal.SIGSTOP])
async def test_without_pocketsphinx_whisper_answers_alone(stroke: signal.Signals, tmp_path: Path) -> None:
    """It is killed or stopped in the middle of an utterance. Nobody waits for it, and the call tells."""
    world, told = fake_engine_world(), Told()
    async with (
        pair(tmp_path, text("Today."), world=world) as recognizer,
        recognizer.session(ServedCall("", "en", report=told)) as session,
        session.utterance(1, DAY, ignore) as utterance,
    ):
        await utterance.feed(PREROLL)
        os.kill(world.processes[1].pid, stroke)
        await trio.sleep(0.1)
        for _ in range(2):  # the answer to what came before may be there
            await utterance.feed(clip("today"))
        assert (await utterance.finish()).text == "today"
    (failed,) = told.what
    assert isinstance(failed, facts.ServiceFailed)
    assert (failed.service, failed.instead) == ("pocketsphinx", "whisper")


async def test_a_caller_who_goes_on_after_a_pause_is_heard_whole(tmp_path: Path) -> None:
    """Both hear it again from its beginning; what was said before the pause is not lost."""
    first_half, rest = clip("digits_4271")[:12_640], clip("digits_4271")[12_640:]
    async with (
        pair(tmp_path, text("4, 2."), text("4, 2, 7, 1.")) as recognizer,
        recognizer.session(A_CALL) as session,
        session.utterance(1, FOUR_OR_FEWER, ignore) as utterance,
    ):
        await utterance.feed(PREROLL + first_half)
        so_far = await utterance.so_far()
        await utterance.feed(QUIET_FRAME * 20 + rest)
        transcript = await utterance.finish()
    assert so_far is not None
    assert (so_far.transcript.text, so_far.stands) == ("four two", True)
    assert transcript.text == "four two seven one"


async def test_partial_texts_go_on_after_a_pause(tmp_path: Path) -> None:
    """The words after the pause are seen coming as soon as those before it were, not at the next pause only."""
    first_half, rest = clip("digits_4271")[:12_640], clip("digits_4271")[12_640:]
    partials: list[str] = []
    async with (
        pair(tmp_path, text("4, 2."), text("4, 2, 7, 1.")) as recognizer,
        recognizer.session(A_CALL) as session,
        session.utterance(1, FOUR_OR_FEWER, partials.append) as utterance,
    ):
        await utterance.feed(PREROLL + first_half)
        await utterance.so_far()
        before = len(partials)
        for start in range(0, len(rest), len(QUIET_FRAME)):
            await utterance.feed(rest[start : start + len(QUIET_FRAME)])
        assert [each for each in partials[before:] if len(each.split()) > 2]


async def test_where_nothing_is_expected_whisper_hears_alone(tmp_path: Path) -> None:
    """And in another language, which pocketsphinx does not have, or where one of several is spoken."""
    async with pair(tmp_path, text("I lost my umbrella.")) as recognizer:
        for call in (A_CALL, ServedCall("", "en", among=("en",))):
            async with recognizer.session(call) as session:
                heard = await hear(session, FOREIGN, Expectation())
                assert heard == Transcript("i lost my umbrella", heard.confidence, language="en")
