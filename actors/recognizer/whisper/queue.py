"""Utterances wait here for a worker that recognises with Whisper: one at a time goes to each, in the order of asking.

An utterance that would have to wait for too long is refused at once, so that something lighter can take it. One that
is not wanted any more is dropped while it waits. A worker that has begun with it finishes it, because CTranslate2
cannot be stopped.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import trio

from offhook.actors.recognizer.service import RecognizerFailed
from offhook.actors.recognizer.whisper.messages import (
    Answer,
    Describe,
    Described,
    Failed,
    Hear,
    Heard,
    Request,
    decode_answer,
    encode,
)
from offhook.engine.host.worker import WorkerDied, WorkerPool, open_workers
from offhook.engine.host.world import World

MOST_WAITING = 64
ANSWER_WITHIN_S = 8.0  # a worker that takes longer hangs: its pool ends it
FIRST_GUESS_S = 0.3
NEWEST_COUNTS = 0.2
"""Of how long an utterance takes: the share of the newest one in what is expected of the next."""


class Busy(RecognizerFailed):
    """Too many utterances wait. Nothing is wrong with the service."""

    def __init__(self, name: str, waits_s: float) -> None:
        super().__init__(f"{name} is busy: {waits_s:.1f} s to wait", only_this=True)
        self.waits_s = waits_s


class _Job:
    """One utterance that waits, or is recognised."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.asked_at = trio.current_time()
        self.begun_at: float | None = None
        """When a worker took it."""
        self.done = trio.Event()
        self.is_wanted = True
        self.answer: Answer | None = None
        self.failure = ""


class WhisperQueue:
    """The way to the workers, one for all calls."""

    def __init__(self, name: str, pool: WorkerPool, workers: int, max_waiting_s: float) -> None:
        self._name, self._pool, self._workers, self._max_waiting_s = name, pool, workers, max_waiting_s
        self._jobs_send, self._jobs = trio.open_memory_channel[_Job](MOST_WAITING)
        self._wanted = 0
        self._usual_s = FIRST_GUESS_S

    @property
    def waits_s(self) -> float:
        """How long the next utterance would wait, as far as one can tell."""
        return max(0, self._wanted - self._workers + 1) * self._usual_s / self._workers

    async def hear(self, request: Hear, waited: Callable[[float], None]) -> Heard:
        """Raises Busy at once if it would wait for too long, or RecognizerFailed. `waited` is told how long it waited
        for others, also if it is cancelled meanwhile."""
        await trio.lowlevel.checkpoint()
        if self.waits_s > self._max_waiting_s:
            raise Busy(self._name, self.waits_s)
        answer = await self._ask(request, waited)
        assert isinstance(answer, Heard)
        return answer

    async def describe(self) -> Described:
        """What the model can do. Raises RecognizerFailed."""
        answer = await self._ask(Describe(), lambda waited_s: None)
        assert isinstance(answer, Described)
        return answer

    async def _ask(self, request: Request, waited: Callable[[float], None]) -> Answer:
        job = _Job(request)
        try:
            self._jobs_send.send_nowait(job)
        except trio.WouldBlock:
            raise Busy(self._name, self.waits_s) from None
        self._wanted += 1
        try:
            await job.done.wait()
        finally:
            self._wanted -= 1
            job.is_wanted = False
            waited((trio.current_time() if job.begun_at is None else job.begun_at) - job.asked_at)
        if job.answer is None:
            raise RecognizerFailed(f"{self._name} {job.failure}")
        if isinstance(job.answer, Failed):
            raise RecognizerFailed(f"{self._name}: {job.answer.reason}")
        return job.answer

    async def serve(self) -> None:
        """Give the jobs to one worker after the other, for ever. As many tasks do it as there are workers."""
        with self._jobs.clone() as jobs:
            async for job in jobs:
                if job.is_wanted:
                    await self._do(job)

    async def _do(self, job: _Job) -> None:
        job.begun_at = began = trio.current_time()
        try:
            with trio.move_on_after(ANSWER_WITHIN_S):
                async with self._pool.session() as session:
                    await session.send(encode(job.request))
                    job.answer = decode_answer(await session.receive())
            job.failure = f"has no answer within {ANSWER_WITHIN_S:g} s"
        except WorkerDied:
            job.failure = "lost its worker"
        finally:
            job.done.set()
        if isinstance(job.answer, Heard):
            self._usual_s += NEWEST_COUNTS * (trio.current_time() - began - self._usual_s)


@asynccontextmanager
async def open_whisper_queue(
    world: World, name: str, command: list[str], workers: int, max_waiting_s: float
) -> AsyncIterator[WhisperQueue]:
    """Raises WorkerCannotStart (in a group)."""
    async with open_workers(world, name, command, workers) as pool:
        queue = WhisperQueue(name, pool, workers, max_waiting_s)
        async with trio.open_nursery() as nursery:
            for number in range(workers):
                nursery.start_soon(queue.serve, name=f"{name} queue {number}")  # noqa: ASYNC113  # jobs wait for it
            yield queue
            nursery.cancel_scope.cancel(reason="pool closed")
