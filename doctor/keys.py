"""Which keys and addresses are set: without any, how to set one; and those that cannot be used."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from offhook.actors.chosen_chain import ChosenChain
from offhook.doctor.finding import Finding, good, wrong
from offhook.protocol.vendor_variables import is_of_vendor

AREA = "keys"
_VARIABLE = re.compile(r"\b[A-Z][A-Z0-9_]+\b")


def key_findings(chosen: Mapping[str, ChosenChain]) -> Iterator[Finding]:
    """What set up each service over the network is told with its chain."""
    unusable: dict[str, list[str]] = {}
    for role, chain in chosen.items():
        for name, why in chain.unusable.items():
            unusable.setdefault(why, []).append(f"{role}.{name}")
    for why, services in unusable.items():
        yield wrong(AREA, f"{', '.join(services)}: {why}", "set it anew, or take it away and go without the service")
    if not unusable and not any(chain.remotes for chain in chosen.values()):
        *others, last = _variables(chosen) or [""]
        variables = f"{', '.join(others)} or {last}" if others else last
        fix = f"to use one set {variables}; " if variables else "to use one: "
        yield good(AREA, "no service over the network is used, and none is needed", f"{fix}docs/services.md says how")


def _variables(chosen: Mapping[str, ChosenChain]) -> list[str]:
    """The vendors' own variables, as the services that lack a key name them: first the one that most services want."""
    said = [why for chain in chosen.values() for why in chain.left_out.values()]
    wanted = Counter(name for why in said for name in _VARIABLE.findall(why) if is_of_vendor(name))
    return [name for name, _ in wanted.most_common()]
