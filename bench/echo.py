"""Measures the echo guard: false barge-ins without and with it, and callers that are missed.

    python -m bench.echo [--rooms 2] [--first-room 0]

Prints JSON, after about a minute. Rooms are numbered. Use others than those that the guard was tuned with to test it.

Agents speak into a simulated speakerphone (`simulation/echo_path.py`), for every delay, loss and room below: the
embedded voice if it is installed, recorded prompts, and a reader. As in a call, WebRTC's VAD, the guard and the
endpointer judge the echo. First nobody else speaks: every onset is a false barge-in. Then recorded callers speak over
the agent, at their own loudness and 10 dB quieter.

- `false_per_minute`: onsets per minute of the agent's speech while nobody else speaks.
- `callers`: what happened to those who spoke over the agent. `found`; `missed`: there was no onset before the end of
  their last word; `too_soon`: the echo had interrupted the agent before they began.
- `later_ms`: how much later they were found than the same callers on a line without echo and guard, or than the first
  labelled sound of their voice if the VAD had reacted to a breath before it.
- `asked_ms`: processor time of one question to the guard.
"""

import argparse
import importlib.util
import json
import random
import time
from collections import Counter, deque
from collections.abc import Sequence
from functools import cache
from itertools import cycle, islice, product

import msgspec
import numpy as np
import trio

from bench.recordings import recordings
from bench.synthetic_callers import Line, speak
from offhook.actors.voice_detector import WebRtcDetector, is_voiced
from offhook.engine.decide.echo_guard import HEARD_S, EchoGuard
from offhook.engine.decide.endpointing import FRAME_MS, Endpointer, Onset
from offhook.engine.host.settings import VadSettings
from offhook.protocol import mulaw
from offhook.protocol.telephone_audio import BYTES_PER_S, FRAME_BYTES, FRAME_S
from offhook.reports.spread import spread
from offhook.simulation.caller_voice import hiss
from offhook.simulation.echo_path import EchoPath
from offhook.telephone.clip import Clip

DELAYS_MS = (50, 150, 300, 600)
LOSSES_DB = (10, 20, 30)
CALLERS_DB = (0, -10)
PROMPTS = ("ast_call_later.wav", "ast_enter_password.wav")
READER = ("lv_young_man.wav", "lv_amiable.wav")
EMBEDDED_VOICES = ("en-us", "en-us+f2")
EMBEDDED_TEXTS = (
    "Thank you for calling. You can book a room, ask for our opening hours, or get directions.",
    "A room for two people on Thursday at half past seven, for three nights. Shall I book it for you?",
)
AGENT_BEGINS_S = 1.0  # the VAD has warmed up by then
PAUSE_S = 0.25
JITTER_S = 0.015
LEAD_S = 0.4  # `speaker.lead_ms`: the guard is told of a sound so long before it plays


class Case(msgspec.Struct, frozen=True):
    """One speakerphone. The room's number is the seed of everything random."""

    delay_ms: int
    loss_db: int
    room: int

    def chance(self, purpose: str) -> random.Random:
        return random.Random(f"{self.room}/{self.delay_ms}/{self.loss_db}/{purpose}")


class Played(msgspec.Struct, frozen=True):
    """20 ms of the agent's audio, and when they play."""

    mulaw: bytes
    at: float


class Call(msgspec.Struct, frozen=True):
    """What the agent says, and what arrives on the caller's line, frame by frame with times."""

    playing: tuple[Played, ...]
    frames: tuple[bytes, ...]
    arrivals: tuple[float, ...]


class Caller(msgspec.Struct, frozen=True):
    """A caller who speaks over the agent: audio from frame `begins` on, voice in it from `voiced` to `ends`."""

    frames: tuple[bytes, ...]
    begins: int
    voiced: int
    ends: int


def agents() -> dict[str, list[bytes]]:
    """What each agent says, sentence by sentence."""
    clips = {name: b"".join(clip.frames[clip.first_voiced : clip.last_voiced + 1]) for name, clip in recordings()}
    spoken = {"prompts": [clips[name] for name in PROMPTS], "reader": [clips[name] for name in READER]}
    if importlib.util.find_spec("espeakng_loader") is not None:
        lines = [Line("espeak", voice, text) for voice in EMBEDDED_VOICES for text in EMBEDDED_TEXTS]
        for line, sound in zip(lines, speak(lines), strict=True):
            spoken.setdefault(f"espeak_ng {line.voice}", []).append(sound)
    return spoken


