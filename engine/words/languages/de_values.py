"""Numbers, times, days and dates in German."""

from offhook.engine.words.languages.value_words import (
    AnswerWords,
    DateForm,
    DateWords,
    NumberWords,
    SaidTime,
    TimeForm,
    TimeWords,
)

_ONES = ("null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")
_BEFORE = ("", "ein", *_ONES[2:])
_TEENS = (
    *("zehn", "elf", "zwölf", "dreizehn", "vierzehn"),
    *("fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn"),
)
_TENS = ("zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig")
_BELOW_100 = (*_ONES, *_TEENS, *(f"{one}und{ten}" if one else ten for ten in _TENS for one in _BEFORE))

NUMBERS = NumberWords(
    below_100=_BELOW_100,
    others={
        "ein": 1,
        "eine": 1,
        "einen": 1,
        "einem": 1,
        "einer": 1,
        "eines": 1,
        "zwo": 2,
        "fuenf": 5,
        "zwoelf": 12,
        **{f"zwound{ten}": 10 * count + 2 for count, ten in enumerate(_TENS, start=2)},
        **{
            f"{one} und {ten}": 10 * count + number
            for count, ten in enumerate(_TENS, start=2)
            for number, one in enumerate(_BEFORE)
            if one
        },
        "dreissig": 30,
        "fuenfzehn": 15,
        "fuenfzig": 50,
        "fuffzehn": 15,
        "fuffzig": 50,
    },
    repeated={
        "doppel": 2,
        **{f"{times}{the}": 2 for times in ("zweimal", "zwei mal") for the in ("", " die")},
        **{f"{times}{the}": 3 for times in ("dreimal", "drei mal") for the in ("", " die")},
    },
    hundreds=tuple(f"{count} hundert" for count in _BEFORE[1:]),
    other_hundreds={"hundert": 100},
    hundred=("hundert",),
    thousand=("tausend",),
    one_thousand=("ein tausend", "tausend"),
    before_thousand={1: "ein"},
    joined=("und",),
    one_word=True,
)

TIMES = TimeWords(
    forms=(
        TimeForm("<named>"),
        TimeForm("<hour> [uhr]"),
        TimeForm("<hour> uhr [und] <minute> [minuten | uhr]"),
        TimeForm("<hour> <late> [uhr]"),
        TimeForm("halb <hour> [uhr]", plus=-30),
        TimeForm("<beside> <hour> [uhr]", plus=-60),
        TimeForm("drei <beside> <hour> [uhr]", plus=-30),
        TimeForm("dreiviertel <hour> [uhr]", plus=-15),
        TimeForm("(<beside> | <minute> [minuten]) nach (<hour> [uhr] | <named>)"),
        TimeForm("(<beside> | <minute> [minuten]) vor (<hour> [uhr] | <named>)", sign=-1),
        TimeForm("<minute> [minuten] nach halb <hour> [uhr]", plus=-30),
        TimeForm("<minute> [minuten] vor halb <hour> [uhr]", plus=-30, sign=-1),
    ),
    said=SaidTime(
        hours=("null", "ein", *_BELOW_100[2:24]),
        sharp="{hour} Uhr",
        past="{hour} Uhr {minute}",
        parts=((0, "{time}"), (1, "{time} nachts"), (5, "{time} morgens"), (7, "{time}")),
    ),
    frame="[<part> [um | gegen | ab]] <clock> [<part>]",
    hours={**{_BELOW_100[hour]: hour for hour in range(25)}, "ein": 1, "zwo": 2, "zwoelf": 12},
    named={"mittag": 12, "mittags": 12, "am mittag": 12, "mitternacht": 0},
    beside={"viertel": 15},
    before_minute=("null",),
    parts={
        "früh": (0, 12),
        "morgens": (0, 12),
        "am morgen": (0, 12),
        "in der früh": (0, 12),
        "heute früh": (0, 12),
        "heute morgen": (0, 12),
        "vormittags": (5, 13),
        "am vormittag": (5, 13),
        "mittags": (11, 15),
        "am mittag": (11, 15),
        "heute mittag": (11, 15),
        "nachmittags": (12, 20),
        "am nachmittag": (12, 20),
        "heute nachmittag": (12, 20),
        "abends": (15, 24),
        "am abend": (15, 24),
        "heute abend": (15, 24),
        "nachts": (18, 6),
        "in der nacht": (18, 6),
        "heute nacht": (18, 6),
    },
    figures="{hour} uhr {minute}",
    figures_sharp="{hour} uhr",
    figures_bare_sharp="{hour} uhr",
)

