"""The rules that every phrase of a language may name: <yes> and <no>, and those of its numbers, times and dates."""

from collections.abc import Mapping
from functools import lru_cache

from offhook.actors.responder.slot import answers_in, dates_in, is_understood, numbers_in, times_in
from offhook.engine.words.languages import language_of
from offhook.engine.words.languages.en import ENGLISH
from offhook.engine.words.pattern_text import one_of

YES, NO = "yes", "no"
BUILT_IN_RULES = (YES, NO)
"""Those that an agent file may name. The others have a hyphen in their names."""


@lru_cache(maxsize=64)
def language_rules(language: str) -> Mapping[str, str]:
    """By name."""
    answers, likely, said = answers_in(language), likely_yes_and_no(language), _yes_and_no(language)
    others = {YES: answers.other_yes, NO: answers.other_no}
    own = {name: one_of((likely[name], *(each.format(**said) for each in more))) for name, more in others.items()}
    return own | numbers_in(language).rules() | times_in(language).rules() | dates_in(language).rules()


@lru_cache(maxsize=64)
def likely_yes_and_no(language: str) -> Mapping[str, str]:
    """By name, what a recognizer is to expect that knows few phrases: built from the same words as the end of turn
    uses."""
    answers, said = answers_in(language), _yes_and_no(language)
    return {YES: answers.yes.format(**said), NO: answers.no.format(**said)}


def _yes_and_no(language: str) -> Mapping[str, str]:
    turn = (language_of(language) if is_understood(language) else ENGLISH).turn
    return {YES: " | ".join(turn.yes), NO: " | ".join(turn.no)}
