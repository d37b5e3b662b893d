"""Runs a command on some cores: `python -m bench.pinned CORE,CORE COMMAND...`. Its child processes stay on those cores.

It is a launcher, because cores that are set later do not apply to threads that the command has already started.
"""

import os
import sys
from collections.abc import Sequence


def pinned(command: Sequence[str], cores: Sequence[int]) -> tuple[str, ...]:
    """The command line that runs `command` on those cores; on any core if none is named."""
    if not cores:
        return tuple(command)
    return (sys.executable, "-m", "bench.pinned", ",".join(map(str, cores)), *command)


def main() -> None:
    cores, *command = sys.argv[1:]
    os.sched_setaffinity(0, {int(core) for core in cores.split(",")})
    os.execvp(command[0], command)


if __name__ == "__main__":
    main()
