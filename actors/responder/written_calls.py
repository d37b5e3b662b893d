"""Finds calls of tools that a model writes into its text, because its server does not know how this model calls. Pure.

vLLM without the right `--tool-call-parser`, Ollama and llama.cpp with a template that does not fit let them through:

    <tool_call>{"name": "f", "arguments": {...}}</tool_call>                           Hermes, Qwen
    <tool_call><function=f><parameter=a>1</parameter></function></tool_call>           Qwen Coder
    <tool_call>f<arg_key>a</arg_key><arg_value>1</arg_value></tool_call>               GLM
    <function=f>{...}</function>    <|python_tag|>{"name": "f", "parameters": {...}}   Llama
    [TOOL_CALLS][{"name": "f", "arguments": {...}}]    [TOOL_CALLS]f[ARGS]{...}        Mistral
    the same between marks of its own with wide bars                                   DeepSeek
    {"name": "f", "arguments": {...}}                                                  as the whole reply, also fenced

Only calls of tools that are offered count. Everything else stays text, and `speakable.py` keeps it from being spoken.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from json import JSONDecoder
from typing import NamedTuple

import msgspec

from offhook.engine.decide.tool_use import ToolOffer

LONGEST = 1 << 16
"""Of a call in characters; what is longer is text."""
_CLOSED_BY: Mapping[str, str] = {
    "<tool_call>": "</tool_call>",
    "<function=": "</function>",
    "<｜tool▁calls▁begin｜>": "<｜tool▁calls▁end｜>",
    "[TOOL_CALLS]": "",
    "<|python_tag|>": "",
    "<think>": "</think>",
}
"""By how it opens; empty: it goes on to the end of the reply. What a model thinks of is no call yet."""
_OPENS = re.compile("|".join(map(re.escape, _CLOSED_BY)))
_WHOLE_REPLY = re.compile(r"\s*(?:```(?:json)?\s*)?\[?\s*\{")
_FUNCTION = re.compile(r"<function=([^<>\s]{1,80})>(.*?)(?:</function>|\Z)", re.DOTALL)
_PARAMETER = re.compile(r"<parameter=([^<>\s]{1,80})>\n?(.*?)\n?</parameter>", re.DOTALL)
_KEYED = re.compile(r"<tool_call>\s*([A-Za-z0-9_.-]{1,64})\s*(<arg_key>.*)?</tool_call>", re.DOTALL)
_KEY = re.compile(r"<arg_key>(.*?)</arg_key>\s*<arg_value>(.*?)</arg_value>", re.DOTALL)
_NAME_FIRST = re.compile(
    r"([A-Za-z0-9_.-]{1,64})(?:(?:\[CALL_ID\]\w{1,40})?\[ARGS\]|<｜tool▁sep｜>|\s*```(?:json)?)?\s*(?=\{)"
)
_READER = JSONDecoder()
_MOST_FAILURES = 16
"""Places where no JSON begins: each costs as much as there is text behind it."""


class Written(NamedTuple):
    """One call."""

    name: str
    arguments: str


class WrittenCalls:
    """Of one reply."""

    def __init__(self, offers: Sequence[ToolOffer]) -> None:
        self._offers = {offer.name: offer for offer in offers}
        self._held = ""
        """It may be a call, or the beginning of one."""
        self._closed_by: str | None = None
        """What ends the call that is held; None if it is none."""
        self._has_text = False
        self.found: list[Written] = []

    def feed(self, text: str) -> str:
        """Add more of the reply; returns what is surely no call."""
        self._held += text
        found: list[str] = []
        while (piece := self._next()) is not None:
            self._has_text = self._has_text or bool(piece.strip())
            found.append(piece)
        return "".join(found)

    def finish(self, *, cut_off: bool) -> str:
        """No more comes: returns the rest of the reply, if it is no call. Not every call is closed, but one that was
        cut off is none."""
        held, self._held = self._held, ""
        return held if self._closed_by is None or cut_off else self._unless_calls(held)

    def _next(self) -> str | None:
        """What is surely no call, which may be nothing; None if more has to come."""
        if self._closed_by is not None:
            return self._closed()
        if not self._has_text and not self.found and self._may_be_the_whole_reply():
            return None
        opens = _OPENS.search(self._held)
        length = opens.start() if opens is not None else len(self._held) - _beginning(self._held)
        if opens is None and not length:
            return None
        self._closed_by = _CLOSED_BY[opens[0]] if opens is not None else None
        return self._take(length)

    def _may_be_the_whole_reply(self) -> bool:
        if _WHOLE_REPLY.match(self._held):
            self._closed_by = ""
            return True
        begun = self._held.strip()
        return bool(begun) and "```json".startswith(begun)

    def _closed(self) -> str | None:
        assert self._closed_by is not None
        end = self._held.find(self._closed_by) if self._closed_by else -1
        if end < 0 and len(self._held) <= LONGEST:
            return None
        closed_by, self._closed_by = self._closed_by, None
        if end < 0:
            return self._take(len(self._held))
        whole = self._take(end + len(closed_by))
        return whole if closed_by == "</think>" else self._unless_calls(whole)

    def _take(self, length: int) -> str:
        text, self._held = self._held[:length], self._held[length:]
        return text

    def _unless_calls(self, text: str) -> str:
        for way in (_functions, _keyed, _named, _name_first):
            if calls := [*way(text, self._offers)]:
                self.found += calls
                return ""
        return text


Offers = Mapping[str, ToolOffer]


def _beginning(text: str) -> int:
    """How much of its end may be the beginning of a call."""
    lengths = range(min(len(text), max(map(len, _CLOSED_BY))), 0, -1)
    return next((length for length in lengths if any(each.startswith(text[-length:]) for each in _CLOSED_BY)), 0)


def _functions(text: str, offers: Offers) -> Iterator[Written]:
    for name, inside in _FUNCTION.findall(text):
        if name in offers:
            whole = next(_objects(inside), None)
            given = _PARAMETER.findall(inside)
            yield Written(name, _as_json(whole) if whole is not None else _typed(offers[name], given))


def _keyed(text: str, offers: Offers) -> Iterator[Written]:
    for name, inside in _KEYED.findall(text):
        if name in offers:
            yield Written(name, _typed(offers[name], _KEY.findall(inside)))


def _named(text: str, offers: Offers) -> Iterator[Written]:
    """Objects that name the tool."""
    for each in _objects(text):
        inner = each.get("function")
        call = inner if isinstance(inner, dict) else each
        name = call.get("name", inner)
        given = [call[key] for key in ("arguments", "parameters", "args") if key in call]
        if isinstance(name, str) and name in offers and given:
            yield Written(name, given[0] if isinstance(given[0], str) else _as_json(given[0]))


def _name_first(text: str, offers: Offers) -> Iterator[Written]:
    for found in _NAME_FIRST.finditer(text):
        if found[1] in offers:
            arguments = next(_objects(text[found.end() :]), None)
            if arguments is not None:
                yield Written(found[1], _as_json(arguments))


def _objects(text: str) -> Iterator[Mapping[str, object]]:
    """One behind the other."""
    place, failures = text.find("{"), 0
    while place >= 0 and failures < _MOST_FAILURES:
        try:
            value, place = _READER.raw_decode(text, place)
            yield value
        except (ValueError, RecursionError):
            place, failures = place + 1, failures + 1
        place = text.find("{", place)


def _typed(offer: ToolOffer, given: Sequence[tuple[str, str]]) -> str:
    """Each argument was written as text, whatever it is: the tool's schema tells."""
    properties = offer.parameters.get("properties")
    known = properties if isinstance(properties, dict) else {}
    return _as_json({key: text if _is_text(known.get(key)) else _value(text) for key, text in given})


def _is_text(schema: object) -> bool:
    return isinstance(schema, dict) and schema.get("type") == "string"


def _value(text: str) -> object:
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return text


def _as_json(value: object) -> str:
    return msgspec.json.encode(value).decode()
