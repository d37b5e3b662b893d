"""`offhook picture`."""

from pathlib import Path
from typing import Annotated

import typer

from offhook.commands.stored import store_path
from offhook.engine.host.settings_sources import SettingsError
from offhook.reports.picture.files import PictureNotWritten, write_picture
from offhook.reports.picture.record_file import RecordNotFound, find_record
from offhook.reports.terminal import complain, open_terminal

_PICTURE_SUFFIXES = {".json", ".html", ".png"}  # the record's own, or typed out of habit


def picture(
    record: Annotated[
        str, typer.Argument(help="A file that holds the answer of GET /calls/SID, or a stored call's SID.")
    ],
    out: Annotated[Path | None, typer.Option(help="Name of the two files, without .html and .png.")] = None,
    dark: Annotated[bool, typer.Option("--dark", help="A dark PNG. The page has a switch of its own.")] = False,
) -> None:
    """Draw a call on one time axis: a page for the browser, and the same as PNG."""
    try:
        found = find_record(record, store_path)
        name = out or Path(record)
        files = write_picture(found, name.with_suffix("") if name.suffix in _PICTURE_SUFFIXES else name, dark=dark)
    except (RecordNotFound, PictureNotWritten, SettingsError) as exc:
        complain(str(exc), keep_lines=isinstance(exc, SettingsError))
        raise typer.Exit(1) from exc
    for file in files:
        open_terminal().say(str(file))
