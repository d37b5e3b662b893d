"""The typeface of all pictures: Aileron, which comes with Pillow, so that no installed font is needed.

The page embeds the same bytes, so that a text measured here has the same width there.
"""

import unicodedata
from functools import lru_cache

from PIL import ImageFont

_MEASURED_AT = 64
ELLIPSIS = "…"
_MISSING = "\U0010fffd"  # no font has this code point, so its glyph is the one for missing characters


@lru_cache
def face(size: float) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont), "this Pillow was built without FreeType"
    return font


def font_file() -> bytes:
    """The font file, to be embedded in a page."""
    return bytes(face(_MEASURED_AT).font_bytes)


def width_of(text: str, size: float) -> float:
    return sum(_width(character) for character in text) * size / _MEASURED_AT


def spelled(text: str) -> str:
    """The text in characters that the typeface has. An accent is dropped if only the letter without it exists."""
    return "".join(
        character if _has(character) else _without_accents(character)
        for character in unicodedata.normalize("NFC", text)
    )


def shortened(text: str, size: float, room: float) -> str:
    """As much as fits, with an ellipsis if it is cut; empty if not even the ellipsis fits."""
    if width_of(text, size) <= room:
        return text
    text = text[: _fitting(text, size, room)]
    return text.rstrip(" ,.;:") + ELLIPSIS if text.strip() else ""


def _fitting(text: str, size: float, room: float) -> int:
    """How many characters fit before an ellipsis. Each is measured once: a name may have 60,000 characters."""
    width = 0.0
    for number, character in enumerate(text):
        width += _width(character)
        if not character.isspace() and (width + _width(ELLIPSIS)) * size / _MEASURED_AT > room:
            return number
    return len(text)


def wrapped(text: str, size: float, room: float, lines: int) -> list[str]:
    """At most so many lines, broken between words. The last one is shortened."""
    broken: list[str] = []
    words = text.split()
    while words and len(broken) < lines - 1:
        taken, width = 1, width_of(words[0], size)  # each word is measured only once, because there may be a million
        while taken < len(words) and (width := width + width_of(f" {words[taken]}", size)) <= room:
            taken += 1
        broken.append(shortened(" ".join(words[:taken]), size, room))
        words = words[taken:]
    if words and lines > 0:
        broken.append(shortened(" ".join(words), size, room))
    return [line for line in broken if line]


@lru_cache(maxsize=4096)
def _width(character: str) -> float:
    if not _has(character):
        return _MEASURED_AT * (1.0 if unicodedata.east_asian_width(character) in "WF" else 0.62)
    return face(_MEASURED_AT).getlength(character)


@lru_cache(maxsize=4096)
def _has(character: str) -> bool:
    font = face(_MEASURED_AT)
    return character.isspace() or bytes(font.getmask(character)) != bytes(font.getmask(_MISSING))


def _without_accents(character: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFKD", character) if _has(part)) or character
