"""`whisper`: its real worker process with a fake engine. Real clock; faults: a worker that fails, dies or hangs."""

import os
import signal
from pathlib import Path

import msgspec
import numpy as np
import pytest
import trio
import trio.testing

from offhook.actors.recognizer.service import RecognizerFailed, Transcript
from offhook.actors.recognizer.whisper.queue import Busy
from offhook.actors.served_call import ServedCall
from offhook.engine.record import facts
from offhook.engine.record.facts import Fault
from offhook.engine.words.expectation import AnswerKind, Expectation
from offhook.protocol import mulaw
from tests.actors.recognizer.hearing import BOOKING, DAY, hear, ignore
from tests.actors.recognizer.whisper.rig import fake_engine_world, whisper
from tests.actors.served import A_CALL, Told
from tests.fakes.clips import QUIET_FRAME, clip
from tests.fakes.whisper_model import Hears, Model, text

SOUND = QUIET_FRAME * 15 + clip("book_a_room") + QUIET_FRAME * 15


async def test_free_speech_arrives_in_the_words_that_dialogues_are_made_of(tmp_path: Path) -> None:
    async with (
        whisper(tmp_path, text(" I'd like a room for 2, please.")) as recognizer,
        recognizer.session(A_CALL) as session,
    ):
        transcript = await hear(session, SOUND, Expectation())
    assert transcript.text == "i'd like a room for two please"
    assert transcript.confidence > Expectation().threshold
    assert transcript.language == "en"


