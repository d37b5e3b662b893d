"""A stage for supervised actors: what they do is written down in order."""

from collections.abc import Awaitable, Callable

import trio

from offhook.engine.decide.budget import Budget
from offhook.engine.run.supervisor import ActorSpec, Supervisor

Run = Callable[[trio.TaskStatus[None]], Awaitable[None]]


class Stage:
    """A supervised cast and a diary of what happened, in order."""

    def __init__(self, restarts: int = 3) -> None:
        self.diary: list[str] = []
        self.crashes: list[tuple[str, Exception]] = []
        self.budget = Budget(restarts, 10.0)

    def supervise(self, *specs: ActorSpec) -> Supervisor:
        return Supervisor(specs, self.budget, lambda name, crash: self.crashes.append((name, crash)))

    def steady(self, name: str, before_ready_s: float = 0.0) -> Run:
        """An actor that runs until it is stopped."""

        async def run(task_status: trio.TaskStatus[None]) -> None:
            await trio.sleep(before_ready_s)
            self.diary.append(f"{name} ready")
            task_status.started()
            try:
                await trio.sleep_forever()
            finally:
                self.diary.append(f"{name} stopped")

        return run

    def brief(self, name: str, after_s: float, crash: Exception | None = None) -> Run:
        """An actor that returns, or crashes, after a while."""

        async def run(task_status: trio.TaskStatus[None]) -> None:
            self.diary.append(f"{name} ready")
            task_status.started()
            await trio.sleep(after_s)
            if crash is not None:
                raise crash

        return run


async def hang(task_status: trio.TaskStatus[None]) -> None:
    """An actor that is never ready."""
    del task_status
    await trio.sleep_forever()


async def run_for(supervisor: Supervisor, seconds: float) -> None:
    """Run it, ask it to stop after a while, and insist that it does."""
    async with trio.open_nursery() as nursery:
        nursery.start_soon(supervisor.run)
        await trio.sleep(seconds)
        supervisor.stop()
        with trio.fail_after(5):
            while nursery.child_tasks:  # noqa: ASYNC110  # the supervisor's end rings no bell, and virtual time is free
                await trio.sleep(0.01)
