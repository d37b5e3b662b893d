"""Measures how well pocketsphinx recognises callers of the front desk: `python -m bench.recognition` prints JSON.

Real recordings and synthetic callers answer each question of `agents/front_desk.toml`, and other speech is tried too.
All of it is telephone audio with the silence around it that the VAD delivers. An answer counts as right if the dialogue
understands what was said. Takes about five minutes.
"""

import resource
import wave
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import msgspec
import numpy as np
import trio

from bench.synthetic_callers import ESPEAK_VOICES, FLITE_VOICES, Line, flite_is_installed, speak
from offhook.actors.recognizer.pocketsphinx import PocketsphinxSettings, open_pocketsphinx
from offhook.actors.recognizer.service import Recognizer, Transcript
from offhook.actors.responder.dialogue_file import read_script
from offhook.actors.responder.possible_answers import PossibleAnswers
from offhook.actors.served_call import ServedCall
from offhook.engine.host.agent import load_agent
from offhook.engine.host.world import RealWorld
from offhook.protocol import mulaw

ROOT = Path(__file__).parent.parent
FRONT_DESK = ROOT / "agents" / "front_desk.toml"
RECORDINGS = ROOT / "tests" / "audio"
THRESHOLDS = (0.2, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7)
SILENCE_BEFORE_MS, SILENCE_AFTER_MS = 600, 300
FRAME_BYTES = 160
ANY_DAY = date(2026, 11, 29)

# Each is one question of the dialogue, with answers that fit it.
ANSWERS = {
    "menu": (
        "book a room",
        "i would like to book a room please",
        "i want to book a room",
        "opening hours",
        "what are your opening hours",
        "when are you open",
        "directions please",
        "where are you",
        "how do i get there",
        "a person please",
        "can i talk to a person",
        "goodbye",
    ),
    "day": ("today", "tomorrow", "for tomorrow please", "monday", "on tuesday", "wednesday", "next thursday", "friday"),
    "time": (
        "nine",
        "at nine p m",
        "half past nine",
        "seven thirty p m",
        "at eight o'clock",
        "quarter past six",
        "four",
    ),
    "people": ("two", "two people", "for three people please", "just me", "there are five of us", "six", "four people"),
    "nights": ("one night", "two nights", "for three nights please", "a week", "four", "seven nights", "ten nights"),
    "member": (
        "four two seven one",
        "one two three four",
        "zero five one nine",
        "my number is three three eight two",
        "it's seven seven two four",
        "two zero two five",
        "no number",
        "four two",
        "seven one",
        "my number is three three eight",
    ),
    "summary": ("yes", "no", "yes please", "that's right", "yeah", "nope", "that's wrong"),
}
FOREIGN = (
    "i lost my umbrella somewhere on the train",
    "do you have a swimming pool",
    "my dog is barking",
    "hold on a moment",
    "the weather is really bad",
    "i am calling about an invoice",
    "is there parking near the hotel",
    "let me think about it",
    "um well you know it depends",
    "purple elephants",
    "who is this",
    "maybe",
)
RECORDED_ANSWERS = {"menu": "book_a_room", "day": "today", "member": "digits_4271"}


class Spoken(msgspec.Struct, frozen=True):
    """One recording. `words` are empty for speech that fits no question."""

    speaker: str
    words: str
    mulaw: bytes


class Result(msgspec.Struct, frozen=True):
    """The result. `right` compares meanings; `means` says whether the dialogue understands it at all."""

    spoken: Spoken
    heard: Transcript
    right: bool
    means: bool


def recordings() -> dict[str, tuple[str, bytes]]:
    """Each recording without its silence: words and audio."""
    found = {}
    for row in (RECORDINGS / "TRANSCRIPTS.tsv").read_text().splitlines()[1:]:
        file, words, _, _, _, start_s, end_s, *_ = row.split("\t")
        with wave.open(str(RECORDINGS / file)) as sound:
            samples = np.frombuffer(sound.readframes(sound.getnframes()), dtype=np.int16)
        start, end = (round(float(at_s) * mulaw.SAMPLE_RATE_HZ) for at_s in (start_s, end_s))
        found[file.removesuffix(".wav")] = (words, mulaw.encode(samples[start:end]))
    return found


def on_the_line(speech: bytes) -> bytes:
    """The audio with the silence around it that the VAD delivers, and the noise of a good line."""
    noise = np.random.default_rng(1)
    before, after = (
        mulaw.encode((noise.standard_normal(ms * 8) * 16).astype(np.int16))
        for ms in (SILENCE_BEFORE_MS, SILENCE_AFTER_MS)
    )
    return before + speech + after


