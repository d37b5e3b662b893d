"""One call's agent: its responders, and the tools that they may call.

A reply that wants tools becomes the answer to the caller's words, and is not only a draft any more, before the first of
them begins. The responder is told their results, and goes on with the reply, or calls more of them.
"""

from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

import msgspec
import trio

from offhook.actors.responder.chain import ResponderChainSession
from offhook.actors.responder.model_messages import words_of
from offhook.actors.responder.service import (
    CallerTurn,
    Collected,
    Commit,
    Heard,
    HeardLine,
    Occasion,
    ResponderFailed,
    Sentence,
    ToolUses,
    UseTools,
    WantedTool,
    Written,
)
from offhook.engine.decide.tool_use import ToolOffer
from offhook.engine.run.tool_runs import ToolRuns
from offhook.engine.words.expectation import Expectation

ROUNDS = 8
"""How often tools are called in one reply."""
REFUSED_ROUNDS = 2
"""How often a model is told that it has called enough of them, before its reply is given up."""
ENOUGH = "Too many tools were called for one answer: answer the caller now."


class AgentSession:
    """One call's conversation with its agent. It outlives a crash of the actor."""

    def __init__(self, responders: ResponderChainSession, runs: ToolRuns) -> None:
        self._responders, self._runs = responders, runs
        self._expects: Expectation | None = None

    @property
    def next_name(self) -> str:
        """The service that would be asked now."""
        return self._responders.next_name

    @property
    def expected(self) -> Expectation:
        return self._expects or self._responders.expected

    def understands(self, *turns: CallerTurn) -> bool:
        return self._responders.understands(*turns)

    def collected(self) -> Collected | None:
        return self._responders.collected()

    @asynccontextmanager
    async def reply(
        self, turn: CallerTurn, heard: Sequence[Heard], commit: Commit
    ) -> AsyncIterator[AsyncIterator[Written]]:
        """As in `ResponderSession`; `turn` has its number."""
        async with AsyncExitStack() as stack:
            reply = _Reply(self._responders, self._runs, stack, turn, heard, commit)
            await reply.begin()
            yield reply
            if reply.is_over:
                self._expects = reply.expects
                self._runs.note_told(reply.known)