_STEMS = (
    *("erst", "zweit", "dritt", "viert", "fünft", "sechst", "siebt", "acht", "neunt"),
    *(f"{number}t" for number in _BELOW_100[10:20]),
    *(f"{number}st" for number in _BELOW_100[20:32]),
)
_ENDINGS = ("en", "e", "er", "em")

_CHRISTMAS = ("weihnachtstag", "weihnachtsfeiertag", "feiertag")
_WEEKDAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")

DATES = DateWords(
    weekdays=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    other_weekdays={
        "sonnabend": 5,
        **{
            f"{weekday}{part}": number
            for number, weekday in enumerate(_WEEKDAYS)
            for part in ("morgen", "vormittag", "mittag", "nachmittag", "abend", "nacht")
        },
    },
    months=(
        *("Januar", "Februar", "März", "April", "Mai", "Juni"),
        *("Juli", "August", "September", "Oktober", "November", "Dezember"),
    ),
    other_months={
        "jänner": 1,
        "feber": 2,
        "juno": 6,
        "julei": 7,
        "jan": 1,
        "feb": 2,
        "aug": 8,
        "sept": 9,
        "okt": 10,
        "nov": 11,
        "dez": 12,
        **{f"{stem}{ending}": month for month, stem in enumerate(_STEMS[:12], start=1) for ending in _ENDINGS},
    },
    days=tuple(f"{stem}en" for stem in _STEMS),
    other_days={
        **{f"{stem}{ending}": day for day, stem in enumerate(_STEMS, start=1) for ending in _ENDINGS[1:]},
        **{f"siebent{ending}": 7 for ending in _ENDINGS},
        **{f"zwot{ending}": 2 for ending in _ENDINGS},
    },
    near={
        "heute": 0,
        "morgen": 1,
        "übermorgen": 2,
        "noch heute": 0,
        "überübermorgen": 3,
    },
    day_parts=(
        *("früh", "morgen", "vormittag", "mittag", "nachmittag", "abend", "nacht"),
        *("morgens", "vormittags", "mittags", "nachmittags", "abends", "nachts"),
        *("am vormittag", "am nachmittag", "am abend"),
    ),
    holidays={
        "nikolaus": (12, 6),
        **dict.fromkeys(("heiligabend", "heiligen abend", "heilig abend"), (12, 24)),
        **{f"{which} {day}": (12, 25) for which in ("ersten", "erster") for day in _CHRISTMAS},
        **{f"{which} {day}": (12, 26) for which in ("zweiten", "zweiter") for day in _CHRISTMAS},
        "silvester": (12, 31),
        "neujahr": (1, 1),
        "neujahrstag": (1, 1),
        "heilige drei könige": (1, 6),
    },
    forms=(
        DateForm("<near>"),
        DateForm("[kommenden | kommender | nächsten | nächster] <weekday>"),
        DateForm("(diesen | dieser | diesem) <weekday>", week="this"),
        DateForm("<weekday> [in der] (nächste | nächster | nächsten | kommende | kommender) woche", week="next"),
        DateForm("[in der] (nächste | nächsten | kommende | kommenden) woche [am] <weekday>", week="next"),
        DateForm("<weekday> in (einer woche | acht tagen)", plus=7),
        DateForm("(übernächsten | übernächster) <weekday>", plus=7),
        DateForm("in einer woche am <weekday>", plus=7),
        DateForm("<near> in (einer woche | acht tagen)", plus=7),
        DateForm("<near> in vierzehn tagen", plus=14),
        DateForm("<weekday> in vierzehn tagen", plus=14),
        DateForm("(<near> | <weekday>) in <count> wochen", step=7),
        DateForm("in <count> (tag | tagen)"),
        DateForm("in <count> wochen", step=7),
        DateForm("[<weekday>] [den | der | dem] <day> [<month> [<year>]]"),
        DateForm("[den | der | dem] <day> <month> nächsten jahres", year=1),
        DateForm("<near> [den | der | dem] <day>"),
        DateForm("[<weekday>] [an] <holiday>"),
        DateForm("[<weekday>] [den | der | dem] <day> (dieses | diesen) monats", month=0),
        DateForm("[<weekday>] [den | der | dem] <day> (nächsten | kommenden) monats", month=1),
    ),
    idioms={"in (einer | ner) woche": 7, "in acht tagen": 7},
    said="{weekday}, den {day} {month}",
    said_with_year="{weekday}, den {day} {month} {year}",
    ordinal_endings=(".",),
    this_weekday="[diesen | kommenden] {weekday}",
    next_weekday="nächsten {weekday}",
    other_next=("{weekday} (nächste | nächster) woche", "nächste woche {weekday}"),
)

