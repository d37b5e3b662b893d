"""The recognizer `deepgram`, against the fake in memory. Virtual clock; faults are used up, one for each connection or
stretch of speech."""

import random

import pytest
import trio
import trio.testing
from trio.testing import MockClock

from offhook.actors.deepgram import FIRST_AUDIO, KEEP_ALIVE_S
from offhook.actors.recognizer.deepgram import DeepgramRecognizerSettings, open_deepgram
from offhook.actors.recognizer.service import Transcript, TranscriptSoFar
from offhook.engine.decide.costs import Used
from offhook.engine.host.worker import WorkerCannotStart
from offhook.engine.words.heard_word import HeardWord
from offhook.simulation.fakes.deepgram import FRAME_BYTES, results
from offhook.simulation.fakes.steps import Step, Wait
from offhook.simulation.fakes.websocket_server import Event, Fault, Steps
from offhook.simulation.seeded import simulate
from offhook.simulation.world import SimulatedWorld
from tests.actors.deepgram_rig import KEY, WORDS, rig
from tests.actors.recognizer.deepgram_calls import ANY, ONE_SECOND, SILENCE, next_is_heard, send
from tests.actors.recognizer.hearing import hear, ignore
from tests.actors.served import A_CALL, Counted
from tests.fakes.clips import clip


def words_of(step: object) -> list[Event]:
    assert isinstance(step, dict)
    found: list[Event] = step["channel"]["alternatives"][0]["words"]
    return found


async def test_the_connection_is_there_before_the_caller_speaks_and_stays(autojump_clock: MockClock) -> None:
    """The server would close it after 10 s without audio, and counts no KeepAlive before the first audio."""
    async with rig() as joined:
        joined.memory.connect_s = 0.5
        async with joined.recognizer().session(A_CALL) as session:
            await trio.sleep(0.5 + 10 * KEEP_ALIVE_S + 1)
            assert joined.fake.heard == [FIRST_AUDIO]
            assert len(joined.fake.received_of("KeepAlive")) == 10
            await next_is_heard(session)
            await trio.sleep(60)
            await next_is_heard(session)
        assert joined.fake.server.connections == 1


async def test_a_caller_who_is_faster_than_the_connection_is_heard(autojump_clock: MockClock) -> None:
    """What was said meanwhile is sent when there is one."""
    async with rig() as joined:
        joined.memory.connect_s = 1.5
        async with joined.recognizer().session(A_CALL) as session:
            await next_is_heard(session)
        assert joined.fake.heard == [FIRST_AUDIO + ONE_SECOND]


async def test_settings_are_what_is_asked_for(autojump_clock: MockClock) -> None:
    """In the query; the key stands in a header."""
    async with rig() as joined:
        chosen = joined.recognizer(model="nova-2", language="multi", keyterms=("Dr. Ōe", "a&b"), endpointing_ms=0)
        for recognizer in (joined.recognizer(), chosen):
            async with recognizer.session(A_CALL) as session:
                await next_is_heard(session)
        usual, other = (peer.path for peer in joined.fake.server.peers)
        assert joined.fake.server.peers[0].headers["authorization"] == f"Token {KEY}"
    fixed = "encoding=mulaw&sample_rate=8000&channels=1&interim_results=true&punctuate=true"
    assert usual == f"/v1/listen?model=nova-3&language=en&{fixed}&endpointing=300&utterance_end_ms=1000"
    terms = "keyterm=Dr.+%C5%8Ce&keyterm=a%26b"
    assert other == f"/v1/listen?model=nova-2&language=multi&{fixed}&endpointing=false&utterance_end_ms=1000&{terms}"


async def test_the_sound_goes_through_as_it_is(autojump_clock: MockClock) -> None:
    """Byte for byte, in messages of 20 ms or more and never an empty one, however it is fed."""
    sound = bytes(random.Random(7).randbytes(16_123))
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        await trio.testing.wait_all_tasks_blocked()
        async with session.utterance(1, ANY, ignore) as utterance:
            for start in range(0, 8000, 100):
                await utterance.feed(sound[start : start + 100])
            await utterance.feed(b"")
            await utterance.feed(sound[8000:])
            with trio.move_on_after(5):
                await utterance.finish()
        assert joined.fake.heard[0] == FIRST_AUDIO + sound
        assert all(FRAME_BYTES <= piece <= 2000 for piece in joined.fake.pieces[:-1])


