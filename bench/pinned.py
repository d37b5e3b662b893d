"""Runs a command on one core: `python -m bench.pinned CORE COMMAND...`. Its child processes stay on that core.

It is a launcher, because a core that is set later does not apply to threads that the command has already started.
"""

import os
import sys
from collections.abc import Sequence


def pinned(command: Sequence[str], core: int | None) -> tuple[str, ...]:
    """The command line that runs `command` on that core; on any core for None."""
    if core is None:
        return tuple(command)
    return (sys.executable, "-m", "bench.pinned", str(core), *command)


def main() -> None:
    core, *command = sys.argv[1:]
    os.sched_setaffinity(0, {int(core)})
    os.execvp(command[0], command)


if __name__ == "__main__":
    main()
