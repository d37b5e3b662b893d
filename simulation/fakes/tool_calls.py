"""Which tools a fake of a language model calls, and what it says."""

import json
import re
from collections.abc import Sequence

import msgspec

from offhook.simulation.fakes.openai_model import RESULT, Answer, Asked, Call, Decide, Fault, pieces_of

ANSWER = f"That is done. {RESULT}"
_PIECE = 5  # characters
_CALL = re.compile(r"(?:(?P<words>[^=:{]*)=)?(?P<name>[A-Za-z0-9_-]{1,64})(?::(?P<arguments>.*))?", re.DOTALL)


class CallNotReadable(Exception):
    """The text is no call of a tool; it says how one is written."""


class CallWhenSaid(msgspec.Struct, frozen=True):
    """A call of a tool, and the words of a caller that cause it."""

    call: Call
    words: tuple[str, ...]

    def fits(self, said: str) -> bool:
        """Whether all of the words were said, in any order."""
        return set(self.words) <= set(_words(said))


def call_when_said(text: str) -> CallWhenSaid:
    """Read `book_room:{"nights": 2}`, or `two nights=book_room:{"nights": 2}`. Raises CallNotReadable."""
    found = _CALL.fullmatch(text.strip())
    arguments = found["arguments"] or "{}" if found is not None else ""
    try:
        if found is None or not isinstance(json.loads(arguments), dict):
            raise ValueError
    except (ValueError, RecursionError):
        wanted = 'must be NAME:{...} with an object in JSON, such as book_room:{"nights": 2}, or WORDS=NAME:{...}'
        raise CallNotReadable(f"{text!r}: {wanted}") from None
    words = _words(found["words"] or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", found["name"]))
    return CallWhenSaid(Call(found["name"], arguments), tuple(words))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def says(text: str) -> Answer:
    return Answer(pieces=pieces_of(text, _PIECE))


def calling(*calls: Call, text: str = "", fault: Fault | None = None) -> Answer:
    """A model that calls these tools at one time, after it has said something, or nothing."""
    return Answer(pieces=pieces_of(text, _PIECE), calls=calls, fault=fault)


def deciding(calls: Sequence[CallWhenSaid], answer: str | None, otherwise: Answer) -> Decide:
    """A model that calls each of these tools once for words of the caller that hold the tool's own, if it is offered.
    When the results are there it says `answer`. Where it calls no tool, it says `answer` too, or else `otherwise`."""

    def decide(asked: Asked) -> Answer:
        if asked.results:
            return says(ANSWER if answer is None else answer)
        wanted = [each.call for each in calls if each.call.name in asked.tools and each.fits(asked.words)]
        if wanted:
            return calling(*wanted)
        return otherwise if answer is None else says(" ".join(answer.replace(RESULT, "").split()))

    return decide
