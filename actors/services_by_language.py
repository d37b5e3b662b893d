"""Which services serve which of an agent's languages, and what is said at the start where none does."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from offhook.actors.link import Chained
from offhook.actors.responder.language_question import question_in
from offhook.engine.host.agent import Agent
from offhook.engine.host.agent_languages import KEY, ChosenBy
from offhook.engine.host.printable import printable
from offhook.engine.host.toml_lines import KeyLines
from offhook.engine.words.split_sentences import split_sentences

_DOES_NOT = {"recognizer": "hears none of", "responder": "answers in none of", "speaker": "speaks none of"}


class ByLanguage(Protocol):
    """The services of an agent."""

    @property
    def by_keys(self) -> frozenset[str]: ...

    def lacks(self, language: str) -> str: ...

    def serving(self, language: str) -> Mapping[str, Sequence[str]]: ...

    def not_serving(self, languages: Sequence[str]) -> Iterator[tuple[str, str]]: ...


def spoken_by_keys(agent: Agent, recognizers: Sequence[Chained[object]]) -> frozenset[str]:
    """Languages that no recognizer hears: a caller who has chosen one by its key goes on by keys of the dialogue."""
    if agent.chosen_by is not ChosenBy.ASK:
        return frozenset()
    scripts = agent.scripts
    heard = {tag for tag in agent.tags for each in recognizers if each.speaks(tag)}
    return frozenset(tag for tag in agent.tags if tag in scripts and tag not in heard)


def language_problems(services: ByLanguage, agent: Agent) -> Iterator[str]:
    """Languages that callers are to choose from, and that nobody here has."""
    if agent.chosen_by is ChosenBy.FILE:
        return
    for language in agent.tags:
        if lacks := services.lacks(language):
            fix = f"set up a service that does, or drop '{language}'"
            yield printable(f"{_place(agent, language)}: nobody can choose {language!r}: {_begun(lacks)} {fix}")


def language_warnings(services: ByLanguage, agent: Agent) -> Iterator[str]:
    """What callers in one of several languages have to do without."""
    if len(agent.tags) < 2:
        return
    for language in agent.tags if agent.chosen_by is ChosenBy.FILE else ():
        if language != agent.language and (lacks := services.lacks(language)):
            yield printable(f"{_place(agent, language)}: {KEY}.{language} cannot be set: {_begun(lacks)}")
    for language in agent.tags:
        if language in services.by_keys:
            what = f"no recognizer here hears {language!r}: callers choose it by its key, and answer by keys"
            yield printable(f"{_place(agent, language)}: {what}")
    for role, name in services.not_serving(agent.tags):
        languages = ", ".join(map(repr, agent.tags))
        yield printable(f"{role}.{name} {_DOES_NOT[role]} {languages}: no call of {agent.path} uses it")


def served_languages(services: ByLanguage, agent: Agent) -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Who serves each of several languages, by role, in the order in which they are asked."""
    return {tag: services.serving(tag) for tag in agent.tags} if len(agent.tags) > 1 else {}


def question_lines(services: ByLanguage, agent: Agent, language: str) -> Sequence[str]:
    """What is said in this language to ask for it."""
    if agent.chosen_by is not ChosenBy.ASK:
        return ()
    questions = question_in(agent.filled(), language, by_keys=language in services.by_keys)
    return [sentence for question in questions for sentence in split_sentences(question, language)]


def _place(agent: Agent, language: str) -> str:
    return f"{agent.path}:{KeyLines(agent.text).line((KEY, language))}"


def _begun(sentence: str) -> str:
    return f"{sentence[0].lower()}{sentence[1:]}"
