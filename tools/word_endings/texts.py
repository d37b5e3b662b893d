"""The text from which endings are learned: conversations, commands and the help pages of a program.

Each source is what a package of PyPI or Debian holds, unpacked into one folder; `__main__.py` says how.
"""

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

import msgspec

from offhook.engine.words.languages.language import word_set
from offhook.engine.words.words import words
from tools.word_endings.callers import callers_say

_SENTENCE_END = re.compile(r"(?<=[.!?।])\s+|\n+")
_YAML_ITEM = re.compile(r"\s*-\s+(?:-\s+)?(.*)$")
_PARAGRAPH = re.compile(r'<p id="par[^>]*class="paragraph"[^>]*>(.*?)</p>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_NAMES = {"en": "english", "de": "german", "es": "spanish", "fr": "french", "hi": "hindi"}
LANGUAGES = tuple(_NAMES)
_CALLERS_SAY = 250
_HELP_SENTENCES = 12_000
_ENGLISH = word_set("the of is and to for you can this with are or")
_DEVANAGARI = re.compile("[\u0900-\u097f]")


class Said(msgspec.Struct, frozen=True):
    """A sentence, and whether its speaker stopped after it."""

    source: str
    words: tuple[str, ...]
    stopped: bool
    weight: float


def said_in(language: str, folder: Path) -> Iterator[Said]:
    """All sentences of a language, with what one of each source counts."""
    chance = Random(language)
    for text in callers_say(language, chance, _CALLERS_SAY):
        yield from _sentences("callers", text, 4.0 if language == "en" else 0.5)
    for text in _chatterbot(language, folder):
        yield from _sentences("chatterbot", text, 1.0)
    if language == "en":
        for text in _chitchat(folder):
            yield from _sentences("chitchat", text, 1.0)
    else:
        helped = [text for text in _help(language, folder) if _is_in(language, text)]
        for text in chance.sample(helped, min(_HELP_SENTENCES, len(helped))):
            yield from _sentences("help", text, 0.3)


def _sentences(source: str, text: str, weight: float) -> Iterator[Said]:
    parts = [found for part in _SENTENCE_END.split(text) if (found := words(part))]
    for number, found in enumerate(parts, start=1):
        yield Said(source, found, number == len(parts), weight)


def _chitchat(folder: Path) -> Iterator[str]:
    calls = json.loads((folder / "chitchat_dataset" / "dataset.json").read_text(encoding="utf-8"))
    for call in calls.values():
        for turn in call["messages"]:
            yield from (message["text"] for message in turn)


def _chatterbot(language: str, folder: Path) -> Iterator[str]:
    for file in sorted((folder / "chatterbot_corpus" / "data" / _NAMES[language]).glob("*.yml")):
        found = map(_YAML_ITEM.match, file.read_text(encoding="utf-8").splitlines())
        lines = dict.fromkeys(item[1].strip("'\" ") for item in found if item)
        yield from (line for line in lines if file.stem != "coding")


def _help(language: str, folder: Path) -> Iterator[str]:
    for file in sorted((folder / "usr/share/libreoffice/help" / language).rglob("*.html")):
        for paragraph in _PARAGRAPH.findall(file.read_text(encoding="utf-8", errors="ignore")):
            yield html.unescape(_TAG.sub("", paragraph)).strip()


def _is_in(language: str, text: str) -> bool:
    """Many paragraphs were never translated."""
    said = words(text)
    if not 3 <= len(said) <= 30:
        return False
    if language == "hi":
        return sum(map(bool, map(_DEVANAGARI.search, said))) > 0.7 * len(said)
    return sum(word in _ENGLISH for word in said) < 0.1 * len(said)
