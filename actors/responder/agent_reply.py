"""One reply of a call's agent, which goes on after each decision to call tools.

A reply that wants tools becomes the answer to the caller's words, and is not only a draft any more, before the first of
them begins. The responder is told their results, and goes on with the reply, or calls more of them.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack

import msgspec
import trio

from offhook.actors.responder.chain import ResponderChainSession
from offhook.actors.responder.model_messages import words_of
from offhook.actors.responder.service import (
    CallerTurn,
    Commit,
    HandsOver,
    HangUp,
    Heard,
    HeardLine,
    Note,
    Occasion,
    ReplyPart,
    ResponderFailed,
    Sentence,
    Transfer,
    UseTools,
    WantedTool,
    Written,
)
from offhook.actors.responder.start_dialogue import newest_start
from offhook.actors.responder.state_call import Calling
from offhook.actors.responder.told_to_models import with_notes, with_tools, without_private
from offhook.engine.host.agent_answers import LikelyAnswer
from offhook.engine.run.call_language import CallLanguage
from offhook.engine.run.tool_runs import ToolRuns
from offhook.engine.words.expectation import Expectation
from offhook.engine.words.split_sentences import split_sentences

ROUNDS = 8
"""How often tools are called in one reply."""
REFUSED_ROUNDS = 2
"""How often a model is told that it has called enough of them, before its reply is given up."""
ENOUGH = "Too many tools were called for one answer: answer the caller now."


class AgentReply:
    """One reply, which goes on after each decision to call tools."""

    def __init__(
        self,
        responders: ResponderChainSession,
        runs: ToolRuns,
        asked: AsyncExitStack,
        turn: CallerTurn,
        heard: Sequence[Heard],
        commit: Commit,
        language: CallLanguage | None,
        answer: LikelyAnswer | None,
    ) -> None:
        """`answer`: what the agent file has to say to these words."""
        self._responders, self._runs, self._asked = responders, runs, asked
        self._language, self._answer = language, answer
        self.answered = ""
        """The entry of the agent file that this is the answer of."""
        self._turn, self._lines, self._commit = turn, heard, commit
        self._in_this_turn: list[Heard] = []
        self._parts: AsyncIterator[Written] | None = None
        self._ready: list[Written] = []
        self._wanted: Sequence[WantedTool] = ()
        self._said: list[str] = []
        self._rounds = 0
        self._goes_on = False
        """A reply to these words has called tools before, and was cut off."""
        self._by_dialogue = self._hands_over = False
        self.known: Sequence[str] = ()
        """The news that was known to whoever was asked last."""
        self.is_over = False
        """All has come."""
        self.expects: Expectation | None = None
        """What a tool has asked the caller for."""

    def __aiter__(self) -> "AgentReply":
        return self

    async def begin(self) -> None:
        """Ask the responders: they hear the words, even if nobody waits for their answer."""
        turn, number = self._turn, self._turn.number
        if await self._dialogue_goes_on():
            return
        if turn.occasion is Occasion.NEWS:
            told = " ".join(filter(None, (turn.text, self._runs.news())))
            self._turn = msgspec.structs.replace(turn, text=told)
            self._runs.note_tellings()
            self.is_over = not self._turn.text
        dialogue = self._responders.dialogue
        leads = dialogue is not None and dialogue.leads
        self._goes_on = bool(not leads and number and self._runs.decided_in(number))
        if self.is_over or self._goes_on:
            return
        if self._answer is not None:
            await self._answer_from_file(self._answer)
            return
        if leads:
            await self._ask_dialogue(self._turn.occasion)
            return
        if self._told_in(number):
            self._in_this_turn.append(self._words())
        await self._ask()

    async def _answer_from_file(self, answer: LikelyAnswer) -> None:
        """No responder is asked. A dialogue asks its question again behind the answer, for the caller to go on."""
        self.answered = answer.name
        said = [
            sentence for sentence in split_sentences(answer.answer, answer.language) if sentence not in self._turn.said
        ]
        self._ready.extend(self._noted(Sentence(sentence, language=answer.language)) for sentence in said)
        if self._responders.is_scripted:
            await self._ask_dialogue(Occasion.ASIDE)
        else:
            self.is_over = True

    async def _dialogue_goes_on(self) -> bool:
        """Whether the reply is what the dialogue has to say after a tool, and not an answer to the caller's words: a
        model has begun it, or it has called one itself."""
        dialogue, number = self._responders.dialogue, self._turn.number
        if dialogue is None:
            return False
        start = newest_start(self._runs.decided, dialogue.started)
        if start is not None and start[1] == number:
            await self._ask_dialogue(Occasion.STARTED)
            return True
        if start is not None:  # the caller has spoken before the first question
            await self._tell_dialogue(Occasion.STARTED)
        calling = dialogue.calling
        if calling is None or calling.decision(self._runs.decided) is None:
            return False
        if calling.turn != number and self._was_heard(calling):
            return False
        self._by_dialogue = self._goes_on = True
        return True

    def _was_heard(self, calling: Calling) -> bool:
        """Whether the caller has heard the first sentence about what came of this tool."""
        if calling.told is None:
            return False
        told = self._aloud(calling.told, self._responders.written_in)
        said = (line.text for line in self._lines if isinstance(line, HeardLine) and line.turn >= calling.turn)
        return not told or any(told in text for text in said)

    async def __anext__(self) -> Written:
        while not (self._ready or self.is_over):
            if self._goes_on:
                await self._go_on()
            elif self._wanted:
                await self._use_tools()
            elif self._hands_over:
                await self._hand_over()
            else:
                await self._take(await self._next())
        if not self._ready:
            await trio.lowlevel.checkpoint_if_cancelled()
            raise StopAsyncIteration
        return self._ready.pop(0)

    async def _ask(self) -> None:
        """A model, or the dialogue that stands in for it."""
        turn = self._turn
        told = [note for note in self._told_in(turn.number) if note not in self._in_this_turn]
        if told:
            text = " ".join(note.text for note in told)
            turn = msgspec.structs.replace(turn, occasion=Occasion.HANDED_OVER, text=text)
        elif self._in_this_turn:
            turn = msgspec.structs.replace(turn, occasion=Occasion.TOOLS_DONE)
        dialogue = self._responders.dialogue
        notes = () if dialogue is None else [note for note in dialogue.notes if note.turn != turn.number]
        hidden = () if dialogue is None else dialogue.hidden
        lines, in_this_turn = with_notes(self._lines, notes), tuple(self._in_this_turn)
        runs, number = self._runs, self._turn.number  # and not `self`, which would be garbage in a cycle

        def heard() -> Sequence[Heard]:
            decided_before = [each for each in runs.decided if each.turn != number]
            return without_private((*with_tools(lines, decided_before), *in_this_turn), hidden)

        self.known = self._runs.untold  # of two that are asked one after the other, the first one knows no more
        reply = self._responders.reply(turn, heard, self._commit)
        self._by_dialogue = False
        self._in_this_turn += told
        self._parts = await self._asked.enter_async_context(reply)

    async def _ask_dialogue(self, occasion: Occasion) -> None:
        self._by_dialogue = True
        dialogue = self._responders.dialogue
        calling = None if dialogue is None or occasion is not Occasion.TOOLS_DONE else dialogue.calling
        decision = None if calling is None else calling.decision(self._runs.decided)
        self.known = () if decision is None else [use.id for use in decision.uses]
        self._parts = await self._asked.enter_async_context(self._of_dialogue(occasion))

    async def _tell_dialogue(self, occasion: Occasion) -> None:
        """It moves on, and what it says to that is not said."""
        async with self._of_dialogue(occasion):
            pass

    def _of_dialogue(self, occasion: Occasion) -> AbstractAsyncContextManager[AsyncIterator[Written]]:
        turn = msgspec.structs.replace(self._turn, occasion=occasion)
        return self._responders.reply(turn, (*self._lines, *self._runs.decided), self._commit, by_dialogue=True)

    def _told_in(self, number: int) -> Sequence[Note]:
        """What a model is told because the dialogue has handed over to it in this turn."""
        dialogue = self._responders.dialogue
        return () if dialogue is None else [note for note in dialogue.notes if number and note.turn == number]

    async def _go_on(self) -> None:
        self._goes_on = False
        dialogue = self._responders.dialogue
        if self._by_dialogue and dialogue is not None and dialogue.calling is not None:
            await self._runs.wait_over(dialogue.calling.turn)
            await self._ask_dialogue(Occasion.TOOLS_DONE)
            return
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
            case HandsOver(goes_on):
                self._hands_over = goes_on
            case UseTools(tools):
                await self._commit()
                self._wanted = tools
                self._by_dialogue = self._responders.dialogue_replies
                if says := self._says():
                    self._ready.append(self._noted(Sentence(says)))
            case _:
                self._ready.append(self._noted(part, self._responders.written_in))

    def _says(self) -> str:
        """What is said while the tools run, unless something was said already."""
        tools = (self._runs.tools.get(each.name) for each in self._wanted)
        return "" if self._said else next((tool.says for tool in tools if tool is not None and tool.says), "")

    async def _use_tools(self) -> None:
        wanted, self._wanted = self._wanted, ()
        self._rounds += 1
        if self._rounds > ROUNDS + REFUSED_ROUNDS:
            raise ResponderFailed(f"the model calls tools in a loop: {self._rounds} times in one answer")
        self._note_said()
        if self._by_dialogue:  # it waits from now on, whatever becomes of this reply
            await self._asked.pop_all().aclose()
        refused = ENOUGH if self._rounds > ROUNDS else ""
        has_spoken = any(isinstance(each, HeardLine) and each.who == "agent" for each in self._in_this_turn)
        turn, by_model = self._turn.number, not self._by_dialogue
        uses, done = await self._runs.use(wanted, turn, has_spoken=has_spoken, by_model=by_model, refused=refused)
        self._in_this_turn.append(uses)
        for each in done:
            self.expects = each.expects or self.expects
        self._ready.extend(map(self._noted, _in_order([part for each in done for part in each.parts])))
        self.is_over = any(each.ends_reply for each in done)
        await self._asked.pop_all().aclose()
        if not self.is_over:
            await self._ask_after_tools()

    async def _ask_after_tools(self) -> None:
        dialogue = self._responders.dialogue
        if self._by_dialogue:
            await self._ask_dialogue(Occasion.TOOLS_DONE)
        elif dialogue is not None and newest_start(self._runs.decided, dialogue.started) is not None:
            await self._ask_dialogue(Occasion.STARTED)
        else:
            await self._ask()

    async def _hand_over(self) -> None:
        """The dialogue has ended, and a model speaks at once: not before this is the answer, as the dialogue has then
        moved on for good."""
        await self._commit()
        self._hands_over = False
        self._note_said()
        await self._asked.pop_all().aclose()
        await self._ask()

    def _note_said(self) -> None:
        """What this reply has said so far stands in the conversation, after the caller's words."""
        if not self._in_this_turn:
            self._in_this_turn.append(self._words())
        if self._said:
            said = HeardLine("agent", " ".join(self._said), self._turn.number, trio.current_time())
            self._in_this_turn.append(said)
        self._said.clear()

    def _words(self) -> HeardLine:
        return HeardLine("caller", words_of(self._turn), self._turn.number, trio.current_time())

    def _noted(self, part: Written, written_in: str = "") -> Written:
        """`written_in`: its language, if that need not be the one that the call has now."""
        if not isinstance(part, Sentence):
            return part
        language = part.language or written_in or self._tag
        text = part.text if part.tones else self._aloud(part.text, language)
        self._said.append(text)
        # What was written before the language is set is spoken in the one before, however late.
        may_change = self._language is not None and self._language.may_change
        return msgspec.structs.replace(part, text=text, language=language if may_change else "")

    @property
    def _tag(self) -> str:
        return "" if self._language is None else self._language.tag

    def _aloud(self, text: str, tag: str) -> str:
        """As it is said. From here on nothing else stands anywhere: not in the record, and not in what a model is told
        that it has said."""
        return text if self._language is None else self._language.agent.aloud(text, tag)


def _in_order(parts: Sequence[ReplyPart]) -> Sequence[ReplyPart]:
    """What ends the call comes last, whatever order the tools were called in; the first such part counts."""
    closings = [part for part in parts if isinstance(part, HangUp | Transfer)]
    return [part for part in parts if part not in closings] + closings[:1]
