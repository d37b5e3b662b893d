"""What OpenAI says of a model."""

from datetime import date

import pytest

from offhook.protocol.openai_models import path_of, shutdown_date


def test_a_name_with_a_slash_is_one_part_of_the_path() -> None:
    """Servers of one's own call models like this."""
    assert path_of("meta-llama/Llama 3") == "/models/meta-llama%2FLlama%203"


@pytest.mark.parametrize(
    ("body", "ends"),
    [
        (b'{"id": "gpt-7", "object": "model", "shutdown_date": "2027-01-06"}', date(2027, 1, 6)),
        (b'{"shutdown_date": "2027-01-06T00:00:00Z"}', date(2027, 1, 6)),
        (b'{"id": "gpt-7", "shutdown_date": null}', None),
        (b'{"id": "gpt-7"}', None),
        (b'{"shutdown_date": "soon"}', None),
        (b'{"shutdown_date": 1800000000}', None),
        (b"<html>Sign in</html>", None),
        (b'"\xff"', None),
        (b"[" * 100_000, None),
        (b"", None),
    ],
)
def test_the_date_is_read_where_there_is_one(body: bytes, ends: date | None) -> None:
    """Anything else is no announcement."""
    assert shutdown_date(body) == ends
