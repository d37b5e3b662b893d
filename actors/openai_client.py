"""Opens the openai SDK's client over the process's own HTTP client, and says in words how a request failed.

Imported when a service is opened, because the SDK takes half a second to import.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module

import httpx  # noqa: ASYNC127  # the project's client is httpx
import openai
from openai._base_client import get_platform

from offhook.engine.host.network import Network
from offhook.engine.host.service_failed import ServiceFailed

_CODE = re.compile(r"[a-z][a-z0-9_.-]{0,63}")
_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_CONTENT_TYPE = re.compile(r"[a-z0-9.+-]{1,40}/[a-z0-9.+-]{1,40}")
_MEANINGS = {
    400: "the request is refused",
    401: "the key is refused",
    403: "the key may not do this",
    404: "there is no such model or address",
    408: "the service timed out",
    429: "too many requests",
}
_MEANINGS_OF_CODES = {
    "insufficient_quota": "the account has no credit",
    "credit_balance_exhausted": "the account has no credit",
    "context_length_exceeded": "the conversation is too long for the model",
}


def open_openai_client(
    network: Network, *, base_url: str, key: str, connect_s: float, within_s: float
) -> openai.AsyncOpenAI:
    """Not to be closed: it would close the network's client, which others use. It never tries again by itself."""
    client = openai.AsyncOpenAI(
        api_key=key,
        base_url=base_url,
        http_client=network.http_for_sdk,
        max_retries=0,
        timeout=openai.Timeout(within_s, connect=connect_s, pool=connect_s),
    )
    # Otherwise the first request asks for it in a thread, which no seed determines. No public name; guarded by a test.
    client._platform = get_platform()
    import_module("anyio._backends._trio")  # the SDK would load it in the first call; guarded by a test too
    return client


@contextmanager
def openai_errors_as(failed: Callable[[str], ServiceFailed]) -> Iterator[None]:
    """Map everything that a request or its stream may raise.

    `from None`: the vendor's text may quote the key, the prompt or the caller, and would stand in every traceback.
    """
    try:
        yield
    except (openai.OpenAIError, httpx.HTTPError, httpx.StreamError, OSError, ValueError, TypeError) as exc:
        # The last two come from the SDK where an answer has another shape than it expects.
        raise failed(_in_words(exc)) from None


def was_lost(exc: openai.APIConnectionError) -> bool:
    """Whether there was a connection, and it broke."""
    return isinstance(exc.__cause__, httpx.ReadError | httpx.WriteError | httpx.CloseError | httpx.RemoteProtocolError)


def _in_words(exc: Exception) -> str:
    cause = exc.__cause__ or exc
    match exc:
        case openai.APITimeoutError():
            connecting = isinstance(cause, httpx.ConnectTimeout | httpx.PoolTimeout)
            return "no connection in time" if connecting else "the service sends nothing more"
        case openai.APIConnectionError():
            return "cannot connect" if isinstance(cause, httpx.ConnectError) else "the connection was lost"
        case openai.APIStatusError(status_code=status):
            return f"HTTP {status}{_details(exc.code, exc.request_id)}: {_meaning(status, exc.code)}"
        case openai.APIError():
            return f"the service reports an error in its answer{_details(exc.code, None)}"
        case httpx.HTTPError() | OSError():
            return "the connection was lost"
        case _:
            return "the answer cannot be read: it is no chat completion"


def _details(code: object, request_id: object) -> str:
    """Only what is certainly a name: the rest is a stranger's text, and may quote anything."""
    found = [code] if isinstance(code, str) and _CODE.fullmatch(code) else []
    if isinstance(request_id, str) and _REQUEST_ID.fullmatch(request_id):
        found.append(f"request {request_id}")
    return f" ({', '.join(found)})" if found else ""


def _meaning(status: int, code: object) -> str:
    if isinstance(code, str) and code in _MEANINGS_OF_CODES:
        return _MEANINGS_OF_CODES[code]
    return _MEANINGS.get(status, "the service is out of order" if status >= 500 else "the request is refused")


def content_type(header: str) -> str:
    """The media type alone, to be shown."""
    bare = header.partition(";")[0].strip().lower()
    return bare if _CONTENT_TYPE.fullmatch(bare) else "an unknown type"
