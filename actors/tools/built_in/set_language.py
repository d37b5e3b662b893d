"""`set_language`: the rest of the call goes on in another of the languages that the agent file names."""

import msgspec

from offhook.actors.tools.built_in.arguments import reader_of
from offhook.engine.decide.tool_use import ToolOffer
from offhook.engine.host.agent import Agent
from offhook.engine.run.tool import ArgumentsWrong, Tool, ToolCall

NAME = "set_language"
_DESCRIPTION = (
    "Go on in another language: from then on the caller is understood in it, and your words are spoken in it. Call it "
    "before you say anything in that language, when the caller asks for it or plainly speaks it."
)


class _Arguments(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    language: str


def set_language(agent: Agent) -> Tool:
    """One of these, and no other."""
    tags = (agent.language, *agent.languages)

    def read(text: str) -> _Arguments:
        arguments = reader_of(_Arguments)(text)
        if arguments.language not in tags:
            raise ArgumentsWrong(f"There is no such language here. The languages are: {', '.join(tags)}.")
        return arguments

    async def run(call: ToolCall, arguments: object) -> object:
        assert isinstance(arguments, _Arguments), "`read` has made them"
        await call.set_language(arguments.language)
        return f"The call goes on in {arguments.language!r}: from your next sentence on, speak that language alone."

    language: dict[str, object] = {"type": "string", "enum": list(tags), "description": "the tag of the language"}
    parameters: dict[str, object] = {
        "type": "object",
        "properties": {"language": language},
        "required": ["language"],
        "additionalProperties": False,
    }
    return Tool(ToolOffer(NAME, _DESCRIPTION, parameters), read, run, has_effects=False)
