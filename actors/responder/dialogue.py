"""The responder `dialogue`: the scripted agent of an agent file's `[dialogue]`. It needs no network and no API key."""

from collections.abc import AsyncIterator, Callable, Generator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from datetime import date
from functools import partial

import msgspec

from offhook.actors.at_once import at_once
from offhook.actors.declaration import NoSettings
from offhook.actors.responder.dialogue_file import read_script
from offhook.actors.responder.dialogue_machine import Dialogue
from offhook.actors.responder.prepared_parts import PreparedParts
from offhook.actors.responder.progress import Part, Progress, Step
from offhook.actors.responder.service import (
    CallerTurn,
    Collected,
    Commit,
    Heard,
    Note,
    Responder,
    ResponderDeclaration,
    ResponderSession,
    Sentence,
    ToolUses,
    Written,
)
from offhook.actors.responder.state_call import Calling, Hidden
from offhook.actors.served_call import ServedCall
from offhook.engine.host.agent import Agent
from offhook.engine.host.time_zone import today_in, zone_of
from offhook.engine.host.world import RealWorld, World
from offhook.engine.words.expectation import Expectation
from offhook.engine.words.language_choice import main_of


@asynccontextmanager
async def open_dialogue(agent: Agent, wall_time: Callable[[], float] | None = None) -> AsyncIterator[Responder]:
    """The scripted agent of an agent file. Raises AgentFileInvalid."""
    yield _DialogueResponder(agent, _dialogues_of(agent), wall_time or RealWorld().wall_time)


class _DialogueResponder:
    def __init__(self, agent: Agent, dialogues: Mapping[str, Dialogue], wall_time: Callable[[], float]) -> None:
        """By language; the agent's own is the first, or the only one that its file has."""
        self._language = agent.language if agent.language in dialogues else next(iter(dialogues))
        self._dialogues, self._zone, self._wall_time = dialogues, zone_of(agent.time_zone), wall_time

    @property
    def name(self) -> str:
        return "dialogue"

    @property
    def may_lead(self) -> bool:
        """Whether calls ask it by itself, besides the chain: it shares them with a model, or waits for its tools."""
        return any(dialogue.may_lead for dialogue in self._dialogues.values())

    def speaks(self, language: str) -> bool:
        """A script has one language; its regional kinds (en-US, en-GB) are the same to it."""
        return any(main_of(language) == main_of(each) for each in self._dialogues)

    def expectations(self) -> tuple[Expectation, ...]:
        return self._dialogues[self._language].expectations()

    def lines(self) -> tuple[str, ...]:
        return self._dialogues[self._language].lines()

    def lines_in(self, language: str) -> tuple[str, ...]:
        """Those of a dialogue in another language of the agent's."""
        return self._dialogues[language].lines() if language in self._dialogues else ()

    def expectations_in(self, language: str) -> tuple[Expectation, ...]:
        """The same of what callers may say."""
        return self._dialogues[language].expectations() if language in self._dialogues else ()

    def session(self, call: ServedCall) -> AbstractAsyncContextManager[ResponderSession]:
        return nullcontext(_DialogueSession(self._dialogues, self._language, call, self.name, self._today))

    def _today(self) -> date:
        return today_in(self._zone, self._wall_time())


