"""Measures how often callers are cut off in a call of ten turns, and how long they wait for the end of their turn.

    python -m bench.turn_ends [--calls 60] [--seed 1] [--patience 0.5 ...] [--fixed 300 ...] [--evidence]

Synthetic callers say whole turns of a telephone call (`bench/caller_turns.py`) with pauses where people stop to think,
log-normal about each caller's own typical one. The server's VAD and endpointer hear them, with what is known of the
words: `none`, `words` (bare, 200 ms late) or `phrases` (the same, and an agent that expects just these turns).

`--evidence`: the kinds of evidence instead, each added to those before: the words, the length of speech, the caller's
habit, a recognizer that judges the end itself (a modelled one, right at nine pauses of ten), and what is asked. That
comes last, because phrases that are known leave nothing to the others.

Prints JSON. `cut_off`: the share of all turns that were ended before their last sound; `wait`: from the last sound of
the voice to the end of turn, ms; `told_apart`: how often a pause within a turn is given more silence than the end of
a turn, 0.5 is chance.
"""

import argparse
import json
import math
from collections.abc import Sequence
from functools import partial
from random import Random

import msgspec
import trio

from bench.caller_turns import SpokenTurn, spoken_turns
from bench.end_of_turn import EVIDENCE, SERVICE, HeardCall, Listening, heard
from bench.hesitant_callers import BETWEEN_CALLERS, USUAL_PAUSE_MS, WITHIN_CALLER, CallerUtterance
from offhook.engine.host.settings import VadSettings
from offhook.reports.spread import spread

TURNS_OF_A_CALL = 10
KNOWN = ("none", "words", "phrases")
ADDED = ("words", "length", "habit", SERVICE, "asked")


class Row(msgspec.Struct, frozen=True):
    """One row of the table."""

    known: str
    patience: float | None
    cut_off: float
    wait: dict[str, float]
    told_apart: float
    evidence: tuple[str, ...] = EVIDENCE


def callers(turns: Sequence[SpokenTurn], calls: int, seed: int) -> list[list[CallerUtterance]]:
    """Each caller speaks one language, English half of the time, and pauses in a manner of their own."""
    found = []
    for number in range(calls):
        chance = Random(f"{seed}/{number}")
        language = "en" if number % 2 == 0 else ("de", "es", "fr", "hi")[number // 2 % 4]
        own_ms = USUAL_PAUSE_MS * math.exp(chance.gauss(0, BETWEEN_CALLERS))
        spoken = [turn for turn in turns if turn.language == language]
        said = chance.sample(spoken, TURNS_OF_A_CALL)
        found.append(
            [turn.utterance([own_ms * math.exp(chance.gauss(0, WITHIN_CALLER)) for _ in turn.texts]) for turn in said]
        )
    return found


def phrases_of(turns: Sequence[SpokenTurn]) -> tuple[str, ...]:
    return tuple(turn.text for turn in turns)


def row(
    calls: Sequence[HeardCall],
    settings: VadSettings,
    known: str,
    phrases: tuple[str, ...],
    evidence: tuple[str, ...] = EVIDENCE,
) -> Row:
    outcomes, at_pauses, at_ends = [], [], []
    for call in calls:
        listening = Listening(call, settings, known, phrases, evidence)
        outcomes += listening.outcomes()
        at_pauses += listening.silences_at_pauses
        at_ends += listening.silences_at_ends
    return Row(
        known=known,
        patience=settings.patience if settings.adaptive else None,
        cut_off=round(sum(each.cut_off for each in outcomes) / len(outcomes), 3),
        wait=spread([each.wait_ms for each in outcomes if each.wait_ms is not None]),
        told_apart=told_apart(at_pauses, at_ends),
        evidence=evidence,
    )


def told_apart(more: Sequence[int], less: Sequence[int]) -> float:
    """How often one of the first is greater than one of the second; equal ones count half."""
    pairs = len(more) * len(less)
    return round(sum((a > b) + (a == b) / 2 for a in more for b in less) / pairs, 3) if pairs else math.nan


def added_in_turn(
    calls: Sequence[HeardCall], patience: float, phrases: tuple[str, ...], added: Sequence[str] = ADDED
) -> list[Row]:
    """One row for each kind of evidence, with those before it."""
    rows = []
    for number in range(1, len(added) + 1):
        evidence = tuple(added[:number])
        known = "phrases" if "asked" in evidence else "words"
        rows.append(row(calls, VadSettings(patience=patience), known, phrases, evidence))
    return rows


async def measure(
    calls: int, seed: int, patience: Sequence[float], fixed_ms: Sequence[int], *, by_evidence: bool
) -> list[Row]:
    turns = spoken_turns(Random(seed))
    all_heard = [await heard(each, VadSettings()) for each in callers(turns, calls, seed)]
    phrases = phrases_of(turns)
    rows = [row(all_heard, VadSettings(adaptive=False, silence_ms=ms), "none", phrases) for ms in fixed_ms]
    for each in patience:
        if by_evidence:
            rows += added_in_turn(all_heard, each, phrases)
            continue
        rows += [row(all_heard, VadSettings(patience=each), known, phrases) for known in KNOWN]
    return rows  # noqa: ASYNC910  # it waits whenever the VAD does


def main() -> None:
    parser = argparse.ArgumentParser(description="Callers cut off and kept waiting in calls of ten turns.")
    parser.add_argument("--calls", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--patience", type=float, nargs="*", default=[0.5])
    parser.add_argument("--fixed", type=int, nargs="*", default=[300, 500, 700], help="fixed silences to compare with")
    parser.add_argument("--evidence", action="store_true", help="each kind of evidence added in turn")
    arguments = parser.parse_args()
    asked = partial(measure, by_evidence=arguments.evidence)
    rows = trio.run(asked, arguments.calls, arguments.seed, arguments.patience, arguments.fixed)
    print(json.dumps(msgspec.to_builtins(rows), indent=2))


if __name__ == "__main__":
    main()
