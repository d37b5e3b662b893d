"""The rules of barge-in: when the caller may stop the agent, and by which words."""

from functools import lru_cache

import msgspec

from offhook.engine.host.settings import BargeInSettings
from offhook.engine.words.small_talk import BACKCHANNELS, SmallTalk, small_talk_of
from offhook.engine.words.words_that_count import WordsThatCount


class BargeInRules(msgspec.Struct, frozen=True):
    """What happens when the caller speaks over the agent: `immediate`, `confirmed` or `off` (docs/turn-taking.md)."""

    mode: str
    words: WordsThatCount
    small_talk: SmallTalk


def barge_in_rules(settings: BargeInSettings, language: str) -> BargeInRules:
    """As the settings say, for callers who speak this language: all of them share the rules."""
    return _rules(settings.mode, language, tuple(settings.backchannels.items()))


@lru_cache(maxsize=32)
def _rules(mode: str, language: str, backchannels: tuple[tuple[str, tuple[str, ...]], ...]) -> BargeInRules:
    counting = WordsThatCount(language, {**BACKCHANNELS, **dict(backchannels)})
    return BargeInRules(mode, counting, small_talk_of(language))
