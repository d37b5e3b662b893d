"""The voice `elevenlabs`, against the fake in memory. Virtual clock; faults are used up, one for each connection or
sentence."""

import base64

import pytest
import trio
import trio.testing
from pydantic import ValidationError
from trio.testing import MockClock

from offhook.actors.served_call import ServedCall
from offhook.actors.speaker.cached_voice import CachedVoice
from offhook.actors.speaker.elevenlabs import ElevenLabsSocketSettings, open_elevenlabs
from offhook.actors.speaker.memory_cache import MemoryCache
from offhook.actors.speaker.service import VoiceFailed, VoiceSession
from offhook.engine.host.worker import WorkerCannotStart
from offhook.simulation.fakes.elevenlabs_contexts import problem
from offhook.simulation.fakes.openai_realtime import speech
from offhook.simulation.fakes.steps import Step, Wait
from offhook.simulation.fakes.websocket_server import Fault, Steps, after, before, first_then, instead
from offhook.simulation.world import SimulatedWorld
from tests.actors.elevenlabs_rig import (
    ANSWERS,
    KEY,
    LASTS_S,
    OPENINGS,
    SECRETS,
    VARIABLES,
    next_is_said,
    rig,
    said_by,
    sound_in,
    words_in,
)
from tests.actors.openai_audio_rig import WORDS, leaks
from tests.actors.served import A_CALL
from tests.actors.speaker.listening import seconds


def sound_of_first(audio: bytes, times: int = 1, apart_s: float = 0.0) -> Fault:
    """Other sound in the first context, piece by piece."""
    piece = {"audio": base64.b64encode(audio).decode(), "contextId": "sentence-1"}
    return instead(*[each for _ in range(times) for each in (piece, Wait(apart_s))])


FAULTS: dict[str, tuple[Fault, str, float, float]] = {
    **{name: (fault, words, rest_s, 0.0) for name, (fault, words, rest_s) in ANSWERS.items()},
    "hangs before the sound": (instead(Step.HANG), "no sound within 3 s", 0.0, 3.0),
    "hangs in the middle": (first_then(1, Step.HANG), "no more sound within 2 s", 0.0, 2.0),
    "is never final": (after(Step.HANG), "no more sound within 2 s", 0.0, 2.0),
    "silence": (sound_of_first(b"\xff" * 8000, 4), "silence instead of speech", 0.0, 0.0),
    "sound without end": (
        sound_of_first(speech(1.0), 100),
        "sound without end: more than 19.5 s for 19 characters",
        0.0,
        0.0,
    ),
    "drops of sound": (sound_of_first(speech(0.01), 100, 1.0), "the sentence has not ended within 60 s", 0.0, 60.0),
}


@pytest.mark.parametrize("name", FAULTS)
async def test_each_fault_of_a_sentence_is_named_and_in_time(name: str, autojump_clock: MockClock) -> None:
    """A failure says what went wrong and for how long it is useless to ask again, quotes neither key nor words, and
    the next sentence is said."""
    fault, words, rest_s, waited_s = FAULTS[name]
    async with rig() as joined, joined.voice().session(A_CALL) as session:
        joined.fake.faults.append(fault)
        await trio.testing.wait_all_tasks_blocked()
        began = trio.current_time()
        with pytest.raises(VoiceFailed) as caught:
            await said_by(session, WORDS)
        assert str(caught.value) == words
        assert (caught.value.rest_s, caught.value.only_this) == (rest_s, False)
        assert leaks(caught.value) == []
        assert trio.current_time() - began == pytest.approx(waited_s)
        await next_is_said(session)


@pytest.mark.parametrize("name", OPENINGS)
async def test_each_fault_of_a_handshake_is_named(name: str, autojump_clock: MockClock) -> None:
    """Before the first sentence, and again; the next sentence tries once more."""
    opening, words, rest_s, waited_s = OPENINGS[name]
    async with rig() as joined:
        joined.fake.sockets.openings += [opening, opening]
        async with joined.voice().session(A_CALL) as session:
            await trio.sleep(5)
            began = trio.current_time()
            with pytest.raises(VoiceFailed) as caught:
                await said_by(session, WORDS)
            assert (str(caught.value), caught.value.rest_s) == (words, rest_s)
            assert leaks(caught.value) == []
            assert trio.current_time() - began == pytest.approx(waited_s)
            await next_is_said(session)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"api_key": "sk-wrong"}, "an error in the answer: the key is not accepted (invalid_api_key)"),
        (
            {"voice": "nobody"},
            "an error in the answer: there is no such voice, or not for this account (voice_not_found)",
        ),
    ],
)
async def test_a_mistake_in_the_settings_is_told_on_the_open_connection(
    settings: dict[str, object], words: str, autojump_clock: MockClock
) -> None:
    """The handshake succeeds all the same; nobody connects again and again."""
    async with rig() as joined, joined.voice(**settings).session(A_CALL) as session:
        await trio.sleep(60)
        assert joined.fake.sockets.connections == 2
        with pytest.raises(VoiceFailed) as caught:
            await said_by(session, WORDS)
        assert (str(caught.value), caught.value.rest_s) == (words, 60.0)


