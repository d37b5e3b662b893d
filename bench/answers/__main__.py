"""Measures likely answers: how many of the callers' questions are found, how many wrongly, and how soon they sound.

    python -m bench.answers [--turns 8] [--missed]

`matching` has a row for each language: the share of other phrasings of the file's questions that are found, the share
of all questions that got an answer that is not theirs, and the microseconds of one match (median). The sets are in this
folder: measured_*.toml was written and committed before the code that is measured. `of_50` is one match among 50
entries. `elsewhere` is what callers of each of the two businesses ask, asked at the other one: which of it is answered.
`calls` are two calls of the real server over real sockets, one after the other, as `bench.budget` makes them: one is
answered by a model, the other one by the agent file. `times_as_fast` is what is between their medians.
"""

import argparse
from collections.abc import Mapping, Sequence
from statistics import median
from time import perf_counter

import msgspec
import trio

from bench.answers.matching import LANGUAGES, Elsewhere, asked_elsewhere, asked_set, match_all
from bench.budget import IN_FILE, MODELS, Row, measure
from offhook.engine.words.questions.likely_questions import LikelyQuestions

ENTRIES = 50
TURNS = 8


class MatchingRow(msgspec.Struct, frozen=True):
    """One language."""

    language: str
    asked: int
    found_percent: float
    none_of_them: int
    wrong_percent: float
    microseconds: float


class Report(msgspec.Struct, frozen=True):
    """All that was measured."""

    matching: Sequence[MatchingRow]
    of_50_microseconds: float
    elsewhere: Sequence[Elsewhere]
    calls: Sequence[Row]
    times_as_fast: float | None
    missed: Mapping[str, Sequence[str]] = {}


def of_50_us() -> float:
    """One match among so many entries: the questions of the English set, each thing asked for in a few ways."""
    things = [f"thing{number}" for number in range(ENTRIES - 2)]
    asked = {number: [f"Do you have a {thing}?", f"Where is the {thing}?"] for number, thing in enumerate(things)}
    asked[ENTRIES] = ["Do you have parking?", "Where can I park my car?"]
    asked[ENTRIES + 1] = ["When is breakfast?", "What time is breakfast served?"]
    questions = LikelyQuestions("en", asked)
    took: list[float] = []
    for texts in asked_set("measured", "en").asked.values():
        for text in texts:
            began = perf_counter()
            questions.find(text)
            took.append(perf_counter() - began)
    return round(1e6 * median(took), 1)


def main() -> None:
    parser = argparse.ArgumentParser(description="Likely answers: how many are found, and how soon they sound.")
    parser.add_argument("--turns", type=int, default=TURNS, help="turns of each call; 0 for no calls")
    parser.add_argument("--missed", action="store_true", help="print what was not found too")
    arguments = parser.parse_args()
    found = [match_all(language) for language in LANGUAGES]
    rows = [
        MatchingRow(
            each.language, each.asked, each.found_percent, each.none_of_them, each.wrong_percent, each.microseconds
        )
        for each in found
    ]
    calls = [trio.run(measure, route, arguments.turns) for route in (MODELS, IN_FILE) if arguments.turns]
    by_model, by_file = (row.measured.get("p50") for row in calls) if calls else (None, None)
    ratio = round(by_model / by_file, 2) if by_model and by_file else None
    missed = {each.language: each.missed for each in found} if arguments.missed else {}
    report = Report(rows, of_50_us(), [asked_elsewhere(language) for language in LANGUAGES], calls, ratio, missed)
    print(msgspec.json.format(msgspec.json.encode(report), indent=2).decode())


if __name__ == "__main__":
    main()
