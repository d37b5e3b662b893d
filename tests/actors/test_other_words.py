"""A voice says other words than it was given: what the record, the model and the cache make of it. Virtual time."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import Sentence
from offhook.actors.speaker.cached_voice import CachedVoice
from offhook.actors.speaker.memory_cache import MemoryCache
from offhook.actors.speaker.service import StatelessVoice, VoiceFailed, VoicePiece
from offhook.engine.record.conversation import AgentSaid
from offhook.engine.words.spoken_words import SaidInstead
from offhook.simulation.exchange import settings_with
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder
from tests.actors.one_call import OneCall, one_call
from tests.actors.speaker.listening import saying, sound_of

WORD_BYTES = 2000
ASKED, SAID = "what is your name please", "my name is Marin and I am quite well"
PATIENT = settings_with(floor={"idle_s": 60, "filler_s": 0}, speaker={"cache": {"memory_mb": 0}})


class Paraphrasing(StatelessVoice):
    """Says something else instead of one sentence, and tells it word by word; it may stop in the middle."""

    def __init__(self, name: str, said: str = SAID, fails_after: int | None = None) -> None:
        self.name, self._said, self._fails_after = name, said, fails_after
        self.asked: list[str] = []

    def speaks(self, language: str) -> bool:
        return language == "en"

    @asynccontextmanager
    async def say(self, text: str, language: str) -> AsyncIterator[AsyncIterator[VoicePiece]]:
        self.asked.append(text)
        async with aclosing(self._pieces(text)) as pieces:
            yield pieces

    async def _pieces(self, text: str) -> AsyncGenerator[VoicePiece]:  # noqa: ASYNC900  # `say` closes it
        words = self._said.split() if text == ASKED else text.split()
        for number, _ in enumerate(words):
            await trio.sleep(0.001)
            if number == self._fails_after and text == ASKED:
                raise VoiceFailed("it stopped")
            if words != text.split():
                yield SaidInstead(" ".join(words[: number + 2]))
            yield bytes([64]) * WORD_BYTES


def agent_said(call: OneCall) -> list[AgentSaid]:
    return [entry for entry in call.record.transcript if isinstance(entry, AgentSaid)]


async def test_the_record_and_the_model_have_what_was_said(autojump_clock: MockClock) -> None:
    """Not what should have been."""
    responder = SimulatedResponder(Sentence(ASKED))
    recognizer = SimulatedRecognizer("hello", "well")
    async with one_call(PATIENT, recognizer=recognizer, responder=responder, voice=Paraphrasing("other")) as call:
        await call.carrier.agent_has_spoken()
        call.carrier.speak(0.6)
        await call.carrier.wait(lambda: len(responder.asked) == 2)
    assert next(line.text for line in responder.told[1] if line.who == "agent") == SAID
    assert agent_said(call)[0].text == SAID


@pytest.mark.parametrize("after_s", [0.6, 1.1, 1.6])
async def test_an_interruption_cuts_what_was_said(after_s: float, autojump_clock: MockClock) -> None:
    """To the word, although the whole of it was never told."""
    responder = SimulatedResponder(Sentence(ASKED))
    recognizer = SimulatedRecognizer("hello", "well")
    async with one_call(PATIENT, recognizer=recognizer, responder=responder, voice=Paraphrasing("other")) as call:
        await call.carrier.wait(lambda: call.carrier.seconds_heard >= after_s)
        call.carrier.speak(0.6)
        await call.carrier.wait(lambda: len(responder.asked) == 2)
        heard_s = after_s
    cut = agent_said(call)[0]
    assert SAID.startswith(cut.text)
    assert len(cut.text.split()) >= int(heard_s * 8000 / WORD_BYTES) - 1
    assert next(line.text for line in responder.told[1] if line.who == "agent") == cut.text


async def test_another_voice_says_the_rest_of_the_sentence(autojump_clock: MockClock) -> None:
    """The record has what each of them said."""
    first, second = Paraphrasing("first", fails_after=3), Paraphrasing("second")
    async with one_call(PATIENT, responder=SimulatedResponder(Sentence(ASKED)), voice=[first, second]) as call:
        await call.carrier.agent_has_spoken()
    (rest,) = second.asked
    assert ASKED.endswith(rest)
    said = agent_said(call)[0].text
    assert said.endswith(rest)
    assert SAID.startswith(said.removesuffix(rest).strip())
    assert len(said.split()) == len(ASKED.split())


async def test_what_was_not_asked_for_is_not_kept() -> None:
    """The next time the voice is asked again."""
    voice = Paraphrasing("other")
    cached = CachedVoice(voice, "", MemoryCache(10_000_000))
    for text in (ASKED, "hello", ASKED, "hello"):
        assert await sound_of(cached, text)
    assert voice.asked == [ASKED, "hello", ASKED]
    async with saying(cached, ASKED) as pieces:
        assert isinstance(await anext(pieces), SaidInstead)
