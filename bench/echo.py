"""Measures `barge_in.echo`: how often the agent interrupts itself, and whether callers who speak over it are heard.

    python -m bench.echo [--rooms 1] [--first-room 0] [--kinds table,gsm] [--seconds 20] [--callers 8]

Prints JSON. Needs the extra `aec`. With one room for each kind, delay and loss it takes about four minutes. Rooms are
numbered: use others than those that the rules were tuned with to test them.

Agents speak into modelled speakerphones (`bench/speakerphones.py`): the embedded voice if it is installed, recorded
prompts, and a reader. As in a call, the voice detector, the guard, the canceller and the endpointer judge what comes
back. First nobody else speaks, so that every onset is the agent interrupting itself. Then recorded callers speak over
it, at their own loudness and 10 dB quieter, half of them within the first two seconds.

- `false_per_minute`: onsets per minute of a call in which only the agent speaks; it goes on speaking.
- `callers`: what happened to those who spoke over the agent. `found`; `missed`: there was no onset before the end of
  their last word; `too_soon`: the echo had interrupted the agent before they began.
- `later_ms`: how much later they were found than the same callers on a line without an echo, or than the first labelled
  sound of their voice if the VAD had reacted to a breath before it.
- `cpu_ms_per_s`: processor time for a second of the caller's audio, the detector included, while only the agent speaks.
"""

import argparse
import importlib.util
import json
import random
import time
from collections import Counter, deque
from collections.abc import Sequence
from functools import cache, partial
from itertools import cycle, islice, product

import msgspec
import numpy as np
import trio
from numpy.typing import NDArray

from bench.recordings import recordings
from bench.speakerphones import KINDS, Speakerphone
from bench.synthetic_callers import Line, speak
from offhook.actors.aec3 import load_aec3
from offhook.actors.cleaned_line import CleanedLine
from offhook.actors.echo_canceller import OpenCanceller
from offhook.actors.voice_detector import is_voiced
from offhook.actors.voice_detectors import detector_opener
from offhook.engine.decide.echo_guard import EchoGuard
from offhook.engine.decide.endpointing import FRAME_MS, Endpointer, Onset
from offhook.engine.decide.played_sound import HEARD_S, PlayedSound
from offhook.engine.host.settings import VadSettings
from offhook.engine.record.facts.fact import AnyWhat
from offhook.protocol import mulaw
from offhook.protocol.telephone_audio import BYTES_PER_S, FRAME_BYTES, FRAME_S
from offhook.reports.spread import spread
from offhook.simulation.caller_voice import hiss
from offhook.telephone.clip import Clip

DELAYS_MS = (120, 300)
LOSSES_DB = (10, 20)
CALLERS_DB = (0, -10)
SETTINGS = ("off", "guard", "auto", "cancel")
PROMPTS = ("ast_call_later.wav", "ast_enter_password.wav")
READER = ("lv_young_man.wav", "lv_amiable.wav")
EMBEDDED_VOICES = ("en-us", "en-us+f2")
EMBEDDED_TEXTS = (
    "Thank you for calling. You can book a room, ask for our opening hours, or get directions.",
    "A room for two people on Thursday at half past seven, for three nights. Shall I book it for you?",
)
AGENT_BEGINS_S = 1.0  # the VAD has warmed up by then
PAUSES_S = (0.25, 0.25, 2.0)  # between sentences, and at the end of a reply
CALLER_WITHIN_S = (0.4, 2.0), (4.0, 9.0)  # of the agent's beginning: over the first echo, and later
CALL_WITH_CALLER_S = 16.0
JITTER_S = 0.015
LEAD_S = 0.4  # `speaker.lead_ms`: it is known so long before it plays

Sound = NDArray[np.float64]


class Heard(msgspec.Struct, frozen=True):
    """What the agent said, and what arrived on the caller's line, frame by frame with times."""

    playing: bytes
    frames: tuple[bytes, ...]
    arrivals: tuple[float, ...]


class Caller(msgspec.Struct, frozen=True):
    """A caller who speaks over the agent: audio from frame `begins` on, voice in it from `voiced` to `ends`."""

    sound: bytes
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
def line_at_rest() -> Sound:
    return np.concatenate([mulaw.decode(frame) for frame in hiss(random.Random(0))]).astype(np.float64)


def said(sentences: Sequence[bytes], seconds: float) -> bytes:
    """What plays in a call of so many seconds, silence included."""
    playing = mulaw.SILENCE * round(AGENT_BEGINS_S * BYTES_PER_S)
    for sentence, pause_s in zip(cycle(sentences), cycle(PAUSES_S), strict=False):
        if len(playing) >= seconds * BYTES_PER_S:
            break
        playing += sentence + mulaw.SILENCE * round(pause_s * BYTES_PER_S)
    return playing[: round(seconds / FRAME_S) * FRAME_BYTES]


