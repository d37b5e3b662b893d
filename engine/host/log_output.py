"""Writes log lines to a descriptor, without ever waiting: a line is written at once or dropped.

A full disk, a pipe whose reader is slow or gone, a stopped terminal: none of them may delay or end a call. So nothing
here waits and nothing raises. A line that cannot be written at once is dropped and counted, and the next line that gets
through tells the number.
"""

import os
import select
import socket
import stat
from collections.abc import Callable

STANDARD_ERROR = 2
_PIPE_BUF = 4096  # what a pipe that polls as writable takes without blocking (pipe(7))
_NO_WAIT = socket.MSG_DONTWAIT | socket.MSG_NOSIGNAL


class LogOutput:
    """Lines to one descriptor. `close` lets go of what was opened for it, not of the descriptor itself."""

    def __init__(self, descriptor: int = STANDARD_ERROR) -> None:
        self.dropped = 0
        """How many lines were lost since the start."""
        self.say_dropped: Callable[[int], str] = "log lines dropped: {}".format
        """Makes the line that tells how many were lost since the last one that got through."""
        self._descriptor = descriptor
        self._untold = 0
        self._torn = False
        self._own: list[Callable[[], None]] = []
        self._put = self._writer()

    @property
    def is_terminal(self) -> bool:
        try:
            return os.isatty(self._descriptor)
        except OSError:
            return False

    def write_line(self, line: str) -> None:
        if self._untold:
            if not self._write(self.say_dropped(self._untold)):
                self.drop()
                return
            self._untold = 0
        if not self._write(line):
            self.drop()

    def drop(self) -> None:
        """Count a lost line."""
        self.dropped += 1
        self._untold += 1

    def close(self) -> None:
        while self._own:
            self._own.pop()()

    def _write(self, line: str) -> bool:
        data = f"{line}\n".encode(errors="backslashreplace")
        rest = b"\n" + data if self._torn else data  # the line before was written half, and ends here
        try:
            while rest:
                written = self._put(rest)
                self._torn = not rest[:written].endswith(b"\n")
                rest = rest[written:]
        except OSError:  # it would block, the disk is full, or the reader is gone
            return False
        return True

    def _writer(self) -> Callable[[bytes], int]:
        """How to write to this kind of descriptor without waiting.

        Setting O_NONBLOCK on the descriptor itself would set it for all who share it: the shell, other workers.
        """
        try:
            kind = os.fstat(self._descriptor).st_mode
            if stat.S_ISREG(kind):
                return self._write_directly  # into the page cache; it shares its position with other writers
            if stat.S_ISSOCK(kind):
                peer = socket.socket(fileno=os.dup(self._descriptor))
                self._own.append(peer.close)
                return lambda data: peer.send(data, _NO_WAIT)
            flags = os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
            own = os.open(f"/proc/self/fd/{self._descriptor}", flags)
        except OSError:  # it is closed, or its reader is gone, or there is no /proc
            return self._write_when_ready
        self._own.append(lambda: os.close(own))
        return lambda data: os.write(own, data)

    def _write_directly(self, data: bytes) -> int:
        return os.write(self._descriptor, data)

    def _write_when_ready(self, data: bytes) -> int:
        poll = select.poll()
        poll.register(self._descriptor, select.POLLOUT)
        if not any(ready & select.POLLOUT for _, ready in poll.poll(0)):
            raise BlockingIOError
        return os.write(self._descriptor, data[:_PIPE_BUF])


def keep_standard_descriptors() -> None:
    """If the process was started with descriptors 0 to 2 closed, open /dev/null there.

    Otherwise a socket could become descriptor 2, and get the log and the standard error of every worker program.
    """
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= STANDARD_ERROR:
        pass
    os.close(descriptor)
