"""The voice `openai_realtime`, against the fake in memory. Virtual clock; faults are used up, one for each
connection or sentence."""

import base64
from collections.abc import Sequence

import pytest
import trio
import trio.testing
from trio.testing import MockClock

from offhook.actors.served_call import ServedCall
from offhook.actors.speaker.openai_realtime import (
    LONGEST_SAID,
    LONGEST_SAID_PER_CHARACTER,
    OpenAiRealtimeVoiceSettings,
    open_openai_realtime,
)
from offhook.actors.speaker.service import VoiceFailed, VoicePiece, VoiceSession
from offhook.engine.host.worker import WorkerCannotStart
from offhook.engine.record import facts
from offhook.engine.record.facts import Fault as Faults
from offhook.engine.record.facts.fact import AnyWhat
from offhook.engine.words.spoken_words import SaidInstead
from offhook.simulation.fakes.openai_realtime import problem, speech
from offhook.simulation.fakes.steps import Step, Wait
from offhook.simulation.fakes.websocket_server import Fault, Steps, after, before, first_then, instead
from offhook.simulation.world import SimulatedWorld
from tests.actors.openai_audio_rig import KEY, VARIABLES, WORDS, leaks
from tests.actors.openai_realtime_rig import ANSWERS, OPENINGS, SET_UPS, error_event, rig
from tests.actors.served import A_CALL
from tests.actors.speaker.listening import seconds

CREATED = 4  # events before the first word


class Told:
    """A `Report` that keeps what it is told."""

    def __init__(self) -> None:
        self.facts: list[AnyWhat] = []

    def __call__(self, what: AnyWhat, *, turn: int = 0, utterance: int = 0) -> None:
        self.facts.append(what)

    def seconds(self, at: float) -> float:
        return at


async def said_by(session: VoiceSession, text: str) -> list[VoicePiece]:
    async with session.sentence(text) as pieces:
        return [piece async for piece in pieces]


def sound_in(pieces: Sequence[VoicePiece]) -> bytes:
    return b"".join(piece for piece in pieces if isinstance(piece, bytes))


def instead_in(pieces: Sequence[VoicePiece]) -> list[str]:
    return [piece.text for piece in pieces if isinstance(piece, SaidInstead)]


async def next_is_said(session: VoiceSession) -> None:
    pieces = await said_by(session, WORDS)
    assert seconds(sound_in(pieces)) == 1.0
    assert instead_in(pieces) == []


def ended_as(status: str, **details: object) -> Fault:
    def ended(steps: Steps) -> Steps:
        over = steps[-1]
        assert isinstance(over, dict)
        response = {**over["response"], "status": status, "status_details": {"type": status, **details}}
        return [*steps[:-6], {**over, "response": response}]

    return ended


def soundless(steps: Steps) -> Steps:
    return [step for step in steps if not (isinstance(step, dict) and "output_audio.delta" in str(step["type"]))]


def soundful(steps: Steps) -> Steps:
    return [step for step in steps if isinstance(step, dict) and "output_audio.delta" in str(step["type"])]


def with_sound(data: str, times: int = 1, apart_s: float = 0.0) -> Fault:
    def replaced(steps: Steps) -> Steps:
        (sound, *_) = (step for step in steps if isinstance(step, dict) and "audio.delta" in str(step["type"]))
        assert isinstance(sound, dict)
        again = [each for _ in range(times) for each in ({**sound, "delta": data}, Wait(apart_s))]
        return [*steps[:CREATED], *again]

    return replaced


def base64_of(sound: bytes) -> str:
    return base64.b64encode(sound).decode()


