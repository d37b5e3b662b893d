"""Numbers, times, days and dates in English."""

from offhook.engine.words.languages.value_words import (
    AnswerWords,
    DateForm,
    DateWords,
    NumberWords,
    SaidTime,
    TimeForm,
    TimeWords,
)

_ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_BELOW_100 = (*_ONES, *_TEENS, *(f"{ten} {one}".strip() for ten in _TENS for one in ("", *_ONES[1:])))

NUMBERS = NumberWords(
    below_100=_BELOW_100,
    in_digits={"oh": 0},
    repeated={"double": 2, "triple": 3, "treble": 3},
    hundreds=tuple(f"{count} hundred" for count in _ONES[1:]),
    other_hundreds={"a hundred": 100, "hundred": 100},
    hundred=("hundred",),
    thousand=("thousand",),
    one_thousand=("one thousand", "a thousand", "thousand"),
    joined=("and",),
    says_joined=True,
    pairs=True,
)

_HOURS = {_BELOW_100[hour]: hour for hour in (*range(1, 13), *range(13, 25), 0)}
_BESIDE = {"five": 5, "ten": 10, "a quarter": 15, "quarter": 15, "twenty": 20, "twenty five": 25}

_EXACTLY = "sharp | exactly | on the dot"

TIMES = TimeWords(
    forms=(
        TimeForm("[twelve] <named>"),
        TimeForm("<hour> [o'clock]"),
        TimeForm("<hour> <late>"),
        TimeForm("half [past] <hour>", plus=30),
        TimeForm("half past <named>", plus=30),
        TimeForm("(<beside> | <minute> (minute | minutes)) (past | after) (<hour> | <named>)"),
        TimeForm("(<beside> | <minute> (minute | minutes)) (to | till | before | of) (<hour> | <named>)", sign=-1),
        TimeForm("<hour> hundred [hours]"),
    ),
    said=SaidTime(
        hours=tuple(_BELOW_100[(hour - 1) % 12 + 1] for hour in range(12)),
        sharp="{hour}",
        past="{hour} {minute}",
        just_past="{hour} oh {minute}",
        named={0: "midnight", 12: "noon"},
        parts=((0, "{time} a m"), (12, "{time} p m")),
    ),
    frame=f"[<part> at] <clock> [{_EXACTLY}] [<part>] [{_EXACTLY}]",
    hours=_HOURS,
    named={"noon": 12, "midday": 12, "midnight": 0},
    beside=_BESIDE,
    before_minute=("oh",),
    parts={
        "a m": (0, 12),
        "p m": (12, 24),
        "in the morning": (0, 12),
        "this morning": (0, 12),
        "in the afternoon": (12, 24),
        "this afternoon": (12, 24),
        "in the evening": (12, 24),
        "this evening": (12, 24),
        "tonight": (12, 24),
        "at night": (18, 6),
    },
    figures_bare_sharp="{hour} o'clock",
    figures_in_halves=True,
)

_DAYS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth"),
    *("sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"),
    *(f"twenty {one}" for one in ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")),
    *("twenty eighth", "twenty ninth", "thirtieth", "thirty first"),
)

