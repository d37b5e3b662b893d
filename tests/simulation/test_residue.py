"""The count that proves that nothing is kept: it sees each kind of thing."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
import trio

from offhook.simulation.residue import count


@contextmanager
def a_thread() -> Iterator[None]:
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    yield
    over.set()
    thread.join()


@contextmanager
def a_process() -> Iterator[None]:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    yield
    process.communicate(b"\n")


@contextmanager
def a_descriptor() -> Iterator[None]:
    descriptor = os.open(os.devnull, os.O_RDONLY)
    yield
    os.close(descriptor)


@contextmanager
def a_channel() -> Iterator[None]:
    send, receive = trio.open_memory_channel[None](0)
    yield
    send.close()
    receive.close()


@pytest.mark.parametrize(
    ("kind", "held"),
    [("threads", a_thread), ("processes", a_process), ("descriptors", a_descriptor), ("channels", a_channel)],
)
async def test_what_is_held_is_counted(kind: str, held: Callable[[], AbstractContextManager[None]]) -> None:
    """One more of it while it is held, and none when it is given back."""
    before = count()
    with held():
        assert count().more_than(before)[kind] >= 1
    assert count().more_than(before) == {}


async def test_a_task_is_counted() -> None:
    """One that goes on is one that was kept."""
    before = count()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(trio.sleep_forever)
        assert count().more_than(before) == {"tasks": 1}
        nursery.cancel_scope.cancel()
    assert count().more_than(before) == {}
