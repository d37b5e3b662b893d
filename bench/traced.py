"""An application whose memory can be looked at: GET /memory/begin traces what is allocated from then on, GET
/memory/take tells what of it is still there."""

import gc
import tracemalloc
from collections import Counter

import msgspec

from bench.profiled import Application, Message, Receive, Send, answer

BEGIN, TAKE = "/memory/begin", "/memory/take"
FRAMES = 16


class Frame(msgspec.Struct, frozen=True, array_like=True):
    """A line of code that was running."""

    file: str
    line: int


class Allocated(msgspec.Struct, frozen=True, array_like=True):
    """Memory that came from one place, by its frames: the outermost one first."""

    frames: tuple[Frame, ...]
    bytes: int
    blocks: int


class Traced:
    """The application with two more pages. Tracing makes it several times slower."""

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        path = scope.get("path")
        if path == BEGIN:
            tracemalloc.start(FRAMES)
            await answer(send, b"")
        elif path == TAKE:
            await answer(send, msgspec.json.encode(_taken()))
            tracemalloc.stop()
        else:
            await self._application(scope, receive, send)


def _taken() -> list[Allocated]:
    gc.collect()  # garbage is not what calls are made of; how much of it they leave is tested (tests/web/test_freed.py)
    found = tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(inclusive=False, filename_pattern=__file__)])
    size: Counter[tuple[Frame, ...]] = Counter()
    blocks: Counter[tuple[Frame, ...]] = Counter()
    for each in found.statistics("traceback"):
        frames = tuple(Frame(frame.filename, frame.lineno) for frame in each.traceback)
        size[frames] += each.size
        blocks[frames] += each.count
    return [Allocated(frames, size[frames], blocks[frames]) for frames in size]
