"""`hang_up`: the agent ends the call, once what it has said was heard."""

import trio

from offhook.actors.tools.built_in.arguments import NoArguments, reader_of, schema_of
from offhook.engine.decide.tool_use import ToolOffer
from offhook.engine.host.agent import Agent
from offhook.engine.run.reply import HangUp, Sentence
from offhook.engine.run.tool import Done, Tool, ToolCall

NAME = "hang_up"
_DESCRIPTION = (
    "End the call. Say goodbye in the words before this call of the tool: nothing can be said after it. Use it when "
    "the caller has said goodbye, or wants nothing more."
)
_RESULT = "The call ends as soon as the caller has heard what was said. A caller who interrupts it goes on."


def hang_up(agent: Agent) -> Tool:
    """A caller who has heard nothing in answer hears the agent's goodbye first."""

    async def run(call: ToolCall, arguments: object) -> Done:
        del arguments
        await trio.lowlevel.checkpoint()
        goodbye = agent.filled(call.known).in_language(call.language).goodbye
        said = () if call.has_spoken else (Sentence(goodbye, language=call.language),)
        return Done(_RESULT, (*said, HangUp()), ends_reply=True)

    # It changes nothing by itself: the reply does, whose end is in the journal. So it needs none.
    return Tool(ToolOffer(NAME, _DESCRIPTION, schema_of(NoArguments)), reader_of(NoArguments), run, has_effects=False)