def call(phone: Speakerphone, playing: bytes, caller: Caller | None = None, *, echoes: bool = True) -> Heard:
    """A call through this speakerphone, until its end or that of the caller's speech."""
    mouth = np.resize(line_at_rest(), len(playing)).copy()
    if caller is not None:
        begins = caller.begins * FRAME_BYTES
        mouth[begins : begins + len(caller.sound)] += mulaw.decode(caller.sound)[: len(mouth) - begins]
    echo = phone.echo(mulaw.decode(playing).astype(np.float64)) if echoes else np.zeros(len(playing))
    line = phone.network(mouth + echo)[: len(playing) if caller is None else caller.ends * FRAME_BYTES]
    arrives = mulaw.encode(np.clip(np.rint(line), -32768, 32767).astype(np.int16))
    frames = tuple(arrives[at : at + FRAME_BYTES] for at in range(0, len(arrives), FRAME_BYTES))
    chance = phone.chance("jitter")
    late = [(number + 1) * FRAME_S + chance.uniform(0.0, JITTER_S) for number in range(len(frames))]
    return Heard(playing, frames, tuple(np.maximum.accumulate(late).tolist()))


class _NobodyListens:
    """A `Report` of which nothing is kept."""

    def __call__(self, what: AnyWhat, *, turn: int = 0, utterance: int = 0) -> None:
        pass

    def seconds(self, at: float) -> float:
        return at


class Ear:
    """What judges the caller's audio in a call with this setting, as the VAD actor does."""

    def __init__(self, setting: str, open_canceller: OpenCanceller) -> None:
        settings = VadSettings()
        self._detector, self._endpointer = detector_opener(settings)(settings), Endpointer(settings.rules())
        self._played = PlayedSound()
        self._guard = None if setting == "off" else EchoGuard(self._played)
        self._line: CleanedLine | None = None
        if self._guard is not None and setting != "guard":
            always = setting == "cancel"
            self._line = CleanedLine(self._played, self._guard, _NobodyListens(), open_canceller, from_the_start=always)
        self._recent: deque[bytes] = deque(maxlen=round(HEARD_S / FRAME_S))

    async def onsets(self, heard: Heard) -> list[int]:
        """The frames at which a call would have decided that the caller speaks."""
        found, known = [], 0
        for number, (frame, now) in enumerate(zip(heard.frames, heard.arrivals, strict=True)):
            while known < min(len(heard.playing), (now + LEAD_S) * BYTES_PER_S):
                self._played.played(heard.playing[known : known + FRAME_BYTES], known / BYTES_PER_S, now)
                known += FRAME_BYTES
            cleaned, voiced = await self._judge(frame, now)
            found += [number for event in self._endpointer.feed(cleaned, voiced) if isinstance(event, Onset)]
        return found  # noqa: ASYNC910  # every call has frames

    async def _judge(self, frame: bytes, now: float) -> tuple[bytes, bool]:
        self._recent.append(frame)
        cleaned = frame if self._line is None else self._line.clean(frame, now)
        voiced = await is_voiced(self._detector, cleaned)
        voiced = voiced and not (self._line is not None and self._line.is_residue)
        asked = self._endpointer.speaking or self._endpointer.would_begin
        if voiced and asked and self._guard is not None:
            voiced = not self._guard.is_echo(b"".join(self._recent), now)
        return cleaned, voiced


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
    """One kind of speakerphone, or one delay and loss of it, over all rooms and agents; by setting."""

    minutes: float = 0.0
    false: Counter[str] = msgspec.field(default_factory=Counter)
    cpu_s: Counter[str] = msgspec.field(default_factory=Counter)
    fates: dict[str, list[Fate]] = msgspec.field(default_factory=lambda: {setting: [] for setting in SETTINGS})

    async def take_nobody(self, heard: Heard, open_canceller: OpenCanceller) -> None:  # noqa: ASYNC910  # there are settings
        """The agent hears itself and nobody else."""
        self.minutes += len(heard.frames) * FRAME_S / 60
        for setting in SETTINGS:
            ear, began = Ear(setting, open_canceller), time.thread_time()
            self.false[setting] += len(await ear.onsets(heard))
            self.cpu_s[setting] += time.thread_time() - began  # type: ignore[assignment]  # a Counter adds floats too

    async def take_caller(
        self, phone: Speakerphone, playing: bytes, caller: Caller, open_canceller: OpenCanceller
    ) -> None:
        """Somebody speaks over the agent."""
        alone = await Ear("off", open_canceller).onsets(call(phone, playing, caller, echoes=False))
        if not alone:
            return  # too quiet for the VAD, whatever is done about the echo
        heard = call(phone, playing, caller)
        for setting in SETTINGS:
            found = await Ear(setting, open_canceller).onsets(heard)
            self.fates[setting].append(fate(caller, found, alone[0]))

    def add(self, other: "Reading") -> None:
        self.minutes += other.minutes
        self.false += other.false
        self.cpu_s += other.cpu_s
        for setting, fates in other.fates.items():
            self.fates[setting] += fates

    def report(self) -> dict[str, object]:
        heard = {
            setting: [fate.later_ms for fate in self.fates[setting] if fate.how == "found"] for setting in SETTINGS
        }
        return {
            "minutes": round(self.minutes, 2),
            "false_per_minute": {each: round(self.false[each] / self.minutes, 2) for each in SETTINGS},
            "callers": {each: dict(Counter(fate.how for fate in self.fates[each])) for each in SETTINGS},
            "later_ms": {each: spread(heard[each]) for each in SETTINGS},
            "cpu_ms_per_s": {each: round(self.cpu_s[each] * 1000 / self.minutes / 60, 2) for each in SETTINGS},
        }


