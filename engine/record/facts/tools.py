"""Facts about tools, and about the language of a call: what was decided, and what came of it."""

from offhook.engine.decide.tool_use import Outcome
from offhook.engine.record.facts.what import What


class ToolChosen(What, frozen=True):
    """It is decided that a tool is called. This stands in the journal before the tool begins: one that has no
    `ToolEnded` was cut off with its process. `use` names the call of the tool, also for other systems; those of one
    `decision` were chosen at the same time. `turn` of this fact is the one whose words led to it."""

    use: str
    tool: str
    arguments: str
    decision: int
    has_effects: bool


class ToolEnded(What, frozen=True):
    """The tool has ended, or was never begun: `outcome` says which. `result` is JSON if it is done, else what the model
    is told."""

    use: str
    tool: str
    outcome: Outcome
    result: str
    seconds: float


class ToolBroke(What, frozen=True):
    """The tool raised an exception that is none of those that a tool may raise."""

    tool: str
    error: str
    traceback: str


class NoteTaken(What, frozen=True):
    """The agent has put a note into the record."""

    text: str


class LanguageAsked(What, frozen=True):
    """The caller is asked, for this time, which language to speak."""

    times: int


class LanguageSet(What, frozen=True):
    """The call goes on in another language, of this tag."""

    language: str


ToolFact = ToolChosen | ToolEnded | ToolBroke | NoteTaken | LanguageAsked | LanguageSet
