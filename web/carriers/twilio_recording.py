"""Fetches a caller's recording from Twilio (Twilio, "TwiML Voice: Record", and "Recordings resource")."""

from urllib.parse import urlsplit

import httpx  # noqa: ASYNC127  # the project's client is httpx
import trio

from offhook.actors.http_answer import LONGEST_ERROR, Deadlines, http_answer
from offhook.engine.host.service_failed import ServiceFailed
from offhook.engine.host.settings import EngineSettings
from offhook.engine.run.asked import RecordingFailed
from offhook.protocol import mulaw
from offhook.protocol.wav import WavError, read_wav
from offhook.web.carriers.twilio_account import AccountNotSet, twilio_account
from offhook.web.locality import is_local

WITHIN_S = 5.0
"""For one recording, with all attempts."""
PAUSES_S = (0.1, 0.2, 0.4, 0.8)
"""It may not be there yet when the webhook comes; the last one is repeated."""
BYTES_PER_S = 32_000
"""Stereo, 16 bits a sample; Twilio's are mono. Whatever is much longer than `recording.longest_s` is none of ours."""
LONGER_BY_S = 10
NO_URL = "RecordingUrl is no URL"
_DEADLINES = Deadlines(connect_s=2.0, first_byte_s=WITHIN_S, gap_s=2.0, total_s=WITHIN_S)


class Recordings:
    """The recordings of one account."""

    def __init__(self, http: httpx.AsyncClient, settings: EngineSettings) -> None:
        self._http, self._settings = http, settings
        self._longest_bytes = (settings.recording.longest_s + LONGER_BY_S) * BYTES_PER_S

    async def fetch(self, url: str) -> bytes:
        """The sound at a RecordingUrl, as 8 kHz mu-law. Raises RecordingFailed.

        The key goes to `twilio.api_url` only, whatever the request says; nothing is fetched from anywhere else.
        """
        headers = self._headers(url)
        try:
            with trio.move_on_after(WITHIN_S):
                return _mulaw(await self._there(url, headers))
        except ServiceFailed as exc:
            raise RecordingFailed(str(exc)) from exc
        raise RecordingFailed(f"it was not ready within {WITHIN_S:g} s")

    def _headers(self, url: str) -> dict[str, str]:
        """Recordings may be open to everybody ("HTTP Basic authentication for media access"), so a key is not needed in
        any case. Raises RecordingFailed."""
        try:
            given = urlsplit(url)
        except ValueError as exc:
            raise RecordingFailed(NO_URL) from exc
        ours = urlsplit(self._settings.twilio.api_url)
        if (given.scheme, given.netloc) == (ours.scheme, ours.netloc):
            try:
                return twilio_account(self._settings.twilio).headers
            except AccountNotSet:
                return {}
        if self._settings.server.public_url is None and is_local("127.0.0.1", {"host": given.netloc}):
            return {}  # of `offhook call`, which plays the carrier on this machine
        raise RecordingFailed(f"RecordingUrl is not at twilio.api_url, {ours.geturl()}: it is not fetched")

    async def _there(self, url: str, headers: dict[str, str]) -> bytes:
        """Asked for until it is there."""
        attempt = 0
        while True:
            try:
                request = self._http.build_request("GET", url, headers=headers)
            except httpx.InvalidURL as exc:  # which knows more rules than `urlsplit`
                raise RecordingFailed(NO_URL) from exc
            async with http_answer(self._http, request, _DEADLINES, _failed) as answer:
                if answer.status == 200:
                    return await answer.whole(self._longest_bytes)
                await answer.beginning(LONGEST_ERROR)
                if answer.status != 404 and answer.status < 500 and answer.status != 429:
                    raise _failed(f"HTTP {answer.status}")
            await trio.sleep(PAUSES_S[min(attempt, len(PAUSES_S) - 1)])
            attempt += 1


def _failed(why: str) -> ServiceFailed:
    return ServiceFailed(why)


def _mulaw(file: bytes) -> bytes:
    try:
        samples, rate_hz = read_wav(file)
    except WavError as exc:
        raise RecordingFailed(f"it is {exc}") from exc
    if rate_hz != mulaw.SAMPLE_RATE_HZ:
        raise RecordingFailed(f"it has {rate_hz} samples a second, not {mulaw.SAMPLE_RATE_HZ}")
    return mulaw.encode(samples.round().clip(-32768, 32767).astype("int16"))
