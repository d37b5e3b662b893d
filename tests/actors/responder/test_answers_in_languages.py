"""What people say in each language becomes a value, and a value what a voice says. Pure; today is a Sunday."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from offhook.actors.responder.slot import Slot, numbers_in
from offhook.actors.responder.slot_date import DateSlot
from offhook.actors.responder.slot_day import DaySlot
from offhook.actors.responder.slot_digits import DigitsSlot
from offhook.actors.responder.slot_number import NumberSlot
from offhook.actors.responder.slot_one_of import OneOfSlot
from offhook.actors.responder.slot_time import TimeSlot
from offhook.actors.responder.slot_yes_no import YesNoSlot
from offhook.engine.words.readings import readings
from offhook.engine.words.spoken_numbers import LARGEST
from tests.actors.responder.answers_read import value_of
from tests.actors.responder.front_desk import A_SUNDAY

LANGUAGES = ("en", "en-GB", "hi", "es", "es-MX", "fr", "de")

Table = dict[str, dict[str, str | None]]
"""What is said, by language, and its value; None where it is none."""

NUMBERS: Table = {
    "en": {
        "twenty-one": "21",
        "a hundred and five": "105",
        "one oh five": "105",
        "two fifty": "250",
        "a thousand": "1000",
        "nineteen eighty four": "1984",
        "nineteen hundred": "1900",
        "1,234": "1234",
        "1000": "1000",
        "٤٢": "42",
        "two thousand nineteen hundred": None,
        "one two three": None,
        "hundred thousand million": None,
    },
    "hi": {
        "इक्यावन": "51",
        "पांच": "5",
        "पाँच सौ": "500",
        "छः": "6",
        "छ": "6",
        "उन्तालीस": "39",
        "हजार": "1000",
        "५१": "51",
        "डेढ़ सौ": "150",
        "डेढ सौ": "150",
        "ढाई हज़ार": "2500",
        "साढ़े तीन सौ": "350",
        "पौने दो सौ": "175",
        "सवा सौ": "125",
        "उन्नीस सौ चौरासी": "1984",
        "एक हज़ार दो सौ पाँच": "1205",
        "डेढ़ सौ पाँच": None,
        "सौ हज़ार सौ": None,
    },
    "es": {
        "veintiuno": "21",
        "veintidos": "22",
        "treinta y dos": "32",
        "cien": "100",
        "ciento cinco": "105",
        "doscientas": "200",
        "mil novecientos ochenta y cuatro": "1984",
        "1.234": "1234",
        "cien doscientos": None,
    },
    "fr": {
        "soixante-dix": "70",
        "soixante et onze": "71",
        "quatre-vingt-dix-sept": "97",
        "septante": "70",
        "huitante-deux": "82",
        "nonante-neuf": "99",
        "deux cents": "200",
        "vingt et une": "21",
        "1 234": "1234",
        "mille neuf cent quatre-vingt-quatre": "1984",
        "dix-neuf cent": "1900",
        "cent cent": None,
    },
    "de": {
        "einundzwanzig": "21",
        "ein und zwanzig": "21",
        "zwo": "2",
        "dreissig": "30",
        "hundert": "100",
        "zweihundertfünf": "205",
        "zweihundertundfünf": "205",
        "neunzehnhundertvierundachtzig": "1984",
        "eintausendzweihundert": "1200",
        "1.234": "1234",
        "1234": "1234",
        "jahrhundert": None,
        "hundert zwei hundert": None,
    },
}
DIGITS: Table = {
    "en": {
        "four two seven one": "4271",
        "double four seventy one": "4471",
        "forty two seventy one": "4271",
        "triple two oh": "2220",
        "forty two hundred": "4200",
        "4-2-7-1": "4271",
        "٤٢٧١": "4271",
        "four two seven": None,
    },
    "hi": {
        "चार दो सात एक": "4271",
        "डबल चार सात एक": "4471",
        "फोर टू सेवन वन": "4271",
        "बयालीस इकहत्तर": "4271",
        "४२७१": "4271",
        "चार दो सात": None,
    },
    "es": {"cuatro dos siete uno": "4271", "cuarenta y dos setenta y uno": "4271", "doble cuatro siete uno": "4471"},
    "fr": {"quarante-deux soixante et onze": "4271", "zéro six quarante-deux": "0642", "42 71": "4271", "4 2 7": None},
    "de": {
        "vier zwo sieben eins": "4271",
        "zweiundvierzig einundsiebzig": "4271",
        "zweimal vier sieben eins": "4471",
        "42 71": "4271",
        "vier zwei": None,
    },
}
YES_NO: Table = {
    "en": {"yes": "yes", "that's right": "yes", "no": "no", "not right": "no", "maybe": None},
    "hi": {
        "हाँ": "yes",
        "हां": "yes",
        "जी हाँ": "yes",
        "सही है": "yes",
        "ठीक है": "yes",
        "बिल्कुल सही": "yes",
        "नहीं": "no",
        "जी नहीं": "no",
        "गलत है": "no",
        "यह गलत है": "no",
        "शायद": None,
    },
    "es": {
        "sí": "yes",
        "Si.": "yes",
        "sí, es correcto": "yes",
        "claro que sí": "yes",
        "por supuesto": "yes",
        "no": "no",
        "no, gracias": "no",
        "no es correcto": "no",
        "claro que no": "no",
        "quizás": None,
    },
    "fr": {
        "oui": "yes",
        "oui, c'est ça": "yes",
        "d’accord": "yes",
        "tout à fait": "yes",
        "c'est exact": "yes",
        "non": "no",
        "non merci": "no",
        "ce n'est pas ça": "no",
        "pas du tout": "no",
        "peut-être": None,
    },
    "de": {
        "ja": "yes",
        "ja bitte": "yes",
        "das stimmt": "yes",
        "genau": "yes",
        "ja, das ist richtig": "yes",
        "nein": "no",
        "nein danke": "no",
        "das stimmt nicht": "no",
        "das ist falsch": "no",
        "vielleicht": None,
    },
}
DAYS: Table = {
    "en": {"tonight": "today", "on Friday": "friday", "next friday": "next friday", "the day after": None},
    "hi": {
        "आज": "today",
        "कल": "tomorrow",
        "परसों": "the day after tomorrow",
        "शुक्रवार को": "friday",
        "अगले शुक्रवार": "next friday",
        "इतवार": "sunday",
        "नरसों": None,
    },
    "es": {
        "esta noche": "today",
        "mañana": "tomorrow",
        "pasado mañana": "the day after tomorrow",
        "el viernes": "friday",
        "el viernes de la próxima semana": "next friday",
        "ayer": None,
    },
    "fr": {
        "ce soir": "today",
        "demain": "tomorrow",
        "après-demain": "the day after tomorrow",
        "vendredi": "friday",
        "vendredi prochain": "next friday",
        "hier": None,
    },
    "de": {
        "heute Abend": "today",
        "morgen": "tomorrow",
        "übermorgen": "the day after tomorrow",
        "am Freitag": "friday",
        "nächsten Freitag": "next friday",
        "nächste Woche Freitag": "next friday",
        "Sonnabend": "saturday",
        "gestern": None,
    },
}
TIMES: Table = {
    "en": {
        "half eight": "08:30",
        "noon": "12:00",
        "ten past midnight": "00:10",
        "quarter to noon": "11:45",
        "half past midnight": "00:30",
        "nine oh seven": "09:07",
        "9:07": "09:07",
        "tonight at nine": "21:00",
        "fourteen thirty": "14:30",
        "quarter to eight in the evening": "19:45",
        "three at night": "03:00",
        "ten of nine": "08:50",
        "nine hundred hours": "09:00",
        "twenty five o'clock": None,
        "25:00": None,
    },
    "hi": {
        "साढ़े सात": "07:30",
        "साढे सात बजे": "07:30",
        "सवा सात": "07:15",
        "पौने आठ": "07:45",
        "डेढ़ बजे": "13:30",
        "ढाई बजे": "14:30",
        "शाम को सात बजे": "19:00",
        "रात नौ बजे": "21:00",
        "सात बजकर दस मिनट": "07:10",
        "आठ बजने में दस मिनट": "07:50",
        "७:३०": "07:30",
        "९:०५": "09:05",
        "9:05 बजे": "09:05",
        "नौ शून्य पाँच": "09:05",
        "शाम 7 बजे": "19:00",
        "आधी रात": "00:00",
        "सुबह शाम": None,
    },
    "es": {
        "a las ocho y media": "08:30",
        "las ocho menos cuarto": "07:45",
        "a la una": "13:00",
        "a las 14:30": "14:30",
        "las nueve de la noche": "21:00",
        "mediodía": "12:00",
        "a medianoche": "00:00",
        "medianoche y diez": "00:10",
        "un cuarto para el mediodía": "11:45",
        "las veinte treinta": "20:30",
        "diez para las nueve": "08:50",
        "8 p.m.": "20:00",
        "las ocho y cuarto de la tarde": "20:15",
        "las treinta": None,
    },
    "fr": {
        "huit heures et demie": "08:30",
        "à huit heures moins le quart": "07:45",
        "midi": "12:00",
        "minuit": "00:00",
        "midi et demi": "12:30",
        "14h30": "14:30",
        "14 h 30": "14:30",
        "20h": "20:00",
        "vingt heures trente": "20:30",
        "ce soir à huit heures": "20:00",
        "trois heures de l'après-midi": "15:00",
        "trente heures": None,
    },
    "de": {
        "halb acht": "07:30",
        "Viertel nach acht": "08:15",
        "drei viertel acht": "07:45",
        "dreiviertel acht": "07:45",
        "viertel acht": "07:15",
        "vierzehn Uhr dreißig": "14:30",
        "14:30 Uhr": "14:30",
        "14.30 Uhr": "14:30",
        "heute Abend um acht": "20:00",
        "acht Uhr abends": "20:00",
        "fünf vor halb acht": "07:25",
        "20 Uhr": "20:00",
        "mitternacht": "00:00",
        "halb eins nachts": "00:30",
        "fünfundzwanzig Uhr": None,
        "25 Uhr": None,
    },
}


def _cases(table: Table) -> list[tuple[str, str, str | None]]:
    return [(language, said, value) for language, each in table.items() for said, value in each.items()]


@pytest.mark.parametrize(("language", "said", "value"), _cases(NUMBERS))
def test_a_number_in_words_or_figures_is_that_number(language: str, said: str, value: str | None) -> None:
    """In every language's own way to count, with the spellings of recognizers and the digits of other scripts."""
    assert value_of(NumberSlot(lowest=0, highest=LARGEST, language=language), said, language) == value


