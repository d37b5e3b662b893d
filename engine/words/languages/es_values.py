"""Numbers, times, days and dates in Spanish."""

from offhook.engine.words.languages.value_words import (
    AnswerWords,
    DateForm,
    DateWords,
    NumberWords,
    SaidTime,
    TimeForm,
    TimeWords,
)

_ONES = ("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve")
_BELOW_30 = (
    *_ONES,
    *("diez", "once", "doce", "trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve"),
    *("veinte", "veintiuno", "veintidós", "veintitrés", "veinticuatro", "veinticinco", "veintiséis"),
    *("veintisiete", "veintiocho", "veintinueve"),
)
_TENS = ("treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa")
_BELOW_100 = (*_BELOW_30, *(f"{ten} y {one}" if one else ten for ten in _TENS for one in ("", *_ONES[1:])))
_AFTER_TENS = {30 + 10 * place: ten for place, ten in enumerate(_TENS)}
_HUNDREDS = (
    *("ciento", "doscientos", "trescientos", "cuatrocientos", "quinientos"),
    *("seiscientos", "setecientos", "ochocientos", "novecientos"),
)

NUMBERS = NumberWords(
    below_100=_BELOW_100,
    others={
        "un": 1,
        "una": 1,
        "veintiún": 21,
        "veintiuna": 21,
        "veintiun": 21,
        **{f"{ten} y {one}": number + 1 for number, ten in _AFTER_TENS.items() for one in ("un", "una")},
        "dieciseis": 16,
        "veintidos": 22,
        "veintitres": 23,
        "veintiseis": 26,
        **{f"diez y {_ONES[one]}": 10 + one for one in range(6, 10)},
        **{f"veinte y {_ONES[one]}": 20 + one for one in range(1, 10)},
    },
    repeated={"doble": 2, "triple": 3},
    hundreds=_HUNDREDS,
    even_hundreds=("cien", *_HUNDREDS[1:]),
    other_hundreds={f"{name[:-2]}as": 100 * count for count, name in enumerate(_HUNDREDS[1:], start=2)},
    thousand=("mil",),
    one_thousand=("mil", "un mil"),
    before_thousand={21: "veintiún", **{number + 1: f"{ten} y un" for number, ten in _AFTER_TENS.items()}},
    joined=("y",),
    counted={
        "un": {21: "veintiún", **{number + 1: f"{ten} y un" for number, ten in _AFTER_TENS.items()}},
        "una": {21: "veintiuna", **{number + 1: f"{ten} y una" for number, ten in _AFTER_TENS.items()}},
    },
)

TIMES = TimeWords(
    forms=(
        TimeForm("[el | la] <named>"),
        TimeForm("[la | las] <hour> [en punto | hora | horas]"),
        TimeForm("[la | las] <hour> (y | con | horas | hora | horas y) <minute> [minutos | horas | h]"),
        TimeForm("[la | las] <hour> <late> [minutos | horas | h]"),
        TimeForm("[la | las] <hour> y <beside>"),
        TimeForm("[el | la] <named> y (<minute> | <beside>)"),
        TimeForm("[la | las] <hour> menos (<minute> | <beside>)", sign=-1),
        TimeForm("(<minute> | [un] <beside>) para ([la | las] <hour> | [el | la] <named>)", sign=-1),
    ),
    said=SaidTime(
        hours=("las doce", "la una", *(f"las {_BELOW_30[hour]}" for hour in range(2, 12))),
        sharp="{hour}",
        past="{hour} y {minute}",
        at_minute={15: "{hour} y cuarto", 30: "{hour} y media"},
        named={0: "medianoche", 12: "mediodía"},
        parts=(
            (0, "{time} de la noche"),
            (1, "{time} de la madrugada"),
            (6, "{time} de la mañana"),
            (12, "{time} del mediodía"),
            (13, "{time} de la tarde"),
            (20, "{time} de la noche"),
        ),
    ),
    frame="[<part> [a]] <clock> [<part>]",
    hours={
        **{_BELOW_30[hour]: hour for hour in (0, *range(2, 25))},
        "una": 1,
        "uno": 1,
        "veintiuna": 21,
        "veintiún": 21,
        "veintidos": 22,
        "veintitres": 23,
        "dieciseis": 16,
    },
    named={"mediodía": 12, "mediodia": 12, "medianoche": 0},
    beside={"cuarto": 15, "media": 30},
    before_minute=("cero",),
    parts={
        "de la madrugada": (0, 7),
        "de la mañana": (0, 13),
        "por la mañana": (0, 13),
        "esta mañana": (0, 13),
        "del mediodía": (11, 16),
        "de mediodía": (11, 16),
        "de la tarde": (12, 22),
        "por la tarde": (12, 22),
        "esta tarde": (12, 22),
        "de la noche": (18, 6),
        "por la noche": (18, 6),
        "esta noche": (18, 6),
        "a m": (0, 12),
        "p m": (12, 24),
    },
    figures_bare_sharp="{hour} en punto",
)

