"""`[languages]` of an agent file: the other languages in which its calls may go on, and what it says in each.

[languages.es]
repeat = "Perdone, ¿puede repetirlo?"
goodbye = "Gracias por su llamada. Adiós."
"""

from collections.abc import Iterator, Mapping
from typing import Annotated

import msgspec

from offhook.engine.host.agent_file import AgentFile
from offhook.engine.host.agent_texts import check_spoken
from offhook.engine.host.shapes_in_words import complaint

KEY = "languages"
MOST_LANGUAGES = 20
Said = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
Fillers = Annotated[tuple[Said, ...], msgspec.Meta(max_length=20)]
LanguageTag = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z",
        description="write the language's two or three lower-case letters, and if need be a region behind a -,"
        ' such as "en", "de" or "es-MX"',
    ),
]


class WordsIn(msgspec.Struct, frozen=True):
    """What an agent says in one of them. None: as in its own language."""

    goodbye: Said | None = None
    apology: Said | None = None
    repeat: Said | None = None
    line_dropped: Said | None = None
    fillers: Fillers | None = None

    def sentences(self) -> Mapping[str, str]:
        """By their keys. Where `line_dropped` is missing, `repeat` has to do."""
        own = {"goodbye": self.goodbye, "apology": self.apology, "repeat": self.repeat}
        own["line_dropped"] = self.line_dropped or self.repeat
        return {key: text for key, text in own.items() if text is not None}

    def texts(self) -> Iterator[str]:
        yield from self.sentences().values()
        yield from self.fillers or ()


def read_languages(file: AgentFile, written: dict[str, object], own: str, *, has_lookup: bool) -> Mapping[str, WordsIn]:
    """By tag, in the order of the file. Problems are reported."""
    languages: dict[str, WordsIn] = {}
    if len(written) > MOST_LANGUAGES:
        file.report((KEY,), f"{len(written)} other languages", f"name at most {MOST_LANGUAGES}")
    for tag, table in written.items():
        if (found := complaint(tag, LanguageTag)) is not None:
            file.report((KEY, tag), f"the language {found.what}", found.fix)
        elif tag == own:
            what = f"'{tag}' is the agent's own language"
            file.report((KEY, tag), what, "write what it says in it at the top of the file")
        elif (words := file.read(table, WordsIn, (KEY, tag))) is not None:
            languages[tag] = words
            for key, text in words.sentences().items():
                if getattr(words, key) is not None:
                    check_spoken(file, (KEY, tag, key), text, tag, has_lookup=has_lookup)
            for number, filler in enumerate(words.fillers or ()):
                check_spoken(file, (KEY, tag, "fillers", number), filler, tag, has_lookup=has_lookup)
    return languages