@cache
def line_at_rest() -> list[bytes]:
    return hiss(random.Random(0))


def schedule(sentences: Sequence[bytes]) -> tuple[Played, ...]:
    """The time at which the carrier plays each piece."""
    playing, at = [], AGENT_BEGINS_S
    for sentence in sentences:
        for start in range(0, len(sentence), FRAME_BYTES):
            piece = sentence[start : start + FRAME_BYTES]
            playing.append(Played(piece, at))
            at += len(piece) / BYTES_PER_S
        at += PAUSE_S
    return tuple(playing)


def call(case: Case, playing: tuple[Played, ...], caller: Caller | None, *, echoes: bool = True) -> Call:
    """A call through this speakerphone, until the end of the echo or of the caller's speech."""
    chance, quiet = case.chance("line"), line_at_rest()
    path = EchoPath(case.delay_ms, case.loss_db, case.chance("speakerphone"))
    length = round((playing[-1].at + 1.0) / FRAME_S) if caller is None else caller.ends
    frames: list[bytes] = []
    arrivals: list[float] = []
    waiting = deque(playing if echoes else ())
    for number in range(length):
        now = (number + 1) * FRAME_S
        while waiting and waiting[0].at < now:
            piece = waiting.popleft()
            path.played(piece.mulaw, piece.at)
        said = quiet[number % len(quiet)]
        if caller is not None and 0 <= number - caller.begins < len(caller.frames):
            said = caller.frames[number - caller.begins]
        frames.append(path.over(said, now))
        arrivals.append(max(now + chance.uniform(0.0, JITTER_S), *arrivals[-1:], 0.0))
    return Call(playing, tuple(frames), tuple(arrivals))


async def onsets(heard: Call, guard: EchoGuard | None, asked_ms: list[float]) -> list[int]:
    """The frames at which a call would have decided that the caller speaks."""
    settings = VadSettings()
    detector, endpointer = WebRtcDetector(settings), Endpointer(settings.rules())
    recent: deque[bytes] = deque(maxlen=round(HEARD_S / FRAME_S))
    waiting, found = deque(heard.playing), []
    for number, (frame, now) in enumerate(zip(heard.frames, heard.arrivals, strict=True)):
        while guard is not None and waiting and waiting[0].at < now + LEAD_S:
            piece = waiting.popleft()
            guard.played(piece.mulaw, piece.at, now)
        recent.append(frame)
        voiced = await is_voiced(detector, frame)
        if voiced and guard is not None and (endpointer.speaking or endpointer.would_begin):
            began = time.thread_time()
            voiced = not guard.is_echo(b"".join(recent), now)
            asked_ms.append((time.thread_time() - began) * 1000)
        found += [number for event in endpointer.feed(frame, voiced) if isinstance(event, Onset)]
    return found  # noqa: ASYNC910  # every call has frames


class Fate(msgspec.Struct, frozen=True):
    """What happened to a caller: `how` is found, missed or too_soon."""

    how: str
    later_ms: float = 0.0


def fate(caller: Caller, found: Sequence[int], found_alone: int) -> Fate:
    """Compare with the same caller on a line without an echo."""
    if found and found[0] < caller.begins:
        return Fate("too_soon")
    if not found:
        return Fate("missed")
    return Fate("found", float((found[0] - max(found_alone, caller.voiced)) * FRAME_MS))


