"""Amounts of money: €12.50, 12,50 €, ₹1,00,000, $1.2 million, €12/night."""

import re
from collections.abc import Iterator

from offhook.engine.words.aloud import written_number
from offhook.engine.words.aloud.figures import DASH, MINUS, Reading
from offhook.engine.words.aloud.spoken_language import SpokenLanguage
from offhook.engine.words.aloud.written_number import BLANK, WrittenNumber, parse, said
from offhook.engine.words.languages.figure_words import Currency

_CODES = {
    "€": "EUR",
    "eur": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "£": "GBP",
    "gbp": "GBP",
    "¥": "JPY",
    "jpy": "JPY",
    "₹": "INR",
    "inr": "INR",
    "rs.": "INR",
    "rs": "INR",
    "रु.": "INR",
    "रु": "INR",
    "रुपये": "INR",
    "us$": "USD",
    "usd": "USD",
    "c$": "CAD",
    "ca$": "CAD",
    "cad": "CAD",
    "a$": "AUD",
    "au$": "AUD",
    "aud": "AUD",
    "mx$": "MXN",
    "mxn": "MXN",
    "chf": "CHF",
    "fr.": "CHF",
    "sfr.": "CHF",
}
_SIGNS = "|".join(re.escape(each) for each in sorted([*_CODES, "$"], key=len, reverse=True))
_BEFORE = rf"(?<!\w)(?P<before>{_SIGNS}){BLANK}?"
_AFTER = rf"{BLANK}?(?P<after>{_SIGNS})(?![\w])"


def amounts(language: SpokenLanguage) -> Iterator[Reading]:
    number = written_number.pattern(language)
    multiples = "|".join(re.escape(each) for each in sorted(language.words.multiples, key=len, reverse=True))
    second = rf"(?:{DASH}(?:{_SIGNS})?(?P<second>{number}))?"
    no_cents = r"(?:[.,][-–—]{1,2})?"  # 5,- €
    amount = rf"(?P<first>{number}){no_cents}{second}(?:{BLANK}?(?P<multiple>{multiples})(?!\w)(?:\.(?={BLANK}?\S))?)?"
    per = rf"(?:{BLANK}?/{BLANK}?(?P<per>[^\W\d_]+))?"

    def read(found: re.Match[str]) -> str:
        groups = found.groupdict()
        sign = (groups.get("before") or groups.get("after") or "").lower()
        currency = language.words.currencies.get(language.dollar if sign == "$" else _CODES[sign])
        first = parse(found["first"], language.decimal_mark, is_money=True)
        second = parse(found["second"] or "", language.decimal_mark, is_money=True)
        if currency is None or first is None or (found["second"] and second is None):
            return ""
        spoken = _spoken(language, second or first, (found["multiple"] or "").lower(), currency)
        begin = f"{said(first, language)} {language.words.between.to} " if second else ""
        minus = f"{language.words.between.minus} " if groups["minus"] else ""
        each = f" {language.words.between.per} {_unit(language, found['per'])}" if found["per"] else ""
        return f"{minus}{begin}{spoken}{each}"

    yield re.compile(rf"(?P<minus>{MINUS}){_BEFORE}{amount}{per}(?![\w]|[.,]\d)", re.IGNORECASE), read
    yield re.compile(rf"(?<![\w.,:/-])(?P<minus>{MINUS}){amount}{_AFTER}{per}", re.IGNORECASE), read


def _spoken(language: SpokenLanguage, number: WrittenNumber, multiple: str, currency: Currency) -> str:
    if multiple:
        one, many = language.words.multiples[multiple]
        is_one = number.whole == 1 and not number.decimals
        return language.money_of_multiple(
            language.before_multiple(said(number, language), one), one if is_one else many, currency
        )
    if len(number.decimals) > 2 or not number.is_small:
        return f"{said(number, language)} {currency.whole.many}"
    return language.money(number.whole, int(number.decimals.ljust(2, "0")), currency, indian=number.indian)


def _unit(language: SpokenLanguage, written: str) -> str:
    """What follows "per": a unit in full, a word as it is."""
    thing = language.words.units.get(written.lower())
    return thing.one.partition(" ")[2] if thing is not None else written
