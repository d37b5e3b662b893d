"""Numbers, ordinals, fractions, ranges and units in a text."""

import re
from collections.abc import Callable, Iterator
from functools import partial

from offhook.engine.words.aloud import written_number
from offhook.engine.words.aloud.hidden_digits import hidden
from offhook.engine.words.aloud.spoken_language import SpokenLanguage
from offhook.engine.words.aloud.written_number import BEGINS, BLANK, ENDS, parse, said

Reading = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]
"""What to look for, and what to say instead; an empty text leaves it as it is."""

DASH = rf"{BLANK}?[-–—]{BLANK}?"
MINUS = r"(?:(?:(?<=\s)|(?<=\A)|(?<=[(\[]))[-−–])?"
_VULGAR = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅛": (1, 8)}
_WORD = re.compile(r"[\s\u00a0\u202f]*([^\W\d_][^\s.,;:!?()\"“”„«»]*)")


def next_word(found: re.Match[str]) -> str:
    """The word that follows; empty if a mark stands between."""
    following = _WORD.match(found.string, found.end())
    return following[1] if following and following.start(1) > found.end() else ""


def text_before(found: re.Match[str]) -> str:
    return found.string[: found.start()]


def units(language: SpokenLanguage) -> Iterator[Reading]:
    """12 °C, 5 km, 10-15 %."""
    number = written_number.pattern(language)
    signs = "|".join(re.escape(each) for each in sorted(language.words.units, key=len, reverse=True))
    phrases = language.words.between

    def read(found: re.Match[str]) -> str:
        first, second = (parse(each or "", language.decimal_mark) for each in found.group("first", "second"))
        if first is None or (found["second"] and second is None):
            return ""
        last = second or first
        thing = None if found["percent"] else language.words.units.get(found["unit"].lower().replace("º", "°"))
        if thing is not None and found["unit"] != found["unit"].lower() and found["unit"] not in _CAPITALS:
            return ""
        if thing is None:
            end = f"{said(last, language)} {phrases.percent}"
        elif last.decimals:
            end = f"{said(last, language)} {thing.many}"
        else:
            end = language.of(last.whole, thing)
        begin = f"{said(first, language)} {phrases.to} " if second else ""
        sign = f"{phrases.minus} " if found["minus"] else ""
        return f"{sign}{begin}{end}"

    yield (
        re.compile(
            rf"{BEGINS}(?P<minus>{MINUS})(?P<first>{number})(?:{DASH}(?P<second>{number}))?{BLANK}?"
            rf"(?:(?P<percent>%)|(?P<unit>{signs}))(?![\w²³/]|['’]\w)",
            re.IGNORECASE,
        ),
        read,
    )


_CAPITALS = frozenset(
    ("°C", "°F", "º", "ºC", "kWh", "kW", "MB", "GB", "Mo", "Go", "KM", "Std", "Min", "Sek", "L", "mL")
)


_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_VERBS = ("is", "was", "has")


def fractions(language: SpokenLanguage) -> Iterator[Reading]:
    """½, 2½, and 1/2 before a word; 3/4 may be a date."""

    def name(above: int, below: int) -> str:
        if (above, below) in language.words.fractions:
            return language.words.fractions[above, below]
        if not 2 <= below < len(language.words.denominators) + 2 or not 0 < above < below:
            return ""
        one, many = language.words.denominators[below - 2]
        return f"{language.counted(above, one)} {one if above == 1 else many}"

    def vulgar(found: re.Match[str]) -> str:
        part = name(*_VULGAR[found["sign"]])
        return language.and_part(int(found["whole"]), part) if found["whole"] and part else part

    def slashed(found: re.Match[str]) -> str:
        following = next_word(found)
        dated = re.search(rf"(?:\A|\s)(?:{language.words.date_words})\s\Z", text_before(found), re.IGNORECASE)
        if dated or not following:
            return hidden(found[0])
        part = name(int(found["above"]), int(found["below"]))
        if found["whole"] and part:
            return language.and_part(int(found["whole"]), part)
        return language.half(following) if found["above"] == "1" and found["below"] == "2" else part

    yield re.compile(rf"{BEGINS}(?P<whole>\d{{1,3}})?{BLANK}?(?P<sign>[{''.join(_VULGAR)}])(?!\w)"), vulgar
    yield re.compile(rf"{BEGINS}(?:(?P<whole>\d{{1,3}}) )?(?P<above>\d)/(?P<below>\d){ENDS}"), slashed


def phrases(language: SpokenLanguage) -> Iterator[Reading]:
    """24/7."""
    for written, spoken in language.words.phrases.items():
        yield re.compile(rf"{BEGINS}{re.escape(written)}(?![\w/])", re.IGNORECASE), partial(_always, spoken)


def _always(spoken: str, found: re.Match[str]) -> str:
    del found
    return spoken


def grouped(language: SpokenLanguage) -> Iterator[Reading]:
    """1 234 567, before its groups are taken for numbers of their own."""
    blank = BLANK if language.words.blank_groups else "[\u00a0\u202f\u2009]"

    def read(found: re.Match[str]) -> str:
        value = parse(found[0], language.decimal_mark)
        return "" if value is None else said(value, language, next_word(found))

    yield re.compile(rf"{BEGINS}[1-9]\d{{0,2}}(?:{blank}\d{{3}}(?!\d))+(?:[.,]\d+)?{ENDS}"), read


