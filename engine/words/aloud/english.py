"""How English says figures."""

from offhook.engine.words.aloud.spoken_language import SpokenLanguage, last_word
from offhook.engine.words.languages.en_figures import ENGLISH_FIGURES
from offhook.engine.words.languages.figure_words import Counted
from offhook.engine.words.languages.language import word_set

_NAMES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"))
_INDIAN_NAMES = ((10**7, "crore"), (10**5, "lakh"), (1000, "thousand"))
_AMERICAN = ("US", "CA", "PH")
_BEFORE_YEAR = word_set("in since until till year summer winter spring autumn fall of by from to and christmas")
_AFTER_YEAR = word_set("and or we the it was is will at to by for as if but on there they you i with")


class English(SpokenLanguage):
    """American months lead where the region says so, or says nothing; others say "and" before the tens."""

    words = ENGLISH_FIGURES

    def __init__(self, region: str) -> None:
        super().__init__(region)
        self.day_first = None if not region else region not in _AMERICAN
        self.countries = (region,) if region else ("US", "GB", "IN", "AU", "IE")
        self._month_leads = not region or region in _AMERICAN
        self._and = "" if self._month_leads else "and "
        self._names = _INDIAN_NAMES if region == "IN" else _NAMES

    def cardinal(self, number: int) -> str:
        return self._cardinal(number, self._names)

    def counted_as_written(self, number: int, noun: str, *, indian: bool) -> str:
        return self._cardinal(number, _INDIAN_NAMES if indian else self._names)

    def _cardinal(self, number: int, names: tuple[tuple[int, str], ...]) -> str:
        if number < 20:
            return self.words.small[number]
        if number < 100:
            tens, ones = divmod(number, 10)
            return f"{self.words.tens[tens]}-{self.words.small[ones]}" if ones else self.words.tens[tens]
        if number < 1000:
            hundreds, rest = divmod(number, 100)
            said = f"{self.words.small[hundreds]} hundred"
            return f"{said} {self._and}{self._cardinal(rest, names)}" if rest else said
        size, name = next(each for each in names if number >= each[0])
        many, rest = divmod(number, size)
        said = f"{self._cardinal(many, names)} {name}"
        joint = self._and if rest < 100 else ""
        return f"{said} {joint}{self._cardinal(rest, names)}" if rest else said

    def ordinal(self, number: int, sign: str, before: str, noun: str) -> str:
        del sign, before, noun
        said, last = self.cardinal(number), number % 100
        last = last if last < 20 else last % 10
        if own := self.words.ordinals.get(last):
            return said.removesuffix(self.words.small[last]) + own
        return f"{said[:-1]}ieth" if said.endswith("y") else f"{said}th"

    def year(self, number: int) -> str:
        century, rest = divmod(number, 100)
        if century % 10 == 0 and rest < 10:
            return self.cardinal(number)
        if not rest:
            return f"{self.cardinal(century)} hundred"
        return f"{self.cardinal(century)} {f'oh {self.words.small[rest]}' if rest < 10 else self.cardinal(rest)}"

    def decade(self, century: str, tens: int) -> str:
        ending = f"{self.words.tens[tens][:-1]}ies" if tens > 1 else ("tens" if tens else "hundreds")
        return f"{self.cardinal(int(century))} {ending}" if century else ending

    def is_year(self, number: int, before: str, noun: str) -> bool:
        word = last_word(before)
        dated = (word in _BEFORE_YEAR or number >= 2000) and (not noun or noun in _AFTER_YEAR)
        return 1100 <= number < 2100 and (dated or word in self.words.month_names)

    def date(self, day: int, month: int, year: int | None, before: str) -> str:
        said, name = self.ordinal(day, "", "", ""), self.words.months[month - 1]
        ending = "" if year is None else f" {self.year(year)}"
        if last_word(before) == "the":
            return f"{said} of {name}{ending}"
        if self._month_leads:
            return f"{name} {said}{',' if ending else ''}{ending}"
        return f"the {said} of {name}{ending}"

    def and_part(self, whole: int, part: str) -> str:
        return f"{self.cardinal(whole)} and {part.replace('one half', 'a half')}"

    def clock(self, hour: int, minute: int, half: str, before: str) -> str:
        del before
        if not half and (hour > 12 or hour == 0):
            half = "pm" if 12 < hour < 24 else "am"
        words = [self.cardinal((hour - 1) % 12 + 1)]
        if minute:
            words.append(f"oh {self.words.small[minute]}" if minute < 10 else self.cardinal(minute))
        elif not half:
            words.append("o'clock")
        return " ".join([*words, f"{half[0]}.m."]) if half else " ".join(words)  # "a m" is taken for an article

    def and_cents(self, cents: int, part: Counted) -> str:
        return f" and {self.of(cents, part)}"
