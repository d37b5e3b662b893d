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
    """Each method makes one request, and returns when what a turn waits for is there."""

    def __init__(self, client: httpx.AsyncClient, key: str) -> None:
        self._client, self._headers = client, {"Authorization": f"Bearer {key}"}

    async def transcription(self, url: str) -> None:
        """All of the answer."""
        files, data = {"file": ("sound.wav", _WAV, "audio/wav")}, {"model": "any", "stream": "true"}
        answer = await self._client.post(
            f"{url}/v1/audio/transcriptions", files=files, data=data, headers=self._headers
        )
        answer.raise_for_status()

    async def first_sentence(self, url: str) -> None:
        """The first piece of text, which is a sentence."""
        body = {"model": "any", "messages": [{"role": "user", "content": "price"}], "stream": True, "max_tokens": 100}
        await self._until(f"{url}/v1/chat/completions", body, b"It is")

    async def first_sound(self, url: str) -> None:
        body = {"model": "any", "input": "It is fifty euros.", "voice": "marin", "response_format": "pcm"}
        await self._until(f"{url}/v1/audio/speech", body, b"")

    async def _until(self, url: str, body: object, wanted: bytes) -> None:
        came = b""
        async with self._client.stream("POST", url, json=body, headers=self._headers) as answer:
            answer.raise_for_status()
            async for piece in answer.aiter_bytes():
                came += piece
                if wanted in came:
                    return
        raise RuntimeError("the fake did not answer as it should")


async def median_ms(request: Callable[[], Awaitable[None]], times: int) -> float:
    """The median of so many requests, in milliseconds, after one that connects."""
    await request()
    took: list[float] = []
    while len(took) < times:
        await trio.sleep(PAUSE_S)
        with trio.fail_after(WITHIN_S):
            began = trio.current_time()
            await request()
            took.append(1000 * (trio.current_time() - began))
    return median(took)
