"""Checks at the start that the price list fits the services, and that a limit in money can be kept."""

from collections.abc import Iterator, Mapping

from offhook.actors.chosen_chain import ChosenChain
from offhook.actors.settings import Settings
from offhook.engine.host.did_you_mean import did_you_mean
from offhook.engine.host.printable import printable
from offhook.engine.host.settings_sources import Loaded

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
        yield from unkept_cost(limit, settings, chains)


def unkept_cost(limit: str, settings: Settings, chains: Mapping[str, ChosenChain]) -> Iterator[str]:
    """Why this limit in money cannot be kept. `limit` says which one, and where it stands."""
    known = {*settings.free_services(), *settings.prices.names()}
    used = [f"{role}.{name}" for role, chain in chains.items() for name in chain.names]
    unknown = [name for name in used if name not in known]
    if unknown:
        names = ", ".join(f"prices.{name}" for name in unknown)
        yield f"{limit}: without a price for each service it cannot be kept: set {names}{NOTHING}"
    elif not any(settings.prices.names()):
        yield f"{limit}: no service has a price, so it would never be reached: set [prices], or leave the limit out"
