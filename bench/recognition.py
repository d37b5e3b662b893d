"""Measures how well the embedded recognizers hear callers of the front desk: `python -m bench.recognition` prints JSON.

    python -m bench.recognition [--ears pocketsphinx whisper both] [--model base] [--every 3]

pocketsphinx with the dialogue's grammar, Whisper, and both together, side by side. Real recordings and synthetic
callers answer each question of `agents/front_desk.toml`; other speech, free sentences and noises are tried too. All of
it is telephone audio with the silence around it that the VAD delivers, and each recognizer is asked as in a call: at
the pause, and at the end. An answer counts as right if the dialogue understands what was said. Takes 20 minutes;
`--every 3` plays every third sound only, and `--play` only some kinds of sound.
"""

import argparse
import resource
import wave
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Literal, get_args

import msgspec
import numpy as np
import trio

from bench.ears import FREE, SILENCE_MS, Ears, noises, opened, turn
from bench.synthetic_callers import ESPEAK_VOICES, FLITE_VOICES, Line, flite_is_installed, speak
from offhook.actors.recognizer.service import Recognizer, Transcript
from offhook.actors.responder.dialogue_file import read_script
from offhook.actors.responder.possible_answers import PossibleAnswers
from offhook.actors.served_call import ServedCall
from offhook.engine.host.agent import load_agent
from offhook.protocol import mulaw

ROOT = Path(__file__).parent.parent
FRONT_DESK = ROOT / "agents" / "front_desk.toml"
RECORDINGS = ROOT / "tests" / "audio"
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
STRICT = ("menu", "member", "summary")
"""The questions at which foreign speech and noises are tried: words, digits, yes and no."""
WORDS_FROM = 0.4
RECORDED_ANSWERS = {"menu": "book_a_room", "day": "today", "member": "digits_4271"}


Kind = Literal["answers", "foreign", "noises", "free"]


class Spoken(msgspec.Struct, frozen=True):
    """One recording. `words` are empty for speech that fits no question."""

    speaker: str
    words: str
    mulaw: bytes


class Options(msgspec.Struct, frozen=True):
    """How it is measured: with which model of Whisper's, and every how manieth sound."""

    model: str
    every: int


class Result(msgspec.Struct, frozen=True):
    """The result. `right` compares meanings; `means` says whether the dialogue takes it for an answer."""

    spoken: Spoken
    heard: Transcript
    right: bool
    means: bool
    late_ms: float = 0.0
    """How long after the end of the turn the words came."""


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


def free_speech() -> list[Spoken]:
    """What callers say who were not told how to, and the English recordings that answer no question."""
    spoken = [Spoken(f"espeak {line.voice}", line.text, on_the_line(sound)) for line, sound in synthetic(FREE)]
    return spoken + [
        Spoken(f"recording {name}", words, on_the_line(sound))
        for name, (words, sound) in recordings().items()
        if name not in RECORDED_ANSWERS.values() and "_es_" not in name
    ]


def nobody_speaks() -> list[Spoken]:
    return [Spoken(name, "", on_the_line(sound)) for name, sound in noises(8)]


def thinned(sounds: Sequence[Spoken], every: int) -> list[Spoken]:
    """Every so manieth, and all recordings of people."""
    return [each for place, each in enumerate(sounds) if place % every == 0 or each.speaker.startswith("recording")]


def sounds(kind: Kind, every: int) -> Iterator[tuple[str, Spoken]]:
    """What is played, each sound with the question that it is to answer."""
    if kind == "answers":
        for question in ANSWERS:
            yield from ((question, each) for each in thinned(answers_to(question), every))
    elif kind == "free":
        yield from (("menu", each) for each in thinned(free_speech(), every))
    else:
        others = foreign_speech() if kind == "foreign" else nobody_speaks()
        yield from ((question, each) for question in STRICT for each in thinned(others, every))


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
    """One question."""
    right_by_speaker: dict[str, list[bool]] = {}
    for result in results:
        right_by_speaker.setdefault(result.spoken.speaker, []).append(result.right and result.means)
    return {
        "threshold": threshold,
        "answers": len(results),
        "right": sum(result.right and result.means for result in results),
        "wrong": sum(result.means and not result.right for result in results),
        "right_by_speaker": {speaker: f"{sum(right)}/{len(right)}" for speaker, right in right_by_speaker.items()},
        "recordings": {
            result.spoken.speaker: [result.heard.text, round(result.heard.confidence, 2)]
            for result in results
            if result.spoken.speaker.startswith("recording")
        },
    }


