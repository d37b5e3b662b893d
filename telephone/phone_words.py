"""What was said, heard and collected in a finished call, as the called server recorded it.

Offhook's server answers at /calls/SID. Any other server is asked once and need not answer.
"""

from urllib.parse import urljoin, urlsplit

import httpx  # noqa: ASYNC127  # the project's client is httpx
import msgspec
import trio

from offhook.engine.record.collected import Collected
from offhook.engine.record.conversation import Entry
from offhook.engine.record.tools_used import ToolRecord

ASK_WITHIN_S = 3.0
"""A record has its end once the server has let go of the call, some tenths of a second after the caller hung up."""
ASK_AGAIN_S = 0.2
MAX_RECORD_BYTES = 2**24  # the record of an hour has a few hundred thousand bytes
_HTTP = {"ws": "http", "wss": "https"}


class Words(msgspec.Struct, frozen=True):
    """The conversation, the collected answers, and what the agent did; empty if the server does not tell them."""

    transcript: tuple[Entry, ...] = ()
    collected: Collected | None = None
    tools: tuple[ToolRecord, ...] = ()
    notes: tuple[str, ...] = ()


class _Record(msgspec.Struct):
    """The part of the answer of GET /calls/{sid} that is needed here."""

    call_sid: str
    transcript: tuple[Entry, ...]
    ended_at: float | None = None
    collected: Collected | None = None
    tools: tuple[ToolRecord, ...] = ()
    notes: tuple[str, ...] = ()


async def words_of(url: str, call_sid: str) -> Words:
    """What the server has recorded by the deadline; `url` is the one that was called."""
    words = Words()
    with trio.move_on_after(ASK_WITHIN_S):
        # No proxy and no redirect: only the server that was called may be asked.
        async with httpx.AsyncClient(trust_env=False, follow_redirects=False) as client:
            while (record := await _record(client, _page(url, call_sid))) is not None and record.call_sid == call_sid:
                words = Words(record.transcript, record.collected, record.tools, record.notes)
                if record.ended_at is not None:
                    break
                await trio.sleep(ASK_AGAIN_S)
    return words


def _page(url: str, call_sid: str) -> str:
    """The record's URL: beside the webhook or the media socket, below the same path prefix."""
    parts = urlsplit(url)
    asked = parts._replace(scheme=_HTTP.get(parts.scheme, parts.scheme), query="", fragment="").geturl()
    return urljoin(asked, f"calls/{call_sid}")


async def _record(client: httpx.AsyncClient, page: str) -> _Record | None:
    body = bytearray()
    try:
        async with client.stream("GET", page) as response:
            if response.status_code != httpx.codes.OK:
                return None
            with trio.CancelScope() as reading:
                async for part in response.aiter_bytes():
                    body += part
                    if len(body) > MAX_RECORD_BYTES:
                        reading.cancel(reason="the record is too long")  # not by `break`: see `phone_network`
        return msgspec.json.decode(body, type=_Record) if len(body) <= MAX_RECORD_BYTES else None
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, msgspec.DecodeError, RecursionError):
        return None  # not an Offhook server
