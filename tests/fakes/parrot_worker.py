"""A worker program that repeats what it was told in a session, and misbehaves on request."""

import os
import sys

from offhook.actors.worker_process import StartFailed, serve


class Parrot:
    """Answers each message with all messages of its session so far."""

    def __init__(self) -> None:
        if "--refuse" in sys.argv:
            raise StartFailed("there is nothing to repeat here")
        self._heard: dict[int, bytes] = {}
        self._handled = 0

    def handle(self, session: int, body: bytes) -> list[bytes]:
        self._handled += 1
        match body:
            case b"handled":
                return [str(self._handled).encode()]
            case b"die":
                os._exit(3)
            case number if number.startswith(b"4111"):
                return [bytes(int(number))]  # which quotes what it cannot read
            case b"process":
                return [str(os.getpid()).encode()]
            case b"sessions":
                return [str(len(self._heard)).encode()]
            case b"print":
                print("a library's idle words", flush=True)  # noqa: T201  # the very point: it must not get on the pipe
                return [b"printed"]
            case b"flood":
                return [b"drop"] * 5000
            case _:
                self._heard[session] = self._heard.get(session, b"") + body
                return [self._heard[session]]

    def close(self, session: int) -> None:
        self._heard.pop(session, None)


if __name__ == "__main__":
    serve(Parrot)
