"""One call's agent: its responders, who of them leads, and the tools that they may call.

A dialogue of the agent file may lead, or the models of the chain; each may hand over to the other. What has been
decided stands in the dialogue's progress and in the ledger of tools, so that whoever goes on with the call knows it.

What happens within a reply is in `agent_reply.py`.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import NamedTuple

import msgspec

from offhook.actors.responder.agent_reply import AgentReply
from offhook.actors.responder.asked_digits import remark_on
from offhook.actors.responder.chain import ResponderChainSession
from offhook.actors.responder.chosen_language import ReplyInChosen, in_their_voices, set_or_stay
from offhook.actors.responder.file_answers import RESPONDER, CallAnswers
from offhook.actors.responder.language_question import LanguageQuestion, Says, Sets
from offhook.actors.responder.service import (
    CallerTurn,
    Collected,
    Commit,
    GoesBack,
    Heard,
    LeadingSession,
    Occasion,
    Written,
)
from offhook.engine.decide.tool_use import ToolOffer
from offhook.engine.host.agent_answers import LikelyAnswer
from offhook.engine.host.agent_languages import ChosenBy
from offhook.engine.run.call_language import CallLanguage
from offhook.engine.run.tool_runs import ToolRuns
from offhook.engine.words.expectation import Expectation


class Mark(NamedTuple):
    """Where a conversation was."""

    session: GoesBack | None
    at: object
    decided: int
    """How many decisions to call tools there were."""
    open: bool
    """Whether the caller had chosen a language, or needed not."""


class AgentSession:
    """One call's conversation with its agent. It outlives a crash of the actor."""

    __slots__ = ("_answers", "_expects", "_language", "_question", "_responders", "_runs", "answered")

    def __init__(
        self,
        responders: ResponderChainSession,
        runs: ToolRuns,
        expects: Expectation | None = None,
        language: CallLanguage | None = None,
        answers: CallAnswers | None = None,
    ) -> None:
        """`expects`: what a tool had asked the caller for before the call has returned. `language` of the call, if it
        may be another one than the agent's own. `answers` of the agent file are asked before any responder."""
        self._responders, self._runs = responders, runs
        self._language, self._answers = language, answers
        self._expects = expects
        chooses = language is not None and language.whole_agent.chosen_by is not ChosenBy.FILE
        self._question = LanguageQuestion(language) if language is not None and chooses else None
        self.answered = ""
        """The entry of the agent file that the last reply came from; empty if a responder has made it."""

    def next_name(self, turn: CallerTurn) -> str:
        """Who would be asked now."""
        return self._responders.next_name if self._likely_answer(turn) is None else RESPONDER

    @property
    def _asking(self) -> LanguageQuestion | None:
        """The question for the language, until it is answered."""
        return self._question if self._language is not None and self._language.is_asked else None

    @property
    def expected(self) -> Expectation:
        if self._asking is not None:
            return self._asking.expected_with(self._responders.expected)
        if self._expects is None:
            return self._responders.expected
        language = self._expects.language if self._language is None else self._language.tag
        return msgspec.structs.replace(self._expects, language=language)

    @property
    def expects(self) -> Expectation | None:
        """What a tool has asked the caller for; None if no tool has."""
        return self._expects

    def understands(self, *turns: CallerTurn) -> bool:
        if self._asking is not None:
            return self._asking.understands(turns[-1])
        return self._responders.understands(*turns) or (bool(turns) and self._likely_answer(turns[-1]) is not None)

    def mark(self) -> Mark:
        """Where the conversation is now."""
        session = self._responders.goes_back
        return Mark(session, None if session is None else session.mark(), len(self._runs.decided), self._asking is None)

    def may_go_back(self, mark: Mark, turn: CallerTurn) -> bool:
        """Whether this turn can be answered there instead of what was: nothing was done since that cannot be undone,
        and a dialogue would understand it."""
        if not mark.open or self._asking is not None or len(self._runs.decided) != mark.decided:
            return False
        session = self._responders.goes_back
        return session is mark.session and (session is None or session.would_understand(turn, mark.at))

    def go_back(self, mark: Mark) -> None:
        """What was said since then is not part of the conversation."""
        if mark.session is not None:
            mark.session.go_back(mark.at)

    def collected(self) -> Collected | None:
        return self._responders.collected()

    @property
    def has_news(self) -> bool:
        """Whether the caller is to be told of a tool. What a model has begun, only a model can tell."""
        dialogue = self._responders.dialogue
        return self._runs.has_news and (dialogue is None or not dialogue.leads or _waits(dialogue))

    @asynccontextmanager
    async def reply(
        self, turn: CallerTurn, heard: Sequence[Heard], commit: Commit
    ) -> AsyncIterator[AsyncIterator[Written]]:
        """As in `ResponderSession`; `turn` has its number."""
        self.answered = ""
        step = None if self._question is None else self._question.step(turn)
        match step:
            case None:
                async with self._answer(turn, heard, commit) as answer:
                    yield answer
            case Says(sentences, asks):
                assert self._language is not None, "it is asked for"
                yield await in_their_voices(self._language, sentences)
                if asks:
                    self._language.asked(turn.number)
            case Sets(tag, meant):
                assert self._language is not None, "as above"
                chosen = partial(set_or_stay, self._language, tag)
                async with AsyncExitStack() as stack:
                    reply = ReplyInChosen(chosen, partial(self._answer, meant, heard, commit), commit, stack)
                    yield reply
                    await reply.begin()  # the words count, although nobody waits for their answer
        if self._question is not None:
            self._question.note(turn, step)

    @asynccontextmanager
    async def _answer(
        self, turn: CallerTurn, heard: Sequence[Heard], commit: Commit
    ) -> AsyncIterator[AsyncIterator[Written]]:
        turn = msgspec.structs.replace(turn, remark=remark_on(turn, self._expects))
        async with AsyncExitStack() as stack:
            answer = self._likely_answer(turn)
            reply = AgentReply(self._responders, self._runs, stack, turn, heard, commit, self._language, answer)
            await reply.begin()
            yield reply
            self.answered = reply.answered
            if reply.is_over and not reply.answered:  # what a tool has asked for is asked for still
                self._expects = reply.expects
                self._runs.note_told(reply.known)

    def _likely_answer(self, turn: CallerTurn) -> LikelyAnswer | None:
        """Of the agent file. A dialogue's own phrases go first, and so does whatever fits its question."""
        if self._answers is None or turn.occasion is not Occasion.SPEECH or turn.keyed:
            return None
        responders = self._responders
        if turn.confidence < responders.expected.threshold:
            return None
        language = responders.expected.language if self._language is None else self._language.tag
        answer = self._answers.find(turn.text, language)
        return None if answer is not None and responders.is_scripted and responders.understands(turn) else answer


def _waits(dialogue: LeadingSession) -> bool:
    """Whether it was not told yet what has come of its tool."""
    return dialogue.calling is not None and dialogue.calling.told is None


def offers(runs: ToolRuns) -> Sequence[ToolOffer]:
    """What a model may call now."""
    return () if runs.is_spent else tuple(tool.offer for tool in runs.tools.values() if tool.is_offered)
