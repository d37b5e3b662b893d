"""Phone numbers as carriers want them (ITU-T E.164): + and up to fifteen digits."""

import re

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_PARTING = re.compile(r"[\s().\-/\u00a0]")


def phone_number(text: str) -> str:
    """With its country, such as +15005550001; blanks, dots, dashes and brackets are dropped. Raises
    ValueError."""
    plain = _PARTING.sub("", text)
    if not _E164.fullmatch(plain):
        raise ValueError("must be a phone number with its country, such as +15005550001")
    return plain
