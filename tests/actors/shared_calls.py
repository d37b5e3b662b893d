"""Calls that a modelled language model and the real dialogue share, with tools. Virtual time."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext

import msgspec
import trio

from offhook.actors.recognizer.service import Transcript
from offhook.actors.responder.dialogue import open_dialogue
from offhook.actors.responder.model_messages import Message, messages
from offhook.actors.responder.service import (
    CallerTurn,
    Collected,
    Commit,
    Heard,
    Occasion,
    ResponderFailed,
    ResponderSession,
    Sentence,
    UseTools,
    WantedTool,
    Written,
)
from offhook.actors.served_call import ServedCall
from offhook.actors.settings import Settings
from offhook.engine.decide.tool_use import ToolOffer
from offhook.engine.host.agent import load_agent
from offhook.engine.record.collected import Collected as CollectedInRecord
from offhook.engine.run.call import Cast
from offhook.engine.run.exchange import Exchange
from offhook.engine.run.tool import ArgumentsWrong, OnInterruption, Tool, ToolCall
from offhook.engine.words.expectation import Expectation
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import as_it_is, open_simulated_exchange, settings_with
from offhook.simulation.services import SimulatedRecognizer, SimulatedVoice
from tests.actors.dialogue_call import SENTENCE_S, DialogueCall
from tests.actors.one_call import OneCall, one_call

Script = Mapping[str, Sequence[Written]]


class ScriptedModel:
    """A language model that has an answer to each of these words, or to an occasion by its value. To others it says
    "Well." It keeps what it was told."""

    name = "model"

    def __init__(self, script: Script, *, pause_s: float = 0.0, is_down: bool = False) -> None:
        self._script, self._pause_s, self.is_down = script, pause_s, is_down
        self.asked: list[CallerTurn] = []
        self.told: list[tuple[Message, ...]] = []
        self.offered: list[str] = []

    def speaks(self, language: str) -> bool:
        return bool(language)

    def expectations(self) -> tuple[Expectation, ...]:
        return ()

    def lines(self) -> tuple[str, ...]:
        return ()

    def session(self, call: ServedCall) -> AbstractAsyncContextManager[ResponderSession]:
        return nullcontext(_ModelSession(self, call))

    async def answer(  # noqa: ASYNC900  # `reply` closes it
        self, turn: CallerTurn, heard: Sequence[Heard], offered: Sequence[ToolOffer]
    ) -> AsyncGenerator[Written, None]:
        self.asked.append(turn)
        self.told.append(messages("", heard, turn, 4000))
        self.offered = [offer.name for offer in offered]
        await trio.sleep(self._pause_s)
        if self.is_down:
            raise ResponderFailed("the model is down")
        key = turn.text if turn.occasion is Occasion.SPEECH else turn.occasion.value
        for part in self._script.get(key, (Sentence("Well."),)):
            yield part


class _ModelSession:
    def __init__(self, model: ScriptedModel, call: ServedCall) -> None:
        self._model, self._call = model, call

    @property
    def expected(self) -> Expectation:
        return Expectation(language=self._call.language)

    def understands(self, *turns: CallerTurn) -> bool:
        return bool(turns)

    def collected(self) -> Collected | None:
        return None

    @asynccontextmanager
    async def reply(
        self, turn: CallerTurn, heard: Sequence[Heard], commit: Commit
    ) -> AsyncIterator[AsyncIterator[Written]]:
        del commit
        parts = self._model.answer(turn, heard, self._call.tools)
        try:
            yield parts
        finally:
            with trio.move_on_after(1, shield=True):
                await parts.aclose()


class CountedTool:
    """A tool that counts how often it runs, and does it as long as it is told."""

    def __init__(
        self,
        name: str = "book_room",
        result: object = None,
        *,
        takes_s: float = 0.0,
        fails: Exception | None = None,
        has_effects: bool = True,
        on_interruption: OnInterruption = OnInterruption.FINISH_QUIETLY,
        says: str = "",
        deadline_s: float = 10.0,
        parameters: Mapping[str, object] | None = None,
    ) -> None:
        self.result, self.takes_s, self.fails = result, takes_s, fails
        self.ran: list[object] = []
        offer = ToolOffer(name, "Does it.", dict(parameters or {"type": "object"}))
        self.tool = Tool(offer, self._read, self._run, has_effects, on_interruption, says, deadline_s)

    def _read(self, arguments: str) -> object:
        try:
            return msgspec.json.decode(arguments)
        except msgspec.DecodeError as exc:
            raise ArgumentsWrong(str(exc)) from exc

    async def _run(self, call: ToolCall, arguments: object) -> object:
        del call
        self.ran.append(arguments)
        await trio.sleep(self.takes_s)
        if self.fails is not None:
            raise self.fails
        return self.result


class SharedCall(DialogueCall):
    """The caller's side of it, and the recognizer."""

    def __init__(self, call: OneCall, voice: SimulatedVoice, recognizer: SimulatedRecognizer) -> None:
        super().__init__(call, voice)
        self.recognizer = recognizer


def calls_tool(name: str, **arguments: object) -> UseTools:
    return UseTools((WantedTool("call1", name, msgspec.json.encode(arguments).decode()),))


def settings_of_shared_calls(**sections: Mapping[str, object]) -> Settings:
    return settings_with(**{"responder": {"chain": ["scripted", "dialogue"]}, **sections})


@asynccontextmanager
async def shared_call(
    agent: str,
    *said: str | Transcript,
    model: ScriptedModel | None = None,
    tools: Sequence[CountedTool] = (),
    streams: bool = False,
    change_cast: Callable[[Cast], Cast] = as_it_is,
    carrier: SimulatedCarrier | None = None,
    **sections: Mapping[str, object],
) -> AsyncIterator[SharedCall]:
    """A call to the agent of this file, whose recognizer hears these texts, one an utterance. Without a model the
    dialogue is alone."""
    voice, recognizer = SimulatedVoice(SENTENCE_S), SimulatedRecognizer(*said, "", streams=streams)
    async with (
        open_dialogue(load_agent("test.toml", agent)) as dialogue,
        one_call(
            settings_of_shared_calls(**sections),
            agent=agent,
            recognizer=recognizer,
            responder=[model, dialogue] if model is not None else [dialogue],
            voice=voice,
            tools=[each.tool for each in tools],
            change_cast=change_cast,
            carrier=carrier,
        ) as call,
    ):
        yield SharedCall(call, voice, recognizer)


@asynccontextmanager
async def shared_exchange(
    agent: str,
    *said: str | Transcript,
    voice: SimulatedVoice,
    model: ScriptedModel | None = None,
    tools: Sequence[CountedTool] = (),
    settings: Settings | None = None,
    seed: int = 0,
) -> AsyncIterator[Exchange]:
    """An exchange for such calls."""
    async with (
        open_dialogue(load_agent("test.toml", agent)) as dialogue,
        open_simulated_exchange(
            settings or settings_of_shared_calls(),
            seed=seed,
            agent=agent,
            recognizer=SimulatedRecognizer(*said, ""),
            responder=[dialogue] if model is None else [model, dialogue],
            voice=voice,
            tools=[each.tool for each in tools],
        ) as exchange,
    ):
        yield exchange


def collected_in(call: DialogueCall) -> CollectedInRecord | None:
    over = call.call.record.over
    assert over is not None, "the call goes on"
    return over.collected
