"""How Hindi says figures."""

from offhook.engine.words.aloud.spoken_language import SpokenLanguage, last_word
from offhook.engine.words.languages.figure_words import Counted
from offhook.engine.words.languages.hi_figures import HINDI_FIGURES
from offhook.engine.words.languages.language import word_set

_NAMES = ((10**9, "अरब"), (10**7, "करोड़"), (10**5, "लाख"), (1000, "हज़ार"), (100, "सौ"))
_HALVES = {1: "डेढ़", 2: "ढाई"}
_PARTS_OF_DAY = word_set("सुबह सवेरे दोपहर शाम रात तड़के")


class Hindi(SpokenLanguage):
    """Large numbers by lakh and crore, and the quarters of an hour as people say them."""

    words = HINDI_FIGURES

    def __init__(self, region: str) -> None:
        super().__init__(region)
        self.countries = (region or "IN",)

    def cardinal(self, number: int) -> str:
        if number < 100:
            return self.words.small[number]
        size, name = next(scale for scale in _NAMES if number >= scale[0])
        count, rest = divmod(number, size)
        said = f"{self.cardinal(count)} {name}"
        return f"{said} {self.cardinal(rest)}" if rest else said

    def ordinal(self, number: int, sign: str, before: str, noun: str) -> str:
        del before, noun
        if number in self.words.ordinals:
            return f"{self.words.ordinals[number]}{sign[1:2]}"
        if not sign.startswith("व"):
            return ""
        return f"{self.cardinal(number)}{'वाँ' if sign in ('वां', 'वा') else sign}"

    def is_year(self, number: int, before: str, noun: str) -> bool:
        del before, noun
        return 1100 <= number < 2000

    def year(self, number: int) -> str:
        century, rest = divmod(number, 100)
        if not 1100 <= number < 2000:
            return self.cardinal(number)
        return f"{self.words.small[century]} सौ{f' {self.words.small[rest]}' if rest else ''}"

    def date(self, day: int, month: int, year: int | None, before: str) -> str:
        del before
        said = f"{self.words.small[day]} {self.words.months[month - 1]}"
        return said if year is None else f"{said} {self.year(year)}"

    def and_part(self, whole: int, part: str) -> str:
        if part != self.words.fractions[1, 2]:
            return super().and_part(whole, part)
        return _HALVES.get(whole, f"साढ़े {self.cardinal(whole)}")

    def clock(self, hour: int, minute: int, half: str, before: str) -> str:
        if half:
            hour = hour % 12 + (12 if half == "pm" else 0)
        said = self._time(hour, minute)
        named = last_word(before) in _PARTS_OF_DAY
        return f"{_part_of_day(hour)} {said}" if not named and (half or hour > 12 or hour == 0) else said

    def _time(self, hour: int, minute: int) -> str:
        """With its "बजे"; half past one and half past two have words of their own."""
        hours, following = (self.words.small[(each - 1) % 12 + 1] for each in (hour, hour + 1))
        match minute:
            case 0:
                return f"{hours} बजे"
            case 15:
                return f"सवा {hours} बजे"
            case 30:
                return f"{_HALVES.get((hour - 1) % 12 + 1, f'साढ़े {hours}')} बजे"
            case 45:
                return f"पौने {following} बजे"
            case _:
                return f"{hours} बजकर {self.words.small[minute]} मिनट"

    def and_cents(self, cents: int, part: Counted) -> str:
        return f" {self.of(cents, part)}"


def _part_of_day(hour: int) -> str:
    if 4 <= hour < 12:
        return "सुबह"
    if 12 <= hour < 16:
        return "दोपहर"
    return "शाम" if 16 <= hour < 20 else "रात"
