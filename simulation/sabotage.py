"""Makes an actor of a live call crash, wherever it is waiting at that moment. It wraps the actors of the cast."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

import trio

from offhook.engine.run.call import Actors, Call, Cast
from offhook.engine.run.supervisor import ActorSpec
from offhook.simulation.trouble import PlantedBug

Run = Callable[[trio.TaskStatus[None]], Awaitable[None]]


class Sabotage:
    """Crashes one actor of one call, once."""

    def __init__(self, actor: str, call_sid: str) -> None:
        self._actor, self._call_sid = actor, call_sid
        self._due = trio.Event()
        self.struck_at: float | None = None

    def arm(self) -> None:
        """Crash it now. An actor that is not running at this moment is not crashed later either."""
        self._due.set()

    def change(self, cast: Cast) -> Cast:
        return _SabotagedCast(cast, self)

    def reach(self, call: Call, spec: ActorSpec) -> ActorSpec:
        if spec.name != self._actor or call.begun.call_sid != self._call_sid or self._due.is_set():
            return spec
        return replace(spec, run=self._sabotaged(spec.run))

    def _sabotaged(self, run: Run) -> Run:
        async def sabotaged(task_status: trio.TaskStatus[None]) -> None:  # noqa: ASYNC114, ASYNC128  # `run` does
            async with trio.open_nursery() as nursery:
                nursery.start_soon(self._strike, name="saboteur")
                await run(task_status)
                nursery.cancel_scope.cancel()

        return sabotaged

    async def _strike(self) -> None:
        await self._due.wait()
        if self.struck_at is None:
            self.struck_at = trio.current_time()
            raise PlantedBug(f"{self._actor}: a planted bug")


class _SabotagedCast:
    def __init__(self, cast: Cast, sabotage: Sabotage) -> None:
        self._cast, self._sabotage = cast, sabotage

    @asynccontextmanager
    async def play(self, call: Call) -> AsyncIterator[Actors]:
        async with self._cast.play(call) as actors:
            yield _SabotagedActors(actors, call, self._sabotage)


class _SabotagedActors:
    def __init__(self, actors: Actors, call: Call, sabotage: Sabotage) -> None:
        self._actors, self._call, self._sabotage = actors, call, sabotage

    def all(self) -> Sequence[ActorSpec]:
        return [self._sabotage.reach(self._call, spec) for spec in self._actors.all()]

    def farewell(self) -> Sequence[ActorSpec]:
        return [self._sabotage.reach(self._call, spec) for spec in self._actors.farewell()]
