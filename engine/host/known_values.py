"""What is known about a call, as it may stand in an agent's texts: bounded, and without what could hide in it."""

import unicodedata

LONGEST_VALUE = 200
_DROPPED = ("Cc", "Cf", "Cs", "Co", "Cn")
_JOINERS = "\u200c\u200d"  # letters of names in Persian, Hindi and others are written with them


def known_value(text: str) -> str:
    """One line of at most `LONGEST_VALUE` characters."""
    line = " ".join(text[: 4 * LONGEST_VALUE].split())
    shown = (each for each in line if each in _JOINERS or unicodedata.category(each) not in _DROPPED)
    return "".join(shown)[:LONGEST_VALUE].strip()
