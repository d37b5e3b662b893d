"""The scripted agent: a pure machine that goes from question to question, whatever callers say or press.

    caller's turn -> Hearing: what was meant -> values into slots -> on to the first question still open

Nothing is decided by chance or by the clock: the same turns always make the same conversation.
"""

import zlib
from collections.abc import Collection, Iterator, Mapping

import msgspec

from actors.responder import script as go_to
from actors.responder.digits_in_parts import so_far
from actors.responder.hearing import Answer, Heard, Hearing
from actors.responder.script import (
    REFERENCE,
    Choice,
    Script,
    Sentences,
    State,
    asking_sentence,
    sentences,
    split_sentences,
)
from actors.responder.service import CallerTurn, HangUp, Occasion, ReplyPart, Sentence, Transfer
from actors.responder.slots import YesNoSlot
from engine.agent import Agent
from engine.expectation import Expectation
from engine.small_talk import SmallTalk


class Progress(msgspec.Struct, frozen=True):
    """How far a conversation has come. Plain data, so that it can be kept and gone back to."""

    state: str
    confirming: bool = False  # the state's answer is being read back
    held: str = ""  # digits of an answer that is not complete
    entry: int = 0  # goes up where keys that were begun before are no answer any more
    values: dict[str, str] = {}  # in the order of answering; an empty one was skipped
    confirmed: tuple[str, ...] = ()
    misses: int = 0  # turns in a row that were not understood
    silences: int = 0
    said: tuple[Sentence, ...] = ()  # for callers who ask to hear it again
    question: int = 0  # the number of the one that was asked last (`engine/question.py`)


class Step(msgspec.Struct, frozen=True):
    """A reply, and where the conversation stands once it has been given."""

    parts: tuple[ReplyPart, ...]
    progress: Progress


class Dialogue:
    """Decides every reply of a scripted agent; one for all its calls."""

    def __init__(self, agent: Agent, script: Script) -> None:
        self._agent, self._script, self._small_talk = agent, script, SmallTalk(agent.language)
        self._hearings = {
            (state.name, confirming, held): Hearing(script, state, confirming=confirming, held=held)
            for state in script.states.values()
            for confirming in ((False, True) if state.confirm else (False,))
            for held in range(1 if confirming else script.most_held(state) + 1)
        }

    def begin(self) -> Progress:
        return Progress(state=self._script.start)

    def expectations(self) -> tuple[Expectation, ...]:
        """What each state expects."""
        return tuple(hearing.expectation for hearing in self._hearings.values())

    def lines(self) -> tuple[str, ...]:
        """Each sentence that holds no answer of a caller, as it is said; the greeting first."""
        script, lines = self._script, list(split_sentences(self._agent.greeting))
        for state in script.states.values():
            lines += _fixed(state.ask, state.ask_again, state.keys, state.answer, state.confirm)
            lines += _fixed(*(choice.answer for choice in state.choices))
            if state.slot and not state.keys:
                lines += split_sentences(script.slots[state.slot].keys_help)
            if state.confirm:
                lines += split_sentences(YesNoSlot.keys_help)
        lines += _fixed(script.not_understood, script.give_up, *(choice.answer for choice in script.always))
        lines += split_sentences(self._agent.goodbye)
        return tuple(dict.fromkeys(lines))

    def expected(self, progress: Progress) -> Expectation:
        expectation = self._hearing(progress).expectation
        return msgspec.structs.replace(expectation, held=progress.held, entry=progress.entry)

    def step(self, progress: Progress, turn: CallerTurn, caller: str) -> Step:
        """The answer to a caller's turn."""
        reply = _Reply(self._agent, self._script, self._small_talk, caller, progress, asked=turn.asked)
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
                return reply.to_answer(hearing.keys(turn.text))

    def _hearing(self, progress: Progress) -> Hearing:
        return self._hearings[progress.state, progress.confirming, len(progress.held)]