FAULTS: dict[str, tuple[Fault, str, float]] = {
    **{name: (fault, words, 0.0) for name, (fault, words) in ANSWERS.items()},
    "hangs before an answer": (instead(Step.HANG), "no sound within 3 s", 3.0),
    "hangs before the sound": (first_then(CREATED + 1, Step.HANG), "no sound within 3 s", 3.0),
    "hangs in the middle": (first_then(CREATED + 2, Step.HANG), "no more sound within 2 s", 2.0),
    "hangs before the end": (lambda steps: [*steps[:-5], Step.HANG], "no more sound within 2 s", 2.0),
    "does not take the request": (
        instead(error_event("invalid_request_error", cause="sentence-1")),
        "an error in the answer: the request is not accepted (invalid_request_error)",
        0.0,
    ),
    "fails": (
        ended_as("failed", error={"type": "server_error", "code": "server_error", "message": f"{KEY} {WORDS}"}),
        "an error in the answer: the server has failed (server_error)",
        0.0,
    ),
    "is filtered": (
        ended_as("incomplete", reason="content_filter"),
        "the response is not complete: the content filter stopped it",
        0.0,
    ),
    "is too long": (
        ended_as("incomplete", reason="max_output_tokens"),
        "the response is not complete: it reached its limit",
        0.0,
    ),
    "says nothing": (soundless, "silence instead of speech", 0.0),
    "silence": (with_sound(base64_of(b"\xff" * 8000), 4), "silence instead of speech", 0.0),
    "no base64": (with_sound(f"{WORDS}!"), "audio that is not base64", 0.0),
    "sound without end": (
        with_sound(base64_of(speech(1.0)), 100),
        "sound without end: more than 19.5 s for 19 characters",
        0.0,
    ),
    "drops of sound": (with_sound(base64_of(speech(0.01)), 100, 1.0), "the sentence has not ended within 60 s", 60.0),
}


@pytest.mark.parametrize("name", FAULTS)
async def test_each_fault_of_a_sentence_is_named_and_in_time(name: str, autojump_clock: MockClock) -> None:
    """A failure says what went wrong and quotes neither key nor words; the next sentence is said."""
    fault, words, waited_s = FAULTS[name]
    async with rig() as joined, joined.voice().session(A_CALL) as session:
        joined.fake.faults.append(fault)
        await trio.testing.wait_all_tasks_blocked()
        began = trio.current_time()
        with pytest.raises(VoiceFailed) as caught:
            await said_by(session, WORDS)
        assert str(caught.value) == words
        assert caught.value.only_this == ("is not complete" in words)
        assert leaks(caught.value) == []
        assert trio.current_time() - began == pytest.approx(waited_s)
        await next_is_said(session)


@pytest.mark.parametrize("name", OPENINGS)
async def test_each_fault_of_a_handshake_is_named(name: str, autojump_clock: MockClock) -> None:
    """Before the first sentence, and again; the next sentence tries once more."""
    opening, words, waited_s = OPENINGS[name]
    async with rig() as joined:
        joined.fake.server.openings += [opening, opening]
        async with joined.voice().session(A_CALL) as session:
            await trio.sleep(5)
            began = trio.current_time()
            with pytest.raises(VoiceFailed) as caught:
                await said_by(session, WORDS)
            assert str(caught.value) == words
            assert leaks(caught.value) == []
            assert trio.current_time() - began == pytest.approx(waited_s)
            await next_is_said(session)


@pytest.mark.parametrize("name", SET_UPS)
async def test_each_fault_of_setting_up_is_named(name: str, autojump_clock: MockClock) -> None:
    """As with the handshake, while a sentence waits."""
    fault, words, waited_s = SET_UPS[name]
    async with rig() as joined:
        joined.fake.set_ups.append(fault)
        async with joined.voice().session(A_CALL) as session:
            with pytest.raises(VoiceFailed) as caught:
                await said_by(session, WORDS)
            assert str(caught.value) == words
            assert trio.current_time() == pytest.approx(waited_s)
            await next_is_said(session)


async def test_a_sentence_is_said_over_the_calls_connection(autojump_clock: MockClock) -> None:
    """The telephone's own sound, sample for sample, without silence before it; one connection for the call."""
    told = Told()
    async with rig() as joined:
        joined.fake.silent_s = 0.5
        async with joined.voice().session(ServedCall("", "en", told)) as session:
            pieces = await said_by(session, WORDS)
            assert instead_in(pieces) == []
            assert sound_in(pieces).endswith(speech(1.0))
            assert seconds(sound_in(pieces)) < 1.1
            await said_by(session, WORDS)
        assert joined.fake.server.connections == 1
        assert joined.fake.server.ended == [1000]
    assert told.facts == []


