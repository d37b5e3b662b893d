"""How AssemblyAI's turns become utterances of ours, against the fake in memory: pauses, several turns, late ones,
repeated ones and none at all. Virtual clock."""

from collections.abc import Sequence

import pytest
import trio
import trio.testing
from trio.testing import MockClock

from offhook.actors.recognizer.service import RecognizerFailed, Transcript, TranscriptSoFar
from offhook.engine.words.expectation import Expectation
from offhook.simulation.fakes.assemblyai import turn
from offhook.simulation.fakes.steps import Wait
from offhook.simulation.fakes.websocket_server import Event, Fault, RealtimeStep, Steps
from offhook.simulation.seeded import simulate
from tests.actors.assemblyai_rig import WORDS, Rig, feed_as_spoken, rig, speech
from tests.actors.recognizer.hearing import hear, ignore
from tests.actors.served import A_CALL

ANY = Expectation()
ONE_SECOND = speech(1.0)
PAUSE_S = 0.12
"""After so much silence the VAD speaks of a pause."""


def placed(text: str, start_ms: int, end_ms: int) -> list[Event]:
    """Words that are final, evenly over the time."""
    words = text.split()
    each = (end_ms - start_ms) // len(words)
    return [
        {
            "text": word,
            "start": start_ms + number * each,
            "end": start_ms + (number + 1) * each,
            "confidence": 0.9,
            "word_is_final": True,
        }
        for number, word in enumerate(words)
    ]


async def send(joined: Rig, *steps: RealtimeStep) -> None:
    """The server sends something of itself, and it arrives."""
    await trio.testing.wait_all_tasks_blocked()
    await joined.fake.server.peers[-1].send(steps)
    await trio.testing.wait_all_tasks_blocked()


async def asked_at_a_pause(
    joined: Rig, sound: bytes, then_silent_s: float, **settings: object
) -> TranscriptSoFar | None:
    """What is known at a pause, if the caller says nothing for so long."""
    found: list[TranscriptSoFar | None] = []
    async with joined.recognizer(**settings).session(A_CALL) as session:
        await trio.testing.wait_all_tasks_blocked()
        async with session.utterance(1, ANY, ignore) as utterance, trio.open_nursery() as nursery:
            await feed_as_spoken(utterance, sound)

            async def ask() -> None:
                found.append(await utterance.so_far())

            nursery.start_soon(ask)
            await feed_as_spoken(utterance, speech(0, then_silent_s))
    return found[0]


async def test_at_a_pause_the_words_are_complete(autojump_clock: MockClock) -> None:
    """The service finds the pause too: these words stand, and no more is asked."""
    async with rig() as joined:
        found = await asked_at_a_pause(joined, speech(1.0, PAUSE_S), 0.3, pause_s=0.3)
    assert found is not None
    assert (found.transcript.text, found.stands, found.ended) == (WORDS, True, None)


async def test_a_turn_that_has_ended_is_evidence_for_the_end(autojump_clock: MockClock) -> None:
    """So the silence that ends our turn may be shorter."""
    async with rig() as joined:
        joined.fake.sure = True
        found = await asked_at_a_pause(joined, speech(1.0, PAUSE_S), 0.3, pause_s=0.3)
    assert found is not None
    assert (found.transcript.text, found.stands, found.ended) == (WORDS, True, True)


async def test_at_a_pause_that_the_service_does_not_see_the_words_so_far_count(autojump_clock: MockClock) -> None:
    """After a moment: a draft need not wait for the rest. They need not be the final ones."""
    async with rig() as joined:
        before_s = trio.current_time()
        found = await asked_at_a_pause(joined, speech(1.0, PAUSE_S), 0.3, min_turn_silence_ms=800)
        assert trio.current_time() - before_s < 2.0
    assert found is not None
    assert (found.transcript.text, found.stands, found.ended) == ("a room", False, None)


