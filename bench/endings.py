"""Measures how often "goodbye" is recognised, and how often a cough is taken for it: `python -m bench.endings`.

Synthetic callers say what ends, transfers or restarts a call to `agents/front_desk.toml`. Coughs, knocks, hums and
other words are tried as well. Each goes through the VAD and the endpointer, which decide how long it lasts, and then to
pocketsphinx with the phrases of a question. Prints JSON; takes minutes.

Per question, kind of sound and confidence: how many were recognised as such a choice, and how many of those would count
because they were long enough for the words. `yes` is the same for the answer to "Shall I hang up?".
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np
import trio

from bench.recognition import ANY_DAY, FOREIGN
from bench.short_noises import short_noises
from bench.synthetic_callers import ESPEAK_VOICES, FLITE_VOICES, Line, flite_is_installed, speak
from offhook.actors.recognizer.pocketsphinx import PocketsphinxSettings, open_pocketsphinx
from offhook.actors.recognizer.service import Recognizer
from offhook.actors.responder.certainty import does_at_once, is_too_short
from offhook.actors.responder.dialogue_file import read_script
from offhook.actors.responder.possible_answers import Answer, PossibleAnswers
from offhook.actors.responder.script import Choice, Script
from offhook.actors.responder.service import CallerTurn, Occasion
from offhook.actors.served_call import ServedCall
from offhook.actors.voice_detector import is_voiced
from offhook.actors.voice_detectors import detector_opener
from offhook.engine.decide.endpointing import FRAME_MS, End, Endpointer, More, Onset
from offhook.engine.host.agent import load_agent
from offhook.engine.host.settings import VadSettings
from offhook.engine.host.world import RealWorld
from offhook.protocol import mulaw

FRONT_DESK = Path(__file__).parent.parent / "agents" / "front_desk.toml"
QUESTIONS = ("menu", "member")
VOICES = (*ESPEAK_VOICES, "en-us+f4", "en-us+m7", "en-gb-x-rp")
SAID = {
    "ends": (
        *("bye", "bye bye", "goodbye", "that's all", "hang up"),
        *("operator", "a person", "someone", "speak to a person", "i want to talk to someone", "the reception"),
        *("start over", "start again", "main menu"),
    ),
    "yes": ("yes", "yeah"),
    "digits": (
        "four",
        "two",
        "seven",
        "one",
        "six",
        "four two",
        "seven one",
        "nine oh",
        "five five",
        "eight three five",
    ),
    "hesitation": ("hmm", "mm", "um", "uh", "er", "ah"),
    "other speech": FOREIGN,
}
NOISES_OF_A_KIND = 25
CONFIDENCES = (0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
FRAME_BYTES = mulaw.SAMPLE_RATE_HZ * FRAME_MS // 1000
BEFORE_S, AFTER_S, LINE_NOISE = 1.0, 1.5, 16.0


class Sound(msgspec.Struct, frozen=True):
    """One utterance, as a call would cut it out of the audio."""

    kind: str
    mulaw: bytes
    voiced_s: float


class Taken(msgspec.Struct, frozen=True):
    """The result for one utterance. `for_end`: it was taken for a choice that cannot be undone."""

    kind: str
    confidence: float
    for_end: bool
    for_yes: bool
    too_short: bool


def spoken() -> Iterator[tuple[str, bytes]]:
    """Everything that is tried: its kind and its audio."""
    voices = [("espeak", voice) for voice in VOICES]
    voices += [("flite", voice) for voice in FLITE_VOICES] if flite_is_installed() else []
    for kind, texts in SAID.items():
        lines = [Line(engine, voice, text) for text in texts for engine, voice in voices]
        yield from ((kind, sound) for sound in speak(lines))
    for _, noise in short_noises(NOISES_OF_A_KIND, seed=1):
        yield "no words", mulaw.encode(np.clip(noise, -32000, 32000).astype(np.int16))


async def utterances(kind: str, sound: bytes) -> list[Sound]:
    """The utterances that a call would hear, in the noise of a good line: usually one, several for slow digits."""
    await trio.lowlevel.checkpoint()
    line = on_a_line(sound)
    settings = VadSettings()
    detector, endpointer = detector_opener(settings)(settings), Endpointer(settings.rules())
    found: list[Sound] = []
    heard, first = b"", 0
    for number, start in enumerate(range(0, len(line) - FRAME_BYTES + 1, FRAME_BYTES)):
        frame = line[start : start + FRAME_BYTES]
        for event in endpointer.feed(frame, await is_voiced(detector, frame)):
            match event:
                case Onset():
                    heard, first = event.preroll, number - event.first_voiced_frames_ago
                case More():
                    heard += event.mulaw
                case End(silence_frames=silent):
                    found.append(Sound(kind, heard, (number - silent - first) * FRAME_MS / 1000))
    return found


def on_a_line(sound: bytes) -> bytes:
    chance = np.random.default_rng(len(sound))
    before, after = (
        mulaw.encode((chance.standard_normal(round(seconds * mulaw.SAMPLE_RATE_HZ)) * LINE_NOISE).astype(np.int16))
        for seconds in (BEFORE_S, AFTER_S)
    )
    return before + sound + after


async def take(recognizer: Recognizer, possible: PossibleAnswers, script: Script, sound: Sound) -> Taken:
    expected = msgspec.structs.replace(possible.expectation, threshold=0.0)
    async with (
        recognizer.session(ServedCall("", "en")) as session,
        session.utterance(1, expected, lambda text: None) as utterance,
    ):
        for start in range(0, len(sound.mulaw), FRAME_BYTES):
            await utterance.feed(sound.mulaw[start : start + FRAME_BYTES])
        found = await utterance.finish()
    understood = possible.speech(found.text, ANY_DAY)
    meaning = understood.meaning if understood is not None else None
    return Taken(
        sound.kind,
        found.confidence,
        for_end=isinstance(meaning, Choice) and bool(does_at_once(meaning, script)),
        for_yes=meaning is Answer.YES,
        too_short=is_too_short(CallerTurn(Occasion.SPEECH, found.text, found.confidence, sound.voiced_s)),
    )


def counted(taken: Sequence[Taken]) -> dict[str, object]:
    """The results of one kind of sound at one question."""
    rows: dict[str, object] = {"sounds": len(taken)}
    for name, chosen in (
        ("for_end", [each for each in taken if each.for_end]),
        ("yes", [each for each in taken if each.for_yes]),
    ):
        rows[name] = {
            f"{level:g}": {
                "taken": sum(each.confidence >= level for each in chosen),
                "long_enough": sum(each.confidence >= level and not each.too_short for each in chosen),
            }
            for level in CONFIDENCES
        }
    return rows


async def measure(script: Script) -> dict[str, object]:
    sounds = [each for kind, sound in spoken() for each in await utterances(kind, sound)]
    questions: dict[str, object] = {}
    async with open_pocketsphinx(RealWorld(), PocketsphinxSettings()) as recognizer:
        for question, in_doubt in ((question, in_doubt) for question in QUESTIONS for in_doubt in (False, True)):
            possible = PossibleAnswers(script, script.states[question], confirming=False, in_doubt=in_doubt)
            taken = [await take(recognizer, possible, script, each) for each in sounds]
            kinds = dict.fromkeys(each.kind for each in taken)
            name = f"{question}, in doubt" if in_doubt else question
            questions[name] = {kind: counted([each for each in taken if each.kind == kind]) for kind in kinds}
    return questions


def main() -> None:
    script = read_script(load_agent(str(FRONT_DESK), FRONT_DESK.read_text()))
    print(json.dumps(trio.run(measure, script), indent=2))


if __name__ == "__main__":
    main()
