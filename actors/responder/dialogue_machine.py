"""The scripted agent: a pure machine that goes from question to question, whatever callers say or press.

    caller's turn -> PossibleAnswers: what was meant -> values into slots -> on to the first question still open

Nothing is decided by chance or by the clock: the same turns always make the same conversation.
"""

from collections.abc import Sequence
from datetime import date

import msgspec

from offhook.actors.responder.certainty import Certainty
from offhook.actors.responder.dialogue_calls import DialogueCalls
from offhook.actors.responder.dialogue_lines import dialogue_lines
from offhook.actors.responder.possible_answers import PossibleAnswers
from offhook.actors.responder.progress import Progress, Step
from offhook.actors.responder.script import Script
from offhook.actors.responder.service import CallerTurn, Collected, Occasion
from offhook.actors.responder.shared_reply import SharedReply
from offhook.actors.responder.slots import in_other_slot
from offhook.actors.responder.start_dialogue import newest_start
from offhook.engine.decide.tool_use import ToolOffer, ToolUses
from offhook.engine.host.agent import Agent
from offhook.engine.words.expectation import Expectation
from offhook.engine.words.small_talk import small_talk_of

_NO_ANSWER = ("-",)


class Dialogue:
    """Decides every reply of a scripted agent; one for all its calls."""

    def __init__(self, agent: Agent, script: Script) -> None:
        self._agent, self._script = agent, script
        self._certainty, self._small_talk = Certainty(script), small_talk_of(agent.language)
        self._possible_answers: dict[tuple[str, bool, int], PossibleAnswers] = {}
        self._in_doubt: dict[tuple[str, bool, int], PossibleAnswers] = {}
        for state in script.states.values():
            for confirming in (False, True) if state.confirm else (False,):
                for held in range(1 if confirming else script.most_held(state) + 1):
                    possible = PossibleAnswers(script, state, confirming=confirming, held=held)
                    self._possible_answers[state.name, confirming, held] = possible
                    if any(map(self._certainty.question, possible.choices)):
                        in_doubt = PossibleAnswers(script, state, confirming=confirming, held=held, in_doubt=True)
                        self._in_doubt[state.name, confirming, held] = in_doubt

        for slot in script.slots.values():  # they read the phrases of the language now, and not while a caller waits
            slot.from_words(_NO_ANSWER, date.min)

    @property
    def may_lead(self) -> bool:
        """Whether it shares calls with a model, calls tools, or has something to keep from models."""
        script = self._script
        return script.shares or script.calls or (script.has_model and bool(script.private))

    def leads(self, progress: Progress) -> bool:
        """Whether the next words are for it. Those that are private are, even if it only stands in for a model."""
        asks_privately = self._script.states[progress.state].slot in self._script.private and not progress.away
        return progress.leads or asks_privately

    def begin(self) -> Progress:
        script = self._script
        away = script.has_model and not script.begins
        leads = script.shares and script.begins
        return Progress(state=script.stand_in if away else script.start, leads=leads, away=away)

    def go_on(self, kept: str) -> Progress:
        """Where a conversation was when it was kept, as JSON. A caller who is asked to say it again says all of a
        number. If it is not of this script, the conversation begins anew."""
        try:
            progress = msgspec.structs.replace(msgspec.json.decode(kept, type=Progress), held="")
            self._possible_now(progress)
        except (ValueError, KeyError):  # of the former msgspec's own are the first
            return self.begin()
        return progress

    def take_over(self, progress: Progress, other: "Dialogue") -> Progress:
        """Where somebody goes on here who is there in the `other` one: at the same point, if this is the same dialogue
        in another language; else at the beginning."""
        script, there = self._script, other._script
        if script.states.keys() != there.states.keys() or script.slots.keys() != there.slots.keys():
            return self.begin()
        moved = {
            name: in_other_slot(value, there.slots[name], script.slots[name]) for name, value in progress.values.items()
        }
        values = {name: value for name, value in moved.items() if value is not None}
        return msgspec.structs.replace(
            progress,
            values=values,
            confirmed=tuple(name for name in progress.confirmed if name in values),
            confirming=False,
            doubt=None,
            held="",
            said=(),
            times_said={},
            entry=progress.entry + 1,  # keys that were pressed before answered the other one
        )

    def expectations(self) -> tuple[Expectation, ...]:
        """What each state expects."""
        possible_answers = (*self._possible_answers.values(), *self._in_doubt.values())
        return tuple(possible.expectation for possible in possible_answers)

    def lines(self) -> tuple[str, ...]:
        """Each sentence that holds no answer of a caller, as it is said; the greeting first."""
        return dialogue_lines(self._agent, self._script)

    def expected(self, progress: Progress) -> Expectation:
        expectation = self._possible_now(progress).expectation
        return msgspec.structs.replace(expectation, held=progress.held, entry=progress.entry)

    def step(
        self,
        progress: Progress,
        turn: CallerTurn,
        caller: str,
        today: date,
        agent: Agent | None = None,
        decided: Sequence[ToolUses] = (),
        offered: Sequence[ToolOffer] = (),
    ) -> Step:
        """The answer to a caller's turn, by the `agent` as it is filled for this call, after what was `decided` in it.
        `today`: the day where the agent works; `offered`: the tools that there are."""
        agent = agent or self._agent
        calls = DialogueCalls(turn, decided, offered, agent.known)
        reply = SharedReply(
            *(agent, self._script, self._certainty, self._small_talk, caller, progress, calls),
            asked=turn.asked,
            today=today,
        )
        started = newest_start(decided, progress.started) if turn.occasion is Occasion.STARTED else None
        decision = progress.calling.decision(decided) if progress.calling is not None else None
        if started is not None:
            return reply.to_start(started[0])
        if turn.occasion is Occasion.TOOLS_DONE and decision is not None:
            return reply.to_result(decision.uses[0])
        stands_in = progress.away and bool(self._script.without_model) and turn.occasion is not Occasion.ANSWERED
        if turn.occasion is Occasion.HANDED_OVER or stands_in:
            return reply.to_absence()
        return self._answer(reply, progress, turn)

    def _answer(self, reply: SharedReply, progress: Progress, turn: CallerTurn) -> Step:
        possible = self._possible_now(progress)
        match turn.occasion:
            case Occasion.ANSWERED:
                return reply.greet()
            case _ if self._was_on_its_way(progress):
                return reply.to_no_question()
            case Occasion.NEWS:
                return reply.to_nothing()
            case Occasion.ASIDE:
                return reply.to_aside()
            case Occasion.SILENCE:
                return reply.to_silence()
            case Occasion.STARTED | Occasion.HANDED_OVER:  # it has begun already, or never
                return reply.to_nothing()
            case Occasion.SPEECH | Occasion.TOOLS_DONE:  # another has called tools, and failed: no words are left
                return reply.to_words(turn, possible)
            case Occasion.KEYS if turn.entry not in (None, progress.entry):
                return reply.to_nothing()
            case Occasion.KEYS:
                return reply.to_keys(turn, possible)

    def _was_on_its_way(self, progress: Progress) -> bool:
        """Whether nothing is asked yet: the caller has interrupted before the first state could call its tool."""
        calling = progress.calling
        return calling is not None and calling.told is None and not self._script.states[progress.state].waits

    def has_part(self, progress: Progress) -> bool:
        """Whether it has been asked for anything, in a call that it shares with a model."""
        return not self._script.has_model or progress.leads or progress != self.begin()

    def collected(self, progress: Progress) -> Collected:
        """The collected answers for the record, at this point of the conversation."""
        to_confirm = [state.slot for state in self._script.states.values() if state.confirm]
        return Collected(
            slots={name: value or None for name, value in progress.values.items()},
            unconfirmed=tuple(
                name
                for name, value in progress.values.items()
                if value and name in to_confirm and name not in progress.confirmed
            ),
            reference=progress.reference,
            state=progress.reached or progress.state,
        )

    def _possible_now(self, progress: Progress) -> PossibleAnswers:
        possible_answers = self._possible_answers if progress.doubt is None else self._in_doubt
        return possible_answers[progress.state, progress.confirming, len(progress.held)]