async def test_a_pause_before_any_word(autojump_clock: MockClock) -> None:
    """Nothing is known."""
    async with rig() as joined:
        joined.fake.listens = False
        assert await asked_at_a_pause(joined, speech(0.2, PAUSE_S), 0.3) is None


async def test_a_pause_before_there_is_a_session(autojump_clock: MockClock) -> None:
    """The same."""
    async with rig() as joined:
        joined.memory.connect_s = 1.9
        assert await asked_at_a_pause(joined, speech(0.2, PAUSE_S), 0.3) is None


async def test_an_earlier_pause_says_nothing_of_a_later_word(autojump_clock: MockClock) -> None:
    """The service has found the first pause; what came after it is still to be recognised."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        joined.fake.texts.extend(["two nights", "please"])
        joined.fake.sure, joined.fake.final_s = True, 0.25
        await trio.testing.wait_all_tasks_blocked()
        async with session.utterance(1, ANY, ignore) as utterance:
            await feed_as_spoken(utterance, speech(0.6, PAUSE_S))
            with trio.move_on_after(0.08):  # the caller goes on
                await utterance.so_far()
            await feed_as_spoken(utterance, speech(0, 0.08) + speech(0.2, PAUSE_S))
            found = await utterance.so_far()
            assert found is None or not found.stands
            await feed_as_spoken(utterance, speech(0, 0.18))
            assert (await utterance.finish()).text == "two nights please"


async def test_formatted_finals_are_waited_for_where_that_is_set(autojump_clock: MockClock) -> None:
    """And count once. Otherwise nobody waits for them."""
    async with rig() as joined:
        joined.fake.faults.append(lambda steps: [*steps[:1], Wait(0.3), *steps[1:], *steps])
        async with joined.recognizer(format_turns=True).session(A_CALL) as session:
            await trio.testing.wait_all_tasks_blocked()
            began = trio.current_time()
            assert (await hear(session, ONE_SECOND, ANY)).text == "A room for two nights."
            assert trio.current_time() - began == pytest.approx(0.1 + 0.3, abs=0.05)
            joined.fake.faults.append(lambda steps: steps[:1])
            assert (await hear(session, ONE_SECOND, ANY)).text == WORDS


async def test_several_turns_are_one_utterance(autojump_clock: MockClock) -> None:
    """A caller who thinks for a while is one who speaks, for the call; each word has its time."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        joined.fake.texts.extend(["a room", "for two", "nights"])
        joined.fake.sure = True
        await trio.testing.wait_all_tasks_blocked()
        async with session.utterance(1, ANY, ignore) as utterance:
            await feed_as_spoken(utterance, (speech(0.6, 0.4)) * 2 + speech(0.4, 0.3))
            transcript = await utterance.finish()
        turns = [event for event in joined.fake.sent if event.get("end_of_turn")]
        assert len(turns) == 3
    assert transcript.text == "a room for two nights"
    assert [(word.text, round(word.start_s, 1)) for word in transcript.words] == [
        *[("a", 0.0), ("room", 0.3), ("for", 1.0), ("two", 1.3), ("nights", 2.0)],
    ]


async def test_a_turn_that_has_ended_before_our_utterance_has_is_not_waited_for(autojump_clock: MockClock) -> None:
    """A ForceEndpoint without a turn need not be answered."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        joined.fake.sure = True
        await trio.testing.wait_all_tasks_blocked()
        async with session.utterance(1, ANY, ignore) as utterance:
            await feed_as_spoken(utterance, speech(1.0, PAUSE_S))
            with trio.move_on_after(0.01):
                await utterance.so_far()
            await feed_as_spoken(utterance, speech(0, 0.24))
            began = trio.current_time()
            assert (await utterance.finish()).text == WORDS
            assert trio.current_time() - began < 0.1


async def test_noise_behind_the_words_costs_a_moment(autojump_clock: MockClock) -> None:
    """A turn has ended, the rest of the utterance is no words, and the ForceEndpoint is not answered."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        joined.fake.texts.extend([WORDS])
        joined.fake.words = ""
        joined.fake.sure = True
        await trio.testing.wait_all_tasks_blocked()
        async with session.utterance(1, ANY, ignore) as utterance:
            await feed_as_spoken(utterance, speech(1.0, 0.8))
            began = trio.current_time()
            assert (await utterance.finish()).text == WORDS
            assert trio.current_time() - began == pytest.approx(0.6, abs=0.05)


