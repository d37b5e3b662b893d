"""Counts what sounds that are no speech do to whole calls of `agents/front_desk.toml`: `python -m bench.sounds`.

    python -m bench.sounds --confirm noise_floor --each 8 --folder /tmp/my_sounds

Coughs, laughs, knocks, keys, doors, dogs, ringing: those of `bench.short_noises`, the recordings of
`tests/audio/sounds`, and the 8 kHz WAV files of a folder of your own. The real actors, the real dialogue and the real
recognizer, in virtual time. Each sound is made over a reply, and once after the question of each state. Prints JSON:

- `held`: the reply fell silent for it (`clear` was sent); `held_ms`: until it went on;
- `stopped`: it was silent for more than half a second, or did not go on at all;
- `understood`: a state's question was answered by it; `states`: in which; `ended`: it ended or transferred the call.

`--words` does the same with real words instead, which are to be understood: today, numbers, yes and no. `--pair` has
Whisper listen together with pocketsphinx; it needs the extra `local`.
"""

import argparse
import json
import statistics
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import numpy as np
import trio
from trio.testing import MockClock

from bench.local_pocketsphinx import LocalPocketsphinx
from bench.local_whisper import local_pair
from bench.recordings import AUDIO
from bench.short_noises import short_noises
from bench.synthetic_callers import Line, speak
from offhook.actors.recognizer.service import Recognizer
from offhook.actors.voice_detectors import detector_opener
from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.conversation import CallerSaid
from offhook.engine.run.exchange import Exchange
from offhook.protocol import mulaw
from offhook.simulation.carrier import SimulatedCarrier
from offhook.simulation.exchange import calling, open_simulated_exchange, record_of, settings_with
from offhook.simulation.services import SimulatedVoice
from offhook.telephone.clip import from_wav

FRONT_DESK = Path(__file__).parent.parent / "agents" / "front_desk.toml"
SOUNDS = AUDIO / "sounds"
KEYS = {
    "menu": (),
    "day": ("1",),
    "time": ("1", "8"),
    "people": ("1", "8", "1900"),
    "nights": ("1", "8", "1900", "2"),
    "member": ("1", "8", "1900", "2", "3"),
    "member, read back": ("1", "8", "1900", "2", "3", "4271"),
    "summary": ("1", "8", "1900", "2", "3", "4271", "1"),
    "change": ("1", "8", "1900", "2", "3", "4271", "1", "2"),
    "anything_else": ("2",),
}
"""The keys by which a caller gets to a state."""
SENTENCE_S, LONG_SENTENCE_S = 0.4, 8.0
SOUND_AFTER_S = 2.0
STOPPED_S = 0.5
MOST_SENTENCES = 250
ANSWERED_WITHIN_S = 2.5
SPOKEN_WORDS = {
    "menu": ("directions", "reservation", "goodbye", "help"),
    "day": ("today", "tomorrow", "friday", "monday"),
    "time": ("four", "nine"),
    "people": ("two", "six", "three"),
    "nights": ("four", "ten", "one"),
    "summary": ("yes", "no", "yeah"),
    "anything_else": ("no", "yes"),
}
VOICES = ("en-us", "en-us+f2", "en-us+m3", "en", "en-gb-scotland", "en-us+f4", "en-us+m7", "en-gb-x-rp")


class Sound(msgspec.Struct, frozen=True):
    """One sound; `states` where it is tried after the question, all if there are none."""

    kind: str
    name: str
    mulaw: bytes
    states: tuple[str, ...] = tuple(KEYS)


class OverReply(msgspec.Struct, frozen=True):
    """What a sound did to the reply over which it was made."""

    held: int
    silent_ms: float
    """The longest gap that the caller heard; infinite if the reply did not go on."""
    understood: bool


class AfterQuestion(msgspec.Struct, frozen=True):
    state: str
    text: str
    understood: bool
    ended: bool


class Done(msgspec.Struct, frozen=True):
    sound: Sound
    over_reply: OverReply
    after_questions: tuple[AfterQuestion, ...]


