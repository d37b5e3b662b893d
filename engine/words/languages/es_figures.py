"""Spanish words for figures."""

from offhook.engine.words.languages.es_values import DATES, NUMBERS
from offhook.engine.words.languages.figure_words import Between, Counted, Currency, FigureWords, by_number, listed


def _he(one: str, many: str = "") -> Counted:
    return Counted(f"un {one}", many or f"{one}s")


def _she(one: str, many: str = "") -> Counted:
    return Counted(f"una {one}", many or f"{one}s", feminine=True)


_ORDINALS = listed("primero segundo tercero cuarto quinto sexto séptimo octavo noveno décimo undécimo duodécimo")

SPANISH_FIGURES = FigureWords(
    small=NUMBERS.below_100[:30],
    tens=NUMBERS.below_100[::10],
    hundreds=("cero", *NUMBERS.hundreds),
    ordinals=dict(enumerate(_ORDINALS, start=1)),
    between=Between("coma", "menos", "más", "a", "por", "por", "número", "por ciento", "y", "veces"),
    months=DATES.months,
    month_names=by_number(
        " ".join(DATES.months).lower(),
        "ene feb - abr - jun jul ago sep oct nov dic",
        "- - - - - - - - setiembre - - -",
        "- - - - - - - - sept - - -",
    ),
    currencies={
        "EUR": Currency(_he("euro"), _he("céntimo")),
        "USD": Currency(_he("dólar", "dólares"), _he("centavo")),
        "CAD": Currency(_he("dólar canadiense", "dólares canadienses"), _he("centavo")),
        "AUD": Currency(_he("dólar australiano", "dólares australianos"), _he("centavo")),
        "MXN": Currency(_he("peso"), _he("centavo")),
        "GBP": Currency(_she("libra"), _he("penique")),
        "INR": Currency(_she("rupia"), _she("paisa")),
        "CHF": Currency(_he("franco suizo", "francos suizos"), _he("céntimo")),
        "JPY": Currency(_he("yen", "yenes")),
    },
    multiples={
        **dict.fromkeys(("mil", "k"), ("mil", "mil")),
        **dict.fromkeys(("millón", "millon", "millones", "m", "mm"), ("millón", "millones")),
    },
    units={
        "°": _he("grado"),
        "°c": _he("grado Celsius", "grados Celsius"),
        "°f": _he("grado Fahrenheit", "grados Fahrenheit"),
        "km": _he("kilómetro"),
        "m": _he("metro"),
        "cm": _he("centímetro"),
        "mm": _he("milímetro"),
        "m²": _he("metro cuadrado", "metros cuadrados"),
        "kg": _he("kilogramo"),
        "g": _he("gramo"),
        "mg": _he("miligramo"),
        "l": _he("litro"),
        "ml": _he("mililitro"),
        "km/h": _he("kilómetro por hora", "kilómetros por hora"),
        "h": _she("hora"),
        "min": _he("minuto"),
        **dict.fromkeys(("s", "seg"), _he("segundo")),
        "kwh": _he("kilovatio hora", "kilovatios hora"),
        "kw": _he("kilovatio"),
        "mb": _he("megabyte"),
        "gb": _he("gigabyte"),
    },
    fractions={(1, 2): "medio"},
    denominators=(
        *(("medio", "medios"), ("tercio", "tercios"), ("cuarto", "cuartos"), ("quinto", "quintos")),
        *(("sexto", "sextos"), ("séptimo", "séptimos"), ("octavo", "octavos"), ("noveno", "novenos")),
        ("décimo", "décimos"),
    ),
    number_signs=r"(?:[Nn]\.?[º°]|[Nn](?:úm|ro)\.|№|#)",
    reference_words=(
        r"(?:código|pin|clave|contraseña|referencia|confirmación|reserva|pedido|cuenta|extensión|tarjeta|postal"
        r"|localizador|vuelo|billete|expediente)"
    ),
    date_words=r"(?:el|del|al|hasta|desde)",
    hour_signs=r"(?:horas?|hrs?|hs?)",
    hour_signs_alone=False,
    ordinal_signs=r"(?:\.?[ºª°]|\.?(?:er|ero|era|do|da|to|ta|vo|va|mo|ma|[ao])\b)",
    blank_groups=True,
    phrases={"24/7": "veinticuatro siete"},
)