ANSWERS = AnswerWords(
    yes="((({yes}) [{yes} | (das | es) stimmt [so] | das ist (richtig | korrekt)])"
    " | das (ist | war) (richtig | korrekt)"
    " | (das | es) stimmt [so] | ganz genau | natürlich | (aber | na) klar | auf jeden fall)",
    no="((({no}) [{no} | das ist (falsch | nicht richtig) | das stimmt nicht]) | (das | es) stimmt nicht"
    " | das ist (falsch | nicht richtig | nicht korrekt) | nicht (richtig | korrekt) | auf keinen fall)",
    other_yes=(
        "([{yes}] ([sehr | aber] (gerne | gern) | (das | so) passt | passt | selbstverständlich | unbedingt | exakt))",
        "([{yes}] (freilich | eh klar | geht klar | [aber] sicher | korrekt | mach das | machen sie das))",
        "(jo | joa | jep | jup | japp | na gut | allerdings | so ist es | warum nicht | ganz richtig)",
        "(das ist (okay | in ordnung))",
    ),
    other_no=(
        "([nein | nee | nö] (leider | lieber | eigentlich | natürlich | noch | gar | überhaupt | bloß | sicher) nicht)",
        "([nein | nee | nö] (nicht (ganz | wirklich | nötig) | keinesfalls | stimmt nicht | auf gar keinen fall))",
        "(ne | nie | niemals | leider nein | danke nein | besser nicht | ich glaube nicht | jetzt nicht)",
    ),
    other_numbers={
        "ein paar": 2,
        "ein dutzend": 12,
        "ein halbes dutzend": 6,
        **{
            f"{we}zu {many}": number
            for we in ("", "wir sind ", "wir kommen ")
            for number, many in enumerate(("zweit", "dritt", "viert", "fünft", "sechst", "siebt", "acht"), start=2)
        },
    },
    start_again="(von vorne | noch [ein] mal [von vorne] | nochmal [von vorne] | von vorn | neu anfangen)",
    before_number="[für | nur | wir sind | es sind]",
    before_digits="[das ist [die] | die ist | die | es ist [die] | sie lautet]",
    before_day="[für | am]",
    before_time="[um | so um | gegen | so gegen | ab | etwa um | ungefähr um | genau um | [um] punkt]",
    before_date="[für | am | an | ab | zum | für den | für die]",
    said_yes="ja",
    said_no="nein",
    keys_yes_no="Drücken Sie 1 für ja oder 2 für nein.",
    keys_number="Geben Sie eine Zahl von {lowest} bis {highest} ein.",
    keys_digits="Geben Sie die {length} Ziffern ein.",
    keys_day="Drücken Sie 1 für Montag und so weiter bis 7 für Sonntag. Drücken Sie 8 für heute oder 9 für morgen.",
    keys_time="Geben Sie die Uhrzeit mit vier Ziffern ein, zum Beispiel {example}.",
    keys_date="Geben Sie Tag und Monat mit vier Ziffern ein, zum Beispiel 0 4 1 2 für den vierten Dezember.",
    keys_date_year="Geben Sie Tag, Monat und Jahr mit acht Ziffern ein, zum Beispiel 0 4 1 2 1 9 9 0.",
    keys_choice="Drücken Sie {choices}.",
    keys_option="{key} für {option}",
)