DATES = DateWords(
    weekdays=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    other_weekdays={"miercoles": 2, "sabado": 5},
    months=(
        *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
        *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ),
    other_months={"setiembre": 9, "ene": 1, "feb": 2, "abr": 4, "ago": 8, "sept": 9, "oct": 10, "nov": 11, "dic": 12},
    days=_BELOW_100[1:32],
    other_days={"primero": 1, "dieciseis": 16, "veintidos": 22, "veintitres": 23, "veintiseis": 26},
    near={
        "hoy": 0,
        "mañana": 1,
        "pasado mañana": 2,
        "esta noche": 0,
        "esta tarde": 0,
        "esta mañana": 0,
        "hoy por la mañana": 0,
        "hoy por la tarde": 0,
        "hoy por la noche": 0,
        **{f"mañana por la {part}": 1 for part in ("mañana", "tarde", "noche")},
        **{f"pasado mañana por la {part}": 2 for part in ("mañana", "tarde", "noche")},
    },
    forms=(
        DateForm("<near>"),
        DateForm("[el] [próximo] <weekday>"),
        DateForm("[el] <weekday> (próximo | que viene | que entra)"),
        DateForm("este <weekday>", week="this"),
        DateForm("[el] <weekday> de la (próxima semana | semana (que viene | próxima | que entra))", week="next"),
        DateForm("[la] (próxima semana | semana (que viene | próxima | que entra)) el <weekday>", week="next"),
        DateForm("[el | del] <weekday> (en ocho [días] | en una semana | de la semana siguiente)", plus=7),
        DateForm("(<near> | de <near>) en (ocho [días] | una semana)", plus=7),
        DateForm("(<near> | de <near> | [el | del] <weekday>) en quince [días]", plus=14),
        DateForm("(en | dentro de) <count> (día | días)"),
        DateForm("(en | dentro de) <count> semanas", step=7),
        DateForm("(el | el día | día) <day>"),
        DateForm("[el] <weekday> <day>"),
        DateForm("[el] [<weekday>] <day> de <month> [[de | del] <year>]"),
        DateForm("[el] [<weekday>] <day> <month> [<year>]"),
        DateForm("[el] [<weekday>] <day> de este mes", month=0),
        DateForm("[el] [<weekday>] <day> del (mes que viene | próximo mes | mes próximo)", month=1),
    ),
    idioms={"(en | dentro de) una semana": 7, "(en | dentro de) quince días": 14},
    said="{weekday} {day} de {month}",
    said_with_year="{weekday} {day} de {month} de {year}",
    ordinal_endings=("º", "o", "°"),
    figures="{day} de {month}",
    figures_year="{day} de {month} de {year}",
    this_weekday="[el | este | el próximo] {weekday}",
    next_weekday="{weekday} de la próxima semana",
    other_next=("el {weekday} de la próxima semana", "[el] {weekday} de la semana que viene"),
)

_SO = "(correcto | cierto | verdad | así | exacto)"

ANSWERS = AnswerWords(
    yes="((({yes}) [{yes} | es _SO_ | eso es]) | así es | eso es | (es | está) (_SO_ | bien)"
    " | claro que sí | por supuesto | desde luego | cómo no | de acuerdo | está bien | sí señor | sí señora)".replace(
        "_SO_", _SO
    ),
    no="((({no}) [{no} | no es _SO_ | está mal | es incorrecto | eso no]) | (no es | no está) (_SO_ | bien) | está mal"
    " | [es] incorrecto | claro que no | para nada | de ninguna manera | no señor | no señora)".replace("_SO_", _SO),
    start_again="(empezar de nuevo | de nuevo | otra vez | desde el principio)",
    before_number="[para | sólo | solo | somos]",
    before_digits="[es | es el]",
    before_day="[para | el | para el]",
    before_time="[a | sobre | hacia | a eso de]",
    before_date="[para | desde]",
    said_yes="sí",
    said_no="no",
    keys_yes_no="Pulse 1 para sí o 2 para no.",
    keys_number="Marque un número del {lowest} al {highest}.",
    keys_digits="Marque las {length} cifras.",
    keys_day="Pulse 1 para lunes, y así hasta 7 para domingo. Pulse 8 para hoy, o 9 para mañana.",
    keys_time="Marque la hora con cuatro cifras, por ejemplo {example}.",
    keys_date="Marque el día y el mes con cuatro cifras, por ejemplo 0 4 1 2 para el cuatro de diciembre.",
    keys_date_year="Marque el día, el mes y el año con ocho cifras, por ejemplo 0 4 1 2 1 9 9 0.",
    keys_choice="Pulse {choices}.",
    keys_option="{key} para {option}",
)
