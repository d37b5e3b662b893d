"""Measures `vad.softer_db`: how much of other people's talk is taken for the caller's, and which callers that loses.

    python -m bench.other_voices [--softer 0 4 5.5 7 8.5 10] [--confirm auto] [--seconds 30] [--seed 1]

The callers are the recordings of `tests/audio`, each in a call in which three utterances were understood before (other
recordings, as loud as the caller give or take 2 dB). Prints JSON, a row for each setting.

The floor's verdict on speech that goes on for ever (`floor.wordless_s`) is given; nobody's words are understood.
`--softer 0` is the detector without this rule.

- `taken`: the share of the time in which others are heard as the caller, while only they speak: two people, six, and a
  television, 5 and 10 dB below the caller, half of them from across a room; `stops_a_minute`: how often that would stop
  a reply.
- `callers`: those who speak up, as loud as before, 6 dB softer, and as loud over others who were talking for 10 s
  before, 10 and 5 dB below. `at once`: their first sound counted, and was not taken back; `later`: counted in the end;
  `hidden`: the others were taken for the caller before; `lost`: nothing counted for good. `later_ms`: from the first
  sound that counts without this rule to the first that stays. `ends_late`: whose end is not heard within two seconds.
- `talks on`: those who talk for 14 s without a pause, as loud as before, 4 and 6 dB softer: how many were cut off.
- `second speaker`: somebody else at the same telephone, 6 and 9 dB softer, who says it up to four times, one second
  apart, and is understood once it counts for 0.6 s: how many were by the first, third and fourth time.
"""

import argparse
import json
import random
from collections.abc import Sequence
from itertools import product
from typing import get_args

import msgspec
import numpy as np
import trio

from bench.noises import Sound, at_loudness, loudness, noise
from bench.noisy_scenes import LINE_NOISE, Speech, recorded_speech
from bench.speakerphones import room
from offhook.actors.voice_detector import is_voiced
from offhook.actors.voice_detectors import detector_opener
from offhook.engine.decide.caller_loudness import CallerLoudness
from offhook.engine.decide.endpointing import FRAME_MS, End, Endpointer, Onset
from offhook.engine.decide.floor import Patience
from offhook.engine.decide.softer_voices import SofterVoices
from offhook.engine.host.settings import Confirm, VadSettings
from offhook.protocol import mulaw
from offhook.protocol.telephone_audio import FRAME_BYTES, FRAME_S
from offhook.reports.spread import spread

RATE_HZ = mulaw.SAMPLE_RATE_HZ
KINDS = ("two people", "six people", "television")
BELOW_DB = (5, 10)
UNDERSTOOD_BEFORE, GIVE_OR_TAKE_DB = 3, 2.0
LEAD_S, TAIL_S = 10.0, 3.0
GAINS_DB = (0, -6)
TALKS_ON_DB, TALKS_ON_S, SENTENCES_APART_S = (0, -4, -6), 14.0, 0.12
FATES = ("at once", "later", "hidden", "lost")
SOON_FRAMES = 5
LONGEST_MS = 120_000  # an utterance of other people's is not ended by its length
WORDLESS_FRAMES = round(Patience().wordless_s / FRAME_S)
SECOND_SOFTER_DB, TIMES, APART_S = (6, 9), 4, 1.0
COUNTED_FRAMES = round(0.6 / FRAME_S)
ENDS_WITHIN_FRAMES = round(2.0 / FRAME_S)


class Heard(msgspec.Struct, frozen=True):
    """What an endpointer made of a line: which frames counted, and from and to which frame each utterance was."""

    counted: tuple[bool, ...]
    utterances: tuple[tuple[int, int], ...]
    taken_back: tuple[int, ...]
    """The utterances that were, by number."""


class Line(msgspec.Struct, frozen=True):
    """The audio of a line, and what the detector says to each frame; `known` are the loudest syllables of utterances
    that were understood in the call before."""

    frames: tuple[bytes, ...]
    voiced: tuple[bool, ...]
    known: tuple[float, ...]
    spoken: tuple[int, int] = (0, 0)
    """The frames from and to which the caller speaks."""


