"""Checks at the start that the price list fits the services, and that a limit in money can be kept."""

from collections.abc import Iterator, Mapping

from offhook.actors.chosen_chain import ChosenChain
from offhook.actors.settings import Settings
from offhook.engine.host.agent import Agent
from offhook.engine.host.did_you_mean import did_you_mean
from offhook.engine.host.printable import printable
from offhook.engine.host.settings_sources import Loaded
from offhook.engine.host.toml_lines import KeyLines

NOTHING = "; 0 is a price too, for a service that costs nothing; docs/costs.md shows how"


def price_problems(loaded: Loaded[Settings], chains: Mapping[str, ChosenChain]) -> Iterator[str]:
    """Prices of services that do not exist, and a limit without the prices that it needs."""
    settings = loaded.settings
    for role, prices in settings.prices.by_role().items():
        services = settings.roles()[role].services
        for name in prices:
            if name not in services:
                place = loaded.place("prices", role, name)
                fix = did_you_mean(name, services)
                yield printable(f"{place}: prices.{role}.{name}: there is no such service; {fix}")
    if settings.limits.cost:
        limit = f"{loaded.place('limits', 'cost')}: limits.cost = {settings.limits.cost:g}"
        yield from _of_the_limit(limit, settings, chains)


def agent_price_problems(settings: Settings, agent: Agent, chains: Mapping[str, ChosenChain]) -> Iterator[str]:
    """A limit of the agent file without the prices that it needs."""
    if agent.limits.cost:
        place = f"{agent.path}:{KeyLines(agent.text).line(('limits', 'cost'))}"
        yield from _of_the_limit(f"{place}: limits.cost = {agent.limits.cost:g}", settings, chains)


def _of_the_limit(limit: str, settings: Settings, chains: Mapping[str, ChosenChain]) -> Iterator[str]:
    if names := ", ".join(f"prices.{name}" for name in unpriced(settings, chains)):
        yield f"{limit}: without a price for each service it cannot be kept: set {names}{NOTHING}"
    elif not any(settings.prices.names()):
        yield f"{limit}: no service has a price, so it would never be reached: set [prices], or leave the limit out"


def unpriced(settings: Settings, chains: Mapping[str, ChosenChain]) -> list[str]:
    """The services of these chains that may cost something, and have no price: a limit in money cannot be kept."""
    known = {*settings.free_services(), *settings.prices.names()}
    used = [f"{role}.{name}" for role, chain in chains.items() for name in chain.names]
    return [name for name in used if name not in known]
