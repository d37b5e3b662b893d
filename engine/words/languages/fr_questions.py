"""French questions."""

from offhook.engine.words.languages.question_words import Kind, QuestionWords

_I = "(je|on|nous)"
_THAT = "(est ce que|est ce qu|)"

QUESTIONS = QuestionWords(
    stemmer="french",
    kinds={
        Kind.WHEN: (
            f"(à partir de|jusqu à|jusque|de|à|dès|vers|) (quelle heure|quelles heures) {_THAT}",
            f"(à partir de|jusqu à|depuis|dès|) quand {_THAT}",
        ),
        Kind.WHERE: (f"(par|d|) où {_THAT}", "(dans|) quelle rue", "quelque part", "quel endroit"),
        Kind.PRICE: (
            "combien (ça|cela|est ce que|) (coûte|coûtent|coute|coutent|vaut|faut il payer|coûterait)",
            "(c est|ça fait|est ce|) combien",
            "(quel|quels) (est|sont|) (le|les|) (prix|tarif|tarifs)",
            "à quel prix",
        ),
        Kind.FAR: ("(à quelle|quelle) distance", "(c est|est ce|) loin"),
        Kind.WAY: (
            f"comment {_THAT} {_I} (peux|peut|pouvons|) (vais|va|vient|viens|venir|arriver|aller|accéder|rejoindre)",
            "comment (puis je|peut on|faire pour) (venir|aller|arriver|accéder|vous rejoindre)",
        ),
        Kind.HOW: (f"comment {_THAT}",),
        Kind.MANY: ("combien de", "combien d"),
        Kind.LONG: ("combien de temps", "combien de temps est ce que"),
        Kind.WHICH: (
            f"(quel|quelle|quels|quelles|quoi) {_THAT}",
            "(qu est ce que|qu est ce qu|qu est ce qui|que|c est quoi)",
        ),
        Kind.WHO: ("qui", "qui est ce qui"),
        Kind.WHY: (f"pourquoi {_THAT}",),
        Kind.MAY: (
            f"{_THAT} {_I} (peux|peut|pouvons|pourrais|pourrait)",
            "(puis je|peut on|pouvons nous|pourrais je|pourrait on|pourrions nous)",
            "(accepté|acceptés|acceptée|acceptées|autorisé|autorisés|autorisée|autorisées|admis|permis|possible)",
            "(acceptez|prenez|autorisez|admettez) vous",
            "vous (acceptez|autorisez|admettez|prenez)",
            "est il possible (de|d)",
            "(et|que se passe t il|) si",
        ),
        Kind.MUST: (f"{_THAT} {_I} (dois|doit|devons)", "(dois je|doit on|faut il|il faut)"),
        Kind.WHETHER: (
            f"{_THAT} (vous avez|vous proposez|vous offrez|il y a|vous êtes)",
            "(avez vous|proposez vous|êtes vous|y a t il|avez|offrez vous|faites vous|vous faites)",
            f"{_THAT} {_I} (peux|peut|pourrais|pourrait) avoir",
            "(puis je|peut on|pourrais je) avoir",
            "(pouvez|pourriez) vous",
            "vous pouvez",
            "est ce (que|qu)",
            *("est", "sont", "vous"),
        ),
        Kind.WISH: ("(je|nous) (veux|voudrais|voulons|voudrions|souhaite|souhaiterais|aimerais)", "j aimerais"),
    },
    stop=(
        "le la les l un une des du de d je j me m mon ma mes on nous notre nos vous votre vos il ils elle elles ce"
        " c ça cela cet cette ces se s y en et ou mais donc alors si que qu qui t tu ton ta tes à au aux dans sur"
        " avec pour par chez est sont suis êtes être avez ai a avons ont avoir fait faire faites peux peut pouvons"
        " pouvez puis pouvoir sera serait serez va vais aller ici là aussi encore déjà bien possible prendre prend"
        " prends prenez lui leur tout même heure"
    ),
    leads=(
        "(bonjour|bonsoir|allô|allo|salut|excusez moi|pardon|dites moi|dites)",
        "(pouvez|pourriez) vous (me|nous) (dire|donner|indiquer|préciser)",
        "(vous|) (pouvez|pourriez) (me|nous) (dire|donner|indiquer)",
        "(je|j|nous) (voudrais|voulais|aimerais|souhaiterais|voudrions) (savoir|demander|vous demander)",
        "(savez vous|vous savez)",
        "(j ai|j aurais|j avais|une) (une|) (petite|) question",
        "(je me demandais|j appelle pour savoir|c est pour savoir)",
        "(si|alors|donc|et|bon|euh|ben|oui|d accord)",
    ),
    asides=(
        *(
            "euh",
            "heu",
            "hein",
            "ben",
            "bah",
            "s il vous plaît",
            "s il vous plait",
            "s il te plaît",
            "merci",
            "en fait",
        ),
        *("par hasard", "en ce moment", "du coup", "merci beaucoup", "monsieur", "madame"),
    ),
    ends=("ou pas", "ou non", "c est"),
    times="heure heures horaire horaires",
    open="ouvert",
    costs="coûte coûtent coute prix tarif tarifs cher",
    lasting="dure durent durer prend",
    ands="et ou mais",
    asks_by_tone=True,
    past="était étaient avait avaient fut",
    directions="depuis vers",
    house="hôtel cabinet clinique bureau magasin boutique salon restaurant entreprise maison établissement",
    you="vous votre vos",
    the="le la l votre cet cette du au",
    decisive=(
        "ne n pas non jamais sans rien personne sauf lundi mardi mercredi jeudi vendredi samedi dimanche férié"
        " fériés aujourd'hui demain hier soir matin midi noël pâques deux trois quatre cinq six sept huit neuf dix"
        " onze douze"
    ),
    same=dict.fromkeys(("ouvrez", "ouvre", "ouvrir", "ouverte", "ouverts", "ouverture"), "ouvert"),
    elided="l d j m t s n c qu jusqu lorsqu puisqu quelqu",
)