def made(each_kind: int) -> Iterator[Sound]:
    for number, (kind, sound) in enumerate(short_noises(each_kind, seed=1)):
        yield Sound(kind, f"{kind} {number % each_kind}", coded(sound))


def recorded(folder: Path) -> Iterator[Sound]:
    """WAV files; what stands before the first "_" of their name is the kind."""
    for file in sorted(folder.glob("*.wav")):
        frames = from_wav(file.read_bytes()).frames
        yield Sound(file.stem.partition("_")[0], file.stem, b"".join(frames))


def spoken() -> Iterator[Sound]:
    said = {word: [state for state, words in SPOKEN_WORDS.items() if word in words] for word in _all_words()}
    lines = [Line("espeak", voice, word) for word in said for voice in VOICES]
    for line, sound in zip(lines, speak(lines), strict=True):
        yield Sound(line.text, f"{line.text}, {line.voice}", sound, tuple(said[line.text]))


def _all_words() -> Iterable[str]:
    return dict.fromkeys(word for words in SPOKEN_WORDS.values() for word in words)


def coded(sound: np.ndarray[tuple[int], np.dtype[np.float64]]) -> bytes:
    return mulaw.encode(np.clip(np.rint(sound), -32000, 32000).astype(np.int16))


class _Voice(SimulatedVoice):
    """Speaks as long as it is asked: no byte numbers more than 255 sentences."""

    @asynccontextmanager
    async def say(self, text: str, language: str) -> AsyncIterator[AsyncIterator[bytes]]:
        if len(self.said) == MOST_SENTENCES:
            self.said.clear()
        async with super().say(text, language) as sound:
            yield sound