@pytest.mark.parametrize(("language", "said", "value"), _cases(DIGITS))
def test_digits_come_alone_in_pairs_or_doubled(language: str, said: str, value: str | None) -> None:
    """As people read numbers from a card."""
    assert value_of(DigitsSlot(length=4, language=language), said, language) == value


@pytest.mark.parametrize(("language", "said", "value"), _cases(YES_NO))
def test_yes_and_no_are_those_of_the_language(language: str, said: str, value: str | None) -> None:
    """The value is "yes" or "no" in all of them: tools get it."""
    assert value_of(YesNoSlot(language=language), said, language) == value


@pytest.mark.parametrize(("language", "said", "value"), _cases(DAYS))
def test_a_day_has_one_value_in_all_languages(language: str, said: str, value: str | None) -> None:
    """So that a tool which books for "next friday" need not know what was spoken."""
    assert value_of(DaySlot(language=language), said, language) == value


@pytest.mark.parametrize(("language", "said", "value"), _cases(TIMES))
def test_a_time_is_what_people_there_mean_by_it(language: str, said: str, value: str | None) -> None:
    """ "Half eight" is half past eight in Britain, and "halb acht" an hour before that."""
    assert value_of(TimeSlot(language=language), said, language) == value


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_is_written_as_it_is_understood(language: str) -> None:
    """What a voice is given means the same number when a caller says it: whatever is counted, and samples above."""
    numbers = numbers_in(language)
    for number in (*range(2_100), *range(2_100, LARGEST + 1, 397), LARGEST):
        said = readings(numbers.written(number), language)
        assert any(numbers.value(words) == number for words in said), number


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_time_is_said_so_that_it_is_no_other(language: str) -> None:
    """Times of all hours with all minutes, without a doubt which half of the day it is in."""
    slot = TimeSlot(language=language)
    for time in range(0, 24 * 60, 7):
        value = f"{time // 60:02}:{time % 60:02}"
        assert value_of(slot, slot.spoken(value, A_SUNDAY), language) == value


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_time_in_figures_is_understood(language: str) -> None:
    """Minutes below ten too, with a colon and without. "1:05" may be that of either half of the day."""
    slot = TimeSlot(language=language)
    for time in range(0, 24 * 60, 7):
        hour, minute = divmod(time, 60)
        value = value_of(slot, f"{hour}:{minute:02}", language)
        assert value in (
            {f"{each:02}:{minute:02}" for each in (hour, (hour + 12) % 24)}
            if 1 <= hour <= 12
            else {f"{hour:02}:{minute:02}"}
        )
        assert value_of(slot, f"{hour:02}{minute:02}", language) == value


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_other_value_is_said_as_it_is_understood(language: str) -> None:
    """Days, digits, yes and no, and what is counted."""
    day, nights = DaySlot(language=language), NumberSlot(highest=60, unit=("noche", "noches"), language=language)
    for value in [key for keys in "123456789" if (key := day.from_keys(keys, A_SUNDAY))] + [
        "next monday",
        "next sunday",
    ]:
        assert value_of(day, day.spoken(value, A_SUNDAY), language) == value
    slots: list[tuple[Slot, list[str]]] = [
        (nights, [str(number) for number in range(1, 61)]),
        (DigitsSlot(length=3, language=language), [f"{number:03}" for number in range(0, 1000, 37)]),
        (YesNoSlot(language=language), ["yes", "no"]),
        (OneOfSlot(options=["Suite", "Zimmer"], language=language), ["Suite", "Zimmer"]),
    ]
    for slot, values in slots:
        for value in values:
            assert value_of(slot, slot.spoken(value, A_SUNDAY), language) == value


