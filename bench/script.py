"""What each caller of the load says, frame by frame, and when the server will detect it.

    greeting | voice A ... reply, interrupted by voice B ... reply, heard to its end | voice C ...
               <------------------------- one period ------------------------------>

The script does not wait for the server: a late answer is measured as late, and does not delay the next question.
"""

from collections.abc import Sequence

import msgspec
import webrtcvad

from bench.recordings import RULES, VAD_AGGRESSIVENESS, recordings
from offhook.actors.voice_detector import WARM_UP_FRAMES
from offhook.engine.decide.endpointing import FRAME_MS, End, Endpointer, Onset
from offhook.protocol import mulaw
from offhook.telephone.clip import FRAME_BYTES, Clip

TONE_S = 1.0
"""What the agent's greeting and each of its three sentences last; the server is set so."""
FRAMES_PER_S = 1000 // FRAME_MS
GREETING_FRAMES = int(1.6 * FRAMES_PER_S)
LONGEST_VOICE_FRAMES = 2 * FRAMES_PER_S
SILENCE_FRAMES = RULES.silence_ms // FRAME_MS
LEAD_IN_FRAMES = FRAMES_PER_S // 2
INTERRUPT_AFTER_FRAMES = int(TONE_S * FRAMES_PER_S)
PAUSE_FRAMES = int(0.5 * FRAMES_PER_S)
REPLY_FRAMES = int(3 * TONE_S * FRAMES_PER_S)
PERIOD_FRAMES = (
    LEAD_IN_FRAMES + 2 * (LONGEST_VOICE_FRAMES + SILENCE_FRAMES) + INTERRUPT_AFTER_FRAMES + REPLY_FRAMES + PAUSE_FRAMES
)
QUIET = mulaw.SILENCE * FRAME_BYTES


class ScriptedUtterance(msgspec.Struct, frozen=True):
    """One utterance, by the numbers of the frames at which the server's VAD decides."""

    first_voiced: int
    """The first voiced frame of the window that makes it speech."""
    last_voiced: int
    over: int
    """The frame that completes the silence after it."""
    interrupts: bool


class Script(msgspec.Struct, frozen=True):
    """One caller's side of a call."""

    frames: tuple[bytes, ...]
    utterances: tuple[ScriptedUtterance, ...]


class UnclearScript(Exception):
    """The server would not detect the utterances that were put in."""


def voices() -> list[Clip]:
    """The recordings that fit into a period."""
    return [clip for _, clip in recordings() if clip.last_voiced - clip.first_voiced < LONGEST_VOICE_FRAMES]


def write_script(clips: Sequence[Clip], periods: int) -> Script:
    """The caller waits for the greeting, then come so many periods with two of `clips` each. Raises UnclearScript."""
    frames = [QUIET] * (GREETING_FRAMES + periods * PERIOD_FRAMES)
    for period in range(periods):
        first, second = (clips[(2 * period + place) % len(clips)] for place in (0, 1))
        at = GREETING_FRAMES + period * PERIOD_FRAMES + LEAD_IN_FRAMES
        at = _say(frames, first, at) + SILENCE_FRAMES + INTERRUPT_AFTER_FRAMES
        _say(frames, second, at)
    utterances = tuple(_heard(frames))
    if len(utterances) != 2 * periods:
        raise UnclearScript(f"{2 * periods} utterances were said, {len(utterances)} would be heard")
    return Script(tuple(frames), utterances)


def _say(frames: list[bytes], clip: Clip, voice_at: int) -> int:
    """Add a recording so that its voice begins at that frame. Returns the frame at which its voice ends."""
    begin = voice_at - clip.first_voiced
    frames[begin : begin + len(clip.frames)] = clip.frames
    return begin + clip.last_voiced


def _heard(frames: Sequence[bytes]) -> list[ScriptedUtterance]:
    vad, endpointer = webrtcvad.Vad(VAD_AGGRESSIVENESS), Endpointer(RULES)
    utterances: list[ScriptedUtterance] = []
    first_voiced = 0
    for number, frame in enumerate(frames):
        voiced = vad.is_speech(mulaw.decode(frame).tobytes(), mulaw.SAMPLE_RATE_HZ) and number >= WARM_UP_FRAMES
        for event in endpointer.feed(frame, voiced):
            match event:
                case Onset(first_voiced_frames_ago=ago):
                    first_voiced = number - ago
                case End(silence_frames=silence):
                    interrupts = len(utterances) % 2 == 1
                    utterances.append(ScriptedUtterance(first_voiced, number - silence, number, interrupts))
    return utterances
