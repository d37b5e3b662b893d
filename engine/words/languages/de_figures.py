"""German words for figures."""

from offhook.engine.words.languages.de_values import DATES, NUMBERS
from offhook.engine.words.languages.figure_words import Between, Counted, Currency, FigureWords, by_number


def _one(name: str) -> Counted:
    return Counted(f"ein {name}", name)


def _she(one: str, many: str) -> Counted:
    return Counted(f"eine {one}", many, feminine=True)


def _cents(name: str) -> Currency:
    return Currency(_one(name), _one("Cent"))


_HOUR, _SECOND = _she("Stunde", "Stunden"), _she("Sekunde", "Sekunden")

GERMAN_FIGURES = FigureWords(
    small=NUMBERS.below_100[:20],
    tens=NUMBERS.below_100[::10],
    ordinals={1: "erst", 3: "dritt", 7: "siebt", 8: "acht"},
    between=Between("Komma", "minus", "plus", "bis", "mal", "pro", "Nummer", "Prozent", "und", "mal"),
    months=DATES.months,
    month_names=by_number(
        " ".join(DATES.months).lower(),
        "jan feb mär apr - jun jul aug sep okt nov dez",
        "jänner feber mrz - - - - - sept - - -",
    ),
    currencies={
        "EUR": _cents("Euro"),
        "USD": _cents("Dollar"),
        "CAD": Currency(Counted("ein kanadischer Dollar", "kanadische Dollar"), _one("Cent")),
        "AUD": Currency(Counted("ein australischer Dollar", "australische Dollar"), _one("Cent")),
        "MXN": Currency(Counted("ein Peso", "Pesos"), Counted("ein Centavo", "Centavos")),
        "GBP": Currency(_one("Pfund"), Counted("ein Penny", "Pence")),
        "INR": Currency(_she("Rupie", "Rupien"), _she("Paisa", "Paise")),
        "CHF": Currency(_one("Franken"), _one("Rappen")),
        "JPY": Currency(_one("Yen")),
    },
    multiples={
        **dict.fromkeys(("tausend", "tsd"), ("tausend", "tausend")),
        **dict.fromkeys(("million", "millionen", "mio"), ("Million", "Millionen")),
        **dict.fromkeys(("milliarde", "milliarden", "mrd"), ("Milliarde", "Milliarden")),
    },
    units={
        "°": _one("Grad"),
        "°c": _one("Grad Celsius"),
        "°f": _one("Grad Fahrenheit"),
        "km": _one("Kilometer"),
        "m": _one("Meter"),
        "cm": _one("Zentimeter"),
        "mm": _one("Millimeter"),
        **dict.fromkeys(("m²", "qm"), _one("Quadratmeter")),
        "kg": _one("Kilogramm"),
        "g": _one("Gramm"),
        "mg": _one("Milligramm"),
        "l": _one("Liter"),
        "ml": _one("Milliliter"),
        "km/h": _one("Kilometer pro Stunde"),
        **dict.fromkeys(("h", "std"), _HOUR),
        "min": _she("Minute", "Minuten"),
        **dict.fromkeys(("s", "sek"), _SECOND),
        "kwh": _she("Kilowattstunde", "Kilowattstunden"),
        "kw": _one("Kilowatt"),
        "mb": _one("Megabyte"),
        "gb": _one("Gigabyte"),
    },
    fractions={(1, 2): "ein halb"},
    denominators=(
        *(("halb", "halbe"), ("Drittel", "Drittel"), ("Viertel", "Viertel"), ("Fünftel", "Fünftel")),
        *(("Sechstel", "Sechstel"), ("Siebtel", "Siebtel"), ("Achtel", "Achtel"), ("Neuntel", "Neuntel")),
        ("Zehntel", "Zehntel"),
    ),
    number_signs=r"(?:[Nn]r\.|№|#)",
    reference_words=(
        r"(?:pin|code|kennwort|passwort|\w*nummer|buchung|reservierung|aktenzeichen|postleitzahl|plz|durchwahl|kennung)"
    ),
    date_words=r"(?:am|vom|bis|zum|ab|seit|den|der|dem)",
    hour_signs=r"(?:uhr)",
    ordinal_signs=r"(?:\.|er)",
    blank_groups=True,
    phrases={"24/7": "vierundzwanzig sieben"},
)
