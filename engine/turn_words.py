"""The words that tell whether somebody has finished, language by language.

`hanging` holds what a turn seldom ends with: articles, possessives, conjunctions, prepositions that want a noun, and
beginnings such as "my number is". What often ends sentences too (English "that", "on", "i need"; German "ein") is left
out: a wrong guess makes the caller wait. Adding a language is adding an entry.

`yes`, `no` and `fillers` are the one list of such words: the end of a turn, the dialogue (`actors/responder/slots.py`,
`patterns.py`) and barge-in (`engine/words_that_count.py`) all ask here.
"""

import msgspec


class TurnWords(msgspec.Struct, frozen=True):
    """Lower case; several words in a row make one entry of `hanging`."""

    fillers: tuple[str, ...]
    hanging: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    digits: tuple[str, ...]


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
)
_UNKNOWN = TurnWords(fillers=(), hanging=(), yes=(), no=(), digits=())

_BY_LANGUAGE = {"en": _ENGLISH, "es": _SPANISH, "de": _GERMAN, "fr": _FRENCH, "hi": _HINDI}


def turn_words(language: str) -> TurnWords:
    """The words of a language such as "en" or "en-GB"; of one that we do not know, none."""
    return _BY_LANGUAGE.get(language.split("-")[0].lower(), _UNKNOWN)
