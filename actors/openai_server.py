"""Where OpenAI's endpoints are, or those of a server that speaks the same, and the key for them.

What the settings leave open is taken from the variables of OpenAI's own SDK.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated

import httpx  # noqa: ASYNC127  # the project's client is httpx
from pydantic import AfterValidator, SecretStr

from offhook.actors.declaration import NotSetUp
from offhook.actors.warm_up import WarmConnections
from offhook.engine.host.web_address import BadAddress, origin
from offhook.engine.host.worker import WorkerCannotStart

OPENAI_URL = "https://api.openai.com/v1"
KEY_VARIABLE, URL_VARIABLE = "OPENAI_API_KEY", "OPENAI_BASE_URL"
_SENDABLE = re.compile(r"[!-~]{1,1000}")
_PATH = re.compile(r"(/[A-Za-z0-9._~:%+-]*)*")
_RULE = "must be an address such as https://api.openai.com/v1, without user, query or fragment"


def _base_url(url: str) -> str:
    """An address such as https://api.openai.com/v1, without user, query or fragment."""
    if "@" in url:
        raise ValueError(_RULE)  # before anything is quoted: what stands in front of an @ is often a password
    scheme, separator, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    try:
        server = origin(f"{scheme}{separator}{host}")
    except BadAddress as exc:
        raise ValueError(str(exc)) from None
    if not _PATH.fullmatch(slash + path):
        raise ValueError(_RULE)
    return f"{server}{slash}{path}".rstrip("/")


BaseUrl = Annotated[str, AfterValidator(_base_url)]


def _in_force(settings: Sequence[str]) -> str:
    return f"{' and '.join(settings)} {'is' if len(settings) == 1 else 'are'} set"


class OpenAiServer:
    """Makes the requests of one service. Raises NotSetUp, or WorkerCannotStart where no request could succeed."""

    def __init__(
        self, section: str, base_url: str | None, api_key: SecretStr | None, environment: Mapping[str, str]
    ) -> None:
        self.address_setting = f"{section}.base_url" if base_url else URL_VARIABLE
        self.key_setting = f"{section}.api_key" if api_key else KEY_VARIABLE
        named = base_url or environment.get(URL_VARIABLE, "").strip()
        key = api_key.get_secret_value() if api_key else environment.get(KEY_VARIABLE, "")
        self.key = key.strip()
        """Empty: none is needed."""
        try:
            self.base_url = _base_url(named or OPENAI_URL)
        except ValueError as exc:
            raise WorkerCannotStart(f"{URL_VARIABLE}: {exc}") from None
        if not self.key and not named:  # a server of one's own may need none
            raise NotSetUp(f"no key: neither {section}.api_key nor {KEY_VARIABLE} is set")
        if self.key and not _SENDABLE.fullmatch(self.key):
            raise WorkerCannotStart("the key cannot be sent: it holds blanks, or characters that are not ASCII")

        given = [self.key_setting] if self.key else []
        self.why = _in_force([*given, self.address_setting] if named else given)
        """What has set it up."""

    @property
    def host(self) -> str:
        return httpx.URL(self.base_url).host

    @property
    def is_openai(self) -> bool:
        return self.host == "openai.com" or self.host.endswith(".openai.com")

    def url(self, path: str) -> str:
        return self.base_url + path

    def warm(self, connections: int) -> tuple[WarmConnections, ...]:
        """What a service here has opened ahead of calls."""
        return (WarmConnections(self.url("/models"), self.headers, connections),)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"} if self.key else {}
