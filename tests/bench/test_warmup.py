"""The measurement of warm connections, as small as it comes: over TLS, with the real clock."""

import pytest
import trio

from bench.warmup import ROLES, measure

# The SDK reads each stream through generators of its own, which nobody can close from outside.
pytestmark = pytest.mark.filterwarnings("ignore:Async generator '(openai|httpx|httpcore)[.].*:ResourceWarning")


async def test_a_cold_first_turn_pays_for_its_connection_and_a_warm_one_does_not() -> None:
    """With a server so far away that a busy machine makes no difference."""
    with trio.fail_after(120):
        found = await measure(1, 300.0)
    for role in ROLES:
        readings = found[role]
        assert isinstance(readings, dict)
        assert readings["cold"]["first"] - readings["warm"]["first"] > 300
    assert isinstance(found["warm_holds"], bool)
