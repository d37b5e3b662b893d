"""Writes the two files of a picture: an HTML page and a PNG.

PictureNotWritten            the files cannot be written there; the message names the file and why
"""

from pathlib import Path

from offhook.engine.record.call_record import CallRecord
from offhook.reports.picture.page import page
from offhook.reports.picture.png import png
from offhook.reports.picture.story import story_of


class PictureNotWritten(Exception):
    """The picture's files cannot be written."""


def write_picture(record: CallRecord, name: Path, *, dark: bool = False) -> tuple[Path, Path]:
    """Writes `name`.html and `name`.png, replacing older ones. `dark` concerns only the PNG: a page has both themes."""
    story = story_of(record)
    html_file, png_file = name.with_name(f"{name.name}.html"), name.with_name(f"{name.name}.png")
    try:
        html_file.write_text(page(story), encoding="utf-8")
        png_file.write_bytes(png(story, dark=dark))
    except OSError as exc:
        raise PictureNotWritten(
            f"{exc.filename}: {exc.strerror}; name a folder that can be written with --out"
        ) from exc
    return html_file, png_file
