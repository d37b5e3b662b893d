"""How a service declares itself: its name, its settings and how it is opened, in one value at the end of its file.

Each role has its kind of declaration, beside what its services must offer (`recognizer/service.py` and so on).

WorkerCannotStart        engine/host/worker.py
+-- NotSetUp             nobody has named a key or a server for this service
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import ClassVar, Generic, TypeVar

import msgspec

from offhook.actors.warm_up import WarmConnections
from offhook.engine.host.settings import Section
from offhook.engine.host.worker import WorkerCannotStart
from offhook.engine.host.world import World

SettingsT_co = TypeVar("SettingsT_co", bound=Section, covariant=True)
"""Covariant, so that declarations of all kinds of settings stand in one table. A service is opened with the section of
its own name, which is of the type that it declares."""


class NotSetUp(WorkerCannotStart):
    """Nobody has named a key or a server for this service."""


class NoSettings(Section):
    """Of a service about which there is nothing to set."""


def no_warnings(world: World, settings: Section) -> Sequence[str]:
    """Of a service about which nothing is to be said at the start."""
    del world, settings
    return ()


def no_connections(world: World, settings: Section) -> Sequence[WarmConnections]:
    """Of a service that needs no other machine, or opens a connection of its own for each call."""
    del world, settings
    return ()


class Remote(msgspec.Struct, frozen=True):
    """A service on another machine, or in a server of one's own, that is set up."""

    host: str
    """To whom it sends what callers say, or what the agent says."""
    why: str
    """What set it up: `OPENAI_API_KEY is set`."""
    ask: Callable[[World, float], Awaitable[Sequence[str]]] | None = None
    """Asks the server something that costs nothing, to see whether it takes the key, within so many seconds. Returns
    warnings. Raises ServiceFailed with what is wrong and what to do, and with `rest_s` where the key is refused."""
    left_out: str = ""
    """Why no chain has it unless the settings name it; empty if that is not so."""


class Placed(msgspec.Struct, Generic[SettingsT_co], frozen=True, kw_only=True):
    """Where a service runs, and so who gets to know what is said. That of another package may leave it open."""

    embedded: bool = False
    """It runs on this machine, and nothing leaves it."""
    only_named: bool = False
    """No chain has it unless the settings name it."""
    remote: Callable[[SettingsT_co, Mapping[str, str]], Remote] | None = None
    """It is reached over the network: where, from its settings and the environment. Raises NotSetUp, or
    WorkerCannotStart for a key or an address that cannot be used."""


class ServiceDeclaration(Placed[SettingsT_co], Generic[SettingsT_co], frozen=True):
    """One service. `settings` is a section in which everything has a default."""

    role: ClassVar[str]

    name: str
    settings: type[SettingsT_co]
