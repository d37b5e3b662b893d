"""Which language callers speak, as `language = "auto"` judges their words alone."""

from collections.abc import Mapping, Sequence

import msgspec

from bench.languages.understood import LANGUAGES, callers
from offhook.engine.words.language_choice import How, LanguageChoice


class Verdicts(msgspec.Struct, frozen=True):
    """Of the sentences in one language."""

    said: int
    right: int
    wrong: int
    """The call would go on in a third language. Otherwise it stays in the one that it is in."""
    not_right: Sequence[str] = ()

    @property
    def right_percent(self) -> float:
        return round(100 * self.right / self.said, 1)


def verdicts() -> Mapping[str, Verdicts]:
    """By language; of two languages in one sentence (`mixed`), and of no language."""
    said = callers()
    mixed = [(text, tag) for tag, texts in said.mixed.items() for text in texts]
    found = {tag: _judged([(text, tag) for text in said.spoken[tag]]) for tag in LANGUAGES}
    found["mixed"] = _judged(mixed)
    found["no language"] = _judged([(text, "") for text in said.no_language["texts"]])
    return found


def _judged(expected: Sequence[tuple[str, str]]) -> Verdicts:
    """Each in a call that is in another language."""
    choice = LanguageChoice(LANGUAGES)
    judged = [(text, tag, goes_on_in(choice, text, "hi" if tag == "en" else "en")) for text, tag in expected]
    right = [text for text, tag, found in judged if found == tag]
    wrong = [text for text, tag, found in judged if found not in (tag, "")]
    return Verdicts(len(judged), len(right), len(wrong), [text for text, tag, found in judged if found != tag])


def goes_on_in(choice: LanguageChoice, text: str, current: str) -> str:
    """Empty: in the one that it is in. A word or two change nothing, unless the turn before was in that language."""
    heard = choice.judge(text, current)
    is_plain = heard is not None and heard.how in (How.SPOKEN, How.NAMED)
    return heard.tag if heard is not None and is_plain and heard.tag != current else ""
