"""What callers say in a turn, and where they pause: sentences of a telephone call, spoken by synthetic voices.

A bar is a place where the caller stops to think. Half of the turns have one, more often after the beginning of a
sentence or before what has to be remembered than after a whole one. None of these sentences is among those from which
endings were learned (`tools/word_endings`).
"""

from collections.abc import Sequence
from random import Random

import msgspec

from bench.hesitant_callers import QUIET, SHORTEST_PAUSE_MS, CallerUtterance, Word
from bench.synthetic_callers import Line, speak
from offhook.engine.decide.endpointing import FRAME_MS
from offhook.engine.words.expectation import Expectation
from offhook.telephone.clip import FRAME_BYTES

TURNS = {
    "en": (
        "yes go on please",
        "no that's everything",
        "would | thursday still be free",
        "okay sure | let's do the twenty first",
        "what would you like | to see as identification",
        "can you tell me | whether the pool is heated",
        "i'd like a room for | two people and a dog",
        "we were hoping to | stay until monday",
        "my reference is | k four seven nine",
        "it was booked under | gallagher",
        "the flight lands at | six fifteen",
        "we need parking and | a cot for the baby",
        "how late can we check out",
        "that sounds perfect",
        "i'm afraid the shower | doesn't work",
        "could someone | bring us more towels",
        "two adults",
        "is there a bus to the museum",
        "i left my | umbrella in the lobby",
        "do you accept dogs",
        "let me think | the fourteenth would suit us",
        "i was told that | breakfast is free",
        "just one night",
        "the card ends in | double eight one two",
        "we'd rather have | the quiet side",
        "she has an allergy to | nuts",
        "i can't come on friday | because my train was cancelled",
        "put me through to housekeeping",
        "is that with or | without taxes",
        "a quarter past nine",
        "send it to | fourteen garden lane",
        "i sent an email | last tuesday but nobody answered",
        "the one with the balcony",
        "no i meant | the ninth of april",
        "i ordered | a large one with mushrooms",
        "when does the kitchen close",
        "there is a leak under the sink",
        "my daughter's name is | beatrice",
        "it depends on | the price",
        "thanks a lot bye",
        "we arrive around midnight | is that a problem",
        "you like | asked for my passport number",
        "i would | prefer something cheaper",
        "about ten minutes ago",
        "anything near the beach",
        "the receipt doesn't show | the discount",
        "good evening | i'm phoning about the job",
        "sorry could you speak up",
    ),
    "de": (
        "aber ja sehr gerne",
        "nein das wäre alles",
        "ich bräuchte noch | zwei handtücher",
        "wir kommen mit | unserem hund",
        "die dusche | funktioniert nicht",
        "bis wann gibt es frühstück",
        "auf den namen | gallenkamp",
        "können sie mir sagen | ob das schwimmbad geheizt ist",
        "am vierzehnten",
        "mein flug landet um | viertel nach sechs",
        "ich habe letzte woche | eine mail geschickt",
        "das hängt vom | preis ab",
        "moment | der neunte april wäre gut",
        "einen großen mit pilzen",
        "wir bleiben bis | montag",
        "unter der spüle tropft es",
    ),
    "es": (
        "sí gracias",
        "no nada más",
        "necesito | dos toallas más",
        "venimos con | nuestro perro",
        "la ducha | no funciona",
        "hasta qué hora hay desayuno",
        "está a nombre de | gallardo",
        "me puede decir | si la piscina está climatizada",
        "el día catorce",
        "mi vuelo llega a | las seis y cuarto",
        "mandé un correo | la semana pasada",
        "depende del | precio",
        "un momento | el nueve de abril estaría bien",
        "una grande con setas",
        "nos quedamos hasta | el lunes",
        "hay una fuga debajo del fregadero",
    ),
    "fr": (
        "oui volontiers",
        "non ce sera tout",
        "il me faudrait | deux serviettes",
        "nous venons avec | notre chien",
        "la douche | ne marche pas",
        "jusqu'à quelle heure servez-vous",
        "c'est au nom de | gallois",
        "pouvez-vous me dire | si la piscine est chauffée",
        "le quatorze",
        "mon avion arrive à | six heures et quart",
        "j'ai envoyé un mail | la semaine dernière",
        "ça dépend du | prix",
        "un instant | le neuf avril m'irait bien",
        "une grande aux champignons",
        "on reste jusqu'à | lundi",
        "il y a une fuite sous l'évier",
    ),
    "hi": (
        "जी ज़रूर",
        "नहीं और कुछ नहीं चाहिए",
        "मुझे | दो तौलिए और चाहिए",
        "हम अपने | कुत्ते के साथ आ रहे हैं",
        "शावर | काम नहीं कर रहा",
        "नाश्ता कब तक मिलता है",
        "बुकिंग | गुप्ता के नाम पर है",
        "क्या आप बता सकते हैं कि | पूल गरम है या नहीं",
        "चौदह तारीख",
        "मेरी फ्लाइट | सवा छह बजे उतरती है",
        "मैंने पिछले हफ़्ते | ईमेल भेजा था",
        "यह कीमत पर | निर्भर है",
        "एक मिनट | नौ अप्रैल ठीक रहेगा",
        "मशरूम वाला बड़ा",
        "हम सोमवार तक | रुकेंगे",
        "सिंक के नीचे पानी टपक रहा है",
    ),
}
VOICES = {
    "en": ("en-us", "en-us+f2", "en-us+m3", "en", "en-gb-scotland", "en-us+f4"),
    "de": ("de", "de+f2"),
    "es": ("es", "es-419+f3"),
    "fr": ("fr", "fr+f4"),
    "hi": ("hi", "hi+f2"),
}


