"""What tools return, as JSON text for a model. Pure, no clock."""

import dataclasses
import datetime
import enum
from decimal import Decimal

import msgspec
import pytest

from offhook.engine.run.tool import RESULT_BYTES, EffectUnknown
from offhook.engine.run.tool_json import result_json


class Room(msgspec.Struct):
    number: int


@dataclasses.dataclass
class Guest:
    name: str


class Kind(enum.Enum):
    SINGLE = "single"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        ("done", '"done"'),
        ([Room(7), Guest("Ann")], '[{"number":7},{"name":"Ann"}]'),
        ({"at": datetime.datetime(2026, 11, 1, 9, 30)}, '{"at":"2026-11-01T09:30:00"}'),
        ({"day": datetime.date(2026, 11, 1), "price": Decimal("12.50")}, '{"day":"2026-11-01","price":"12.50"}'),
        ({Kind.SINGLE: {3}}, '{"single":[3]}'),
        ({1: "one"}, '{"1":"one"}'),
        (float("nan"), "null"),
        ([float("inf")], "[null]"),
        ("a\ud800b", '"a\N{REPLACEMENT CHARACTER}b"'),
        ({"\udc00": ("\ud83d\ude00",)}, '{"\N{REPLACEMENT CHARACTER}":["\N{GRINNING FACE}"]}'),
        (b"\0\1", '"AAE="'),
    ],
)
def test_what_python_tools_return_becomes_json(value: object, text: str) -> None:
    """Plain values, dates, sets, dataclasses and structs; what JSON cannot say is told as null or U+FFFD."""
    assert result_json(value) == text


def _itself() -> object:
    value: list[object] = []
    value.append(value)
    return value


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (object(), "object has no form in JSON; return text, numbers, lists, "),
        ({"a": [iter([1])]}, "list_iterator has no form in JSON"),
        ({(1, 2): 3}, "dict has no form in JSON"),
        (_itself(), "it is nested too deeply, or contains itself"),
        ("x" * 5_000_000, "5,000,002 bytes, and 16,384 are the most that are read."),
    ],
    ids=["object", "iterator", "keys", "itself", "5 MB"],
)
def test_what_cannot_be_told_is_explained(value: object, why: str) -> None:
    """The model hears that the tool has run, and why there is no result."""
    with pytest.raises(EffectUnknown, match=r"^The tool has ended, but ") as caught:
        result_json(value)
    assert why in str(caught.value)


def test_the_longest_result_is_told() -> None:
    """The limit counts bytes of JSON."""
    assert len(result_json("ä" * ((RESULT_BYTES - 2) // 2))) == RESULT_BYTES // 2 + 1
    with pytest.raises(EffectUnknown):
        result_json("ä" * (RESULT_BYTES // 2))
