"""The benches themselves, as small as they come: real servers, real sockets, the real clock. Deadlines are generous."""

import pytest
import trio

from bench.budget import ROUTES
from bench.budget import measure as budget
from bench.memory import measure as memory
from bench.paths import ENDS
from bench.paths import ROUTES as PATHS
from bench.paths import measure as paths
from bench.server_under_load import choose_cores
from bench.soak import Departure, Rhythm
from bench.soak import measure as soak
from bench.turns import read

pytestmark = pytest.mark.filterwarnings("ignore:Async generator '(openai|httpx|httpcore)[.].*:ResourceWarning")
"""The clients below our own leave generators open; see tests/actors/responder/test_openai_chat.py."""


async def test_one_call_against_the_real_server_is_measured() -> None:
    """A turn is answered within the time that the engine may add on a busy machine, and the call costs something."""
    with trio.fail_after(120):
        reading = await read("offhook", 1, 3.0, choose_cores())
    assert reading.load.response_ms["n"] == 1
    assert 0 < reading.load.response_ms["p50"] < 250
    assert (reading.load.unanswered, reading.load.failures) == (0, {})
    assert 0 < reading.cpu < 1


async def test_the_memory_of_a_call_is_divided_by_where_it_was_allocated() -> None:
    """All of it is somebody's. Few calls share what is loaded once, and yet none takes as much as calls once did."""
    with trio.fail_after(240):
        found = await memory(4, 1.0)
    assert found.resident > 0
    assert sum(found.kinds.values()) == pytest.approx(found.traced, abs=1)
    assert sum(found.files.values()) == pytest.approx(found.traced, abs=5)
    assert {"engine/run/call.py", "web/connection_guard.py"} < found.files.keys()
    assert 50 < found.traced < 550


async def test_the_embedded_services_are_measured() -> None:
    """They hear the caller, and their voice answers: recognition takes some time, the scripted one none."""
    with trio.fail_after(120):
        reading = await read("embedded", 1, 3.0, choose_cores())
    assert reading.load.failures == {}
    assert reading.load.response_ms["p50"] > 10


async def test_two_workers_are_measured() -> None:
    """Each has its share of the calls, and what both use counts."""
    with trio.fail_after(120):
        reading = await read("offhook", 2, 2.0, choose_cores(2), 2)
    assert reading.calls_each == (1, 1)
    assert reading.load.failures == {}
    assert 0 < reading.cpu < 1


async def test_a_soak_lets_every_caller_go() -> None:
    """One short round: every call is over, however its caller left, and the server holds none of them."""
    with trio.fail_after(180):
        found = await soak(0, 12, 1, Rhythm(round_s=0.5, shortest_s=0.5, longest_s=1.0))
    assert set(found.calls) == {departure.value for departure in Departure}
    assert found.failures == found.not_let_go == {}
    assert found.last.live_calls == 0
    assert found.last.resident_kib > 0


async def test_a_path_of_the_latency_budget_is_measured() -> None:
    """Two turns against the fakes over sockets: nothing sounds sooner than its services allow, nor a second later."""
    with trio.fail_after(120):
        row = await budget(ROUTES[0], 2)
    assert (row.unanswered, row.failures) == (0, [])
    assert row.measured["n"] == 1
    assert -100 < row.added < 1000


async def test_a_stream_is_measured_beside_recordings() -> None:
    """Two turns each way against the same fakes: all are answered, and over the stream sooner."""
    with trio.fail_after(150):
        (row,) = await paths(ENDS[0], 2, PATHS[:1])
    assert row.failures == []
    assert row.recordings_ms["n"] == row.stream_ms["n"] == 1
    assert row.times_as_fast > 1
    assert 0 < row.rendered_to_wire_ms < 1000