def spoken_over(phone: Speakerphone, clip: Clip, loudness_db: int, within_s: tuple[float, float]) -> Caller:
    """The caller begins after the agent's echo has begun."""
    chance = phone.chance(f"caller {len(clip.frames)} {loudness_db}")
    begins = round((AGENT_BEGINS_S + phone.delay_ms / 1000 + chance.uniform(*within_s)) / FRAME_S)
    sound = mulaw.decode(b"".join(clip.frames)) * 10 ** (loudness_db / 20)
    spoken = mulaw.encode(np.rint(sound).astype(np.int16))
    return Caller(spoken, begins, begins + clip.first_voiced, begins + clip.last_voiced + 1)


async def measure(
    phones: Sequence[Speakerphone],
    spoken: dict[str, list[bytes]],
    callers: Sequence[Clip],
    *,
    seconds: float,
    chosen: int,
) -> dict[str, object]:
    """Measure everything that is reported. Calls without a caller take so many seconds; `chosen` callers speak over
    each speakerphone."""
    open_canceller = load_aec3()
    of_kinds: dict[str, Reading] = {}
    rows: list[dict[str, object]] = []
    for phone in phones:
        reading = Reading()
        for sentences in spoken.values():
            await reading.take_nobody(call(phone, said(sentences, seconds)), open_canceller)
        pairs = phone.chance("callers").sample(list(product(callers, CALLERS_DB)), chosen)
        over = zip(pairs, cycle(CALLER_WITHIN_S), islice(cycle(spoken.values()), phone.room, None), strict=False)
        for (clip, loudness_db), within_s, sentences in over:
            caller = spoken_over(phone, clip, loudness_db, within_s)
            await reading.take_caller(phone, said(sentences, CALL_WITH_CALLER_S), caller, open_canceller)
        rows.append({"kind": phone.kind, "delay_ms": phone.delay_ms, "loss_db": phone.loss_db, "room": phone.room})
        rows[-1] |= reading.report()
        of_kinds.setdefault(phone.kind, Reading()).add(reading)
    kinds = {kind: reading.report() for kind, reading in of_kinds.items()}
    return {"agents": list(spoken), "kinds": kinds, "speakerphones": rows}  # noqa: ASYNC910  # as above


def main() -> None:
    parser = argparse.ArgumentParser(description="How often an agent on a speakerphone interrupts itself.")
    parser.add_argument("--rooms", type=int, default=1, help="how many for each kind, delay and loss")
    parser.add_argument("--first-room", type=int, default=0, help="the number of the first")
    parser.add_argument("--kinds", default=",".join(KINDS), help="which speakerphones, with commas between them")
    parser.add_argument("--seconds", type=float, default=20.0, help="how long each call without a caller is")
    parser.add_argument("--callers", type=int, default=8, help="how many speak over each speakerphone")
    options = parser.parse_args()
    rooms = range(options.first_room, options.first_room + options.rooms)
    callers = [clip for name, clip in recordings() if name not in (*PROMPTS, *READER)]
    cases = product(options.kinds.split(","), DELAYS_MS, LOSSES_DB, rooms)
    phones = [Speakerphone(*case) for case in cases]
    measuring = partial(measure, phones, agents(), callers, seconds=options.seconds, chosen=options.callers)
    print(json.dumps(trio.run(measuring), indent=2))


if __name__ == "__main__":
    main()
