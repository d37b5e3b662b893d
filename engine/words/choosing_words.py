"""What callers and the agent say when the language of a call is chosen: its names, how to ask, and how to tell it."""

from collections.abc import Mapping

import msgspec


class ChoosingWords(msgspec.Struct, frozen=True):
    """One language's own. Words are in lower case, as callers say them and as recognizers write them."""

    which: str
    """The question. {languages} stands for their names, with `conjunction` before the last one."""
    conjunction: str
    offer: str
    """How to choose this language, for whoever understands no other. {key} is its key."""
    offer_key: str
    """The same where only keys are understood."""
    welcome: str
    """What follows where nothing else is to be said."""
    names: Mapping[str, tuple[str, ...]]
    """Of languages, by tag; the first one is said in the question. One in another script is how it is heard too."""
    wishes: frozenset[str]
    """What callers say around a name: "I would like to speak English"."""
    polite: frozenset[str]
    """The same, which also belongs to no other wish: "in English please"."""
    not_this: frozenset[str]
    """Before a name, or right behind it: it is not that one."""
    telling: frozenset[str]
    """Words that are frequent in this language, and in none of the others here."""
    greetings: tuple[str, ...] = ()
    """Besides those of `TurnWords`."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ENGLISH = ChoosingWords(
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
    wishes=_words(
        "i i'd i'll we let's can could would may like want prefer to speak speaking talk use do you have is it possible"
        " does anyone anybody somebody there continue go on with switch change language my the if"
    ),
    polite=_words("please in okay ok yes yeah well um uh er hello hi hey thanks thank you just only and"),
    not_this=_words("not no don't"),
    telling=_words(
        "the i you i'm i'd you're is are my your want need would like with for have what when can could please this"
        " that hello yes and of it's do does how where we they book room thank thanks tomorrow today"
    ),
    greetings=("good day", "howdy"),
)
_HINDI = ChoosingWords(
    which="आप किस भाषा में बात करना चाहेंगे: {languages}?",
    conjunction="या",
    offer="हिंदी के लिए, हिंदी कहिए या {key} दबाइए।",
    offer_key="हिंदी के लिए {key} दबाइए।",
    welcome="मैं आपकी क्या मदद करूँ?",
    names={
        "en": ("अंग्रेज़ी", "अंग्रेजी", "इंग्लिश", "इंगलिश", "angrezi", "angreji", "angrezee"),
        "hi": ("हिंदी", "हिन्दी", "हिंदि", "hindee"),
        "es": ("स्पेनिश", "स्पैनिश", "स्पेनी", "इस्पानी"),
        "fr": ("फ़्रेंच", "फ्रेंच", "फ़्रांसीसी", "फ्रांसीसी", "फ्रेन्च", "fransisi"),
        "de": ("जर्मन", "जरमन"),
    },
    wishes=_words(
        "मैं मुझे हम आप क्या बात बोलना बोलिए बोलो बोलें करना करें कीजिए करो चाहता चाहती चाहूँगा चाहूंगा चाहूँगी चाहूंगी चाहिए है हूँ हूं"
        " सकते सकता सकती भाषा main mujhe baat karna karo karein kijiye boliye chahta chahti hoon hun chahiye hai bhasha"
    ),
    polite=_words(
        "में को कृपया प्लीज़ प्लीज जी हाँ हां ठीक अच्छा ही तो और नमस्ते नमस्कार धन्यवाद me mein ko kripya please ji haan theek accha"
        " hi namaste namaskar"
    ),
    not_this=_words("नहीं मत nahi nahin"),
    telling=_words(
        "mujhe mujhko hai hain hoon chahiye kya kaise kab kahan mera meri mere aap aapka aapki ka ki ke ko se mein nahi"
        " nahin haan kamra kal aaj aur liye karna karni chahta chahti namaste shukriya dhanyavaad bataiye yeh woh"
    ),
    greetings=("राम राम", "प्रणाम", "नमस्कार जी", "नमस्ते जी", "namaskar", "namaste ji", "pranam"),
)
_SPANISH = ChoosingWords(
    which="¿En qué idioma quiere hablar: {languages}?",
    conjunction="o",
    offer="Para español, diga español o pulse {key}.",
    offer_key="Para español, pulse {key}.",
    welcome="¿En qué puedo ayudarle?",
    names={
        "en": ("inglés", "ingles"),
        "hi": ("hindi",),
        "es": ("español", "espanol", "castellano"),
        "fr": ("francés", "frances"),
        "de": ("alemán", "aleman"),
    },
    wishes=_words(
        "yo quiero quisiera querría me gustaría gustaria prefiero podemos podría podria se puede puedo hablar hablamos"
        " habla hablan usted ustedes alguien que el idioma lengua"
    ),
    polite=_words("en por favor sí si vale bueno pues gracias hola y eh solo"),
    not_this=_words("no"),
    telling=_words(
        "quiero quisiera una un el la los las de que para con por favor tengo necesito habitación habitacion mañana hoy"
        " está esta cuándo cuanto cuánto hola gracias buenos buenas días usted mi su del reservar dónde cómo qué"
    ),
    greetings=("muy buenas", "buen día", "oiga", "aló"),
)
_FRENCH = ChoosingWords(
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
    wishes=_words(
        "je j'aimerais voudrais veux souhaite préfère prefere peut on pouvez-vous pouvons-nous parler parlez vous"
        " quelqu'un est-ce que qui parle parlez-vous le la langue"
    ),
    polite=_words("en s'il vous plaît plait merci oui bon alors bonjour euh et"),
    not_this=_words("pas non"),
    telling=_words(
        "je j'ai j'aimerais voudrais une un le la les des du pour avec vous est-ce que c'est s'il plaît bonjour merci"
        " chambre demain aujourd'hui réserver quand comment combien où oui ne pas mon ma votre dans sur"
    ),
    greetings=("allô", "allo", "salut", "bonsoir", "bonjour"),
)
_GERMAN = ChoosingWords(
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
    wishes=_words(
        "ich wir möchte moechte will würde gerne gern kann können koennen sprechen spricht reden sprachen sie jemand"
        " auch lieber die sprache weiter mit"
    ),
    polite=_words("auf in bitte ja okay gut also danke hallo äh ähm und nur"),
    not_this=_words("nicht kein nein"),
    telling=_words(
        "ich möchte hätte gern gerne ein eine einen der die das und für mit ist haben bitte zimmer morgen heute wann"
        " wie wo guten tag danke nicht ja mein ihr ihre sie buchen brauche kann können von bei"
    ),
    greetings=("grüß gott", "servus", "moin", "tag", "guten abend", "guten morgen", "guten tag", "hallo"),
)
CHOOSING: Mapping[str, ChoosingWords] = {
    "en": _ENGLISH,
    "hi": _HINDI,
    "es": _SPANISH,
    "fr": _FRENCH,
    "de": _GERMAN,
}
"""By the first part of a tag."""


def choosing_words(tag: str) -> ChoosingWords | None:
    """None for a language that is not known here."""
    return CHOOSING.get(tag.partition("-")[0].lower())


def welcome_in(tag: str) -> str:
    """Empty where none is known here."""
    words = choosing_words(tag)
    return "" if words is None else words.welcome