class Ear:
    """What judges the audio of one call, as the VAD actor does after its detector."""

    def __init__(self, softer_db: float, known: Sequence[float], *, waits: bool = False) -> None:
        """`waits`: words come, so the floor waits for more of them."""
        self._waits = waits
        caller = CallerLoudness(softer_db)
        for loudest_db in known:
            caller.understood(loudest_db)
        self._softer = SofterVoices(caller)
        self._rules = msgspec.structs.replace(VadSettings().rules(), max_utterance_ms=LONGEST_MS)
        self._endpointer = Endpointer(self._rules)

    def hear(self, line: Line) -> Heard:
        counted: list[bool] = []
        utterances: list[tuple[int, int]] = []
        taken_back: list[int] = []
        begins = 0
        for number, (frame, voiced) in enumerate(zip(line.frames, line.voiced, strict=True)):
            if not self._waits and self._endpointer.speaking and number - begins == WORDLESS_FRAMES:
                self._softer.goes_on_for_ever()
            self._softer.has_words |= self._waits and self._endpointer.speaking
            counts = self._softer.counts(frame, voiced=voiced)
            counted.append(counts)
            if not counts and self._softer.takes_back:
                self._endpointer.silence_ms = FRAME_MS
            for event in self._endpointer.feed(frame, counts):
                match event:
                    case Onset():
                        self._softer.utterance_begins()
                        begins, self._endpointer.silence_ms = number, self._rules.silence_ms
                    case End():
                        taken_back += [len(utterances)] if self._softer.takes_back else []
                        utterances.append((begins, number))
        if self._endpointer.speaking:
            utterances.append((begins, len(line.frames)))
        return Heard(tuple(counted), tuple(utterances), tuple(taken_back))

    @property
    def loudest_db(self) -> float:
        return self._softer.loudest_db


def others(kind: str, seconds: float, seed: int, voices: Sequence[Sound], *, across_a_room: bool) -> Sound:
    """Other people's talk, at loudness 1."""
    match kind:
        case "two people":
            sound = noise("few_heads", seconds, seed, voices)
        case "six people":
            sound = noise("babble", seconds, seed, voices)
        case _:
            speaker = np.concatenate([at_loudness(each, 1.0) for each in _shuffled(voices, seed)])
            sound = np.resize(speaker, round(seconds * RATE_HZ)) + 0.3 * noise("music", seconds, seed, voices)
    if across_a_room:
        chance = random.Random(f"{kind}/{seed}")
        sound = np.convolve(sound, room(chance.uniform(0.3, 0.6), chance.uniform(-8, -3), chance))[: len(sound)]
    return at_loudness(sound, 1.0)


def _shuffled(voices: Sequence[Sound], seed: int) -> list[Sound]:
    return random.Random(seed).sample(list(voices), len(voices))


def frames_of(sound: Sound, seed: int) -> list[bytes]:
    line = LINE_NOISE * np.random.default_rng(seed).standard_normal(len(sound)) + sound
    coded = mulaw.encode(np.clip(np.rint(line), -32768, 32767).astype(np.int16))
    return [coded[at : at + FRAME_BYTES] for at in range(0, len(coded) - FRAME_BYTES + 1, FRAME_BYTES)]


