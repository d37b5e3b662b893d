"""The languages that are known: `language_of` finds one by its tag. To add a language, add a file and an entry here."""

from offhook.engine.words.languages.de import GERMAN
from offhook.engine.words.languages.en import ENGLISH
from offhook.engine.words.languages.en import SAID as SAID_IN_ENGLISH
from offhook.engine.words.languages.es import SPANISH
from offhook.engine.words.languages.fr import FRENCH
from offhook.engine.words.languages.hi import HINDI
from offhook.engine.words.languages.language import DefaultSentences, Language

LANGUAGES = {known.tag: known for known in (ENGLISH, HINDI, SPANISH, FRENCH, GERMAN)}
"""By tag, without a region."""

_UNKNOWN = Language(tag="")


def language_of(tag: str) -> Language:
    """The language of a tag such as "en" or "en-GB"; one without any words if it is not known."""
    return LANGUAGES.get(tag.partition("-")[0].lower(), _UNKNOWN)


def said_in(tag: str) -> DefaultSentences:
    """What agents of this language say by default; English where the language is not known."""
    said = language_of(tag).said
    return SAID_IN_ENGLISH if said is None else said
