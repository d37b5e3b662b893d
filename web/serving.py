"""Serves the application with Hypercorn's protocols and options, but starts, accepts and stops in our own way.

`offhook serve` calls `run_server`; with several workers each of them does (`web/workers/`). Under the `hypercorn`
command `install` replaces Hypercorn's `worker_serve` by `serve_worker`, because three things are impossible from inside
an ASGI application:

- When it stops, Hypercorn accepts no more connections, while its parent process keeps the listening socket. So new
  callers would hang during a drain, and the carrier's last request after a call would get no answer.
- It logs "Running on" also if the start-up has failed, and then a traceback instead of the reason.
- Without a descriptor for a new connection it logs a traceback ten times a second.

ServingFailed            the server did not start, or did not stop in order; the message says why
"""

import errno
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from typing import cast

import hypercorn.trio
import hypercorn.trio.run
import trio
from hypercorn.config import Config, Sockets
from hypercorn.trio.lifespan import Lifespan
from hypercorn.trio.tcp_server import TCPServer
from hypercorn.trio.worker_context import WorkerContext
from hypercorn.typing import AppWrapper, ASGIFramework, ConnectionState, LifespanState
from hypercorn.utils import LifespanFailureError, LifespanTimeoutError, repr_socket_addr, wrap_app

from offhook.engine.host.errors_in_words import in_words, is_own, leaves, reasons, traceback_in_words
from offhook.engine.host.log_output import LogOutput
from offhook.engine.host.printable import printable
from offhook.engine.host.settings import ServerSettings
from offhook.engine.host.world import RealWorld, run_on_steady_clock
from offhook.engine.run.exchange import Exchange
from offhook.web import connection_guard
from offhook.web.accepting import accept_connections, inode_of
from offhook.web.application import Application
from offhook.web.descriptors import tell_exhausted
from offhook.web.fair_share import FairShare
from offhook.web.lag_watch import watch_lag
from offhook.web.lifespan_state import EXCHANGE, FAILURE, SHARE
from offhook.web.server_log import ServerLog, StatsdServerLog
from offhook.web.stopping import Stopping, stop_signals
from offhook.web.worker_signals import end_failed_worker, wait_parent_gone

Trigger = Callable[..., Awaitable[None]]
PassOn = Callable[[Stopping], Awaitable[None]]
"""A task that asks the server to stop, as often as somebody asks it."""
LOOK_FOR_PAUSES_S = 0.5
BACKLOG = 1024  # of a burst of webhooks. What does not fit in is dropped, and comes again after 1 s, 3 s, 7 s


_TO_LISTEN = {
    errno.EADDRINUSE: "another program has this port: stop it, or choose another one with --port or server.port",
    errno.EACCES: "choose a port above 1023 with --port or server.port",
    errno.EADDRNOTAVAIL: "this machine does not have that address: correct --host or server.host",
}


class ServingFailed(Exception):
    """The server could not start."""


def install() -> None:
    """Serve every Trio worker of this process in our way. Raises GuardFailed. Doing it twice does it once."""
    connection_guard.install()
    Config.logger_class = ServerLog
    hypercorn.trio.run.worker_serve = _serve_for_hypercorn  # where `hypercorn` looks it up
    hypercorn.trio.worker_serve = serve_worker  # type: ignore[attr-defined]  # where `hypercorn.trio.serve` does


async def run_server(  # noqa: ASYNC128  # `_serve_connections` does
    app: Application,
    bind: Sequence[str],
    *,
    watch_parent: PassOn | None = None,
    task_status: trio.TaskStatus[list[str]] = trio.TASK_STATUS_IGNORED,
) -> None:
    """Serve until SIGINT, SIGTERM or SIGHUP, or until a parent process asks, then drain. Raises ServingFailed.

    `bind` are addresses, or descriptors of bound sockets as `fd://5`.
    """
    try:
        install()
    except connection_guard.GuardFailed as exc:
        raise ServingFailed(str(exc)) from exc
    config = Config()
    config.bind, config.backlog = list(bind), BACKLOG
    # Hypercorn types ASGI by its own dictionaries; the specification's are open.
    wrapped = wrap_app(cast(ASGIFramework, app), config.wsgi_max_body_size, "asgi")
    await _serve(wrapped, config, None, None, watch_parent or _stop_without_parent, task_status)


