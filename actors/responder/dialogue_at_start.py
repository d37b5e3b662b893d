"""What the start of the server does about an agent's dialogue that calls tools, or shares calls with a model."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from offhook.actors.responder.dialogue import DIALOGUE
from offhook.actors.responder.dialogue_call_checks import check_tools
from offhook.actors.responder.dialogue_file import read_script
from offhook.actors.responder.script import Script
from offhook.actors.responder.start_dialogue import start_tools
from offhook.engine.host.agent import Agent
from offhook.engine.host.agent_file import AgentFileError
from offhook.engine.host.time_zone import today_in, zone_of
from offhook.engine.run.tool import Tool


def dialogue_tools(agent: Agent, wall_time: Callable[[], float]) -> Sequence[Tool]:
    """By which a model begins the dialogue; it is told of the one in the agent's own language."""
    script = _script(agent.scripts.get(agent.language))
    return () if script is None else start_tools(script, lambda: today_in(zone_of(agent.time_zone), wall_time()))


def dialogue_problems(
    agent: Agent, tools: Mapping[str, Tool], responders: Sequence[str], *, more_tools_may_come: bool = False
) -> Iterator[str]:
    """With these tools, and these responders in the chain; of the dialogue in each language. A tool that may still come
    is not missed."""
    for file in agent.scripts.values():
        script = _script(file)
        if script is None:
            continue
        yield from check_tools(script, file, tools, more_may_come=more_tools_may_come)
        if script.shares and responders and DIALOGUE.name not in responders:
            fix = f"add {DIALOGUE.name!r} at its end: it leads a part of each call"
            yield f"responder.chain: it has no {DIALOGUE.name!r}, and {file.path} has a [dialogue] that leads: {fix}"


def _script(agent: Agent | None) -> Script | None:
    """What is wrong with the file, whoever reads it first reports."""
    try:
        return None if agent is None else read_script(agent)
    except AgentFileError:
        return None
