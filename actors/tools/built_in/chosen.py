"""Which of the built-in tools an agent has: those that its file names, and no others.

None by default: a model that may hang up, or leave the conversation to take a note, answers otherwise than one that may
not, and some models' servers refuse a request that offers tools at all.
"""

from collections.abc import Callable, Mapping, Sequence

import msgspec

from offhook.actors.tools.built_in import collect_digits, hang_up, note, send_digits, set_language, transfer
from offhook.actors.tools.built_in.places import KEY as TRANSFERS
from offhook.actors.tools.built_in.places import Place, read_places
from offhook.engine.host.agent import AGENT_KEYS, Agent
from offhook.engine.host.agent_file import AgentFile
from offhook.engine.host.agent_languages import KEY as LANGUAGES
from offhook.engine.host.agent_languages import ChosenBy
from offhook.engine.host.did_you_mean import did_you_mean
from offhook.engine.run.tool import Tool

KEY = "built_in"
_TOOLS: Mapping[str, Callable[[Agent], Tool]] = {
    collect_digits.NAME: collect_digits.collect_digits,
    hang_up.NAME: hang_up.hang_up,
    note.NAME: note.note,
    send_digits.NAME: send_digits.send_digits,
    set_language.NAME: set_language.set_language,
}
NAMES = (*_TOOLS, transfer.NAME)


class _Keys(msgspec.Struct, frozen=True):
    tools: tuple[str, ...] = ()


def built_in_tools(agent: Agent) -> Sequence[Tool]:
    """In the order of the file. Raises AgentFileInvalid."""
    file = AgentFile(agent.path, agent.text, AGENT_KEYS)
    keys = _Keys() if agent.built_in is None else file.read(agent.built_in, _Keys, (KEY,))
    places = read_places(agent, file)
    chosen = () if keys is None else tuple(dict.fromkeys(keys.tools))
    for name in chosen:
        if name not in NAMES:
            file.report((KEY, "tools"), f"there is no built-in tool '{name}'", did_you_mean(name, NAMES), near=name)
    _check_transfers(agent, chosen, places, file)
    _check_languages(agent, chosen, file)
    file.raise_problems()
    return [transfer.transfer(agent, places) if name == transfer.NAME else _TOOLS[name](agent) for name in chosen]


def _check_transfers(agent: Agent, chosen: Sequence[str], places: Mapping[str, Place], file: AgentFile) -> None:
    wanted = transfer.NAME in chosen
    if wanted and not places and not agent.transfers:  # places with a mistake are reported themselves
        fix = f'name the places below [{TRANSFERS}], such as front_desk = "+15550100"'
        file.report((KEY, "tools"), "the tool 'transfer' has nowhere to put callers through to", fix)
    if agent.transfers and not wanted:
        fix = f'write tools = ["{transfer.NAME}"] below [{KEY}], or drop [{TRANSFERS}]'
        file.report((TRANSFERS,), f"no tool uses [{TRANSFERS}]", fix)


def _check_languages(agent: Agent, chosen: Sequence[str], file: AgentFile) -> None:
    wanted = set_language.NAME in chosen
    if wanted and not agent.languages:
        fix = f"name each other language by a table, such as [{LANGUAGES}.es]"
        file.report((KEY, "tools"), f"the tool '{set_language.NAME}' has no language to change to", fix)
    if agent.languages and not wanted and agent.chosen_by is ChosenBy.FILE:
        tool = f'tools = ["{set_language.NAME}"] below [{KEY}]'
        fix = f'write {tool}, or language = "ask" (docs/languages.md), or drop [{LANGUAGES}]'
        file.report((LANGUAGES,), f"no tool uses [{LANGUAGES}]", fix)