async def test_a_text_that_is_refused_says_nothing_about_the_service(autojump_clock: MockClock) -> None:
    """The next sentence is asked of it again."""
    async with rig() as joined, joined.voice().session(A_CALL) as session:
        joined.fake.faults.append(instead(*problem("max_character_limit_exceeded", SECRETS)))
        with pytest.raises(VoiceFailed) as caught:
            await said_by(session, WORDS)
        assert str(caught.value) == "an error in the answer: the text is too long (max_character_limit_exceeded)"
        assert (caught.value.only_this, caught.value.rest_s) == (True, 0.0)
        assert leaks(caught.value) == []
        await next_is_said(session)


async def test_sentences_are_said_over_the_calls_connection(autojump_clock: MockClock) -> None:
    """The telephone's own sound, sample for sample, without silence before it; a context is closed once it sounds."""
    async with rig() as joined:
        joined.fake.sound.silent_s = 0.5
        async with joined.voice().session(A_CALL) as session:
            for _ in range(7):
                sound = sound_in(await said_by(session, WORDS))
                assert sound.endswith(speech(LASTS_S))
                assert seconds(sound) < LASTS_S + 0.1
        assert joined.fake.sockets.connections == 1
        assert joined.fake.most_contexts == 1
        assert joined.fake.sockets.ended == [1000]
    first = [{name for name in event if name != "context_id"} for event in joined.fake.received[:3]]
    assert first == [{"text"}, {"text", "flush"}, {"close_context"}]


async def test_what_is_set_is_asked_for(autojump_clock: MockClock) -> None:
    """The voice's settings stand in the first message of every context, and are the same in all."""
    async with rig() as joined:
        joined.fake.voices = ()
        chosen = joined.voice(voice="a/b c", model="eleven_flash_v2_5", stability=0.4, speed=1.1)
        async with chosen.session(ServedCall("", "pt-BR")) as session:
            await said_by(session, WORDS)
            await said_by(session, WORDS)
        (peer,) = joined.fake.sockets.peers
    assert peer.path == (
        "/v1/text-to-speech/a%2Fb%20c/multi-stream-input?model_id=eleven_flash_v2_5&output_format=ulaw_8000"
        "&auto_mode=true&sync_alignment=true&inactivity_timeout=180&language_code=pt"
    )
    assert peer.headers["xi-api-key"] == KEY
    begun = [event for event in joined.fake.received if "voice_settings" in event]
    assert [event["text"] for event in begun] == [" ", " "]
    assert [event["voice_settings"] for event in begun] == [{"stability": 0.4, "speed": 1.1}] * 2
    assert joined.fake.received_with("flush")[0]["text"] == f"{WORDS} "


async def test_words_have_the_times_of_their_characters(autojump_clock: MockClock) -> None:
    """Over several pieces, and without the silence that is left out before the first sound."""
    text = "One two “three”, four — fünf six."
    async with rig() as joined, joined.voice().session(A_CALL) as session:
        for silent_s in (0.0, 0.73):
            joined.fake.sound.silent_s = silent_s
            pieces = await said_by(session, text)
            left_out = silent_s + 0.05 * (len(text) + 1) - seconds(sound_in(pieces))
            expected = [(word, 0.05 * text.index(word.strip("“”,."))) for word in text.split() if word != "—"]
            found = words_in(pieces, text)
            assert [word for word, _ in found] == [word for word, _ in expected]
            assert [at for _, at in found] == pytest.approx(
                [max(0.0, silent_s + at - left_out) for _, at in expected], abs=0.002
            )


