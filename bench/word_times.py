"""Measures how far off the heard words are if they are estimated from the length of audio alone.

    python -m bench.word_times [--voices espeak_ng flite piper]

Each voice says the sentences below. At every 100 ms the words so far are counted twice: by the voice's word times, and
by the length of audio and text, as for a voice without word times. Prints JSON.
"""

import argparse
import json
from collections import Counter
from collections.abc import Mapping

import trio

from bench.ledger_error import in_order
from offhook.actors.served_call import ServedCall
from offhook.actors.speaker.espeak_ng import EspeakNgSettings, open_espeak_ng
from offhook.actors.speaker.flite import FliteSettings, open_flite
from offhook.actors.speaker.piper import PiperSettings, open_piper
from offhook.actors.speaker.service import Voice
from offhook.engine.host.world import RealWorld
from offhook.engine.words.spoken_words import SpokenSentence, WordTime

WORDS = (
    "Good evening, this is the front desk. How can I help you today?",
    "Breakfast is served from seven until ten, on the ground floor.",
    "I have written down a table for four people, on Friday, in your name.",
    "Sorry, I did not understand that; could you please say it again?",
    "One moment, please, I am looking that up for you.",
)
NUMBERS = (
    "Breakfast is served from 7:30 until 10, and costs $12.50.",
    "Your number is 4271, for 2 nights, from 12/5 to 14/5.",
    "Please call 555 0100, or write to desk@example.com.",
)
EVERY_BYTES = 800  # 100 ms


async def measure(voice: Voice, sentences: tuple[str, ...]) -> Mapping[str, int]:
    off: Counter[int] = Counter()
    async with voice.session(ServedCall("", "en")) as session:
        for text in sentences:
            told, reckoned = SpokenSentence(text), SpokenSentence(text)
            length = 0
            async with session.sentence(text) as pieces:
                async for piece in pieces:
                    if isinstance(piece, WordTime):
                        told.word(piece)
                    elif isinstance(piece, bytes):
                        length += len(piece)
                        told.sound(piece)
                        reckoned.sound(piece)
            told.end()
            reckoned.end()
            for heard in range(0, length, EVERY_BYTES):
                off[_words(reckoned, heard) - _words(told, heard)] += 1
    return in_order(off)


def _words(sentence: SpokenSentence, heard: int) -> int:
    return len(sentence.split_at(heard)[0].split())


async def measure_all(voices: list[str]) -> dict[str, object]:
    world = RealWorld()
    openers = {
        "espeak_ng": lambda: open_espeak_ng(world, EspeakNgSettings()),
        "flite": lambda: open_flite(world, FliteSettings()),
        "piper": lambda: open_piper(world, PiperSettings()),
    }
    report: dict[str, object] = {}
    await trio.lowlevel.checkpoint()
    for name in voices:
        async with openers[name]() as voice:
            report[name] = {"words": await measure(voice, WORDS), "numbers": await measure(voice, NUMBERS)}
    return report


def main() -> None:
    parser = argparse.ArgumentParser(description="Words by the length of sound, against the voice's word times.")
    parser.add_argument("--voices", nargs="+", choices=("espeak_ng", "flite", "piper"), default=["espeak_ng"])
    print(json.dumps(trio.run(measure_all, parser.parse_args().voices), indent=2))


if __name__ == "__main__":
    main()
