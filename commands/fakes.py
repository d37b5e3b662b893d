"""`offhook fakes`."""

from pathlib import Path
from typing import Annotated

import trio
import typer

from offhook.reports.terminal import complain, open_terminal
from offhook.simulation.fakes.all_fakes import NAMES, AllFakes, FakeNotKnown, behaviour, serve_until_stopped
from offhook.simulation.fakes.phase_faults import FAULTS
from offhook.simulation.fakes.use_in_shell import lines_to_use


def fakes(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0: any that is free.")] = 8800,
    fault: Annotated[
        list[str],
        typer.Option(
            metavar="NAME:FAULT",
            help=f"What goes wrong with every answer of {', '.join(NAMES)}: {', '.join(FAULTS)}. May be repeated.",
        ),
    ] = [],  # noqa: B006  # Typer reads the default, nobody changes it
    latency: Annotated[
        list[str], typer.Option(metavar="NAME:MS", help="Milliseconds until an answer begins. May be repeated.")
    ] = [],  # noqa: B006  # as above
    call: Annotated[
        list[str],
        typer.Option(
            metavar="NAME:JSON",
            help="The model calls this tool when the caller says the words of its name, or those before an `=`:"
            ' book_room:{"nights": 2}, two nights=book_room:{"nights": 2}. May be repeated.',
        ),
    ] = [],  # noqa: B006  # as above
    answer: Annotated[
        str | None,
        typer.Option(help="What the language model says; {result} stands for what the tools have given."),
    ] = None,
    hear: Annotated[
        list[str],
        typer.Option(
            metavar="TEXT",
            help="What the recognizers hear. May be repeated: one after the other, and then the last one always.",
        ),
    ] = [],  # noqa: B006  # as above
    certificate: Annotated[
        Path | None, typer.Option(help="Serve over TLS: a PEM file with certificate and key.")
    ] = None,
) -> None:
    """Serve fakes of all network services on this machine, until Ctrl-C: for trying and building without a key."""
    terminal = open_terminal()
    try:
        served = AllFakes(behaviour(fault, latency, call, answer, hear), terminal.say)
    except FakeNotKnown as exc:
        raise typer.BadParameter(str(exc)) from exc

    def tell(url: str) -> None:
        for line in lines_to_use(url):
            terminal.say(line)

    try:
        trio.run(serve_until_stopped, served, host, port, certificate, tell)
    except OSError as exc:
        complain(f"cannot serve on {host} port {port}: {exc.strerror or exc}")
        raise typer.Exit(1) from exc