async def test_words_are_told_while_the_caller_speaks(autojump_clock: MockClock) -> None:
    """And the final ones have times and confidences, from the first sample that was fed."""
    told: list[str] = []
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        await next_is_heard(session)
        transcript = await hear(session, SILENCE + ONE_SECOND, ANY, told.append)
    assert told == ["a room", "a room for two", WORDS]
    times = [(word.text, round(word.start_s, 3), round(word.end_s, 3), word.confidence) for word in transcript.words]
    assert times == [
        ("a", 0.2, 0.4, 0.9),
        ("room", 0.4, 0.6, 0.9),
        ("for", 0.6, 0.8, 0.9),
        ("two", 0.8, 1.0, 0.9),
        ("nights", 1.0, 1.2, 0.9),
    ]
    assert transcript.confidence == pytest.approx(0.9)


async def test_at_a_pause_the_words_are_final(autojump_clock: MockClock) -> None:
    """What comes after it is silence, so nothing more is waited for; a caller who goes on is heard on."""
    async with rig() as joined, joined.recognizer(endpointing_ms=0).session(A_CALL) as session:
        joined.fake.texts.extend(["a room", "for two nights"])
        async with session.utterance(1, ANY, ignore) as utterance:
            await utterance.feed(ONE_SECOND + SILENCE)
            first = await utterance.so_far()
            await utterance.feed(ONE_SECOND + SILENCE)
            second = await utterance.so_far()
            await utterance.feed(SILENCE)
            began = trio.current_time()
            final = await utterance.finish()
            assert trio.current_time() - began == pytest.approx(0.1)
        assert first is not None
        assert second is not None
        assert (first.transcript.text, first.stands, first.ended) == ("a room", True, None)
        assert (second.transcript.text, second.stands) == (WORDS, True)
        assert second.transcript == final
        assert len(joined.fake.received_of("Finalize")) == 3


async def test_words_that_reach_to_the_pause_are_told_before_they_are_final(autojump_clock: MockClock) -> None:
    """So that an answer can be drafted at once; the final ones were asked for all the same."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        joined.fake.tells_last, joined.fake.final_s = True, 0.3
        async with session.utterance(1, ANY, ignore) as utterance:
            await utterance.feed(ONE_SECOND + SILENCE)
            await trio.testing.wait_all_tasks_blocked()
            began = trio.current_time()
            so_far = await utterance.so_far()
            assert trio.current_time() == began
            assert so_far is not None
            assert (so_far.transcript.text, so_far.stands) == (WORDS, False)
            await trio.sleep(0.2)
            assert (await utterance.finish()).text == WORDS
            assert trio.current_time() - began == pytest.approx(0.3)
        assert len(joined.fake.received_of("Finalize")) == 1


@pytest.mark.parametrize(("endpointing_ms", "ended"), [(100, True), (300, None), (0, None)])
async def test_silence_after_the_words_is_evidence_for_the_end(
    endpointing_ms: int, ended: bool | None, autojump_clock: MockClock
) -> None:
    """If there was as much as the settings ask for."""
    async with rig() as joined, joined.recognizer(endpointing_ms=endpointing_ms).session(A_CALL) as session:
        async with session.utterance(1, ANY, ignore) as utterance:
            await utterance.feed(ONE_SECOND + SILENCE)
            so_far = await utterance.so_far()
        assert so_far is not None
        assert (so_far.transcript.text, so_far.stands, so_far.ended) == (WORDS, True, ended)


async def test_a_gap_without_words_is_evidence_too_until_there_are_more(autojump_clock: MockClock) -> None:
    """UtteranceEnd comes where noise hides the silence."""
    async with (
        rig() as joined,
        joined.recognizer(endpointing_ms=0).session(A_CALL) as session,
        session.utterance(1, ANY, ignore) as utterance,
    ):
        for sound, ended in ((ONE_SECOND, None), (SILENCE * 6, True), (ONE_SECOND, None), (SILENCE * 6, True)):
            await utterance.feed(sound)
            await trio.sleep(0.1)
            so_far = await utterance.so_far()
            assert so_far is not None
            assert so_far.ended is ended


def not_final(steps: Steps) -> Steps:
    """All words, but nothing more."""
    last = both_ways(steps)[-1]
    assert isinstance(last, dict)
    return [{**last, "is_final": False}, Step.HANG]


async def test_a_finalize_that_is_not_answered_costs_a_moment(autojump_clock: MockClock) -> None:
    """Words that reach to the end count then; `from_finalize` itself is not waited for where there are final words."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        joined.fake.answers_finalize = False
        began = trio.current_time()
        await next_is_heard(session)
        assert trio.current_time() - began == pytest.approx(0.1)
        joined.fake.faults.append(not_final)
        began = trio.current_time()
        assert (await hear(session, ONE_SECOND + SILENCE, ANY)).text == WORDS
        assert trio.current_time() - began == pytest.approx(0.4)


