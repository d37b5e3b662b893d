"""Abbreviations whose full stop does not end a sentence, by language.

An abbreviation that can also end a sentence ("p.m.", "etc.") ends it only if the next word is one of `openers`: words
that begin sentences and are neither names nor, in German, nouns. A missed split only makes a sentence longer; a wrong
split is heard. To add a language, add an entry.
"""

import msgspec


class Abbreviations(msgspec.Struct, frozen=True):
    """Lower case, without the last full stop; `openers` as they are written at the beginning of a sentence."""

    within: frozenset[str] = frozenset()
    """Always followed by more: titles, "e.g."."""
    before_number: frozenset[str] = frozenset()
    """Followed by more where that is a number: "No. 5", but "No. We are closed."."""
    before_number_endings: tuple[str, ...] = ()
    """The same of any word that ends so: "Hauptstr. 5"."""
    may_close: frozenset[str] = frozenset()
    openers: frozenset[str] = frozenset()
    ordinals: bool = False
    """Whether a full stop makes a number an ordinal: "am 3. Mai"."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ENGLISH = Abbreviations(
    within=_words(
        "mr mrs ms dr prof rev hon gen col capt lt sgt cmdr gov sen rep fr messrs mx e.g eg i.e ie viz vs cf approx"
    ),
    before_number=_words(
        "no nos p pp vol ch sec fig art ext rm apt ste nr pt rs jan feb mar apr jun jul aug sep sept oct"
        " nov dec mon tue tues wed thu thur thurs fri sat sun"
    ),
    may_close=_words(
        "st ave blvd rd ln hwy mt ft a.m p.m am pm u.s u.k u.n inc ltd co corp llc jr sr phd ph.d etc al"
        " dept est min max hr hrs mins secs tel"
    ),
    openers=_words(
        "I You We They He She It The A An This That These Those There Here My Your Our Their What When"
        " Where Who Why How Which Is Are Do Does Did Can Could Would Should Shall Have Has If But And So"
        " Then Please Thanks Thank Yes OK Okay Also Just Let After Before In On At For To With From As Not"
        " However Otherwise Once Anything Nothing"
    ),
)
_SPANISH = Abbreviations(
    within=_words(
        "sr sra srta sres dr dra dña ing lic arq prof profa gral cap p.ej ej aprox fco mª ma st sto sta ee vs cf"
    ),
    before_number=_words("no nro núm num n.º nº p pp pág págs art cap vol fig ext tel apdo km"),
    may_close=_words("ud uds vd vds a.m p.m am pm etc avda av c.a s.a s.l uu ee.uu cía ltda dpto jr d.c a.c min max"),
    openers=_words(
        "El La Los Las Un Una Yo Tú Usted Ustedes Nosotros Ellos Ellas Él Ella Esto Esta Este Eso Esa Ese"
        " Mi Su Sus Qué Cuándo Dónde Quién Cómo Cuál Por Para Si Sí Pero Y Entonces Luego También Además Hay Es"
        " Son Está Están Tiene Puede Podemos Gracias Le Les Lo Nos Me Te Se En Con De Al Después Antes"
        " Cuando Como Ahora Aquí Así"
    ),
)
_GERMAN = Abbreviations(
    within=_words(
        "hr hrn fr dr prof dipl ing z.b zb d.h dh u.a ua bzw ca evtl ggf inkl exkl zzgl vgl sog bspw insb"
        " max min mind st geb gest i.d.r o.g s.o s.u v.a"
    ),
    before_number=_words("nr nrn s art abs bd kap abb tel par ziff jan feb apr aug sept okt nov dez"),
    may_close=_words("str usw etc u.s.w u.s.f usf jh jhd mio mrd std sek co inc ev e.v abt a.m p.m n.chr v.chr u.a.m"),
    openers=_words(
        "Der Die Das Ein Eine Ich Du Er Sie Es Wir Ihr Ihre Mein Meine Dies Diese Dieser Dieses Was Wann"
        " Wo Wer Wie Warum Welche Ist Sind Kann Können Haben Hat Wenn Aber Und Oder Dann Danach Bitte"
        " Danke Ja Auch Falls Möchten Soll Sollen Da Dort Hier Im In Am An Auf Für Mit Von Zu Bei Nach Vor"
        " Um Dafür Damit Leider Gerne Natürlich Also"
    ),
    before_number_endings=("str",),
    ordinals=True,
)
_FRENCH = Abbreviations(
    within=_words("m mm mme mmes mlle mlles me mgr dr pr prof st ste p.ex ex c.-à-d càd env cf vs av bd boul"),
    before_number=_words(
        "no nos n p pp art vol chap fig tél réf janv févr avr juil sept oct nov déc lun mar mer jeu ven"
    ),
    may_close=_words("etc a.m p.m s.a s.n.c.f sarl cie ltée min max"),
    openers=_words(
        "Le La Les L Un Une Je J Tu Il Elle On Nous Vous Ils Elles Ce C Ça Cela Cette Ces Mon Ma Mes"
        " Votre Vos Notre Nos Que Qu Qui Quand Où Comment Pourquoi Quel Quelle Si Mais Et Ou Donc Alors"
        " Puis Ensuite Merci Oui Est Y Pour Dans En Avec De Du Des À Au Après Avant Voulez Pouvez Avez"
        " Veuillez Voici Voilà Ainsi Aussi D N S"
    ),
)
_HINDI = Abbreviations(
    within=_words("डॉ डा प्रो श्री सुश्री कु पं मो सं स्व रा mr mrs ms dr prof e.g i.e"),
    before_number=_words("नं क्र पृ फ़ोन फोन रु no rs"),
    may_close=_words(
        "ए बी सी डी एफ एच आई जे एल एम एन ओ पी क्यू आर एस टी यू वी डब्ल्यू एक्स वाई ज़ेड इ लि प्रा भा.ज.पा a.m p.m etc ltd"
    ),
    openers=_words(
        "मैं हम आप तुम यह ये वह वे इस उस इन उन क्या कब कहाँ कहां कौन कैसे क्यों कृपया धन्यवाद अगर यदि"
        " लेकिन और तो फिर अब मुझे हमें आपका आपकी आपके मेरा मेरी"
    ),
)
_UNKNOWN = Abbreviations()

_BY_LANGUAGE = {"en": _ENGLISH, "es": _SPANISH, "de": _GERMAN, "fr": _FRENCH, "hi": _HINDI}


def abbreviations(language: str) -> Abbreviations:
    """The abbreviations of a language such as "en" or "en-GB"; none for an unknown language."""
    return _BY_LANGUAGE.get(language.split("-")[0].lower(), _UNKNOWN)
