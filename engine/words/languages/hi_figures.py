"""Hindi words for figures."""

from offhook.engine.words.languages.figure_words import Between, Counted, Currency, FigureWords, by_number
from offhook.engine.words.languages.hi_values import DATES, NUMBERS


def _one(name: str) -> Counted:
    return Counted(f"एक {name}", name)


HINDI_FIGURES = FigureWords(
    small=NUMBERS.below_100,
    ordinals={1: "पहल", 2: "दूसर", 3: "तीसर", 4: "चौथ", 6: "छठ"},
    between=Between("दशमलव", "माइनस", "प्लस", "से", "गुणा", "प्रति", "नंबर", "प्रतिशत", "और", "बार"),
    months=DATES.months,
    month_names=by_number(
        " ".join(DATES.months).lower(),
        "जन फरवरी - अप्रेल - - - - सितम्बर अक्तूबर नवम्बर दिसम्बर",
    ),
    currencies={
        "EUR": Currency(_one("यूरो"), _one("सेंट")),
        "USD": Currency(_one("डॉलर"), _one("सेंट")),
        "CAD": Currency(_one("कनाडाई डॉलर"), _one("सेंट")),
        "AUD": Currency(_one("ऑस्ट्रेलियाई डॉलर"), _one("सेंट")),
        "MXN": Currency(_one("पेसो")),
        "GBP": Currency(_one("पाउंड"), _one("पेंस")),
        "INR": Currency(Counted("एक रुपया", "रुपये"), Counted("एक पैसा", "पैसे")),
        "CHF": Currency(_one("स्विस फ़्रैंक")),
        "JPY": Currency(_one("येन")),
    },
    multiples={
        **{each: (each, each) for each in ("हज़ार", "लाख", "करोड़", "अरब", "मिलियन", "बिलियन")},
        "हजार": ("हज़ार", "हज़ार"),
        "lakh": ("लाख", "लाख"),
        "crore": ("करोड़", "करोड़"),
        "million": ("मिलियन", "मिलियन"),
        "billion": ("बिलियन", "बिलियन"),
    },
    units={
        "°": _one("डिग्री"),
        "°c": _one("डिग्री सेल्सियस"),
        "°f": _one("डिग्री फ़ारेनहाइट"),
        **dict.fromkeys(("km", "किमी"), _one("किलोमीटर")),
        "m": _one("मीटर"),
        "cm": _one("सेंटीमीटर"),
        "mm": _one("मिलीमीटर"),
        "m²": _one("वर्ग मीटर"),
        **dict.fromkeys(("kg", "किग्रा"), _one("किलोग्राम")),
        "g": _one("ग्राम"),
        "mg": _one("मिलीग्राम"),
        "l": _one("लीटर"),
        "ml": _one("मिलीलीटर"),
        "km/h": _one("किलोमीटर प्रति घंटा"),
        "h": Counted("एक घंटा", "घंटे"),
        "min": _one("मिनट"),
        "s": _one("सेकंड"),
        "kwh": _one("किलोवाट घंटा"),
        "mb": _one("एमबी"),
        "gb": _one("जीबी"),
    },
    fractions={(1, 2): "आधा", (1, 4): "एक चौथाई", (3, 4): "तीन चौथाई", (1, 3): "एक तिहाई", (2, 3): "दो तिहाई"},
    number_signs=r"(?:नं\.|क्र\.|№|#)",
    reference_words=r"(?:पिन|कोड|बुकिंग|संदर्भ|ओटीपी|खाता|खाते|आईडी|पासवर्ड|pin|otp|code)",
    date_words=r"(?:दिनांक|तारीख|तारीख़)",
    hour_signs=r"(?:बजे)",
    ordinal_signs=r"(?:वाँ|वां|वीं|वें|वे|वी|वा|[लरथठ][ाीे])",
    phrases={"24/7": "चौबीस सात"},
)
