"""The likely questions of a random call: what its agent file answers, what is asked, and what must hold of that."""

import random
from collections.abc import Sequence

import msgspec

from offhook.actors.responder.file_answers import FileAnswers
from offhook.actors.responder.service import Occasion
from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.conversation import CallerSaid
from offhook.simulation.promises import BrokenPromise
from offhook.simulation.services import ToldAt

ANSWERS = 0.2
"""The share of calls whose agent file answers questions."""
QUESTIONS = (
    "when are you open",
    "um when when are you guys open please",
    "could you tell me your opening hours",
    "is there parking",
    "where can i park",
)
NEARLY = ("when are you open on sunday", "can i park my bike", "when are you open and is there a sauna", "parking")
ENTRIES = """
[[answers]]
name = "hours"
ask = ["What are your opening hours?", "When are you open?"]
answer = "We are open from eight to six."

[[answers]]
name = "parking"
ask = ["Do you have parking?", "Where can I park?"]
answer = "You can park behind the house. It is free, {params.name|caller}."
"""


class AnswersPlan(msgspec.Struct, frozen=True):
    """What the seed decides about likely questions."""

    asks: list[str]
    """What the recognizer hears of each utterance; empty where it hears what it would hear otherwise."""

    def hears(self, otherwise: Sequence[str]) -> list[str]:
        return [asked or text for asked, text in zip(self.asks, otherwise, strict=True)]


def draw_answers(chance: random.Random, utterances: int) -> AnswersPlan:
    return AnswersPlan([_draw_question(chance) for _ in range(utterances)])


def _draw_question(chance: random.Random) -> str:
    what = chance.random()
    return chance.choice(QUESTIONS) if what < 0.5 else chance.choice(NEARLY) if what < 0.65 else ""


def check_answers(record: CallRecord, told: Sequence[ToldAt]) -> int:
    """No model is asked what the agent file answers, not even in a draft; and the file answers nothing else. Returns
    how many questions it has answered. `told` is what the models were asked."""
    for asked in told:
        if asked.turn.occasion is Occasion.SPEECH and asked.turn.text in QUESTIONS:
            raise BrokenPromise(
                f"{asked.at:.3f} s: a model was asked {asked.turn.text!r}, which the agent file answers"
            )
    answered = () if record.over is None else record.over.answered
    taken = [entry for entry in record.transcript if isinstance(entry, CallerSaid) and not entry.not_taken]
    for each in answered:
        # Words that were not answered before the caller coughed are answered in the turn of the cough, which has none.
        last = max((entry.turn for entry in taken if entry.turn <= each.turn), default=0)
        words = [entry.whole or entry.text for entry in taken if entry.turn == last]
        if not any(text in QUESTIONS for text in words):
            raise BrokenPromise(f"turn {each.turn}: the agent file has answered {words}, which it does not know")
    return len(answered)


def unchanged(answers: FileAnswers | None) -> FileAnswers | None:
    """Leave them as they are."""
    return answers


# Bugs, planted where a trial may change a call: each must break a promise.


class _Forgetful(FileAnswers):
    """Looks the words up now and then only."""

    def __init__(self, real: FileAnswers) -> None:
        self.__dict__ = real.__dict__
        self._looks = 0

    def find(self, text: str, language: str) -> int | None:
        self._looks += 1
        return super().find(text, language) if self._looks % 3 else None


class _Hasty(FileAnswers):
    """Takes whatever begins like a question for it."""

    def __init__(self, real: FileAnswers) -> None:
        self.__dict__ = real.__dict__

    def find(self, text: str, language: str) -> int | None:
        found = super().find(text, language)
        return super().find(" ".join(text.split()[:4]), language) if found is None else found


def looked_up_now_and_then(answers: FileAnswers | None) -> FileAnswers | None:
    return None if answers is None else _Forgetful(answers)


def taken_by_its_beginning(answers: FileAnswers | None) -> FileAnswers | None:
    return None if answers is None else _Hasty(answers)
