"""Services of other packages: each is an entry point of the group `offhook.services`, found where it is installed.

An entry point is called as settings name the service, `speaker.beep`, and leads to its declaration. One that cannot be
used stops the start only where a chain names it; docs/extending.md shows how to write one.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pydantic import ValidationError, create_model

from offhook.actors.declaration import ServiceDeclaration
from offhook.actors.recognizer.service import RecognizerDeclaration
from offhook.actors.responder.service import ResponderDeclaration
from offhook.actors.role_settings import SERVICE_NAME, RoleSettings, is_free, with_services
from offhook.actors.settings import Settings
from offhook.actors.speaker.service import VoiceDeclaration
from offhook.engine.host.entry_points import NotUsable, PackagedPart, name_taken, packaged_parts
from offhook.engine.host.settings import Section
from offhook.engine.host.settings_sources import Loaded

GROUP = "offhook.services"
_KINDS: Mapping[str, type[ServiceDeclaration[Section]]] = {
    kind.role: kind for kind in (RecognizerDeclaration, ResponderDeclaration, VoiceDeclaration)
}


class Unusable(NamedTuple):
    """An entry point without a service that could be opened."""

    entry: str
    why: str
    """The whole sentence, with the package's name."""

    def name(self, role: str) -> str:
        """What a chain of this role would call it. Where the entry point names no role, any chain may."""
        return self.entry.removeprefix(f"{role}.")


class Reachable(NamedTuple):
    """The settings with the services of all packages, and what could not be used of those."""

    settings_type: type[Settings]
    unusable: Sequence[Unusable] = ()

    def problems(self, loaded: Loaded[Settings]) -> Iterator[str]:
        """Each chain that names what cannot be used."""
        for role, section in loaded.settings.roles().items():
            for each in self.unusable:
                if each.name(role) in (section.chain or ()):
                    yield f"{loaded.place(role, 'chain')}: {role}.chain names {each.name(role)!r}: {each.why}"

    def warnings(self, settings: Settings | None) -> Iterator[str]:
        """What cannot be used and no chain names; all of it where the settings are not known."""
        for each in self.unusable:
            chains = (
                []
                if settings is None
                else [(each.name(role), part.chain or ()) for role, part in settings.roles().items()]
            )
            if not any(name in chain for name, chain in chains):
                yield each.why


def reachable_services() -> Reachable:
    """Imports every service of every package."""
    found: dict[str, tuple[str, ServiceDeclaration[Section]]] = {}
    unusable = []
    for part in packaged_parts(GROUP):
        try:
            declaration = _declared(part)
            _refuse_taken(part.name, declaration.name, found)
            found[part.name] = (part.package, declaration)
        except NotUsable as exc:
            unusable.append(Unusable(part.name, part.in_words(exc)))
    if not found and not unusable:
        return Reachable(Settings)
    sections = {}
    for role, kind in _KINDS.items():
        services = [declaration for _, declaration in found.values() if isinstance(declaration, kind)]
        extended = with_services(*services, unusable=[each.name(role) for each in unusable])(_section_type(role))
        sections[role] = (extended, extended.model_validate({}))
    settings_type = create_model(  # type: ignore[call-overload]  # the fields by name
        Settings.__name__, __base__=Settings, __module__=Settings.__module__, __doc__=Settings.__doc__, **sections
    )
    return Reachable(settings_type, unusable)


def _declared(part: PackagedPart) -> ServiceDeclaration[Section]:
    role, _, name = part.name.partition(".")
    if role not in _KINDS or SERVICE_NAME.fullmatch(name) is None:
        kinds = ", ".join(_KINDS)
        raise NotUsable(f"must be called as settings name it, such as 'speaker.beep': one of {kinds}, and a name")
    found = part.load()
    kind = _KINDS[role]
    if not isinstance(found, kind):
        raise NotUsable(f"must lead to a {kind.__name__}: {part.entry.value!r} is a {type(found).__name__}")
    if found.name != name:
        raise NotUsable(f"leads to a service that calls itself {found.name!r}: both names must be the same")
    if not callable(getattr(found, "open", None)):
        raise NotUsable("declares nothing that opens the service")
    _insist_on_defaults(found.settings)
    return found


def _insist_on_defaults(settings: object) -> None:
    if not isinstance(settings, type) or not issubclass(settings, Section):
        raise NotUsable("must declare settings that are a Section; NoSettings, where there are none")
    try:
        settings()
    except ValidationError as exc:
        named = ", ".join(".".join(map(str, error["loc"])) for error in exc.errors(include_input=False))
        raise NotUsable(f"declares settings without a default that fits: {named or 'as a whole'}") from exc
    except Exception as exc:  # a stranger's default may raise anything
        raise NotUsable(f"declares settings whose defaults raise {type(exc).__name__}") from exc


def _refuse_taken(where: str, name: str, found: Mapping[str, tuple[str, object]]) -> None:
    section = _section_type(where.partition(".")[0])
    if where in found:
        raise name_taken(found[where][0])
    if name in section.services:
        raise NotUsable("declares a name that a service of Offhook has taken: the package must choose another")
    if not is_free(section, name):
        raise NotUsable("declares a name that stands for another setting there: the package must choose another")


def _section_type(role: str) -> type[RoleSettings]:
    section = Settings.model_fields[role].annotation
    assert isinstance(section, type)
    assert issubclass(section, RoleSettings)
    return section