async def test_the_session_is_set_up_as_the_settings_say(autojump_clock: MockClock) -> None:
    """It listens to nobody, and every sentence stands for itself."""
    async with rig() as joined:
        async with joined.voice(model="m/1 x", voice="coral", speed=1.2, instructions="Calmly.").session(A_CALL) as one:
            await said_by(one, WORDS)
        (peer,) = joined.fake.server.peers
        set_up = joined.fake.received_of("session.update")[0]["session"]
        asked = joined.fake.received_of("response.create")[0]["response"]
    assert peer.path == "/v1/realtime?model=m%2F1%20x"
    assert peer.headers["authorization"] == f"Bearer {KEY}"
    assert isinstance(set_up, dict)
    assert set_up["audio"] == {
        "input": {"turn_detection": None},
        "output": {"format": {"type": "audio/pcmu"}, "voice": "coral", "speed": 1.2},
    }
    assert "word for word" in set_up["instructions"]
    assert set_up["instructions"].endswith("Calmly.")
    assert isinstance(asked, dict)
    assert asked["conversation"] == "none"
    assert asked["input"][0]["content"] == [{"type": "input_text", "text": WORDS}]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Good evening. How can I help?", "good evening, how can i help"),
        ("Call O’Brien, e-mail us - please!", "call o'brien; email us: Please."),
        ("It opens at 9.", "It opens at 9"),
        ("It costs twelve euros and fifty cents at seven thirty p.m.", "It costs €12.50 at 7:30 PM"),
        ("Your PIN is four two seven one.", "Your PIN is 4271."),
        ("Äpfel für Zoë?", "a\u0308pfel fu\u0308r zoe\u0308"),
        ("您好，请稍等。", "您好 请稍等"),
    ],
)
async def test_punctuation_and_case_are_no_other_words(text: str, said: str, autojump_clock: MockClock) -> None:
    """A transcript need not be written as the sentence is."""
    told = Told()
    async with rig() as joined, joined.voice().session(ServedCall("", "en", told)) as session:
        joined.fake.says = lambda _: said
        assert instead_in(await said_by(session, text)) == []
    assert told.facts == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Good evening.", "Good evening to you."),
        ("Good evening to you.", "Good evening."),
        ("What is your name?", "My name is Marin, and yours?"),
        ("您好，请稍等。", "您好，我在。"),
        ("Your PIN is four two seven one.", "Your PIN is 4272."),
    ],
)
async def test_other_words_are_told_and_counted(text: str, said: str, autojump_clock: MockClock) -> None:
    """Once for a sentence; what was said is the last that is told. The next sentence is judged by itself."""
    told = Told()
    async with rig() as joined, joined.voice().session(ServedCall("", "en", told)) as session:
        joined.fake.says = lambda _: said
        pieces = await said_by(session, text)
        assert instead_in(pieces)[-1] == said
        assert seconds(sound_in(pieces)) == 1.0
        joined.fake.says = str
        await next_is_said(session)
    assert told.facts == [facts.Faulted(Faults.OTHER_WORDS)]


async def test_other_words_are_told_before_their_sound_ends(autojump_clock: MockClock) -> None:
    """So that an interruption finds what was said, and not what should have been."""
    async with rig() as joined, joined.voice().session(A_CALL) as session:
        joined.fake.says = lambda _: "My name is Marin, and what is yours please?"
        joined.fake.chunk_bytes = 801
        pieces = await said_by(session, "What is your name?")
    places = [place for place, piece in enumerate(pieces) if isinstance(piece, SaidInstead)]
    assert places[0] < len(pieces) // 2


@pytest.mark.parametrize("parts", ["one", "many"])
async def test_a_transcript_without_end_is_cut(parts: str, autojump_clock: MockClock) -> None:
    """All of it was compared again with every piece, and all calls stood still meanwhile."""

    def babble(steps: Steps) -> Steps:
        piece = {"type": "response.output_audio_transcript.delta", "response_id": "resp_1_1", "delta": "um "}
        items = ["item" if parts == "one" else f"item_{number}" for number in range(3000)]
        return [*steps[:CREATED], *({**piece, "item_id": item} for item in items), *soundful(steps), steps[-1]]

    async with rig() as joined, joined.voice().session(A_CALL) as session:
        joined.fake.faults.append(babble)
        pieces = await said_by(session, WORDS)
        longest = LONGEST_SAID + LONGEST_SAID_PER_CHARACTER * len(WORDS)
        assert longest // 2 < len(instead_in(pieces)[-1]) <= 2 * longest
        assert seconds(sound_in(pieces)) == 1.0
        await next_is_said(session)


