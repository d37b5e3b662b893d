"""Numbers, times, days and dates in French. Where words are compared a hyphen is a blank: "dix-sept" is two words."""

from offhook.engine.words.languages.value_words import (
    AnswerWords,
    DateForm,
    DateWords,
    NumberWords,
    SaidTime,
    TimeForm,
    TimeWords,
)

_ONES = ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf")
_TEENS = ("dix", "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf")
_TENS = ("vingt", "trente", "quarante", "cinquante", "soixante")


def _ten(name: str, *, one: str = "un") -> tuple[str, ...]:
    return (name, f"{name} et {one}", *(f"{name}-{unit}" for unit in _ONES[2:]))


_BELOW_100 = (
    *_ONES,
    *_TEENS,
    *(number for name in _TENS for number in _ten(name)),
    *("soixante-dix", "soixante et onze", *(f"soixante-{teen}" for teen in _TEENS[2:])),
    *("quatre-vingts", *(f"quatre-vingt-{unit}" for unit in _ONES[1:])),
    *(f"quatre-vingt-{teen}" for teen in _TEENS),
)
_SWISS = {"septante": 70, "huitante": 80, "octante": 80, "nonante": 90}

NUMBERS = NumberWords(
    below_100=_BELOW_100,
    others={
        "une": 1,
        "zero": 0,
        "quatre vingt": 80,
        "quatre vingt une": 81,
        **{f"{name} et une": 10 * count + 1 for count, name in enumerate(_TENS, start=2)},
        **{f"{name} un": 10 * count + 1 for count, name in enumerate(_TENS, start=2)},
        "soixante onze": 71,
        "soixante et dix": 70,
        **{words: ten + unit for name, ten in _SWISS.items() for unit, words in enumerate(_ten(name))},
        **{f"{name} et une": ten + 1 for name, ten in _SWISS.items()},
    },
    repeated={"double": 2, "deux fois": 2, "triple": 3, "trois fois": 3},
    hundreds=("cent", *(f"{unit} cent" for unit in _ONES[2:])),
    even_hundreds=("cent", *(f"{unit} cents" for unit in _ONES[2:])),
    hundred=("cent", "cents"),
    thousand=("mille", "mil"),
    one_thousand=("mille", "mil"),
    joined=("et",),
    counted={
        "une": {
            **{10 * count + 1: f"{name} et une" for count, name in enumerate(_TENS, start=2)},
            81: "quatre-vingt-une",
        }
    },
)

_EXACTLY = "pile | précises | précise"

TIMES = TimeWords(
    forms=(
        TimeForm("<named>"),
        TimeForm("<hour> [heure | heures]"),
        TimeForm("<hour> (heure | heures) [et] <minute> [minutes]"),
        TimeForm("(<hour> (heure | heures) | <named>) (et | un | et un) <beside>"),
        TimeForm("(<hour> (heure | heures) | <named>) [et] trois quarts", plus=45),
        TimeForm("<named> [et] <minute> [minutes]"),
        TimeForm("(<hour> (heure | heures) | <named>) moins (<minute> | [le | un] <beside>)", sign=-1),
        TimeForm("<hour> <late>"),
    ),
    said=SaidTime(
        hours=(
            *("zéro heure", "une heure"),
            *(f"{_BELOW_100[hour]} heures" for hour in range(2, 21)),
            *("vingt et une heures", "vingt-deux heures", "vingt-trois heures"),
        ),
        sharp="{hour}",
        past="{hour} {minute}",
        named={0: "minuit", 12: "midi"},
        parts=((0, "{time}"), (1, "{time} du matin"), (7, "{time}")),
    ),
    frame=f"[<part> [à | vers]] <clock> [{_EXACTLY}] [<part>] [{_EXACTLY} | environ]",
    hours={
        **{_BELOW_100[hour]: hour for hour in range(25)},
        "une": 1,
        "vingt et une": 21,
        "vingt et un": 21,
        "zero": 0,
    },
    named={"midi": 12, "minuit": 0},
    beside={"quart": 15, "demie": 30, "demi": 30},
    before_minute=("zéro",),
    parts={
        "du matin": (0, 13),
        "le matin": (0, 13),
        "ce matin": (0, 13),
        "de l'après midi": (12, 20),
        "l'après midi": (12, 20),
        "cet après midi": (12, 20),
        "du soir": (15, 24),
        "le soir": (15, 24),
        "ce soir": (15, 24),
        "de la nuit": (18, 6),
        "cette nuit": (18, 6),
    },
    figures="{hour} heures {minute}",
    figures_sharp="{hour} heures",
    figures_bare_sharp="{hour} heures",
)

