"""`offhook serve --check`: the settings and the agent in force, and what would keep the server from starting."""

from collections.abc import Iterator

import msgspec
import trio

from offhook.actors.agent_summary import summary
from offhook.actors.start_up import Texts, rehearse
from offhook.engine.host.settings_sources import line_of
from offhook.engine.host.world import RealWorld
from offhook.reports.terminal import complain, open_terminal
from offhook.web.carriers.twilio_signature import calls_come_from, nobody_can_call
from offhook.web.listening import listening_problems


def _agents(texts: Texts) -> Iterator[str]:
    """The agents, and which number goes to which."""
    if texts.agent is not None:
        yield from summary(texts.agent)
    if texts.agents is not None and texts.agents.others:
        for agent in texts.agents.others:
            yield from summary(agent, f"agent_files.{agent.name}")
        for number, agent in texts.agents.lines():
            yield line_of(f"calls_go_to.{number}", agent.name, agent.path)


def check_start(texts: Texts, world: RealWorld) -> int:
    """Print the settings in force, and every problem. Returns the exit code: 0 if the server would start."""
    rehearsal = trio.run(rehearse, texts, world)
    problems = list(rehearsal.problems)
    if texts.loaded is not None:
        problems += listening_problems(texts.loaded.settings.server)
    out = open_terminal()
    for line in [*(texts.loaded.lines() if texts.loaded else ()), *_agents(texts)]:
        out.say(line)
    for line in rehearsal.lines():
        out.say(line)
    warnings = list(rehearsal.warnings)
    if texts.loaded is not None:
        calls_from = calls_come_from(texts.loaded.settings)
        out.say(f"calls_come_from = {msgspec.json.encode(calls_from).decode()}")
        warnings += [f"calls come from {calls_from}"] if nobody_can_call(texts.loaded.settings) else []
    for line in [*(f"warning: {warning}" for warning in warnings), *problems]:
        complain(line, keep_lines=True)
    return 1 if problems else 0