class _Reply:
    """One reply in the making: what has been said of it so far, and how far the conversation will have come."""

    def __init__(
        self, agent: Agent, script: Script, small_talk: SmallTalk, caller: str, progress: Progress, *, asked: bool
    ) -> None:
        self._agent, self._script, self._small_talk, self._caller = agent, script, small_talk, caller
        self._before = self._progress = progress
        self._asked = asked
        self._said: list[Sentence] = []

    def greet(self) -> Step:
        self._say_as_it_is(self._agent.greeting)
        return self._arrive(self._progress.state)

    def to_silence(self) -> Step:
        self._move(silences=self._progress.silences + 1)
        if self._progress.silences >= self._script.silences:
            return self._end(go_to.HANG_UP, for_silence=True)
        return self._once_more()

    def to_words(self, turn: CallerTurn, hearing: Hearing) -> Step:
        """What was said: an answer, or small talk that is none and no failed one either."""
        text = turn.text
        self._move(silences=0)
        if not self._asked and self._small_talk.only_answers(text) and text:
            return self._once_more()
        heard = hearing.speech(text)
        if heard is None and text and self._small_talk.is_courtesy(text):
            return self._done()  # the agent goes on listening
        if heard is None and self._small_talk.greets(text):
            return self._once_more()
        return self.to_answer(heard, turn.keyed)

    def to_late_keys(self) -> Step:
        """They were for a question that words have answered meanwhile, and cut off what followed it."""
        self._move(silences=0)
        return self._again()

    def to_answer(self, heard: Heard | None, keyed: str = "") -> Step:
        self._move(silences=0)
        if heard is None:
            return self._not_understood()
        self._move(misses=0)
        match heard.meaning:
            case Answer.YES:
                self._move(confirmed=(*self._progress.confirmed, self._state.slot))
                return self._arrive(self._state.name)
            case Answer.NO:
                self._clear_answer()
                return self._ask_anew()
            case Answer.VALUE:
                return self._answered(heard.values)
            case Answer.PART:
                return self._hold(heard, keyed)
            case Answer.ERASE:
                self._clear_answer()
                return self._hold(heard) if heard.part else self._ask_anew()
            case Answer.AGAIN:
                return self._again()
            case Choice():
                return self._choose(heard.meaning, heard.values)

    @property
    def _state(self) -> State:
        return self._script.states[self._progress.state]

    def _not_understood(self) -> Step:
        """Ask again, the second time with the keys; at last leave it to a person, or to another day."""
        self._move(misses=self._progress.misses + 1)
        if self._progress.misses >= self._script.tries:
            self._say(self._script.give_up)
            return self._end(self._script.give_up_go)
        self._say(self._script.not_understood)
        self._ask_again()
        if self._progress.misses > 1:
            self._explain_keys()
        return self._done()

    def _answered(self, values: Mapping[str, str]) -> Step:
        self._fill(values)
        self._echo(values)
        return self._arrive(self._state.name)

    def _hold(self, heard: Heard, keyed: str = "") -> Step:
        """Digits that join those that are there. Until it is all of them, go on listening without a word."""
        progress, slot = self._progress, self._state.slot
        length = self._script.slots[slot].max_digits
        fits = len(progress.held + keyed + heard.part) <= length
        digits = f"{progress.held}{keyed if fits else ''}{heard.part}"
        if len(digits) >= length:
            return self._answered({**heard.values, slot: digits})
        self._fill(heard.values)
        # The entry that was begun on the keypad is part of this, and does not come again.
        self._move(held=digits, entry=progress.entry + (1 if keyed else 0))
        return self._done()

    def _clear_answer(self) -> None:
        """To the question at hand, all of it or the part that is there."""
        self._forget((self._state.slot,))
        self._move(confirming=False, held="", entry=self._progress.entry + 1)

    def _ask_anew(self) -> Step:
        self._ask_again()
        self._move(said=tuple(self._said))
        return self._done()

    def _again(self) -> Step:
        """What was said last, once more; in the middle of a number, how far it has come."""
        if not self._progress.said or self._progress.held:
            return self._once_more()
        self._said += self._progress.said
        return self._done()

    def _choose(self, choice: Choice, values: Mapping[str, str]) -> Step:
        self._forget(choice.clear)
        self._fill(values)
        self._say(choice.answer)
        self._echo(values)
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
        """Go to a state, and on through those that need no answer (any more), until one does or the call ends."""
        while (state := self._script.states.get(target)) is not None:
            answered = state.slot in self._progress.values
            if state.waits and not answered:
                return self._stop_at(state, confirming=False)
            if answered and self._is_unconfirmed(state):
                return self._stop_at(state, confirming=True)
            if not answered:
                self._say(state.ask)
            target = state.go
        return self._end(target)

    def _stop_at(self, state: State, *, confirming: bool) -> Step:
        self._move(state=state.name, confirming=confirming, entry=self._progress.entry + 1, held="")
        self._ask(state.confirm if confirming else state.ask)
        self._move(said=tuple(self._said))
        return self._done()

    def _once_more(self) -> Step:
        self._ask_again()
        return self._done()

    def _end(self, ending: str, *, for_silence: bool = False) -> Step:
        self._move(entry=self._progress.entry + 1, held="")
        if ending == go_to.TRANSFER:
            return self._done(Transfer(self._agent.transfer))
        assert ending == go_to.HANG_UP, f"checked when the file was read, yet here is '{ending}'"
        self._say_as_it_is(self._agent.goodbye)
        return self._done(HangUp(for_silence))

    def _done(self, *ending: ReplyPart) -> Step:
        """What leads to a sentence that nothing may interrupt is said to its end too: else the notice never came."""
        notices = [number for number, sentence in enumerate(self._said) if sentence.protected]
        led = [msgspec.structs.replace(sentence, protected=True) for sentence in self._said[: max(notices, default=0)]]
        return Step((*led, *self._said[len(led) :], *ending), self._progress)

    def _is_unconfirmed(self, state: State) -> bool:
        asked_to = bool(state.confirm) and state.slot not in self._progress.confirmed
        return asked_to and self._progress.values[state.slot] != ""

    def _question_before(self) -> str:
        """The state of the answer given last, which is forgotten; the present one where there is none."""
        given = list(self._progress.values)
        self._forget(given[-1:])
        asking = (state.name for state in self._script.states.values() if state.slot in given[-1:])
        return next(asking, self._state.name)

    def _echo(self, values: Collection[str]) -> None:
        """Say what was understood at once, so that a mistake is noticed while it is easy to correct."""
        for state in self._script.states.values():
            if state.slot in values and not state.confirm:
                self._say(state.answer)

    def _ask_again(self) -> None:
        """In full where the caller has not heard the question yet; in the middle of a number, how far it has come."""
        again = self._state.ask_again if self._asked else self._state.ask
        if self._progress.held:
            again = sentences(so_far(self._script.slots[self._state.slot].spoken(self._progress.held)))
        self._ask(self._state.confirm if self._progress.confirming else again)

    def _explain_keys(self) -> None:
        state, slot = self._state, self._script.slots.get(self._state.slot)
        if self._progress.confirming:
            self._say_as_it_is(YesNoSlot.keys_help)
        elif state.keys:
            self._say(state.keys)
        elif slot is not None:
            self._say_as_it_is(slot.keys_help)

    def _ask(self, text: Sentences) -> None:
        """Say what asks: before the first sound of its question nobody can have answered it."""
        self._move(question=self._question_number())
        first = len(self._said)
        self._say(text)
        asking = first + asking_sentence([sentence.text for sentence in self._said[first:]])
        self._said[asking] = msgspec.structs.replace(self._said[asking], asks=self._progress.question)

    def _question_number(self) -> int:
        """A new one, unless the same is asked once more."""
        before, now = self._before, self._progress
        same = (before.state, before.confirming, before.values) == (now.state, now.confirming, now.values)
        return max(1, before.question) if same else before.question + 1

    def _say(self, text: Sentences) -> None:
        slots = self._script.slots
        spoken = {name: slots[name].spoken(value) if value else "" for name, value in self._progress.values.items()}
        values = {**spoken, REFERENCE: _reference(self._caller, self._progress.values)}
        self._said += [Sentence(sentence, protected=text.protected) for sentence in text.spoken(values)]

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


def _fixed(*texts: Sentences) -> Iterator[str]:
    """The sentences of these texts that are said where nothing has been answered."""
    for text in texts:
        yield from text.spoken({})


def _reference(caller: str, values: Mapping[str, str]) -> str:
    """Six digits to quote later. Made of the answers, so that the same booking always has the same one."""
    answers = ";".join(f"{name}={value}" for name, value in sorted(values.items()))
    digits = f"{zlib.crc32(f'{caller};{answers}'.encode()) % 1_000_000:06}"
    return f"{' '.join(digits[:3])}, {' '.join(digits[3:])}"
