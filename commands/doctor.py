"""`offhook doctor`."""

from typing import Annotated

import typer

from offhook.actors.start_up import read_texts
from offhook.doctor.report import run_doctor
from offhook.engine.host.world import RealWorld
from offhook.reports.terminal import open_terminal


def doctor(
    url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="The public address to call, instead of server.public_url: https://..."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Look at everything that calls need, and say what is wrong and what to do. Exits with 1 if something is wrong.

    Services, keys, the public address, what is built in, clock, certificates and machine. It may be run beside a
    server that is answering calls.
    """
    world = RealWorld()
    if exit_code := run_doctor(read_texts(world), world, url, open_terminal(), as_json=as_json):
        raise typer.Exit(exit_code)
