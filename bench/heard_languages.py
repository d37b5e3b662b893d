"""Measures which languages Whisper's multilingual model hears: `python -m bench.heard_languages` prints JSON.

espeak-ng says some sentences in each language. Whisper is told the language, then has to find out which of all
five it is, and then is told that it will be English. It takes two minutes, and the model `base`
(`pip install 'offhook[local-languages]'`). espeak-ng speaks worse than people do: take it for a comparison, and for a
proof that words of every script arrive.
"""

import argparse
import time
from collections.abc import Mapping, Sequence

import msgspec
import trio

from bench.recognition import on_the_line, word_errors
from bench.synthetic_callers import Line, speak
from offhook.actors.recognizer.service import Recognizer, Transcript
from offhook.actors.recognizer.whisper.recognizer import WhisperSettings, open_whisper
from offhook.actors.served_call import ServedCall
from offhook.engine.host.world import RealWorld
from offhook.engine.words.expectation import Expectation
from offhook.engine.words.words import words

VOICES = {
    "en": ("en-us", "en"),
    "hi": ("hi", "hi+f2"),
    "es": ("es", "es-419+f2"),
    "fr": ("fr", "fr+f2"),
    "de": ("de", "de+f2"),
}
SENTENCES: Mapping[str, Sequence[str]] = {
    "en": (
        *("good morning", "I would like a room for tomorrow", "when do you open on Sunday", "thank you very much"),
        *("do you have a room with a view of the sea", "I would like to change my booking please"),
    ),
    "hi": (
        *("नमस्ते", "मुझे कल के लिए एक कमरा चाहिए", "आप रविवार को कब खुलते हैं", "बहुत बहुत धन्यवाद"),
        *("क्या आपके पास समुद्र के सामने वाला कमरा है", "मैं अपनी बुकिंग बदलना चाहता हूँ"),
    ),
    "es": (
        *("buenos días", "quiero una habitación para mañana", "a qué hora abren el domingo", "muchas gracias"),
        *("tienen una habitación con vistas al mar", "me gustaría cambiar mi reserva por favor"),
    ),
    "fr": (
        *("bonjour", "je voudrais une chambre pour demain", "à quelle heure ouvrez vous le dimanche"),
        *("avez vous une chambre avec vue sur la mer", "je voudrais changer ma réservation s'il vous plaît"),
        "merci beaucoup",
    ),
    "de": (
        *("guten Morgen", "ich möchte ein Zimmer für morgen", "wann machen Sie am Sonntag auf", "vielen Dank"),
        *("haben Sie ein Zimmer mit Blick auf das Meer", "ich möchte meine Buchung ändern bitte"),
    ),
}


async def hear(recognizer: Recognizer, sound: bytes, call: ServedCall) -> Transcript:
    async with (
        recognizer.session(call) as session,
        session.utterance(1, Expectation(), lambda text: None) as utterance,
    ):
        await utterance.feed(sound)
        return await utterance.finish()


async def measure(model: str) -> dict[str, object]:
    found: dict[str, object] = {}
    async with open_whisper(RealWorld(), WhisperSettings(model=model, max_waiting_s=60)) as recognizer:
        for language, sentences in SENTENCES.items():
            lines = [Line("espeak", voice, each) for voice in VOICES[language] for each in sentences]
            sounds = [on_the_line(each) for each in speak(lines)]
            began = time.perf_counter()
            told = [await hear(recognizer, each, ServedCall("", language)) for each in sounds]
            took_s = time.perf_counter() - began
            unknown = ServedCall("", "en", among=tuple(SENTENCES))
            guessed = [await hear(recognizer, each, unknown) for each in sounds]
            surprised = [await hear(recognizer, each, ServedCall("", "en")) for each in sounds]
            pairs = [(" ".join(words(line.text)), each.text) for line, each in zip(lines, told, strict=True)]
            found[language] = {
                "word_errors": round(word_errors(pairs), 2),
                "language_found": f"{sum(each.language == language for each in guessed)}/{len(guessed)}",
                "found_though_english_was_expected": sum(each.language == language for each in surprised),
                "another_one_found": sum(each.language not in {"", "en", language} for each in surprised),
                "ms_each": round(1000 * took_s / len(sounds)),
                "heard": [each.text for each in told],
            }
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure which languages Whisper hears.")
    parser.add_argument("--model", default="base", help="as recognizer.whisper.model")
    found = trio.run(measure, parser.parse_args().model)
    print(msgspec.json.format(msgspec.json.encode(found)).decode())


if __name__ == "__main__":
    main()