def listening_on(settings: ServerSettings) -> str:
    """Host and port of the settings as one address."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"{host}:{settings.port}"


async def serve_worker(  # noqa: ASYNC128  # `_serve_connections` does
    app: AppWrapper,
    config: Config,
    *,
    sockets: Sockets | None = None,
    shutdown_trigger: Trigger | None = None,
    task_status: trio.TaskStatus[list[str]] = trio.TASK_STATUS_IGNORED,
) -> None:
    """Hypercorn's `worker_serve`. Without a trigger, SIGINT, SIGTERM and SIGHUP stop it. Raises ServingFailed."""
    await _serve(app, config, sockets, shutdown_trigger, _stop_without_parent, task_status)


async def _serve(  # noqa: ASYNC128  # as above
    app: AppWrapper,
    config: Config,
    sockets: Sockets | None,
    shutdown_trigger: Trigger | None,
    watch_parent: PassOn,
    task_status: trio.TaskStatus[list[str]],
) -> None:
    if config.statsd_host is not None and config.logger_class is ServerLog:
        config.logger_class = StatsdServerLog
    connection_guard.prepare(config)
    state: LifespanState = {}
    lifespan = Lifespan(app, config, state)
    failure: ServingFailed | None = None
    try:
        with _requests_to_stop(shutdown_trigger) as pass_on:
            async with trio.open_nursery() as everything:
                stopping = Stopping(everything.cancel_scope)
                everything.start_soon(pass_on, stopping, name="stop requests")
                everything.start_soon(watch_parent, stopping, name="watch of the parent process")
                await everything.start(lifespan.handle_lifespan)
                await lifespan.wait_for_startup()
                await trio.lowlevel.checkpoint()  # a start-up that failed ends here
                exchange = cast(Exchange | None, state.get(EXCHANGE))
                stopping.begin_serving(exchange)
                everything.start_soon(_watch_for_pauses, exchange, name="watch for pauses")
                everything.start_soon(watch_lag, exchange, name="watch of the event loop's lag")
                await _serve_connections(app, config, state, sockets, stopping, task_status)
                await lifespan.wait_for_shutdown()
                everything.cancel_scope.cancel(reason="server over")
    except* ServingFailed as group:
        failure = ServingFailed("; ".join(str(leaf) for leaf in leaves(group)))
    except* (LifespanFailureError, LifespanTimeoutError) as group:
        failure = ServingFailed(str(state.get(FAILURE) or _why_not_started(group)))
    finally:
        if isinstance(config.log, StatsdServerLog):
            config.log.close()
    if failure is not None:
        raise failure  # raised here, because Python 3.11.0 to 3.11.3 wrap in a group what `except*` raises


def _why_not_started(group: BaseException) -> str:
    """A host application tells the server in Starlette's words, a traceback; what it was about to tell says why."""
    told = (leaf.__context__ or leaf for leaf in leaves(group))
    return "; ".join(reasons(exc) if is_own(exc) else in_words(exc) for exc in told)


async def _serve_connections(
    app: AppWrapper,
    config: Config,
    state: LifespanState,
    sockets: Sockets | None,
    stopping: Stopping,
    task_status: trio.TaskStatus[list[str]],
) -> None:
    listeners = _listen(config, sockets)
    context = WorkerContext(requests_to_serve(config))
    exchange, share = cast(Exchange | None, state.get(EXCHANGE)), cast(FairShare | None, state.get(SHARE))
    if share is not None:
        share.join(inode_of(listeners[0][1]))

    async def serve(stream: trio.abc.Stream) -> None:
        # Hypercorn types a stream as TLS, and finds out itself that it is none.
        await TCPServer(
            app, config, context, ConnectionState(state.copy()), cast(trio.SSLStream[trio.SocketStream], stream)
        )

    async with trio.open_nursery() as connections:
        async with trio.open_nursery() as door:
            exhausted, draining = partial(tell_exhausted, exchange), stopping.wait_requested
            for _, listener in listeners:
                door.start_soon(accept_connections, listener, serve, connections, exhausted, draining, share)
            door.start_soon(_keep_no_connection, config, context, stopping, name="end of keep-alive")
            door.start_soon(_stop_once, context.terminate.wait, stopping, name="watch of --max-requests")
            for address, _ in listeners:
                await config.log.info(f"Running on {address} (CTRL + C to quit)")
            task_status.started([address for address, _ in listeners])
            await stopping.wait_over()
            door.cancel_scope.cancel(reason="server over")
        await context.terminated.set()
        connections.cancel_scope.deadline = trio.current_time() + (0 if stopping.is_cut else config.graceful_timeout)


def requests_to_serve(config: Config) -> int | None:
    """After how many a worker makes way for a new one; with a jitter, lest all of them do so at once."""
    if config.max_requests is None:
        return None
    return config.max_requests + RealWorld().random("--max-requests").randint(0, config.max_requests_jitter)


