"""Dates as people say them. Pure: today is an argument, a Sunday unless a test says otherwise."""

from datetime import date, timedelta

import msgspec
import pytest

from offhook.actors.responder.slot_date import DateKeys, DateSlot
from tests.actors.responder.answers_read import value_of
from tests.actors.responder.front_desk import A_SUNDAY

DATES: dict[str, dict[str, str | None]] = {
    "en": {
        "today": "2026-11-29",
        "tomorrow": "2026-11-30",
        "the day after tomorrow": "2026-12-01",
        "Friday": "2026-12-04",
        "on Sunday": "2026-12-06",
        "this sunday": "2026-11-29",
        "next Friday": "2026-12-04",
        "Friday week": "2026-12-11",
        "next Friday week": "2026-12-11",
        "a week on Monday": "2026-12-07",
        "a week tomorrow": "2026-12-07",
        "Friday after next": "2026-12-11",
        "two weeks from Friday": "2026-12-18",
        "in three days": "2026-12-02",
        "in a week": "2026-12-06",
        "in a fortnight": "2026-12-13",
        "the fourteenth": "2026-12-14",
        "14th": "2026-12-14",
        "the fourteenth of December": "2026-12-14",
        "December 14th": "2026-12-14",
        "Dec. 14": "2026-12-14",
        "December fourth": "2026-12-04",
        "december fourth twenty twenty seven": "2027-12-04",
        "December 14th, 2027": "2027-12-14",
        "Friday the first": "2027-01-01",
        "the 4th of next month": "2026-12-04",
        "2026-12-04": "2026-12-04",
        "3/4": "2027-03-04",
        "12/25/2026": "2026-12-25",
        "25/12": "2026-12-25",
        "Friday the fourteenth of December": None,
        "the thirty second": None,
        "February thirtieth": None,
        "yesterday": None,
        "December fourth twenty twenty": None,
        "four": None,
        "in zero days": None,
    },
    "en-GB": {"3/4": "2027-04-03", "04.12.2026": "2026-12-04"},
    "hi": {
        "आज": "2026-11-29",
        "कल": "2026-11-30",
        "परसों": "2026-12-01",
        "शुक्रवार को": "2026-12-04",
        "अगले शुक्रवार": "2026-12-04",
        "तीन दिन बाद": "2026-12-02",
        "दो हफ़्ते बाद": "2026-12-13",
        "चौदह दिसंबर": "2026-12-14",
        "१४ दिसंबर": "2026-12-14",
        "चौदह तारीख को": "2026-12-14",
        "4/12": "2026-12-04",
        "दिसंबर की चार तारीख": "2026-12-04",
        "तीस फरवरी": None,
    },
    "es": {
        "mañana": "2026-11-30",
        "pasado mañana": "2026-12-01",
        "el viernes que viene": "2026-12-04",
        "el próximo viernes": "2026-12-04",
        "dentro de tres días": "2026-12-02",
        "de hoy en ocho": "2026-12-06",
        "en quince días": "2026-12-13",
        "el catorce": "2026-12-14",
        "el 14 de diciembre": "2026-12-14",
        "el primero de enero": "2027-01-01",
        "1º de enero": "2027-01-01",
        "4/12": "2026-12-04",
        "el cuatro de diciembre de dos mil veintisiete": "2027-12-04",
        "treinta de febrero": None,
    },
    "fr": {
        "aujourd’hui": "2026-11-29",
        "après-demain": "2026-12-01",
        "vendredi prochain": "2026-12-04",
        "lundi en huit": "2026-12-07",
        "d'ici huit jours": "2026-12-06",
        "dans quinze jours": "2026-12-13",
        "dans trois jours": "2026-12-02",
        "le quatorze": "2026-12-14",
        "le 14 décembre": "2026-12-14",
        "le 1er janvier": "2027-01-01",
        "vendredi quatre décembre": "2026-12-04",
        "4/12": "2026-12-04",
        "le trente février": None,
    },
    "de": {
        "übermorgen": "2026-12-01",
        "kommenden Montag": "2026-11-30",
        "Freitag in einer Woche": "2026-12-11",
        "nächste Woche Freitag": "2026-12-04",
        "heute in acht Tagen": "2026-12-06",
        "in drei Tagen": "2026-12-02",
        "am vierzehnten": "2026-12-14",
        "am 14.": "2026-12-14",
        "am 14. Dezember": "2026-12-14",
        "am vierten zwölften": "2026-12-04",
        "am 4.12.": "2026-12-04",
        "4.12.2027": "2027-12-04",
        "am Freitag, den 4. Dezember": "2026-12-04",
        "vierter Dezember zweitausendsiebenundzwanzig": "2027-12-04",
        "am dreißigsten Februar": None,
        "am Montag, den vierten Dezember": None,
    },
}
LANGUAGES = ("en", "en-GB", "hi", "es", "fr", "de")


