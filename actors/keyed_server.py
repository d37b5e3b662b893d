"""Where a service over a network is, and the key for it: of a vendor, or of a server of one's own that speaks the same.

What the settings leave open is taken from the variables of the vendor's own SDK.
"""

import re
from collections.abc import Mapping
from typing import Annotated, NamedTuple, Protocol

import httpx  # noqa: ASYNC127  # the project's client is httpx
from pydantic import AfterValidator, SecretStr

from offhook.actors.declaration import NotSetUp
from offhook.engine.host.web_address import BadAddress, origin
from offhook.engine.host.worker import WorkerCannotStart

_SENDABLE = re.compile(r"[!-~]{1,1000}")
_PATH = re.compile(r"(/[A-Za-z0-9._~:%+-]*)*")
_RULE = "must be an address such as https://api.openai.com/v1, without user, query or fragment"


def _base_url(url: str) -> str:
    """An address such as https://api.openai.com/v1, without user, query or fragment."""
    if "@" in url:
        raise ValueError(_RULE)  # before anything is quoted: what stands in front of an @ is often a password
    scheme, separator, rest = url.partition("://")
    if scheme not in ("http", "https") or not separator:
        raise ValueError("must begin with https:// or http://, such as https://api.openai.com/v1")
    host, slash, path = rest.partition("/")
    try:
        server = origin(f"{scheme}{separator}{host}")
    except BadAddress as exc:
        raise ValueError(str(exc)) from None
    if not _PATH.fullmatch(slash + path):
        raise ValueError(_RULE)
    return f"{server}{slash}{path}".rstrip("/")


BaseUrl = Annotated[str, AfterValidator(_base_url)]


class Vendor(NamedTuple):
    """How the servers of one vendor are reached."""

    url: str
    key_variable: str
    header: str = "Authorization"
    scheme: str = ""
    """What stands in front of the key in its header."""
    url_variable: str = ""
    """Empty: only the settings name another address."""


class KeyedSettings(Protocol):
    """What the settings of all such services have in common."""

    @property
    def base_url(self) -> str | None: ...

    @property
    def api_key(self) -> SecretStr | None: ...


class KeyedServer:
    """The server of one service. Raises NotSetUp, or WorkerCannotStart where no request could succeed."""

    def __init__(self, vendor: Vendor, section: str, settings: KeyedSettings, environment: Mapping[str, str]) -> None:
        """`section` is where the settings of the service stand, such as speaker.openai."""
        self.section = section
        self._vendor = vendor
        by_setting = settings.base_url is not None or not vendor.url_variable
        self.address_setting = f"{section}.base_url" if by_setting else vendor.url_variable
        self.key_setting = f"{section}.api_key" if settings.api_key else vendor.key_variable
        named = settings.base_url or environment.get(vendor.url_variable, "").strip()
        key = settings.api_key.get_secret_value() if settings.api_key else environment.get(vendor.key_variable, "")
        self.key = key.strip()
        """Empty: none is needed."""
        try:
            self.base_url = _base_url(named or vendor.url)
        except ValueError as exc:
            raise WorkerCannotStart(f"{self.address_setting}: {exc}") from None
        if not self.key and not named:  # a server of one's own may need none
            raise NotSetUp(f"no key: neither {section}.api_key nor {vendor.key_variable} is set")
        if self.key and not _SENDABLE.fullmatch(self.key):
            raise WorkerCannotStart("the key cannot be sent: it holds blanks, or characters that are not ASCII")
        given = [*([self.key_setting] if self.key else []), *([self.address_setting] if named else [])]
        self.why = f"{' and '.join(given)} {'is' if len(given) == 1 else 'are'} set"
        """What has set it up."""

    @property
    def host(self) -> str:
        return httpx.URL(self.base_url).host

    @property
    def headers(self) -> dict[str, str]:
        return {self._vendor.header: f"{self._vendor.scheme} {self.key}".strip()} if self.key else {}

    def url(self, path: str) -> str:
        return self.base_url + path
