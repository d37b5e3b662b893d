"""The words of a text, in a form in which they can be compared, whatever the script. Pure.

Whoever types and whoever recognises write the same word in several ways, so that:

- letters with their marks are one form, composed or not, and vowel signs belong to their word;
- case does not count, also where it changes letters: "STRASSE" is "Straße". Turkish dotted and dotless i are both "i";
- digits of all scripts are 0 to 9, and wide, narrow, joined and decorated letters are plain ones. "5½" and "m²" keep
  their signs: "51/2" would be another number;
- all apostrophes are one. One within a word belongs to it, one around it does not;
- signs that only guide how a text is set do not count: joiners, soft hyphens, directions of writing;
- what writers of a script leave out as they like does not count: nukta in Devanagari, the vowels of Arabic and Hebrew.
  Chandrabindu is anusvara, and so is a nasal letter before a stop of its class: "हाँ" is "हां", "हिन्दी" is "हिंदी".

Words are those of Unicode's annex 29, in which Han and Hiragana letters stand for themselves, but that all punctuation
except the apostrophe parts words: "7:30" is two, and so is "mm-hmm". A script without blanks that only a dictionary can
part, such as Thai, stays in one piece.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from operator import itemgetter

_ENOUGH = 10_000
"""Signs whose form is remembered: more than any conversation has."""
_ASCII_WORD = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*")
_NOT_WITHIN = re.compile("''+")
_FIRST = itemgetter(0)
_APOSTROPHES = "'’‘ʼ՚＇"
_OWN_FORMS = {"ँ": "ं", "ı": "i"}
_DOTTED_I = "i\u0307"  # what folding the case of Turkish "İ" leaves
_BLANK_WITHOUT_WIDTH = "\u200b"
_ALONE = ("CJK UNIFIED", "CJK COMPATIBILITY IDEOGRAPH", "HIRAGANA LETTER")

_WIDTHS = ("<wide>", "<narrow>")
_SHAPES = ("<initial>", "<medial>", "<final>", "<isolated>", "<font>", "<compat>")
"""Letters of these kinds are what they stand for. A fraction, an exponent or a number in a circle says more."""

_NUKTA, _VIRAMA, _ANUSVARA = "\u093c", "\u094d", "\u0902"
_WITH_NUKTA = "ऩऱऴ"  # the others are taken apart by NFC
_NASAL = re.compile("ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ])")
_UNSEEN = re.compile(
    "[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # vowels of Hebrew
    "\u0640\u064b-\u0652\u0670"  # and of Arabic, and the dash that lengthens its letters
    f"{_NUKTA}\u034f\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]"  # choices between shapes
)


class _Forms(dict[int, str]):
    """The form of each sign, for `str.translate`: worked out when the sign is met first."""

    def __init__(self, form: Callable[[str], str]) -> None:
        super().__init__()
        self._form = form

    def __missing__(self, code: int) -> str:
        if len(self) >= _ENOUGH:
            self.clear()
        self[code] = form = self._form(chr(code))
        return form


def _form(sign: str) -> str:
    if sign in _APOSTROPHES:
        return "'"
    if sign in _OWN_FORMS:
        return _OWN_FORMS[sign]
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    if _UNSEEN.fullmatch(sign) or (unicodedata.category(sign) == "Cf" and sign != _BLANK_WITHOUT_WIDTH):
        return ""
    kind = unicodedata.decomposition(sign).partition(" ")[0]
    if kind in _WIDTHS or (kind in _SHAPES and sign.isalpha()):
        return "".join(map(_form, unicodedata.normalize("NFKC", sign).casefold()))
    return unicodedata.normalize("NFD", sign).replace(_NUKTA, "") if sign in _WITH_NUKTA else sign


def _form_in_words(sign: str) -> str:
    form = _form(sign)
    if form in ("", "'"):
        return form
    if unicodedata.name(sign, "").startswith(_ALONE):
        return f" {form} "
    return "".join(each if each.isalnum() or _is_mark(each) or each == "'" else " " for each in form)


_FORMS, _FORMS_IN_WORDS = _Forms(_form), _Forms(_form_in_words)


def normalised(text: str) -> str:
    """The text in the form in which words are compared, with its punctuation."""
    return text.lower() if text.isascii() else _folded(text, _FORMS)


def words(text: str) -> tuple[str, ...]:
    """The words of a text. Those of a text that is made of them are the same."""
    if text.isascii():
        return tuple(_ASCII_WORD.findall(text.lower()))
    folded = _folded(text, _FORMS_IN_WORDS)
    if "'" in folded:
        found = [word.strip("'") for word in _NOT_WITHIN.sub(" ", folded).split()]
        found = [word for word in found if word]
    else:
        found = folded.split()
    if all(map(str.isalnum, map(_FIRST, found))):
        return tuple(found)
    return tuple(whole for word in found if (whole := _without_stray_marks(word)))


def _folded(text: str, forms: _Forms) -> str:
    plain = unicodedata.normalize("NFC", text).casefold().translate(forms).replace(_DOTTED_I, "i")
    plain = unicodedata.normalize("NFC", plain)
    return _NASAL.sub(_ANUSVARA, plain) if _VIRAMA in plain else plain


def _without_stray_marks(word: str) -> str:
    """Marks that follow no letter, as at the beginning of a text that was cut, belong to no word."""
    return next((word[place:] for place, sign in enumerate(word) if sign.isalnum()), "")


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign).startswith("M")


def made_of(said: Sequence[str], phrases: Sequence[Sequence[str]]) -> bool:
    """Whether the words are nothing but these phrases, in any order and each any number of times."""
    whole, parts = tuple(said), [tuple(phrase) for phrase in phrases]
    reached = {0}  # how many words from the beginning are made of phrases
    for start in range(len(whole)):
        for phrase in parts if start in reached else ():
            if whole[start : start + len(phrase)] == phrase:
                reached.add(start + len(phrase))
    return len(whole) in reached
