"""The section of the settings that says where the end of each call, and facts of it, are sent; docs/hooks.md.

It stands here, and not with the settings of the host, because it knows the facts by name.
"""

import re
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Annotated, get_args
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, model_validator

from offhook.engine.host.contradictions import refuse
from offhook.engine.host.did_you_mean import did_you_mean
from offhook.engine.host.settings_section import Section
from offhook.engine.host.web_address import BadAddress, origin
from offhook.engine.record.facts import ALL_BUT_SOUND, AnyWhat
from offhook.protocol.standard_webhooks import BadSecret, key_of
from offhook.protocol.vendor_variables import names_a_secret

FACTS: Mapping[str, type] = {kind.__name__: kind for kind in get_args(AnyWhat) if kind in ALL_BUT_SOUND}
"""By name, those that a hook may be told."""
_TOO_MANY = {kind.__name__ for kind in get_args(AnyWhat)} - {*FACTS}
_EXAMPLE = "https://www.example.com/offhook"
_REST = re.compile(r"(/[!-~]*)?")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,127}")
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}")  # RFC 9110, section 5.6.2
_HEADER_VALUE = re.compile(r"[!-~]([ -~]{0,998}[!-~])?")
_OURS = ("host", "content-type", "content-length", "transfer-encoding", "accept-encoding", "connection", "user-agent")
_LOCAL_NAMES = (".localhost", ".local", ".internal", ".home.arpa")  # RFC 6761, RFC 6762, ICANN's .internal, RFC 8375


def _url(value: str) -> str:
    """A URL that begins with https://, or with http:// if its host is in this network."""
    if "@" in value:
        raise ValueError(f"must have no user or password in it: write it like {_EXAMPLE}, and put keys into headers")
    scheme, separator, rest = value.partition("://")
    at_end = min((rest.index(mark) for mark in "/?#" if mark in rest), default=len(rest))
    try:
        server = origin(f"{scheme}{separator}{rest[:at_end]}")
    except BadAddress as exc:
        raise ValueError(str(exc)) from None
    path = rest[at_end:]
    if "#" in path or not _REST.fullmatch(path):
        raise ValueError(f"must be a URL such as {_EXAMPLE}, without fragment, blanks or letters that are not ASCII")
    if scheme.lower() == "http" and not _is_near(urlsplit(server).hostname or ""):
        raise ValueError("must begin with https://: what callers say would cross the internet for everybody to read")
    return f"{server}{path or '/'}"


def _is_near(host: str) -> bool:
    """Whether it is an address, or a name, of this machine or a private network."""
    try:
        address = ip_address(host)
    except ValueError:
        return "." not in host or host.endswith(_LOCAL_NAMES)
    return address.is_loopback or address.is_private


def _name(value: str) -> str:
    """At most 64 letters, digits, dots, - and _."""
    if value and not _NAME.fullmatch(value):
        raise ValueError("must be 1 to 64 letters, digits or . _ - , and begin with a letter or digit")
    return value


def _variable(value: str) -> str:
    """The name of an environment variable, with the word SECRET, TOKEN, PASSWORD or KEY in it."""
    if value and not _VARIABLE.fullmatch(value):
        raise ValueError("must be the name of an environment variable, such as CRM_HOOK_SECRET, not the secret itself")
    if value and not names_a_secret(value):
        raise ValueError(
            "must have SECRET, TOKEN, PASSWORD or KEY as a word of its name, such as CRM_HOOK_SECRET: processes of "
            "recognizers and voices are not given such variables"
        )
    return value


def _secret(value: SecretStr) -> SecretStr:
    """`whsec_` and 24 to 64 bytes in base64, or 16 to 256 other characters."""
    try:
        key_of(value.get_secret_value())
    except BadSecret as exc:
        raise ValueError(str(exc)) from None
    return value


def _fact(value: str) -> str:
    """Names of facts that docs/extending.md lists."""
    if value in _TOO_MANY:
        raise ValueError("is told many times a second, which is too much for requests: leave it out")
    if value not in FACTS:
        raise ValueError(f"there is no such fact; {did_you_mean(value, FACTS)} docs/extending.md lists them all")
    return value


def _headers(value: dict[str, SecretStr]) -> dict[str, SecretStr]:
    """By the name of the header."""
    for name, secret in value.items():
        if not _HEADER_NAME.fullmatch(name):
            raise ValueError(f"{name!r:.100} is not the name of a header: write it like X-Api-Key")
        if name.lower() in _OURS or name.lower().startswith("webhook-"):
            raise ValueError(f"{name} is set by Offhook itself: leave it out")
        if not _HEADER_VALUE.fullmatch(secret.get_secret_value()):
            raise ValueError(f"the value of {name} must be 1 to 1000 characters of ASCII on one line")
    return value


class HookSettings(Section):
    """Where the end of each call is sent, as a signed request; docs/hooks.md. There may be several: each begins with
    `[[hooks]]`. In a variable, `OFFHOOK__HOOKS`, they are a list as JSON."""

    url: Annotated[str, AfterValidator(_url)]
    """Where to. Plain http:// is for this machine and private networks only."""
    name: Annotated[str, AfterValidator(_name)] = ""
    """By which messages that wait are kept: with the same name they go to a corrected `url`. Empty: the host in
    `url`. Each hook needs one of its own."""
    secret: Annotated[SecretStr, AfterValidator(_secret)] | None = None
    """What requests are signed with. The receiver has the same one."""
    secret_variable: Annotated[str, AfterValidator(_variable)] = ""
    """The environment variable that holds the secret, instead of `secret`."""
    end: bool = True
    """Whether the end of each call is sent, with its record. It is kept until it is delivered."""
    facts: Annotated[tuple[Annotated[str, AfterValidator(_fact)], ...], Field(max_length=100)] = ()
    """Facts that are sent at once, each as one request, while a call goes on: `["TranscriptReady"]`. They are not
    kept."""
    timeout_s: Annotated[float, Field(gt=0, le=60)] = 10.0
    """How long the receiver may take to answer. Then the request counts as failed, and is made again later."""
    headers: Annotated[dict[str, SecretStr], Field(max_length=20), AfterValidator(_headers)] = {}  # noqa: RUF012  # copied
    """Further headers of each request, such as `{ Authorization = "Bearer ..." }`."""

    @model_validator(mode="after")
    def _fit_together(self) -> "HookSettings":
        refuse(
            self,
            (
                self.secret is not None and bool(self.secret_variable),
                "secret secret_variable",
                "leave one of them out",
            ),
            (
                not self.end and not self.facts,
                "end facts",
                "nothing would ever be sent; set one, or leave the hook out",
            ),
        )
        if self.secret is None and not self.secret_variable:
            raise ValueError("needs a secret to sign with: set secret, or name its variable in secret_variable")
        return self

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def called(self) -> str:
        """The name by which messages of this hook are kept."""
        return self.name or self.host

    def secret_in(self, environment: Mapping[str, str]) -> str:
        """Raises BadSecret."""
        if self.secret is not None:
            return self.secret.get_secret_value()
        secret = environment.get(self.secret_variable, "").strip()
        if not secret:
            raise BadSecret("there is no such environment variable, or it is empty")
        key_of(secret)
        return secret
