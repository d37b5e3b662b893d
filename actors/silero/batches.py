"""Brings together the windows that several calls want judged at the same moment, and runs them as one.

On the event loop, not in a thread: one window takes 0.15 ms and a full batch 1.5, and the way to a thread and back
would cost half of the former again; and where no thread is, every run of a seed is the same.
"""

from typing import Protocol

import trio

from offhook.actors.silero.model import Judgement, Memory

MOST_WINDOWS = 32
"""What runs in 1.5 ms: a frame of nobody's comes later than that."""


class Model(Protocol):
    def judge(self, windows: list[bytes], memories: list[Memory]) -> list[Judgement]: ...


class RunFailed(Exception):
    """The run that a window shared with those of other calls has failed, and told the call that led it why."""


class Batches:
    """One for all calls of the process."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._open: _Batch | None = None

    async def judge(self, window: bytes, memory: Memory) -> Judgement:
        """Waits for one turn of the scheduler, so that whoever runs in it comes along. Raises RunFailed."""
        if self._open is None or len(self._open.windows) == MOST_WINDOWS:
            self._open = _Batch()
            return await self._lead(self._open, window, memory)
        batch = self._open
        place = batch.add(window, memory)
        await batch.done.wait()
        if not batch.judgements:
            raise RunFailed(f"a run of {len(batch.windows)} windows failed")
        return batch.judgements[place]

    async def _lead(self, batch: "_Batch", window: bytes, memory: Memory) -> Judgement:
        place = batch.add(window, memory)
        # Shielded: other calls wait for this one's run, and one call's end is no fault in another.
        await trio.lowlevel.cancel_shielded_checkpoint()
        if self._open is batch:
            self._open = None
        try:
            batch.judgements = self._model.judge(batch.windows, batch.memories)
        finally:
            batch.done.set()
        return batch.judgements[place]


class _Batch:
    """What is judged together. Without judgements once it is done, its run has failed."""

    def __init__(self) -> None:
        self.windows: list[bytes] = []
        self.memories: list[Memory] = []
        self.judgements: list[Judgement] = []
        self.done = trio.Event()

    def add(self, window: bytes, memory: Memory) -> int:
        """Returns its place in the batch."""
        self.windows.append(window)
        self.memories.append(memory)
        return len(self.windows) - 1
