"""What is said to its end whatever the caller does, and what becomes of the caller's words meanwhile. Virtual time."""

from collections.abc import AsyncGenerator, Sequence

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import CallerTurn, ReplyPart, Sentence, Written
from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.conversation import AgentSaid
from offhook.simulation.exchange import REPEAT, settings_with
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice
from tests.actors.counting_voice import WORDS
from tests.actors.one_call import one_call

NOTICE, MORE, REST = "This call is recorded.", "You may object at any time.", "We have rooms of many kinds."
QUESTION = "what does it cost"


def said_in(record: CallRecord) -> list[str]:
    return [entry.text for entry in record.transcript if isinstance(entry, AgentSaid)]


@pytest.mark.parametrize("coughs_at", [None, 10.0])
async def test_two_questions_over_a_reply_that_nothing_interrupts(
    coughs_at: float | None, autojump_clock: MockClock
) -> None:
    """Both are answered, one after the other: the first answer is the agent's speech like any other, which neither the
    deadline of thinking nor a cough cuts off."""
    responder = SimulatedResponder(Sentence(WORDS), Sentence(WORDS))
    async with one_call(
        settings_with(barge_in={"mode": "off"}, floor={"idle_s": 60, "filler_s": 0}),
        recognizer=SimulatedRecognizer(QUESTION, "and where is it", ""),
        responder=responder,
        voice=SimulatedVoice(4),
    ) as call:
        for at_s in (0.5, 2.0, *([coughs_at] if coughs_at else [])):
            await trio.sleep_until(at_s)
            call.carrier.speak(0.3)
        await trio.sleep_until(26)
    assert call.carrier.clears == []
    assert said_in(call.record) == [f"{WORDS} {WORDS}"] * 3


async def test_words_over_a_notice_are_answered_when_it_is_over(autojump_clock: MockClock) -> None:
    """The sentences that follow it can be interrupted, and the caller has done so: nobody sits them out."""
    voice = SimulatedVoice(2)
    async with one_call(
        settings_with(floor={"idle_s": 60}),
        recognizer=SimulatedRecognizer(QUESTION),
        responder=SimulatedResponder(Sentence(NOTICE, protected=True), *[Sentence(REST)] * 5),
        voice=voice,
    ) as call:
        await trio.sleep_until(0.3)
        call.carrier.speak(0.4)
        await trio.sleep_until(6)
    heard = [voice.text_of(sound.mulaw[0]) for sound in call.carrier.heard]
    notices = [sound.at for sound, text in zip(call.carrier.heard, heard, strict=True) if text == NOTICE]
    again_at = next(at for at in notices if at > 1.99)
    assert again_at < 2.1
    assert said_in(call.record)[0] == NOTICE


async def test_off_says_the_whole_reply_first(autojump_clock: MockClock) -> None:
    """Where the mode is `off`, the answer comes after all of it."""
    async with one_call(
        settings_with(floor={"idle_s": 60}, barge_in={"mode": "off"}),
        recognizer=SimulatedRecognizer(QUESTION),
        responder=SimulatedResponder(Sentence(NOTICE, protected=True), Sentence(REST)),
        voice=SimulatedVoice(2),
    ) as call:
        await trio.sleep_until(0.3)
        call.carrier.speak(0.4)
        await trio.sleep_until(9)
    assert said_in(call.record) == [f"{NOTICE} {REST}"] * 2


@pytest.mark.parametrize("first_byte_s", [0.6, 1.2])
@pytest.mark.parametrize("streams", [False, True], ids=["at the end", "drafted"])
async def test_a_notice_that_was_overtaken_before_its_first_sound_is_said_first(
    streams: bool, first_byte_s: float, autojump_clock: MockClock
) -> None:
    """The caller speaks before the voice has begun: words are answered, and what must be said is said before that."""
    responder = SimulatedResponder(Sentence(NOTICE, protected=True), Sentence(REST))
    async with one_call(
        settings_with(floor={"idle_s": 60, "filler_s": 0}),
        recognizer=SimulatedRecognizer(QUESTION, streams=streams),
        responder=responder,
        voice=SimulatedVoice(1, first_byte_s=first_byte_s),
    ) as call:
        await trio.sleep_until(0.2)
        call.carrier.speak(0.4)
        await trio.sleep_until(9)
    assert len(responder.asked) == 2
    assert said_in(call.record) == [f"{NOTICE} {NOTICE} {REST}"]


class StallsInside(SimulatedVoice):
    """The first sentence has a hole of 1.6 s after its first half second."""

    async def _sound(self, number: int) -> AsyncGenerator[bytes, None]:  # noqa: ASYNC900  # `say` closes it
        for piece in range(4):
            if (number, piece) == (1, 1):
                await trio.sleep(2.0)
            yield bytes([number]) * 4000


class StallsBetween(SimulatedVoice):
    """The second sentence takes longer to begin than the first to play."""

    async def _sound(self, number: int) -> AsyncGenerator[bytes, None]:  # noqa: ASYNC900  # `say` closes it
        await trio.sleep(2.0 if number == 2 else 0)
        yield bytes([number]) * (4000 if number == 1 else 16000)


