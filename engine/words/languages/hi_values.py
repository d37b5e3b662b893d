"""Numbers, times, days and dates in Hindi. Numbers below 100 are irregular, and each has several spellings."""

from collections.abc import Mapping

from offhook.engine.words.languages.value_words import (
    AnswerWords,
    DateForm,
    DateWords,
    NumberWords,
    SaidTime,
    TimeForm,
    TimeWords,
)

_BELOW_100 = (
    *("शून्य", "एक", "दो", "तीन", "चार", "पाँच", "छह", "सात", "आठ", "नौ"),
    *("दस", "ग्यारह", "बारह", "तेरह", "चौदह", "पंद्रह", "सोलह", "सत्रह", "अठारह", "उन्नीस"),
    *("बीस", "इक्कीस", "बाईस", "तेईस", "चौबीस", "पच्चीस", "छब्बीस", "सत्ताईस", "अट्ठाईस", "उनतीस"),
    *("तीस", "इकतीस", "बत्तीस", "तैंतीस", "चौंतीस", "पैंतीस", "छत्तीस", "सैंतीस", "अड़तीस", "उनतालीस"),
    *("चालीस", "इकतालीस", "बयालीस", "तैंतालीस", "चवालीस", "पैंतालीस", "छियालीस", "सैंतालीस", "अड़तालीस", "उनचास"),
    *("पचास", "इक्यावन", "बावन", "तिरेपन", "चौवन", "पचपन", "छप्पन", "सत्तावन", "अट्ठावन", "उनसठ"),
    *("साठ", "इकसठ", "बासठ", "तिरेसठ", "चौंसठ", "पैंसठ", "छियासठ", "सड़सठ", "अड़सठ", "उनहत्तर"),
    *("सत्तर", "इकहत्तर", "बहत्तर", "तिहत्तर", "चौहत्तर", "पचहत्तर", "छिहत्तर", "सतहत्तर", "अठहत्तर", "उन्यासी"),
    *("अस्सी", "इक्यासी", "बयासी", "तिरासी", "चौरासी", "पचासी", "छियासी", "सत्तासी", "अट्ठासी", "नवासी"),
    *("नब्बे", "इक्यानवे", "बानवे", "तिरानवे", "चौरानवे", "पचानवे", "छियानवे", "सत्तानवे", "अट्ठानवे", "निन्यानवे"),
)
_SPELLINGS = {
    0: "ज़ीरो जीरो सिफर",
    6: "छः छ छे छै",
    15: "पन्द्रह",
    17: "सतरह",
    18: "अट्ठारह",
    22: "बाइस",
    23: "तेइस",
    25: "पचीस",
    27: "सत्ताइस",
    28: "अट्ठाइस अठाईस अठाइस",
    29: "उन्तीस उनत्तीस",
    31: "इकत्तीस",
    39: "उन्तालीस उनचालीस",
    42: "बयालिस ब्यालीस",
    43: "तेतालीस",
    44: "चौवालीस चौंवालीस",
    46: "छयालीस",
    49: "उन्चास उनंचास",
    53: "तिरपन त्रेपन",
    54: "चव्वन",
    58: "अठावन",
    63: "तिरसठ त्रेसठ",
    66: "छयासठ",
    69: "उन्हत्तर",
    71: "इकत्तर",
    75: "पिचहत्तर",
    76: "छियत्तर",
    77: "सतत्तर",
    78: "अठत्तर",
    79: "उनासी उन्नासी",
    88: "अठासी",
    91: "इक्यानबे",
    92: "बानबे",
    93: "तिरानबे",
    94: "चौरानबे",
    95: "पचानबे पंचानवे पंचानबे",
    96: "छियानबे",
    97: "सत्तानबे",
    98: "अट्ठानबे अठानवे अठानबे",
    99: "निन्यानबे",
}
_ENGLISH = {"वन": 1, "टू": 2, "थ्री": 3, "फोर": 4, "फाइव": 5, "सिक्स": 6, "सेवन": 7, "एट": 8, "नाइन": 9}
"""Digits of a telephone number are often said in English."""
_ANUSVARA = "\u0902"


def _spellings(words: Mapping[str, int]) -> dict[str, int]:
    """With what recognizers leave out: the nasal sign. All else that is written in two ways is one in `words.py`."""
    return {each: value for word, value in words.items() for each in (word, word.replace(_ANUSVARA, ""))}


_OTHERS = _spellings({word: number for number, words in _SPELLINGS.items() for word in words.split()})

NUMBERS = NumberWords(
    below_100=_BELOW_100,
    others={**_spellings({word: number for number, word in enumerate(_BELOW_100)}), **_OTHERS, **_ENGLISH},
    repeated={"डबल": 2, "ट्रिपल": 3, "double": 2},
    hundreds=tuple(f"{count} सौ" for count in _BELOW_100[1:10]),
    other_hundreds={"सौ": 100},
    hundred=("सौ",),
    thousand=("हज़ार",),
    one_thousand=("एक हज़ार", "हज़ार"),
    fractions={"डेढ़": 1.5, "ढाई": 2.5, "सवा": 1.25, "पौन": 0.75},
    added_fractions={"पौने": -0.25, "सवा": 0.25, "साढ़े": 0.5},
)

