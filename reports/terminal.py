"""Safe output to a terminal: untrusted text cannot control it.

A carrier's reason, a caller's name, a server's TwiML or a mark may contain escape sequences, right-to-left text, or
markup of Rich. Every command and every printer writes through a `Terminal`, which shows such text escaped.
"""

import sys
import traceback
from collections.abc import Iterable
from typing import TextIO

from rich.console import Console, ConsoleOptions, RenderableType  # noqa: TID251  # here is where it is tamed
from rich.segment import Segment
from rich.text import Text

from offhook.engine.host.printable import printable

CALLER_STYLE, AGENT_STYLE, TROUBLE_STYLE = "cyan", "green", "yellow"
WIDE = 160  # columns, where nobody's terminal says how many there are


class Terminal(Console):
    """Rich's console without markup, emoji codes and highlighting; what is rendered, tables too, steers nothing."""

    def __init__(self, file: TextIO | None = None, *, stderr: bool = False, width: int | None = None) -> None:
        super().__init__(file=file, stderr=stderr, width=width, markup=False, emoji=False, highlight=False)

    def say(self, text: str, style: str = "", *, keep_lines: bool = False) -> None:
        """One line, however long and whatever stands in it; `keep_lines` for texts of ours that have several."""
        self.print(Text(printable(text, keep_lines=keep_lines), style=style), soft_wrap=True)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        # All that is printed comes through here as text and style apart: only now is nothing forgotten, and the
        # escapes of the styles are not there yet.
        for segment in super().render(renderable, options):
            text = segment.text if segment.control else printable(segment.text, keep_lines=True)
            yield segment if text is segment.text else Segment(text, segment.style)


def complain(text: str, *, keep_lines: bool = False) -> None:
    """To standard error."""
    Terminal(stderr=True).say(text, keep_lines=keep_lines)


def complain_of_a_bug(exc: BaseException) -> None:
    """A traceback to standard error, as Python prints it: it may quote whatever came in."""
    complain("".join(traceback.format_exception(exc)).rstrip("\n"), keep_lines=True)


def open_terminal() -> Terminal:
    """Standard output; wide where it is no terminal, so that no table is cut in a file."""
    return Terminal(width=None if sys.stdout.isatty() else WIDE)
