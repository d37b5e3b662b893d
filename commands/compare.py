"""`offhook compare`."""

from typing import Annotated

import typer

from offhook.commands.stored import store_path, to_json
from offhook.engine.host.settings_sources import SettingsError
from offhook.reports.comparison import Comparison, NotComparable, side_by_side
from offhook.reports.comparison_table import print_comparison
from offhook.reports.figures import find_figures
from offhook.reports.stored_paths import by_path
from offhook.reports.terminal import complain, open_terminal


def compare(
    a: Annotated[str, typer.Argument(help="A call's record or a report as a file, or a stored call's SID.")] = "",
    b: Annotated[str, typer.Argument(help="Another of the same kind, to compare with A.")] = "",
    paths: Annotated[
        bool, typer.Option("--paths", help="Compare stored calls instead: those over recordings with the streamed.")
    ] = False,
    last: Annotated[int, typer.Option(min=2, max=10_000, help="With --paths: how many of the newest calls.")] = 200,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Put two calls, or two reports of one kind, side by side, stage by stage: how B differs from A."""

    try:
        if paths == bool(a and b):
            raise typer.BadParameter("name two calls or two reports, or ask for --paths")
        comparison = by_path(store_path(), last) if paths else _two(a, b)
    except (NotComparable, SettingsError) as exc:
        complain(str(exc), keep_lines=isinstance(exc, SettingsError))
        raise typer.Exit(2) from exc
    if as_json:
        open_terminal().say(to_json(comparison), keep_lines=True)
    else:
        print_comparison(open_terminal(), comparison)


def _two(a: str, b: str) -> Comparison:
    return side_by_side(find_figures(a, store_path), find_figures(b, store_path))