@pytest.mark.parametrize("spelling", ["charDurationsMs", "charsDurationsMs"])
@pytest.mark.parametrize("alignment", ["alignment", "normalizedAlignment"])
async def test_times_are_read_however_they_are_written(
    spelling: str, alignment: str, autojump_clock: MockClock
) -> None:
    """Of the text as it was sent, or of what was made of it; the lengths of characters in either spelling."""

    def rewritten(steps: Steps) -> Steps:
        found = []
        for step in steps:
            assert isinstance(step, dict)
            times = {**step["alignment"]}
            times[spelling] = times.pop("charDurationsMs")
            found.append({**step, "alignment": None, "normalizedAlignment": None, alignment: times})
        return found

    async with rig() as joined, joined.voice().session(A_CALL) as session:
        joined.fake.faults.append(rewritten)
        assert [word for word, _ in words_in(await said_by(session, WORDS), WORDS)] == WORDS.split()


async def test_a_number_that_is_spelled_out_ends_the_times(autojump_clock: MockClock) -> None:
    """What follows is estimated, as with voices that tell none."""

    def spelled_out(steps: Steps) -> Steps:
        (first, *_) = steps
        assert isinstance(first, dict)
        times = {"chars": [*"Room twelve is"], "charStartTimesMs": [*range(0, 1400, 100)]}
        return [{**first, "alignment": None, "normalizedAlignment": times}]

    text = "Room 12 is free."
    async with rig() as joined, joined.voice().session(A_CALL) as session:
        joined.fake.faults.append(spelled_out)
        assert words_in(await said_by(session, text), text) == [("Room", 0.0)]


@pytest.mark.parametrize("late_ms", [1e18, 10**21, 1e300])
async def test_a_word_at_the_end_of_time_is_said_all_the_same(late_ms: float, autojump_clock: MockClock) -> None:
    """Its time counts as none. The cache could not keep such a time: the sentence failed behind its sound, and another
    voice said it once more."""

    def late(steps: Steps) -> Steps:
        (first, *rest) = steps
        assert isinstance(first, dict)
        times = {"chars": [*"Room twelve"], "charStartTimesMs": [*range(0, 500, 100), *[late_ms] * 6]}
        return [{**first, "alignment": times, "normalizedAlignment": None}, *rest]

    text = "Room twelve"
    async with rig() as joined:
        joined.fake.faults.append(late)
        voice = CachedVoice(joined.voice(), "", MemoryCache(1_000_000))
        async with voice.session(A_CALL) as session:
            pieces = await said_by(session, text)
            assert await said_by(session, text), "from the cache"
    assert words_in(pieces, text) == [("Room", 0.0)]


async def test_a_model_without_times_gives_none(autojump_clock: MockClock) -> None:
    """Its sound is the same."""
    async with rig() as joined, joined.voice(model="eleven_multilingual_v2").session(A_CALL) as session:
        joined.fake.sound.tells_times = False
        pieces = await said_by(session, WORDS)
    assert words_in(pieces, WORDS) == []
    assert seconds(sound_in(pieces)) == LASTS_S


async def left(session: VoiceSession, *, sounding: bool) -> None:
    """A sentence is interrupted: after its first sound, or before it."""
    with trio.move_on_after(0.001):
        async with session.sentence("Another sentence, which is longer.") as pieces:
            async for piece in pieces:
                if isinstance(piece, bytes) and sounding:
                    break


@pytest.mark.parametrize("sounding", [True, False])
async def test_leaving_closes_the_context(sounding: bool, autojump_clock: MockClock) -> None:
    """Once; what still comes of it, sound and times, is part of no other sentence."""
    async with rig() as joined, joined.voice().session(A_CALL) as session:
        joined.fake.first_sound_s = 0.0 if sounding else 0.5
        await left(session, sounding=sounding)
        await next_is_said(session)
        pieces = await said_by(session, WORDS)
        assert words_in(pieces, WORDS)[0] == ("my", 0.0)
        closed = [event["context_id"] for event in joined.fake.received_with("close_context")]
        assert closed == ["sentence-1", "sentence-2", "sentence-3"]
        assert joined.fake.sockets.connections == 1


async def test_sound_of_a_context_that_was_closed_is_dropped(autojump_clock: MockClock) -> None:
    """Also if it comes in the middle of the next sentence."""

    def slow(steps: Steps) -> Steps:
        return [*steps[:1], Wait(0.3), *steps[1:]]

    async with rig() as joined, joined.voice().session(A_CALL) as session:
        joined.fake.faults += [slow, slow]
        await left(session, sounding=True)
        await trio.sleep(0.1)
        pieces = await said_by(session, WORDS)
        assert sound_in(pieces) == speech(LASTS_S)
        assert [word for word, _ in words_in(pieces, WORDS)] == WORDS.split()


