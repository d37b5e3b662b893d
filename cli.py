"""The `offhook` command. Only assembly: what a command does is in the package that it is about.

Each command is imported when it is used, with all that it needs: `offhook call` needs no server and no store.
"""

import sys
from importlib.metadata import version
from typing import Annotated

import typer

from offhook.reports.command_group import LateCommands
from offhook.reports.terminal import complain_of_a_bug, open_terminal

COMMANDS = {
    "call": "offhook.commands.call:command",
    "picture": "offhook.commands.picture:picture",
    "calls": "offhook.commands.calls:calls",
    "questions": "offhook.doctor.questions_command:questions",
    "compare": "offhook.commands.compare:compare",
    "simulate": "offhook.commands.simulate:simulate",
    "fakes": "offhook.commands.fakes:fakes",
    "hooks": "offhook.hooks.commands:hook_commands",
    "number": "offhook.carrier_account.commands:number_commands",
    "hang-up": "offhook.carrier_account.commands:hang_up",
    "transfer": "offhook.carrier_account.commands:transfer",
    "tools": "offhook.doctor.tools_command:tools",
    "doctor": "offhook.commands.doctor:doctor",
    "serve": "offhook.commands.serve:serve",
}
"""Where each command is found, in the order of the help."""


class _OffhookCommands(LateCommands):
    places = COMMANDS


commands = typer.Typer(
    cls=_OffhookCommands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # `main` shows them
    help="An open telephony engine for voice agents.",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        open_terminal().say(f"offhook {version('offhook')}")
        raise typer.Exit


@commands.callback()
def _offhook(
    show_version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Options of `offhook` itself."""
    del show_version  # its callback has printed it


def main() -> None:
    try:
        commands()
    except BaseExceptionGroup as exc:
        _, others = exc.split(SystemExit)
        if others is not None:
            complain_of_a_bug(exc)
        # Nobody reads what is printed any more, and the task that printed it was to exit.
        sys.exit(1)
    except Exception as exc:  # noqa: BLE001  # the traceback is printed with its text escaped
        complain_of_a_bug(exc)
        sys.exit(1)
