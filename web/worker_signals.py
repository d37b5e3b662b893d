"""How a worker process of Hypercorn's stops: on its parent's word, never on a signal of its own.

On SIGTERM the parent sets an event that its workers poll. As soon as the first of them has ended, it sends SIGTERM to
all the others, which would end a call in mid-word: the worker that drains is the last one, not the first. A supervisor
that signals the whole process group, or a Ctrl-C, says the same thing twice.

A terminal that is closed sends SIGHUP to all of them; the parent makes a reload of it, in which its workers drain.

A parent that was killed sets no event. Its workers see that it is gone, and end as soon as their calls have.

A worker that cannot start ends with 1, and Hypercorn's parent then ends with 0: it forgets the first worker's code when
it looks at the others. Whoever started it would take that for an orderly end, so the parent is ended by a signal.
"""

import os
import signal
import sys
from multiprocessing.process import parent_process
from pathlib import Path
from types import FrameType
from typing import NoReturn

import trio


def leave_stopping_to_the_parent() -> None:
    """In a worker, let SIGTERM and SIGHUP pass; elsewhere (`offhook serve`, `hypercorn -w 0`) change nothing."""
    if parent_process() is not None:
        # A handler and not SIG_IGN, which the programs that a worker starts would inherit.
        signal.signal(signal.SIGTERM, _let_pass)
        signal.signal(signal.SIGHUP, _let_pass)


async def wait_parent_gone() -> None:
    """Return once this worker's parent has ended without a word; never, where there is none."""
    parent = parent_process()
    if parent is None:
        await trio.sleep_forever()
    else:
        await trio.lowlevel.wait_readable(parent.sentinel)  # the far end of a pipe that only the parent holds open


def end_failed_worker() -> NoReturn:
    """Leave a worker that could not start, and let whoever started the server see that it failed."""
    parent = parent_process()
    if parent is not None and parent.pid is not None and _is_hypercorn(parent.pid):
        os.kill(parent.pid, signal.SIGUSR1)  # it handles SIGTERM, SIGINT and SIGHUP, each of which ends it with 0
    sys.exit(1)


def _is_hypercorn(pid: int) -> bool:
    """Whether a process is the `hypercorn` command: nothing else is to be ended."""
    try:
        return b"hypercorn" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def _let_pass(number: int, frame: FrameType | None) -> None:
    del number, frame
