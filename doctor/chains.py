"""What each chain is, why, who gets to know what is said, and what a caller notices when its first service fails."""

from collections.abc import Iterator, Mapping, Sequence

from offhook.actors.in_use import NOBODY, InUse, ServiceInUse
from offhook.actors.settings import Settings
from offhook.doctor.asked_services import AskedService
from offhook.doctor.finding import Finding, good, warning

AREA = "chains"
_LATE = {
    "recognizer": "has no words {:g} s after the caller",
    "responder": "has no next sentence within {:g} s",
    "speaker": "has no next sound within {:g} s",
}
_TAKES_OVER = {
    "recognizer": "{} hears the same words",
    "responder": "{} goes on with the reply",
    "speaker": "{} goes on with the sentence",
}
_NOBODY_LEFT = {
    "recognizer": "callers are asked to say it again",
    "responder": "callers hear an apology instead of an answer",
    "speaker": "callers hear nothing",
}


def chain_findings(in_use: InUse, settings: Settings, asked: Mapping[str, AskedService]) -> Iterator[Finding]:
    """Nothing for chains that could not be opened: then the start says why."""
    for role, services in in_use.roles.items():
        if services:
            names = ", ".join(f"{each.name} ({each.why})" for each in services)
            yield good(AREA, f"{role}: {names}")
            yield from _when_it_fails(role, services, settings, asked)
    for language, roles in in_use.languages.items():
        served = "; ".join(f"{role} {', '.join(names) or 'none'}" for role, names in roles.items())
        yield (good if all(roles.values()) else warning)(AREA, f"language {language}: {served}")
    if in_use.roles:
        fields = in_use.fields()
        sound, words = (_listed(fields[name]) for name in ("sound_goes_to", "words_go_to"))
        yield good(AREA, f"what callers say goes as sound to {sound}; the words of both sides go to {words}")


def _when_it_fails(
    role: str, services: Sequence[ServiceInUse], settings: Settings, asked: Mapping[str, AskedService]
) -> Iterator[Finding]:
    """Nothing where there is only one, which needs no network."""
    serving = [each for each in services if not _fails(role, each, asked)]
    failing = [each.name for each in services if each not in serving]
    now = f"{_and(failing)} {'do' if len(failing) > 1 else 'does'} not serve now; " if failing else ""
    if not serving:
        yield warning(AREA, f"{role}: {now}{_NOBODY_LEFT[role]}", _embedded_behind(role, settings))
        return
    first, *others = serving
    hosts = {each.goes_to for each in serving}
    if others:
        late = _LATE[role].format(_switch_within_s(role, settings))
        what = f"{role}: {now}when {first.name} fails or {late}, {_TAKES_OVER[role].format(others[0].name)}"
        if (hedge_ms := settings.roles()[role].hedge_ms) is not None:
            what += f"; after {hedge_ms} ms both are asked, and the faster one is used"
        if len(hosts) > 1 or hosts == {""}:
            yield (warning if failing else good)(AREA, what)
        else:
            down = f"; but all of them are at {first.goes_to}: when that is down, {_NOBODY_LEFT[role]}"
            yield warning(AREA, what + down, _embedded_behind(role, settings))
    elif first.goes_to:
        what = f"{role}: {now}nothing stands behind {first.name}: when it fails, {_NOBODY_LEFT[role]}"
        yield warning(AREA, what, _embedded_behind(role, settings))
    elif failing:
        yield warning(AREA, f"{role}: {now}calls use {first.name}, behind which nothing stands")


def _fails(role: str, service: ServiceInUse, asked: Mapping[str, AskedService]) -> bool:
    found = asked.get(f"{role}.{service.name}")
    return found is not None and bool(found.failure)


def _switch_within_s(role: str, settings: Settings) -> float:
    within: Mapping[str, float] = {
        "recognizer": settings.recognizer.switch_within_s,
        "responder": settings.responder.switch_within_s,
        "speaker": settings.speaker.switch_within_s,
    }
    return within[role]


def _embedded_behind(role: str, settings: Settings) -> str:
    section = settings.roles()[role]
    embedded = [name for name, each in section.services.items() if each.embedded and not each.only_named]
    named = " or ".join(filter(None, (", ".join(embedded[:-1]), *embedded[-1:]))) or "one that needs no network"
    return f"put {named} at the end of {role}.chain, or leave {role}.chain unset"


def _listed(hosts: object) -> str:
    return ", ".join(hosts) if isinstance(hosts, list) else NOBODY


def _and(names: Sequence[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
