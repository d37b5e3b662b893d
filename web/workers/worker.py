"""The program of a worker process: `offhook serve --workers` starts it, with the options that were typed and the
descriptors of its sockets. It serves as `offhook serve` does with one process.

It reads settings and agent file itself, so a worker that replaces another one has them as they are by then.
"""

import json
import os
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial

import trio

from offhook.engine.host.garbage import nothing_is_garbage

with nothing_is_garbage():
    from offhook.actors.start_up import read_texts
    from offhook.actors.start_up_failed import StartUpFailed
    from offhook.engine.host.errors_in_words import traceback_in_words
    from offhook.engine.host.log_output import STANDARD_ERROR
    from offhook.engine.host.settings_sources import Option, Options
    from offhook.engine.host.worker import worker_command
    from offhook.engine.host.world import RealWorld
    from offhook.protocol.worker_frames import WORKER_ITSELF, encode
    from offhook.web.application import Application
    from offhook.web.opening import open_exchange
    from offhook.web.serving import ServingFailed, run_server, say_last
    from offhook.web.stopping import Stopping

_STANDARD_INPUT, _STANDARD_OUTPUT = 0, 1


def command_with(options: Options) -> list[str]:
    """The command that starts a worker of this process; descriptors of sockets are added to it."""
    typed = {".".join(map(str, setting)): [option.name, option.text] for setting, option in options.items()}
    return worker_command(__name__, str(os.getpid()), json.dumps(typed))


def _options(text: str) -> Options:
    return {tuple(setting.split(".")): Option(*option) for setting, option in json.loads(text).items()}


class _Parent:
    """The two pipes to the parent process, taken away from where libraries read and print."""

    def __init__(self) -> None:
        self._requests, self._report = os.dup(_STANDARD_INPUT), os.dup(_STANDARD_OUTPUT)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, _STANDARD_INPUT)
        os.close(nothing)
        os.dup2(STANDARD_ERROR, _STANDARD_OUTPUT)
        self.told = False

    def tell(self, why_not: str = "") -> None:
        """Say that this worker serves, or why it does not."""
        self.told = True
        with suppress(BrokenPipeError):  # the end of its other pipe says the same
            os.write(self._report, encode(WORKER_ITSELF, why_not.encode()))

    def started(self, addresses: Sequence[str] = ()) -> None:
        """Called by the server when it takes calls, as a task's status."""
        del addresses
        self.tell()

    async def pass_on(self, stopping: Stopping) -> None:
        """Pass on each request to stop, and the end of the parent as one."""
        async with trio.lowlevel.FdStream(self._requests) as requests:
            async for data in requests:
                for _ in data:
                    stopping.request()
        stopping.request_once()


def main(started_by: str, options: str, *sockets: str) -> int:
    parent = _Parent()
    try:
        texts = read_texts(RealWorld(), options=_options(options))
        texts.usable()
        serve: Callable[[], Awaitable[None]] = partial(
            run_server,
            Application(partial(open_exchange, texts, started_by=int(started_by))),
            [f"fd://{descriptor}" for descriptor in sockets],
            watch_parent=parent.pass_on,
            task_status=parent,
        )
        trio.run(serve)
    except (StartUpFailed, ServingFailed) as exc:
        if parent.told:
            say_last(str(exc))
        else:
            parent.tell(str(exc))
        return 1
    except Exception as exc:  # noqa: BLE001  # Python would show it in a library's words
        say_last(f"the server crashed\n{traceback_in_words(exc)}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