def synthetic(sentences: Sequence[str]) -> Iterator[tuple[Line, bytes]]:
    voices = [("espeak", voice) for voice in ESPEAK_VOICES]
    voices += [("flite", voice) for voice in FLITE_VOICES] if flite_is_installed() else []
    lines = [Line(engine, voice, sentence) for sentence in sentences for engine, voice in voices]
    # Otherwise voices read "p m" as "pum".
    said = [Line(line.engine, line.voice, line.text.replace("p m", "P M")) for line in lines]
    yield from zip(lines, speak(said), strict=True)


def answers_to(question: str) -> list[Spoken]:
    spoken = [
        Spoken(f"{line.engine} {line.voice}", line.text, on_the_line(sound))
        for line, sound in synthetic(ANSWERS[question])
    ]
    if (name := RECORDED_ANSWERS.get(question)) is not None:
        words, sound = recordings()[name]
        spoken.append(Spoken(f"recording {name}", words, on_the_line(sound)))
    return spoken


def foreign_speech() -> list[Spoken]:
    spoken = [Spoken(f"{line.engine} {line.voice}", "", on_the_line(sound)) for line, sound in synthetic(FOREIGN)]
    fitting = RECORDED_ANSWERS.values()
    spoken += [
        Spoken(f"recording {name}", "", on_the_line(sound))
        for name, (_, sound) in recordings().items()
        if name not in fitting
    ]
    return spoken


async def hear(recognizer: Recognizer, possible: PossibleAnswers, spoken: Spoken) -> Result:
    expected = msgspec.structs.replace(possible.expectation, threshold=0.0)
    async with (
        recognizer.session(ServedCall("", "en")) as session,
        session.utterance(1, expected, lambda text: None) as utterance,
    ):
        for start in range(0, len(spoken.mulaw), FRAME_BYTES):
            await utterance.feed(spoken.mulaw[start : start + FRAME_BYTES])
        heard = await utterance.finish()
    meaning = possible.speech(heard.text, ANY_DAY)
    right = bool(spoken.words) and meaning is not None and meaning == possible.speech(spoken.words, ANY_DAY)
    return Result(spoken, heard, right, meaning is not None)


def report(threshold: float, results: Sequence[Result]) -> dict[str, object]:
    fitting = [result for result in results if result.spoken.words]
    foreign = [result for result in results if not result.spoken.words]
    right_by_speaker: dict[str, list[bool]] = {}
    for result in fitting:
        right_by_speaker.setdefault(result.spoken.speaker, []).append(result.right)
    return {
        "threshold": threshold,
        "answers": len(fitting),
        "foreign": len(foreign),
        "at_threshold": {
            f"{each:g}": {
                "right": sum(result.right and result.heard.confidence >= each for result in fitting),
                "wrong": sum(
                    result.means and not result.right and result.heard.confidence >= each for result in fitting
                ),
                "foreign_accepted": sum(result.means and result.heard.confidence >= each for result in foreign),
            }
            for each in sorted({*THRESHOLDS, threshold})
        },
        "right_by_speaker": {speaker: f"{sum(right)}/{len(right)}" for speaker, right in right_by_speaker.items()},
        "recordings": {
            result.spoken.speaker: [result.heard.text, round(result.heard.confidence, 2)]
            for result in fitting
            if result.spoken.speaker.startswith("recording")
        },
    }


async def measure(possible_answers: Mapping[str, PossibleAnswers]) -> dict[str, object]:
    foreign = foreign_speech()
    questions: dict[str, object] = {}
    seconds = 0.0
    spoken_to = {question: answers_to(question) + foreign for question in possible_answers}
    before_s = _children_cpu_s()  # the synthetic voices were child processes too
    async with open_pocketsphinx(RealWorld(), PocketsphinxSettings()) as recognizer:
        for question, spoken in spoken_to.items():
            results = [await hear(recognizer, possible_answers[question], each) for each in spoken]
            questions[question] = report(possible_answers[question].expectation.threshold, results)
            seconds += sum(len(each.mulaw) for each in spoken) / mulaw.SAMPLE_RATE_HZ
    return {
        "questions": questions,
        "audio_s": round(seconds),
        "worker_cpu_per_audio_s": round((_children_cpu_s() - before_s) / seconds, 4),
    }


def _children_cpu_s() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    script = read_script(load_agent(str(FRONT_DESK), FRONT_DESK.read_text()))
    possible_answers = {name: PossibleAnswers(script, script.states[name], confirming=False) for name in ANSWERS}
    for question, answers in ANSWERS.items():
        for answer in answers:
            assert possible_answers[question].speech(answer, ANY_DAY) is not None, (
                f"{answer!r} does not fit the question {question!r}"
            )
    print(msgspec.json.format(msgspec.json.encode(trio.run(measure, possible_answers))).decode())


if __name__ == "__main__":
    main()
