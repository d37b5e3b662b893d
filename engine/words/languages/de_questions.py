"""German questions."""

from offhook.engine.words.languages.question_words import Kind, QuestionWords

_I = "(ich|wir|man)"
_WANTED = "(wollte|wollten|möchte|möchten|würde|würden|will|hätte)"
_YOU = "(sie|ihr|du|man)"

QUESTIONS = QuestionWords(
    stemmer="german",
    kinds={
        Kind.WHEN: (
            "(ab|bis|von|seit|) wann",
            "(um|ab|bis|von|) (wie viel|wieviel|welche|welcher) uhr",
            "(ab|bis|zu|um|) welcher (zeit|uhrzeit)",
            "wie spät",
        ),
        Kind.WHERE: ("wo", "irgendwo", "in welcher straße"),
        Kind.PRICE: (
            "wie teuer",
            "(was|wie viel|wieviel) (kostet|kosten|koste|bezahlt|zahlt|macht)",
            "zu welchem preis",
        ),
        Kind.FAR: ("wie weit (weg|entfernt|)",),
        Kind.WAY: (f"wie (komme|komm|kommen|gelange|gelangen|finde|finden|kommt) {_I}", "wie ist der weg"),
        Kind.HOW: ("wie",),
        Kind.MANY: ("(wie viele|wieviele|wie viel|wieviel)",),
        Kind.LONG: ("wie lange", "wie lang"),
        Kind.WHICH: ("(was|welche|welcher|welches|welchen|welchem) (für|)",),
        Kind.WHO: ("wer", "wen", "wem"),
        Kind.WHY: ("warum", "wieso", "weshalb", "wozu"),
        Kind.MAY: (
            f"(kann|können|könnte|könnten|darf|dürfen|dürfte|dürften) {_I} (auch|denn|noch|)",
            "(ist|wäre|geht) (es|das) (möglich|erlaubt|in ordnung|okay|ok|)",
            "(nehmen|akzeptieren|erlauben|gestatten) (sie|ihr)",
            "(nehmt|akzeptiert|erlaubt) ihr",
            "(erlaubt|gestattet|zugelassen|möglich|willkommen)",
            "was (ist|passiert|) wenn",
        ),
        Kind.MUST: (f"(muss|müssen|müsste|sollte|sollten|brauche|brauchen) {_I}",),
        Kind.WHETHER: (
            f"(haben|habt|hast|hat|hätten|bieten|bietet|gibt|gäbe|führen) ({_YOU[1:-1]}|es|)",
            "(kann|können|könnten|könnt|werden|würden|würdet) (sie|ihr)",
            f"(kann|können|könnte|könnten) {_I} (noch|) (haben|bekommen|kriegen)",
            "(ich|wir) (brauche|brauchen|bräuchte|bräuchten)",
            *("ist", "sind", "seid", "macht", "machen", "haben", "hat", "kann", "können", "darf"),
        ),
        Kind.WISH: ("(ich|wir) (möchte|möchten|will|wollen|würde|würden|hätte|hätten) (gerne|gern|)",),
    },
    stop=(
        "der die das den dem des ein eine einen einem einer eines ich wir man mich mir uns mein meine meinen"
        " meinem meiner unser unsere unseren unserem unserer sie ihr ihnen euch dir du ihre ihren ihrem ihrer euer"
        " eure euren es er und oder aber so dann denn wenn ob dass da hier dort auch noch schon mal einmal"
        " eigentlich gerade genau etwa vielleicht so ja doch eben halt bin ist sind seid war waren wäre sein haben"
        " habe hat habt hatte hatten gibt gäbe geben werde werden wird würde würden kann können könnte könnten darf"
        " dürfen muss müssen soll sollen möchte möchten will wollen in im an am auf bei beim mit zu zum zur für um"
        " ab bis von vom aus nach über machen mache macht geht gehen gehe komme kommen kommt kriegen bekommen"
        " bieten bietet was wie"
    ),
    leads=(
        "(hallo|guten tag|guten morgen|guten abend|grüß gott|grüezi|moin|servus|hi)",
        "(können|könnten|würden) sie mir (bitte|kurz|mal|) (sagen|verraten|geben|nennen)",
        "(kannst|könntest) du mir (bitte|kurz|mal|) (sagen|verraten)",
        "(sagen|geben|nennen) sie mir (bitte|mal|)",
        "(können|könnten|würden) sie mir (bitte|kurz|mal|)",
        f"(ich|wir) {_WANTED} (nur|) (kurz|mal|gerne|gern|) (fragen|wissen|nachfragen)",
        "(wissen|wisst) (sie|ihr)",
        "(ich|wir) (hätte|habe|haben|hätten) (da|) (mal|nur|) (eine|ne|) (kurze|) frage",
        "eine (kurze|) frage",
        "darf ich (kurz|mal|) fragen",
        "(ob|also|ja|so|gut|und|entschuldigung|verzeihung|sagen sie mal|okay|ok|na)",
    ),
    asides=(
        *(
            "äh",
            "ähm",
            "hm",
            "öh",
            "bitte",
            "danke",
            "vielen dank",
            "denn",
            "eigentlich",
            "mal",
            "vielleicht",
            "sozusagen",
        ),
        *("bei ihnen", "bei euch", "zufällig", "zurzeit", "im moment", "gerade"),
    ),
    ends=("oder nicht", "oder", "ja", "nein", "wissen sie das", "sagen"),
    times="zeit zeiten uhrzeit uhrzeiten",
    open="geöffnet",
    costs="kostet kosten koste preis preise preisen gebühr gebühren teuer",
    lasting="dauert dauern dauere braucht brauchen",
    ands="und oder aber",
    asks_by_tone=True,
    past="war waren hatte hatten wurde wurden gewesen",
    directions="von vom aus zum zur nach",
    house="hotel praxis klinik büro laden geschäft salon studio restaurant haus firma",
    you="ihnen euch",
    the="das die der den dem im am zum ihr ihre ihrem ihrer ihren dieses diese",
    decisive=(
        "nicht kein keine keinen keiner nie ohne außer nur montag dienstag mittwoch donnerstag freitag samstag"
        " sonnabend sonntag montags dienstags mittwochs donnerstags freitags samstags sonntags wochenende feiertag"
        " feiertage heute morgen übermorgen gestern abend abends mittag mittags nachts weihnachten ostern silvester"
        " neujahr eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf"
    ),
    same={
        "wieviel": "wie viel",
        "gibts": "gibt es",
        "gehts": "geht es",
        **dict.fromkeys(("offen", "öffnen", "öffnet"), "geöffnet"),
        **dict.fromkeys(("öffnungszeiten", "öffnungszeit"), "geöffnet zeiten"),
        "kindern": "kind",
        "kinder": "kind",
    },
)
