"""Calls that return after their stream broke: the real exchange, dialogue and model responder. Virtual time; faults:
sockets that are gone, late and repeated questions of the carrier, a service that failed."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import trio
from trio.testing import MockClock

from offhook.actors.responder.service import HangUp, Occasion, Sentence, Transfer
from offhook.actors.settings import Settings
from offhook.engine.decide.heard_so_far import HeardLine
from offhook.engine.record.conversation import AgentSaid
from offhook.engine.run.exchange import Exchange
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import AGENT, calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.scene import sentences_heard
from offhook.simulation.services import SimulatedRecognizer, SimulatedResponder, SimulatedVoice

LINE_DROPPED = "Sorry, the line dropped for a moment. Could you say that again?"
SENTENCE_S = 2.0


class Conversation:
    """A caller whose streams break, one after the other."""

    def __init__(self, exchange: Exchange, responder: SimulatedResponder, voice: SimulatedVoice) -> None:
        self.exchange, self.responder, self._voice = exchange, responder, voice
        self.carrier = SimulatedCarrier()

    @asynccontextmanager
    async def stream(self) -> AsyncIterator[SimulatedCarrier]:
        """One stream, from the place where the call is; whoever leaves the block breaks it."""
        async with calling(self.exchange, self.carrier):
            yield self.carrier
            self.carrier.drop()

    async def returns(self) -> bool:
        """What the carrier does: it asks, and obeys."""
        number = self.carrier.returned
        token = await self.exchange.find_return(self.carrier.call_sid, number)
        if token is not None:
            self.carrier = SimulatedCarrier(returned=number + 1, token=token)
        return token is not None

    @property
    def heard(self) -> list[str]:
        """In the newest stream."""
        return [said.text for said in sentences_heard(self.carrier, self._voice)]


@asynccontextmanager
async def conversation(
    *parts: Sentence | HangUp | Transfer,
    agent: str = AGENT,
    settings: Settings | None = None,
    pause_s: float = 0.0,
    clock_set_by_s: Callable[[], float] = lambda: 0.0,
) -> AsyncIterator[Conversation]:
    voice = SimulatedVoice(SENTENCE_S)
    responder = SimulatedResponder(*parts, pause_s=pause_s)
    async with open_simulated_exchange(
        settings,
        agent=agent,
        recognizer=SimulatedRecognizer("a question"),
        responder=responder,
        voice=voice,
        clock_set_by_s=clock_set_by_s,
    ) as exchange:
        yield Conversation(exchange, responder, voice)


async def test_the_rest_of_the_reply_is_said(autojump_clock: MockClock) -> None:
    """The sentence from the first word that was not heard, and those behind it."""
    async with conversation(Sentence("One two three four."), Sentence("Five."), Sentence("Six.")) as talk:
        async with talk.stream() as carrier:
            await carrier.wait(lambda: carrier.seconds_heard > 1.1)
        assert await talk.returns()
        async with talk.stream():
            await trio.sleep(3 * SENTENCE_S + 1)
        assert talk.heard == ["three four.", "Five.", "Six."]
        assert [turn.occasion for turn in talk.responder.asked] == [Occasion.ANSWERED]


async def test_a_model_goes_on_with_an_answer_that_it_had_not_written_to_its_end(autojump_clock: MockClock) -> None:
    """It is told the words, the conversation as it was heard before them, and what the caller hears of the answer."""
    async with conversation(Sentence("The first part."), Sentence("The second part."), pause_s=1.5) as talk:
        async with talk.stream() as carrier:
            await carrier.agent_has_spoken()
            carrier.speak(0.8)
            await carrier.wait(lambda: carrier.seconds_heard > 2 * SENTENCE_S + 0.5)
        told = len(talk.responder.asked)
        assert await talk.returns()
        async with talk.stream():
            await trio.sleep(3)
        assert len(talk.responder.asked) == told + 1
        asked, heard = talk.responder.asked[-1], talk.responder.told[-1]
        assert (asked.occasion, asked.text, asked.said) == (Occasion.SPEECH, "a question", "The first part.")
        assert [(line.who, line.text) for line in heard] == [("agent", "The first part. The second part.")]
        assert talk.heard[0] == "first part."


async def test_a_model_is_told_the_conversation_as_it_was_heard_in_both_streams(autojump_clock: MockClock) -> None:
    """Cut off where the stream broke; the times go on."""
    async with conversation(Sentence("One two three four.")) as talk:
        async with talk.stream() as carrier:
            await carrier.wait(lambda: carrier.seconds_heard > 1.1)
        assert await talk.returns()
        async with talk.stream() as carrier:
            await carrier.agent_has_spoken()
            carrier.speak(0.8)
            await trio.sleep(3)
        heard: tuple[HeardLine, ...] = talk.responder.told[-1]
        assert [(line.text, line.cut_off) for line in heard] == [("One two", True), ("three four.", False)]
        assert heard[0].at < heard[1].at


async def test_the_goodbye_of_the_agent_still_ends_the_call(autojump_clock: MockClock) -> None:
    """The rest of it is said, then the agent hangs up; and the call does not return after that."""
    async with conversation(Sentence("Good bye now."), HangUp()) as talk:
        async with talk.stream() as carrier:
            await carrier.wait(lambda: carrier.seconds_heard > 1.0)
        assert await talk.returns()
        async with calling(talk.exchange, talk.carrier) as over:
            await over.wait()
        assert talk.heard == ["bye now."]
        assert not await talk.returns()
        record = await record_of(talk.exchange, talk.carrier)
        assert record.over is not None
        assert record.over.end_reason == "agent hung up"


async def test_a_transfer_that_was_announced_is_made(autojump_clock: MockClock) -> None:
    """After the rest of its announcement."""
    async with conversation(Sentence("One moment please."), Transfer("+15550123")) as talk:
        async with talk.stream() as carrier:
            await carrier.wait(lambda: carrier.seconds_heard > 1.0)
        assert await talk.returns()
        async with calling(talk.exchange, talk.carrier) as over:
            await over.wait()
        assert not await talk.returns()
        assert await talk.exchange.find_transfer(talk.carrier.call_sid) == "+15550123"


async def test_a_notice_that_cannot_be_interrupted_is_said_to_a_caller_who_spoke(autojump_clock: MockClock) -> None:
    """Nothing of it may be lost."""
    async with conversation(Sentence("This call is recorded.", protected=True), Sentence("How are you?")) as talk:
        async with talk.stream() as carrier:
            await carrier.wait(lambda: carrier.seconds_heard > 0.6)
            carrier.speak(0.8)
            await trio.sleep(0.5)
        assert await talk.returns()
        async with talk.stream():
            await trio.sleep(5)
        assert talk.heard == ["recorded.", LINE_DROPPED]


async def test_a_call_returns_as_often_as_its_stream_breaks(autojump_clock: MockClock) -> None:
    """Up to the limit; then it is hung up as if it had not been known. It has one record, with what was heard."""
    async with conversation(Sentence("One two three four five six."), settings=_limited(returns=3)) as talk:
        for _ in range(3):
            async with talk.stream() as carrier:
                await carrier.wait(lambda: carrier.seconds_heard > 0.5)
            assert await talk.returns()
        async with talk.stream():
            await trio.sleep(3)
        assert not await talk.returns()
        record = await record_of(talk.exchange, talk.carrier)
        said = [entry for entry in record.transcript if isinstance(entry, AgentSaid)]
        assert " ".join(entry.text for entry in said if entry.text) == "One two three four five six."
        assert len(record.returned_s) == 3
        assert record.over is not None


async def test_a_question_that_comes_twice_or_late_disturbs_nothing(autojump_clock: MockClock) -> None:
    """It gets the same answer, while the next stream goes on."""
    async with conversation(Sentence("One two three four.")) as talk:
        async with talk.stream() as carrier:
            await carrier.wait(lambda: carrier.seconds_heard > 1.1)
        sid = talk.carrier.call_sid
        assert await talk.exchange.find_return(sid, 0)
        assert await talk.exchange.find_return(sid, 0)
        assert await talk.returns()
        async with talk.stream() as carrier:
            await carrier.wait(lambda: carrier.seconds_heard > 0.4)
            assert await talk.exchange.find_return(sid, 0)
            await carrier.agent_has_spoken()
            assert talk.heard == ["three four."]


async def test_a_second_stream_takes_over_from_one_that_is_there_still(autojump_clock: MockClock) -> None:
    """The server has not noticed that the first one is gone: it is over when the second one begins."""
    async with conversation(Sentence("One two three four.")) as talk:
        first = talk.carrier
        async with calling(talk.exchange, first) as over:
            await first.wait(lambda: first.seconds_heard > 1.1)
            token = await talk.exchange.admit(first.call_sid)
            assert token is not None
            talk.carrier = SimulatedCarrier(returned=1, token=token)
            async with talk.stream():
                await trio.sleep(1)
                assert over.is_set()
                assert [call.number for call in talk.exchange.live_calls] == [1]
        assert talk.heard == ["three four."]


async def test_a_caller_who_hung_up_does_not_return(autojump_clock: MockClock) -> None:
    """The carrier has said so before it closed the connection."""
    async with conversation(Sentence("One two three four.")) as talk:
        async with calling(talk.exchange, talk.carrier):
            await talk.carrier.wait(lambda: talk.carrier.seconds_heard > 1.1)
        assert not await talk.returns()
        assert await talk.exchange.find_transfer(talk.carrier.call_sid) is None


async def test_a_call_does_not_return_after_minutes(autojump_clock: MockClock) -> None:
    """By then it is another one with an old name."""
    async with conversation(Sentence("One two three four.")) as talk:
        async with talk.stream() as carrier:
            await carrier.wait(lambda: carrier.seconds_heard > 1.1)
        await trio.sleep(121)
        assert not await talk.returns()


async def test_a_returning_call_is_not_refused_for_others(autojump_clock: MockClock) -> None:
    """All places were taken meanwhile."""
    async with conversation(Sentence("One two three four."), settings=_limited(calls=1)) as talk:
        async with talk.stream() as carrier:
            await carrier.wait(lambda: carrier.seconds_heard > 1.1)
        other = SimulatedCarrier(2)
        async with calling(talk.exchange, other):
            await trio.sleep(0.5)
            assert not talk.exchange.has_room
            assert await talk.returns()
            async with talk.stream():
                await trio.sleep(1)
                assert talk.heard == ["three four."]


async def test_a_stream_that_says_that_it_returns_is_refused_if_nothing_is_known_of_it(
    autojump_clock: MockClock,
) -> None:
    """Its caller is not greeted as if this was another call. Without a token of ours nothing is even looked up."""
    async with conversation(Sentence("One two three four.")) as talk:
        token = await talk.exchange.admit(SimulatedCarrier(3).call_sid)
        assert token is not None
        for unknown in (SimulatedCarrier(3, returned=1, token=token), SimulatedCarrier(3, returned=1, token="forged")):
            async with calling(talk.exchange, unknown) as over:
                await trio.sleep(0.1)
                assert over.is_set()
            assert unknown.sent == []


async def test_the_time_of_a_call_counts_from_its_beginning(autojump_clock: MockClock) -> None:
    """And so does its limit."""
    async with conversation(Sentence("One."), settings=_limited(call_s=10.0)) as talk:
        async with talk.stream():
            await trio.sleep(6)
        assert await talk.returns()
        began_at = trio.current_time()
        async with calling(talk.exchange, talk.carrier) as over:
            await over.wait()
        assert trio.current_time() - began_at == pytest.approx(4 + SENTENCE_S, abs=0.5)
        record = await record_of(talk.exchange, talk.carrier)
        assert record.over is not None
        assert record.over.end_reason == "call limit reached"
        assert record.trace is not None
        assert record.trace.seconds == pytest.approx(10 + SENTENCE_S, abs=0.5)


@pytest.mark.parametrize("set_by_s", [3600.0, -3600.0])
async def test_a_wall_clock_that_is_set_in_the_middle_of_a_call_changes_nothing(
    set_by_s: float, tmp_path: Path, autojump_clock: MockClock
) -> None:
    """In each stream once more. The call returns, goes on where it was, and its times are those of the call."""
    is_set_by_s = 0.0
    store = {"path": str(tmp_path / "calls.db")}
    async with conversation(
        Sentence("One two three four."), settings=settings_with(store=store), clock_set_by_s=lambda: is_set_by_s
    ) as talk:
        for _ in range(2):
            async with talk.stream() as carrier:
                await carrier.wait(lambda: carrier.seconds_heard > 0.6)
                is_set_by_s += set_by_s
            assert await talk.returns()
        async with calling(talk.exchange, talk.carrier):
            await trio.sleep(3)
        assert talk.heard == ["three four."]
        record = await record_of(talk.exchange, talk.carrier)
        assert " ".join(entry.text for entry in record.transcript) == "One two three four."
        assert [0 < since_s < 5 for since_s in record.returned_s] == [True, True]
        assert record.trace is not None
        assert record.trace.seconds < 10


@pytest.mark.parametrize(("tag", "asked"), [("it", "Once more, please?"), ("de", "Entschuldigung,")])
async def test_another_language_asks_in_its_own_words(tag: str, asked: str, autojump_clock: MockClock) -> None:
    """Without words for this in the agent file, the caller is asked by the usual ones of the language; where none are
    known, as when recognition failed."""
    agent = AGENT.replace('name = "test"', f'name = "test"\nlanguage = "{tag}"')
    async with conversation(Sentence("Guten Tag."), agent=agent) as talk:
        async with talk.stream() as carrier:
            await carrier.agent_has_spoken()
        assert await talk.returns()
        async with talk.stream():
            await trio.sleep(3)
        (heard,) = talk.heard
        assert heard.startswith(asked)


async def test_journals_are_gone_when_the_call_has_ended(tmp_path: Path, autojump_clock: MockClock) -> None:
    """Those of both streams; until then the first one's stays, because the call goes on from it."""
    store = {"path": str(tmp_path / "calls.db")}
    folder = tmp_path / "calls.db.journals"
    async with conversation(Sentence("One two."), HangUp(), settings=settings_with(store=store)) as talk:
        async with talk.stream() as carrier:
            await carrier.wait(lambda: carrier.seconds_heard > 0.5)
        assert len([*folder.iterdir()]) == 1
        assert await talk.returns()
        async with calling(talk.exchange, talk.carrier) as over:
            await talk.carrier.wait(lambda: talk.carrier.playout.sounding)
            assert len([*folder.iterdir()]) == 2
            await over.wait()
        assert [*folder.iterdir()] == []


def _limited(**limits: float) -> Settings:
    return settings_with(limits=limits)
