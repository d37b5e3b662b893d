"""Which services a role uses, in which order, and why. Pure: settings and environment go in, a chain comes out.

A chain that is set is used as it stands. Otherwise the services over the network that are set up come first, the best
one at the front, and those that need no network stand behind them (`registry.py` has the order).
"""

from collections.abc import Mapping

import msgspec

from offhook.actors.declaration import NotSetUp, Remote
from offhook.actors.role_settings import RoleSettings
from offhook.actors.settings import Settings
from offhook.engine.host.agent import Agent
from offhook.engine.host.worker import WorkerCannotStart

EMBEDDED = "embedded, needs no key"


class ChosenChain(msgspec.Struct, frozen=True):
    """The services of a role, in the order in which they are asked."""

    role: str
    names: tuple[str, ...]
    why: Mapping[str, str]
    """By service, what put it there."""
    remotes: Mapping[str, Remote]
    """Those over the network, by name."""
    left_out: Mapping[str, str]
    """By service, why it is not there. Of a chain that is set, nothing is left out here."""
    unusable: Mapping[str, str]
    """By service, what is wrong with the key or the address that somebody has set for it."""


def chosen_chain(
    role: str, section: RoleSettings, environment: Mapping[str, str], lacks: Mapping[str, str]
) -> ChosenChain:
    """`lacks` has, by service, what the agent file lacks for it."""
    found = _Found(section, environment)
    if section.chain is not None:
        why = {name: found.why_named(name, role) for name in section.chain}
        return ChosenChain(role, section.chain, why, found.only(section.chain), {}, found.unusable_of(section.chain))
    embedded = [name for name, each in section.services.items() if each.embedded and not each.only_named]
    unfit = {name: why for name, why in lacks.items() if name in found.remotes or name in embedded}
    unfit |= {name: remote.left_out for name, remote in found.remotes.items() if remote.left_out}
    remotes = [name for name in found.remotes if not section.services[name].only_named]
    names = tuple(name for name in (*remotes, *embedded) if name not in unfit)
    if not names:  # then opening them says what is missing
        names, unfit = tuple(embedded), {}
    return ChosenChain(
        role,
        names,
        {name: found.remotes[name].why if name in found.remotes else EMBEDDED for name in names},
        found.only(names),
        {**found.not_set_up, **found.unusable, **unfit},
        found.unusable,
    )


def chosen_chains(settings: Settings, environment: Mapping[str, str], agent: Agent | None) -> Mapping[str, ChosenChain]:
    """By role. Without an agent nothing is known to lack anything."""
    lacks = {} if agent is None else {name: each.lacks(agent) for name, each in settings.responder.services.items()}
    lacking = {name: why for name, why in lacks.items() if why}
    return {
        role: chosen_chain(role, section, environment, lacking if role == "responder" else {})
        for role, section in settings.roles().items()
    }


class _Found:
    """What settings and environment say about the services over the network."""

    def __init__(self, section: RoleSettings, environment: Mapping[str, str]) -> None:
        self.remotes: dict[str, Remote] = {}
        self.not_set_up: dict[str, str] = {}
        self.unusable: dict[str, str] = {}
        for name, each in section.services.items():
            if each.remote is None:
                continue
            try:
                self.remotes[name] = each.remote(section.section(name), environment)
            except NotSetUp as exc:
                self.not_set_up[name] = str(exc)
            except WorkerCannotStart as exc:
                self.unusable[name] = str(exc)

    def why_named(self, name: str, role: str) -> str:
        named = f"{role}.chain names it"
        return f"{named}; {self.remotes[name].why}" if name in self.remotes else named

    def only(self, names: tuple[str, ...]) -> dict[str, Remote]:
        return {name: self.remotes[name] for name in names if name in self.remotes}

    def unusable_of(self, names: tuple[str, ...]) -> dict[str, str]:
        return {name: why for name, why in self.unusable.items() if name in names}
