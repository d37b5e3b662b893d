"""Words that callers are expected to say, and that the recognizer does not know which hears phrases only."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from offhook.actors.recognizer.chain import RecognizerChain
from offhook.actors.recognizer.service import RecognizerFailed
from offhook.actors.responder.chain import ResponderChain
from offhook.actors.responder.language_question import choice_of, expected_names
from offhook.engine.host.agent import Agent
from offhook.engine.host.agent_languages import ChosenBy
from offhook.engine.host.printable import printable
from offhook.engine.words.expectation import Expectation
from offhook.engine.words.phrase_lines import line_of_word


class OfAnAgent(Protocol):
    """The services of an agent."""

    @property
    def by_keys(self) -> frozenset[str]: ...

    def lacks(self, language: str) -> str: ...

    def recognizer(self, language: str) -> RecognizerChain: ...

    def responder(self, language: str) -> ResponderChain: ...


def unknown_words(services: OfAnAgent, agent: Agent) -> Iterator[str]:
    """Problems: expected words that the recognizer does not know."""
    responder = services.responder(agent.language)
    yield from _unknown_in(services, agent, agent.language, responder.expectations_with_dialogue())
    for tag, file in agent.files.items():
        yield from _unknown_in(services, file, tag, responder.expectations_in(tag))


def _unknown_in(services: OfAnAgent, file: Agent, language: str, expected: Sequence[Expectation]) -> Iterator[str]:
    if language in services.by_keys or services.lacks(language):
        return
    recognizer = services.recognizer(language)
    try:
        unknown = recognizer.unknown_words(expected)
    except RecognizerFailed as exc:
        yield f"{file.path}: {exc}"
        return
    for word in unknown:
        line = line_of_word(file.text, word, expected)
        fix = "callers may say it in other words, or add another recognizer in front of it"
        yield printable(f"{file.path}:{line}: {recognizer.name} does not know the word {word!r}: {fix}")


def unheard_words(services: OfAnAgent, agent: Agent) -> frozenset[str]:
    """Of the question which language to speak: what is not listened for."""
    heard = [tag for tag in agent.tags if tag not in services.by_keys]
    if agent.chosen_by is not ChosenBy.ASK or not heard:
        return frozenset()
    return frozenset(services.recognizer(heard[0]).unknown_words([expected_names(agent, choice_of(agent))]))