class Calls:
    """Places calls to one exchange, one after the other."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange, self._placed = exchange, 0

    @asynccontextmanager
    async def _call(self) -> AsyncIterator[tuple[SimulatedCarrier, trio.Event, Callable[[], CallRecord]]]:
        self._placed += 1
        carrier = SimulatedCarrier(self._placed, seed=self._placed)
        records: list[CallRecord] = []
        async with calling(self._exchange, carrier) as over:
            yield carrier, over, lambda: records[0]
        records.append(await record_of(self._exchange, carrier))

    async def over_reply(self, sound: Sound) -> OverReply:
        async with self._call() as (carrier, _, record):
            await carrier.wait(lambda: carrier.playout.sounding)
            await trio.sleep(SOUND_AFTER_S)
            made_at = trio.current_time()
            carrier.say(sound.mulaw)
            await trio.sleep(len(sound.mulaw) / mulaw.SAMPLE_RATE_HZ + ANSWERED_WITHIN_S)
            heard_until = trio.current_time()
        return OverReply(
            len(carrier.clears), 1000 * _longest_gap_s(carrier, made_at, heard_until), bool(_taken(record()))
        )

    async def after_question(self, sound: Sound, state: str) -> AfterQuestion:
        async with self._call() as (carrier, over, record):
            await _silent(carrier)
            for keys in KEYS[state]:
                carrier.press(keys)
                await trio.sleep(0.3)
                await _silent(carrier)
            carrier.say(sound.mulaw)
            await trio.sleep(len(sound.mulaw) / mulaw.SAMPLE_RATE_HZ + ANSWERED_WITHIN_S)
            ended = over.is_set()
        taken = _taken(record())
        return AfterQuestion(state, " ".join(taken), bool(taken), ended)


def _taken(record: CallRecord) -> list[str]:
    return [
        each.text
        for each in record.transcript
        if isinstance(each, CallerSaid) and not each.not_taken and each.by == "speech"
    ]


async def _silent(carrier: SimulatedCarrier) -> None:
    """Until the agent has spoken, and said nothing for a moment."""
    await carrier.wait(lambda: carrier.playout.sounding)
    quiet_since = trio.current_time()
    while trio.current_time() - quiet_since < 0.35:
        if carrier.playout.sounding:
            quiet_since = trio.current_time()
        await trio.sleep(0.02)


def _longest_gap_s(carrier: SimulatedCarrier, begins_at: float, until: float) -> float:
    """The longest silence of the agent; what lasted to the end is as long as it was listened to."""
    longest, quiet_since = 0.0, begins_at
    for each in carrier.heard:
        ends_at = each.at + len(each.mulaw) / mulaw.SAMPLE_RATE_HZ
        if ends_at > begins_at and each.at < until:
            longest = max(longest, each.at - quiet_since)
            quiet_since = ends_at
    return max(longest, until - quiet_since)


async def measure(sounds: Sequence[Sound], confirm: str, recognizer: Recognizer | None = None) -> list[Done]:
    """With pocketsphinx, unless another one is given."""
    settings = settings_with(
        vad={"confirm": confirm}, responder={"chain": ["dialogue"]}, floor={"idle_s": 60.0, "filler_s": 0}
    )
    opener = detector_opener(settings.vad)
    recognizer = recognizer or LocalPocketsphinx()
    agent = FRONT_DESK.read_text()
    done: list[Done] = []
    async with (
        open_simulated_exchange(
            settings, agent=agent, recognizer=recognizer, voice=_Voice(SENTENCE_S), open_detector=opener
        ) as brief,
        open_simulated_exchange(
            settings, agent=agent, recognizer=recognizer, voice=_Voice(LONG_SENTENCE_S), open_detector=opener
        ) as long,
    ):
        calls, long_calls = Calls(brief), Calls(long)
        for sound in sounds:
            after = [await calls.after_question(sound, state) for state in sound.states]
            done.append(Done(sound, await long_calls.over_reply(sound), tuple(after)))
    return done


def counted(done: Sequence[Done]) -> dict[str, object]:
    """One row of the report."""
    over = [each.over_reply for each in done]
    after = [each for sound in done for each in sound.after_questions]
    held = [each.silent_ms for each in over if each.held]
    return {
        "sounds": len(done),
        "held": len(held),
        "held_ms": round(statistics.median(held)) if held else None,
        "stopped": sum(each.silent_ms > 1000 * STOPPED_S for each in over),
        "over_reply_understood": sum(each.understood for each in over),
        "tried_in_states": len(after),
        "understood_in_states": sum(each.understood for each in after),
        "sounds_understood": sum(any(each.understood for each in sound.after_questions) for sound in done),
        "ended": sum(each.ended for each in after),
    }


def report(done: Sequence[Done]) -> dict[str, object]:
    kinds = dict.fromkeys(each.sound.kind for each in done)
    states = dict.fromkeys(each.state for sound in done for each in sound.after_questions)
    after = [each for sound in done for each in sound.after_questions]
    return {
        "all": counted(done),
        "kinds": {kind: counted([each for each in done if each.sound.kind == kind]) for kind in kinds},
        "understood_by_state": {
            state: [each.text for each in after if each.state == state and each.understood] for state in states
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--confirm", default="auto")
    parser.add_argument("--each", type=int, default=8, help="made sounds of each kind")
    parser.add_argument("--folder", type=Path, help="more sounds, 8 kHz WAV files named KIND_anything.wav")
    parser.add_argument(
        "--states", nargs="+", default=list(KEYS), choices=list(KEYS), help="only after these questions"
    )
    parser.add_argument("--words", action="store_true", help="real words instead")
    parser.add_argument("--pair", action="store_true", help="Whisper with pocketsphinx beside it")
    wanted = parser.parse_args()
    sounds = list(spoken()) if wanted.words else [*made(wanted.each), *recorded(SOUNDS)]
    if wanted.folder:
        sounds += recorded(wanted.folder)
    sounds = [
        msgspec.structs.replace(each, states=tuple(state for state in each.states if state in wanted.states))
        for each in sounds
    ]
    recognizer = local_pair() if wanted.pair else None
    done = trio.run(measure, sounds, wanted.confirm, recognizer, clock=MockClock(autojump_threshold=0))
    print(json.dumps(report(done), indent=2))


if __name__ == "__main__":
    main()
