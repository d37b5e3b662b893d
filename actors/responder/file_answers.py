"""What an agent file answers by itself: `[[answers]]`, asked before any responder."""

from collections.abc import Sequence

from offhook.engine.host.agent import Agent
from offhook.engine.host.agent_answers import LikelyAnswer, questions_by_language
from offhook.engine.words.split_sentences import split_sentences

RESPONDER = "answers"
"""What is told of who replies, where a responder is named otherwise."""


class FileAnswers:
    """The questions of one agent file, for all its calls."""

    def __init__(self, agent: Agent) -> None:
        self._questions = questions_by_language(agent.answers, agent.introduced)

    def of_call(self, agent: Agent) -> "CallAnswers":
        """With the answers as they are filled for one call."""
        return CallAnswers(self, agent.answers)

    def find(self, text: str, language: str) -> int | None:
        """The place of the entry that is asked for."""
        questions = self._questions.get(language)
        found = None if questions is None else questions.find(text)
        return None if found is None else found.entry


class CallAnswers:
    """The answers of one call."""

    def __init__(self, questions: FileAnswers, answers: Sequence[LikelyAnswer]) -> None:
        self._questions, self._answers = questions, answers
        self._last: tuple[str, str, LikelyAnswer | None] | None = None

    def find(self, text: str, language: str) -> LikelyAnswer | None:
        """Words are judged first and answered later, but matched only once. One that comes out empty is none."""
        if self._last is None or self._last[:2] != (text, language):
            place = self._questions.find(text, language) if text else None
            found = None if place is None else self._answers[place]
            self._last = text, language, found if found is not None and found.answer else None
        return self._last[2]


def answer_lines(agent: Agent, language: str) -> Sequence[str]:
    """Each sentence that is known before a call, to be rendered ahead."""
    own = (each for each in agent.answers if each.language == language)
    return [said for each in own for said in split_sentences(each.answer, language)]
