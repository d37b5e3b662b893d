"""The scripted agent: a pure machine that goes from question to question, whatever callers say or press.

    caller's turn -> Hearing: what was meant -> values into slots -> on to the first question still open

Nothing is decided by chance or by the clock: the same turns always make the same conversation.
"""

import msgspec

from offhook.actors.responder.certainty import Certainty
from offhook.actors.responder.dialogue_lines import dialogue_lines
from offhook.actors.responder.dialogue_reply import DialogueReply
from offhook.actors.responder.hearing import Hearing
from offhook.actors.responder.progress import Progress, Step
from offhook.actors.responder.script import Script
from offhook.actors.responder.service import CallerTurn, Collected, Occasion
from offhook.engine.host.agent import Agent
from offhook.engine.words.expectation import Expectation
from offhook.engine.words.small_talk import SmallTalk


class Dialogue:
    """Decides every reply of a scripted agent; one for all its calls."""

    def __init__(self, agent: Agent, script: Script) -> None:
        self._agent, self._script = agent, script
        self._certainty, self._small_talk = Certainty(script), SmallTalk(agent.language)
        self._hearings: dict[tuple[str, bool, int], Hearing] = {}
        self._in_doubt: dict[tuple[str, bool, int], Hearing] = {}
        for state in script.states.values():
            for confirming in (False, True) if state.confirm else (False,):
                for held in range(1 if confirming else script.most_held(state) + 1):
                    hearing = Hearing(script, state, confirming=confirming, held=held)
                    self._hearings[state.name, confirming, held] = hearing
                    if any(map(self._certainty.question, hearing.choices)):
                        in_doubt = Hearing(script, state, confirming=confirming, held=held, in_doubt=True)
                        self._in_doubt[state.name, confirming, held] = in_doubt

    def begin(self) -> Progress:
        return Progress(state=self._script.start)

    def expectations(self) -> tuple[Expectation, ...]:
        """What each state expects."""
        hearings = (*self._hearings.values(), *self._in_doubt.values())
        return tuple(hearing.expectation for hearing in hearings)

    def lines(self) -> tuple[str, ...]:
        """Each sentence that holds no answer of a caller, as it is said; the greeting first."""
        return dialogue_lines(self._agent, self._script)

    def expected(self, progress: Progress) -> Expectation:
        expectation = self._hearing(progress).expectation
        return msgspec.structs.replace(expectation, held=progress.held, entry=progress.entry)

    def step(self, progress: Progress, turn: CallerTurn, caller: str) -> Step:
        """The answer to a caller's turn."""
        reply = DialogueReply(
            self._agent, self._script, self._certainty, self._small_talk, caller, progress, asked=turn.asked
        )
        hearing = self._hearing(progress)
        match turn.occasion:
            case Occasion.ANSWERED:
                return reply.greet()
            case Occasion.SILENCE:
                return reply.to_silence()
            case Occasion.SPEECH:
                return reply.to_words(turn, hearing)
            case Occasion.KEYS if turn.entry not in (None, progress.entry):
                return reply.to_late_keys()
            case Occasion.KEYS:
                return reply.to_keys(turn, hearing)

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

    def _hearing(self, progress: Progress) -> Hearing:
        hearings = self._hearings if progress.doubt is None else self._in_doubt
        return hearings[progress.state, progress.confirming, len(progress.held)]