@pytest.mark.parametrize(
    ("language", "said", "value"), [(language, *each) for language, table in DATES.items() for each in table.items()]
)
def test_a_date_is_what_people_mean_by_it(language: str, said: str, value: str | None) -> None:
    """From the day of the call on, also with the figures of a recognizer; what is no date is refused."""
    assert value_of(DateSlot(language=language), said, language) == value


@pytest.mark.parametrize(
    ("today", "said", "value"),
    [
        ("2026-12-31", "tomorrow", "2027-01-01"),
        ("2026-12-31", "the first", "2027-01-01"),
        ("2026-12-31", "the thirty first", "2026-12-31"),  # today is the next one there is
        ("2026-12-31", "next Friday", "2027-01-08"),  # on a Thursday that is the Friday of the next week
        ("2026-12-28", "Friday", "2027-01-01"),
        ("2027-01-01", "December thirty first", "2027-12-31"),
        ("2027-01-30", "the thirtieth of next month", None),  # February has none
        ("2027-01-31", "the thirty first", "2027-01-31"),
        ("2027-02-01", "the thirty first", "2027-03-31"),
        ("2027-03-01", "February twenty ninth", "2028-02-29"),
        ("2028-02-28", "tomorrow", "2028-02-29"),
        ("2028-02-29", "in a week", "2028-03-07"),
        ("2027-03-27", "in two days", "2027-03-29"),  # the night in which European clocks are put forward
        ("2027-10-30", "the day after tomorrow", "2027-11-01"),
        ("9999-12-31", "tomorrow", None),
        ("9999-12-31", "January first", None),
    ],
)
def test_a_calendar_has_its_corners(today: str, said: str, value: str | None) -> None:
    """The turn of the year, short months, leap days, and the last day there is."""
    assert value_of(DateSlot(), said, today=date.fromisoformat(today)) == value


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_date_is_said_as_it_is_understood(language: str) -> None:
    """With its year only where another one would be meant without."""
    slot = DateSlot(earliest_days=-60_000, language=language)
    for days in (*range(-3, 368), -400, 400, 1500, -30_000, 20_000):
        value = (A_SUNDAY + timedelta(days=days)).isoformat()
        assert value_of(slot, slot.spoken(value, A_SUNDAY), language) == value


@pytest.mark.parametrize(
    ("language", "value", "spoken"),
    [
        ("en", "2026-12-04", "Friday, December fourth"),
        ("en-GB", "2026-12-04", "Friday the fourth of December"),
        ("en-GB", "2028-12-01", "Friday the first of December twenty twenty eight"),
        ("hi", "2026-12-04", "शुक्रवार, चार दिसंबर"),
        ("es", "2026-12-04", "viernes cuatro de diciembre"),
        ("fr", "2027-01-01", "vendredi premier janvier"),
        ("de", "2026-12-04", "Freitag, den vierten Dezember"),
    ],
)
def test_a_date_is_read_back_in_the_order_of_the_region(language: str, value: str, spoken: str) -> None:
    """With its weekday, by which callers notice a mistake."""
    assert DateSlot(language=language).spoken(value, A_SUNDAY) == spoken


@pytest.mark.parametrize(
    ("slot", "keys", "value"),
    [
        (DateSlot(language="en"), "1204", "2026-12-04"),
        (DateSlot(language="en-GB"), "0412", "2026-12-04"),
        (DateSlot(language="de"), "0412", "2026-12-04"),
        (DateSlot(language="de"), "2811", "2027-11-28"),
        (DateSlot(language="de"), "04122027", "2027-12-04"),
        (DateSlot(language="de"), "3002", None),
        (DateSlot(language="de"), "0013", None),
        (DateSlot(language="de"), "412", None),
        (DateSlot(language="de", earliest_days=-40_000, latest_days=0), "04121990", "1990-12-04"),
        (DateSlot(language="de", earliest_days=-40_000, latest_days=0), "31022000", None),
    ],
)
def test_a_date_can_be_keyed_in(slot: DateSlot, keys: str, value: str | None) -> None:
    """Day and month in the order of the region, and with the year if it may be past."""
    assert slot.from_keys(keys, A_SUNDAY) == value
    assert slot.max_digits in (4, 8)


def test_a_date_stays_within_the_limits() -> None:
    """Counted from the day of the call."""
    soon = DateSlot(earliest_days=1, latest_days=30)
    assert value_of(soon, "today") is None
    assert value_of(soon, "tomorrow") == "2026-11-30"
    assert value_of(soon, "December twenty ninth") == "2026-12-29"
    assert value_of(soon, "December thirtieth") is None
    born = DateSlot(earliest_days=-40_000, latest_days=0)
    assert value_of(born, "the fourth of December nineteen ninety") == "1990-12-04"
    assert value_of(born, "tomorrow") is None


def test_limits_that_leave_no_day_are_refused() -> None:
    """When the file is read."""
    with pytest.raises(msgspec.ValidationError, match="latest_days must not be below earliest_days"):
        msgspec.convert({"earliest_days": 2, "latest_days": 1}, DateKeys)
