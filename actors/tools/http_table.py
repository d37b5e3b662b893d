"""`[[http_tools]]` of an agent file: tools that are a request to a web server, so that nobody needs to write Python."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

import msgspec

from offhook.actors.tools.address import check_address
from offhook.actors.tools.argument_tables import SCALARS, read_arguments_table
from offhook.actors.tools.mistakes import Mistakes
from offhook.actors.tools.options import ToolName, ToolOptions
from offhook.actors.tools.secret_values import Secrets, check_headers, check_places
from offhook.actors.tools.template import CALL_FACTS, SECRET, places
from offhook.engine.decide.tool_use import ToolOffer
from offhook.engine.host.toml_lines import KeyPath

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Described = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]


class HttpKeys(ToolOptions, frozen=True, kw_only=True):
    """One table."""

    name: ToolName
    description: Described
    url: Described
    method: Method = "GET"
    arguments: Mapping[str, object] = {}
    headers: Mapping[str, str] = {}
    body: dict[str, object] | None = None
    """What is sent as JSON; None: all arguments that the URL does not hold."""


class HttpRequest(msgspec.Struct, frozen=True):
    """One table that is valid."""

    offer: ToolOffer
    options: ToolOptions
    method: Method
    url: str
    headers: Mapping[str, str]
    body: dict[str, object] | None

    @property
    def has_effects(self) -> bool:
        return self.method != "GET" if self.options.effects is None else self.options.effects


def read_http_tools(tables: object, secrets: Secrets, mistakes: Mistakes) -> Sequence[tuple[HttpRequest, KeyPath]]:
    """The valid ones, and where each stands."""
    if tables is None:
        return ()
    if not isinstance(tables, list):
        mistakes.file.report(("http_tools",), "http_tools is not a list of tables", "write [[http_tools]]")
        return ()
    found = []
    for number, table in enumerate(tables):
        where = ("http_tools", number)
        keys = mistakes.file.read(table, HttpKeys, where)
        if keys is not None:
            found.append((_request(keys, where, secrets, mistakes), where))
    return found


def _request(keys: HttpKeys, where: KeyPath, secrets: Secrets, mistakes: Mistakes) -> HttpRequest:
    schema = read_arguments_table(keys.arguments, (*where, "arguments"), mistakes)
    properties = schema["properties"]
    assert isinstance(properties, dict), "it was made so"
    _check_url(keys.url, schema, (*where, "url"), mistakes)
    check_headers(keys.headers, (*where, "headers"), secrets, mistakes)
    if keys.body is not None:
        if keys.method == "GET":
            mistakes.file.report((*where, "body"), "a GET has no body", 'write method = "POST", or remove body')
        _check_body(keys.body, (*where, "body"), [*properties], secrets, mistakes)
        _check_use(keys, [*properties], where, mistakes)
    options = ToolOptions().over(keys)
    return HttpRequest(
        ToolOffer(keys.name, keys.description, schema), options, keys.method, keys.url, keys.headers, keys.body
    )


def _check_url(url: str, schema: Mapping[str, object], where: KeyPath, mistakes: Mistakes) -> None:
    if check_address(url, where, mistakes):
        for place in places(url):
            _check_place_of_url(place, schema, where, mistakes)


def _check_place_of_url(place: str, schema: Mapping[str, object], where: KeyPath, mistakes: Mistakes) -> None:
    properties, required = schema["properties"], schema.get("required")
    assert isinstance(properties, dict), "it was made so"
    if place in CALL_FACTS:
        return
    if place.startswith(SECRET):
        fix = "put it into headers or body: proxies and servers keep addresses in their logs"
        mistakes.file.report(where, "a secret cannot stand in url", fix)
    elif place not in properties:
        mistakes.unknown(where, "argument", place, [*properties, *CALL_FACTS])
    elif not isinstance(required, list) or place not in required:
        fix = "let it be required, or take it out of url: what a url does not hold is sent behind its ?, or as JSON"
        mistakes.file.report(where, f"'{place}' is in url, and may be left out", fix)
    elif properties[place].get("type", "string") not in SCALARS:
        mistakes.file.report(where, f"'{place}' in url is no text and no number", "take it out of url")


def _check_body(value: object, where: KeyPath, arguments: Sequence[str], secrets: Secrets, mistakes: Mistakes) -> None:
    match value:
        case str():
            check_places(value, where, [*arguments, *CALL_FACTS], secrets.names, mistakes)
        case dict():
            for key, each in value.items():
                _check_body(each, (*where, key), arguments, secrets, mistakes)
        case list():
            for number, each in enumerate(value):
                _check_body(each, (*where, number), arguments, secrets, mistakes)
        case _:
            pass


def _check_use(keys: HttpKeys, arguments: Sequence[str], where: KeyPath, mistakes: Mistakes) -> None:
    """An argument that goes nowhere is a question that the caller is asked for nothing."""
    used = {*places(keys.url), *_places_of(keys.body)}
    for name in arguments:
        if name not in used:
            fix = f"write {{{name}}} in body or url, or remove the argument"
            mistakes.file.report((*where, "arguments", name), f"the argument '{name}' is sent nowhere", fix)


def _places_of(value: object) -> Sequence[str]:
    match value:
        case str():
            return places(value)
        case dict():
            return [place for each in value.values() for place in _places_of(each)]
        case list():
            return [place for each in value for place in _places_of(each)]
        case _:
            return ()
