"""What the benches measure with, on real processes and the real clock: /proc, the pinning, the sampler."""

import gc
import os
import socket
import subprocess
import sys
from contextlib import ExitStack

import trio

from bench.pinned import pinned
from bench.process_figures import connections_each, usage
from bench.profile import costs
from bench.sampler import SCHEDULER, Place, Profile, Sampler, callee_of, kind_of, room_of
from offhook.protocol import mulaw

SECONDS_OF_CPU = 0.6


def burn(seconds: float) -> None:
    """Use that much of this process's CPU."""
    used = os.times()
    while sum(os.times()[:2]) < sum(used[:2]) + seconds:
        mulaw.decode(mulaw.SILENCE * 160)


def test_usage_counts_cpu_and_what_was_started() -> None:
    """CPU that was used shows, and a child with its descriptors counts until it has ended."""
    before = usage(os.getpid())
    burn(0.2)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        during = usage(os.getpid())
        child.communicate(b"\n")
    after = usage(os.getpid())
    assert during.cpu_s - before.cpu_s > 0.1
    assert (during.processes, after.processes) == (before.processes + 1, before.processes)
    assert during.threads == before.threads + 1
    assert during.descriptors > before.descriptors
    assert before.resident_bytes > 2**20


def test_a_pinned_command_runs_on_its_core() -> None:
    """And so does what it starts; a command for any core is left as it is."""
    core = max(os.sched_getaffinity(0))
    asks = "import os, subprocess, sys; print(os.sched_getaffinity(0))"
    starts = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {asks!r}])"
    said = subprocess.run(pinned([sys.executable, "-c", starts], [core]), stdout=subprocess.PIPE, check=True)
    assert said.stdout.decode().strip() == str({core})
    assert pinned(["anything"], ()) == ("anything",)


def test_connections_are_counted_where_they_were_accepted() -> None:
    """A process that has none is not told of: the clients' own ends are none of the port's."""
    with socket.create_server(("127.0.0.1", 0)) as listening, ExitStack() as opened:
        port = listening.getsockname()[1]
        assert connections_each(os.getpid(), port) == []
        for _ in range(2):
            opened.enter_context(socket.create_connection(("127.0.0.1", port)))
            opened.enter_context(listening.accept()[0])
        with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
            assert connections_each(os.getpid(), port) == [2]
            child.communicate(b"\n")


async def test_the_sampler_finds_who_burns_the_cpu() -> None:
    """Most samples belong to the task that works and name the line of ours that it works for; sleepers have none."""
    sampler = Sampler()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(trio.sleep, 60, name="sleeper 1")
        sampler.count()
        nursery.start_soon(_burn, 0.08, name="burner 1")  # of the process, the sampler included
        await trio.sleep(0.01)
        gc.collect()
        sampler.sample()
        nursery.start_soon(_burn, SECONDS_OF_CPU, name="burner 2")
        await trio.sleep(0.01)
        profile = sampler.stop()
        nursery.cancel_scope.cancel()
    of_burner = [place for place in profile.places if place.task == "burner"]
    samples = sum(place.samples for place in profile.places)
    assert samples > 20
    assert sum(place.samples for place in of_burner) > 0.8 * samples
    assert any(place.room == "numpy" for place in of_burner)
    assert any(place.ours.startswith("protocol/mulaw.py:decode:") for place in of_burner)
    assert not any(place.task == "sleeper" for place in profile.places)
    assert profile.steps_per_s["burner"] > 0
    assert next(iter(profile.longest_step_ms)) == "burner"
    assert profile.longest_step_ms["burner"] >= 40
    assert profile.longest_collection_ms[2] > 0


async def _burn(seconds: float) -> None:
    burn(seconds)
    await trio.lowlevel.checkpoint()


def test_tasks_of_a_kind_have_one_name() -> None:
    """Whatever numbers tell them apart; what a library did not name is called after what it does."""
    assert kind_of("call 17") == kind_of("call 4") == "call"
    assert kind_of("trio._highlevel_serve_listeners._run_handler") == "server connection"
    assert kind_of("line writer") == "line writer"
    assert kind_of(SCHEDULER) == SCHEDULER


def test_the_callee_is_what_stands_before_the_last_brackets() -> None:
    """However many calls lead to it, and are made for its arguments."""
    assert callee_of("mulaw.decode(frame).tobytes()") == "mulaw.decode(frame).tobytes"
    assert callee_of("fn(self._sock, *args(1), **kwargs)") == "fn"
    assert callee_of("") == ""


def test_each_file_is_in_a_room() -> None:
    """Ours by folder, Trio, the server stack, other packages by name, and the standard library."""
    assert room_of(mulaw.__file__) == "protocol"
    assert room_of(trio.__file__) == "trio"
    assert room_of("/anywhere/site-packages/wsproto/connection.py") == "hypercorn, wsproto, h11"
    assert room_of("/anywhere/site-packages/structlog/stdlib.py") == "structlog"
    assert room_of(os.__file__) == room_of("<frozen abc>") == "standard library"


def test_costs_share_out_what_the_process_used() -> None:
    """Three quarters of the samples are three quarters of the microseconds, by room, by task and by line."""
    places = (
        Place("vad", "protocol", "decode", "mulaw.py:decode:34", 2),
        Place("vad", "trio", "checkpoint", "vad.py:run:40", 1),
        Place("receiver", "trio", "checkpoint", "", 1),
    )
    profile = Profile(
        sampled_s=10.0, places=places, steps_per_s={"vad": 2000.0}, longest_step_ms={}, longest_collection_ms=[]
    )
    found = costs("offhook", 20, profile, us=10_000.0)
    assert [(cost.name, cost.us) for cost in found.rooms] == [("protocol", 5000.0), ("trio", 5000.0)]
    assert [(cost.name, cost.us, cost.steps_per_s) for cost in found.tasks] == [
        ("vad", 7500.0, 100.0),
        ("receiver", 2500.0, 0.0),
    ]
    assert found.tasks[0].below == {"protocol: decode": 5000.0, "trio: checkpoint": 2500.0}
    assert found.lines[-1].name == "(the server stack)"
