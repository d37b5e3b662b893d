"""English words for figures."""

from offhook.engine.words.languages.en_values import DATES, NUMBERS
from offhook.engine.words.languages.figure_words import Between, Counted, Currency, FigureWords, by_number


def _counted(one: str, many: str) -> Counted:
    return Counted(f"one {one}", many)


def _dollars(kind: str) -> Currency:
    return Currency(_counted(f"{kind}dollar", f"{kind}dollars"), _counted("cent", "cents"))


_HOUR, _MINUTE, _SECOND = _counted("hour", "hours"), _counted("minute", "minutes"), _counted("second", "seconds")
_POUND = _counted("pound", "pounds")

ENGLISH_FIGURES = FigureWords(
    small=NUMBERS.below_100[:20],
    tens=NUMBERS.below_100[::10],
    ordinals={1: "first", 2: "second", 3: "third", 5: "fifth", 8: "eighth", 9: "ninth", 12: "twelfth"},
    between=Between("point", "minus", "plus", "to", "times", "per", "number", "percent", "and", "times"),
    months=DATES.months,
    month_names=by_number(
        " ".join(DATES.months).lower(),
        "jan feb mar apr - jun jul aug sep oct nov dec",
        "- - - - - - - - sept - - -",
    ),
    currencies={
        "EUR": Currency(_counted("euro", "euros"), _counted("cent", "cents")),
        "USD": _dollars(""),
        "CAD": _dollars("Canadian "),
        "AUD": _dollars("Australian "),
        "MXN": Currency(_counted("peso", "pesos"), _counted("centavo", "centavos")),
        "GBP": Currency(_POUND, _counted("penny", "pence")),
        "INR": Currency(_counted("rupee", "rupees"), _counted("paisa", "paise")),
        "CHF": Currency(_counted("Swiss franc", "Swiss francs"), _counted("centime", "centimes")),
        "JPY": Currency(_counted("yen", "yen")),
    },
    multiples={
        **{each: (each, each) for each in ("thousand", "million", "billion", "trillion", "lakh", "crore")},
        **dict.fromkeys(("m", "mn"), ("million", "million")),
        **dict.fromkeys(("b", "bn"), ("billion", "billion")),
        "k": ("thousand", "thousand"),
    },
    units={
        "°": _counted("degree", "degrees"),
        "°c": _counted("degree Celsius", "degrees Celsius"),
        "°f": _counted("degree Fahrenheit", "degrees Fahrenheit"),
        "km": _counted("kilometer", "kilometers"),
        "m": _counted("meter", "meters"),
        "cm": _counted("centimeter", "centimeters"),
        "mm": _counted("millimeter", "millimeters"),
        "m²": _counted("square meter", "square meters"),
        "mi": _counted("mile", "miles"),
        "ft": _counted("foot", "feet"),
        "sq ft": _counted("square foot", "square feet"),
        "kg": _counted("kilogram", "kilograms"),
        "g": _counted("gram", "grams"),
        "mg": _counted("milligram", "milligrams"),
        "lb": _POUND,
        "lbs": _POUND,
        "oz": _counted("ounce", "ounces"),
        "l": _counted("liter", "liters"),
        "ml": _counted("milliliter", "milliliters"),
        "km/h": _counted("kilometer per hour", "kilometers per hour"),
        "mph": _counted("mile per hour", "miles per hour"),
        **dict.fromkeys(("h", "hr", "hrs"), _HOUR),
        **dict.fromkeys(("min", "mins"), _MINUTE),
        **dict.fromkeys(("s", "sec", "secs"), _SECOND),
        "ms": _counted("millisecond", "milliseconds"),
        "kwh": _counted("kilowatt hour", "kilowatt hours"),
        "kw": _counted("kilowatt", "kilowatts"),
        "mb": _counted("megabyte", "megabytes"),
        "gb": _counted("gigabyte", "gigabytes"),
    },
    fractions={(1, 2): "one half", (1, 4): "a quarter", (3, 4): "three quarters"},
    denominators=(
        *(("half", "halves"), ("third", "thirds"), ("quarter", "quarters"), ("fifth", "fifths"), ("sixth", "sixths")),
        *(("seventh", "sevenths"), ("eighth", "eighths"), ("ninth", "ninths"), ("tenth", "tenths")),
    ),
    number_signs=r"(?:[Nn]os?\.|№|#)",
    reference_words=(
        r"(?:pin|code|passcode|password|reference|confirmation|booking|order|ticket|case|account|extension|ext|card"
        r"|ending|zip|zipcode|postcode|id|room|flight|gate|suite|apartment|invoice|tracking|member|membership|train)"
    ),
    date_words=r"(?:on|by|until|till|from|before|after|since|dated)",
    hour_signs=r"(?:o['’]clock)",
    ordinal_signs=r"(?:st|nd|rd|th)",
    month_leads=True,
    phrases={"24/7": "twenty-four seven"},
)
