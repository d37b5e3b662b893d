"""Safe output to a terminal: untrusted text cannot send control sequences.

A carrier's reason, a caller's name, a server's TwiML or a mark may contain escape sequences, right-to-left text or Rich
markup. All output of the commands goes through a `Terminal`, which escapes such text.
"""

import sys
import traceback
from collections.abc import Iterable
from typing import TextIO

from rich.console import Console, ConsoleOptions, RenderableType  # noqa: TID251  # the only place that may use it
from rich.segment import Segment
from rich.text import Text

from offhook.engine.host.printable import printable

CALLER_STYLE, AGENT_STYLE, TROUBLE_STYLE = "cyan", "green", "yellow"
WIDE = 160  # columns, if standard output is not a terminal


class Terminal(Console):
    """Rich's console without markup, emoji codes and highlighting. All text is escaped, also in tables."""

    def __init__(self, file: TextIO | None = None, *, stderr: bool = False, width: int | None = None) -> None:
        super().__init__(file=file, stderr=stderr, width=width, markup=False, emoji=False, highlight=False)

    def say(self, text: str, style: str = "", *, keep_lines: bool = False) -> None:
        """Print one line, of any length and content. `keep_lines` is for our own texts of several lines."""
        self.print(Text(printable(text, keep_lines=keep_lines), style=style), soft_wrap=True)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        # Everything that is printed passes here, with text and style still separate: so no text is missed, and the
        # escape sequences of styles are not escaped.
        for segment in super().render(renderable, options):
            text = segment.text if segment.control else printable(segment.text, keep_lines=True)
            yield segment if text is segment.text else Segment(text, segment.style)


def complain(text: str, *, keep_lines: bool = False) -> None:
    """Print to standard error."""
    Terminal(stderr=True).say(text, keep_lines=keep_lines)


def complain_of_a_bug(exc: BaseException) -> None:
    """Print a traceback to standard error. It is escaped, because it may quote untrusted text."""
    complain("".join(traceback.format_exception(exc)).rstrip("\n"), keep_lines=True)


def open_terminal() -> Terminal:
    """Standard output. It is wide if it is not a terminal, so that tables in a file are not cut."""
    return Terminal(width=None if sys.stdout.isatty() else WIDE)
