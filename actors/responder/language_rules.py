"""The rules that every phrase of a language may name: <yes> and <no>, and those of its numbers, times and dates."""

from collections.abc import Mapping
from functools import lru_cache

from offhook.actors.responder.slot import answers_in, dates_in, is_understood, numbers_in, times_in
from offhook.engine.words.languages import language_of
from offhook.engine.words.languages.en import ENGLISH

YES, NO = "yes", "no"
BUILT_IN_RULES = (YES, NO)
"""Those that an agent file may name. The others have a hyphen in their names."""


@lru_cache(maxsize=64)
def language_rules(language: str) -> Mapping[str, str]:
    """By name; yes and no are built from the same words as the end of turn uses."""
    turn = (language_of(language) if is_understood(language) else ENGLISH).turn
    yes, no = " | ".join(turn.yes), " | ".join(turn.no)
    own = {YES: answers_in(language).yes.format(yes=yes), NO: answers_in(language).no.format(no=no)}
    return own | numbers_in(language).rules() | times_in(language).rules() | dates_in(language).rules()
