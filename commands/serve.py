"""`offhook serve`."""

from functools import partial
from typing import Annotated

import trio
import typer

from offhook.actors.start_up import read_texts
from offhook.actors.start_up_failed import StartUpFailed
from offhook.doctor.start_check import check_start
from offhook.engine.host.settings_sources import Option, Options
from offhook.engine.host.world import RealWorld
from offhook.reports.terminal import complain
from offhook.web.application import Application
from offhook.web.listening import listening_problems
from offhook.web.opening import open_exchange
from offhook.web.serving import ServingFailed, listening_on, run_server
from offhook.web.workers.parent import serve_with_workers
from offhook.web.workers.worker import command_with

_SET_BY = {
    "host": ("server", "host"),
    "port": ("server", "port"),
    "workers": ("server", "workers"),
    "agent": ("agent", "path"),
}
"""By option of `serve`, the setting that it sets."""


def serve(
    check: Annotated[
        bool, typer.Option("--check", help="Print the settings and the agent, report problems, and stop.")
    ] = False,
    host: Annotated[str | None, typer.Option(help="The address to listen on, instead of server.host.")] = None,
    port: Annotated[
        str | None, typer.Option(metavar="INTEGER", help="The port to listen on, instead of server.port.")
    ] = None,
    workers: Annotated[
        str | None, typer.Option(metavar="INTEGER", help="How many processes answer, instead of server.workers.")
    ] = None,
    agent: Annotated[str | None, typer.Option(metavar="FILE", help="The agent file, instead of agent.path.")] = None,
) -> None:
    """Answer calls on the host and port of the settings, as `hypercorn offhook.app:app --worker-class trio` does.

    Options win over environment variables, and those over the settings file.
    """
    world = RealWorld()
    options = _typed(host=host, port=port, workers=workers, agent=agent)
    texts = read_texts(world, options=options)
    if check:
        raise typer.Exit(check_start(texts, world))
    try:
        settings, _ = texts.usable()
        if problems := listening_problems(settings.server):
            raise ServingFailed("\n".join(problems))
        if settings.server.workers > 1:
            trio.run(serve_with_workers, settings, command_with(options))
        else:
            trio.run(run_server, Application(partial(open_exchange, texts)), [listening_on(settings.server)])
    except (StartUpFailed, ServingFailed, OSError) as exc:
        complain(str(exc), keep_lines=True)
        raise typer.Exit(1) from exc


def _typed(**texts: str | None) -> Options:
    """The settings that the options of `serve` set; the text is validated like any other value."""
    return {_SET_BY[name]: Option(f"--{name}", text) for name, text in texts.items() if text is not None}
