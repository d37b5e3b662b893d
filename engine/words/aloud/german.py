"""How German says figures."""

import re

from offhook.engine.words.aloud.spoken_language import SpokenLanguage, last_word
from offhook.engine.words.languages.de import GERMAN
from offhook.engine.words.languages.de_figures import GERMAN_FIGURES
from offhook.engine.words.languages.figure_words import Counted
from offhook.engine.words.languages.language import word_set

_NAMES = ((10**12, "Billion", "Billionen"), (10**9, "Milliarde", "Milliarden"), (10**6, "Million", "Millionen"))
_FEMININE = re.compile(
    r"(?:\w*(?:ung|heit|keit|schaft|tion|tät|nacht|person|stunde|minute|sekunde|woche|frage|nummer|karte|straße"
    r"|seite|taste|million|milliarde|etage|klasse|stelle|zahl|adresse|e-mail|mail|tasse|flasche|dame|frau|reihe))\Z",
    re.IGNORECASE,
)
_BEFORE_EN = word_set(
    "am im vom zum zur beim ab bis seit dem den des einem einen einer jedem jeden diesem diesen"
    " meinem ihrem ihren ihrer unserem unserer"
)
_BEFORE_DER = word_set("in an auf bei mit von zu aus nach seit unter vor hinter neben")
_BEFORE_WEEKDAY = re.compile(
    r"(?:\A|\s)(?:am|vom|zum|bis|ab|seit)\s+"
    r"(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|\w{2}\.),?\s*\Z",
    re.IGNORECASE,
)


class German(SpokenLanguage):
    """Long numbers are one word; ordinals take the ending that the words before them ask for."""

    words = GERMAN_FIGURES
    nouns_are_capital = True

    def __init__(self, region: str) -> None:
        super().__init__(region)
        self.decimal_mark = "." if region in ("CH", "LI") else ","
        self.countries = (region,) if region else ("DE", "AT", "CH")

    def cardinal(self, number: int) -> str:
        if number < 10**6:
            return self._word(number)
        size, one, many = next(scale for scale in _NAMES if number >= scale[0])
        count, rest = divmod(number, size)
        said = f"eine {one}" if count == 1 else f"{self._joined(count)} {many}"
        return f"{said} {self.cardinal(rest)}" if rest else said

    def _word(self, number: int) -> str:
        if number < 20:
            return self.words.small[number]
        if number < 100:
            tens, ones = divmod(number, 10)
            return f"{self._joined(ones)}und{self.words.tens[tens]}" if ones else self.words.tens[tens]
        size, name = (100, "hundert") if number < 1000 else (1000, "tausend")
        count, rest = divmod(number, size)
        said = name if count == 1 else f"{self._joined(count)}{name}"
        if not rest:
            return said
        return f"{said}{'ein' if 100 <= rest < 200 else ''}{self._word(rest)}"

    def _joined(self, number: int) -> str:
        """In front of another part of the same number."""
        said = self._word(number)
        return said[:-1] if said.endswith("eins") else said

    def counted(self, number: int, noun: str) -> str:
        if number != 1 or not noun or not noun[0].isupper():
            return self.cardinal(number)
        return "eine" if _FEMININE.match(noun) else "ein"

    def ordinal(self, number: int, sign: str, before: str, noun: str) -> str:
        """Only before a noun or a month: elsewhere the full stop may end the sentence."""
        if sign == "er":
            return "einser" if number == 1 else f"{self.year(number)}er"
        if not (noun and noun[0].isupper()) or noun in GERMAN.sentences.openers:
            return ""
        return self._ordinal(number) + self._ending(before, alone="e" if _FEMININE.match(noun) else "er")

    def _ordinal(self, number: int) -> str:
        head, last = divmod(number, 100)
        if not 0 < last < 20:
            return f"{self.cardinal(number)}st"
        stem = self.words.ordinals.get(last, f"{self.words.small[last]}t")
        return f"{self.cardinal(head * 100)}{stem}" if head else stem

    @staticmethod
    def _ending(before: str, *, alone: str = "er") -> str:
        """`alone`: without an article."""
        word = last_word(before)
        if word in _BEFORE_EN or _BEFORE_WEEKDAY.search(before):
            return "en"
        if word in ("der", "die", "das"):
            earlier = last_word(before[: before.lower().rfind(word)])
            return "en" if word == "der" and earlier in _BEFORE_DER else "e"
        return alone

    def year(self, number: int) -> str:
        if not 1100 <= number < 2000:
            return self.cardinal(number)
        century, rest = divmod(number, 100)
        return f"{self.words.small[century]}hundert{self._word(rest) if rest else ''}"

    def is_year(self, number: int, before: str, noun: str) -> bool:
        del before
        return 1100 <= number < 2000 and not (noun and noun[0].isupper())

    def date(self, day: int, month: int, year: int | None, before: str) -> str:
        said = f"{self._ordinal(day)}{self._ending(before)} {self.words.months[month - 1]}"
        return said if year is None else f"{said} {self.year(year)}"

    def clock(self, hour: int, minute: int, half: str, before: str) -> str:
        del before
        if half:
            hour = hour % 12 + (12 if half == "pm" else 0)
        said = f"{'ein' if hour == 1 else self.cardinal(hour)} Uhr"
        return f"{said} {self.cardinal(minute)}" if minute else said

    def and_cents(self, cents: int, part: Counted) -> str:
        del part
        return f" {self.cardinal(cents)}"

    def half(self, noun: str) -> str:
        return "eine halbe" if _FEMININE.match(noun) else self.words.fractions[1, 2]

    def and_part(self, whole: int, part: str) -> str:
        if part != self.words.fractions[1, 2]:
            return super().and_part(whole, part)
        return f"{self._joined(whole)}einhalb" if whole else part

    def before_multiple(self, number: str, multiple: str) -> str:
        return "eine" if number == "eins" and multiple != "tausend" else number

    def hour_alone(self, hour: int) -> str:
        return "eins" if hour == 1 else self.cardinal(hour)
