"""What callers have asked most, and no answer of the agent file has matched, as `[[answers]]` entries to paste.

A question is counted with others of the same kind about the same things, whatever the words around them. What was
answered is what callers have heard most often: a model may have said it, so somebody has to check it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from offhook.engine.decide.not_taken import NOTHING_FITS
from offhook.engine.host.agent import Agent
from offhook.engine.host.agent_answers import KEY, LONGEST_ANSWER, LONGEST_QUESTION, questions_by_language
from offhook.engine.record.call_record import CallRecord
from offhook.engine.record.conversation import AgentSaid, CallerSaid
from offhook.engine.words.languages import LANGUAGES, language_of
from offhook.engine.words.languages.question_words import Kind, word_set
from offhook.engine.words.questions.asked import Asked, QuestionReader
from offhook.engine.words.questions.likely_questions import LikelyQuestions
from offhook.engine.words.words import words

PHRASINGS = 3
"""Of one question, the most frequent ones."""
DEFAULT_LANGUAGE = "en"


class Often(msgspec.Struct, frozen=True):
    """One question that callers have asked."""

    times: int
    calls: int
    asked: tuple[str, ...]
    language: str
    answered: str
    """What was heard most often; empty if nothing was heard to its end."""
    answered_times: int


class AskedOften(msgspec.Struct, frozen=True):
    """The questions of many calls, the most frequent first."""

    calls: int
    without_words: int
    """Calls of which no words are on record, because they were taken out or cannot be read."""
    from_file: int
    """Questions that the agent file has answered, or would answer by now."""
    questions: tuple[Often, ...]


class _Group:
    """The same question, asked in several calls."""

    def __init__(self) -> None:
        self.asked, self.answered = Counter[tuple[str, ...]](), Counter[str]()
        self.written: dict[tuple[str, ...], str] = {}
        """The first text of so many that differ in capitals and courtesy only."""
        self.calls: dict[str, None] = {}

    def summary(self, language: str) -> Often:
        answered = self.answered.most_common(1)
        text, times = answered[0] if answered else ("", 0)
        asked = tuple(self.written[plain] for plain, _ in self.asked.most_common(PHRASINGS))
        return Often(self.asked.total(), len(self.calls), asked, language, text, times)


def asked_often(records: Iterable[CallRecord], agent: Agent | None = None, *, least: int = 1) -> AskedOften:
    """Questions that were asked at least so often. Of an `agent`, those are left out that its file answers."""
    reading = _Reading(agent)
    calls = without_words = from_file = 0
    groups: dict[tuple[str, Kind, frozenset[str]], _Group] = {}
    for record in records:
        calls += 1
        without_words += not any(isinstance(entry, CallerSaid) for entry in record.transcript)
        by_file = {each.turn for each in record.over.answered} if record.over is not None else set[int]()
        for said in _spoken(record):
            language, asked = reading.read(said.text)
            if asked is None:
                continue
            if said.turn in by_file or reading.is_answered(said.text, language):
                from_file += 1
                continue
            group = groups.setdefault((language, asked.kind, asked.of), _Group())
            plain = reading.words(said.text, language)
            group.asked[plain] += 1
            group.written.setdefault(plain, " ".join(said.text.split()))
            group.calls[record.begun.stream_sid] = None
            if answer := _answer(record, said.turn):
                group.answered[answer] += 1
    often = [group.summary(language) for (language, _, _), group in groups.items()]
    often = [each for each in often if each.times >= least]
    often.sort(key=lambda each: (-each.times, each.asked))
    return AskedOften(calls, without_words, from_file, tuple(often))


def entries_to_paste(found: AskedOften, language: str = DEFAULT_LANGUAGE) -> Iterator[str]:
    """Lines of TOML, for an agent of this language."""
    yield f"# What callers asked in {found.calls} calls, as they said it. Check each answer before you keep it."
    if found.from_file:
        yield f"# Left out: {found.from_file} questions that [[{KEY}]] has answered, or does by now."
    if found.without_words:
        yield f"# Left out: {found.without_words} calls without words on record."
    if not found.questions:
        yield "# Nothing was asked so often."
    for each in found.questions:
        yield ""
        yield f"# Asked {_times(each.times)} in {_calls(each.calls)}."
        yield f"[[{KEY}]]"
        if each.language != language:
            yield f"language = {_quoted(each.language)}"
        yield f"ask = [{', '.join(map(_quoted, each.asked))}]"
        if each.answered:
            yield f"answer = {_quoted(_braces(each.answered))}  # to be checked: heard {_times(each.answered_times)}"
        else:
            yield 'answer = ""  # to be written: nobody has heard an answer to its end'


class _Reading:
    """Reads what callers said in the languages of an agent, or in any that is known."""

    def __init__(self, agent: Agent | None) -> None:
        tags = LANGUAGES if agent is None else (agent.language, *agent.languages)
        found = {tag: language_of(tag).questions for tag in tags}
        self._known = {tag: each for tag, each in found.items() if each is not None}
        self._stop = {tag: word_set(each.stop) for tag, each in self._known.items()}
        self._readers = {tag: QuestionReader(each) for tag, each in self._known.items()}
        self._questions: Mapping[str, LikelyQuestions] = (
            {} if agent is None else questions_by_language(agent.answers, agent.introduced)
        )

    def read(self, text: str) -> tuple[str, Asked | None]:
        """In which language, and what was asked; None if it is no question."""
        said = words(text)
        if not self._readers or len(text) > LONGEST_QUESTION:
            return DEFAULT_LANGUAGE, None
        language = max(self._stop, key=lambda tag: sum(word in self._stop[tag] for word in said))
        asked = self._readers[language].read(text)
        is_question = asked is not None and bool(asked.of) and asked.kind not in (Kind.NONE, Kind.WISH)
        return language, asked if is_question else None

    def words(self, text: str, language: str) -> tuple[str, ...]:
        return tuple(self._readers[language].words(text))

    def is_answered(self, text: str, language: str) -> bool:
        questions = self._questions.get(language)
        return questions is not None and questions.find(text) is not None


def _spoken(record: CallRecord) -> Iterator[CallerSaid]:
    for entry in record.transcript:
        if isinstance(entry, CallerSaid) and entry.by == "speech" and entry.not_taken in ("", NOTHING_FITS):
            yield entry


def _answer(record: CallRecord, turn: int) -> str:
    """What was heard to its end."""
    heard = [each for each in record.transcript if isinstance(each, AgentSaid) and each.turn == turn]
    text = " ".join(each.text for each in heard)
    return "" if any(each.interrupted for each in heard) or len(_braces(text)) > LONGEST_ANSWER else text


def _braces(text: str) -> str:
    """A brace itself: it begins no placeholder."""
    return text.replace("{", "{{").replace("}", "}}")


def _quoted(text: str) -> str:
    """A basic string of TOML (toml.io/en/v1.0.0#string)."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(each if each.isprintable() else f"\\U{ord(each):08X}" for each in escaped) + '"'


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _calls(number: int) -> str:
    return f"{number} call{'s' if number != 1 else ''}"
