"""The inside of a worker process: frames in, frames out, until standard input ends. No Trio here.

Imported by the worker programs only; the other end of the pipe is `engine/host/worker.py`.
"""

import os
import select
import signal
import sys
from collections import Counter, deque
from collections.abc import Iterable
from contextlib import suppress
from typing import Protocol

from offhook.engine.host.errors_in_words import in_words
from offhook.protocol.worker_frames import WORKER_ITSELF, FrameReader, WorkerFrame, encode

_READ_BYTES = 65536
LOOK_AHEAD = 256
"""Frames: the rest stays in the pipe, where the parent notices a worker that does not keep up."""


class WorkerProgram(Protocol):
    """What a worker does in its sessions. An exception out of either method ends the worker."""

    def handle(self, session: int, body: bytes) -> Iterable[bytes]:
        """Answer one message with any number of messages; they are sent as they are yielded."""

    def close(self, session: int) -> None:
        """Forget a session. Also called for sessions that never sent anything."""


class StartFailed(Exception):
    """The program cannot work here; the text goes to the person who started the server."""


class _Pipe:
    def __init__(self) -> None:
        # Libraries print. Their lines must not break a frame, nor go to the standard error that the worker shares with
        # the server: they may quote a caller, and if nobody reads it the worker would block.
        self._out = os.dup(1)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for printed_to in (1, 2):
            os.dup2(nowhere, printed_to)
        os.close(nowhere)

    def send(self, session: int, body: bytes) -> None:
        rest = memoryview(encode(session, body))
        while rest:
            rest = rest[os.write(self._out, rest) :]


def serve(open_program: type[WorkerProgram]) -> None:
    """Run a program until the parent closes the pipe, or goes away (both read as end of input).

    An exception ends the process. The parent is told of it, without a library's own text: it may hold what is being
    said in a call.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when we end
    pipe = _Pipe()
    try:
        _serve(open_program, pipe)
    except BrokenPipeError:
        return  # the parent went away while we answered
    except Exception as exc:  # noqa: BLE001  # a bug, in a library or in ours
        with suppress(BrokenPipeError):
            pipe.send(WORKER_ITSELF, in_words(exc).encode())
        sys.exit(1)


def _serve(open_program: type[WorkerProgram], pipe: _Pipe) -> None:
    try:
        program = open_program()
    except StartFailed as exc:
        pipe.send(WORKER_ITSELF, str(exc).encode())
        return
    pipe.send(WORKER_ITSELF, b"")
    inbox = _Inbox()
    while (frame := inbox.next()) is not None:
        if frame.session == WORKER_ITSELF:
            pipe.send(WORKER_ITSELF, b"")  # asked whether it still works
        elif not frame.body:
            program.close(frame.session)
        elif not inbox.closes(frame.session):
            for answer in program.handle(frame.session, frame.body):
                pipe.send(frame.session, answer)


class _Inbox:
    """What the parent has sent, in order. It looks ahead: what a session asks for that has ended meanwhile is not worth
    doing, and a sentence that takes half a second to render would delay those of other calls."""

    def __init__(self) -> None:
        self._reader, self._frames = FrameReader(), deque[WorkerFrame]()
        self._closed: Counter[int] = Counter()
        """By session, the ends among these frames."""
        self._is_over = False

    def next(self) -> WorkerFrame | None:
        """None when the parent has closed the pipe."""
        while not self._is_over and (not self._frames or self._can_look_ahead()):
            self._read()
        if not self._frames:
            return None
        frame = self._frames.popleft()
        if not frame.body:
            self._closed[frame.session] -= 1
        return frame

    def closes(self, session: int) -> bool:
        """Whether the end of the session has come already."""
        return self._closed[session] > 0

    def _can_look_ahead(self) -> bool:
        return len(self._frames) < LOOK_AHEAD and bool(select.select([0], [], [], 0)[0])

    def _read(self) -> None:
        data = os.read(0, _READ_BYTES)
        self._is_over = not data
        for frame in self._reader.feed(data) if data else ():
            self._frames.append(frame)
            self._closed[frame.session] += not frame.body
