"""One of a few words or phrases as an answer."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, ClassVar

import msgspec

from offhook.actors.responder.slot import answers_in, check_meanings, check_plain, meant
from offhook.engine.words.pattern_text import one_of, plain


class OneOfKeys(msgspec.Struct, frozen=True):
    """As an agent file has it. `words` are other ways to say an option."""

    options: Annotated[list[str], msgspec.Meta(min_length=1, max_length=9)]
    words: dict[str, str] = {}

    def __post_init__(self) -> None:
        check_plain([*self.options, *self.words])
        if len({plain(option) for option in self.options}) < len(self.options):
            raise ValueError("each of options may stand only once")
        if any(option not in self.options for option in self.words.values()):
            raise ValueError("words must mean one of options")
        check_meanings([*((option, option) for option in self.options), *self.words.items()])


class OneOfSlot(OneOfKeys, frozen=True):
    """Its value is the option. It knows no words of its own, so its file may be in any language."""

    language: str = "en"

    introductions: ClassVar[str] = ""
    default_threshold: ClassVar[float] = 0.5
    max_digits: ClassVar[int] = 1

    @property
    def pattern(self) -> str:
        return one_of((*self.options, *self.words))

    @property
    def likely_pattern(self) -> str:
        return self.pattern

    @property
    def keys_help(self) -> str:
        answers = answers_in(self.language)
        choices = (
            answers.keys_option.format(key=key, option=option) for key, option in enumerate(self.options, start=1)
        )
        return answers.keys_choice.format(choices=", ".join(choices))

    def from_words(self, words: Sequence[str], today: date) -> str | None:
        del today
        return meant(words, {option: option for option in self.options} | self.words)

    def from_keys(self, keys: str, today: date) -> str | None:
        del today
        return dict(zip("123456789", self.options, strict=False)).get(keys)

    def spoken(self, value: str, today: date) -> str:
        del today
        return value
