"""The real world, with a list of the processes that were started in it."""

from collections.abc import Sequence

from offhook.engine.host.world import ChildProcess, RealWorld


class WatchedWorld(RealWorld):
    """Starts processes with `environment` on top of ours."""

    def __init__(self, **environment: str) -> None:
        super().__init__()
        self.processes: list[ChildProcess] = []
        self._environment = [f"{name}={value}" for name, value in environment.items()]

    async def open_process(self, command: Sequence[str], *, inherited: Sequence[int] = ()) -> ChildProcess:
        command = ["/usr/bin/env", *self._environment, *command]
        process = await super().open_process(command, inherited=inherited)
        self.processes.append(process)
        return process
