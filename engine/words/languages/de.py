"""German."""

from offhook.engine.words.languages.de_frequent import FREQUENT
from offhook.engine.words.languages.de_questions import QUESTIONS
from offhook.engine.words.languages.de_values import ANSWERS, DATES, NUMBERS, TIMES
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
    fillers=("äh", "ähm", "öhm", "hm", "hmm", "tja", "öh", "ähem"),
    hanging=(
        *("eine", "einen", "einem", "einer", "mein", "meine", "meinen", "und", "oder", "aber", "weil"),
        *("wenn", "dass", "für", "von", "vom", "zum", "zur", "beim", "bis", "zwischen", "nummer ist"),
        *("name ist", "ich möchte", "ich hätte gern", "ich brauche", "ich heiße", "warten sie", "ich bin"),
        *("ich suche", "meine nummer ist", "und zwar"),
    ),
    yes=(
        *("ja", "jawohl", "genau", "richtig", "stimmt", "okay", "ok", "klar", "doch", "einverstanden"),
        *("in ordnung",),
    ),
    no=("nein", "nee", "falsch", "nö"),
    digits=("null", "eins", "zwei", "zwo", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"),
    greetings=(
        *("hallo", "hi", "moin", "servus", "guten tag", "guten morgen", "guten abend", "grüß gott"),
        *("sind sie da", "sind sie noch da", "hören sie mich", "ist da jemand", "können sie mich hören"),
        *("ist jemand da",),
    ),
    courtesies=(
        *("danke", "danke schön", "dankeschön", "danke sehr", "vielen dank", "besten dank", "bitte"),
        *("bitte schön", "perfekt", "super", "prima", "wunderbar", "sehr gut", "gerne", "kein problem"),
        *("passt", "herzlichen dank", "danke ihnen", "bitte sehr", "toll", "klasse", "ausgezeichnet"),
        *("das passt", "alles gut", "sehr nett", "kein ding"),
    ),
    goodbyes=(
        *("tschüss", "tschüs", "ciao", "auf wiederhören", "auf wiedersehen", "wiederhören", "bis dann"),
        *("bis bald", "schönen tag", "schönen tag noch", "einen schönen tag", "einen schönen tag noch"),
        *("schönen abend noch", "ebenfalls", "gleichfalls", "ihnen auch", "das war's", "das wars"),
        *("das war alles", "das ist alles", "bis später", "bis morgen", "gute nacht", "tschau"),
        *("schönes wochenende", "ein schönes wochenende", "schönen abend", "sonst nichts", "mehr nicht"),
        *("das wär's", "das wäre alles"),
    ),
    refusals=(
        *("nein danke", "nee danke", "nein vielen dank", "danke nein", "nein das passt", "nein danke schön"),
        *("nein danke sehr",),
    ),
    both_ways=("servus", "ciao"),
    pauses=(
        *("moment", "einen moment", "einen augenblick", "augenblick", "sekunde", "warten sie", "mal sehen"),
        *("eine sekunde", "kleinen moment", "moment mal", "warte", "warten sie kurz"),
        *("lassen sie mich sehen", "ich schaue kurz nach"),
    ),
    of_an_answer=(
        *("das stimmt", "das ist richtig", "das ist falsch", "das stimmt nicht", "stimmt nicht"),
        *("nicht richtig", "so ist es"),
    ),
)
_LISTENING = (
    *("mhm", "hm", "hmm", "aha", "ah", "oh", "äh", "ähm", "ach so", "achso", "jo", "ok", "gut", "klar"),
    *("verstehe", "alles klar", "mm", "mm-hmm", "okay", "ach ja", "ah ja", "na gut", "eben", "natürlich"),
    *("interessant", "echt", "ah so", "ich verstehe"),
)
_COURTESY = Courtesy(
    around=(
        *("ah", "oh", "ach", "na", "also", "gut", "so", "dann", "okay", "ok", "hallo", "und"),
        *("bitte", "bitte schön", "danke", "danke schön", "danke sehr", "vielen dank", "gern", "gerne"),
    ),
    after=("bitte", "danke"),
)
_SENTENCES = SentenceEnds(
    within=word_set(
        "hr hrn fr dr prof dipl ing med gem tägl monatl geschl gegr z.b zb"
        " d.h dh u.a ua bzw ca evtl ggf inkl exkl zzgl vgl sog bspw insb"
        " max min mind st geb gest i.d.r o.g s.o s.u v.a"
    ),
    before_number=word_set("nr nrn s art abs mo di mi sa bd kap abb tel par ziff jan feb apr aug sept okt nov dez"),
    may_close=word_set(
        "str usw etc u.s.w u.s.f usf jh jhd mio mrd std sek co inc ev e.v abt a.m p.m n.chr v.chr u.a.m"
    ),
    openers=word_set(
        "Der Die Das Ein Eine Ich Du Er Sie Es Wir Ihr Ihre Mein Meine Dies Diese Dieser Dieses Was Wann"
        " Wo Wer Wie Warum Welche Ist Sind Kann Können Haben Hat Wenn Aber Und Oder Dann Danach Bitte"
        " Danke Ja Auch Falls Möchten Soll Sollen Da Dort Hier Im In Am An Auf Für Mit Von Zu Bei Nach Vor"
        " Um Dafür Damit Leider Gerne Natürlich Also"
    ),
    before_number_endings=("str",),
    ordinals=True,
)
_CONNECTING = word_set(
    "ich mich mir mein meine meinen wir uns unser unsere sie ihr ihnen ihre es das dies dieser diese dieses der die"
    " den dem ein eine einen einem einer ist sind wäre wären sein bin werden würde würden möchte möchten will wollen"
    " wollte wollten hätte hätten habe haben hat brauche brauchen suche suchen rufe an könnte könnten kann können"
    " dürfte gerne gern bitte mal noch auch nur etwa ungefähr ca wohl vielleicht wahrscheinlich denke glaube so dann"
    " also und für um am ab von vom im in zum zur bei mit zu ob dass wenn frei verfügbar möglich buchen reservieren"
    " ankommen kommen bleiben übernachten nehmen machen nacht tag abend morgens abends uhr irgendwas etwas da"
)
_SAID = DefaultSentences(
    goodbye="Vielen Dank für Ihren Anruf. Auf Wiederhören.",
    apology="Es tut mir leid, bei uns ist etwas schiefgegangen.",
    repeat="Entschuldigung, könnten Sie das bitte wiederholen?",
    line_dropped="Entschuldigung, die Verbindung war kurz unterbrochen. Könnten Sie das bitte wiederholen?",
    fillers=("Einen Moment, bitte.", "Eine Sekunde.", "Ich sehe kurz nach."),
    not_understood="Entschuldigung, das habe ich nicht verstanden.",
    give_up_transfer="Ich verbinde Sie mit jemandem, der Ihnen weiterhilft.",
    give_up_hang_up="Es tut mir leid, so kann ich Ihnen nicht helfen.",
    sure_hang_up="Soll ich auflegen?",
    sure_transfer="Soll ich Sie mit jemandem verbinden?",
    sure_start_over="Soll ich von vorn beginnen?",
    take_call="Drücken Sie die 1, um den Anruf anzunehmen.",
    digits_so_far="Bis jetzt habe ich {digits}. Bitte sprechen Sie weiter, oder sagen Sie von vorn.",
    queue="Alle Leitungen sind belegt. Bitte bleiben Sie in der Leitung.",
    queue_over="Es sind noch alle Leitungen belegt. Bitte rufen Sie später noch einmal an.",
)
_CHOOSING = ChoosingWords(
    which="In welcher Sprache möchten Sie sprechen: {languages}?",
    conjunction="oder",
    offer="Für Deutsch sagen Sie Deutsch oder drücken Sie die {key}.",
    offer_key="Für Deutsch drücken Sie die {key}.",
    welcome="Wie kann ich Ihnen helfen?",
    names={
        "en": ("Englisch",),
        "hi": ("Hindi",),
        "es": ("Spanisch",),
        "fr": ("Französisch", "franzoesisch", "franzosisch"),
        "de": ("Deutsch",),
    },
    wishes=word_set(
        "ich wir möchte moechte will würde gerne gern kann können koennen sprechen spricht reden sprachen sie jemand"
        " auch lieber die sprache weiter mit"
    ),
    polite=word_set("auf in bitte ja okay gut also danke hallo äh ähm und nur"),
    not_this=word_set("nicht kein nein"),
    frequent=FREQUENT,
    greetings=("grüß gott", "servus", "moin", "tag", "guten abend", "guten morgen", "guten tag", "hallo"),
)

GERMAN = Language(
    tag="de",
    same={"ok": "okay", "okay": "ok"},
    turn=_TURN,
    listening=_LISTENING,
    courtesy=_COURTESY,
    connecting=_CONNECTING,
    written={"hr": "herr", "dr": "doktor", "prof": "professor", "ca": "circa", "bzw": "beziehungsweise"},
    sentences=_SENTENCES,
    said=_SAID,
    choosing=_CHOOSING,
    questions=QUESTIONS,
    numbers=NUMBERS,
    times=TIMES,
    dates=DATES,
    answers=ANSWERS,
)