DATES = DateWords(
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    days=_DAYS,
    other_days={_BELOW_100[day]: day for day in range(1, 32)},
    near={
        "today": 0,
        "tomorrow": 1,
        "the day after tomorrow": 2,
        "tonight": 0,
    },
    other_near={
        "day after tomorrow": 2,
        "later today": 0,
        **{f"this {part}": 0 for part in ("morning", "afternoon", "evening")},
    },
    day_parts=(
        *("morning", "afternoon", "evening", "night", "lunchtime"),
        *(f"in the {part}" for part in ("morning", "afternoon", "evening")),
        "at night",
    ),
    holidays={
        "christmas eve": (12, 24),
        "christmas": (12, 25),
        "christmas day": (12, 25),
        "boxing day": (12, 26),
        "new year's eve": (12, 31),
        "new year's": (1, 1),
        "new year's day": (1, 1),
        "valentine's day": (2, 14),
        "halloween": (10, 31),
    },
    forms=(
        DateForm("<near>"),
        DateForm("<weekday>"),
        DateForm("this <weekday>", week="this"),
        DateForm("<weekday> this week", week="this", likely=False),
        DateForm("(this | the) coming <weekday>", likely=False),
        DateForm("next <weekday>", week="next"),
        DateForm("<weekday> next week", week="next"),
        DateForm("next week [on] <weekday>", week="next", likely=False),
        DateForm("[next | this] <weekday> week", plus=7),
        DateForm("a week [on | from] [next | this] <weekday>", plus=7),
        DateForm("[the] <weekday> after next", week="next", plus=7, likely=False),
        DateForm("(<near> week | a week <near> | a week from <near>)", plus=7, likely=False),
        DateForm("a fortnight (<near> | (on | from) <weekday>)", plus=14, likely=False),
        DateForm("in <count> (day | days)"),
        DateForm("<count> (day | days) from (now | today)", likely=False),
        DateForm("in <count> weeks [time]", step=7),
        DateForm("<count> weeks (from (now | <near>) | <near> | (on | from) <weekday>)", step=7, likely=False),
        DateForm("[<weekday>] [the] <ordinal>"),
        DateForm("[<weekday>] [the] <ordinal> of <month>"),
        DateForm("[<weekday>] <month> [the] <ordinal>"),
        DateForm("[<weekday>] [the] <day> [of] <month>", likely=False),
        DateForm("[<weekday>] [the] <day> [of] <month> <year>", likely=False),
        DateForm("[<weekday>] <month> [the] <day>", likely=False),
        DateForm("[<weekday>] <month> [the] <day> <year>", likely=False),
        DateForm("[the] <day> [of] <month> this year", year=0, likely=False),
        DateForm("[the] <day> [of] <month> next year", year=1, likely=False),
        DateForm("<near> [the] <ordinal>", likely=False),
        DateForm("[the | <weekday>] <holiday>", likely=False),
        DateForm("[<weekday>] [the] <ordinal> of this month", month=0, likely=False),
        DateForm("[<weekday>] [the] <ordinal> of next month", month=1, likely=False),
    ),
    idioms={
        "in (a | one) (week | week's time)": 7,
        "a week from now": 7,
        "in a fortnight": 14,
        "in a couple of days": 2,
    },
    said="{weekday} the {day} of {month}",
    said_with_year="{weekday} the {day} of {month} {year}",
    said_month_first="{weekday}, {month} {day}",
    said_month_first_with_year="{weekday}, {month} {day}, {year}",
    month_first=("", "us", "ph", "ca"),
    ordinal_endings=("st", "nd", "rd", "th"),
    figures="the {day} of {month}",
    figures_year="the {day} of {month} {year}",
    this_weekday="[this] {weekday}",
    next_weekday="next {weekday}",
)

_IT_IS = "(that's | that is | it's | it is)"
_IT_IS_NOT = "(that's not | that is not | it's not | it is not | it isn't | that isn't)"
_SO = "(right | correct)"

ANSWERS = AnswerWords(
    yes=f"(({{yes}}) [{{yes}} | it is | that is | {_IT_IS} {_SO}] | of course | {_IT_IS} {_SO})",
    no=(
        f"(({{no}}) [{{no}} | {_IT_IS} wrong | {_IT_IS_NOT} [{_SO}]] | {_IT_IS} wrong | not {_SO} | {_IT_IS_NOT} {_SO})"
    ),
    other_yes=(
        "([{yes}] (please do | go ahead | by all means | indeed | i do | i think so))",
        "((yes | yeah) (sir | ma'am | madam | i (am | do | would | will)))",
        "(it is | aye | affirmative | spot on | all right | alright | why not | you got it)",
        "(that works [for me] | i would | i'd (love | like) (to | that))",
    ),
    other_no=(
        "([no] (of course | certainly | absolutely | definitely | i'm afraid | please | not at all) not)",
        "([no] (not (really | at all | quite | yet | now | today) | i don't [think so] | please don't | it isn't))",
        "(no (sir | ma'am | madam | way | i (do | am | would) not | i'm not))",
        "([no] (it's | it is | that's | that is) (not [quite] (right | correct) | incorrect))",
        "(incorrect | negative | never | i'd rather not | not for me | i'm afraid (not | no))",
    ),
    other_numbers={
        "a couple": 2,
        "a pair": 2,
        "a dozen": 12,
        "half a dozen": 6,
        "just the one": 1,
        **{
            phrase.format(number): value
            for value, number in enumerate(_ONES[1:], start=1)
            for phrase in (
                "only {}",
                "{} of us",
                "the {} of us",
                "we are {}",
                "we're {}",
                "there are {}",
                "there will be {}",
            )
        },
    },
    start_again="(start again | start over | from the beginning)",
    before_number="[for | just]",
    before_digits="[it's | it is]",
    before_day="[for | on]",
    before_time="[at | around | about]",
    before_date="[for | on]",
    keys_yes_no="Press 1 for yes, or 2 for no.",
    keys_number="Key in a number from {lowest} to {highest}.",
    keys_digits="Key in the {length} digits.",
    keys_day="Press 1 for Monday, and so on up to 7 for Sunday. Press 8 for today, or 9 for tomorrow.",
    keys_time="Key in the time with four digits, such as {example}.",
    keys_date="Key in the day and the month with four digits, such as 0 4 1 2 for the fourth of December.",
    keys_date_month_first="Key in the month and the day with four digits, such as 1 2 0 4 for December fourth.",
    keys_date_year="Key in the day, the month and the year with eight digits, such as 0 4 1 2 1 9 9 0.",
    keys_date_year_month_first="Key in the month, the day and the year with eight digits, such as 1 2 0 4 1 9 9 0.",
    keys_choice="Press {choices}.",
    keys_option="{key} for {option}",
)
