"""Measures the two errors of deciding the end of a turn: callers who are cut off, and callers who wait for an answer.

    python -m bench.end_of_turn [--calls 40] [--utterances 12] [--seed 1]

Callers who pause while they speak, made of human voices (`bench/hesitant_callers.py`), are heard by the server's VAD
and endpointer, once with a fixed silence and once with an adaptive one. Their words are known as a recognizer would
know them:

- `none`: a recognizer that transcribes when the turn is over;
- `words`: one that streams bare words, each known 200 ms after it was said;
- `marks`: one that also sets a full stop where a phrase could end, whether or not the caller goes on;
- `phrases`: bare words, and an agent that expects exactly these phrases, each alone or followed by another.

Prints JSON. `cut_off`: the share of utterances with a pause in them that were ended before their last sound, and of
those that paused inside a phrase, and between phrases; `cut_off_unbroken`: of those without a pause. `wait`: from the
labelled end of the voice to the end of turn, ms. `cut_off_fixed_as_long`: what the fixed silence with the same median
wait cuts off.
"""

import argparse
import json
from collections.abc import Collection, Iterable, Sequence
from random import Random

import msgspec
import trio

from bench.hesitant_callers import QUIET, TAIL_FRAMES, CallerUtterance, Recording, caller, recordings
from offhook.actors.voice_detector import WebRtcDetector, is_voiced
from offhook.engine.decide.end_of_turn import EndOfTurn
from offhook.engine.decide.endpointing import FRAME_MS, End, Endpointer, Onset, Resumption
from offhook.engine.host.settings import VadSettings
from offhook.engine.words.expectation import Expectation
from offhook.reports.spread import spread

FIXED_MS = tuple(range(200, 801, 20))
ADAPTIVE_MS = (200, 300, 400, 500, 700)
LATE_FRAMES = 10  # a streaming recognizer's words are known so long after they were said
ANSWERED_FRAMES = 25  # who goes on sooner than this after the end of turn has heard no answer, so it was only a pause
LEAD_FRAMES = 25
JUDGED_FRAMES = LATE_FRAMES + 2  # so long after the last sound, the silence that would end the turn is noted
TEXTS = ("none", "words", "marks", "phrases")
EVIDENCE = ("words", "length", "asked", "habit")
"""What an end of turn is weighed by; what is known of the words depends on the recognizer too."""
SERVICE = "service"
"""A recognizer that judges the end itself. A modelled one: `RIGHT` at each pause, `LATE_FRAMES` after its beginning."""
RIGHT = 0.9


class Part(msgspec.Struct, frozen=True):
    """An utterance in its call; `begins` is a frame of the call."""

    utterance: CallerUtterance
    begins: int

    @property
    def last_voiced(self) -> int:
        return self.begins + self.utterance.last_voiced

    @property
    def over(self) -> int:
        return self.begins + len(self.utterance.frames) + TAIL_FRAMES


class HeardCall(msgspec.Struct, frozen=True):
    """A call as the verdicts of the VAD: nothing else is needed after it."""

    parts: tuple[Part, ...]
    voiced: tuple[bool, ...]


class Outcome(msgspec.Struct, frozen=True):
    """What happened to one utterance; no wait if its end was not detected."""

    pause: str
    cut_off: bool
    wait_ms: int | None


async def heard(utterances: Sequence[CallerUtterance], settings: VadSettings) -> HeardCall:
    """Run the whole call through a new VAD."""
    frames: list[bytes] = [QUIET] * LEAD_FRAMES
    parts = []
    for utterance in utterances:
        parts.append(Part(utterance, len(frames)))
        frames += [*utterance.frames, *[QUIET] * TAIL_FRAMES]
    detector = WebRtcDetector(settings)
    voiced = [await is_voiced(detector, frame) for frame in frames]
    return HeardCall(tuple(parts), tuple(voiced))  # noqa: ASYNC910  # it waits whenever the VAD does


