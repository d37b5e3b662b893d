"""What is looked at: settings, agent, the chains that they lead to, and the ways to the outside."""

import ssl
from collections.abc import Callable, Mapping

import msgspec

from offhook.actors.chosen_chain import ChosenChain
from offhook.actors.declaration import Remote
from offhook.actors.settings import Settings
from offhook.actors.start_up import Texts
from offhook.engine.host.agent import Agent
from offhook.engine.host.network import Network, real_network
from offhook.engine.host.world import World

MakeNetwork = Callable[[], Network]
"""Makes a network that has no connection yet. The caller closes its HTTP client."""


class NetworkMaker:
    """Makes real networks with the same certificates: reading them takes longer than many a request."""

    def __init__(self, *, trust_environment: bool = True, certificates: ssl.SSLContext | None = None) -> None:
        self._trust_environment, self._certificates = trust_environment, certificates

    def __call__(self) -> Network:
        """Raises NetworkUnusable."""
        made = real_network(trust_environment=self._trust_environment, certificates=self._certificates)
        self._certificates = made.certificates
        return made


class Setup(msgspec.Struct, frozen=True):
    """Everything that the checks share."""

    texts: Texts
    settings: Settings
    agent: Agent
    world: World
    chosen: Mapping[str, ChosenChain]
    make_network: MakeNetwork

    def remotes(self) -> dict[str, Remote]:
        """The services over the network that calls may use, by `role.service`."""
        return {f"{role}.{name}": each for role, chain in self.chosen.items() for name, each in chain.remotes.items()}