class _DialogueSession:
    """It goes on in the dialogue of the call's language, at the point that was reached in another one."""

    def __init__(
        self, dialogues: Mapping[str, Dialogue], own: str, call: ServedCall, name: str, today: Callable[[], date]
    ) -> None:
        self._dialogues, self._own, self._call, self._name, self._today = dialogues, own, call, name, today
        self._reached: dict[str, Progress] = {}
        self._before = own
        """The language in which it has replied last."""
        self._last: tuple[tuple[str, Progress, CallerTurn, tuple[ToolUses, ...], date], Step] | None = None

    @property
    def language(self) -> str:
        """The own one where nobody has written it in that of the call."""
        now = self._call.language_now
        return now if now in self._dialogues else self._own

    @property
    def _dialogue(self) -> Dialogue:
        return self._dialogues[self.language]

    @property
    def _progress(self) -> Progress:
        language = self.language
        if language not in self._reached:
            self._reached[language] = self._begun(language)
        return self._reached[language]

    def _begun(self, language: str) -> Progress:
        if (before := self._reached.get(self._before)) is None:
            return self._dialogue.go_on(self._call.kept.get(self._kept_as(language), ""))
        return self._dialogue.take_over(before, self._dialogues[self._before])

    def _kept_as(self, language: str) -> str:
        return self._name if language == self._own else f"{self._name}.{language}"

    @property
    def expected(self) -> Expectation:
        return self._dialogue.expected(self._progress)

    def understands(self, *turns: CallerTurn) -> bool:
        progress = self._progress
        for turn in turns:
            before, step = progress, self._step(progress, turn)
            progress = step.progress
            if before.leads and not progress.leads:
                return True  # a model answers whatever follows
        return progress.misses <= before.misses and bool(step.parts or progress != before)

    def mark(self) -> object:
        return self.language, self._progress

    def go_back(self, mark: object) -> None:
        language, progress = self._read(mark)
        self._move_on(language, progress)

    def would_understand(self, turn: CallerTurn, mark: object) -> bool:
        language, before = self._read(mark)
        if language != self.language:
            return False
        progress = self._step(before, turn).progress
        return progress.misses <= before.misses and progress != before

    def _read(self, mark: object) -> tuple[str, Progress]:
        assert isinstance(mark, tuple), f"no mark of a dialogue: {mark!r}"
        language, progress = mark
        return language, progress

    @property
    def leads(self) -> bool:
        return self._dialogue.leads(self._progress)

    @property
    def is_away(self) -> bool:
        return self._progress.away

    @property
    def started(self) -> str:
        return self._progress.started

    @property
    def calling(self) -> Calling | None:
        return self._progress.calling

    @property
    def notes(self) -> Sequence[Note]:
        return self._progress.notes

    @property
    def hidden(self) -> Sequence[Hidden]:
        return self._progress.hidden

    def collected(self) -> Collected | None:
        return self._dialogue.collected(self._progress) if self._dialogue.has_part(self._progress) else None

    @at_once
    def reply(self, turn: CallerTurn, heard: Sequence[Heard], commit: Commit) -> Generator[AsyncIterator[Written]]:
        """A reply is a transaction: the conversation moves on when the context is left. After an exception (a cancelled
        draft, a crash) it stays where it was. So a reply can be withdrawn while its context is open."""
        del commit  # the dialogue itself changes nothing in the world: whoever runs its tools waits for it
        language = self.language
        step = self._step(self._progress, turn, tuple(each for each in heard if isinstance(each, ToolUses)))
        yield PreparedParts((0.0, part) for part in _not_said(step.parts, turn.said))
        self._move_on(language, step.progress)

    def _move_on(self, language: str, progress: Progress) -> None:
        if progress != self._progress:
            self._call.keep(self._kept_as(language), msgspec.json.encode(progress).decode())
        self._reached = {language: progress}  # whoever changes the language takes it along
        self._before = language

    def _step(self, progress: Progress, turn: CallerTurn, decided: tuple[ToolUses, ...] = ()) -> Step:
        """Words are judged first and answered later, but matched only once, because that takes 2 ms. What they mean by
        "today" is the day on which that happens, as good as said."""
        today = self._today()
        now = self.language, progress, turn, decided, today
        if self._last is None or self._last[0] != now:
            call = self._call
            step = self._dialogue.step(progress, turn, call.caller, today, call.agent_now, decided, call.tools)
            self._last = now, step
        return self._last[1]


def _not_said(parts: Sequence[Part], said: str) -> Sequence[Part]:
    """Without the sentences at the beginning that the caller hears already."""
    first = next((place for place, part in enumerate(parts) if not _was_said(part, said)), len(parts))
    return parts[first:]


def _was_said(part: Part, said: str) -> bool:
    return isinstance(part, Sentence) and part.text in said


@asynccontextmanager
async def _open(world: World, settings: NoSettings, agent: Agent) -> AsyncIterator[Responder]:
    del settings  # the agent file says everything
    # Beside the calls that go on, where a file has changed: it takes a tenth of a second.
    dialogues = await world.run_blocking(partial(_dialogues_of, agent), cost_s=0.0)
    yield _DialogueResponder(agent, dialogues, world.wall_time)


def _dialogues_of(agent: Agent) -> Mapping[str, Dialogue]:
    """Raises AgentFileInvalid."""
    scripts = agent.scripts or {agent.language: agent}  # which says what is missing
    return {tag: Dialogue(each, read_script(each)) for tag, each in scripts.items()}


def _lacks(agent: Agent) -> str:
    return "" if agent.scripts else f"{agent.path} has no [dialogue]"


DIALOGUE = ResponderDeclaration("dialogue", NoSettings, _open, lacks=_lacks, embedded=True)
