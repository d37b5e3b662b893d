"""Where an OpenAI server is, or one that speaks its protocol, and the key for it."""

import re
from typing import Annotated

import httpx  # noqa: ASYNC127  # the project's client is httpx
from pydantic import AfterValidator, SecretStr

from offhook.engine.host.web_address import BadAddress, origin
from offhook.engine.host.worker import WorkerCannotStart

OPENAI = "https://api.openai.com/v1"
_KEY = re.compile(r"[!-~]{1,512}")


def _base_url(url: str) -> str:
    """An address such as https://api.openai.com/v1, without query and fragment."""
    scheme, _, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    try:
        return f"{origin(f'{scheme}://{host}')}{slash}{path}".rstrip("/") if _is_path(path) else origin(url)
    except BadAddress as exc:
        raise ValueError(str(exc)) from None


def _is_path(path: str) -> bool:
    return re.fullmatch(r"[A-Za-z0-9._~/%:@+-]*", path) is not None


def _key(value: SecretStr) -> SecretStr:
    """1 to 512 letters, digits or signs, without blanks."""
    if _KEY.fullmatch(value.get_secret_value()) is None:
        raise ValueError("must be 1 to 512 letters, digits or signs without blanks")
    return value


BaseUrl = Annotated[str, AfterValidator(_base_url)]
ApiKey = Annotated[SecretStr, AfterValidator(_key)]


class OpenAiServer:
    """Makes requests to one server."""

    def __init__(self, client: httpx.AsyncClient, base_url: str, key: SecretStr | None) -> None:
        self.client = client
        self._base_url, self._key = base_url, key

    def post(self, path: str, **content: object) -> httpx.Request:
        headers = {} if self._key is None else {"Authorization": f"Bearer {self._key.get_secret_value()}"}
        request = self.client.build_request("POST", f"{self._base_url}{path}", **content)  # type: ignore[arg-type]
        request.headers.update(headers)
        return request


def require_key(setting: str, base_url: str, key: SecretStr | None) -> None:
    """Raises WorkerCannotStart where the service would refuse every request. Servers of one's own may need no key."""
    if key is None and base_url == OPENAI:
        raise WorkerCannotStart(f"no key: set {setting}.api_key or the variable OPENAI_API_KEY")
