"""A call to a scripted agent, with a caller who waits for what the agent says and then speaks. Virtual time."""

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import trio

from offhook.actors.recognizer.service import Recognizer, Transcript
from offhook.engine.record.conversation import AgentSaid, CallerSaid
from offhook.simulation.exchange import settings_with
from offhook.simulation.services import SimulatedRecognizer, SimulatedVoice
from tests.actors.one_call import OneCall, one_call

SENTENCE_S = 2.0
HEARD_WITHIN_S = 60.0
LOOK_EVERY_S = 0.02


class DialogueCall:
    """The caller's side; every sentence of the agent lasts `SENTENCE_S`."""

    def __init__(self, call: OneCall, voice: SimulatedVoice) -> None:
        self.call, self.carrier, self._voice = call, call.carrier, voice
        self._played: Counter[int] = Counter()  # bytes of each sentence
        self._parts_read = 0
        self._waited_for = 0  # so many sentences were there when the newest was waited for

    @property
    def heard(self) -> list[str]:
        """The sentences that the caller has heard so far, or the beginnings of them, in order."""
        return [self._voice.text_of(number) for number in self._heard_so_far()]

    @property
    def whole(self) -> list[str]:
        """Those that were played to their end."""
        played = self._heard_so_far()
        return [self._voice.text_of(number) for number, length in played.items() if length >= SENTENCE_S * 8000]

    def _heard_so_far(self) -> Counter[int]:
        for part in self.carrier.heard[self._parts_read :]:
            self._played.update(part.mulaw)
        self._parts_read = len(self.carrier.heard)
        return self._played

    async def hears(self, beginning: str) -> None:
        """Until a sentence that begins so has been begun, after the one that was waited for before."""
        await self.carrier.wait(lambda: self._place_of(beginning) is not None, HEARD_WITHIN_S)
        place = self._place_of(beginning)
        assert place is not None
        self._waited_for = place + 1

    async def hears_out(self, beginning: str) -> None:
        """The same, and until the agent has been quiet for a moment."""
        await self.hears(beginning)
        await self.falls_silent()

    async def falls_silent(self) -> None:
        quiet_since = trio.current_time()
        with trio.fail_after(HEARD_WITHIN_S):
            while trio.current_time() - quiet_since < 0.3:
                if self.carrier.playout.sounding:
                    quiet_since = trio.current_time()
                await trio.sleep(LOOK_EVERY_S)

    async def says(self, seconds: float = 0.6) -> None:
        """The recognizer's next text, in so many seconds; until the caller has ended and was judged."""
        self.carrier.speak(seconds)
        await trio.sleep(seconds + 1.2)

    def _place_of(self, beginning: str) -> int | None:
        later = enumerate(self.heard[self._waited_for :], start=self._waited_for)
        return next((place for place, text in later if text.startswith(beginning)), None)

    @property
    def caller_words(self) -> list[str]:
        return [entry.text for entry in self.call.record.transcript if isinstance(entry, CallerSaid)]

    @property
    def agent_words(self) -> str:
        return " ".join(entry.text for entry in self.call.record.transcript if isinstance(entry, AgentSaid))

    @property
    def end_reason(self) -> str:
        over = self.call.record.over
        assert over is not None, "the call goes on"
        return over.end_reason


@asynccontextmanager
async def dialogue_call(
    agent: str, *said: str | Transcript, recognizer: Recognizer | None = None, **sections: Mapping[str, object]
) -> AsyncIterator[DialogueCall]:
    """A call to the agent of this file, whose recognizer hears these texts, one an utterance, unless it is given."""
    voice = SimulatedVoice(SENTENCE_S)
    settings = settings_with(**{"responder": {"chain": ["dialogue"]}, **sections})
    hears = recognizer or SimulatedRecognizer(*said, "")
    async with one_call(settings, agent=agent, recognizer=hears, voice=voice) as call:
        yield DialogueCall(call, voice)
