"""Callers who pause in the middle of a turn, made of the shared recordings: whole, joined, or split.

How long and where people pause inside a turn, from publications, and as used here:

- Silent pauses fall into brief (under 200 ms), medium (200 to 1000 ms) and long ones, the long ones only in spontaneous
  speech, and their logarithm is closer to a normal distribution than they are (Campione and Veronis 2002: 6000 pauses,
  five languages). A typical one lasts a quarter to half a second; they differ greatly between speakers, and one
  speaker keeps to a manner (Lundholm Fors 2015). Here: log-normal about a median of 400 ms, which is the caller's own.
- A pause inside a turn stands either where the turn could have ended or inside a phrase (Lundholm Fors 2011). In which
  proportion differs by corpus; here each is as likely, and results are given for both.
- Every word boundary inside a phrase is as likely here, though people hesitate more after "the" than elsewhere:
  that favours nobody's list of words.
"""

import csv
import math
from collections.abc import Sequence
from pathlib import Path
from random import Random

import msgspec
import numpy as np

from offhook.engine.decide.endpointing import FRAME_MS
from offhook.engine.words.expectation import AnswerKind, Expectation
from offhook.protocol import mulaw
from offhook.telephone.clip import FRAME_BYTES, Clip, from_wav

AUDIO = Path(__file__).parent.parent / "tests" / "audio"
QUIET = mulaw.SILENCE * FRAME_BYTES
USUAL_PAUSE_MS = 400.0
BETWEEN_CALLERS, WITHIN_CALLER = 0.35, 0.45  # standard deviations of the logarithm; 0.57 together
SHORTEST_PAUSE_MS, LONGEST_PAUSE_MS = 140, 2000
TAIL_FRAMES = 100
"""The silence after an utterance: longer than any silence that is waited for."""
SNAP_FRAMES = 5
UNBROKEN = 0.25
"""The share of utterances that are said in one go."""


class Word(msgspec.Struct, frozen=True):
    """A word of an utterance, and the frame of its last sound."""

    text: str
    last_frame: int
    ends_phrase: bool


class CallerUtterance(msgspec.Struct, frozen=True):
    """What a caller says between two answers of the agent; frames are counted from its first one."""

    frames: tuple[bytes, ...]
    words: tuple[Word, ...]
    last_voiced: int
    pause: str  # "none", "inside a phrase" or "between phrases"
    expected: Expectation

    def pauses(self) -> list[int]:
        """The first frame of each pause within."""
        quiet = [frame == QUIET for frame in self.frames]
        shortest = SHORTEST_PAUSE_MS // FRAME_MS
        return [at for at in range(1, len(quiet) - shortest) if all(quiet[at : at + shortest]) and not quiet[at - 1]]


class Recording(msgspec.Struct, frozen=True):
    """One of the shared recordings."""

    clip: Clip
    text: str
    language: str


def recordings() -> list[Recording]:
    """All recordings, with their labels."""
    found = []
    with (AUDIO / "TRANSCRIPTS.tsv").open() as table:
        for row in csv.DictReader(table, delimiter="\t"):
            label = (float(row["speech_start_s"]), float(row["speech_end_s"]))
            clip = from_wav((AUDIO / row["file"]).read_bytes(), label)
            found.append(Recording(clip, row["transcript"], row["language"]))
    return found


def caller(chance: Random, said: Sequence[Recording], utterances: int) -> list[CallerUtterance]:
    """What one caller says in a call. Each caller has a typical length of pause."""
    own_pause_ms = USUAL_PAUSE_MS * math.exp(chance.gauss(0, BETWEEN_CALLERS))
    return [_utterance(chance, said, own_pause_ms) for _ in range(utterances)]


def _utterance(chance: Random, said: Sequence[Recording], own_pause_ms: float) -> CallerUtterance:
    first = chance.choice(said)
    if chance.random() < UNBROKEN:
        return whole(first)
    pause_ms = own_pause_ms * math.exp(chance.gauss(0, WITHIN_CALLER))
    pause_frames = round(min(max(pause_ms, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS) / FRAME_MS)
    words = len(first.text.split())
    if words > 1 and chance.random() < 0.5:
        return drawn_apart(first, chance.randrange(1, words), pause_frames)
    second = chance.choice([each for each in said if each.language == first.language and each is not first] or [first])
    return joined(first, second, pause_frames)


def whole(recording: Recording) -> CallerUtterance:
    """A recording as it is; one of digits answers a question for that many digits."""
    clip = recording.clip
    return CallerUtterance(
        frames=clip.frames[: clip.last_voiced + 1],
        words=tuple(_words(recording, 0)),
        last_voiced=clip.last_voiced,
        pause="none",
        expected=_expected(recording),
    )


def joined(first: Recording, second: Recording, pause_frames: int) -> CallerUtterance:
    """Two recordings with a pause between their voices."""
    ahead = (*first.clip.frames[: first.clip.last_voiced + 1], *[QUIET] * pause_frames)
    offset = len(ahead) - second.clip.first_voiced
    return CallerUtterance(
        frames=(*ahead, *second.clip.frames[second.clip.first_voiced : second.clip.last_voiced + 1]),
        words=(*_words(first, 0), *_words(second, offset)),
        last_voiced=offset + second.clip.last_voiced,
        pause="between phrases",
        expected=Expectation(language=first.language),
    )


def drawn_apart(recording: Recording, after_words: int, pause_frames: int) -> CallerUtterance:
    """A recording with a pause after so many words, at the quietest moment near the boundary."""
    clip, words = recording.clip, _words(recording, 0)
    near = words[after_words - 1].last_frame + 1
    around = range(max(near - SNAP_FRAMES, clip.first_voiced + 1), min(near + SNAP_FRAMES + 1, clip.last_voiced))
    at = min(around, key=lambda frame: _loudness(clip.frames[frame]), default=near)
    later = [msgspec.structs.replace(word, last_frame=word.last_frame + pause_frames) for word in words[after_words:]]
    return CallerUtterance(
        frames=(*clip.frames[:at], *[QUIET] * pause_frames, *clip.frames[at : clip.last_voiced + 1]),
        words=(*words[:after_words], *later),
        last_voiced=clip.last_voiced + pause_frames,
        pause="inside a phrase",
        expected=_expected(recording),
    )


def _words(recording: Recording, offset: int) -> list[Word]:
    """Only whole recordings are labelled, so each letter is assumed to take the same time."""
    clip, texts = recording.clip, recording.text.split()
    letters = sum(map(len, texts))
    said, words = 0, []
    for number, text in enumerate(texts, start=1):
        said += len(text)
        last = clip.first_voiced + round((clip.last_voiced - clip.first_voiced) * said / letters)
        words.append(Word(text, offset + last, ends_phrase=number == len(texts)))
    return words


def _expected(recording: Recording) -> Expectation:
    if recording.text == "four two seven one":
        return Expectation(kind=AnswerKind.DIGITS, max_digits=4)
    return Expectation(language=recording.language)


def _loudness(frame: bytes) -> float:
    return float(np.abs(mulaw.decode(frame).astype(np.int32)).sum())
