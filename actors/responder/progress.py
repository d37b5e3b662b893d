"""How far a conversation with a scripted agent has come, as plain data. Pure."""

from collections.abc import Mapping

import msgspec

from offhook.actors.responder.certainty import Doubt
from offhook.actors.responder.possible_answers import Understood
from offhook.actors.responder.script import Choice
from offhook.actors.responder.service import HandsOver, ReplyPart, Sentence, UseTools
from offhook.actors.responder.state_call import Calling, Hidden
from offhook.engine.decide.heard_so_far import Note

MOST_TIMES = 10
"""How often a caller may say the same at the same point. People who are hard of hearing do not ask more often; a
machine would go on for ever."""
POINTS_KEPT = 100
NOTES_KEPT = 20
HIDDEN_KEPT = 400
"""More than the lines of a conversation that are told again."""


class Progress(msgspec.Struct, frozen=True):
    """The state of a conversation, as plain data that can be kept and restored."""

    state: str
    confirming: bool = False  # the state's answer is being read back
    held: str = ""  # digits of an answer that is not complete
    entry: int = 0  # raised when keys that were pressed before no longer answer
    values: dict[str, str] = {}  # in the order of answering; an empty one was skipped
    confirmed: tuple[str, ...] = ()
    misses: int = 0  # turns in a row that were not understood
    silences: int = 0
    said: tuple[Sentence, ...] = ()  # for callers who ask to hear it again
    question: int = 0  # the number of the one that was asked last (`engine/decide/question.py`)
    reached: str = ""  # the last state that something was said in, also one that asks nothing
    reference: str = ""  # the last one that was said, in digits
    doubt: Doubt | None = None  # the caller is being asked about it; the question before waits
    refusals: int = 0  # how often the answer to this question was no, or was read back and wrong
    times_said: Mapping[str, int] = {}  # each thing at each point
    leads: bool = False  # in a call that it shares with a model: it is the dialogue's turn
    away: bool = False  # a model leads, and the dialogue has not stood in for it since
    started: str = ""  # by which use of a tool a model has begun it last
    calling: Calling | None = None
    result: Mapping[str, str] = {}  # of the tool that was called last: its fields, as they are said
    notes: tuple[Note, ...] = ()  # for models, about what happened while the dialogue led

    hidden: tuple[Hidden, ...] = ()  # from models

    def noting(self, note: Note) -> "Progress":
        return msgspec.structs.replace(self, notes=(*self.notes, note)[-NOTES_KEPT:])

    def hiding(self, *hidden: Hidden) -> "Progress":
        kept = dict.fromkeys((*self.hidden, *hidden))
        return msgspec.structs.replace(self, hidden=tuple(kept)[-HIDDEN_KEPT:])

    @property
    def point(self) -> tuple[str, bool, dict[str, str], Doubt | None]:
        """What is being asked, and what is known so far."""
        return self.state, self.confirming, self.values, self.doubt

    def counting(self, meant: Understood | Doubt) -> "Progress":
        """The same, with one more count of what was said at this point."""
        said = self._at_this_point(meant)
        others = [(point, times) for point, times in self.times_said.items() if point != said]
        times_said = dict([*others[-(POINTS_KEPT - 1) :], (said, self.times_said.get(said, 0) + 1)])
        return msgspec.structs.replace(self, times_said=times_said)

    def has_come_round(self, meant: Understood | Doubt) -> bool:
        """Whether the caller has said this too often at this point."""
        return self.times_said.get(self._at_this_point(meant), 0) > MOST_TIMES

    def _at_this_point(self, meant: Understood | Doubt) -> str:
        meaning = meant.choice if isinstance(meant, Doubt) else meant.meaning
        what = meaning.place if isinstance(meaning, Choice) else meaning.value
        asked = self.doubt.choice.place if self.doubt is not None else self.confirming
        return repr(
            (self.state, asked, self.values, self.held, what, meant.values)
        )  # not of the choices: they are long


Part = ReplyPart | UseTools | HandsOver


class Step(msgspec.Struct, frozen=True):
    """A reply, and the progress after it."""

    parts: tuple[Part, ...]
    progress: Progress