def again(steps: Steps) -> Steps:
    return [*steps, *steps]


def under_another_number(steps: Steps) -> Steps:
    first = steps[0]
    assert isinstance(first, dict)
    return [*steps, {**first, "turn_order": 77}]


def split(steps: Steps) -> Steps:
    """As two turns."""
    first = steps[0]
    assert isinstance(first, dict)
    words = first["words"]
    return [turn(70, words[:2], ended=True), Wait(0.2), turn(71, words[2:], ended=True)]


def the_other_way_round(steps: Steps) -> Steps:
    """The second of two turns ends first."""
    first, second = (step for step in split(steps) if isinstance(step, dict))
    return [{**first, "end_of_turn": False}, second, Wait(0.2), first]


def so_far_after_the_end(steps: Steps) -> Steps:
    first = steps[0]
    assert isinstance(first, dict)
    return [*steps, {**first, "words": first["words"][:2], "transcript": "a room", "end_of_turn": False}]


def late(steps: Steps) -> Steps:
    return [Wait(0.4), *steps]


WAYS: Sequence[Fault] = (again, under_another_number, split, the_other_way_round, so_far_after_the_end, late)


@pytest.mark.parametrize("way", WAYS)
async def test_finals_may_come_in_any_way(way: Fault, autojump_clock: MockClock) -> None:
    """Twice, in pieces, in another order or late: the words are the same, and the next utterance has its own."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        joined.fake.listens = False
        joined.fake.texts.extend([WORDS, "yes please"])
        joined.fake.faults.append(way)
        assert (await hear(session, speech(1.0, 0.3), ANY)).text == WORDS
        assert (await hear(session, speech(0.6, 0.3), ANY)).text == "yes please"


async def test_turns_touch_no_other_utterance(autojump_clock: MockClock) -> None:
    """Those of the audio before it, whenever they come and however they are numbered; a turn across the border is
    divided."""
    told: list[str] = []
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        joined.fake.texts.extend(["a room", "yes please"])
        joined.fake.listens = False
        await trio.testing.wait_all_tasks_blocked()
        assert (await hear(session, ONE_SECOND, ANY)).text == "a room"
        async with session.utterance(2, ANY, told.append) as utterance:
            await send(joined, turn(0, placed("a room", 0, 1000), ended=True))
            await utterance.feed(ONE_SECOND)
            await trio.sleep(0.2)
            await send(joined, turn(0, placed("A room.", 0, 1000), ended=True, formatted=True))
            await send(joined, turn(5, placed("for two", 0, 1000), ended=True))
            across = turn(9, placed("or three oh", 690, 1290), ended=False)
            await send(joined, across)
            assert told[-1] == "oh"
            await send(joined, turn(9, [], ended=True))
            transcript = await utterance.finish()
        assert "room" not in transcript.text
        assert transcript.text == "oh please"
        await send(joined, turn(11, placed("never mind", 1100, 1900), ended=True))
        joined.fake.words = "thanks"
        assert (await hear(session, ONE_SECOND, ANY)).text == "thanks"


async def test_an_abandoned_utterance_is_none_of_the_next_one(autojump_clock: MockClock) -> None:
    """Its turn is ended, so that the next one does not go on with it."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        joined.fake.texts.extend(["never mind", "yes"])
        await trio.testing.wait_all_tasks_blocked()
        async with session.utterance(1, ANY, ignore) as utterance:
            await utterance.feed(ONE_SECOND)
            await trio.sleep(0.3)
        assert (await hear(session, ONE_SECOND, ANY)).text == "yes"
        assert joined.fake.server.connections == 1


