"""Where OpenAI's audio endpoints are, or those of a server that speaks the same, and the key for them.

What the settings leave open is taken from the variables of OpenAI's own SDK.
"""

import re
from collections.abc import Mapping
from typing import Annotated

import httpx  # noqa: ASYNC127  # the project's client is httpx
from pydantic import AfterValidator, SecretStr

from offhook.actors.warm_up import WarmConnections
from offhook.engine.host.web_address import BadAddress, origin
from offhook.engine.host.worker import WorkerCannotStart

OPENAI_URL = "https://api.openai.com/v1"
KEY_VARIABLE, URL_VARIABLE = "OPENAI_API_KEY", "OPENAI_BASE_URL"
_SENDABLE = re.compile(r"[!-~]{1,1000}")
_PATH = re.compile(r"(/[A-Za-z0-9._~:@%+-]*)*")


def _base_url(url: str) -> str:
    """An address such as https://api.openai.com/v1, without user, query or fragment."""
    scheme, separator, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    try:
        server = origin(f"{scheme}{separator}{host}")
    except BadAddress as exc:
        raise ValueError(str(exc)) from None
    if not _PATH.fullmatch(slash + path):
        raise ValueError("must be an address such as https://api.openai.com/v1, without user, query or fragment")
    return f"{server}{slash}{path}".rstrip("/")


BaseUrl = Annotated[str, AfterValidator(_base_url)]


class OpenAiServer:
    """Makes the requests of one service. Raises WorkerCannotStart where no request could succeed."""

    def __init__(
        self, section: str, base_url: str | None, api_key: SecretStr | None, environment: Mapping[str, str]
    ) -> None:
        named = base_url or environment.get(URL_VARIABLE, "").strip()
        self._key = api_key.get_secret_value() if api_key else environment.get(KEY_VARIABLE, "").strip()
        try:
            self.base_url = _base_url(named or OPENAI_URL)
        except ValueError as exc:
            raise WorkerCannotStart(f"{URL_VARIABLE}: {exc}") from None
        if not self._key and not named:  # a server of one's own may need none
            raise WorkerCannotStart(f"no key: neither {section}.api_key nor {KEY_VARIABLE} is set")
        if self._key and not _SENDABLE.fullmatch(self._key):
            raise WorkerCannotStart("the key cannot be sent: it holds blanks, or characters that are not ASCII")

    @property
    def is_openai(self) -> bool:
        host = httpx.URL(self.base_url).host
        return host == "openai.com" or host.endswith(".openai.com")

    def url(self, path: str) -> str:
        return self.base_url + path

    def warm(self, connections: int) -> tuple[WarmConnections, ...]:
        """What a service here has opened ahead of calls."""
        return (WarmConnections(self.url("/models"), self.headers, connections),)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._key}"} if self._key else {}