_OCLOCK = "[बजे | बज]"
_HOURS = {word: number for word, number in NUMBERS.others.items() if number <= 24 and word not in _ENGLISH}

TIMES = TimeWords(
    forms=(
        TimeForm("<named> [को | में | पर]"),
        TimeForm(f"<hour> {_OCLOCK}"),
        TimeForm(f"साढ़े <hour> {_OCLOCK}", plus=30),
        TimeForm(f"सवा <hour> {_OCLOCK}", plus=15),
        TimeForm(f"पौने <hour> {_OCLOCK}", plus=-15),
        TimeForm(f"डेढ़ {_OCLOCK}", plus=90),
        TimeForm(f"ढाई {_OCLOCK}", plus=150),
        TimeForm(f"पौन {_OCLOCK}", plus=45),
        TimeForm("<hour> (बजकर | बज के | बज कर | बजके | बजे) <minute> [मिनट | मिनिट] [पर]"),
        TimeForm("<hour> (बजने में | बजने मे) <minute> [मिनट | मिनिट] [पर]", sign=-1),
        TimeForm(f"<hour> <late> {_OCLOCK}"),
    ),
    said=SaidTime(
        hours=("बारह", *_BELOW_100[1:12]),
        sharp="{hour} बजे",
        past="{hour} बजकर {minute} मिनट",
        at_minute={15: "सवा {hour} बजे", 30: "साढ़े {hour} बजे", 45: "पौने {next} बजे"},
        at_time={90: "डेढ़ बजे", 150: "ढाई बजे"},
        parts=((0, "रात {time}"), (4, "सुबह {time}"), (12, "दोपहर {time}"), (16, "शाम {time}"), (20, "रात {time}")),
    ),
    frame="[<part> [को | में | के]] <clock> [<part> [को | में]]",
    hours=_HOURS,
    named={"आधी रात": 0, "मध्यरात्रि": 0},
    before_minute=("शून्य", "ज़ीरो"),
    parts={
        "तड़के": (2, 8),
        "सुबह": (3, 12),
        "सवेरे": (3, 12),
        "सुबह सवेरे": (3, 12),
        "आज सुबह": (3, 12),
        "दिन": (9, 17),
        "दोपहर": (11, 17),
        "दोपहर बाद": (12, 18),
        "आज दोपहर": (11, 17),
        "शाम": (15, 22),
        "आज शाम": (15, 22),
        "रात": (18, 6),
        "आज रात": (18, 6),
    },
    figures_sharp="{hour} बजे",
    figures_bare_sharp="{hour} बजे",
)

_WEEKS = "(हफ़्ते | हफ़्ता | हफ़्तों | सप्ताह | सप्ताहों)"
_AFTER = "(बाद | में | के बाद)"

DATES = DateWords(
    weekdays=("सोमवार", "मंगलवार", "बुधवार", "गुरुवार", "शुक्रवार", "शनिवार", "रविवार"),
    other_weekdays={
        "बृहस्पतिवार": 3,
        "वीरवार": 3,
        "इतवार": 6,
        "गुरूवार": 3,
        "सोम": 0,
        "मंगल": 1,
        "बुध": 2,
        "शुक्र": 4,
        "शनि": 5,
        "शनिचर": 5,
        **dict.fromkeys(("जुम्मा", "जुम्मे"), 4),
        "मंडे": 0,
        "ट्यूसडे": 1,
        "वेडनेसडे": 2,
        "थर्सडे": 3,
        **dict.fromkeys(("फ्राइडे", "फ्रायडे"), 4),
        **dict.fromkeys(("सैटरडे", "सैटर्डे"), 5),
        "संडे": 6,
    },
    months=(
        *("जनवरी", "फ़रवरी", "मार्च", "अप्रैल", "मई", "जून"),
        *("जुलाई", "अगस्त", "सितंबर", "अक्टूबर", "नवंबर", "दिसंबर"),
    ),
    other_months={"फरवरी": 2, "सितम्बर": 9, "अक्तूबर": 10, "नवम्बर": 11, "दिसम्बर": 12, "सितबर": 9},
    days=_BELOW_100[1:32],
    other_days={
        **{word: number for word, number in NUMBERS.others.items() if 1 <= number <= 31 and word not in _ENGLISH},
        "पहली": 1,
    },
    near={
        "आज": 0,
        "कल": 1,
        "परसों": 2,
        "परसो": 2,
        "नरसों": 3,
        "तरसों": 3,
        "आज ही": 0,
        "कल ही": 1,
    },
    day_parts=tuple(f"{of}{part}" for of in ("", "की ", "को ") for part in ("सुबह", "दोपहर", "शाम", "रात")),
    holidays={"क्रिसमस": (12, 25), "बड़े दिन": (12, 25), "नए साल": (1, 1), "नये साल": (1, 1)},
    forms=(
        DateForm("<near> [को | के लिए]"),
        DateForm("[आने वाले] <weekday> [को | के दिन | के लिए]"),
        DateForm("इस <weekday> [को | के लिए]", week="this"),
        DateForm("अगले <weekday> [को | के लिए]", week="next"),
        DateForm("अगले से अगले <weekday> [को | के लिए]", week="next", plus=7),
        DateForm(f"अगले {_WEEKS} <weekday> [को | के लिए]", week="next"),
        DateForm(f"<weekday> अगले {_WEEKS}", week="next"),
        DateForm(f"(<near> | <weekday>) [से | के] एक {_WEEKS} बाद", plus=7),
        DateForm(f"[आज से] <count> (दिन | दिनों) {_AFTER}"),
        DateForm(f"[आज से] <count> {_WEEKS} {_AFTER}", step=7),
        DateForm("[<weekday>] <day> तारीख [को | के लिए]"),
        DateForm("<weekday> <day> [को]"),
        DateForm("<near> <day> [तारीख] [को]"),
        DateForm("<holiday> [के दिन] [को | पर | के लिए | में]"),
        DateForm("[<weekday>] <day> [तारीख] <month> [<year>] [को | के लिए]"),
        DateForm("[<weekday>] <month> [की | के] <day> [तारीख] [को | के लिए]"),
        DateForm("इस महीने [की] <day> [तारीख] [को]", month=0),
        DateForm("अगले महीने [की] <day> [तारीख] [को]", month=1),
    ),
    idioms={f"एक {_WEEKS} {_AFTER}": 7, "हफ्ते भर (बाद | में)": 7},
    said="{weekday}, {day} {month}",
    said_with_year="{weekday}, {day} {month} {year}",
    this_weekday="[इस] {weekday} [को | के लिए]",
    next_weekday="अगले {weekday}",
    other_next=("अगले {weekday} (को | के लिए)", "अगले हफ़्ते {weekday}"),
)

