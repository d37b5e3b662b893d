"""French words for figures."""

from offhook.engine.words.languages.figure_words import Between, Counted, Currency, FigureWords, by_number
from offhook.engine.words.languages.fr_values import DATES, NUMBERS


def _he(one: str, many: str = "") -> Counted:
    return Counted(f"un {one}", many or f"{one}s")


def _she(one: str, many: str = "") -> Counted:
    return Counted(f"une {one}", many or f"{one}s", feminine=True)


def _cents(name: str) -> Currency:
    return Currency(_he(name), _he("cent"))


FRENCH_FIGURES = FigureWords(
    small=tuple(each.replace(" ", "-") for each in NUMBERS.below_100[:20]),
    tens=NUMBERS.below_100[:70:10],
    between=Between("virgule", "moins", "plus", "à", "fois", "par", "numéro", "pour cent", "et", "fois"),
    months=DATES.months,
    month_names=by_number(
        " ".join(DATES.months).lower(),
        "janv févr - avr - - juil aout sept oct nov déc",
    ),
    currencies={
        "EUR": _cents("euro"),
        "USD": _cents("dollar"),
        "CAD": Currency(_he("dollar canadien", "dollars canadiens"), _he("cent")),
        "AUD": Currency(_he("dollar australien", "dollars australiens"), _he("cent")),
        "MXN": Currency(_he("peso"), _he("centavo")),
        "GBP": Currency(_she("livre"), _he("penny", "pence")),
        "INR": Currency(_she("roupie"), _he("paisa")),
        "CHF": Currency(_he("franc"), _he("centime")),
        "JPY": Currency(_he("yen")),
    },
    multiples={
        **dict.fromkeys(("mille", "k"), ("mille", "mille")),
        **dict.fromkeys(("million", "millions", "m"), ("million", "millions")),
        **dict.fromkeys(("milliard", "milliards", "md"), ("milliard", "milliards")),
    },
    units={
        "°": _he("degré"),
        "°c": _he("degré Celsius", "degrés Celsius"),
        "°f": _he("degré Fahrenheit", "degrés Fahrenheit"),
        "km": _he("kilomètre"),
        "m": _he("mètre"),
        "cm": _he("centimètre"),
        "mm": _he("millimètre"),
        "m²": _he("mètre carré", "mètres carrés"),
        "kg": _he("kilogramme"),
        "g": _he("gramme"),
        "mg": _he("milligramme"),
        "l": _he("litre"),
        "ml": _he("millilitre"),
        "km/h": _he("kilomètre par heure", "kilomètres par heure"),
        "h": _she("heure"),
        "min": _she("minute"),
        "s": _she("seconde"),
        "kwh": _he("kilowattheure"),
        "kw": _he("kilowatt"),
        "mo": _he("mégaoctet"),
        "go": _he("gigaoctet"),
    },
    fractions={(1, 2): "un demi"},
    denominators=(
        *(("demi", "demis"), ("tiers", "tiers"), ("quart", "quarts"), ("cinquième", "cinquièmes")),
        *(("sixième", "sixièmes"), ("septième", "septièmes"), ("huitième", "huitièmes"), ("neuvième", "neuvièmes")),
        ("dixième", "dixièmes"),
    ),
    number_signs=r"(?:[Nn][°º]|[Nn]o\.|№|#)",
    reference_words=(
        r"(?:code|pin|référence|réservation|dossier|confirmation|commande|compte|carte|postal|poste|billet|vol)"
    ),
    date_words=r"(?:le|au|du|dès|jusqu['’]au)",
    hour_signs=r"(?:heures?|h)",
    minute_sign=r"(?::|\s?h\s?)",
    ordinal_signs=r"(?:ers?|[èe]res?|re|nde?|i?[èe]mes?|e)",
    blank_groups=True,
    phrases={
        "24h/24": "vingt-quatre heures sur vingt-quatre",
        "24/24": "vingt-quatre heures sur vingt-quatre",
        "7j/7": "sept jours sur sept",
        "7/7": "sept jours sur sept",
    },
)
