"""A store of recordings, as a carrier has one: serves each of them over HTTP, as slowly as it is told to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import h11
import trio

from offhook.protocol.wav import wav_of

REQUEST_WITHIN_S = 10.0
READ_BYTES = 65_536


class RecordingStore:
    """Of one telephone. It forgets nothing before it is closed: a call has a few recordings."""

    def __init__(self, download_s: float) -> None:
        self._download_s = download_s
        self._files: dict[str, bytes] = {}
        self._address = ""

    def keep(self, mulaw: bytes) -> str:
        """Returns the recording's URL."""
        path = f"/recordings/{len(self._files) + 1}"
        self._files[path] = wav_of(mulaw)
        return f"{self._address}{path}"

    async def serve(self, stream: trio.abc.Stream) -> None:
        """Answer one request."""
        connection = h11.Connection(h11.SERVER)
        with trio.move_on_after(REQUEST_WITHIN_S):
            async with stream:
                try:
                    await self._answer(stream, connection)
                except (h11.RemoteProtocolError, trio.BrokenResourceError, trio.ClosedResourceError):
                    return  # whoever asked has gone, or does not speak HTTP

    async def _answer(self, stream: trio.abc.Stream, connection: h11.Connection) -> None:
        while not isinstance(event := connection.next_event(), h11.Request):
            if event is h11.NEED_DATA:
                connection.receive_data(bytes(await stream.receive_some(READ_BYTES)))
            else:
                return
        await trio.sleep(self._download_s)
        file = self._files.get(event.target.decode())
        status, body = (404, b"no such recording\n") if file is None else (200, file)
        headers = [("content-type", "audio/x-wav"), ("content-length", str(len(body))), ("connection", "close")]
        for part in (h11.Response(status_code=status, headers=headers), h11.Data(data=body), h11.EndOfMessage()):
            if data := connection.send(part):
                await stream.send_all(data)


@asynccontextmanager
async def open_recording_store(download_s: float) -> AsyncIterator[RecordingStore]:
    """Listens on a free port of this machine, until the context is left."""
    store = RecordingStore(download_s)
    async with trio.open_nursery() as nursery:
        serve = partial(trio.serve_tcp, store.serve, 0, host="127.0.0.1")
        (listener,) = await nursery.start(serve)
        store._address = f"http://127.0.0.1:{listener.socket.getsockname()[1]}"
        yield store
        nursery.cancel_scope.cancel(reason="the call is over")
