"""Word lists by language: words that tell whether a caller has finished, yes and no, and small talk.

`hanging` holds words that a turn seldom ends with: articles, possessives, conjunctions, prepositions before a noun, and
beginnings such as "my number is". Words that often end sentences too (English "that", "on", "i need"; German "ein") are
left out, because a wrong guess makes the caller wait. To add a language, add an entry.

`yes`, `no` and `fillers` exist only here: the end of turn, the dialogue (`actors/responder/slots.py`, `patterns.py`)
and barge-in (`engine/words/words_that_count.py`) all use them. The same holds for greetings, goodbyes and courtesy
(`engine/words/small_talk.py`).
"""

import msgspec


class TurnWords(msgspec.Struct, frozen=True):
    """The words of one language, in lower case; an entry may be several words."""

    fillers: tuple[str, ...]
    hanging: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    digits: tuple[str, ...]
    greetings: tuple[str, ...] = ()  # and questions whether anybody is there
    courtesies: tuple[str, ...] = ()
    goodbyes: tuple[str, ...] = ()
    refusals: tuple[str, ...] = ()  # a no with thanks
    pauses: tuple[str, ...] = ()  # requests for time


_ENGLISH = TurnWords(
    fillers=("uh", "uhm", "um", "umm", "er", "erm", "hmm", "hm"),
    hanging=(
        *("a", "an", "the", "my", "your", "our", "their", "and", "or", "but", "because", "if", "than"),
        *("of", "with", "for", "from", "at", "to", "into", "between", "until", "i'm", "it's", "we're", "i'd", "i'll"),
        *("number is", "name is", "address is", "code is", "date is", "birthday is", "email is"),
        *("i would like", "i'd like", "let me see", "let me think", "i mean"),
    ),
    yes=(
        *("yes", "yeah", "yep", "yup", "sure", "okay", "ok", "correct", "right", "exactly"),
        *("absolutely", "definitely", "certainly"),
    ),
    no=("no", "nope", "nah", "wrong"),
    digits=("zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    greetings=(
        *(
            "hello",
            "hello there",
            "hi",
            "hi there",
            "hey",
            "good morning",
            "good afternoon",
            "good evening",
            "good day",
        ),
        *("are you there", "are you still there", "is anybody there", "is anyone there", "can you hear me"),
    ),
    courtesies=(
        *("thanks", "thanks a lot", "many thanks", "thank you", "thank you so much", "thank you very much", "cheers"),
        *("please", "perfect", "great", "good", "nice", "lovely", "wonderful", "excellent", "brilliant", "very good"),
        *("no problem", "no worries", "you're welcome", "that's fine", "that's great", "that's good", "sounds good"),
    ),
    goodbyes=(
        *("bye", "bye now", "bye bye", "goodbye", "good bye", "good night", "see you", "see you later", "take care"),
        *("you too", "same to you", "that's all", "that is all", "that's it", "that was all", "nothing else"),
        *(
            f"have a {kind} {time}"
            for kind in ("good", "nice", "great")
            for time in ("day", "one", "evening", "weekend")
        ),
    ),
    refusals=("no thanks", "no thank you", "no thank you very much"),
    pauses=(
        *("one moment", "just a moment", "a moment", "one second", "just a second", "a second", "one minute"),
        *(
            "just a minute",
            "wait",
            "wait a moment",
            "wait a minute",
            "hold on",
            "let me see",
            "let me think",
            "let me check",
        ),
    ),
)
_SPANISH = TurnWords(
    fillers=("eh", "em", "mmm"),
    hanging=(
        *("el", "la", "los", "las", "un", "mi", "su", "y", "o", "pero", "porque", "que", "si"),
        *("de", "del", "con", "para", "por", "en", "a", "al", "desde", "hasta", "entre"),
        *("número es", "nombre es", "quiero", "quisiera", "necesito", "o sea", "a ver"),
    ),
    yes=("sí", "si", "claro", "correcto", "vale", "exacto"),
    no=("no",),
    digits=("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"),
    greetings=("hola", "buenas", "buenos días", "buenas tardes", "buenas noches", "está ahí", "me oye", "oiga"),
    courtesies=(
        *("gracias", "muchas gracias", "por favor", "perfecto", "genial", "muy bien", "muy amable"),
        *("de nada", "no hay problema"),
    ),
    goodbyes=(
        *("adiós", "adios", "chao", "hasta luego", "hasta pronto", "nos vemos", "igualmente", "eso es todo"),
        *("nada más", "buen día", "que tenga buen día", "que tenga un buen día"),
    ),
    refusals=("no gracias", "no muchas gracias"),
    pauses=("un momento", "un segundo", "espere", "a ver", "déjeme ver"),
)
_GERMAN = TurnWords(
    fillers=("äh", "ähm", "öhm", "hm", "hmm", "tja"),
    hanging=(
        *("eine", "einen", "einem", "einer", "mein", "meine", "meinen", "und", "oder", "aber", "weil", "wenn", "dass"),
        *("für", "von", "vom", "zum", "zur", "beim", "bis", "zwischen"),
        *("nummer ist", "name ist", "ich möchte", "ich hätte gern", "ich brauche", "ich heiße", "warten sie"),
    ),
    yes=("ja", "jawohl", "genau", "richtig", "stimmt", "okay"),
    no=("nein", "nee", "falsch"),
    digits=("null", "eins", "zwei", "zwo", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"),
    greetings=(
        *("hallo", "hi", "moin", "servus", "guten tag", "guten morgen", "guten abend", "grüß gott"),
        *("sind sie da", "sind sie noch da", "hören sie mich", "ist da jemand"),
    ),
    courtesies=(
        *("danke", "danke schön", "dankeschön", "danke sehr", "vielen dank", "besten dank", "bitte", "bitte schön"),
        *("perfekt", "super", "prima", "wunderbar", "sehr gut", "gerne", "kein problem", "passt"),
    ),
    goodbyes=(
        *("tschüss", "tschüs", "ciao", "auf wiederhören", "auf wiedersehen", "wiederhören", "bis dann", "bis bald"),
        *("schönen tag", "schönen tag noch", "einen schönen tag", "einen schönen tag noch", "schönen abend noch"),
        *("ebenfalls", "gleichfalls", "ihnen auch", "das war's", "das wars", "das war alles", "das ist alles"),
    ),
    refusals=("nein danke", "nee danke", "nein vielen dank"),
    pauses=("moment", "einen moment", "einen augenblick", "augenblick", "sekunde", "warten sie", "mal sehen"),
)
_FRENCH = TurnWords(
    fillers=("euh", "heu", "hum", "ben", "bah"),
    hanging=(
        *("le", "la", "les", "des", "mon", "ma", "mes", "et", "ou", "mais", "parce", "que", "si"),
        *("de", "du", "avec", "pour", "à", "au", "aux", "chez", "depuis", "jusqu'à", "entre"),
        *("numéro est", "nom est", "c'est", "je voudrais", "je veux", "je m'appelle"),
    ),
    yes=("oui", "ouais", "si", "exact", "exactement", "voilà", "d'accord"),
    no=("non",),
    digits=("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"),
    greetings=("allô", "allo", "bonjour", "bonsoir", "salut", "vous êtes là", "vous m'entendez"),
    courtesies=(
        *("merci", "merci beaucoup", "merci bien", "s'il vous plaît", "parfait", "super", "très bien"),
        *("pas de problème", "de rien", "je vous en prie"),
    ),
    goodbyes=(
        *("au revoir", "à bientôt", "bonne journée", "bonne soirée", "vous aussi", "à vous aussi", "c'est tout"),
        *("ciao", "bye"),
    ),
    refusals=("non merci", "non merci beaucoup"),
    pauses=("un moment", "un instant", "une seconde", "attendez", "voyons"),
)
_HINDI = TurnWords(
    fillers=("उम", "अं", "मतलब"),
    hanging=(
        *("और", "या", "लेकिन", "मगर", "क्योंकि", "कि", "अगर", "मेरा", "मेरी", "मेरे", "आपका", "आपकी", "एक"),
        *("का", "की", "के", "के लिए", "मेरा नंबर", "मेरा नाम", "मुझे"),
    ),
    yes=("हाँ", "हां", "जी", "सही", "ठीक", "बिल्कुल"),
    no=("नहीं", "ना", "गलत"),
    digits=("शून्य", "एक", "दो", "तीन", "चार", "पाँच", "पांच", "छह", "छः", "सात", "आठ", "नौ"),
    greetings=("नमस्ते", "नमस्कार", "हैलो", "हेलो", "hello", "namaste"),
    courtesies=("धन्यवाद", "शुक्रिया", "बहुत धन्यवाद", "बढ़िया", "थैंक यू", "thank you", "thanks"),
    goodbyes=("अलविदा", "बाय", "बाय बाय", "फिर मिलेंगे", "bye", "bye bye"),
    refusals=("नहीं धन्यवाद", "नहीं शुक्रिया"),
    pauses=("एक मिनट", "रुकिए"),
)
_UNKNOWN = TurnWords(fillers=(), hanging=(), yes=(), no=(), digits=())

_BY_LANGUAGE = {"en": _ENGLISH, "es": _SPANISH, "de": _GERMAN, "fr": _FRENCH, "hi": _HINDI}


def turn_words(language: str) -> TurnWords:
    """The words of a language such as "en" or "en-GB"; none for an unknown language."""
    return _BY_LANGUAGE.get(language.split("-")[0].lower(), _UNKNOWN)
