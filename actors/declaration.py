"""How a service declares itself: its name, its settings and how it is opened, in one value at the end of its file.

Each role has its kind of declaration, beside what its services must offer (`recognizer/service.py` and so on).
"""

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

import msgspec

from offhook.actors.warm_up import WarmConnections
from offhook.engine.host.settings import Section
from offhook.engine.host.world import World

SettingsT_co = TypeVar("SettingsT_co", bound=Section, covariant=True)
"""Covariant, so that declarations of all kinds of settings stand in one table. A service is opened with the section of
its own name, which is of the type that it declares."""


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


class ServiceDeclaration(msgspec.Struct, Generic[SettingsT_co], frozen=True):
    """One service. `settings` is a section in which everything has a default."""

    role: ClassVar[str]

    name: str
    settings: type[SettingsT_co]
