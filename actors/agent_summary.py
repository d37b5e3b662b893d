"""The content of an agent file, one line for each item, for `offhook serve --check`."""

from collections.abc import Iterator

from offhook.actors.responder.dialogue_file import read_script
from offhook.actors.responder.script import Script
from offhook.engine.host.agent import Agent
from offhook.engine.host.agent_languages import ChosenBy
from offhook.engine.host.settings_sources import DEFAULT, line_of
from offhook.engine.host.toml_lines import KeyLines, parse

_KEYS = ("name", "language", "greeting", "goodbye", "apology", "repeat", "fillers", "transfer")


def summary(agent: Agent, of: str = "agent_file") -> Iterator[str]:
    """`agent_file.name = "front_desk"    (agents/front_desk.toml:5)`, and so on."""
    written, lines = parse(agent.text), KeyLines(agent.text)

    def place(*where: str) -> str:
        return f"{agent.path}:{lines.line(where)}" if where[0] in written else DEFAULT

    for key in _KEYS:
        chosen = agent.chosen_by.value if key == "language" else ""
        yield line_of(f"{of}.{key}", chosen or getattr(agent, key), place(key))
    yield line_of(f"{of}.prompt.characters", len(agent.prompt), place("prompt"))
    if agent.voice:
        yield line_of(f"{of}.voice", agent.voice, place("voice"))
    for key, limit in (("call_s", agent.limits.call_s), ("cost", agent.limits.cost)):
        if limit is not None:
            yield line_of(f"{of}.limits.{key}", limit, place("limits", key))
    if agent.languages:
        named = agent.languages if agent.chosen_by is ChosenBy.FILE else agent.tags
        yield line_of(f"{of}.languages", list(named), place("languages"))
    for tag in agent.tags:
        if agent.words_in(tag).voice:
            where = place("languages", tag, "voice")
            yield line_of(f"{of}.languages.{tag}.voice", agent.words_in(tag).voice, where)
    for tag, file in agent.files.items():
        yield line_of(f"{of}.languages.{tag}", file.path, place("languages", tag))
    if agent.answers:
        yield line_of(f"{of}.answers", len(agent.answers), place("answers"))
    if agent.lookup is not None:
        yield line_of(f"{of}.lookup.url", agent.lookup.url, place("lookup", "url"))
    if agent.asks_for:
        yield line_of(f"{of}.asks_for", list(agent.asks_for), agent.path)
    if (script := agent.scripts.get(agent.language)) is not None:
        for key, value in _dialogue(read_script(script)):
            where = place("dialogue") if script is agent else script.path
            yield line_of(f"{of}.dialogue.{key}", value, where)


def _dialogue(script: Script) -> Iterator[tuple[str, object]]:
    states = script.states.values()
    phrases = sum(len(choice.say) for choice in script.always)
    phrases += sum(len(state.say) + sum(len(choice.say) for choice in state.choices) for state in states)
    yield "start", script.start
    yield "states", list(script.states)
    yield "slots", list(script.slots)
    yield "rules", len(script.rules)
    yield "phrases", phrases
    yield "tries", script.tries
    yield "silences", script.silences
    yield "give_up_go", script.give_up_go
    if script.shares:
        yield "begins", script.begins
        yield "entries", list(script.entries)
        yield "without_model", script.without_model
