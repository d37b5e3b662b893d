"""Calls through every branch, in a process that has what a server has when it says that it is ready, and no more.

    python -m tests.watched embedded|modelled

Prints, as JSON, what each branch imported or opened. The first branch proves that the watch sees both.
"""

import sys
from importlib import import_module

import msgspec
import trio

from tests.watched.watch import Watch


async def _what_a_server_has() -> set[str]:
    """The modules of a process that serves, before its first call."""
    import_module("hypercorn.trio.run")
    import_module("offhook.engine.host.printable")  # by which strangers' text gets into the log
    open_exchange = import_module("offhook.app").open_exchange
    async with open_exchange():
        return set(sys.modules)


def main(kind: str) -> None:
    served = trio.run(_what_a_server_has)
    branches = import_module(f"tests.watched.{kind}")
    # What only the tests have brought is forgotten again: were it imported late by a server, it would be seen.
    for name in sys.modules.keys() - served:
        if not name.startswith(
            ("offhook.simulation", "offhook.telephone", "offhook.reports", "offhook.protocol", "tests")
        ):
            del sys.modules[name]
    watch = Watch()
    with watch.branch("the watch itself"):
        import_module("sched")
    branches.play(watch)
    sys.stdout.buffer.write(msgspec.json.encode(watch.seen))


if __name__ == "__main__":
    main(*sys.argv[1:])
