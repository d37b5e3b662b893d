"""Digits that no later reading may touch: they stand for others until the whole text is read."""

_HIDDEN = "\ufdd0\ufdd1\ufdd2\ufdd3\ufdd4\ufdd5\ufdd6\ufdd7\ufdd8\ufdd9"
"""Unicode promises that these are never characters of a text."""
_HIDE = str.maketrans("0123456789", _HIDDEN)
_SHOW = str.maketrans(_HIDDEN, "0123456789")


def hidden(text: str) -> str:
    return text.translate(_HIDE)


def shown(text: str) -> str:
    return text.translate(_SHOW)


def has_hidden(text: str) -> bool:
    """Whether somebody has written them all the same."""
    return not text.isascii() and any(each in text for each in _HIDDEN)
