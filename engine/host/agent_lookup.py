"""`[lookup]` of an agent file: which server is asked about a caller while the telephone rings."""

from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

import msgspec
from pydantic import SecretStr

from offhook.engine.host.agent_file import AgentFile
from offhook.protocol.standard_webhooks import BadSecret, key_of

_URL_FIX = 'write a URL such as "https://crm.example.com/caller"; http:// is for this machine only'
_SECRET_FIX = 'write "whsec_" and what `openssl rand -base64 32` prints'
_WHERE = ("lookup",)


class Lookup(msgspec.Struct, frozen=True):
    """A server that knows callers."""

    url: str
    secret: SecretStr


class _LookupKeys(msgspec.Struct, frozen=True):
    url: str
    secret: str = ""
    secret_variable: str = ""


def read_lookup(file: AgentFile, table: object, environment: Mapping[str, str]) -> Lookup | None:
    """None after reporting what is wrong."""
    keys = file.read(table, _LookupKeys, _WHERE)
    if keys is None:
        return None
    if not _is_usable(keys.url):
        file.report((*_WHERE, "url"), "lookup.url cannot be asked", _URL_FIX)
    if bool(keys.secret) == bool(keys.secret_variable):
        what = "[lookup] needs a secret, and one only: requests are signed with it"
        file.report(_WHERE, what, 'add secret = "whsec_...", or secret_variable = "NAME" of the environment')
        return None
    key, secret = "secret", keys.secret
    if keys.secret_variable:
        key, secret = "secret_variable", environment.get(keys.secret_variable, "")
        if not secret:
            # Its name is not told: somebody may have written the secret itself there.
            what = "the environment variable that lookup.secret_variable names is not set"
            file.report((*_WHERE, key), what, "set it where the server is started; the secret itself goes into secret")
            return None
    try:
        key_of(secret)
    except BadSecret:  # the secret is not shown
        file.report((*_WHERE, key), "this is no secret of Standard Webhooks", _SECRET_FIX)
        return None
    return Lookup(keys.url, SecretStr(secret))


def _is_usable(url: str) -> bool:
    """Facts about callers are not sent over an open network."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or not url.isascii() or not url.isprintable() or " " in url or parts.username is not None:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_this_machine(host))


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