DATES = DateWords(
    weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    months=(
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    other_months={
        "fevrier": 2,
        "aout": 8,
        "decembre": 12,
        "janv": 1,
        "févr": 2,
        "sept": 9,
        "oct": 10,
        "nov": 11,
        "déc": 12,
    },
    days=("premier", *_BELOW_100[2:32]),
    other_days={"un": 1, "vingt un": 21, "trente un": 31},
    near={
        "aujourd'hui": 0,
        "demain": 1,
        "après demain": 2,
        "aujourd'hui même": 0,
        "ce soir": 0,
        "ce matin": 0,
        "ce midi": 0,
        "cet après midi": 0,
        "cette nuit": 0,
    },
    day_parts=(
        *("matin", "midi", "après midi", "soir", "dans la journée", "dans la soirée", "dans la matinée", "au matin"),
        *("au soir", "à midi"),
    ),
    holidays={
        **dict.fromkeys(("la veille de noël", "le réveillon de noël"), (12, 24)),
        **dict.fromkeys(("noël", "le jour de noël"), (12, 25)),
        "la saint sylvestre": (12, 31),
        **dict.fromkeys(("le réveillon du nouvel an", "le réveillon du jour de l'an"), (12, 31)),
        **dict.fromkeys(("nouvel an", "le nouvel an", "le jour de l'an", "le premier de l'an"), (1, 1)),
    },
    forms=(
        DateForm("<near>"),
        DateForm("[le] <weekday> [prochain | qui vient | qui arrive]"),
        DateForm("ce <weekday>", week="this"),
        DateForm("[le] <weekday> de la semaine prochaine", week="next"),
        DateForm("[le] <weekday> [la] semaine prochaine", week="next"),
        DateForm("la semaine prochaine [le] <weekday>", week="next"),
        DateForm("([le | de | du] <weekday> | <near>) (en huit | dans (huit jours | une semaine))", plus=7),
        DateForm("([le | de | du] <weekday> | <near>) (en quinze | dans quinze jours)", plus=14),
        DateForm("([le] <weekday> | <near>) dans <count> semaines", step=7),
        DateForm("(dans | d'ici) <count> (jour | jours)"),
        DateForm("(dans | d'ici) <count> semaines", step=7),
        DateForm("(le | le [<weekday>]) <day> [<month> [<year>]]"),
        DateForm("<weekday> [le] <day> [<month> [<year>]]"),
        DateForm("<day> <month> [<year>]"),
        DateForm("[le] <day> <month> (de l'année prochaine | de l'an prochain | prochain)", year=1),
        DateForm("<near> [le] <day>"),
        DateForm("[<weekday>] <holiday>"),
        DateForm("[le] [<weekday>] <day> de ce mois", month=0),
        DateForm("[le] [<weekday>] <day> du mois prochain", month=1),
    ),
    idioms={
        "(dans | d'ici) (une semaine | huit jours)": 7,
        "(dans | d'ici) (quinze jours | une quinzaine [de jours])": 14,
    },
    said="{weekday} {day} {month}",
    said_with_year="{weekday} {day} {month} {year}",
    ordinal_endings=("er", "re", "ère", "e"),
    this_weekday="[ce | le] {weekday}",
    next_weekday="{weekday} de la semaine prochaine",
    other_next=("[le] {weekday} prochain", "[le] {weekday} de la semaine prochaine"),
)

ANSWERS = AnswerWords(
    yes="((({yes}) [{yes} | c'est (ça | cela | exact | juste | bon | correct)])"
    " | c'est (ça | cela | exact | juste | bon | correct | bien ça) | tout à fait | bien sûr | absolument"
    " | parfaitement | c'est d'accord)",
    no="((({no}) [{no} | c'est (faux | inexact) | ce n'est pas (ça | cela | exact | juste | correct)])"
    " | (ce n'est | c'est) pas (ça | cela | exact | juste | bon | correct) | c'est faux | pas du tout)",
    other_yes=(
        "([{yes}] (mais oui | bien entendu | entendu | volontiers | avec plaisir | certainement | évidemment))",
        "([{yes}] (en effet | effectivement | je (veux | voudrais) bien | allez y | vas y | ça me va))",
        "(({yes}) (madame | monsieur))",
        "(ça marche | affirmatif | pourquoi pas | bien sûr que oui | ben oui | mais bien sûr)",
        "(je crois | je pense | j'aimerais bien)",
    ),
    other_no=(
        "([non] (pas (vraiment | encore | tout de suite | exactement) | (absolument | surtout | certainement) pas))",
        "([non] (je (ne crois | crois | ne pense | pense) pas | malheureusement (non | pas) | jamais))",
        "(({no}) (désolé | désolée))",
        "(non (madame | monsieur) | mais non | ben non | bien sûr que non | malheureusement non | en aucun cas)",
        "(négatif | incorrect | inexact | ça ne va pas | ça va pas | je préfère pas | je ne préfère pas)",
    ),
    other_numbers={
        "une seule": 1,
        "un seul": 1,
        "une douzaine": 12,
        "une demi douzaine": 6,
        "une dizaine": 10,
        "une vingtaine": 20,
        "une centaine": 100,
    },
    start_again="(recommencer | recommencez | [on] recommence | depuis le début | reprendre au début)",
    before_number="[pour | seulement | juste | nous (sommes | serons) | on (est | sera)]",
    before_digits="[[c'est] le | c'est]",
    before_day="[pour]",
    before_time="[à | vers | autour de | aux alentours de | aux environs de | plutôt vers | pour]",
    before_date="[pour | à partir de | dès | à | au]",
    said_yes="oui",
    said_no="non",
    keys_yes_no="Tapez 1 pour oui ou 2 pour non.",
    keys_number="Tapez un nombre de {lowest} à {highest}.",
    keys_digits="Tapez les {length} chiffres.",
    keys_day="Tapez 1 pour lundi, et ainsi de suite jusqu'à 7 pour dimanche. Tapez 8 pour aujourd'hui, 9 pour demain.",
    keys_time="Tapez l'heure en quatre chiffres, par exemple {example}.",
    keys_date="Tapez le jour et le mois en quatre chiffres, par exemple 0 4 1 2 pour le quatre décembre.",
    keys_date_year="Tapez le jour, le mois et l'année en huit chiffres, par exemple 0 4 1 2 1 9 9 0.",
    keys_choice="Tapez {choices}.",
    keys_option="{key} pour {option}",
)
