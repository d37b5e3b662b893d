"""How many of the callers' questions are found in an agent file, how many wrongly, and how long it takes."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Literal

import msgspec

from offhook.engine.host.agent import Agent, load_agent
from offhook.engine.host.agent_answers import questions_by_language

HERE = Path(__file__).resolve().parent
LANGUAGES = ("en", "de", "es", "fr", "hi")
AGENTS: Mapping["Which", Path] = {"measured": HERE / "hotel.toml", "developed": HERE / "practice.toml"}
"""The set that is measured with, and the one that the code was written with."""

Which = Literal["measured", "developed"]
_TO_EACH_OTHER: Sequence[tuple[Which, Which]] = (("measured", "developed"), ("developed", "measured"))


class AskedSet(msgspec.Struct, frozen=True):
    """What callers ask: other phrasings of entries, questions that are nearly one, and other ones."""

    asked: Mapping[str, Sequence[str]]
    near: Mapping[str, Sequence[str]]
    others: Mapping[str, Sequence[str]]

    def of_none(self) -> Iterator[str]:
        """All that is none of the entries."""
        for group in (self.near, self.others):
            for texts in group.values():
                yield from texts


class Matching(msgspec.Struct, frozen=True):
    """What was found in one language."""

    language: str
    asked: int
    found: int
    none_of_them: int
    wrong: int
    """Answered, and none of them; or answered as another entry."""
    microseconds: float
    """The median of one match."""
    missed: Sequence[str]
    wrongly: Sequence[str]

    @property
    def found_percent(self) -> float:
        return round(100 * self.found / self.asked, 1)

    @property
    def wrong_percent(self) -> float:
        """Of all that was asked."""
        return round(100 * self.wrong / (self.asked + self.none_of_them), 2)


def agent_of(which: Which) -> Agent:
    path = AGENTS[which]
    return load_agent(str(path), path.read_text(encoding="utf-8"))


def asked_set(which: Which, language: str) -> AskedSet:
    text = (HERE / f"{which}_{language}.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), AskedSet)


def match_all(language: str, which: Which = "measured") -> Matching:
    """Ask everything of one set."""
    agent, asked = agent_of(which), asked_set(which, language)
    questions = questions_by_language(agent.answers, agent.introduced)[language]
    took: list[float] = []

    def entry_of(text: str) -> str | None:
        began = perf_counter()
        found = questions.find(text)
        took.append(perf_counter() - began)
        return None if found is None else agent.answers[found.entry].name

    answers = [(text, name, entry_of(text)) for name, texts in asked.asked.items() for text in texts]
    others = [(text, entry_of(text)) for text in asked.of_none()]
    missed = [text for text, name, entry in answers if entry is None]
    wrongly = [text for text, name, entry in answers if entry not in (None, name)]
    wrongly += [text for text, entry in others if entry is not None]
    found = sum(entry == name for _, name, entry in answers)
    median_us = round(1e6 * sorted(took)[len(took) // 2], 1)
    return Matching(language, len(answers), found, len(others), len(wrongly), median_us, missed, wrongly)


class Elsewhere(msgspec.Struct, frozen=True):
    """What the callers of each of the two businesses ask, asked at the other one."""

    language: str
    asked: int
    answered: Mapping[str, str]
    """Each question that was answered there, with the name of the entry: to be judged by reading."""


def asked_elsewhere(language: str) -> Elsewhere:
    number, answered = 0, dict[str, str]()
    for at, of in _TO_EACH_OTHER:
        agent, asked = agent_of(at), asked_set(of, language)
        questions = questions_by_language(agent.answers, agent.introduced)[language]
        texts = [*(text for each in asked.asked.values() for text in each), *asked.of_none()]
        number += len(texts)
        found = {text: questions.find(text) for text in texts}
        answered |= {text: agent.answers[each.entry].name for text, each in found.items() if each is not None}
    return Elsewhere(language, number, answered)
