"""One reply of a scripted agent that may call tools, and that may share the call with a language model."""

from datetime import date

import msgspec

from offhook.actors.responder.certainty import Certainty
from offhook.actors.responder.dialogue_calls import DialogueCalls, names_in
from offhook.actors.responder.dialogue_reply import DialogueReply
from offhook.actors.responder.given_slots import read_given
from offhook.actors.responder.hand_over_note import handed_over
from offhook.actors.responder.progress import Part, Progress, Step
from offhook.actors.responder.script import Script, State, asks
from offhook.actors.responder.service import HandsOver, Note
from offhook.actors.responder.start_dialogue import Start, read_start
from offhook.actors.responder.state_call import Hidden, result_of, spoken_fields
from offhook.engine.decide.tool_use import Outcome, ToolUse
from offhook.engine.host.agent import Agent
from offhook.engine.run.tool import ArgumentsWrong
from offhook.engine.words.small_talk import SmallTalk

FIRST_QUESTION_OF_A_START = 1000
"""Models number their questions by turns: another question must not have the number of one that was heard."""


class SharedReply(DialogueReply):
    """The same, with what leads into the dialogue and out of it besides the caller's turns."""

    def __init__(
        self,
        agent: Agent,
        script: Script,
        certainty: Certainty,
        small_talk: SmallTalk,
        caller: str,
        progress: Progress,
        calls: DialogueCalls,
        *,
        asked: bool,
        today: date,
    ) -> None:
        super().__init__(agent, script, certainty, small_talk, caller, progress, asked=asked, today=today)
        self._calls = calls

    def _done(self, *ending: Part) -> Step:
        """The words of a turn in which something private is asked for, given or said, are hidden from models."""
        if self._is_private():
            self._progress = self._progress.hiding(Hidden(self._calls.turn))
        return super()._done(*ending)

    def _is_private(self) -> bool:
        script, private = self._script, self._script.private
        before, now = self._before.values, self._progress.values
        asked = script.states[self._before.state].slot in private and not self._before.away
        if asked and self._calls.goes_on:
            return True
        if any(before.get(name) != now.get(name) for name in private):
            return True
        values = [script.slots[name].spoken(now[name], self._today) for name in private if now.get(name)]
        return any(value.lower() in sentence.text.lower() for value in values for sentence in self._said)

    def to_start(self, use: ToolUse) -> Step:
        """A model has begun the dialogue, with what the caller had said by then."""
        try:
            start = read_start(self._script, use.arguments)
        except ArgumentsWrong:  # a worker with a newer agent file goes on with the call
            start = Start(self._script.start)
        values, _ = read_given(self._script, start.slots, self._today)
        question = max(self._progress.question, FIRST_QUESTION_OF_A_START)
        self._move(leads=True, started=use.id, question=question, misses=0, silences=0, result={})
        self._forget(tuple(self._progress.values))  # else a second booking would be the first one again
        self._fill(values)
        self._move(state=start.state, confirming=False)
        return self._arrive(start.state)

    def to_result(self, use: ToolUse) -> Step:
        """The tool that a state has called has ended, or will never be known to have."""
        calling = self._before.calling
        state = self._script.states[calling.state] if calling is not None else self._state
        assert state.call is not None, "only such a state calls a tool"
        fields = spoken_fields(result_of(use)) if use.outcome is Outcome.DONE else {}
        self._move(result=fields, silences=0)
        step = self._arrive(state.call.target(use))
        if calling is None or step.progress.calling is not None or step.progress.away:
            return step
        # Whoever interrupts before the first sentence was heard, is told again.
        calling = msgspec.structs.replace(calling, told=self._said[0].text if self._said else "")
        return Step(step.parts, msgspec.structs.replace(step.progress, calling=calling))

    def to_absence(self) -> Step:
        """No model can be reached."""
        return self._arrive(self._script.stand_in)

    def to_no_question(self) -> Step:
        """Nothing is asked here: the caller has interrupted what was on its way to a question."""
        return self._arrive(self._progress.state)

    def _call(self, state: State) -> Step:
        wanted, calling = self._calls.call(self._script, state, self._progress.values)
        if not self._script.private.isdisjoint(names_in(state)):
            self._progress = self._progress.hiding(Hidden(calling.turn, calling.place))
        self._move(calling=calling, held="", doubt=None)
        return self._done(wanted)

    def _hand_over(self) -> Step:
        """A model leads from here, unless none can be reached."""
        if not self._before.leads and not self._progress.leads:
            return self._arrive(self._script.stand_in)
        text = handed_over(self._script, self._progress)
        state = self._script.stand_in
        self._move(state=state, confirming=False, doubt=None, leads=False, away=True, said=(), misses=0, refusals=0)
        self._progress = self._progress.noting(Note(text, self._calls.turn))
        asked = [sentence.text for sentence in self._said]
        return self._done(HandsOver(goes_on=not (asked and asks(asked[-1]))))
