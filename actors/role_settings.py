"""What the settings of every speaking role have in common: a chain of services, and a section for each service.

Which services there are is said once, by `with_services`: it makes the sections, and the names that a chain may hold.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, ClassVar, Literal, TypeVar

from pydantic import AfterValidator, Field, create_model

from offhook.actors.declaration import NoSettings, ServiceDeclaration
from offhook.engine.host.contradictions import Rule
from offhook.engine.host.settings import Section, each_once

SERVICE_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")  # no two underscores: variables part sections by them
HedgeMs = Annotated[int, Field(ge=1, le=60_000)]
TAKES_OVER = "the next service takes over before it would be asked too"
RoleSettingsT = TypeVar("RoleSettingsT", bound="RoleSettings")


class RoleSettings(Section):
    """Which services a role has, in order of preference."""

    services: ClassVar[Mapping[str, ServiceDeclaration[Section]]] = {}
    """By name, all that a chain may hold."""
    chain: tuple[str, ...] | None = None
    hedge_ms: HedgeMs | None = None

    @property
    def hedge_s(self) -> float | None:
        """The same in seconds."""
        return None if self.hedge_ms is None else self.hedge_ms / 1000

    def hedges_after(self, switch_within_s: float) -> Rule:
        """A contradiction: `hedge_ms` and the deadline at which the next service takes over."""
        return self.hedge_s is not None and self.hedge_s >= switch_within_s, "hedge_ms switch_within_s", TAKES_OVER

    def section(self, service: str) -> Section:
        """The settings of one service, set or not."""
        section = getattr(self, service, None)
        return section if isinstance(section, Section) else NoSettings()


def with_services(
    *services: ServiceDeclaration[Section], unusable: Iterable[str] = ()
) -> Callable[[type[RoleSettingsT]], type[RoleSettingsT]]:
    """The same settings with these services too.

    `unusable` names may stand in the chain and have a table of whatever kind: that they cannot be used is said with
    the reason (`packaged_services.py`), not as if they were misspelt. Their table is not shown: it may hold a secret.
    """

    def extended(role: type[RoleSettingsT]) -> type[RoleSettingsT]:
        known = {**role.services, **{each.name: each for each in services}}
        tables = [name for name in {*unusable} - {*known} if SERVICE_NAME.fullmatch(name) and is_free(role, name)]
        fields: dict[str, tuple[object, object]] = {
            "chain": (_chain_of(*known, *unusable), role.model_fields["chain"].default),
            **{each.name: (each.settings, each.settings()) for each in services if each.settings.model_fields},
            **{name: (dict[str, object], Field(default={}, exclude=True)) for name in sorted(tables)},
        }
        made: type[RoleSettingsT] = create_model(  # type: ignore[call-overload]  # the fields by name
            role.__name__, __base__=role, __module__=role.__module__, __doc__=role.__doc__, **fields
        )
        made.services = known
        return made

    return extended


def is_free(role: type[RoleSettings], name: str) -> bool:
    """Whether a service may have a section of this name."""
    return name not in role.model_fields and not hasattr(role, name)


def _chain_of(*names: str) -> object:
    one_of = Literal[tuple(sorted({*names}))]  # type: ignore[valid-type]  # no type checker knows which there will be
    chain = Annotated[tuple[one_of, ...], Field(min_length=1), AfterValidator(each_once)]  # type: ignore[valid-type]
    return chain | None
