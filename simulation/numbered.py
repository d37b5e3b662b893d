"""Sentences of which no two are alike: a number stands before each, in letters, which are said as they are written."""

_MARK = "§"
_LETTERS = str.maketrans("0123456789", "abcdefghij")


def numbered(number: int, text: str) -> str:
    return f"{_MARK}{f'{number:04}'.translate(_LETTERS)} {text}"


def is_numbered(text: str) -> bool:
    return text.startswith(_MARK)
