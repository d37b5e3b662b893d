"""One reply of a scripted agent: what to say to a caller's turn, and the progress after it."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from datetime import date

import msgspec

from offhook.actors.responder import script as go_to
from offhook.actors.responder.booking_reference import booking_reference
from offhook.actors.responder.certainty import Certainty, Doubt, is_too_short
from offhook.actors.responder.digits_in_parts import so_far
from offhook.actors.responder.possible_answers import Answer, PossibleAnswers, Understood
from offhook.actors.responder.progress import Part, Progress, Step
from offhook.actors.responder.script import (
    REFERENCE,
    Choice,
    Script,
    Sentences,
    State,
    asking_sentence,
    sentences,
)
from offhook.actors.responder.service import (
    CallerTurn,
    HangUp,
    Sentence,
    Transfer,
)
from offhook.actors.responder.slot_yes_no import YesNoSlot
from offhook.engine.host.agent import Agent
from offhook.engine.words.small_talk import SmallTalk
from offhook.engine.words.split_sentences import split_sentences


class DialogueReply(ABC):
    """One reply in the making: its sentences so far, and the progress of the conversation after it."""

    def __init__(
        self,
        agent: Agent,
        script: Script,
        certainty: Certainty,
        small_talk: SmallTalk,
        caller: str,
        progress: Progress,
        *,
        asked: bool,
        today: date,
    ) -> None:
        """`today`: the day where the agent works."""
        self._agent, self._script, self._caller = agent, script, caller
        self._certainty, self._small_talk = certainty, small_talk
        self._before = progress
        # A tool that it has called, and that is not known here, has never begun: the question before is open again.
        self._progress = msgspec.structs.replace(progress, away=False, calling=None)
        self._asked, self._today = asked, today
        self._said: list[Sentence] = []

    def greet(self) -> Step:
        self._say_as_it_is(self._agent.greeting)
        return self._arrive(self._progress.state)

    def to_silence(self) -> Step:
        self._move(silences=self._progress.silences + 1)
        if self._progress.silences >= self._script.silences:
            return self._end(go_to.HANG_UP, for_silence=True)
        return self._once_more()

    def to_aside(self) -> Step:
        """The agent file has answered a question beside the point: ask again, which counts as no bad answer."""
        self._move(silences=0)
        return self._once_more()

    def to_words(self, turn: CallerTurn, possible: PossibleAnswers) -> Step:
        """Reply to words: an answer, or small talk, which is not an answer and does not count as a failed one."""
        text = turn.text if turn.confidence >= possible.expectation.threshold else ""
        self._move(silences=0)
        if not self._asked and self._small_talk.only_answers(text) and text:
            return self._once_more()
        understood = possible.speech(text, self._today) or self._yes_and_the_same(text, possible)
        if not self._asked and understood is not None and understood.bare:  # "well, yes"
            return self._once_more()
        if understood is None and text and self._is_small_talk(text):
            says_go_on = self._small_talk.is_courtesy(text) and not possible.wants_yes
            if self._asked and (says_go_on or self._small_talk.asks_for_time(text)):
                return self._done()  # say nothing, and go on listening
            return self._to_small_talk()
        if understood is None or not self._certainty.is_wanted(
            understood, self._progress.values, in_doubt=self._in_doubt
        ):
            return self.to_answer(understood, turn.keyed)
        if is_too_short(turn):
            return Step((), self._before)  # a cough: say nothing, and go on listening
        judged = self._certainty.judge(understood, turn.confidence)
        return self._ask_whether(judged) if isinstance(judged, Doubt) else self.to_answer(judged)

    def _yes_and_the_same(self, text: str, possible: PossibleAnswers) -> Understood | None:
        """ "Shall I hang up?" - "Yes, hang up." """
        doubt, rest = self._progress.doubt, self._small_talk.after_yes(text)
        meant = possible.speech(rest, self._today) if doubt is not None and rest else None
        return Understood(Answer.YES, {}, bare=True) if doubt and meant and meant.meaning == doubt.choice else None

    def _is_small_talk(self, text: str) -> bool:
        small_talk = self._small_talk
        return small_talk.is_courtesy(text) or small_talk.greets(text) or small_talk.asks_for_time(text)

    def _to_small_talk(self) -> Step:
        """Ask the question again, without counting a failed answer."""
        return self._give_up() if self._has_come_round(Understood(Answer.AGAIN, {})) else self._once_more()

    def to_keys(self, turn: CallerTurn, possible: PossibleAnswers) -> Step:
        """Reply to keys. A key for yes or no counts only after its question was heard, as the words do."""
        understood = possible.keys(turn.text, self._today)
        if not self._asked and understood is not None and understood.bare:
            self._move(silences=0)
            return self._once_more()
        return self.to_answer(understood)

    def to_nothing(self) -> Step:
        """Reply to what answers nothing: keys for a question that words have answered meanwhile, which cut off the
        sentences after it; or the end of a tool that another responder has called, which has failed since."""
        self._move(silences=0)
        return self._again()

    def to_answer(self, understood: Understood | None, keyed: str = "") -> Step:
        self._move(silences=0)
        if understood is None:
            return self._not_understood()
        self._move(misses=0)
        if self._has_come_round(understood):
            return self._give_up()
        if (doubt := self._progress.doubt) is not None and not _asks_to_hear_it(understood):
            self._move(doubt=None, entry=self._progress.entry + 1)
            if understood.meaning is Answer.YES:
                return self._choose(doubt.choice, doubt.values)
            if understood.meaning is Answer.NO:
                self._ask_again()
                return self._done()
        match understood.meaning:
            case Answer.YES:
                self._move(confirmed=(*self._progress.confirmed, self._state.slot))
                return self._arrive(self._state.name)
            case Answer.NO:
                self._clear_answer()
                return self._ask_after_refusal()
            case Answer.VALUE | Answer.ERASE if self._progress.confirming and self._is_refused_too_often():
                return self._give_up()
            case Answer.VALUE:
                return self._answered(understood.values)
            case Answer.PART:
                return self._hold(understood, keyed)
            case Answer.ERASE:
                self._clear_answer()
                return self._hold(understood) if understood.part else self._ask_anew()
            case Answer.AGAIN:
                return self._again()
            case Choice():
                return self._choose(understood.meaning, understood.values)

    @property
    def _state(self) -> State:
        return self._script.states[self._progress.state]

    def _not_understood(self) -> Step:
        """Ask again, the second time with the keys, and give up after the last try."""
        self._move(misses=self._progress.misses + 1)
        if self._progress.misses >= self._script.tries:
            return self._give_up()
        self._say(self._script.not_understood)
        self._ask_again()
        if self._progress.misses > 1:
            self._explain_keys()
        return self._done()

    def _answered(self, values: Mapping[str, str]) -> Step:
        self._fill(values)
        self._echo(values)
        return self._arrive(self._state.name)

    def _hold(self, understood: Understood, keyed: str = "") -> Step:
        """Add digits to those that are known. Until all are known, say nothing and go on listening."""
        progress, slot = self._progress, self._state.slot
        length = self._script.slots[slot].max_digits
        fits = len(progress.held + keyed + understood.part) <= length
        digits = f"{progress.held}{keyed if fits else ''}{understood.part}"
        if len(digits) >= length:
            return self._answered({**understood.values, slot: digits})
        self._fill(understood.values)
        # The entry that was begun on the keypad is included here, and will not come again.
        self._move(held=digits, entry=progress.entry + (1 if keyed else 0))
        return self._done()

    def _clear_answer(self) -> None:
        """Forget the answer to the current question, or the part of it that is known."""
        self._forget((self._state.slot,))
        self._move(confirming=False, held="", entry=self._progress.entry + 1)

    def _ask_anew(self) -> Step:
        self._ask_again()
        self._move(said=tuple(self._said))
        return self._done()

    def _again(self) -> Step:
        """Repeat what was said last; in the middle of a number, the digits so far."""
        if not self._progress.said or self._progress.held or self._in_doubt:
            return self._once_more()
        self._said += self._progress.said
        return self._done()

    def _ask_whether(self, doubt: Doubt) -> Step:
        """Ask before doing what cannot be undone; the open question waits. Saying the same again, just as unclearly,
        does not confirm it: two coughs must not end a call."""
        if self._progress.doubt == doubt:
            return self.to_answer(None)
        if self._has_come_round(doubt):
            return self._give_up()
        self._move(silences=0, doubt=doubt, entry=self._progress.entry + 1)
        self._ask_again()
        return self._done()

    def _ask_after_refusal(self) -> Step:
        """Like `_not_understood`, with one more try, because a refusal was at least understood."""
        if self._is_refused_too_often():
            return self._give_up()
        self._ask_again()
        self._move(said=tuple(self._said))
        if self._progress.refusals >= self._script.tries:
            self._explain_keys()
        return self._done()

    def _is_refused_too_often(self) -> bool:
        self._move(refusals=self._progress.refusals + 1)
        return self._progress.refusals > self._script.tries

    def _has_come_round(self, meant: Understood | Doubt) -> bool:
        self._progress = self._progress.counting(meant)
        return self._progress.has_come_round(meant)

    def _give_up(self) -> Step:
        self._say(self._script.give_up)
        return self._end(self._script.give_up_go)

    def _choose(self, choice: Choice, values: Mapping[str, str]) -> Step:
        self._forget(choice.clear)
        self._fill(values)
        self._say(choice.answer)
        self._echo(values)
        if choice.refuses and choice.go in ("", self._state.name):
            return self._ask_after_refusal()
        match choice.go:
            case go_to.REPEAT:
                return self._again()
            case "":
                self._ask_again()
                return self._done()
            case go_to.HELP:
                self._ask_again()
                self._explain_keys()
                return self._done()
            case go_to.BACK:
                return self._arrive(self._question_before())
            case go_to.SKIP if self._state.slot:
                self._fill({self._state.slot: ""})
                return self._arrive(self._state.name)
            case go_to.START_OVER:
                self._forget(tuple(self._progress.values))
                return self._arrive(self._script.start)
            case go_to.SKIP:
                return self._arrive(self._state.name)
            case _:
                return self._arrive(choice.go)

    def _arrive(self, target: str) -> Step:
        """Go to a state, and on through states that need no answer (any more), until one does or the call ends."""
        while (state := self._script.states.get(target)) is not None:
            self._move(reached=state.name)
            answered = state.slot in self._progress.values
            if state.waits and not answered:
                return self._stop_at(state, confirming=False)
            if answered and self._is_unconfirmed(state):
                return self._stop_at(state, confirming=True)
            if not answered:
                self._say(state.ask)
            if state.call is not None:
                return self._call(state)
            target = state.go
        return self._end(target)

    @abstractmethod
    def _call(self, state: State) -> Step:
        """Call the tool of this state: the reply goes on when it has ended."""

    @abstractmethod
    def _hand_over(self) -> Step:
        """A model leads from here, unless none can be reached."""

    def _stop_at(self, state: State, *, confirming: bool) -> Step:
        refusals = self._progress.refusals if state.name == self._progress.state else 0
        entry = self._progress.entry + 1
        self._move(state=state.name, confirming=confirming, doubt=None, refusals=refusals, held="", entry=entry)
        self._ask(state.confirm if confirming else state.ask)
        self._move(said=tuple(self._said))
        if confirming and refusals >= self._script.tries:
            self._explain_keys()
        return self._done()

    def _ask_again(self) -> None:
        """Ask again: in full if the question was not heard yet; in the middle of a number, with the digits so far."""
        again = self._state.ask_again if self._asked else self._state.ask
        if self._progress.held:
            spoken = self._script.slots[self._state.slot].spoken(self._progress.held, self._today)
            again = sentences(so_far(spoken, self._script.language))
        self._ask(self._doubted or (self._state.confirm if self._progress.confirming else again))

    @property
    def _in_doubt(self) -> bool:
        return self._progress.doubt is not None

    @property
    def _doubted(self) -> Sentences:
        """The question whether a doubtful choice was meant; empty if that is not being asked."""
        doubt = self._progress.doubt
        return self._certainty.question(doubt.choice) if doubt is not None else Sentences()

    def _once_more(self) -> Step:
        self._ask_again()
        return self._done()

    def _end(self, ending: str, *, for_silence: bool = False) -> Step:
        self._move(entry=self._progress.entry + 1, held="")
        if ending == go_to.MODEL:
            return self._hand_over()
        if ending == go_to.TRANSFER:
            return self._done(Transfer(self._agent.transfer))
        assert ending == go_to.HANG_UP, f"checked when the file was read, yet here is '{ending}'"
        self._say_as_it_is(self._agent.goodbye)
        return self._done(HangUp(for_silence))

    def _done(self, *ending: Part) -> Step:
        """The finished step. Sentences before a protected one are protected too: an interruption there would prevent
        it."""
        notices = [number for number, sentence in enumerate(self._said) if sentence.protected]
        led = [msgspec.structs.replace(sentence, protected=True) for sentence in self._said[: max(notices, default=0)]]
        return Step((*led, *self._said[len(led) :], *ending), self._progress)

    def _is_unconfirmed(self, state: State) -> bool:
        asked_to = bool(state.confirm) and state.slot not in self._progress.confirmed
        return asked_to and self._progress.values[state.slot] != ""

    def _question_before(self) -> str:
        """The state of the last answer, which is forgotten; the current state if there is no answer."""
        given = list(self._progress.values)
        self._forget(given[-1:])
        asking = (state.name for state in self._script.states.values() if state.slot in given[-1:])
        return next(asking, self._state.name)

    def _echo(self, values: Collection[str]) -> None:
        """Say what was understood, so that the caller notices a mistake while it is easy to correct."""
        for state in self._script.states.values():
            if state.slot in values and not state.confirm:
                self._say(state.answer)

    def _explain_keys(self) -> None:
        state, slot = self._state, self._script.slots.get(self._state.slot)
        if self._progress.confirming or self._in_doubt:
            self._say_as_it_is(YesNoSlot(language=self._script.language).keys_help)
        elif state.keys:
            self._say(state.keys)
        elif slot is not None:
            self._say_as_it_is(slot.keys_help)

    def _ask(self, text: Sentences) -> None:
        """Say a question, and number it: words before its first sound do not answer it."""
        self._move(question=self._question_number())
        first = len(self._said)
        self._say(text)
        asking = first + asking_sentence([sentence.text for sentence in self._said[first:]])
        self._said[asking] = msgspec.structs.replace(self._said[asking], asks=self._progress.question)

    def _question_number(self) -> int:
        """A new number, unless the same question is asked again."""
        before, now = self._before, self._progress
        same = before.point == now.point
        return max(1, before.question) if same else before.question + 1

    def _say(self, text: Sentences) -> None:
        slots = self._script.slots
        spoken = {
            name: slots[name].spoken(value, self._today) if value else ""
            for name, value in self._progress.values.items()
        }
        reference = booking_reference(self._caller, self._progress.values)
        said = text.spoken({**self._agent.known, **self._progress.result, **spoken, REFERENCE: reference})
        self._said += [Sentence(sentence, protected=text.protected) for sentence in said]
        if any(reference in sentence for sentence in said):
            self._move(reference="".join(filter(str.isdigit, reference)))

    def _say_as_it_is(self, text: str) -> None:
        self._said += map(Sentence, split_sentences(text))

    def _fill(self, values: Mapping[str, str]) -> None:
        self._forget(values)
        self._move(values={**self._progress.values, **values})

    def _forget(self, slots: Collection[str]) -> None:
        progress = self._progress
        self._move(
            values={name: value for name, value in progress.values.items() if name not in slots},
            confirmed=tuple(name for name in progress.confirmed if name not in slots),
        )

    def _move(self, **changes: object) -> None:
        self._progress = msgspec.structs.replace(self._progress, **changes)


def _asks_to_hear_it(understood: Understood) -> bool:
    return isinstance(understood.meaning, Choice) and understood.meaning.go in (go_to.REPEAT, go_to.HELP)