class Reading(msgspec.Struct):
    """One delay and loss, over all rooms and agents; `off` and `on` are the guard's."""

    minutes: float = 0.0
    false: Counter[str] = msgspec.field(default_factory=Counter)
    fates: dict[str, list[Fate]] = msgspec.field(default_factory=lambda: {"off": [], "on": []})
    asked_ms: list[float] = msgspec.field(default_factory=list)

    async def take_nobody(self, case: Case, sentences: Sequence[bytes]) -> None:
        """The agent hears itself and nobody else."""
        heard = call(case, schedule(sentences), None)
        self.minutes += sum(map(len, sentences)) / BYTES_PER_S / 60
        self.false["off"] += len(await onsets(heard, None, self.asked_ms))
        self.false["on"] += len(await onsets(heard, EchoGuard(), self.asked_ms))

    async def take_caller(self, case: Case, sentences: Sequence[bytes], clip: Clip, loudness_db: int) -> None:
        """Somebody speaks over the agent."""
        playing = schedule(sentences)
        caller = spoken_over(case, playing, clip, loudness_db)
        alone = await onsets(call(case, playing, caller, echoes=False), None, self.asked_ms)
        if not alone:
            return  # too quiet for the VAD, whatever the guard does
        heard = call(case, playing, caller)
        for name, guard in (("off", None), ("on", EchoGuard())):
            self.fates[name].append(fate(caller, await onsets(heard, guard, self.asked_ms), alone[0]))

    def add(self, other: "Reading") -> None:
        self.minutes += other.minutes
        self.false += other.false
        for name, fates in other.fates.items():
            self.fates[name] += fates
        self.asked_ms += other.asked_ms

    def report(self) -> dict[str, object]:
        return {
            "minutes": round(self.minutes, 2),
            "false_per_minute": {name: round(self.false[name] / self.minutes, 2) for name in self.fates},
            "callers": {name: dict(Counter(fate.how for fate in fates)) for name, fates in self.fates.items()},
            "later_ms": spread([fate.later_ms for fate in self.fates["on"] if fate.how == "found"]),
            "asked_ms": spread(self.asked_ms),
        }


def spoken_over(case: Case, playing: Sequence[Played], clip: Clip, loudness_db: int) -> Caller:
    """The caller begins within the first two seconds of the agent's speech, after its echo has begun."""
    echo_begins = round((AGENT_BEGINS_S + case.delay_ms / 1000) / FRAME_S)
    begins = echo_begins + case.chance(f"caller {len(clip.frames)}").randrange(20, 100)
    sound = mulaw.decode(b"".join(clip.frames)) * 10 ** (loudness_db / 20)
    said = mulaw.encode(np.rint(sound).astype(np.int16))
    frames = tuple(said[at : at + FRAME_BYTES] for at in range(0, len(said), FRAME_BYTES))
    return Caller(frames, begins, begins + clip.first_voiced, begins + clip.last_voiced + 1)


async def measure(
    paths: Sequence[tuple[int, int]], rooms: range, spoken: dict[str, list[bytes]], callers: Sequence[Clip]
) -> dict[str, object]:
    """Measure everything that is reported, for these delays and losses."""
    total, rows = Reading(), []
    for delay_ms, loss_db in paths:
        reading = Reading()
        for room in rooms:
            case = Case(delay_ms, loss_db, room)
            for sentences in spoken.values():
                await reading.take_nobody(case, sentences)
            voices = islice(cycle(spoken.values()), room, None)
            for (clip, loudness_db), sentences in zip(product(callers, CALLERS_DB), voices, strict=False):
                await reading.take_caller(case, sentences, clip, loudness_db)
        rows.append({"delay_ms": delay_ms, "loss_db": loss_db} | reading.report())
        total.add(reading)
    return {"agents": list(spoken), "rooms": list(rooms), "total": total.report(), "paths": rows}  # noqa: ASYNC910  # as above


def main() -> None:
    parser = argparse.ArgumentParser(description="False and missed barge-ins of a caller on a speakerphone.")
    parser.add_argument("--rooms", type=int, default=2, help="how many for each delay and loss")
    parser.add_argument("--first-room", type=int, default=0, help="the number of the first")
    options = parser.parse_args()
    rooms = range(options.first_room, options.first_room + options.rooms)
    callers = [clip for name, clip in recordings() if name not in (*PROMPTS, *READER)]
    paths = list(product(DELAYS_MS, LOSSES_DB))
    print(json.dumps(trio.run(measure, paths, rooms, agents(), callers), indent=2))


if __name__ == "__main__":
    main()
