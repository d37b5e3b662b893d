"""Measures how far the record of what was heard is off, over seeded calls with interruptions and faults.

    python -m bench.ledger_error [--seeds 1000] [--first 1]

Plays the calls of `offhook simulate`. For every sentence that was heard it counts by how many words the record is off
(above zero: the record has more than was heard), by how the carrier echoes marks. Prints JSON.
"""

import argparse
import gc
import json
from collections import Counter, defaultdict
from collections.abc import Mapping

from offhook.simulation.aim import Aim
from offhook.simulation.chance_call import play
from offhook.simulation.mark_habits import MarkHabits


def habit(marks: MarkHabits) -> str:
    """The worst habit of this carrier, in a word or two."""
    if marks.lost == 1.0:
        return "no marks at all"
    if marks.lost:
        return "some marks lost"
    if marks.late_s > 0.1:
        return "late and out of order"
    if marks.late_s or marks.twice:
        return "a little late, or twice"
    return "as documented"


def measure(first: int, seeds: int) -> dict[str, object]:
    off: defaultdict[str, Counter[int]] = defaultdict(Counter)
    aimed: Counter[Aim] = Counter()
    resumed = interrupted = 0
    for seed in range(first, first + seeds):
        outcome, _ = play(seed)
        off[habit(outcome.plan.marks)].update(outcome.words_off)
        aimed.update(outcome.aimed)
        interrupted += outcome.clears
        resumed += sum("resumed" in turn.times for record in outcome.records for turn in record.turns)
    return {
        "seeds": [first, first + seeds - 1],
        "clears": interrupted,
        "replies_resumed": resumed,
        "moments": {aim.value: aimed[aim] for aim in Aim},
        "words_off": {name: in_order(counts) for name, counts in sorted(off.items())},
        "words_off_of_all": in_order(sum(off.values(), Counter())),
    }


def in_order(counts: Mapping[int, int]) -> dict[str, int]:
    return {f"{words:+d}" if words else "exact": counts[words] for words in sorted(counts)}


def main() -> None:
    parser = argparse.ArgumentParser(description="The record's error against the carrier's truth, in words.")
    parser.add_argument("--seeds", type=int, default=1000, help="how many calls")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    arguments = parser.parse_args()
    gc.freeze()  # imported objects need not be checked again in every call
    print(json.dumps(measure(arguments.first, arguments.seeds), indent=2))


if __name__ == "__main__":
    main()
