"""In which scripts languages are written.

A sentence in a script in which the call's language is not written is certainly in another language.

A sentence with one letter of a fitting script passes: names and words of other languages may stand in any sentence.
"""

import unicodedata

LATIN, _CYRILLIC, _ARABIC, _DEVANAGARI, _CHINESE = "LATIN", "CYRILLIC", "ARABIC", "DEVANAGARI", "CJK"
_SCRIPTS: dict[str, frozenset[str]] = {
    language: frozenset(scripts.split())
    for languages, scripts in (
        ("ca cs cy da de en es et eu fi fil fr ga gl hr hu id is it lt lv nb nl nn no pl pt ro sk sl sq sv sw", LATIN),
        ("tl tr vi af mt", LATIN),
        ("be bg mk ru uk", _CYRILLIC),
        ("az bs kk ky mn sr uz", f"{LATIN} {_CYRILLIC}"),
        ("ar fa ps ur", _ARABIC),
        ("hi mr ne", _DEVANAGARI),
        ("am", "ETHIOPIC"),
        ("bn", "BENGALI"),
        ("el", "GREEK"),
        ("gu", "GUJARATI"),
        ("he", "HEBREW"),
        ("hy", "ARMENIAN"),
        ("ja", f"{_CHINESE} HIRAGANA KATAKANA"),
        ("ka", "GEORGIAN"),
        ("km", "KHMER"),
        ("kn", "KANNADA"),
        ("ko", f"HANGUL {_CHINESE}"),
        ("lo", "LAO"),
        ("ml", "MALAYALAM"),
        ("my", "MYANMAR"),
        ("pa", f"GURMUKHI {_ARABIC}"),
        ("si", "SINHALA"),
        ("ta", "TAMIL"),
        ("te", "TELUGU"),
        ("th", "THAI"),
        ("yue zh", f"{_CHINESE} BOPOMOFO"),
    )
    for language in languages.split()
}
_FEWEST_LETTERS = 4
_FEWEST_LATIN_LETTERS = 16
"""Every language writes some names and abbreviations in Latin letters, and a whole sentence may consist of them."""


def in_another_script(sentence: str, language: str) -> bool:
    """Whether this is certainly no sentence of this language. False for a language that is not known here, and for one
    whose tag names its script, such as "hi-Latn" (RFC 5646, section 2.2.3)."""
    main, *more = language.split("-")
    own = _SCRIPTS.get(main)
    if own is None or any(len(each) == 4 and each.isalpha() for each in more):
        return False
    if sentence.isascii() and LATIN in own:
        return False
    found = [_script(letter) for letter in unicodedata.normalize("NFKC", sentence) if letter.isalpha()]
    if not own.isdisjoint(found):
        return False
    latin = found.count(LATIN)
    return len(found) - latin >= _FEWEST_LETTERS or latin >= _FEWEST_LATIN_LETTERS


def scripts_of(language: str) -> frozenset[str]:
    """Empty for a language that is not known here."""
    return _SCRIPTS.get(language.partition("-")[0].lower(), frozenset())


def script_of(word: str) -> str:
    """Of its first letter; empty if it has none."""
    return next((_script(letter) for letter in word if letter.isalpha()), "")


def _script(letter: str) -> str:
    """The first word of its name: "CYRILLIC SMALL LETTER A". Empty where it has none."""
    return unicodedata.name(letter, "").partition(" ")[0]
