"""How Spanish says figures."""

import re

from offhook.engine.words.aloud.spoken_language import SpokenLanguage
from offhook.engine.words.languages.es_figures import SPANISH_FIGURES
from offhook.engine.words.languages.figure_words import Counted, Currency
from offhook.engine.words.languages.language import word_set

_FEMININE = re.compile(
    r"(?:noches?|tardes?|llaves?|clases?|partes?|veces|vez|calles?|gente|\w+(?:ción|ciones|sión|siones|dad|dades|tud"
    r"|tudes|as?))\Z",
    re.IGNORECASE,
)
_MASCULINE = word_set(
    "día días problema problemas programa programas sistema sistemas idioma idiomas mapa mapas tema temas clima"
)
_NO_NOUN = word_set(
    "a al ante con de del desde e en entre es está están hasta hay ha ni no o para pero por que se según si sin son su"
    " sus u y ya las los la el le lo cada como cuando más menos"
)
_PESO_COUNTRIES = ("MX", "AR", "CO", "CL", "UY", "DO", "CU")
_POINT_COUNTRIES = ("MX", "US", "GT", "HN", "SV", "NI", "PA", "DO", "PR", "PE")


class Spanish(SpokenLanguage):
    """What is counted makes "un" or "una" of "uno"; pesos and the decimal point go by the region."""

    words = SPANISH_FIGURES

    def __init__(self, region: str) -> None:
        super().__init__(region)
        self.decimal_mark = "." if region in _POINT_COUNTRIES else ","
        if self.decimal_mark == ".":
            self.point = "punto"
        self.countries = (region,) if region else ("ES", "MX", "AR", "CO")

    @property
    def dollar(self) -> str:
        """What $ means."""
        return "MXN" if self.region in _PESO_COUNTRIES else "USD"

    def cardinal(self, number: int) -> str:
        if number < 30:
            return self.words.small[number]
        if number < 100:
            tens, ones = divmod(number, 10)
            return f"{self.words.tens[tens]} y {self.words.small[ones]}" if ones else self.words.tens[tens]
        if number < 1000:
            hundreds, rest = divmod(number, 100)
            if not rest:
                return "cien" if hundreds == 1 else self.words.hundreds[hundreds]
            return f"{self.words.hundreds[hundreds]} {self.cardinal(rest)}"
        if number < 10**6:
            thousands, rest = divmod(number, 1000)
            said = "mil" if thousands == 1 else f"{self._before_noun(thousands)} mil"
            return f"{said} {self.cardinal(rest)}" if rest else said
        size, one, many = (10**12, "billón", "billones") if number >= 10**12 else (10**6, "millón", "millones")
        count, rest = divmod(number, size)
        said = f"un {one}" if count == 1 else f"{self._before_noun(count)} {many}"
        return f"{said} {self.cardinal(rest)}" if rest else said

    def _before_noun(self, number: int, *, feminine: bool = False) -> str:
        said = self.cardinal(number)
        if feminine:
            said = re.sub(r"cientos\b", "cientas", said).replace("quinientos", "quinientas")
            return f"{said[:-1]}a" if said.endswith("uno") else said
        if said.endswith("veintiuno"):
            return f"{said[:-3]}ún"
        return said[:-1] if said.endswith("uno") else said

    def counted(self, number: int, noun: str) -> str:
        if not noun or noun.lower() in _NO_NOUN or not noun[0].isalpha():
            return self.cardinal(number)
        feminine = noun.lower() not in _MASCULINE and _FEMININE.match(noun) is not None
        return self._before_noun(number, feminine=feminine)

    def of(self, number: int, thing: Counted, *, indian: bool = False) -> str:
        del indian
        if number == 1:
            return thing.one
        said = self._before_noun(number, feminine=thing.feminine)
        return f"{said} {'de ' if said.endswith(('llón', 'llones')) else ''}{thing.many}"

    def ordinal(self, number: int, sign: str, before: str, noun: str) -> str:
        del before
        said = self.words.ordinals.get(number)
        if said is None:
            return self.cardinal(number)
        if sign.endswith(("ª", "a")):
            return f"{said[:-1]}a"
        return said[:-1] if number in (1, 3) and noun and noun not in _NO_NOUN else said

    def decimals(self, digits: str) -> str:
        if len(digits) == 2 and digits[0] != "0":
            return self.cardinal(int(digits))
        return super().decimals(digits)

    def date(self, day: int, month: int, year: int | None, before: str) -> str:
        del before
        said = f"{'primero' if day == 1 else self.cardinal(day)} de {self.words.months[month - 1]}"
        return said if year is None else f"{said} de {self.cardinal(year)}"

    def clock(self, hour: int, minute: int, half: str, before: str) -> str:
        """By twenty-four hours as it is written: "las diecinueve treinta"; with "p. m." as people say it."""
        del before
        hours = "una" if hour == 1 else self._before_noun(hour, feminine=True)
        if half:
            quarters = {15: "cuarto", 30: "media"}
            minutes = f" y {quarters.get(minute) or self.cardinal(minute)}" if minute else ""
            return f"{hours}{minutes} {_part_of_day(hour % 12 + (12 if half == 'pm' else 0))}"
        if not minute:
            return hours
        return f"{hours} {f'cero {self.words.small[minute]}' if minute < 10 else self.cardinal(minute)}"

    def half(self, noun: str) -> str:
        return "media" if _FEMININE.match(noun) and noun not in _MASCULINE else self.words.fractions[1, 2]

    def and_cents(self, cents: int, part: Counted) -> str:
        return f" con {self.of(cents, part)}"

    def before_multiple(self, number: str, multiple: str) -> str:
        del multiple
        return "un" if number == "uno" else number

    def hour_alone(self, hour: int) -> str:
        return self.clock(hour, 0, "", "")

    def money_of_multiple(self, number: str, multiple: str, currency: Currency) -> str:
        return f"{number} {multiple} {'' if multiple == 'mil' else 'de '}{currency.whole.many}"


def _part_of_day(hour: int) -> str:
    if hour < 12:
        return "de la madrugada" if hour < 6 else "de la mañana"
    return "de la tarde" if hour < 20 else "de la noche"
