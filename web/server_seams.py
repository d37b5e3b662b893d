"""What we build on inside Hypercorn, by name and shape, and what of it a given Hypercorn does not have.

Hypercorn promises none of it, so any release may move it. A part that is missing would fail in the middle of a call; a
part that nobody looks up any more would leave connections without their guard, without a word. So `strange_parts`
compares all of it before anything is replaced. With a new Hypercorn, this is the page to begin with.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from types import CodeType, ModuleType

KNOWN_TO_WORK = "hypercorn>=0.18,<0.19"

REPLACED = {
    "trio.tcp_server.TCPServer.run": "async (self)",
    "trio.tcp_server.TCPServer._read_data": "async (self)",
    "trio.tcp_server.TCPServer._idle_timeout": "async (self)",
    "trio.tcp_server.TCPServer.protocol_send": "async (self, event)",
    "protocol.h11.H11Protocol._check_protocol": "async (self, event)",
    "protocol.h11.H11Protocol._create_stream": "async (self, request)",
    "protocol.ws_stream.server_extensions_handshake": "(requested, supported)",
    "trio.run.worker_serve": "async (app, config, *, sockets, shutdown_trigger, task_status)",
    "trio.worker_serve": "async (app, config, *, sockets, shutdown_trigger, task_status)",
    "trio.statsd.StatsdLogger._socket_send": "async (self, message)",
}
"""Functions that ours take the place of. The class or module that holds one has to look it up by its name."""

CALLED = {
    "trio.tcp_server.TCPServer.__init__": "(self, app, config, context, state, stream)",
    "trio.tcp_server.TCPServer.__await__": "(self)",
    "trio.tcp_server.TCPServer._initiate_server_close": "async (self)",
    "protocol.ProtocolWrapper.handle": "async (self, event)",
    "protocol.h11.H11Protocol._send_h11_event": "async (self, event)",
    "events.RawData.__init__": "(self, data, address)",
    "events.Closed.__init__": "(self)",
    "trio.lifespan.Lifespan.__init__": "(self, app, config, state)",
    "trio.lifespan.Lifespan.handle_lifespan": "async (self, *, task_status)",
    "trio.lifespan.Lifespan.wait_for_startup": "async (self)",
    "trio.lifespan.Lifespan.wait_for_shutdown": "async (self)",
    "trio.worker_context.WorkerContext.__init__": "(self, max_requests)",
    "trio.worker_context.WorkerContext.event_class.set": "async (self)",
    "trio.worker_context.WorkerContext.event_class.wait": "async (self)",
    "config.Config.create_sockets": "(self)",
    "config.Config.create_ssl_context": "(self)",
    "config.Config.response_headers": "(self, protocol)",
    "logging.Logger.__init__": "(self, config)",
    "logging.Logger.info": "async (self, message, *args, **kwargs)",
    "logging.Logger.warning": "async (self, message, *args, **kwargs)",
    "utils.repr_socket_addr": "(family, address)",
    "utils.wrap_app": "(app, wsgi_max_body_size, mode)",
}

HELD = {
    "trio.tcp_server.TCPServer": ("config", "context", "protocol", "state", "stream"),
    "protocol.ProtocolWrapper": ("client", "protocol"),
    "protocol.h11.H11Protocol": ("config", "connection", "send", "stream"),
    "protocol.ws_stream.WSStream": ("app_put", "closed"),
    "trio.worker_context.WorkerContext": ("terminate", "terminated"),
    "config.Sockets": ("insecure_sockets", "quic_sockets", "secure_sockets"),
    "logging.Logger": ("access_logger", "error_logger"),
    "trio.statsd.StatsdLogger": ("socket",),
}
"""Attributes that an instance keeps as what they are set to."""

OPTIONS_SET: dict[str, tuple[type, str]] = {
    "alpn_protocols": (list, "config.Config"),
    "bind": (property, "config.Config"),
    "keep_alive_max_requests": (int, "protocol.h11.H11Protocol"),
    "logger_class": (type, "config.Config"),
    "websocket_max_message_size": (int, "protocol.ws_stream.WSStream"),
}
"""Options of `Config` that we set, with their type and what reads them."""

OPTIONS_READ = (
    "accesslog",
    "backlog",
    "certfile",
    "errorlog",
    "graceful_timeout",
    "keep_alive_timeout",
    "keyfile",
    "log",
    "logconfig",
    "logconfig_dict",
    "max_requests",
    "max_requests_jitter",
    "statsd_host",
    "websocket_ping_interval",
    "wsgi_max_body_size",
)


class _Strange(Exception):
    """A part is not what we know; the text says which and how."""


def strange_parts(library: ModuleType) -> list[str]:
    """What is missing from `library`, which is Hypercorn, or has another shape: a sentence each, with its name."""
    checks: tuple[Callable[[ModuleType], object], ...] = (
        *(partial(_insist_on_shape, path, shape) for path, shape in (REPLACED | CALLED).items()),
        *(partial(_insist_on_reader, path, path.rpartition(".")[0]) for path in REPLACED),
        *(partial(_insist_on_attribute, path, name) for path, names in HELD.items() for name in names),
        *(partial(_insist_on_type, f"config.Config.{name}", kind) for name, (kind, _) in OPTIONS_SET.items()),
        *(partial(_insist_on_reader, f"config.Config.{name}", by) for name, (_, by) in OPTIONS_SET.items()),
        *(partial(_find, path=f"config.Config.{name}") for name in OPTIONS_READ),
    )
    strange: dict[str, None] = {}  # each sentence once: a class that is missing is missed by all that it should hold
    for check in checks:
        try:
            check(library)
        except _Strange as exc:
            strange[str(exc)] = None
    return list(strange)


def _insist_on_shape(path: str, shape: str, library: ModuleType) -> None:
    function = _find(library, path)
    try:
        signature = inspect.signature(function)  # type: ignore[arg-type]  # the next line is for what is not a function
    except (TypeError, ValueError):
        raise _Strange(f"{_full(library, path)} is not a function") from None
    bare = [each.replace(annotation=each.empty, default=each.empty) for each in signature.parameters.values()]
    found = str(inspect.Signature(bare))
    if inspect.iscoroutinefunction(function):
        found = f"async {found}"
    if found != shape:
        raise _Strange(f"{_full(library, path)} is {found} and not {shape}")


def _insist_on_attribute(path: str, name: str, library: ModuleType) -> None:
    """Attributes are set when there is an instance, so the code that sets them is looked at."""
    holder = _find(library, path)
    if name not in set(_names_used_in(holder)):
        raise _Strange(f"{_full(library, path)}.{name} was not found")
    instead = inspect.getattr_static(holder, name, None)
    if inspect.isroutine(instead) or inspect.isdatadescriptor(instead):
        raise _Strange(f"{_full(library, path)}.{name} is not a plain attribute")


def _insist_on_type(path: str, kind: type, library: ModuleType) -> None:
    if not isinstance(_find(library, path), kind):
        raise _Strange(f"{_full(library, path)} is not of type {kind.__name__}")


def _insist_on_reader(path: str, by: str, library: ModuleType) -> None:
    _find(library, path)
    if path.rpartition(".")[2] not in set(_names_used_in(_find(library, by))):
        raise _Strange(f"{_full(library, path)} is not used in {_full(library, by)}")


def _find(library: ModuleType, path: str) -> object:
    part: object = library
    names = path.split(".")
    for number, name in enumerate(names, start=1):
        try:
            part = getattr(part, name)
        except AttributeError:
            raise _Strange(f"{_full(library, '.'.join(names[:number]))} was not found") from None
    return part


def _full(library: ModuleType, path: str) -> str:
    return f"{library.__name__}.{path}"


def _names_used_in(holder: object) -> Iterator[str]:
    """The names of attributes and globals that the code of a class and its bases, or of a module, looks up or sets."""
    if isinstance(holder, type):
        for each in holder.__mro__:
            yield from _names_used_by(vars(each).values())
    else:
        own = [each for each in vars(holder).values() if getattr(each, "__module__", None) == vars(holder)["__name__"]]
        yield from _names_used_by(own)
        for each in own:
            if isinstance(each, type):
                yield from _names_used_in(each)


def _names_used_by(members: Iterable[object]) -> Iterator[str]:
    for member in members:
        function = member.fget if isinstance(member, property) else member
        if inspect.isfunction(function):  # ours, where it stands already, hides the one of the library
            yield from _names_in(inspect.unwrap(function).__code__)


def _names_in(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names_in(constant)