async def test_no_words_are_no_failure(autojump_clock: MockClock) -> None:
    """Empty results are normal."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        assert await hear(session, SILENCE * 5, ANY) == Transcript("", 0.0)
        async with session.utterance(2, ANY, ignore) as utterance:
            assert await utterance.finish() == Transcript("", 0.0)
            await utterance.feed(SILENCE)
            assert await utterance.so_far() == TranscriptSoFar(Transcript("", 0.0), stands=True)
        await next_is_heard(session)


def twice(steps: Steps) -> Steps:
    return [*steps, *steps]


def the_other_way_round(steps: Steps) -> Steps:
    return [*reversed(steps)]


def one_by_one(steps: Steps) -> Steps:
    """Each word in a result of its own, and empty ones between them."""
    words = [word for step in steps for word in words_of(step)]
    assert isinstance(steps[0], dict)
    assert isinstance(steps[-1], dict)
    first, end = steps[0]["start"], steps[-1]["start"] + steps[-1]["duration"]
    borders = [first, *(float(str(word["start"])) for word in words[1:]), end]
    return [
        each
        for word, start, until in zip(words, borders, borders[1:], strict=False)
        for each in (results(start, until, [word], is_final=True), results(until, until, [], is_final=True))
    ]


def late(steps: Steps) -> Steps:
    return [Wait(0.4), *steps]


def both_ways(steps: Steps) -> Steps:
    """In pieces, and once more as a whole."""
    assert isinstance(steps[0], dict)
    assert isinstance(steps[-1], dict)
    words = [word for step in steps for word in words_of(step)]
    end = steps[-1]["start"] + steps[-1]["duration"]
    return [*steps, results(steps[0]["start"], end, words, is_final=True)]


@pytest.mark.parametrize("order", [twice, the_other_way_round, one_by_one, late, both_ways])
async def test_final_results_may_come_in_any_way(order: Fault, autojump_clock: MockClock) -> None:
    """Once, twice, split, late, in another order: the words are the same, and once each."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        for _ in range(3):
            joined.fake.faults.append(order)
            assert (await hear(session, ONE_SECOND + SILENCE, ANY)).text == WORDS
        assert joined.fake.server.connections == 1


async def test_results_touch_no_other_utterance(autojump_clock: MockClock) -> None:
    """Whatever comes about the audio of an utterance that is over, or of one that will be: each word belongs to where
    it was said."""
    told: list[str] = []
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        joined.fake.texts.extend(["one", "two three"])
        assert (await hear(session, ONE_SECOND, ANY)).text == "one"  # from 0.02 s to 1.02 s
        old = [{"word": "old", "start": 0.5, "end": 0.9, "confidence": 1.0, "punctuated_word": "old"}]
        new = [{"word": "two", "start": 1.3, "end": 1.5, "confidence": 1.0, "punctuated_word": "Two"}]
        async with session.utterance(2, ANY, told.append) as utterance:
            await utterance.feed(ONE_SECOND[:4000])
            for is_final in (False, True):
                await send(joined, results(0.0, 1.02, old, is_final=is_final))
            await send(joined, results(5.0, 6.0, old, is_final=True, speech_final=True))
            await send(joined, {"type": "UtteranceEnd", "channel": [0, 1], "last_word_end": -1})
            assert told == ["two three"]
            await send(joined, results(0.5, 1.52, [*old, *new], is_final=True))  # across the border
            assert told == ["two three", "Two"]
            await utterance.feed(ONE_SECOND[4000:])
            transcript = await utterance.finish()
        assert [(word.text, round(word.start_s, 3)) for word in transcript.words] == [("Two", 0.28)]
        await next_is_heard(session)