@pytest.mark.parametrize(
    ("language", "unit", "value", "spoken"),
    [
        ("es", ("una noche", "noches"), "1", "una noche"),
        ("es", ("una noche", "noches"), "21", "veintiuna noches"),
        ("es", ("un día", "días"), "31", "treinta y un días"),
        ("fr", ("une nuit", "nuits"), "21", "vingt et une nuits"),
        ("de", ("eine Nacht", "Nächte"), "1", "eine Nacht"),
        ("de", ("eine Nacht", "Nächte"), "2", "zwei Nächte"),
        ("hi", ("रात", "रातें"), "2", "दो रातें"),
        ("en", ("one night", "nights"), "1", "one night"),
    ],
)
def test_one_and_its_noun_agree(language: str, unit: tuple[str, str], value: str, spoken: str) -> None:
    """Where "one" changes with the noun, the agent file says it with the unit."""
    slot = NumberSlot(highest=60, unit=unit, language=language)
    assert slot.spoken(value, A_SUNDAY) == spoken
    assert value_of(slot, spoken, language) == value


@pytest.mark.parametrize("language", LANGUAGES)
def test_keys_mean_the_same_in_every_language(language: str) -> None:
    """And a caller is told about them in it."""
    slots: tuple[tuple[Slot, str, str], ...] = (
        (NumberSlot(highest=300, language=language), "250", "250"),
        (YesNoSlot(language=language), "2", "no"),
        (DigitsSlot(length=4, language=language), "4271", "4271"),
        (DaySlot(language=language), "5", "friday"),
        (TimeSlot(language=language), "1930", "19:30"),
        (OneOfSlot(options=["a", "b"], language=language), "2", "b"),
    )
    english = ["Key in", "Press"]
    for slot, keys, value in slots:
        assert slot.from_keys(keys, A_SUNDAY) == value
        assert any(word in slot.keys_help for word in english) == language.startswith("en")


FIGURES = st.text("0123456789.,:-/ h'٤४", max_size=12)


@given(st.lists(st.one_of(FIGURES, st.text(max_size=8)), max_size=6), st.sampled_from(LANGUAGES))
@example(["9" * 5000], "en")  # more digits than Python makes a number of
@example(["at", "9" * 5000, "9" * 5000], "de")
@settings(deadline=None)
def test_whatever_a_recognizer_writes_can_be_read(pieces: list[str], language: str) -> None:
    """Also figures that mean nothing: every reading is words, and what a slot makes of it is one of its values."""
    text = " ".join(pieces)
    for words in readings(text, language):
        assert not any(word.isdecimal() for word in words)
    slots: list[Slot] = [
        NumberSlot(lowest=0, highest=LARGEST, language=language),
        TimeSlot(language=language),
        DateSlot(language=language),
    ]
    for slot in slots:
        value = value_of(slot, text, language)
        assert value is None or value_of(slot, slot.spoken(value, A_SUNDAY), language) == value
