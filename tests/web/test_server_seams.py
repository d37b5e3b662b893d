"""A Hypercorn whose inside has moved is refused at the start, and not found out in the middle of somebody's call."""

import ast
import inspect
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import hypercorn
import pytest

from offhook.web import connection_guard, server_log, server_seams, serving
from offhook.web.connection_guard import GuardFailed
from offhook.web.server_seams import CALLED, HELD, KNOWN_TO_WORK, OPTIONS_READ, OPTIONS_SET, REPLACED
from tests.web.other_hypercorn import fresh, part_at, with_part, without, without_use

ROOT = Path(__file__).parents[2]
FUNCTIONS = [*REPLACED, *CALLED]
ATTRIBUTES = [f"{path}.{name}" for path, names in HELD.items() for name in names]
OPTIONS = [f"config.Config.{name}" for name in OPTIONS_SET]
CLASSES = ["trio.tcp_server.TCPServer", "protocol.ws_stream.WSStream", "protocol.h11.H11Protocol", "trio.run"]


def refusal(library: ModuleType) -> str:
    """What an operator reads who starts the server on `library`."""
    with pytest.raises(GuardFailed) as refused:
        connection_guard.install(library)
    return str(refused.value)


def taking_more(function: Callable[..., object]) -> Callable[..., object]:
    """One of the same kind that wants an argument more."""
    signature = inspect.signature(function)
    more = inspect.Parameter("more", inspect.Parameter.POSITIONAL_ONLY)
    return _with_signature(signature.replace(parameters=[more, *signature.parameters.values()]), of=function)


def of_the_other_kind(function: Callable[..., object]) -> Callable[..., object]:
    """One with the same parameters, async if `function` is not."""

    async def waits() -> None: ...

    def returns() -> None: ...

    other = returns if inspect.iscoroutinefunction(function) else waits
    return _with_signature(inspect.signature(function), of=other)


def _with_signature(signature: inspect.Signature, of: Callable[..., object]) -> Callable[..., object]:
    async def waits() -> None: ...

    def returns() -> None: ...

    function: Callable[..., object] = waits if inspect.iscoroutinefunction(of) else returns
    function.__signature__ = signature  # type: ignore[attr-defined]  # where `inspect` looks first
    return function


def test_the_installed_hypercorn_is_what_the_guard_knows() -> None:
    """So it is whether the guard stands around it already or not."""
    assert server_seams.strange_parts(hypercorn) == []
    serving.install()
    assert server_seams.strange_parts(hypercorn) == []


def test_what_is_named_as_known_to_work_is_what_is_installed() -> None:
    """An operator who follows the refusal gets the versions that the package itself asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    (asked,) = [each for each in project["dependencies"] if each.startswith("hypercorn")]
    assert asked.replace("[trio]", "") == KNOWN_TO_WORK


@pytest.mark.parametrize("path", [*FUNCTIONS, *ATTRIBUTES, *OPTIONS, *CLASSES])
def test_a_hypercorn_that_lacks_a_part_is_refused_with_its_name(path: str) -> None:
    """Renamed together with all that uses it, as a release of Hypercorn would have it."""
    refused = refusal(without(path))
    assert f"hypercorn.{path} " in refused
    assert KNOWN_TO_WORK in refused


@pytest.mark.parametrize("name", OPTIONS_READ)
def test_a_hypercorn_that_lacks_an_option_is_refused_with_its_name(name: str) -> None:
    """A worker would come up, and stumble over it when it serves or stops."""
    assert f"hypercorn.config.Config.{name} was not found" in refusal(without(f"config.Config.{name}"))


@pytest.mark.parametrize("other", [taking_more, of_the_other_kind, lambda function: None])
@pytest.mark.parametrize("path", FUNCTIONS)
def test_a_function_of_another_shape_is_refused(
    path: str, other: Callable[[Callable[..., object]], Callable[..., object]]
) -> None:
    """With an argument more, async or no longer so, or no function at all."""
    function = part_at(path)
    assert callable(function)
    assert f"hypercorn.{path} is " in refusal(with_part(path, other(function)))


@pytest.mark.parametrize("path", ATTRIBUTES)
def test_an_attribute_that_is_computed_is_refused(path: str) -> None:
    """What is set there would be lost, and what is read would need a call."""
    for instead in (property(lambda self: None), lambda self: None):
        assert f"hypercorn.{path} is not a plain attribute" in refusal(with_part(path, instead))


@pytest.mark.parametrize("path", OPTIONS)
def test_an_option_of_another_type_is_refused(path: str) -> None:
    """What is set would be misread."""
    assert f"hypercorn.{path} is not of type " in refusal(with_part(path, object()))


@pytest.mark.parametrize("path", REPLACED)
def test_a_function_that_nothing_calls_any_more_is_refused(path: str) -> None:
    """It is there, and ours in its place would never run: every connection would be unguarded without a word."""
    assert f"hypercorn.{path} is not used in hypercorn.{path.rpartition('.')[0]}" in refusal(without_use(path))


def test_all_that_has_changed_is_named_at_once() -> None:
    """Whoever looks after a new release need not start the server once for each part."""
    refused = refusal(without("trio.tcp_server.TCPServer"))
    assert refused.count("TCPServer was not found") == 1
    library = with_part(
        "protocol.ws_stream", vars(without("protocol.ws_stream.WSStream.app_put"))["protocol"].ws_stream
    )
    vars(library)["trio"] = vars(without("trio.tcp_server.TCPServer.state"))["trio"]
    refused = refusal(library)
    assert "WSStream.app_put was not found" in refused
    assert "TCPServer.state was not found" in refused


def test_of_a_hypercorn_that_is_refused_nothing_is_replaced() -> None:
    """The last part that is looked at counts as much as the first: there is no server that is half guarded."""
    library = without("config.Config.wsgi_max_body_size")
    vars(library)["trio"] = vars(fresh("trio.tcp_server.TCPServer"))["trio"]
    before = library.trio.tcp_server.TCPServer.run
    refusal(library)
    assert library.trio.tcp_server.TCPServer.run is before


@pytest.mark.parametrize("module", [connection_guard, serving, server_log], ids=["guard", "serving", "log"])
def test_whatever_is_touched_inside_hypercorn_is_checked(module: ModuleType) -> None:
    """A use that is added later has to be added to what is checked."""
    checked = {name for path in [*FUNCTIONS, *ATTRIBUTES, *OPTIONS] for name in path.split(".")} | set(OPTIONS_READ)
    assert touched(Path(inspect.getfile(module)).read_text()) <= checked


def touched(source: str) -> set[str]:
    """The names that are looked up in what these modules call a server, a protocol, a configuration and so on."""
    holders = {
        "_server",
        "server",
        "protocol",
        "protocol_type",
        "server_type",
        "config",
        "context",
        "lifespan",
        "sockets",
    }
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            holder = node.value
            name = (
                holder.attr if isinstance(holder, ast.Attribute) else holder.id if isinstance(holder, ast.Name) else ""
            )
            if name in holders:
                names.add(node.attr)
    return names