@pytest.mark.parametrize("final", [True, False])
async def test_interruptions_one_after_the_other_end_no_connection(final: bool, autojump_clock: MockClock) -> None:
    """Contexts that are closed before their first sound may never be final: before there are too many, there is
    another connection, and every sentence is said."""
    async with rig() as joined, joined.voice().session(A_CALL) as session:
        joined.fake.early_close_is_final = final
        for _ in range(5):
            joined.fake.first_sound_s = 0.5
            for _ in range(6):
                await left(session, sounding=False)
            joined.fake.first_sound_s = 0.1
            await next_is_said(session)
        assert joined.fake.most_contexts <= 5
        assert 1008 not in joined.fake.sockets.ended
        assert [event for event in joined.fake.sent if "error" in event] == []


async def test_a_sentence_that_is_said_is_closed_after_its_first_sound_only(autojump_clock: MockClock) -> None:
    """A server that has not begun would take the close for an interruption, and say nothing."""
    async with rig() as joined, joined.voice().session(A_CALL) as session:
        joined.fake.first_sound_s = 0.5
        for _ in range(3):
            await next_is_said(session)


async def test_what_nobody_knows_is_ignored(autojump_clock: MockClock) -> None:
    """New fields, other contexts, and messages about none."""
    async with rig() as joined, joined.voice().session(A_CALL) as session:
        other = {"audio": base64.b64encode(speech(1.0)).decode(), "contextId": "sentence-9", "isFinal": True}
        joined.fake.faults += [
            before(other, {"warning": "soon", "contextId": None}),
            after({"audio": None, "contextId": "sentence-2", "alignment": None, "latency_ms": 3}),
            after({"isFinal": True}),
        ]
        for _ in range(4):
            await next_is_said(session)


async def test_nothing_to_say(autojump_clock: MockClock) -> None:
    """Dots have no sound, and are not asked for; what cannot be written as text is left out."""
    async with rig() as joined, joined.voice().session(A_CALL) as session:
        assert await said_by(session, "...") == []
        assert joined.fake.received == []
        assert sound_in(await said_by(session, f"{WORDS} \ud800"))


async def test_an_idle_connection_is_replaced_before_the_server_ends_it(autojump_clock: MockClock) -> None:
    """No message keeps it: one about a context that nobody has begun would begin it, without the voice's settings."""
    async with rig() as joined, joined.voice(stability=0.5).session(A_CALL) as session:
        await next_is_said(session)
        await trio.sleep(1000)
        await next_is_said(session)
        assert 1008 not in joined.fake.sockets.ended
        assert len(joined.fake.received) == 6


async def test_the_connection_is_opened_again(autojump_clock: MockClock) -> None:
    """After it was lost in a sentence, the next one does not wait for it."""
    async with rig() as joined, joined.voice().session(A_CALL) as session:
        joined.fake.faults.append(first_then(1, Step.RESET))
        with pytest.raises(VoiceFailed, match="the connection broke"):
            await said_by(session, WORDS)
        await trio.sleep(1)
        assert joined.fake.sockets.connections == 2
        await next_is_said(session)


async def test_it_needs_a_key(autojump_clock: MockClock) -> None:
    """Without one the next service serves."""
    settings = ElevenLabsSocketSettings()
    with pytest.raises(WorkerCannotStart, match=r"neither speaker\.elevenlabs\.api_key nor ELEVENLABS_API_KEY"):
        async with open_elevenlabs(SimulatedWorld(), settings):
            pass
    async with open_elevenlabs(SimulatedWorld(environment=VARIABLES), settings) as voice:
        assert voice.name == "elevenlabs"


@pytest.mark.parametrize(
    ("model", "spoken", "not_spoken"),
    [
        ("eleven_flash_v2_5", ["en", "de-DE", "fil"], ["sw", "cy"]),
        ("eleven_flash_v2", ["en-GB"], ["de"]),
        ("eleven_of_next_year", ["en", "sw"], []),
    ],
)
def test_it_is_asked_for_what_its_model_speaks(model: str, spoken: list[str], not_spoken: list[str]) -> None:
    """Another voice of the chain speaks the others."""
    world = SimulatedWorld(environment=VARIABLES)
    voice = open_elevenlabs(world, ElevenLabsSocketSettings(model=model))

    async def ask() -> tuple[list[bool], list[bool]]:
        async with voice as opened:
            return [opened.speaks(each) for each in spoken], [opened.speaks(each) for each in not_spoken]

    yes, no = trio.run(ask)
    assert (all(yes), any(no)) == (True, False)


def test_a_model_without_a_websocket_is_refused() -> None:
    """When the settings are read."""
    with pytest.raises(ValidationError, match="eleven_v3 has no WebSocket: name another model, or use elevenlabs_http"):
        ElevenLabsSocketSettings(model="eleven_v3")
