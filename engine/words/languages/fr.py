"""French."""

from offhook.engine.words.languages.fr_frequent import FREQUENT
from offhook.engine.words.languages.fr_questions import QUESTIONS
from offhook.engine.words.languages.fr_values import ANSWERS, DATES, NUMBERS, TIMES
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
    fillers=("euh", "heu", "hum", "ben", "bah", "hmm", "hm"),
    hanging=(
        *("le", "la", "les", "des", "mon", "ma", "mes", "et", "ou", "mais", "parce", "que", "si", "de", "du"),
        *("avec", "pour", "à", "au", "aux", "chez", "depuis", "jusqu'à", "entre", "numéro est", "nom est"),
        *("c'est", "je voudrais", "je veux", "je m'appelle", "dans", "je suis", "je cherche", "j'ai"),
        *("il y a", "mon numéro c'est"),
    ),
    yes=(
        *("oui", "ouais", "si", "exact", "exactement", "voilà", "d'accord", "ok", "okay", "bien sûr"),
        *("tout à fait", "c'est ça", "absolument"),
    ),
    no=("non", "nan", "pas du tout"),
    digits=("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"),
    greetings=(
        *("allô", "allo", "bonjour", "bonsoir", "salut", "vous êtes là", "vous m'entendez"),
        *("vous êtes toujours là", "il y a quelqu'un", "vous m'entendez bien"),
    ),
    courtesies=(
        *("merci", "merci beaucoup", "merci bien", "s'il vous plaît", "parfait", "super", "très bien"),
        *("pas de problème", "de rien", "je vous en prie", "merci à vous", "s'il te plaît", "formidable"),
        *("génial", "c'est parfait", "c'est gentil", "ça marche", "ça va", "pas de souci", "avec plaisir"),
    ),
    goodbyes=(
        *("au revoir", "à bientôt", "bonne journée", "bonne soirée", "vous aussi", "à vous aussi"),
        *("c'est tout", "ciao", "bye", "à plus tard", "à tout à l'heure", "bon après-midi"),
        *("bonne fin de journée", "bonne nuit", "ce sera tout", "rien d'autre", "bonne continuation"),
    ),
    refusals=("non merci", "non merci beaucoup", "non ça va", "non c'est bon", "non ça ira"),
    both_ways=("salut", "ciao"),
    pauses=(
        *("un moment", "un instant", "une seconde", "attendez", "voyons", "une minute", "une petite seconde"),
        *("un petit instant", "patientez", "ne quittez pas", "laissez-moi voir", "laissez-moi regarder"),
        *("attends",),
    ),
    of_an_answer=("c'est exact", "c'est correct", "c'est faux", "ce n'est pas ça", "c'est bien ça"),
)
_LISTENING = (
    *("mm", "mhm", "hm", "ah", "oh", "euh", "hein", "ok", "okay", "bien", "bien sûr", "je vois", "mm-hmm"),
    *("ah oui", "ah d'accord", "ah bon", "je comprends", "compris", "entendu", "bien entendu", "en effet"),
    *("hum", "mouais"),
)
_COURTESY = Courtesy(
    around=(
        *("ah", "oh", "eh bien", "bon", "bien", "alors", "donc", "ok", "okay", "allô", "allo", "bonjour", "et"),
        *("s'il vous plaît", "s'il vous plait", "s'il te plaît", "merci", "merci beaucoup", "merci bien"),
    ),
    after=("s'il vous plaît", "merci"),
)
_SENTENCES = SentenceEnds(
    within=word_set("m mm mme mmes mlle mlles me mgr dr pr prof st ste p.ex ex c.-à-d càd env cf vs av bd boul"),
    before_number=word_set(
        "no nos n p pp art vol chap fig tél réf janv févr avr juil sept oct nov déc lun mar mer jeu ven"
    ),
    may_close=word_set("etc a.m p.m s.a s.n.c.f sarl cie ltée min max"),
    openers=word_set(
        "Le La Les L Un Une Je J Tu Il Elle On Nous Vous Ils Elles Ce C Ça Cela Cette Ces Mon Ma Mes"
        " Votre Vos Notre Nos Que Qu Qui Quand Où Comment Pourquoi Quel Quelle Si Mais Et Ou Donc Alors"
        " Puis Ensuite Merci Oui Est Y Pour Dans En Avec De Du Des À Au Après Avant Voulez Pouvez Avez"
        " Veuillez Voici Voilà Ainsi Aussi D N S"
    ),
)
_CONNECTING = word_set(
    "je j'ai j'aimerais moi mon ma mes nous notre nos vous votre on il elle ce c'est cela ça un une des de du d'une"
    " d'un le la les l' au aux à en pour par avec et que qu'il si est sont serait seraient suis sommes être ai avons"
    " avez auriez aurait voudrais voudrions veux voulons aimerais aimerions souhaite souhaiterais souhaitons cherche"
    " cherchons besoin peux pouvez pourrais pourrait appelle appelons crois pense pensons peut-être peut sans doute"
    " environ disponible libre possible réserver réservation arriver arrive arrivons arriverons rester prendre faire"
    " nuit jour soir matin quelque chose juste seulement aussi alors donc y partir s'il plaît j'appelle appeler"
)
_SAID = DefaultSentences(
    goodbye="Merci de votre appel. Au revoir.",
    apology="Toutes nos excuses, un problème est survenu de notre côté.",
    repeat="Excusez-moi, pouvez-vous répéter ?",
    line_dropped="Excusez-moi, la ligne a été coupée un instant. Pouvez-vous répéter ?",
    fillers=("Un instant, s'il vous plaît.", "Une seconde.", "Voyons voir."),
    not_understood="Excusez-moi, je n'ai pas compris.",
    give_up_transfer="Je vous passe quelqu'un.",
    give_up_hang_up="Je regrette, je ne peux pas vous aider ainsi.",
    sure_hang_up="Voulez-vous que je raccroche ?",
    sure_transfer="Voulez-vous que je vous passe quelqu'un ?",
    sure_start_over="Voulez-vous recommencer depuis le début ?",
    take_call="Appuyez sur 1 pour prendre l'appel.",
    digits_so_far="J'ai {digits} pour l'instant. Continuez, ou dites recommencer.",
    queue="Toutes nos lignes sont occupées. Veuillez patienter.",
    queue_over="Toutes nos lignes sont encore occupées. Veuillez rappeler plus tard.",
)
_CHOOSING = ChoosingWords(
    which="Dans quelle langue souhaitez-vous parler : {languages} ?",
    conjunction="ou",
    offer="Pour le français, dites français ou appuyez sur {key}.",
    offer_key="Pour le français, appuyez sur {key}.",
    welcome="Comment puis-je vous aider ?",
    names={
        "en": ("anglais", "l'anglais"),
        "hi": ("hindi", "l'hindi", "hindou"),
        "es": ("espagnol", "l'espagnol"),
        "fr": ("français", "francais"),
        "de": ("allemand", "l'allemand"),
    },
    wishes=word_set(
        "je j'aimerais voudrais veux souhaite préfère prefere peut on pouvez-vous pouvons-nous parler parlez vous"
        " quelqu'un est-ce que qui parle parlez-vous le la langue"
    ),
    polite=word_set("en s'il vous plaît plait merci oui bon alors bonjour euh et"),
    not_this=word_set("pas non"),
    frequent=FREQUENT,
    greetings=("allô", "allo", "salut", "bonsoir", "bonjour"),
)

FRENCH = Language(
    tag="fr",
    same={"ok": "okay", "okay": "ok"},
    turn=_TURN,
    listening=_LISTENING,
    courtesy=_COURTESY,
    connecting=_CONNECTING,
    written={"mme": "madame", "mlle": "mademoiselle", "dr": "docteur", "pr": "professeur"},
    sentences=_SENTENCES,
    said=_SAID,
    choosing=_CHOOSING,
    questions=QUESTIONS,
    numbers=NUMBERS,
    times=TIMES,
    dates=DATES,
    answers=ANSWERS,
)
