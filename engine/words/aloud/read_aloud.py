"""What stands in a text in figures, in the words that its language has for it: numbers, money, dates, times, phone
numbers. What could mean two things is left as it is. Pure."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial

from offhook.engine.words.aloud import clock_times, dates, digit_strings, figures, money
from offhook.engine.words.aloud.english import English
from offhook.engine.words.aloud.figures import Reading
from offhook.engine.words.aloud.french import French
from offhook.engine.words.aloud.german import German
from offhook.engine.words.aloud.hidden_digits import has_hidden, shown
from offhook.engine.words.aloud.hindi import Hindi
from offhook.engine.words.aloud.known_phones import load_phone_numbers
from offhook.engine.words.aloud.spanish import Spanish
from offhook.engine.words.aloud.spoken_language import SpokenLanguage
from offhook.engine.words.split_sentences import split_sentences

_LANGUAGES: dict[str, type[SpokenLanguage]] = {
    "en": English,
    "hi": Hindi,
    "es": Spanish,
    "fr": French,
    "de": German,
}
_HAS_FIGURE = re.compile(r"[\d½⅓⅔¼¾⅕⅛]")


def read_aloud(text: str, language: str) -> str:
    """`text` as it is said in the language with this tag; unchanged for a language that is not known here."""
    if not _HAS_FIGURE.search(text) or has_hidden(text) or not (readings := _readings(language)):
        return text
    if not text.isascii():  # figures of other scripts, and letters in the form that the tables have
        text = unicodedata.normalize("NFC", "".join(str(int(each)) if each.isdecimal() else each for each in text))
    return " ".join(_sentence(each, readings) for each in split_sentences(text, language))


def prepare_reading(languages: Iterable[str]) -> None:
    """Compile the patterns of these languages (about 20 ms each), and read the tables of phone numbers, which are
    files: no call is to wait for that."""
    known = [tag for tag in languages if _readings(tag)]
    if known:
        load_phone_numbers()


def _sentence(text: str, readings: Sequence[Reading]) -> str:
    for pattern, read in readings:
        text = pattern.sub(partial(_or_as_it_is, read), text)
    return shown(text)


def _or_as_it_is(read: Callable[[re.Match[str]], str], found: re.Match[str]) -> str:
    return read(found) or found[0]


@lru_cache(maxsize=64)
def _readings(tag: str) -> Sequence[Reading]:
    """In order: what a longer pattern reads is not there any more for a shorter one."""
    language = spoken_language(tag)
    return () if language is None else _readings_of(language)


@lru_cache(maxsize=64)
def spoken_language(tag: str) -> SpokenLanguage | None:
    """How figures are said in the language with this tag; None for one that is not known here."""
    code, *rest = tag.split("-")
    known = _LANGUAGES.get(code.lower())
    region = next((part.upper() for part in rest if len(part) == 2), "")
    return None if known is None else known(region)


def _readings_of(language: SpokenLanguage) -> Sequence[Reading]:
    return (
        *digit_strings.kept(),
        *figures.phrases(language),
        *figures.decades(language),
        *dates.numeric_dates(language),
        *dates.named_dates(language),
        *clock_times.times(language),
        *money.amounts(language),
        *digit_strings.phones(language),
        *figures.units(language),
        *figures.fractions(language),
        *figures.numbered(language),
        *figures.ordinals(language),
        *digit_strings.references(language),
        *figures.grouped(language),
        *digit_strings.long_strings(language),
        *figures.ranges(language),
        *figures.numbers(language),
    )