class _Reply:
    """One reply, which goes on after each decision to call tools."""

    def __init__(
        self,
        responders: ResponderChainSession,
        runs: ToolRuns,
        asked: AsyncExitStack,
        turn: CallerTurn,
        heard: Sequence[Heard],
        commit: Commit,
    ) -> None:
        self._responders, self._runs, self._asked = responders, runs, asked
        self._turn, self._lines, self._commit = turn, heard, commit
        self._in_this_turn: list[Heard] = []
        self._parts: AsyncIterator[Written] | None = None
        self._ready: deque[Written] = deque()
        self._wanted: Sequence[WantedTool] = ()
        self._said: list[str] = []
        self._rounds = 0
        self._goes_on = False
        """A reply to these words has called tools before, and was cut off."""
        self.known: Sequence[str] = ()
        """The news that was known to whoever was asked last."""
        self.is_over = False
        """All has come."""
        self.expects: Expectation | None = None
        """What a tool has asked the caller for."""

    def __aiter__(self) -> "_Reply":
        return self

    async def begin(self) -> None:
        """Ask the responders: they hear the words, even if nobody waits for their answer."""
        turn, number = self._turn, self._turn.number
        if turn.occasion is Occasion.NEWS:
            self._turn = msgspec.structs.replace(turn, text=self._runs.news())
            self._runs.note_tellings()
            self.is_over = not self._turn.text
        self._goes_on = bool(number and self._runs.decided_in(number))
        if not (self.is_over or self._goes_on):
            await self._ask()

    async def __anext__(self) -> Written:
        while not (self._ready or self.is_over):
            if self._goes_on:
                await self._go_on()
            elif self._wanted:
                await self._use_tools()
            else:
                await self._take(await self._next())
        if not self._ready:
            await trio.lowlevel.checkpoint()
            raise StopAsyncIteration
        return self._ready.popleft()

    async def _ask(self) -> None:
        turn = self._turn
        if self._in_this_turn:
            turn = msgspec.structs.replace(turn, occasion=Occasion.TOOLS_DONE)
        before = [each for each in self._runs.decided if each.turn != turn.number]
        self.known = self._runs.untold
        heard = (*with_tools(self._lines, before), *self._in_this_turn)
        reply = self._responders.reply(turn, heard, self._commit)
        self._parts = await self._asked.enter_async_context(reply)

    async def _go_on(self) -> None:
        self._goes_on = False
        await self._runs.wait_over(self._turn.number)
        self._in_this_turn = [self._words(), *self._runs.decided_in(self._turn.number)]
        await self._ask()

    async def _next(self) -> Written | None:
        assert self._parts is not None, "a reply is begun before its parts are taken"
        return await anext(self._parts, None)

    async def _take(self, part: Written | None) -> None:
        match part:
            case None:
                self.is_over = True
            case UseTools(tools):
                await self._commit()
                self._wanted = tools
                if says := self._says():
                    self._ready.append(self._noted(Sentence(says)))
            case _:
                self._ready.append(self._noted(part))

    def _says(self) -> str:
        """What is said while the tools run, unless something was said already."""
        tools = (self._runs.tools.get(each.name) for each in self._wanted)
        return "" if self._said else next((tool.says for tool in tools if tool is not None and tool.says), "")

    async def _use_tools(self) -> None:
        wanted, self._wanted = self._wanted, ()
        self._rounds += 1
        if self._rounds > ROUNDS + REFUSED_ROUNDS:
            raise ResponderFailed(f"the model calls tools in a loop: {self._rounds} times in one answer")
        if not self._in_this_turn:
            self._in_this_turn.append(self._words())
        if self._said:
            said = HeardLine("agent", " ".join(self._said), self._turn.number, trio.current_time())
            self._in_this_turn.append(said)
        refused = ENOUGH if self._rounds > ROUNDS else ""
        has_spoken = any(isinstance(each, HeardLine) and each.who == "agent" for each in self._in_this_turn)
        uses, done = await self._runs.use(wanted, self._turn.number, has_spoken=has_spoken, refused=refused)
        self._said.clear()
        self._in_this_turn.append(uses)
        for each in done:
            self._ready.extend(map(self._noted, each.parts))
            self.expects = each.expects or self.expects
        self.is_over = any(each.ends_reply for each in done)
        await self._asked.pop_all().aclose()
        if not self.is_over:
            await self._ask()

    def _words(self) -> HeardLine:
        return HeardLine("caller", words_of(self._turn), self._turn.number, trio.current_time())

    def _noted(self, part: Written) -> Written:
        if isinstance(part, Sentence):
            self._said.append(part.text)
        return part


def with_tools(heard: Sequence[Heard], decisions: Sequence[ToolUses]) -> list[Heard]:
    """The conversation with what was decided in each turn between the caller's words and the agent's answer, in the
    order of the decisions. The words of a later turn may have begun earlier: keys were pressed over them."""
    lines, last = [*heard], 0
    for decision in decisions:
        turn = decision.turn
        words = [place for place, line in enumerate(lines) if _is_of(line, "caller") and line.turn == turn]
        behind = words[-1] + 1 if words else 0
        answer = next(
            (at for at, line in enumerate(lines) if at >= behind and _is_of(line, "agent") and line.turn >= turn),
            len(lines),
        )
        place = next((at for at in range(max(behind, last), answer) if lines[at].turn > turn), answer)
        lines.insert(place, decision)
        last = place + 1
    return lines


def _is_of(line: Heard, who: str) -> bool:
    return isinstance(line, HeardLine) and line.who == who


def offers(runs: ToolRuns) -> Sequence[ToolOffer]:
    """What a model may call now."""
    return () if runs.is_spent else tuple(tool.offer for tool in runs.tools.values())
