"""The digits that an agent has said one by one."""

from offhook.engine.words.aloud.read_aloud import read_aloud

_DIGITS = {read_aloud(str(digit), "en"): str(digit) for digit in range(10)}


def digits_in(text: str) -> str:
    """Of an English text; other words are left out."""
    return "".join(_DIGITS.get(word.strip(".,"), "") for word in text.split())