class SpokenTurn(msgspec.Struct, frozen=True):
    """A turn in its parts, each with the pause after it."""

    language: str
    texts: tuple[str, ...]
    sounds: tuple[bytes, ...]

    def utterance(self, pauses_ms: Sequence[float]) -> CallerUtterance:
        """The turn with pauses of such lengths."""
        frames: list[bytes] = []
        words: list[Word] = []
        pauses = [max(pause_ms, SHORTEST_PAUSE_MS) for pause_ms in pauses_ms[: len(self.texts) - 1]]
        for number, (text, sound) in enumerate(zip(self.texts, self.sounds, strict=True)):
            begins = len(frames)
            frames += _frames(sound)
            words += _words(text, begins, len(frames) - 1)
            if number < len(pauses):
                frames += [QUIET] * round(pauses[number] / FRAME_MS)
        last = len(frames) - 1
        pause = "inside a phrase" if len(self.texts) > 1 else "none"
        return CallerUtterance(tuple(frames), tuple(words), last, pause, Expectation(language=self.language))

    @property
    def text(self) -> str:
        return " ".join(self.texts)


def spoken_turns(chance: Random) -> list[SpokenTurn]:
    """Each turn in one of the voices of its language."""
    turns = [(language, text, chance.choice(VOICES[language])) for language in TURNS for text in TURNS[language]]
    parts = [[part.strip() for part in text.split("|")] for _, text, _ in turns]
    lines = []
    for (_, _, voice), texts in zip(turns, parts, strict=True):
        lines += [Line("espeak", voice, text + ("," if text is not texts[-1] else ".")) for text in texts]
    sounds = iter(speak(lines))
    return [
        SpokenTurn(language, tuple(texts), tuple(next(sounds) for _ in texts))
        for (language, _, _), texts in zip(turns, parts, strict=True)
    ]


def _frames(sound: bytes) -> list[bytes]:
    padded = sound + QUIET[: -len(sound) % FRAME_BYTES]
    return [padded[start : start + FRAME_BYTES] for start in range(0, len(padded), FRAME_BYTES)]


def _words(text: str, first: int, last: int) -> list[Word]:
    """Each letter is assumed to take the same time."""
    said, texts = 0, text.split()
    letters, words = sum(map(len, texts)), []
    for word in texts:
        said += len(word)
        words.append(Word(word, first + round((last - first) * said / letters), ends_phrase=word is texts[-1]))
    return words
