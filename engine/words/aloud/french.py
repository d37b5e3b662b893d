"""How French says figures."""

import re

from offhook.engine.words.aloud.spoken_language import ClockTime, SpokenLanguage
from offhook.engine.words.languages.figure_words import Counted, Currency
from offhook.engine.words.languages.fr_figures import FRENCH_FIGURES
from offhook.engine.words.languages.language import word_set

_NAMES = ((10**12, "billion"), (10**9, "milliard"), (10**6, "million"))
_FEMININE = re.compile(
    r"(?:nuits?|chambres?|personnes?|heures?|minutes?|secondes?|semaines?|fois|années?|places?|tables?|clés?|clefs?"
    r"|pages?|touches?|lignes?|cartes?|adresses?|voitures?|livres?|roupies?|étoiles?|pièces?|rues?"
    r"|\w+(?:tion|tions|sion|sions|té|tés|ée|ées|ette|ettes|ance|ances|ence|ences|ure|ures|elle|elles|esse|esses))\Z",
    re.IGNORECASE,
)
_MASCULINE = word_set("musée musées lycée lycées côté côtés été")


class French(SpokenLanguage):
    """With septante and nonante in Belgium and Switzerland, and phone numbers in pairs."""

    words = FRENCH_FIGURES

    def __init__(self, region: str) -> None:
        super().__init__(region)
        self.decimal_mark = "." if region == "CH" else ","
        self.countries = (region,) if region else ("FR", "BE", "CH", "CA")
        own = {"BE": {7: "septante", 9: "nonante"}, "CH": {7: "septante", 8: "huitante", 9: "nonante"}}
        self._own_tens = own.get(region, {})

    def cardinal(self, number: int) -> str:
        if number < 100:
            return self._below_hundred(number)
        if number < 1000:
            hundreds, rest = divmod(number, 100)
            said = "cent" if hundreds == 1 else f"{self.words.small[hundreds]} cent"
            return f"{said} {self.cardinal(rest)}" if rest else said if hundreds == 1 else f"{said}s"
        if number < 10**6:
            thousands, rest = divmod(number, 1000)
            said = "mille" if thousands == 1 else f"{self._before_mille(thousands)} mille"
            return f"{said} {self.cardinal(rest)}" if rest else said
        size, name = next(scale for scale in _NAMES if number >= scale[0])
        count, rest = divmod(number, size)
        said = f"{self.cardinal(count)} {name}{'s' if count > 1 else ''}"
        return f"{said} {self.cardinal(rest)}" if rest else said

    def _before_mille(self, thousands: int) -> str:
        said = self.cardinal(thousands)
        return said[:-1] if said.endswith(("cents", "vingts")) else said

    def _below_hundred(self, number: int) -> str:
        if number < 20:
            return self.words.small[number]
        tens, ones = divmod(number, 10)
        if tens >= 7 and tens not in self._own_tens:
            if tens < 8:
                return f"soixante{' et ' if ones == 1 else '-'}{self.words.small[10 + ones]}"
            rest = number - 80
            return f"quatre-vingt-{self.words.small[rest]}" if rest else "quatre-vingts"
        name = self._own_tens.get(tens) or self.words.tens[tens]
        return name if not ones else f"{name} et un" if ones == 1 else f"{name}-{self.words.small[ones]}"

    def counted(self, number: int, noun: str) -> str:
        said = self.cardinal(number)
        return f"{said}e" if said.endswith("un") and noun and _is_feminine(noun) else said

    def of(self, number: int, thing: Counted, *, indian: bool = False) -> str:
        del indian
        said = self.cardinal(number)
        if thing.feminine and said.endswith("un"):
            said += "e"
        name = thing.one.split(" ", 1)[1] if number < 2 else thing.many
        return f"{said} {_de(name) if said.endswith(('lion', 'lions', 'liard', 'liards')) else ''}{name}"

    def ordinal(self, number: int, sign: str, before: str, noun: str) -> str:
        del before, noun
        if number == 1 or sign in ("er", "ers", "re", "ère", "ere"):
            return ("première" if sign in ("re", "ère", "ere") else "premier") if number == 1 else ""
        said = self.cardinal(number)
        if said.endswith("cinq"):
            return f"{said}uième"
        if said.endswith("neuf"):
            return f"{said[:-1]}vième"
        return f"{said.removesuffix('s') if said.endswith(('cents', 'vingts')) else said.removesuffix('e')}ième"

    def decimals(self, digits: str) -> str:
        if len(digits) == 2 and digits[0] != "0":
            return self.cardinal(int(digits))
        return super().decimals(digits)

    def date(self, day: int, month: int, year: int | None, before: str) -> str:
        del before
        said = f"{'premier' if day == 1 else self.cardinal(day)} {self.words.months[month - 1]}"
        return said if year is None else f"{said} {self.cardinal(year)}"

    def clock(self, hour: int, minute: int, half: str, before: str) -> str:
        del before
        if half:
            hour = hour % 12 + (12 if half == "pm" else 0)
        hours = self.cardinal(hour)
        said = f"{hours}{'e' if hours.endswith('un') else ''} heure{'s' if hour > 1 else ''}"
        minutes = self.cardinal(minute)
        return f"{said} {minutes}{'e' if minutes.endswith('un') else ''}" if minute else said

    def and_cents(self, cents: int, part: Counted) -> str:
        del part
        return f" {self.cardinal(cents)}"

    def money_of_multiple(self, number: str, multiple: str, currency: Currency) -> str:
        name = currency.whole.many
        return f"{number} {multiple} {'' if multiple == 'mille' else _de(name)}{name}"

    def half(self, noun: str) -> str:
        return "une demi" if _is_feminine(noun) else self.words.fractions[1, 2]

    def and_part(self, whole: int, part: str) -> str:
        return super().and_part(whole, part.replace("un demi", "demi"))

    def from_to(self, first: ClockTime, second: ClockTime, before: str) -> str:
        begin, end = (self.clock(each.hour, each.minute, each.half, before) for each in (first, second))
        return f"{begin} {self.words.between.to} {end}"

    def phone_group(self, digits: str) -> str:
        if len(digits) != 2:
            return self.one_by_one(digits)
        return self.one_by_one(digits) if digits[0] == "0" else self.cardinal(int(digits))


def _de(name: str) -> str:
    return "d'" if name[0] in "aeiou" else "de "


def _is_feminine(noun: str) -> bool:
    return noun.lower() not in _MASCULINE and _FEMININE.match(noun) is not None
