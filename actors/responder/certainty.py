"""How certain a choice must be that cannot be undone: hanging up, transferring, or dropping all answers. Pure.

A recognizer that expects few phrases finds one of them in any sound, also in a cough. For most answers that is a small
mistake, which the caller notices and corrects. After these choices it is too late for that.
"""

from collections.abc import Mapping

import msgspec

from offhook.actors.responder.possible_answers import CERTAIN_YES, Answer, Understood
from offhook.actors.responder.script import ENDINGS, HANG_UP, START_OVER, TRANSFER, Choice, Script, Sentences, Sure
from offhook.actors.responder.service import CallerTurn
from offhook.engine.words.languages import said_in


def questions(language: str) -> Mapping[str, str]:
    """What is asked before each, unless the agent file has its own questions."""
    said = said_in(language)
    return {HANG_UP: said.sure_hang_up, TRANSFER: said.sure_transfer, START_OVER: said.sure_start_over}


CERTAIN = 0.9
"""Default of `certain`. Of 150 coughs, throats cleared, knocks, hums and breaths the embedded recognizer took 29 that
were long enough for such a choice with 0.4 and more, 25 with 0.6, 13 with 0.8; of 31 voices that were understood at
0.4, 22 had 0.6 and 8 had 0.8 (`bench.endings`). No threshold tells them apart, so the embedded recognizer never has
0.9: whoever it takes for a caller who wants to end the call is asked. A service that is sure of its words is
believed."""

SHORTEST_S = 0.25
SHORTEST_PER_LETTER_S = 0.045
"""What a hasty voice takes for a word: two thirds of what synthetic ones took (0.42 s for "bye", 0.44 s for "hang up",
0.70 s for "that's all"). A knock takes 0.1 to 0.2 s."""


class Doubt(msgspec.Struct, frozen=True):
    """A choice that was understood, but not with the certainty that it needs."""

    choice: Choice
    values: dict[str, str]


def does_at_once(choice: Choice, script: Script) -> str:
    """HANG_UP, TRANSFER or START_OVER if a choice leads there, directly or through states that wait for no answer."""
    target, passed = choice.go, 0
    while (state := script.states.get(target)) is not None and not state.waits and passed < len(script.states):
        target, passed = state.go, passed + 1
    if target in (*ENDINGS, START_OVER):
        return target
    return START_OVER if len(choice.clear) > 1 else ""


class Certainty:
    """Judges the choices of one script."""

    def __init__(self, script: Script) -> None:
        self._script = script

    def question(self, choice: Choice) -> Sentences:
        """The question to a caller who may have meant this choice; empty if there is none."""
        if self._sure(choice) is not Sure.ASK:
            return Sentences()
        return choice.ask_first or self._script.ask_first[does_at_once(choice, self._script)]

    def is_wanted(self, understood: Understood, known: Mapping[str, str], *, in_doubt: bool) -> bool:
        """Whether what was understood needs certainty, because it cannot be undone, with the answers `known` so far."""
        if not isinstance(understood.meaning, Choice):
            return in_doubt and understood.meaning is Answer.YES
        return self._sure(understood.meaning) is not Sure.OFF and self._loses(
            understood.meaning, understood.values, known
        )

    def judge(self, understood: Understood, confidence: float) -> Understood | Doubt | None:
        """The choice, a doubt about it, or None for not understood."""
        if not isinstance(understood.meaning, Choice):
            return understood if confidence >= CERTAIN_YES else None
        if confidence >= self._script.certain:
            return understood
        return Doubt(understood.meaning, understood.values) if self._sure(understood.meaning) is Sure.ASK else None

    def _loses(self, choice: Choice, said: Mapping[str, str], known: Mapping[str, str]) -> bool:
        """Whether answers would be lost: a caller without answers loses nothing by starting over."""
        if choice.ask_first or does_at_once(choice, self._script) != START_OVER:
            return True
        answered = [name for name, value in known.items() if value and name not in said]
        return bool(answered) if choice.go == START_OVER else len(set(choice.clear) & set(answered)) > 1

    def _sure(self, choice: Choice) -> Sure:
        if choice.sure is not None:
            return choice.sure
        if not choice.ask_first and not does_at_once(choice, self._script):
            return Sure.OFF
        return Sure.ASK if self._script.is_understood else Sure.THRESHOLD


def is_too_short(turn: CallerTurn) -> bool:
    """Whether the sound is too short for these words, whatever the confidence: some recognizers are always sure."""
    letters = sum(map(str.isalpha, turn.text))
    return turn.voiced_s is not None and turn.voiced_s < max(SHORTEST_S, SHORTEST_PER_LETTER_S * letters)