ANSWERS = AnswerWords(
    yes="((({yes}) [{yes} | हाँ | है | बिलकुल]) | जी [हाँ | हां] | हाँ जी | हां जी | (सही | ठीक) है | (यह | ये) सही है"
    " | बिल्कुल [सही | ठीक] [है] | बिलकुल | हाँ [बिल्कुल] (सही | ठीक) है | हां (सही | ठीक) है | ओके | यस)",
    no="((({no}) [{no} | जी]) | जी नहीं | जी ना | नहीं [जी] [यह | ये] (गलत | ग़लत) है | (यह | ये) (गलत | ग़लत) है"
    " | (गलत | ग़लत) [है] | (सही | ठीक) नहीं [है] | बिल्कुल नहीं | नो)",
    other_yes=(
        "([{yes}] (ज़रूर | बेशक | एकदम | एकदम सही | कर (दीजिए | दो | दें) | कीजिए | हाँ | बिलकुल | चलेगा))",
        "(({yes}) भाई | क्यों नहीं | हाँजी | जी हुज़ूर | बिलकुल सही | पक्का | हो जाएगा | मंज़ूर है | सही बात है)",
    ),
    other_no=(
        "([{no}] (अभी नहीं | कभी नहीं | रहने (दीजिए | दो) | एकदम नहीं | ज़रूरत नहीं [है] | मत कीजिए | मत करो))",
        "(({no}) (चाहिए | भाई))",
        "((यह | ये | ऐसा | वो) [सही | ठीक] नहीं है | ji (nahi | nahin) | ना जी)",
    ),
    other_numbers={"एक दर्जन": 12, "दर्जन": 12, "आधा दर्जन": 6, "एक ही": 1, "दो ही": 2, "तीन ही": 3, "हम दोनों": 2},
    start_again="(फिर से [शुरू] | दोबारा [शुरू] | शुरू से | फिर से शुरू करो | फिर से शुरू कीजिए)",
    before_number="[सिर्फ | सिर्फ़ | केवल | बस | हम]",
    before_digits="[नंबर है | यह है | है]",
    before_day="",
    before_time="[करीब | लगभग | ठीक | तकरीबन | क़रीब क़रीब]",
    before_date="",
    said_yes="हाँ",
    said_no="नहीं",
    keys_yes_no="हाँ के लिए 1 दबाइए, या नहीं के लिए 2।",
    keys_number="{lowest} से {highest} तक कोई संख्या दबाइए।",
    keys_digits="सभी {length} अंक दबाइए।",
    keys_day="सोमवार के लिए 1, और इसी तरह रविवार के लिए 7 तक दबाइए। आज के लिए 8, या कल के लिए 9 दबाइए।",
    keys_time="समय चार अंकों में दबाइए, जैसे {example}।",
    keys_date="दिन और महीना चार अंकों में दबाइए, जैसे चार दिसंबर के लिए 0 4 1 2।",
    keys_date_year="दिन, महीना और साल आठ अंकों में दबाइए, जैसे 0 4 1 2 1 9 9 0।",
    keys_choice="{choices}।",
    keys_option="{option} के लिए {key} दबाइए",
)