async def test_no_words_that_the_service_tells_are_no_failure(autojump_clock: MockClock) -> None:
    """The caller coughed: an empty turn is the answer, at once."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        joined.fake.answers_nothing = True
        await trio.testing.wait_all_tasks_blocked()
        began = trio.current_time()
        assert await hear(session, speech(0, 0.4), ANY) == Transcript("", confidence=0.0)
        assert trio.current_time() - began == pytest.approx(0.1, abs=0.05)
        assert (await hear(session, ONE_SECOND, ANY)).text == WORDS


async def test_no_words_of_a_service_that_is_alive_are_no_failure(autojump_clock: MockClock) -> None:
    """It does not answer where there is no turn, but says that it has all the audio."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        joined.fake.heartbeat_s = 0.5
        assert await hear(session, speech(0, 0.4), ANY) == Transcript("", confidence=0.0)
        assert trio.current_time() == pytest.approx(0.6, abs=0.5)
        assert (await hear(session, ONE_SECOND, ANY)).text == WORDS
        assert joined.fake.server.connections == 1


async def test_no_words_of_a_service_that_says_nothing_are_a_failure(autojump_clock: MockClock) -> None:
    """Nobody knows whether it works. Its session is renewed."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        joined.fake.heartbeat_s = 60.0
        with pytest.raises(RecognizerFailed, match="no words within 3 s"):
            await hear(session, speech(0, 0.4), ANY)
        assert (await hear(session, ONE_SECOND, ANY)).text == WORDS
        assert joined.fake.server.connections == 2


async def test_an_empty_turn_answers_the_utterance_before(autojump_clock: MockClock) -> None:
    """One that was given up in silence; the next one is not taken for silence because of it."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        joined.fake.answers_nothing, joined.fake.final_s, joined.fake.listens = True, 0.5, False
        await trio.testing.wait_all_tasks_blocked()
        async with session.utterance(1, ANY, ignore) as utterance:
            await utterance.feed(speech(0, 0.4))
            await trio.testing.wait_all_tasks_blocked()
        assert (await hear(session, speech(0.4), ANY)).text == WORDS


async def test_the_last_words_before_a_hang_up_are_flushed(autojump_clock: MockClock) -> None:
    """What the service still has to say comes between Terminate and its answer; nothing of it is an error."""
    async with rig() as joined, joined.recognizer().session(A_CALL) as session:
        joined.fake.listens = False
        async with session.utterance(1, ANY, ignore) as utterance:
            await feed_as_spoken(utterance, speech(0.5))
            began = trio.current_time()
            assert (await utterance.finish()).text == WORDS
            assert trio.current_time() - began < 0.25


@pytest.mark.parametrize("seed", range(20))
def test_words_are_the_same_in_any_order_of_tasks(seed: int) -> None:
    """Pauses, an abandoned utterance and repeated turns, whoever is scheduled first."""

    async def call() -> list[str]:
        async with rig() as joined, joined.recognizer().session(A_CALL) as session:
            joined.fake.texts.extend(["a room", "for two", "never mind", "yes"])
            joined.fake.faults.extend([again, under_another_number])
            joined.fake.sure = True
            async with session.utterance(1, ANY, ignore) as utterance:
                await feed_as_spoken(utterance, speech(0.6, PAUSE_S))
                await utterance.so_far()
                await feed_as_spoken(utterance, speech(0, 0.3) + speech(0.6, PAUSE_S))
                first = await utterance.finish()
            async with session.utterance(2, ANY, ignore) as utterance:
                await utterance.feed(ONE_SECOND)
            return [first.text, (await hear(session, ONE_SECOND, ANY)).text]

    heard, _ = simulate(call, seed=seed)
    assert heard[0] == "a room for two"
    assert heard[1] in ("yes", "never mind")  # what is not sent of an abandoned utterance is not recognised
