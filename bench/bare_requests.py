"""How long services take by themselves: the same requests, made by a bare HTTP client with nothing around it."""

import struct
from collections.abc import Awaitable, Callable
from statistics import median

import httpx  # noqa: ASYNC127  # the project's client is httpx
import trio

PAUSE_S = 0.3  # between two requests, as between two turns the connection is idle
WITHIN_S = 10.0
SECONDS_OF_SOUND = 1

_SILENCE = bytes(2 * 8000 * SECONDS_OF_SOUND)
_WAV = (
    struct.pack("<4sI4s4sIHHIIHH", b"RIFF", 36 + len(_SILENCE), b"WAVE", b"fmt ", 16, 1, 1, 8000, 16_000, 2, 16)
    + struct.pack("<4sI", b"data", len(_SILENCE))
    + _SILENCE
)


class BareRequests:
    """Each method makes one request, and returns how many seconds it took until what a turn waits for was there."""

    def __init__(self, client: httpx.AsyncClient, key: str) -> None:
        self._client, self._headers = client, {"Authorization": f"Bearer {key}"}

    async def transcription(self, url: str) -> float:
        """All of the answer."""
        files, data = {"file": ("sound.wav", _WAV, "audio/wav")}, {"model": "any", "stream": "true"}
        began = trio.current_time()
        where = f"{url}/v1/audio/transcriptions"
        answer = await self._client.post(where, files=files, data=data, headers=self._headers)
        answer.raise_for_status()
        return trio.current_time() - began

    async def first_sentence(self, url: str) -> float:
        """The first piece of text, which is a sentence."""
        body = {"model": "any", "messages": [{"role": "user", "content": "price"}], "stream": True, "max_tokens": 100}
        return await self._until(f"{url}/v1/chat/completions", body, b"It is")

    async def first_sound(self, url: str) -> float:
        body = {"model": "any", "input": "It is fifty euros.", "voice": "marin", "response_format": "pcm"}
        return await self._until(f"{url}/v1/audio/speech", body, b"")

    async def _until(self, url: str, body: object, wanted: bytes) -> float:
        """The answer is read to its end, so that the connection can be used again."""
        began, came, took_s = trio.current_time(), b"", None
        async with self._client.stream("POST", url, json=body, headers=self._headers) as answer:
            answer.raise_for_status()
            async for piece in answer.aiter_bytes():
                came += piece
                if took_s is None and wanted in came:
                    took_s = trio.current_time() - began
        if took_s is None:
            raise RuntimeError("the fake did not answer as it should")
        return took_s


async def median_ms(request: Callable[[], Awaitable[float]], times: int) -> float:
    """The median of so many requests, in milliseconds, after one that connects."""
    await request()
    took_s: list[float] = []
    while len(took_s) < times:
        await trio.sleep(PAUSE_S)
        with trio.fail_after(WITHIN_S):
            took_s.append(await request())
    return 1000 * median(took_s)
