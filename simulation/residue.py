"""Counts the tasks, channels and file descriptors of a process, so that a leak shows as a difference."""

import gc
import os
import threading
from pathlib import Path

import msgspec
import trio

_TASKS = Path("/proc/self/task")
_DESCRIPTORS = "/proc/self/fd"
_ENDS = (trio.MemorySendChannel, trio.MemoryReceiveChannel)


class Residue(msgspec.Struct, frozen=True):
    """What the process holds at this moment."""

    tasks: int
    channels: int
    threads: int
    processes: int
    descriptors: int

    def more_than(self, before: "Residue") -> dict[str, int]:
        """What is held now and was not before; empty when nothing leaked.

        Fewer than before is fine: an idle thread of Trio's cache ends by itself.
        """
        differences = {name: getattr(self, name) - getattr(before, name) for name in self.__struct_fields__}
        return {name: number for name, number in differences.items() if number > 0}


def count() -> Residue:
    """Count, in a Trio run on Linux. Channels without any reference left are not counted."""
    gc.collect()
    return Residue(
        tasks=_tasks(),
        channels=_open_channels(),
        threads=threading.active_count(),
        processes=sum(len((task / "children").read_text().split()) for task in _TASKS.iterdir()),
        descriptors=len(os.listdir(_DESCRIPTORS)),
    )


def _tasks() -> int:
    root = trio.lowlevel.current_root_task()
    assert root is not None, "counted outside a run"
    waiting, number = [root], 0
    while waiting:
        for nursery in waiting.pop().child_nurseries:
            waiting += nursery.child_tasks
            number += len(nursery.child_tasks)
    return number


def _open_channels() -> int:
    # By type, which nobody can derive from: isinstance() would cost more than the call itself.
    return sum(not kept._closed for kept in gc.get_objects() if type(kept) in _ENDS)