async def hear_turn(recognizer: Recognizer, possible: PossibleAnswers, spoken: Spoken) -> Result:
    """As in a call, with the dialogue's own threshold."""
    expected = possible.expectation
    async with recognizer.session(ServedCall("", "en")) as session:
        heard, late_ms = await turn(session, spoken.mulaw, expected)
    meaning = possible.speech(heard.text, ANY_DAY)
    right = bool(spoken.words) and meaning is not None and meaning == possible.speech(spoken.words, ANY_DAY)
    return Result(spoken, heard, right, meaning is not None and heard.confidence >= expected.threshold, late_ms)


def side_by_side(heard: Mapping[Kind, Sequence[Result]]) -> dict[str, object]:
    """The figures of one recognizer, for what was played to it."""
    answers, foreign, noise, free = (heard.get(kind, ()) for kind in get_args(Kind))
    late = sorted(SILENCE_MS + result.late_ms for result in (*answers, *free))
    return {
        "answers": len(answers),
        "right": sum(result.right and result.means for result in answers),
        "wrong": sum(result.means and not result.right for result in answers),
        "foreign": len(foreign),
        "foreign_accepted": sum(result.means for result in foreign),
        "noises": len(noise),
        "noises_accepted": sum(result.means for result in noise),
        "noises_with_words": sum(bool(result.heard.text) and result.heard.confidence >= WORDS_FROM for result in noise),
        "free_sentences": len(free),
        "free_word_errors": round(word_errors([(each.spoken.words, each.heard.text) for each in free]), 3),
        "ms_from_end_of_speech": {f"p{of}": round(late[len(late) * of // 100]) for of in (50, 95)} if late else None,
    }


def word_errors(pairs: Sequence[tuple[str, str]]) -> float:
    """The share of words that are missing, other ones, or too many."""
    wrong = total = 0
    for said, heard in pairs:
        words, found = said.split(), heard.split()
        row = list(range(len(found) + 1))
        for at, word in enumerate(words, 1):
            before, row = row, [at]
            for place, each in enumerate(found, 1):
                row.append(min(before[place] + 1, row[-1] + 1, before[place - 1] + (word != each)))
        wrong, total = wrong + row[-1], total + len(words)
    return wrong / max(total, 1)


async def measure(
    possible_answers: Mapping[str, PossibleAnswers], all_ears: Sequence[Ears], kinds: Sequence[Kind], options: Options
) -> dict[str, object]:
    await trio.lowlevel.checkpoint()
    played = {kind: list(sounds(kind, options.every)) for kind in kinds}
    found: dict[str, object] = {}
    for ears in all_ears:
        before_s = _children_cpu_s()
        heard: dict[Kind, list[Result]] = {}
        async with opened(ears, options.model) as recognizer:
            for kind in kinds:
                heard[kind] = [
                    await hear_turn(recognizer, possible_answers[question], each) for question, each in played[kind]
                ]
        of_questions: dict[str, list[Result]] = {}
        for (question, _), result in zip(played.get("answers", ()), heard.get("answers", ()), strict=True):
            of_questions.setdefault(question, []).append(result)
        found[ears] = {
            **side_by_side(heard),
            "worker_cpu_s_per_utterance": round((_children_cpu_s() - before_s) / sum(map(len, heard.values())), 3),
            "questions": {
                question: report(possible_answers[question].expectation.threshold, results)
                for question, results in of_questions.items()
            },
        }
    return found


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
    arguments = _arguments()
    options = Options(arguments.model, arguments.every)
    found = trio.run(measure, possible_answers, arguments.ears, arguments.play, options)
    print(msgspec.json.format(msgspec.json.encode(found)).decode())


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the embedded recognizers.")
    parser.add_argument("--ears", nargs="+", choices=get_args(Ears), default=list(get_args(Ears)))
    parser.add_argument("--play", nargs="+", choices=get_args(Kind), default=list(get_args(Kind)), help="all: default")
    parser.add_argument("--model", default="auto", help="of Whisper, as recognizer.whisper.model")
    parser.add_argument("--every", type=int, default=1, help="play every so manieth sound")
    return parser.parse_args()


if __name__ == "__main__":
    main()