class Listening:
    """Runs one call through the endpointer, with the silence that its words so far require."""

    def __init__(
        self,
        call: HeardCall,
        settings: VadSettings,
        text: str,
        phrases: tuple[str, ...],
        evidence: Collection[str] = EVIDENCE,
    ) -> None:
        self._call, self._text, self._phrases, self._evidence = call, text, phrases, evidence
        self._endpointer = Endpointer(settings.rules())
        self._end_of_turn = EndOfTurn(settings.silence_rules())
        self._last_end = -ANSWERED_FRAMES
        self.silences_at_pauses: list[int] = []
        self.silences_at_ends: list[int] = []

    def outcomes(self) -> list[Outcome]:
        return [self._outcome(part) for part in self._call.parts]

    def _outcome(self, part: Part) -> Outcome:
        ends = []
        pauses = {begins + JUDGED_FRAMES for begins in part.utterance.pauses()}
        for frame in range(part.begins, part.over):
            if self._ends_at(part, frame):
                ends.append(frame)
            if frame - part.begins in pauses:
                self.silences_at_pauses.append(self._silence_ms(part, frame, since=part.begins))
            elif frame == part.last_voiced + JUDGED_FRAMES:
                self.silences_at_ends.append(self._silence_ms(part, frame, since=part.begins))
        after = [end for end in ends if end > part.last_voiced]
        return Outcome(
            pause=part.utterance.pause,
            cut_off=len(after) < len(ends),
            wait_ms=(after[0] - part.last_voiced) * FRAME_MS if after else None,
        )

    def _ends_at(self, part: Part, frame: int) -> bool:
        ended = False
        if self._endpointer.speaking:
            self._endpointer.silence_ms = self._silence_ms(part, frame, since=self._last_end + 1)
        for event in self._endpointer.feed(b"", self._call.voiced[frame]):
            match event:
                case Resumption(pause_frames):
                    self._resumed(pause_frames)
                case Onset(quiet_frames=pause_frames) if frame - self._last_end < ANSWERED_FRAMES:
                    self._resumed(pause_frames)
                case End():
                    ended, self._last_end = True, frame
                    if "habit" in self._evidence:
                        self._end_of_turn.ended()
        return ended

    def _resumed(self, pause_frames: int) -> None:
        if "habit" in self._evidence:
            self._end_of_turn.resumed(pause_frames * FRAME_MS)

    def _silence_ms(self, part: Part, frame: int, *, since: int) -> int:
        voiced = [at for at in range(max(part.begins, since), frame + 1) if self._call.voiced[at]]
        by_length = voiced and "length" in self._evidence
        spoken_s = (voiced[-1] - voiced[0]) * FRAME_MS / 1000 if by_length else None
        text, expected = self._text_so_far(part, frame, since), self._expected(part)
        ended = bool(voiced) and SERVICE in self._evidence and _service_holds_over(part, voiced[-1], frame)
        return self._end_of_turn.silence_ms(text, expected, ended=ended, spoken_s=spoken_s)

    def _text_so_far(self, part: Part, frame: int, since: int) -> str:
        """The words since then, as far as they are known by now."""
        if self._text == "none" or "words" not in self._evidence:
            return ""
        known = [
            f"{word.text}." if word.ends_phrase and self._text == "marks" else word.text
            for word in part.utterance.words
            if since <= part.begins + word.last_frame <= frame - LATE_FRAMES
        ]
        return " ".join(known)

    def _expected(self, part: Part) -> Expectation:
        expected = part.utterance.expected
        if "asked" not in self._evidence:
            return Expectation(language=expected.language)
        return msgspec.structs.replace(expected, phrases=self._phrases) if self._text == "phrases" else expected


def _service_holds_over(part: Part, last_voiced: int, frame: int) -> bool:
    """Whether the modelled service has said by now that the caller has finished."""
    is_right = Random(f"{part.begins}/{last_voiced}").random() < RIGHT
    return frame >= last_voiced + LATE_FRAMES and is_right == (last_voiced >= part.last_voiced)


def phrases_of(said: Iterable[Recording]) -> tuple[str, ...]:
    """Each text alone, or followed by any other."""
    texts = [recording.text for recording in said]
    return tuple(f"{text} [{' | '.join(other for other in texts if other != text)}]" for text in texts)


class Reading(msgspec.Struct, frozen=True):
    """Both errors under one setting; shares from 0 to 1, None if there was no such utterance."""

    silence_ms: int
    adaptive: bool
    text: str
    cut_off: float | None
    cut_off_inside_a_phrase: float | None
    cut_off_between_phrases: float | None
    cut_off_unbroken: float | None
    wait: dict[str, float]


def reading(outcomes: Sequence[Outcome], silence_ms: int, text: str, *, adaptive: bool) -> Reading:
    def share(*pauses: str) -> float | None:
        those = [outcome.cut_off for outcome in outcomes if outcome.pause in pauses]
        return round(sum(those) / len(those), 3) if those else None

    return Reading(
        silence_ms=silence_ms,
        adaptive=adaptive,
        text=text,
        cut_off=share("inside a phrase", "between phrases"),
        cut_off_inside_a_phrase=share("inside a phrase"),
        cut_off_between_phrases=share("between phrases"),
        cut_off_unbroken=share("none"),
        wait=spread([outcome.wait_ms for outcome in outcomes if outcome.wait_ms is not None]),
    )


def as_long(adaptive: Reading, fixed: Iterable[Reading]) -> Reading:
    """The fixed silence with the same median wait, for a fair comparison."""
    return min(fixed, key=lambda each: abs(each.wait["p50"] - adaptive.wait["p50"]))


async def measure(
    calls: int, utterances: int, seed: int, fixed_ms: Sequence[int], adaptive_ms: Sequence[int]
) -> dict[str, object]:
    """Measure fixed and adaptive silences with the same callers."""
    said = recordings()
    callers = [caller(Random(f"{seed}/{number}"), said, utterances) for number in range(calls)]
    all_heard = [await heard(each, VadSettings()) for each in callers]
    phrases = phrases_of(said)

    def read(silence_ms: int, text: str, *, adaptive: bool) -> Reading:
        settings = VadSettings(adaptive=adaptive, silence_ms=silence_ms)
        outcomes = [each for call in all_heard for each in Listening(call, settings, text, phrases).outcomes()]
        return reading(outcomes, silence_ms, text, adaptive=adaptive)

    fixed = [read(silence_ms, "none", adaptive=False) for silence_ms in fixed_ms]
    adaptive = [read(silence_ms, text, adaptive=True) for silence_ms in adaptive_ms for text in TEXTS]
    return {  # noqa: ASYNC910  # as above
        "calls": calls,
        "utterances": utterances * calls,
        "seed": seed,
        "fixed": msgspec.to_builtins(fixed),
        "adaptive": [
            msgspec.to_builtins(each) | {"cut_off_fixed_as_long": as_long(each, fixed).cut_off} for each in adaptive
        ],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Cut-offs and waits at the end of a turn, adaptive on and off.")
    parser.add_argument("--calls", type=int, default=40)
    parser.add_argument("--utterances", type=int, default=12, help="in each call")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    found = trio.run(measure, arguments.calls, arguments.utterances, arguments.seed, FIXED_MS, ADAPTIVE_MS)
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
