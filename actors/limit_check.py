"""Checks at the start that an agent's `[limits]` only tighten the settings' ones, and that they can be kept."""

from collections.abc import Iterator, Mapping

from offhook.actors.chosen_chain import ChosenChain
from offhook.actors.price_check import unkept_cost
from offhook.actors.settings import Settings
from offhook.engine.host.agent import Agent
from offhook.engine.host.agent_limits import KEY
from offhook.engine.host.printable import printable
from offhook.engine.host.toml_lines import KeyLines


def limit_problems(agent: Agent, settings: Settings, chains: Mapping[str, ChosenChain]) -> Iterator[str]:
    """In words, each with its line and its fix."""
    lines = KeyLines(agent.text)

    def place(key: str) -> str:
        return printable(f"{agent.path}:{lines.line((KEY, key))}")

    for key, wanted, allowed in agent.limits.looser_than(settings.limits):
        what = f"{KEY}.{key} = {wanted:g} is above what the settings allow, {KEY}.{key} = {allowed:g}"
        yield f"{place(key)}: {what}: lower it, or raise that one"
    if agent.limits.cost is not None and not settings.limits.cost:  # else it was checked with the settings
        limit = f"{place('cost')}: {KEY}.cost = {agent.limits.cost:g}"
        yield from unkept_cost(limit, settings, chains)