async def test_an_abandoned_utterance_is_none_of_the_next_one(autojump_clock: MockClock) -> None:
    """What was sent of it is recognised by itself."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        joined.fake.texts.extend(["never mind", "yes"])
        await trio.testing.wait_all_tasks_blocked()
        async with session.utterance(1, ANY, ignore) as utterance:
            await utterance.feed(ONE_SECOND)
        assert (await hear(session, ONE_SECOND, ANY)).text == "yes"
        assert joined.fake.server.connections == 1


async def test_the_end_of_a_call_ends_the_stream(autojump_clock: MockClock) -> None:
    """CloseStream, so that nothing is billed on; and a server that reads nothing is not waited for."""
    async with rig() as joined:
        async with joined.recognizer().session(A_CALL) as session:
            await next_is_heard(session)
        await trio.testing.wait_all_tasks_blocked()
        assert joined.fake.received[-1]["type"] == "CloseStream"
        assert joined.fake.server.ended == [1000]
        joined.fake.deaf = True
        async with joined.recognizer().session(A_CALL) as session:
            await trio.sleep(1)
            began = trio.current_time()
        assert trio.current_time() - began <= 0.5


async def test_a_recording_of_a_caller(autojump_clock: MockClock) -> None:
    """Its words stand where the recording has a voice."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        joined.fake.words = "Book a room."
        sound = clip("book_a_room")
        transcript = await hear(session, sound, ANY)
    assert transcript.text == "Book a room."
    assert [word.text for word in transcript.words] == ["Book", "a", "room."]
    assert all(0 <= word.start_s < word.end_s <= len(sound) / 8000 for word in transcript.words)


async def test_it_needs_a_key(autojump_clock: MockClock) -> None:
    """Or a server of one's own; a key that cannot be sent is not tried."""
    world = SimulatedWorld()
    with pytest.raises(WorkerCannotStart, match=r"neither recognizer\.deepgram\.api_key nor DEEPGRAM_API_KEY is set"):
        async with open_deepgram(world, DeepgramRecognizerSettings()):
            pass
    with pytest.raises(WorkerCannotStart, match="the key cannot be sent"):
        async with open_deepgram(world, DeepgramRecognizerSettings.model_validate({"api_key": "a b"})):
            pass


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"keyterms": ["x" * 200] * 8}, "more than 1500 characters together"),
        ({"final_s": 4}, "words would be given up before they are waited for"),
        ({"base_url": "ftp://x"}, "base_url"),
        ({"language": "en&x=1"}, "language"),
    ],
)
def test_settings_that_cannot_be_meant(settings: dict[str, object], why: str) -> None:
    """They are refused at the start."""
    with pytest.raises(ValueError, match=why):
        DeepgramRecognizerSettings.model_validate(settings)


@pytest.mark.parametrize("seed", range(20))
def test_words_are_the_same_in_any_order_of_tasks(seed: int) -> None:
    """Pauses, an abandoned utterance and repeated results, whoever is scheduled first."""

    async def call() -> list[Transcript]:
        async with rig() as joined, joined.recognizer().session(A_CALL) as session:
            joined.fake.texts.extend(["a room", "for two", "never mind", "yes"])
            joined.fake.faults.extend([twice, the_other_way_round])
            async with session.utterance(1, ANY, ignore) as utterance:
                await utterance.feed(ONE_SECOND + SILENCE)
                await utterance.so_far()
                await utterance.feed(ONE_SECOND + SILENCE)
                first = await utterance.finish()
            async with session.utterance(2, ANY, ignore) as utterance:
                await utterance.feed(ONE_SECOND)
            return [first, await hear(session, ONE_SECOND, ANY)]

    heard, _ = simulate(call, seed=seed)
    assert [transcript.text for transcript in heard] == ["a room for two", "yes"]
    assert all(isinstance(word, HeardWord) for transcript in heard for word in transcript.words)


async def test_the_sound_that_was_sent_is_counted(autojump_clock: MockClock) -> None:
    """Once, however often final words are asked for; of an utterance that is abandoned too."""
    counted = Counted()
    async with rig() as joined, joined.recognizer().session(counted.call) as session:
        await trio.testing.wait_all_tasks_blocked()
        async with session.utterance(1, ANY, ignore) as utterance:
            await utterance.feed(ONE_SECOND)
            await utterance.so_far()
            await utterance.finish()
        async with session.utterance(2, ANY, ignore) as utterance:
            await utterance.feed(ONE_SECOND)
        async with session.utterance(3, ANY, ignore):
            pass
    assert counted.used == {"recognizer.deepgram": Used(requests=2, seconds=2.0)}