async def _keep_no_connection(config: Config, context: WorkerContext, stopping: Stopping) -> None:
    """In a drain idle connections end, and each answer ends its own: what comes next over a new one may find a worker
    that is free."""
    await stopping.wait_requested()
    config.keep_alive_max_requests = 0
    await context.terminate.set()


def _listen(config: Config, sockets: Sockets | None) -> list[tuple[str, trio.abc.Listener[trio.abc.Stream]]]:
    """The listeners, each with its address. Raises ServingFailed."""
    if sockets is None:
        sockets = bind_sockets(config)
        try:
            for socket in (*sockets.secure_sockets, *sockets.insecure_sockets):
                socket.listen(config.backlog)
        except OSError as exc:
            raise _cannot_listen(config, exc) from exc
    if sockets.quic_sockets:
        raise ServingFailed("--quic-bind: no carrier speaks HTTP/3; leave it out")
    listeners: list[tuple[str, trio.abc.Listener[trio.abc.Stream]]] = []
    context = _tls(config)
    for socket in sockets.secure_sockets:
        assert context is not None, "Hypercorn makes secure sockets only where it has a certificate"
        plain = trio.SocketListener(trio.socket.from_stdlib_socket(socket))
        address = f"https://{repr_socket_addr(socket.family, socket.getsockname())}"
        listeners.append((address, trio.SSLListener(plain, context, https_compatible=True)))
    for socket in sockets.insecure_sockets:
        address = f"http://{repr_socket_addr(socket.family, socket.getsockname())}"
        listeners.append((address, trio.SocketListener(trio.socket.from_stdlib_socket(socket))))
    return listeners


def bind_sockets(config: Config) -> Sockets:
    """Nobody can connect to them before they listen. Raises ServingFailed."""
    try:
        return config.create_sockets()
    except OSError as exc:
        raise _cannot_listen(config, exc) from exc


def _cannot_listen(config: Config, exc: OSError) -> ServingFailed:
    fix = _TO_LISTEN.get(exc.errno or 0, "")
    return ServingFailed(f"{config.bind[0]}: {in_words(exc)}{fix and f'; {fix}'}")


def _tls(config: Config) -> ssl.SSLContext | None:
    """None where there is no certificate. Raises ServingFailed."""
    try:
        return config.create_ssl_context()
    except OSError as exc:  # which OpenSSL's own are too; none of them names the file
        raise ServingFailed(f"--certfile {config.certfile}, --keyfile {config.keyfile}: {in_words(exc)}") from exc


@contextmanager
def _requests_to_stop(trigger: Trigger | None) -> Iterator[PassOn]:
    """A task that passes on each request to stop. Signals are caught until the context is left."""
    if trigger is not None:
        yield partial(_stop_once, trigger)
        return
    with stop_signals() as signals:
        yield partial(_stop_each_time, signals)


async def _watch_for_pauses(exchange: Exchange | None) -> None:
    clock = run_on_steady_clock()
    if clock is None or exchange is None:
        return
    told_s = clock.paused_s
    while True:
        await trio.sleep(LOOK_FOR_PAUSES_S)
        if clock.paused_s > told_s:
            exchange.note_pause(clock.paused_s - told_s)
            told_s = clock.paused_s


async def _stop_once(trigger: Trigger, stopping: Stopping) -> None:
    await trigger()  # Hypercorn's own says nothing more: it returns at once when it is asked again
    stopping.request_once()


async def _stop_without_parent(stopping: Stopping) -> None:
    await _stop_once(wait_parent_gone, stopping)


async def _stop_each_time(requests: AsyncIterator[int], stopping: Stopping) -> None:
    async for _ in requests:
        stopping.request()


async def _serve_for_hypercorn(  # noqa: ASYNC128  # as above
    app: AppWrapper,
    config: Config,
    *,
    sockets: Sockets | None = None,
    shutdown_trigger: Trigger | None = None,
    task_status: trio.TaskStatus[list[str]] = trio.TASK_STATUS_IGNORED,
) -> None:
    """The same for its command, which knows of no reason but a traceback."""
    try:
        await serve_worker(app, config, sockets=sockets, shutdown_trigger=shutdown_trigger, task_status=task_status)
    except ServingFailed as exc:
        say_last(str(exc))
        end_failed_worker()
    except Exception as exc:  # noqa: BLE001  # Python would show it in a library's words, and the command end with 0
        say_last(f"the server crashed\n{traceback_in_words(exc)}")
        end_failed_worker()


def say_last(text: str) -> None:
    """To standard error, as the log would: whoever does not read it is not waited for."""
    with closing(LogOutput()) as output:
        output.write_line(printable(text, keep_lines=True))
