"""Keeps numpy's linear algebra in the thread that asks for it.

OpenBLAS shares a system of 100 equations among all cores, which wait for each other in a loop. One core takes 0.1 ms.
Two that have other work took 7 to 73 ms, half of it at full load, and the audio of all calls waits meanwhile.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

VARIABLE = "OPENBLAS_NUM_THREADS"


@contextmanager
def one_thread() -> Iterator[None]:
    """For the imports that load numpy: it reads the variable once. Programs that are started later do not inherit it.

    Where somebody has set it, or has loaded numpy before, it stays as it is."""
    if VARIABLE in os.environ:
        yield
        return
    os.environ[VARIABLE] = "1"
    try:
        yield
    finally:
        del os.environ[VARIABLE]
