"""Puts the tools that a model calls together from the pieces in which its server streams them. Pure.

Servers number calls, name them by ids, do both or neither. Some number all of them 0, some repeat id and name in every
piece, some send a call whole. So a piece belongs to the call that is streamed at its place, or else to the last one,
unless it cannot be a part of that: it names another tool or another id, or begins arguments anew that are complete.
"""

import re
from collections.abc import Container, Mapping, Sequence

import msgspec

from offhook.actors.responder.service import ResponderFailed
from offhook.actors.responder.written_calls import WrittenCalls
from offhook.engine.decide.tool_use import ToolOffer, WantedTool

MOST_CALLS = 16
LONGEST_ARGUMENTS = 1 << 16
"""In characters."""
LONGEST_NAME = 200
LONGEST_GIVEN = 1 << 16
_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")


class ToolPiece(msgspec.Struct, frozen=True):
    """More of a call of a tool."""

    places: tuple[int | str, ...] = ()
    """By which numbers or names the server tells calls of one reply apart; none if it does not."""
    id: str = ""
    name: str = ""
    arguments: str = ""
    whole: bool = False
    """The arguments are all that there are, and no more of them."""
    extra: Mapping[str, object] | None = None
    """What the server wants back with the call, whatever it is."""


class Given(msgspec.Struct, frozen=True):
    """What came with a call that its server wants back when it is told of the call. It is of no use to another one."""

    extra: Mapping[str, object] | None = None
    """Gemini signs the first call of each decision, and refuses a conversation without the signature."""
    thoughts: str = ""
    """DeepSeek refuses the first call of a decision without what its model has thought before."""


class _Call:
    def __init__(self) -> None:
        self.id = self.name = ""
        self.extra: Mapping[str, object] | None = None
        self._pieces: list[str] = []
        self._length = 0

    @property
    def arguments(self) -> str:
        return "".join(self._pieces)

    @property
    def is_complete(self) -> bool:
        return as_object(self.arguments) is not None

    def take(self, piece: ToolPiece) -> None:
        if piece.whole and piece.arguments:
            self._pieces, self._length = [], 0
        self.id, self.name, self.extra = self.id or piece.id, self.name or piece.name, self.extra or piece.extra
        self._pieces.append(piece.arguments)
        self._length += len(piece.arguments)
        if self._length > LONGEST_ARGUMENTS or len(self.name) > LONGEST_NAME:
            raise ResponderFailed(
                f"the model calls a tool with more than {LONGEST_ARGUMENTS} characters of arguments"
                if self._length > LONGEST_ARGUMENTS
                else f"the model calls a tool by a name of more than {LONGEST_NAME} characters"
            )


class CalledTools:
    """The calls of one reply."""

    def __init__(self, offers: Sequence[ToolOffer], taken: Container[str]) -> None:
        """`taken` are the ids that calls of this conversation have already."""
        self.written = WrittenCalls(offers)
        """Calls in the text of the reply. They count where the server tells of none: otherwise it knows better."""
        self._taken = taken
        self.given: dict[str, Given] = {}
        """By the ids of the calls; filled by `wanted`."""
        self._thoughts: list[str] = []
        self._thought_length = 0
        self._calls: list[_Call] = []
        self._at: dict[int | str, _Call] = {}

    def take(self, piece: ToolPiece) -> None:
        """Raises ResponderFailed if there are too many calls, or too long ones."""
        call = self._belongs_to(piece)
        if call is None:
            if len(self._calls) == MOST_CALLS:
                raise ResponderFailed(f"the model calls more than {MOST_CALLS} tools at one time")
            call = _Call()
            self._calls.append(call)
        self._at.update(dict.fromkeys(piece.places, call))
        call.take(piece)

    def take_thought(self, text: str) -> None:
        self._thought_length += len(text)
        if self._thought_length <= LONGEST_GIVEN:
            self._thoughts.append(text)

    @property
    def is_cut_off(self) -> bool:
        """Whether the last call's arguments are no JSON, as when a limit has cut them off."""
        last = self._calls[-1].arguments if self._calls else ""
        return bool(last.strip()) and as_object(last) is None

    def wanted(self) -> tuple[WantedTool, ...]:
        """What the model wants, each call once."""
        if not self._calls:
            for number, each in enumerate(self.written.found):
                self.take(ToolPiece((number,), name=each.name, arguments=each.arguments))
        found: list[WantedTool] = []
        seen: list[tuple[str, str, str]] = []
        for call in self._calls:
            arguments = _put_right(call.arguments)
            same = (call.id, call.name, arguments)
            if not (call.name or call.id or call.arguments) or (call.id and same in seen):
                continue  # nothing was put in, or the server has sent it again
            seen.append(same)
            id_ = self._free_id(call.id, [each.id for each in found])
            self.given[id_] = self._given(call, is_first=not found)
            found.append(WantedTool(id_, call.name, arguments))
        return tuple(found)

    def _belongs_to(self, piece: ToolPiece) -> _Call | None:
        """None: to a new one."""
        call = next((self._at[place] for place in piece.places if place in self._at), None)
        if call is None and piece.whole and piece.id:
            call = next((each for each in self._calls if each.id == piece.id), None)
        begins = bool(piece.name) or bool(piece.id and piece.places)
        if call is None and self._calls and not (begins and piece.places):
            call = self._calls[-1]
        return None if call is None or _begins_another(call, piece) else call

    def _given(self, call: _Call, *, is_first: bool) -> Given:
        short = call.extra is not None and len(msgspec.json.encode(call.extra)) <= LONGEST_GIVEN
        whole = is_first and self._thought_length <= LONGEST_GIVEN
        return Given(call.extra if short else None, "".join(self._thoughts) if whole else "")

    def _free_id(self, given: str, others: list[str]) -> str:
        if _ID.fullmatch(given) and given not in self._taken and given not in others:
            return given
        number = 1
        while (numbered := f"call{number:05}") in self._taken or numbered in others:
            number += 1
        return numbered  # nine letters and digits: all that Mistral takes


def _begins_another(call: _Call, piece: ToolPiece) -> bool:
    """Whether this cannot be more of the same call. One whose name has not come yet may still get it."""
    if not piece.name:
        return False
    other_id = bool(piece.id and call.id) and piece.id != call.id
    other_name = bool(call.name) and piece.name != call.name
    return other_id or other_name or (bool(piece.arguments) and not piece.whole and call.is_complete)


def as_object(text: str) -> dict[str, object] | None:
    """An object in JSON; None if it is none."""
    try:
        return msgspec.json.decode(text, type=dict[str, object])
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return None


def _put_right(arguments: str) -> str:
    """Arguments as an object where servers are known to spoil them: nothing at all for no arguments, an empty object in
    front, an object written as a text. What cannot be read stays as it is."""
    text = arguments.strip()
    if text in ("", "null"):
        return "{}"
    if as_object(text) is not None:
        return text
    behind = text.removeprefix("{}")
    if as_object(behind) is not None:
        return behind
    try:
        inner = msgspec.json.decode(text, type=str)
    except (msgspec.DecodeError, UnicodeEncodeError):
        return text
    return inner if as_object(inner) is not None else text
