"""Tells many callers when something has come for them: one wake-up of Trio serves all of them."""

import select
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import trio


class Listener:
    """One of a process. Its epoll has a descriptor itself, which is readable when one of the sockets is (epoll(7))."""

    def __init__(self) -> None:
        self._epoll = select.epoll()
        self._readers: dict[int, Callable[[], None]] = {}

    @contextmanager
    def listening(self, opened: socket.socket, read: Callable[[], None]) -> Iterator[None]:
        """`read` is called whenever this socket is readable."""
        number = opened.fileno()
        self._readers[number] = read
        self._epoll.register(number, select.EPOLLIN)
        try:
            yield
        finally:
            del self._readers[number]
            self._epoll.unregister(number)

    async def run(self) -> None:
        """Until it is cancelled."""
        with self._epoll:
            while True:
                await trio.lowlevel.wait_readable(self._epoll.fileno())
                for number, _ in self._epoll.poll(0):
                    if (read := self._readers.get(number)) is not None:
                        read()
