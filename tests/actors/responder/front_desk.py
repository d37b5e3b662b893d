"""The front desk that ships with Offhook, opened for tests, and a caller who talks to it."""

from datetime import date
from pathlib import Path

from offhook.actors.responder.dialogue_file import read_script
from offhook.actors.responder.dialogue_machine import Dialogue
from offhook.actors.responder.progress import Part, Progress
from offhook.actors.responder.service import CallerTurn, HangUp, Occasion, Sentence, Transfer
from offhook.engine.host.agent import Agent, load_agent
from offhook.engine.words.expectation import Expectation

PATH = Path(__file__).parents[3] / "agents" / "front_desk.toml"


def front_desk_agent() -> Agent:
    return load_agent("agents/front_desk.toml", PATH.read_text(encoding="utf-8"))


def dialogue_of(agent: Agent) -> Dialogue:
    return Dialogue(agent, read_script(agent))


A_SUNDAY = date(2026, 11, 29)


class Caller:
    """Someone on the line: says and presses, and keeps what was answered."""

    def __init__(self, dialogue: Dialogue, number: str = "+15550123") -> None:
        self._dialogue = dialogue
        self._number = number
        self.today = A_SUNDAY
        self.progress: Progress = dialogue.begin()
        self.parts: tuple[Part, ...] = ()

    def take(self, occasion: Occasion, text: str = "") -> str:
        return self.answer_to(CallerTurn(occasion, text))

    def answer_to(self, turn: CallerTurn) -> str:
        """One turn; returns all that was said in answer."""
        step = self._dialogue.step(self.progress, turn, self._number, self.today)
        self.progress, self.parts = step.progress, step.parts
        return " ".join(part.text for part in step.parts if isinstance(part, Sentence))

    def hears_greeting(self) -> str:
        return self.take(Occasion.ANSWERED)

    def says(self, *utterances: str) -> str:
        return [self.take(Occasion.SPEECH, text) for text in utterances][-1]

    def mumbles(self, text: str, confidence: float = 0.45) -> str:
        """Says it so that the recognizer is not sure."""
        return self.answer_to(CallerTurn(Occasion.SPEECH, text, confidence, voiced_s=1.0))

    def coughs(self, taken_for: str, confidence: float = 1.0, voiced_s: float = 0.12) -> str:
        """A short sound that the recognizer takes for words."""
        return self.answer_to(CallerTurn(Occasion.SPEECH, taken_for, confidence, voiced_s))

    def presses(self, *entries: str) -> str:
        return [self.take(Occasion.KEYS, keys) for keys in entries][-1]

    def stays_silent(self) -> str:
        return self.take(Occasion.SILENCE)

    @property
    def is_let_go(self) -> bool:
        """Whether the call ends now, or is handed over."""
        return bool(self.parts) and isinstance(self.parts[-1], HangUp | Transfer)

    @property
    def expected(self) -> Expectation:
        return self._dialogue.expected(self.progress)
