"""Makes untrusted text safe to print on a terminal: control and invisible characters are shown as escapes."""

import encodings.unicode_escape  # noqa: F401  # else Python opens its file for the first character that is escaped
import re
import unicodedata
from collections.abc import Callable

# Cc: control characters, C1 and NUL among them. Cf: invisible ones, bidi among them (Unicode Standard Annex 9).
# Cs: halves of surrogate pairs, which no stream can encode. Zl, Zp: line ends that are not "\n".
_ESCAPED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_QUESTIONABLE = re.compile(r"[^ -~]")
_JOINERS = "\u200c\u200d"  # Persian and Hindi words and many emoji are written with them; they are harmless


def printable(text: str, *, keep_lines: bool = False) -> str:
    """The text with every character escaped that a terminal would act on: `\\x1b`, `\\u202e`, `\\n`.

    `keep_lines` lets line feeds stand, for texts of ours that have several lines.
    """
    if text.isprintable():  # Python's own test: true only without any of the above, and fast for megabytes
        return text
    return each_questionable(text, lambda one: one if _is_harmless(one, keep_lines) else _escape(one))


def each_questionable(text: str, change: Callable[[str], str]) -> str:
    """The text with `change` applied to each character that is not printable ASCII, which takes hardly any time."""
    return _QUESTIONABLE.sub(lambda found: change(found[0]), text)


def _is_harmless(character: str, keep_lines: bool) -> bool:
    if character == "\n":
        return keep_lines
    return character in _JOINERS or unicodedata.category(character) not in _ESCAPED


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
