"""Fixtures of the tests that ask a real server."""

from collections.abc import Iterator

import pytest

from tests.web.server import on_media_lane


@pytest.fixture(params=[True, False], ids=["on the lane", "through the server"])
def both_ways(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every connection of the test goes over the media lane, then through Hypercorn."""
    before = on_media_lane.set(request.param)
    yield
    on_media_lane.reset(before)
