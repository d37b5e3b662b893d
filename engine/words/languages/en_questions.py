"""English questions."""

from offhook.engine.words.languages.question_words import Kind, QuestionWords

_CAN, _I = "(can|could|may|might|would)", "(i|we|one)"

_AMERICAN = {
    "elevator": "lift",
    "elevators": "lift",
    "center": "centre",
    "vacation": "holiday",
    "apartment": "flat",
    "movie": "film",
    "drugstore": "pharmacy",
    "faucet": "tap",
    "trash": "rubbish",
    "garbage": "rubbish",
    "restroom": "toilet",
    "restrooms": "toilet",
    "cellphone": "mobile",
    "subway": "underground",
    "gas": "petrol",
    "truck": "lorry",
}
"""The American and the British word for one thing."""

QUESTIONS = QuestionWords(
    stemmer="english",
    kinds={
        Kind.WHEN: (
            "(at|from|until|till|til|by|) (what|which) time",
            "(from|until|till|til|by|since|) when",
            "how (late|early|soon)",
            "to when",
            "what hours",
        ),
        Kind.WHERE: ("where", "whereabouts", "somewhere", "anywhere", f"how (do|can) {_I} find"),
        Kind.PRICE: ("how (much|expensive)",),
        Kind.FAR: ("how far (away|)", "how close", "how many (miles|kilometers|kilometres|minutes)"),
        Kind.WAY: (
            f"how (do|can|could|should|would) {_I} (best|) (get|come|reach)",
            "(the|) (best|easiest|fastest|quickest) way (to|) (get|come|reach|)",
            "how to (get|come|reach)",
        ),
        Kind.HOW: ("how",),
        Kind.MANY: ("how many",),
        Kind.LONG: ("how long",),
        Kind.WHICH: ("what", "which", "what (kind|kinds|sort|sorts|type|types) of"),
        Kind.WHO: ("who", "whom"),
        Kind.WHY: ("why", "how come"),
        Kind.MAY: (
            f"{_CAN} {_I} (still|also|)",
            "(am|are) (i|we) (able|allowed|permitted) (to|)",
            "(is|are|would) (it|that|there) (be|) (possible|okay|ok|alright|fine|allowed) (to|if|)",
            "(is|would) (it|that) (be|) a problem (to|if|)",
            "(is|would) it (be|) (all right) (to|if|)",
            "what (happens|) if",
            "(is|are) (i|we) able to",
            "(do|will|would|can) you (guys|) (still|also|) (take|accept|allow|permit) (any|)",
            "are you (guys|) (still|) (taking|accepting) (any|)",
            *("allowed", "permitted", "accepted", "allow", "accept", "possible", "friendly", "you take", "you accept"),
        ),
        Kind.MUST: (f"(do|would) {_I} (have|need) to", f"(must|should) {_I}", "(have|need|got) to", "must", "should"),
        Kind.WHETHER: (
            f"{_CAN} {_I} (get|have)",
            "(is|would) it (be|) possible to (get|have)",
            "(do|did|can|could|will|would) you (guys|) (also|still|)",
            "(i|we) need (to have|)",
            *("do", "does", "is", "are", "am", "will", "would", "can", "could", "have you", "has"),
        ),
        Kind.WISH: ("(i|we) (want|wanna|would like|would love|wish|need|have) to", "(i|we) (want|would like)"),
    },
    stop=(
        "a an the this that these those some any it its i me my mine we us our ours you your yours one be is are"
        " am was were been do does did done have has had having got get gets getting can could may might will would"
        " shall should must of in on at by for with to from into as and or so then if when whether that there here"
        " too also still just really actually exactly currently generally usually normally maybe perhaps go goes"
        " going come comes coming take takes taking make need needs want wants like offer offers provide provides"
        " located situated available okay ok about your hers his them they he she what which who whom where how why"
        " until till til"
    ),
    leads=(
        "(hi|hello|hey) (there|)",
        "good (morning|afternoon|evening|day)",
        "(can|could|would|will) you (please|quickly|just|maybe|) (tell|give|send) me (again|)",
        "(can|could) you let me know",
        "(please|) tell me",
        "(can|could|may|might) i (just|quickly|please|) (ask|know|check) (you|)",
        "(i|we) (just|) (want|wanted|need|needed|would like|would love) to (know|ask|find out|check) (you|)",
        "(i am|i was|we are|we were|) (just|) wondering",
        "do you (happen to|) know",
        "(i am|i was|we are) (just|) (calling|ringing|phoning) (to (ask|know|find out|check)|because|about)",
        "(i have|i have got|just|) (a|one|another) (quick|short|small|) question",
        "(i|we) (just|) (want|wanted|had|have) (a|) question",
        "(i|we) need (to know|)",
        "(it is|this is) about",
        "(if|whether|that|about)",
        "(so|well|right|now|and|but|okay|ok|yes|yeah|sorry|excuse me|listen|look|tell me)",
        "i (would like|want) to know",
    ),
    asides=(
        *("um", "uh", "uhm", "erm", "er", "hmm", "hm", "please", "you know", "i mean", "i guess", "sort of", "kind of"),
        *("at the moment", "right now", "actually", "basically", "guys", "by any chance", "thank you", "thanks"),
        *("perhaps", "maybe", "just", "by the way", "as well", "if i may ask", "if possible"),
    ),
    ends=("or not", "or no", "is it", "or so", "though", "then", "for me", "with you guys", "you know", "do you know"),
    times="time times hours hour",
    open="open",
    costs="cost costs price prices pricing charge charges fee fees rate rates expensive pay",
    lasting="take takes taking last lasts",
    ands="and or but",
    past="did was were had",
    directions="from to",
    house="hotel practice clinic surgery office shop store salon studio restaurant place company business house",
    you="you your yours here guys",
    the="the your this our",
    decisive=(
        "not no never without except only non monday tuesday wednesday thursday friday saturday sunday mondays"
        " tuesdays wednesdays thursdays fridays saturdays sundays weekend weekends weekday weekdays holiday"
        " holidays today tonight tomorrow yesterday morning afternoon evening christmas easter january february"
        " march april june july august september october november december one two three four five six seven eight"
        " nine ten eleven twelve"
    ),
    same={
        "cannot": "can not",
        "wanna": "want to",
        "gonna": "going to",
        "til": "until",
        "till": "until",
        **_AMERICAN,
        "kids": "child",
        "kid": "child",
        "children": "child",
        "teeth": "tooth",
    },
    endings={
        "n't": "not",
        "'re": "are",
        "'m": "am",
        "'ve": "have",
        "'ll": "will",
        "'d": "would",
        "'s": "is",
    },
    compounds=("check in", "check out", "wi fi", "e mail", "drop off", "pick up", "set up", "sign up", "air port"),
)
"""`'s` is "is" behind a question word or a pronoun only; behind any other word it is left out."""