class Lines:
    """All lines that are listened to, with the verdicts of the detector, which no setting of this rule changes."""

    def __init__(self, speech: Sequence[Speech], confirm: Confirm, seconds: float, seed: int) -> None:
        self._speech, self._seconds, self._seed = speech, seconds, seed
        self._settings = VadSettings(confirm=confirm)
        self._open = detector_opener(self._settings)
        self._known: dict[int, tuple[float, ...]] = {}
        self.alone: dict[str, list[Line]] = {}
        self.callers: dict[str, list[Line]] = {}
        self.talks_on: dict[str, list[Line]] = {}
        self.second: dict[str, list[list[Line]]] = {}

    async def make(self) -> None:  # noqa: ASYNC910  # there are callers
        for number, caller in enumerate(self._speech):
            self._known[number] = await self._understood_before(number)
            level = loudness(caller.voice)
            for kind, below_db in product(KINDS, BELOW_DB):
                around = self._others(number, kind, self._seconds, 0) * level * 10 ** (-below_db / 20)
                self.alone.setdefault(f"{kind}, {below_db} dB", []).append(await self._line(number, around))
                over = _padded(caller.voice, LEAD_S, TAIL_S)
                over += self._others(number, kind, len(over) / RATE_HZ, 100) * level * 10 ** (-below_db / 20)
                self.callers.setdefault(f"over {kind}, {below_db} dB", []).append(await self._line(number, over))
            for gain_db in GAINS_DB:
                sound = _padded(caller.voice * 10 ** (gain_db / 20), 1.0, TAIL_S)
                self.callers.setdefault(f"{gain_db:+} dB", []).append(await self._line(number, sound, 1.0))
            for gain_db in TALKS_ON_DB:
                line = await self._line(number, self._talking_on(number) * 10 ** (gain_db / 20), 1.0)
                self.talks_on.setdefault(f"{gain_db:+} dB", []).append(line)
            other = self._speech[(number + 5) % len(self._speech)].voice
            for softer_db in SECOND_SOFTER_DB:
                said = _padded(at_loudness(other, level * 10 ** (-softer_db / 20)), APART_S / 2, APART_S / 2)
                line = await self._line(number, said)
                self.second.setdefault(f"{softer_db} dB softer", []).append([line] * TIMES)

    def _talking_on(self, number: int) -> Sound:
        """Sentence after sentence, as loud as this caller."""
        level, said = loudness(self._speech[number].voice), [*self._speech[number:], *self._speech[:number]]
        sentences = [np.pad(at_loudness(each.voice, level), (0, round(SENTENCES_APART_S * RATE_HZ))) for each in said]
        return _padded(np.concatenate(sentences)[: round(TALKS_ON_S * RATE_HZ)], 1.0, TAIL_S)

    async def _understood_before(self, number: int) -> tuple[float, ...]:
        chance, level = random.Random(f"{self._seed}/{number}"), loudness(self._speech[number].voice)
        found = []
        for other in chance.sample([each for at, each in enumerate(self._speech) if at != number], UNDERSTOOD_BEFORE):
            loud = level * 10 ** (chance.gauss(0, GIVE_OR_TAKE_DB) / 20)
            ear = Ear(0, ())
            ear.hear(await self._line(number, _padded(at_loudness(other.voice, loud), 0.3, 0.4)))
            found.append(ear.loudest_db)
        return tuple(found)  # noqa: ASYNC910  # as above

    def _others(self, number: int, kind: str, seconds: float, seed: int) -> Sound:
        voices = [each.voice for at, each in enumerate(self._speech) if at != number]
        return others(kind, seconds, seed + self._seed + number, voices, across_a_room=bool(number % 2))

    async def _line(self, number: int, sound: Sound, lead_s: float = LEAD_S) -> Line:
        frames, detector = frames_of(sound, number), self._open(self._settings)
        voiced = [await is_voiced(detector, frame) for frame in frames]
        first = round(lead_s / FRAME_S)
        last = first + round(len(self._speech[number].voice) / RATE_HZ / FRAME_S)
        return Line(tuple(frames), tuple(voiced), self._known.get(number, ()), (first, last))  # noqa: ASYNC910  # it waits


def taken(lines: Sequence[Line], softer_db: float) -> dict[str, float]:
    """Of lines on which only others talk."""
    heard = [Ear(softer_db, line.known).hear(line) for line in lines]
    frames = sum(len(each.counted) for each in heard)
    spoken = sum(end - begin for each in heard for begin, end in each.utterances)
    stops = sum(len(each.utterances) for each in heard)
    return {"taken": round(spoken / frames, 3), "stops_a_minute": round(stops / (frames * FRAME_S / 60), 1)}