@pytest.mark.parametrize(
    ("voice", "notice"), [(StallsInside, (NOTICE,)), (StallsBetween, (NOTICE, MORE))], ids=["inside", "between"]
)
@pytest.mark.parametrize("keys", [False, True], ids=["words", "keys"])
async def test_what_falls_into_a_hole_of_a_notice_stops_nothing(
    voice: type[SimulatedVoice], notice: tuple[str, ...], keys: bool, autojump_clock: MockClock
) -> None:
    """A voice that is late in the middle of it: it is said to its end, and then the caller is answered."""
    responder = SimulatedResponder(*(Sentence(text, protected=True) for text in notice))
    async with one_call(
        settings_with(floor={"idle_s": 60}),
        recognizer=SimulatedRecognizer("stop"),
        responder=responder,
        voice=voice(2),
    ) as call:
        await trio.sleep_until(1.0)
        if keys:
            call.carrier.press("7")
        else:
            call.carrier.speak(0.4)
        await trio.sleep_until(14)
    assert call.carrier.clears == []
    assert said_in(call.record) == [" ".join(notice)] * 2
    assert REPEAT not in said_in(call.record)
    assert len(responder.asked) == 2


class EndsLate(SimulatedVoice):
    """Says that the first sentence was all of it long after its half second has played."""

    def __init__(self) -> None:
        super().__init__(2)
        self.ended_at = self.asked_again_at = 0.0

    async def _sound(self, number: int) -> AsyncGenerator[bytes, None]:  # noqa: ASYNC900  # `say` closes it
        if number > 1:
            self.asked_again_at = trio.current_time()
        yield bytes([number]) * 4000
        if number == 1:
            await trio.sleep(1.73)
            self.ended_at = trio.current_time()


@pytest.mark.parametrize("mode", ["immediate", "off"])
async def test_keys_over_a_notice_are_answered_as_soon_as_it_is_over(mode: str, autojump_clock: MockClock) -> None:
    """When that will be is not known before the voice says so: the responder is woken then."""
    voice = EndsLate()
    async with one_call(
        settings_with(floor={"idle_s": 60}, barge_in={"mode": mode}, speaker={"chunk_ms": 20}),
        responder=SimulatedResponder(Sentence(NOTICE, protected=mode == "immediate")),
        voice=voice,
    ) as call:
        await trio.sleep(1.0)
        call.carrier.press("7")
        await trio.sleep(5)
    assert 1.0 < voice.ended_at <= voice.asked_again_at < voice.ended_at + 0.03


class ModelStalls(SimulatedResponder):
    """The model begins the first reply, and then nothing more comes of it for a long time."""

    async def _say(  # noqa: ASYNC900  # `reply` closes it
        self, parts: Sequence[ReplyPart], turn: CallerTurn, language: str
    ) -> AsyncGenerator[Written, None]:
        if len(self.asked) > 1:
            yield Sentence(WORDS)
            return
        async for part in super()._say(parts, turn, language):
            yield part
        await trio.sleep_forever()


async def test_a_caller_who_asks_again_does_not_wait_for_a_model_that_stalls(autojump_clock: MockClock) -> None:
    """The rest of the reply with the notice gave way to the answer, so nobody wants what its model may still say."""
    async with one_call(
        settings_with(floor={"idle_s": 60, "filler_s": 0}),
        recognizer=SimulatedRecognizer(QUESTION, "are you there"),
        responder=ModelStalls(Sentence(NOTICE, protected=True), Sentence(REST)),
        voice=SimulatedVoice(2),
    ) as call:
        for at_s in (0.3, 3.0):
            await trio.sleep_until(at_s)
            call.carrier.speak(0.3)
        await trio.sleep_until(4.5)
        assert call.carrier.playout.sounding
        await trio.sleep_until(8)
    assert said_in(call.record) == [NOTICE, WORDS]


@pytest.mark.parametrize("words", ["are you there", ""], ids=["words", "a noise"])
async def test_an_answer_that_comes_while_the_caller_speaks_waits_for_the_end(
    words: str, autojump_clock: MockClock
) -> None:
    """The notice is over and its answer is late when the caller stops the agent: what comes then is held as well."""
    async with one_call(
        settings_with(barge_in={"mode": "immediate"}, floor={"idle_s": 60, "filler_s": 0}),
        recognizer=SimulatedRecognizer(QUESTION, "", words),
        responder=ModelStalls(Sentence(NOTICE, protected=True), Sentence(REST)),
        voice=SimulatedVoice(2),
    ) as call:
        for at_s, seconds in ((0.3, 0.4), (1.5, 0.9), (3.6, 4.0)):
            await trio.sleep_until(at_s)
            call.carrier.speak(seconds)
        await trio.sleep_until(12)
    answers = [sound.at for sound in call.carrier.heard if sound.at > 2.1]
    assert min(answers) > 7.6
    assert said_in(call.record) == [NOTICE, WORDS]
