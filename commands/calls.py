"""`offhook calls delete|show`."""

from typing import Annotated

import typer

from offhook.commands.stored import store_path, to_json
from offhook.engine.host.settings_sources import SettingsError
from offhook.engine.host.world import RealWorld
from offhook.engine.record.record_json import in_full
from offhook.reports.command_group import CommandGroup
from offhook.reports.deleted_calls import NotDeleted, delete_calls, in_calls, unwanted_of
from offhook.reports.shown_call import NotShown, find_call, show
from offhook.reports.terminal import complain, open_terminal

calls = typer.Typer(cls=CommandGroup, no_args_is_help=True, add_completion=False, help="The stored calls.")


@calls.callback()
def _calls() -> None:
    """Makes `calls` a group of commands, as that of `cli.py` does."""


@calls.command()
def delete(
    sid: Annotated[str | None, typer.Argument(help="A CallSid or StreamSid.")] = None,
    caller: Annotated[str | None, typer.Option("--from", help="The caller's number, as in the record.")] = None,
    older_than: Annotated[float | None, typer.Option(min=0, help="Days since the call began.")] = None,
) -> None:
    """Delete the records of calls that match everything given. Does not ask; prints how many."""
    try:
        unwanted = unwanted_of(sid, caller, older_than, RealWorld().wall_time())
        deleted = delete_calls(store_path(), unwanted)
    except (NotDeleted, SettingsError) as exc:
        complain(str(exc), keep_lines=isinstance(exc, SettingsError))
        raise typer.Exit(1) from exc
    open_terminal().say(f"{in_calls(deleted)} deleted")


@calls.command("show")
def show_call(
    sid: Annotated[str, typer.Argument(help="A CallSid or StreamSid.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the record as it is.")] = False,
) -> None:
    """Show a stored call: who, when, how it ended, what was collected, and the conversation in order."""
    try:
        record = find_call(sid, store_path())
    except (NotShown, SettingsError) as exc:
        complain(str(exc), keep_lines=isinstance(exc, SettingsError))
        raise typer.Exit(1) from exc
    if as_json:
        open_terminal().say(to_json(in_full(record)), keep_lines=True)
    else:
        show(open_terminal(), record)