def ordinals(language: SpokenLanguage) -> Iterator[Reading]:
    """1st, 3., 2º, 5वां."""

    def read(found: re.Match[str]) -> str:
        return language.ordinal(int(found["number"]), found["sign"], text_before(found), next_word(found))

    yield (
        re.compile(
            rf"{BEGINS}(?P<number>\d{{1,4}})(?P<sign>{language.words.ordinal_signs})(?![\w.]\w?)", re.IGNORECASE
        ),
        read,
    )


def ranges(language: SpokenLanguage) -> Iterator[Reading]:
    """2-3: from a smaller to a larger number. 2:1 and 3-2 may be a score."""
    number = written_number.pattern(language)

    def read(found: re.Match[str]) -> str:
        first, second = (parse(each, language.decimal_mark) for each in found.group("first", "second"))
        if first is None or second is None or _leads_with_zero(found["first"], found["second"]):
            return ""
        if (first.whole, first.decimals) >= (second.whole, second.decimals):
            return ""
        noun = next_word(found)
        if all(map(_YEAR.fullmatch, found.group("first", "second"))) and len(noun) < 4:
            return f"{language.year(first.whole)} {language.words.between.to} {language.year(second.whole)}"
        return f"{said(first, language)} {language.words.between.to} {said(second, language, noun)}"

    yield re.compile(rf"{BEGINS}(?P<first>{number}){DASH}(?P<second>{number}){ENDS}"), read


def _leads_with_zero(*numbers: str) -> bool:
    return any(len(each) > 1 and each[0] == "0" and each[1] not in ".," for each in numbers)


def numbers(language: SpokenLanguage) -> Iterator[Reading]:
    """Products, years, and whatever number is left."""
    number = written_number.pattern(language)

    def read(found: re.Match[str]) -> str:
        value = parse(found["number"], language.decimal_mark)
        if value is None:
            return hidden(found[0])
        noun, before = next_word(found), text_before(found)
        if found["number"].isdecimal() and len(found["number"]) == 4 and language.is_year(value.whole, before, noun):
            spoken = language.year(value.whole)
        else:
            spoken = said(value, language, noun)
        sign = {"": "", "+": f"{language.words.between.plus} "}.get(found["sign"], f"{language.words.between.minus} ")
        return f"{sign}{spoken}" if spoken else ""

    def times(found: re.Match[str]) -> str:
        return f" {language.words.between.times} "

    def often(found: re.Match[str]) -> str:
        return f"{language.cardinal(int(found['number']))} {language.words.between.often}"

    def multiple(found: re.Match[str]) -> str:
        value = parse(found["number"], language.decimal_mark)
        if value is None:
            return ""
        one, many = language.words.multiples[found["multiple"].lower()]
        is_one = value.whole == 1 and not value.decimals
        return f"{language.before_multiple(said(value, language), one)} {one if is_one else many}"

    yield re.compile(r"(?<=\d)\s*[×✕]\s*(?=\d)|(?<=\d) x (?=\d)"), times
    yield re.compile(rf"{BEGINS}(?P<number>\d{{1,2}})\s?[x×](?=\s+[^\W\d]|[.,!?]|\Z)"), often
    multiples = "|".join(re.escape(each) for each in language.words.multiples if len(each) > 2)
    yield (
        re.compile(rf"{BEGINS}(?P<number>{number}){BLANK}(?P<multiple>{multiples})(?!\w)(?:\.(?=\s))?", re.IGNORECASE),
        multiple,
    )
    sign = rf"(?:(?:(?<=\s)|(?<=\A)|(?<=[(\[]))\+|{MINUS})"
    yield re.compile(rf"{BEGINS}(?P<sign>{sign})(?P<number>{number}){ENDS}"), read
    yield re.compile(rf"{BEGINS}(?P<sign>)(?P<number>{number})(?=-[^\W\d_]{{2,}})"), read  # 3-star


def decades(language: SpokenLanguage) -> Iterator[Reading]:
    """1990s, 90s, '90s."""

    def read(found: re.Match[str]) -> str:
        return language.decade(found["century"] or "", int(found["tens"]))

    yield re.compile(r"(?<![\w.,:/-])['’]?(?P<century>1\d|20)?(?P<tens>[1-9])0['’]?s(?!\w)"), read
    yield re.compile(r"(?<![\w.,:/-])(?P<century>1\d|20)(?P<tens>0)0s(?!\w)"), read


def numbered(language: SpokenLanguage) -> Iterator[Reading]:
    """No. 5, #5."""

    def read(found: re.Match[str]) -> str:
        noun = next_word(found)
        if not text_before(found).strip() and noun.endswith("s") and noun not in _VERBS:
            return ""  # the answer "no", and then 5 rooms
        return f"{language.words.between.number} {found['number']}"

    yield re.compile(rf"(?<!\w){language.words.number_signs}{BLANK}?(?P<number>[A-Z]{{0,4}}-?\d[\dA-Z-]*)(?!\w)"), read
