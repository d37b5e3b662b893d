"""English."""

from offhook.engine.words.languages.en_frequent import FREQUENT
from offhook.engine.words.languages.en_questions import QUESTIONS
from offhook.engine.words.languages.en_values import ANSWERS, DATES, NUMBERS, TIMES
from offhook.engine.words.languages.language import (
    ChoosingWords,
    Courtesy,
    DefaultSentences,
    Language,
    SentenceEnds,
    TurnWords,
    word_set,
)

_TURN = TurnWords(
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
        *("hello", "hello there", "hi", "hi there", "hey", "good morning", "good afternoon", "good evening"),
        *("good day",),
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
        *("just a minute", "wait", "wait a moment", "wait a minute", "hold on", "let me see", "let me think"),
        *("let me check",),
    ),
    of_an_answer=("it is", "it isn't", "it's not", "that's right", "that's correct", "that's wrong", "of course"),
)
_LISTENING = (
    *("mm-hmm", "mm", "mhm", "hm", "hmm", "uh-huh", "aha", "ah", "oh", "uh", "um", "huh", "wow", "i see"),
    *("got it", "all right", "alright", "of course", "cool", "fine", "really"),
)
_COURTESY = Courtesy(
    around=(
        *("ah", "oh", "well", "so", "okay", "ok", "hello", "hi", "hey", "and"),
        *("please", "thanks", "thank", "you"),
    ),
    after=("please", "thanks"),
)
_SENTENCES = SentenceEnds(
    within=word_set(
        "mr mrs ms dr prof rev hon gen col capt lt sgt cmdr gov sen rep fr messrs mx e.g eg i.e ie viz vs cf approx"
    ),
    before_number=word_set(
        "no nos p pp vol ch sec fig art ext rm apt ste nr pt rs jan feb mar apr jun jul aug sep sept oct"
        " nov dec mon tue tues wed thu thur thurs fri sat sun"
    ),
    may_close=word_set(
        "st ave blvd rd ln hwy mt ft a.m p.m u.s u.k u.n inc ltd co corp llc jr sr phd ph.d etc al"
        " dept est min max hr hrs mins secs tel"
    ),
    openers=word_set(
        "I You We They He She It The A An This That These Those There Here My Your Our Their What When"
        " Where Who Why How Which Is Are Do Does Did Can Could Would Should Shall Have Has If But And So"
        " Then Please Thanks Thank Yes OK Okay Also Just Let After Before In On At For To With From As Not"
        " However Otherwise Once Anything Nothing"
    ),
)
_CONNECTING = word_set(
    "i i'm i'd i'll i've me my we we're we'd we'll we've us our you you'd you're your it it's it'd it'll that"
    " that's this there there's these they is are am be being will would could can may might shall should do does"
    " have has had got want wants need needs like love looking look wondering wonder hoping planning thinking trying"
    " think believe guess suppose say let let's see know tell give if whether to for of on in at from with by about"
    " around and the a an some any anything something just only maybe probably perhaps possibly possible available"
    " free so then also actually really basically instead calling call phone arrive arriving arrival come coming get"
    " getting make making take stay staying book booking reserve night day morning afternoon evening time sometime"
    " somewhere as soon"
)
_CONNECTING_PHRASES = (
    *(
        f"{who} {often}{what}"
        for who in ("i was", "we were")
        for often in ("", "just ")
        for what in ("wondering", "hoping", "thinking", "planning", "looking", "calling")
    ),
    *("at the latest", "at the earliest", "hang on", "no wait", "sorry", "oh sorry"),
)
SAID = DefaultSentences(
    goodbye="Thank you for your call. Goodbye.",
    apology="I am sorry, something went wrong on our side.",
    repeat="Sorry, could you say that again?",
    line_dropped="Sorry, the line dropped for a moment. Could you say that again?",
    fillers=("One moment, please.", "Just a second.", "Let me see."),
    not_understood="Sorry, I did not get that.",
    give_up_transfer="Let me connect you to a person.",
    give_up_hang_up="I am sorry, I cannot help you like this.",
    sure_hang_up="Shall I hang up?",
    sure_transfer="Shall I put you through to a person?",
    sure_start_over="Shall I start over?",
    take_call="Press 1 to take the call.",
    digits_so_far="I have {digits} so far. Please go on, or say start again.",
    queue="All lines are busy. Please hold the line.",
    queue_over="All lines are still busy. Please call again later.",
)
_CHOOSING = ChoosingWords(
    which="Which language would you like to speak: {languages}?",
    conjunction="or",
    offer="For English, say English or press {key}.",
    offer_key="For English, press {key}.",
    welcome="How can I help you?",
    names={
        "en": ("English",),
        "hi": ("Hindi",),
        "es": ("Spanish", "castilian"),
        "fr": ("French",),
        "de": ("German",),
    },
    wishes=word_set(
        "i i'd i'll we let's can could would may like want prefer to speak speaking talk use do you have is it possible"
        " does anyone anybody somebody there continue go on with switch change language my the if"
    ),
    polite=word_set("please in okay ok yes yeah well um uh er hello hi hey thanks thank you just only and"),
    not_this=word_set("not no don't"),
    frequent=FREQUENT,
    greetings=("good day", "howdy"),
)

ENGLISH = Language(
    tag="en",
    same={"ok": "okay", "okay": "ok"},
    turn=_TURN,
    listening=_LISTENING,
    courtesy=_COURTESY,
    connecting=_CONNECTING,
    connecting_phrases=_CONNECTING_PHRASES,
    written={
        "mr": "mister",
        "mrs": "missus",
        "ms": "miss",
        "dr": "doctor",
        "prof": "professor",
        "vs": "versus",
        "pm": "p m",
        "ok": "okay",
        "o": "oh",
        "nought": "zero",
        "naught": "zero",
        "jan": "january",
        "feb": "february",
        "apr": "april",
        "aug": "august",
        "sept": "september",
        "sep": "september",
        "oct": "october",
        "nov": "november",
        "dec": "december",
    },
    sentences=_SENTENCES,
    said=SAID,
    choosing=_CHOOSING,
    questions=QUESTIONS,
    numbers=NUMBERS,
    times=TIMES,
    dates=DATES,
    answers=ANSWERS,
)
