"""Measures how much the engine adds to an answer, and how soon it stops for an interruption: one call at a time.

    python -m bench.one_call [--items 120]

Starts the real server with the three scripted services at zero latency, and calls it through its socket from this
process. Every item is a human voice that interrupts the reply to the previous item and is then answered. So each item
is a turn and, except for the first of a call, a barge-in. Prints JSON; times in milliseconds.

- `added`: last voiced frame, as the VAD's rule counts it, to the first agent audio, less the configured silence.
- `clear_after_vad`: first frame of the onset window that the VAD calls speech, to `clear`.
- `clear_after_sound`: the labelled start of speech, to `clear`; a caller's first sounds are often not voiced.
"""

import argparse
import json
from collections.abc import Sequence
from itertools import cycle, islice

import trio

from bench.recordings import RULES, recordings
from bench.zero_latency import SETTINGS
from offhook.reports.spread import spread
from offhook.telephone.phone import CallOptions, CallOutcome, place_call
from offhook.telephone.phone_network import open_network
from offhook.telephone.phone_script import ScriptItem, say
from offhook.telephone.server_process import running_server

ITEMS_PER_CALL = 20
INTERRUPT_AFTER_S = 0.4


def scripts(items: int) -> list[tuple[ScriptItem, ...]]:
    """Calls of `ITEMS_PER_CALL` items; the first of each waits for the greeting's end."""
    voices = list(islice(cycle(recordings()), items))
    calls = [voices[start : start + ITEMS_PER_CALL] for start in range(0, items, ITEMS_PER_CALL)]
    return [
        tuple(say(name, clip, None if place == 0 else INTERRUPT_AFTER_S) for place, (name, clip) in enumerate(call))
        for call in calls
    ]


async def measure(items: int) -> list[CallOutcome]:
    async with running_server(SETTINGS, lambda line: None) as address, open_network() as network:
        outcomes = []
        for script in scripts(items):
            options = CallOptions(url=f"{address}/voice-stream", items=script, max_seconds=300)
            outcomes.append(await place_call(options, network=network))
        return outcomes


def summary(outcomes: Sequence[CallOutcome]) -> dict[str, object]:
    reports = [outcome.report for outcome in outcomes]
    turns = [turn for report in reports for turn in report.turns]
    barge_ins = [barge_in for report in reports for barge_in in report.barge_ins if barge_in.agent_was_speaking]
    added = [turn.vad_response_ms - RULES.silence_ms for turn in turns if turn.vad_response_ms is not None]
    return {
        "calls_failed": [outcome.failure for outcome in outcomes if not outcome.went_through],
        "turns_without_answer": sum(turn.vad_response_ms is None for turn in turns),
        "added": spread(added),
        "clear_after_vad": spread([each.vad_clear_ms for each in barge_ins if each.vad_clear_ms is not None]),
        "clear_after_sound": spread([each.clear_ms for each in barge_ins if each.clear_ms is not None]),
        "agent_heard_after_sound": spread([each.heard_after_onset_ms for each in barge_ins]),
        "gaps": sum(len(report.gaps) for report in reports),
        "generator_late": max(report.max_lateness_ms for report in reports),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Engine-added latency and barge-in of one call at a time.")
    parser.add_argument("--items", type=int, default=120, help="utterances in all, 20 to a call")
    arguments = parser.parse_args()
    print(json.dumps(summary(trio.run(measure, arguments.items)), indent=2))


if __name__ == "__main__":
    main()
