"""Measures languages: what is understood in each, which one callers speak, and how long both take.

    python -m bench.languages [--every 1] [--missed]

`answers` has a row for each language and type of answer: how many of the ways in which people say it are understood
(`said`), and how many values are understood in the words in which they are read back to the caller (`read_back`).
`verdicts` says of how many sentences `language = "auto"` finds the language, by their words alone, among five; `wrong`
are those that would take the call to a third one. `microseconds` are medians of one sentence: its words, the verdict,
and reading figures aloud. The set is `callers.toml`.
"""

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import median
from time import perf_counter

import msgspec

from bench.languages.understood import LANGUAGES, TODAY, Understood, callers, understood
from bench.languages.verdicts import Verdicts, verdicts
from offhook.engine.words.aloud.read_aloud import prepare_reading, read_aloud
from offhook.engine.words.language_choice import LanguageChoice
from offhook.engine.words.words import words

FIGURES = "{} 1,250 {} {:%d.%m.%Y}, 14:30, +49 30 901820."
TIMES = 20


class Times(msgspec.Struct, frozen=True):
    """Of one sentence in a language, in microseconds."""

    words: float
    judge: float
    read_aloud: float
    read_aloud_figures: float


class Report(msgspec.Struct, frozen=True):
    """All that was measured."""

    answers: Mapping[str, Mapping[str, Understood]]
    verdicts: Mapping[str, Verdicts]
    microseconds: Mapping[str, Times]


def measure(*, every: int = 1, missed: bool = False) -> Report:
    answers = {language: understood(language, every=every) for language in LANGUAGES}
    judged = verdicts()
    if not missed:
        answers = {tag: {name: _short(each) for name, each in rows.items()} for tag, rows in answers.items()}
        judged = {tag: msgspec.structs.replace(each, not_right=()) for tag, each in judged.items()}
    return Report(answers, judged, {language: _times(language) for language in LANGUAGES})


def _short(row: Understood) -> Understood:
    return msgspec.structs.replace(row, not_understood=())


def _times(language: str) -> Times:
    texts, choice = callers().spoken[language], LanguageChoice(LANGUAGES)
    current = "hi" if language == "en" else "en"
    figures = [FIGURES.format(*text.split()[:2], TODAY) for text in texts]
    prepare_reading([language])
    return Times(
        _median_us(words, texts),
        _median_us(lambda text: choice.judge(text, current), texts),
        _median_us(lambda text: read_aloud(text, language), texts),
        _median_us(lambda text: read_aloud(text, language), figures),
    )


def _median_us(do: Callable[[str], object], texts: Sequence[str]) -> float:
    return round(1e6 * median(_seconds(do, [*texts] * TIMES)), 1)


def _seconds(do: Callable[[str], object], texts: Iterable[str]) -> Iterable[float]:
    for text in texts:
        began = perf_counter()
        do(text)
        yield perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description="Languages: what is understood, and which one is spoken.")
    parser.add_argument("--every", type=int, default=1, help="of the values that are read back, one of so many")
    parser.add_argument("--missed", action="store_true", help="print what was not understood too")
    arguments = parser.parse_args()
    report = measure(every=arguments.every, missed=arguments.missed)
    print(msgspec.json.format(msgspec.json.encode(report), indent=2).decode())


if __name__ == "__main__":
    main()