async def test_a_response_that_is_told_twice_is_not_cancelled(autojump_clock: MockClock) -> None:
    """The second telling was taken for a response that nobody wants, which was this one."""
    async with rig() as joined, joined.voice().session(A_CALL) as session:
        joined.fake.faults.append(lambda steps: [steps[0], *steps])
        await next_is_said(session)
        assert joined.fake.received_of("response.cancel") == []


async def test_leaving_early_cancels_the_response(autojump_clock: MockClock) -> None:
    """What still comes of it is part of no other sentence."""
    async with rig() as joined, joined.voice().session(A_CALL) as session:
        joined.fake.faults.append(first_then(CREATED + 2, Step.HANG))
        async with session.sentence("Another sentence.") as pieces:
            await anext(pieces)
        await next_is_said(session)
        (cancelled,) = joined.fake.received_of("response.cancel")
        assert cancelled["response_id"] == "resp_1_1"
        assert joined.fake.server.connections == 1


async def test_leaving_before_the_response_is_known(autojump_clock: MockClock) -> None:
    """It is cancelled as soon as it is told as which one; also by a server that repeats no metadata."""
    for repeats in (True, False):
        async with rig() as joined, joined.voice().session(A_CALL) as session:

            def late(steps: Steps, repeats: bool = repeats) -> Steps:
                begun = steps[0]
                assert isinstance(begun, dict)
                response = begun["response"] if repeats else {**begun["response"], "metadata": None}
                return [Wait(0.5), {**begun, "response": response}, Wait(0.5), *steps[1:]]

            joined.fake.faults += [late, late]
            await trio.testing.wait_all_tasks_blocked()
            with trio.move_on_after(0.1):
                await said_by(session, "Another sentence.")
            await next_is_said(session)
            (cancelled,) = joined.fake.received_of("response.cancel")
            assert cancelled["response_id"] == "resp_1_1"


async def test_a_cancellation_that_comes_too_late_is_no_failure(autojump_clock: MockClock) -> None:
    """The server says that there is nothing to cancel."""
    async with rig() as joined, joined.voice().session(A_CALL) as session:
        no = {**problem("response_cancel_not_active", "no active response"), "event_id": "sentence-1"}
        joined.fake.faults += [lambda steps: steps, before({"type": "error", "event_id": "event_e", "error": no})]
        await said_by(session, "Another sentence.")
        await next_is_said(session)


async def test_what_nobody_knows_is_ignored(autojump_clock: MockClock) -> None:
    """Unknown events, events of other responses, and everything after the end."""
    async with rig() as joined, joined.voice().session(A_CALL) as session:
        joined.fake.faults += [
            before({"type": "response.thinking", "event_id": "e"}),
            lambda steps: [*steps, *steps[1:]],
            after({"type": "rate_limits.updated", "event_id": "e", "rate_limits": []}),
        ]
        for _ in range(4):
            await next_is_said(session)


async def test_nothing_to_say(autojump_clock: MockClock) -> None:
    """Dots have no sound, and are not asked for; what cannot be written as text is left out."""
    async with rig() as joined, joined.voice().session(A_CALL) as session:
        assert await said_by(session, "...") == []
        assert joined.fake.received_of("response.create") == []
        assert seconds(sound_in(await said_by(session, f"{WORDS} \ud800"))) == 1.0


async def test_the_connection_is_opened_again(autojump_clock: MockClock) -> None:
    """After it was lost in a sentence, and when the server is about to end it."""
    async with rig() as joined:
        joined.fake.lasts_s = 600
        async with joined.voice().session(A_CALL) as session:
            joined.fake.faults.append(first_then(CREATED + 2, Step.RESET))
            with pytest.raises(VoiceFailed, match="the connection broke"):
                await said_by(session, WORDS)
            await trio.sleep(1)
            assert joined.fake.server.connections == 2
            await next_is_said(session)
            await trio.sleep(301)
            assert joined.fake.server.connections == 3
            await next_is_said(session)


async def test_it_needs_a_key(autojump_clock: MockClock) -> None:
    """Without one the next service serves."""
    settings = OpenAiRealtimeVoiceSettings()
    with pytest.raises(WorkerCannotStart, match=r"neither speaker\.openai_realtime\.api_key nor OPENAI_API_KEY"):
        async with open_openai_realtime(SimulatedWorld(), settings):
            pass
    async with open_openai_realtime(SimulatedWorld(environment=VARIABLES), settings) as voice:
        assert voice.name == "openai_realtime"
        assert voice.speaks("de")