async def test_at_a_pause_it_has_the_words_so_far_which_stand_if_no_more_is_said(tmp_path: Path) -> None:
    async with (
        whisper(tmp_path, text("Book a"), text("Book a room.")) as recognizer,
        recognizer.session(A_CALL) as session,
        session.utterance(1, BOOKING, ignore) as utterance,
    ):
        await utterance.feed(SOUND[: len(SOUND) // 2])
        so_far = await utterance.so_far()
        assert so_far is not None
        assert (so_far.transcript.text, so_far.stands) == ("book a", True)
        await utterance.feed(SOUND[len(SOUND) // 2 :])
        assert (await utterance.finish()).text == "book a room"


async def test_what_is_expected_is_heard_where_the_model_has_only_other_letters_for_it(tmp_path: Path) -> None:
    """It finds the greeting as likely as what it wrote itself; not where somebody says something else, nor where
    nobody speaks, and no "yes" is taken for a "no" like that."""
    greeting, question = Expectation("hi", ("नमस्ते",)), Expectation("hi", ("नमस्ते",), kind=AnswerKind.YES_NO)
    like_it = Hears([("..no matter..", -2.0)], asked=-2.1)
    others = Hears([("Call me later.", -0.1)], asked=-3.0), Hears([("you", -2.0)], no_speech=0.6, asked=-2.1)
    model = Model([like_it, *others, like_it], {"en": 0.4, "hi": 0.3})
    async with whisper(tmp_path, model=model) as recognizer, recognizer.session(ServedCall("", "hi")) as session:
        heard = [await hear(session, SOUND, each) for each in (greeting, greeting, greeting, question)]
    assert [each.text for each in heard] == ["नमस्ते", "call me later", "", ""]
    assert heard[0].confidence > greeting.threshold


async def test_of_two_readings_the_one_that_fits_what_is_expected_is_believed(tmp_path: Path) -> None:
    """Unless the other one is far more likely."""
    near, far = (
        text(("Book of Rome.", -0.3), ("Book a room.", -0.5)),
        text(("Book of Rome.", -0.1), ("Book a room.", -0.9)),
    )
    async with whisper(tmp_path, near, far, near) as recognizer, recognizer.session(A_CALL) as session:
        heard = [(await hear(session, SOUND, expected)).text for expected in (BOOKING, BOOKING, DAY)]
    assert heard == ["book a room", "book of rome", "book of rome"]


async def test_one_worker_serves_many_calls(tmp_path: Path) -> None:
    """All utterances end at once: each gets its words, and none those of another."""
    world, found = fake_engine_world(), list[str]()

    async def call() -> None:
        async with recognizer.session(A_CALL) as session:
            found.append((await hear(session, SOUND, Expectation())).text)

    many = [text(f"this is the sentence {word}") for word in ("one", "two", "six", "ten")]
    async with whisper(tmp_path, *many, world=world, max_waiting_s=10) as recognizer, trio.open_nursery() as nursery:
        for _ in many:
            nursery.start_soon(call)
    assert sorted(found) == sorted(f"this is the sentence {word}" for word in ("one", "two", "six", "ten"))
    assert len(world.processes) == 1


async def test_who_would_wait_for_too_long_is_refused_at_once(tmp_path: Path) -> None:
    """It is no fault of the service, which is not left alone for it."""
    hanging = whisper(tmp_path, Hears(trouble="hang"), max_waiting_s=0.0)
    async with hanging as recognizer, recognizer.session(A_CALL) as session, trio.open_nursery() as nursery:
        nursery.start_soon(hear, session, SOUND, DAY)
        await trio.testing.wait_all_tasks_blocked(0.05)
        began = trio.current_time()
        with pytest.raises(Busy) as refused:
            await hear(session, SOUND, DAY)
        assert trio.current_time() - began < 0.2
        assert refused.value.only_this
        nursery.cancel_scope.cancel(reason="the first one hangs")


async def test_a_call_tells_how_long_an_utterance_waited_for_those_of_others(tmp_path: Path) -> None:
    """One that was recognised, one that was given up while it waited, and one that was not asked at all."""
    told = Told()
    async with (
        whisper(tmp_path, Hears(trouble="hang"), max_waiting_s=0.4) as recognizer,
        recognizer.session(A_CALL) as session,
        recognizer.session(ServedCall("", "en", report=told)) as other,
        trio.open_nursery() as nursery,
    ):
        nursery.start_soon(hear, session, SOUND, DAY)
        await trio.testing.wait_all_tasks_blocked(0.05)
        with trio.move_on_after(0.2):
            await hear(other, SOUND, DAY)
        nursery.start_soon(hear, session, SOUND, DAY)
        await trio.testing.wait_all_tasks_blocked(0.05)
        with pytest.raises(Busy):
            await hear(other, SOUND, DAY)
        nursery.cancel_scope.cancel(reason="the first one hangs")
    waited, busy = told.what
    assert isinstance(waited, facts.RecognizerWaited)
    assert (waited.service, 0.19 < waited.waited_s < 2) == ("whisper", True)
    assert waited.counted == (Fault.RECOGNIZER_WAITED_MS, round(waited.waited_s * 1000))
    assert isinstance(busy, facts.RecognizerBusy)
    assert (busy.service, busy.waits_s > 0.4, busy.counted) == ("whisper", True, (Fault.RECOGNIZER_BUSY, 1))


async def test_a_call_that_waits_for_nobody_tells_of_no_waiting(tmp_path: Path) -> None:
    told = Told()
    async with (
        whisper(tmp_path, text("Today.")) as recognizer,
        recognizer.session(ServedCall("", "en", report=told)) as session,
    ):
        assert (await hear(session, SOUND, DAY)).text == "today"
    assert told.what == []


@pytest.mark.parametrize("trouble", ["die", "fail"])
async def test_a_worker_that_dies_or_fails_costs_one_utterance(trouble: str, tmp_path: Path) -> None:
    """The chain has another service for it. The next utterance finds a new worker, or the same one."""
    heard = msgspec.convert({"trouble": trouble}, Hears), text("Today.")
    async with whisper(tmp_path, *heard) as recognizer, recognizer.session(A_CALL) as session:
        with pytest.raises(RecognizerFailed):
            await hear(session, SOUND, DAY)
        again = await _heard_within(10, session, SOUND) if trouble == "fail" else None
    assert again is None or again.text == "today"


async def test_a_killed_worker_is_replaced(tmp_path: Path) -> None:
    world = fake_engine_world()
    async with whisper(tmp_path, text("Today."), world=world) as recognizer, recognizer.session(A_CALL) as session:
        os.kill(world.processes[0].pid, signal.SIGKILL)
        assert (await _heard_within(20, session, SOUND)).text == "today"
        assert len(world.processes) == 2


async def _heard_within(seconds: float, session: object, sound: bytes) -> Transcript:
    """The words, as soon as a worker is there again."""
    with trio.fail_after(seconds):
        while True:
            try:
                return await hear(session, sound, DAY)  # type: ignore[arg-type]
            except RecognizerFailed:
                await trio.sleep(0.05)


async def test_an_utterance_of_half_a_minute_and_more_is_heard_from_its_beginning(tmp_path: Path) -> None:
    long = SOUND * (45 * mulaw.SAMPLE_RATE_HZ // len(SOUND))
    async with whisper(tmp_path, text("Book a room.")) as recognizer, recognizer.session(A_CALL) as session:
        assert (await hear(session, long, BOOKING)).text == "book a room"


@pytest.mark.parametrize("sound", [b"", QUIET_FRAME, mulaw.encode(np.zeros(400, dtype=np.int16))])
async def test_hardly_any_sound_is_no_words(sound: bytes, tmp_path: Path) -> None:
    async with whisper(tmp_path, text("You.")) as recognizer, recognizer.session(A_CALL) as session:
        assert await hear(session, sound, BOOKING) == Transcript("", confidence=0.0)


async def test_it_says_which_language_it_has_heard(tmp_path: Path) -> None:
    """Among those that the caller may speak. One of them is the call's; which one was meant, nobody knows before."""
    shares = {"en": 0.2, "hi": 0.6, "es": 0.1, "de": 0.1}
    async with whisper(tmp_path, model=Model([text("नमस्ते")], shares)) as recognizer:
        assert [each for each in ("en-GB", "hi", "hi-IN", "ja", "") if recognizer.speaks(each)] == [
            "en-GB",
            "hi",
            "hi-IN",
        ]
        async with recognizer.session(ServedCall("", "en-GB", among=("en-GB", "hi"))) as session:
            transcript = await hear(session, SOUND, Expectation())
            assert (transcript.text, transcript.language) == ("नमस्ते", "hi")


@pytest.mark.parametrize(
    ("shares", "heard"),
    [
        ({"en": 0.06, "es": 0.46, "de": 0.1}, "es"),  # as a recorded caller's, who speaks Spanish
        ({"en": 0.3, "es": 0.5}, "en"),
        ({"en": 0.05, "es": 0.25}, "en"),
    ],
)
async def test_a_language_that_was_not_expected_is_told_if_it_is_plain(
    shares: dict[str, float], heard: str, tmp_path: Path
) -> None:
    """Too little sound tells nothing."""
    async with (
        whisper(tmp_path, model=Model([text("hola")], shares)) as recognizer,
        recognizer.session(ServedCall("", "en-GB")) as session,
    ):
        assert (await hear(session, SOUND, Expectation())).language == heard
        assert (await hear(session, SOUND[: len(SOUND) // 2], Expectation())).language == "en"
