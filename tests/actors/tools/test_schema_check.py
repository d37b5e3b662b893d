"""Arguments against JSON Schema. Pure; schemas and arguments may be anything that is JSON."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offhook.actors.tools.schema_check import misfit

KEYWORDS = ["type", "enum", "required", "properties", "items", "minimum", "maxLength", "minItems", "string", "object"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(KEYWORDS) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYWORDS), inner, max_size=4),
    max_leaves=25,
)


@given(JSON, st.dictionaries(st.sampled_from(KEYWORDS), JSON))
def test_no_schema_breaks_the_check(value: object, schema: dict[str, object]) -> None:
    """A server may list any: what is not understood is not checked here."""
    assert misfit(value, schema) is None or misfit(value, schema)


@pytest.mark.parametrize(
    ("value", "schema", "why"),
    [
        (3, {"type": ["string", "null"]}, "must be string or null, not number"),
        (None, {"type": ["string", "null"]}, None),
        (3.0, {"type": "integer"}, None),
        (True, {"type": "number"}, "must be number, not boolean"),
        (True, {"enum": [1]}, "must be one of 1"),
        ("x", {"type": "file"}, None),
        ("", {"minLength": 1}, "must be of at least 1 characters"),
        ([], {"minItems": 1}, "must be at least 1 items"),
        (
            {"a": {"b": [1, "x"]}},
            {"properties": {"a": {"properties": {"b": {"items": {"type": "integer"}}}}}},
            "a.b[2]: ",
        ),
        ({"a": {}}, {"properties": {"a": {"required": ["b"]}}}, "a.b: it is missing"),
        ({"a": 1}, {"additionalProperties": False}, "unknown argument 'a': none is defined"),
    ],
)
def test_the_first_misfit_is_named_with_its_place(value: object, schema: dict[str, object], why: str | None) -> None:
    """In words that a model can act on."""
    found = misfit(value, schema)
    assert found is None if why is None else found is not None and found.startswith(why)
