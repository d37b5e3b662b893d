"""A scripted agent as plain data: the checked `[dialogue]` of an agent file."""

import enum
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from offhook.actors.responder.language_rules import language_rules, likely_yes_and_no
from offhook.actors.responder.slot import Slot, is_understood
from offhook.actors.responder.slot_digits import DigitsSlot
from offhook.actors.responder.state_call import Call
from offhook.engine.host.toml_lines import KeyPath
from offhook.engine.words.placeholders import Placeholder, filled, placeholders
from offhook.engine.words.split_sentences import split_sentences

HANG_UP = "hang_up"  # the goodbye, then the end
TRANSFER = "transfer"  # to the agent's number
REPEAT = "repeat"  # what was said last, once more
HELP = "help"  # the question, and its keys
BACK = "back"  # forget the last answer, ask for it again
SKIP = "skip"  # go on without an answer to this question
START_OVER = "start_over"  # forget every answer
MODEL = "model"  # hand over to the language model
ENDINGS = (HANG_UP, TRANSFER)
LEAVING = (*ENDINGS, MODEL)  # whatever ends the dialogue
TARGETS = (*LEAVING, REPEAT, HELP, BACK, SKIP, START_OVER)
"""What `go` may name beside a state."""

REFERENCE = "reference"
DEFAULT_THRESHOLD = 0.4

QUESTION_MARKS = ("?", "？", "؟")


class Sentences(msgspec.Struct, frozen=True):
    """A text to say, one sentence at a time, so that the first is spoken while the rest is being made.

    `{day}` is the answer in the slot of that name, `{caller}` a fact about the call; a sentence about an answer that
    nobody gave, or about what is not known, is left out.
    """

    templates: tuple[str, ...] = ()
    protected: bool = False
    """Whether they cannot be interrupted."""

    def __bool__(self) -> bool:
        return bool(self.templates)

    def places(self) -> Iterator[Placeholder]:
        for template in self.templates:
            yield from placeholders(template)

    def certain(self, known: frozenset[str] = frozenset()) -> bool:
        """Whether at least one sentence is always said, if the slots in `known` are answered."""
        answered = dict.fromkeys(known, "answered")
        return any(filled(template, answered) is not None for template in self.templates)

    def spoken(self, values: Mapping[str, str]) -> list[str]:
        said = (filled(template, values) for template in self.templates)
        return [text[0].upper() + text[1:] for text in said if text]

    @property
    def last(self) -> "Sentences":
        """The last sentence that is always said: of a question with a preamble, the question."""
        certain = [template for template in self.templates if filled(template, {}) is not None]
        return Sentences(tuple(certain[-1:]), self.protected)


def asks(sentence: str) -> bool:
    return sentence.rstrip("\"'”»")[-1:] in QUESTION_MARKS


def asking_sentence(spoken: Sequence[str]) -> int:
    """Which of these sentences asks: the first with a question mark, else the last. Counted from 0."""
    asking = (place for place, sentence in enumerate(spoken) if asks(sentence))
    return next(asking, len(spoken) - 1)


def sentences(text: str, language: str, *, protected: bool = False) -> Sentences:
    return Sentences(split_sentences(text, language), protected)


class Sure(enum.Enum):
    """What to do about a choice that was understood with less certainty than it needs."""

    ASK = "ask"  # ask the caller whether it was meant
    THRESHOLD = "threshold"  # treat it as not understood
    OFF = "off"  # do it


class Choice(msgspec.Struct, frozen=True):
    """Something callers may say or press, and what follows."""

    place: KeyPath
    say: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    """What means the same inside a longer sentence."""
    key: str = ""
    answer: Sentences = Sentences()
    go: str = ""  # empty: ask the same question again
    clear: tuple[str, ...] = ()
    sure: Sure | None = None  # None: the default, by what the choice does (`certainty.py`)
    ask_first: Sentences = Sentences()

    @property
    def refuses(self) -> bool:
        """Whether it is a "no" to what was asked."""
        return any("<no>" in phrase and "[<no>]" not in phrase for phrase in self.say)


class State(msgspec.Struct, frozen=True):
    """A point of the conversation: a question with choices, a question for a slot, or just something to say."""

    name: str
    place: KeyPath
    ask: Sentences
    ask_again: Sentences
    keys: Sentences
    slot: str
    confirm: Sentences
    answer: Sentences
    say: tuple[str, ...]
    choices: tuple[Choice, ...]
    choices_of: tuple[str, ...]
    go: str
    threshold: float | None
    starts: str = ""
    """When a model is to begin the dialogue here; empty: it does not."""
    call: Call | None = None
    """The tool that is called here."""

    @property
    def waits(self) -> bool:
        """Whether the caller is to answer here."""
        return bool(self.slot or self.choices or self.choices_of)


class Script(msgspec.Struct, frozen=True):
    """The whole script of an agent."""

    language: str
    start: str
    states: dict[str, State]
    slots: dict[str, Slot]
    rules: dict[str, str]
    always: tuple[Choice, ...]
    tries: int
    silences: int
    not_understood: Sentences
    give_up: Sentences
    give_up_go: str
    certain: float
    """The confidence from which on a choice that cannot be undone is made without asking."""
    ask_first: dict[str, Sentences]
    """The question to callers who may have meant HANG_UP, TRANSFER or START_OVER."""
    begins: bool = True
    """Whether the dialogue leads from the start of the call; else a language model does."""
    entries: Mapping[str, str] = {}
    """The states in which a model may begin the dialogue, and when it is to."""
    without_model: str = ""
    """The state for callers to whom no model can be reached; empty: the first one."""
    within: Mapping[str, tuple[str, ...]] = {}
    """By slot, how it is said inside a longer sentence."""
    private: frozenset[str] = frozenset()
    """The slots whose answers no model is told."""
    has_model: bool = False
    """Whether the agent file has something for a model."""

    @property
    def shares(self) -> bool:
        """Whether dialogue and model lead in one call, in turn. Else the dialogue leads alone, or stands in for the
        model where none can be reached."""
        return self.has_model and (self.begins or bool(self.entries))

    @property
    def calls(self) -> bool:
        return any(state.call is not None for state in self.states.values())

    @property
    def stand_in(self) -> str:
        """The state in which it stands in for the model."""
        return self.without_model or self.start

    def choices(self, state: State) -> tuple[Choice, ...]:
        """The choices in a state, in order of precedence."""
        borrowed = [self.states[name].choices for name in state.choices_of if name in self.states]
        return (*state.choices, *(choice for group in borrowed for choice in group), *self.always)

    def most_held(self, state: State) -> int:
        """How many digits of a state's answer may be known before it is complete."""
        slot = self.slots.get(state.slot)
        return slot.length - 1 if isinstance(slot, DigitsSlot) else 0

    @property
    def all_rules(self) -> dict[str, str]:
        """What `<name>` may stand for in a phrase."""
        slots = {name: slot.pattern for name, slot in self.slots.items()}
        return {**language_rules(self.language), **self.rules, **slots}

    @property
    def likely_rules(self) -> dict[str, str]:
        """The same for a recognizer that knows only what it expects."""
        slots = {name: slot.likely_pattern for name, slot in self.slots.items()}
        return {**self.all_rules, **likely_yes_and_no(self.language), **slots}

    @property
    def is_understood(self) -> bool:
        """Whether answers to slots, yes and no can be given in its language."""
        return is_understood(self.language)