def of_callers(lines: Sequence[Line], softer_db: float) -> dict[str, object]:
    fates, later, ends_late = [], [], 0
    for line in lines:
        heard, without = Ear(softer_db, line.known).hear(line), Ear(0, line.known).hear(line)
        fate, ms = fate_of(heard, without, *line.spoken)
        fates.append(fate)
        later += [] if ms is None else [ms]
        last = line.spoken[1]
        ends_late += not any(last - 10 <= end <= last + ENDS_WITHIN_FRAMES for _, end in heard.utterances)
    return {fate: fates.count(fate) for fate in FATES} | {"later_ms": spread(later), "ends_late": ends_late}


def cut_off(lines: Sequence[Line], softer_db: float) -> dict[str, int]:
    """Callers who are understood while they talk, and end more often than without this rule."""

    def utterances(line: Line, of_softer_db: float) -> int:
        return len(Ear(of_softer_db, line.known, waits=True).hear(line).utterances)

    return {"cut off": sum(utterances(line, softer_db) > utterances(line, 0) for line in lines), "of": len(lines)}


def of_second_speakers(tries: Sequence[Sequence[Line]], softer_db: float) -> dict[str, int]:
    times = [_understood_at(each, softer_db) for each in tries]
    counted = {f"by time {limit}": sum(time is not None and time <= limit for time in times) for limit in (1, 3, 4)}
    return counted | {"of": len(times)}


def _understood_at(lines: Sequence[Line], softer_db: float) -> int | None:
    """The time, from 1 on, at which enough of it counted to be understood."""
    ear = Ear(softer_db, lines[0].known)
    for time, line in enumerate(lines, start=1):
        heard = ear.hear(line)
        enough = min(COUNTED_FRAMES, sum(line.voiced) / 2)
        if sum(heard.counted) >= enough and len(heard.taken_back) < len(heard.utterances):
            return time
    return None


def _padded(sound: Sound, before_s: float, after_s: float) -> Sound:
    return np.pad(sound, (round(before_s * RATE_HZ), round(after_s * RATE_HZ)))


def fate_of(heard: Heard, without: Heard, first: int, last: int) -> tuple[str, float | None]:
    """What became of a caller, and how much later the sound that stays is."""
    if any(begin < first - SOON_FRAMES and end > first + SOON_FRAMES for begin, end in heard.utterances):
        return "hidden", None
    kept = [
        begin
        for at, (begin, _) in enumerate(heard.utterances)
        if first - SOON_FRAMES <= begin <= last and at not in heard.taken_back
    ]
    if not kept:
        return "lost", None
    alone = [begin for begin, _ in without.utterances if first - SOON_FRAMES <= begin <= last]
    late = max(0, kept[0] - min(alone, default=first + 2)) * FRAME_MS
    return ("later" if late else "at once"), float(late)


async def measure(softer: Sequence[float], confirm: Confirm, seconds: float, seed: int) -> dict[str, object]:
    lines = Lines(recorded_speech(), confirm, seconds, seed)
    await lines.make()
    return {
        str(softer_db): {
            "others alone": {name: taken(each, softer_db) for name, each in lines.alone.items()},
            "callers": {name: of_callers(each, softer_db) for name, each in lines.callers.items()},
            "talks on": {name: cut_off(each, softer_db) for name, each in lines.talks_on.items()},
            "second speaker": {name: of_second_speakers(each, softer_db) for name, each in lines.second.items()},
        }
        for softer_db in softer
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Other people's voices, and callers that a rule against them loses.")
    parser.add_argument("--softer", type=float, nargs="+", default=[0, 5.5, 7, 8.5])
    parser.add_argument("--confirm", choices=get_args(Confirm), default="auto")
    parser.add_argument("--seconds", type=float, default=20.0, help="of others alone, for each caller and kind")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    found = trio.run(measure, options.softer, options.confirm, options.seconds, options.seed)
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
