"""Which services calls use, in which order, why, and who gets to know what is said: for the log and the check of a
start."""

import json
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from offhook.actors.chosen_chain import ChosenChain
from offhook.actors.role_settings import RoleSettings
from offhook.engine.host.printable import printable

NOBODY = "nobody"


class ServiceInUse(msgspec.Struct, frozen=True):
    """One service of a chain."""

    name: str
    why: str
    goes_to: str
    """The host that gets what callers say, or what the agent says; empty if nothing leaves this machine."""


class InUse(msgspec.Struct, frozen=True):
    """The chains by role, in the order in which their services are asked."""

    roles: Mapping[str, Sequence[ServiceInUse]] = {}
    languages: Mapping[str, Mapping[str, Sequence[str]]] = {}
    """Of an agent with several: who serves each, by role. Empty for any other agent."""

    def __iter__(self) -> Iterator[tuple[str, ServiceInUse]]:
        """Each service with its `role.name`."""
        return ((f"{role}.{each.name}", each) for role, services in self.roles.items() for each in services)

    def fields(self) -> dict[str, object]:
        """The chains, and to whom callers' sound and the words of both sides go. Empty if nothing is in use."""
        if not self.roles:
            return {}
        chains = {role: [each.name for each in services] for role, services in self.roles.items()}
        return {**chains, "sound_goes_to": self._to("recognizer"), "words_go_to": self._to("responder", "speaker")}

    def lines(self) -> Iterator[str]:
        """As `engine/host/settings_sources.py` writes settings."""
        for key, value in self.fields().items():
            yield printable(f"{f'in_use.{key}' if key in self.roles else key} = {json.dumps(value)}")
        for language, roles in self.languages.items():
            for role, names in roles.items():
                yield printable(f"language.{language}.{role} = {json.dumps(names)}")
        for service, each in self:
            yield printable(f"why.{service} = {json.dumps(each.why, ensure_ascii=False)}")

    def _to(self, *roles: str) -> list[str] | str:
        hosts = [each.goes_to for role in roles for each in self.roles[role] if each.goes_to]
        return list(dict.fromkeys(hosts)) or NOBODY


def in_use(names: Sequence[str], section: RoleSettings, chosen: ChosenChain) -> Sequence[ServiceInUse]:
    """These services of a chain."""
    return [ServiceInUse(name, chosen.why[name], _goes_to(name, section, chosen)) for name in names]


def _goes_to(name: str, section: RoleSettings, chosen: ChosenChain) -> str:
    if name in chosen.remotes:
        return chosen.remotes[name].host
    return "" if section.services[name].embedded else f"unknown: {chosen.role}.{name} does not say"
